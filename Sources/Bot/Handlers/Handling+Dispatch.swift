import RunbookModel
import Views

/// What was worked out before the transaction began, so that it stays short.
struct Prepared: Sendable {
    /// The runbook in the text that the intent carries.
    var content: RunbookContent?
    var source: String?
    /// The saved runbook that it is a new version of, and what the text of that one says.
    var known: (runbook: Runbook, base: RunbookContent?)?
    /// Why the file or text cannot be read.
    var problem: Notice?
}

extension Handling {
    /// Handles an intent. Total: each has its handler.
    func handle(_ intent: Intent, _ prepared: Prepared) throws {
        switch intent {
        case .command(let command, let click): try handleCommand(command, click, prepared)
        case .directMessage(let text, let files, let click):
            try handleDirectMessage(text, files, click, prepared)
        case .mention(let text, let click): try handleMention(text, click)
        case .threadMessage(let text, let click): try noteAction(in: text, click)
        case .fileFetched(_, _, let click): try handleParsed(prepared, click)
        case .joinedChannel: break
        case .homeOpened(let user): try refreshHome(of: user)
        case .pasteShortcut: break  // The modal is open already.
        case .parseMessage(_, let files, let click):
            if files.isEmpty { try handleParsed(prepared, click.inDirectMessage) } else { try fetch(files, click) }
        case .action(let id, let value, let click): try handleAction(id, value, click)
        case .submission(let modal, let value, let click):
            try handleSubmission(modal, value, click, prepared)
        case .alert(let delivery): try handleAlert(delivery)
        case .executionEnded(let report): try handleExecutionEnd(report)
        case .executionLost(let place): try handleExecutionLost(place)
        case .timer(let key, _): try handleTimer(key)
        case .preflightEnded(let result): try handlePreflightEnd(result)
        case .ignored: break
        }
    }

    private func handleAction(_ id: ActionID, _ value: ButtonValue, _ click: Click) throws {
        switch id {
        case .startCopilot, .readAlong: try handleStart(id, value, click)
        case .checkAgain, .followRunbook: try handleRunStepClick(id, value, click)
        case .runTyped, .noteTyped: try handleTyped(id, value, click)
        case .promote, .demote, .keepMode: try handleTrust(id, value, click)
        case .skipRunbook, .pause, .resume, .stop, .resolve, .execute, .approve, .skip, .undo,
            .declineUndo, .markDone, .chooseThen, .chooseElse, .retry:
            try handleRunClick(id, value, click)
        case .viewSteps, .confirmRed, .edit, .fillValues, .showOutput:
            try fillRunModal(id, value, click)
        case .lookAgain: try lookAgain(value, click)
        case .more: try handleRunMenu(value, click)
        case .explainSkip, .noteSkip: try handleSkipReason(id, value, click)
        case .applyUpdates, .reviewUpdates, .dismissUpdates: try handleUpdates(id, value, click)
        case .saveDraft, .saveDraftAsNew, .editSteps, .linkAlert, .discardDraft, .showDraft, .showDetails, .undoDraft,
            .editDraftStep, .addDraftStep, .draftStepMore:
            try handleDraftClick(id, value, click)
        case .turnPage: try turnPage(value, click)
        case .openPaste: break  // The modal is open already.
        case .showRunbook, .startRunbook, .runbookMore: try handleLibraryClick(id, value, click)
        case .restoreRunbook: try restoreRunbook(value, click)
        case .showHelp: try reply(.help(unknown: nil), to: click)
        }
    }

    private func handleSubmission(
        _ modal: ModalID, _ value: ButtonValue, _ click: Click, _ prepared: Prepared
    ) throws {
        switch modal {
        case .paste: try handleParsed(prepared, click.answering(in: value.channel))
        case .confirmRed, .editRunStep, .fillValues, .note: try handleRunForm(modal, value, click)
        case .editDraft, .editDraftStep, .splitDraftStep: try handleDraftForm(modal, value, click)
        case .linkAlert: try handleLinkForm(value, click)
        case .reviewUpdates: try handleUpdatesForm(value, click)
        case .handOver, .askSecond, .breakGlass, .skipReason: try handlePeopleForm(modal, value, click)
        case .settings: try handleSettingsForm(value, click)
        case .loading, .steps, .details, .output, .why, .message: break
        }
    }

    private func handleMention(_ text: String, _ click: Click) throws {
        let words = text.split(whereSeparator: \.isWhitespace).drop { $0.hasPrefix("<@") || $0.hasPrefix("@") }
        switch CommandText.parse(words.joined(separator: " ")) {
        case .unknown(let word): try reply(.help(unknown: word), to: click)
        case .paste: try reply(.help(unknown: nil), to: click)
        case let command: try handleCommand(command, click, Prepared())
        }
    }
}

extension Click {
    /// The same click, answered in the conversation with whoever clicked.
    var inDirectMessage: Click { answering(in: nil) }

    /// The same click, answered in a conversation if that is a direct message, else in the one with whoever clicked.
    func answering(in channel: ChannelID?) -> Click {
        var click = self
        click.channel = channel.flatMap { $0.isDirectMessage ? $0 : nil } ?? ChannelID(user.rawValue)
        click.thread = nil
        click.message = nil
        click.responseURL = nil
        return click
    }
}
