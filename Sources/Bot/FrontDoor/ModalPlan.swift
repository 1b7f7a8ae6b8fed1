import Views

/// The modal that is opened at once for an intent, before it is handled.
struct ModalPlan {
    var screen: Screen
    var click: Click

    /// `nil` for an intent that opens none.
    init?(_ intent: Intent) {
        switch intent {
        case .command(.paste(let text), let click) where text.isEmpty:
            self.init(screen: .pasteModal(channel: click.channel), click: click)
        case .command(.settings, let click): self.init(screen: .loadingModal(), click: click)
        case .pasteShortcut(let click), .action(.openPaste, _, let click):
            self.init(screen: .pasteModal(channel: nil), click: click)
        case .action(let id, let value, let click) where Self.opensModal(id, value):
            self.init(screen: .loadingModal(), click: click)
        default: return nil
        }
    }

    private init(screen: Screen, click: Click) {
        self.screen = screen
        self.click = click
    }

    /// Whether the handler of an action fills a modal.
    static func opensModal(_ id: ActionID, _ value: ButtonValue) -> Bool {
        switch id {
        case .viewSteps, .confirmRed, .edit, .fillValues, .showOutput, .editSteps, .linkAlert, .showDraft,
            .showDetails, .editDraftStep, .addDraftStep, .showRunbook, .reviewUpdates, .noteSkip:
            true
        case .more, .runbookMore:
            switch value.choice {
            case .why, .output, .note, .steps, .linkAlert, .settings, .handOver, .secondPerson, .breakGlass: true
            case .stop, .start, .history, .edit, .delete, .moveUp, .moveDown, .split, .join, .takeOver,
                .callForHelp, .dryRun, .toCopilot, .setBreakpoint, .removeBreakpoint, nil:
                false
            }
        case .draftStepMore: value.choice == .edit || value.choice == .split
        default: false
        }
    }
}
