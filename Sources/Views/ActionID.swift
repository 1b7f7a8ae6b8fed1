/// The `action_id` of every element that acts when it is used. Buttons of one kind that stand side by side get a
/// number behind the name, as in `runbook.show#3`: Slack wants each id once in a message.
package enum ActionID: String, CaseIterable, Hashable, Sendable {
    // The card of a run
    case startCopilot = "run.start"
    /// Starts a run that only shows the steps.
    case readAlong = "run.readalong"
    case viewSteps = "run.steps"
    case skipRunbook = "run.dismiss"
    case pause = "run.pause"
    case resume = "run.resume"
    case stop = "run.stop"
    case resolve = "run.resolve"
    case fillValues = "run.values"
    /// Looks again whether what the run needs is there.
    case lookAgain = "run.check"
    case applyUpdates = "run.updates.apply"
    case reviewUpdates = "run.updates.review"
    case dismissUpdates = "run.updates.no"
    /// Lets the runbook start by itself from now on.
    case promote = "run.trust.promote"
    /// Takes that back.
    case demote = "run.trust.demote"
    case keepMode = "run.trust.keep"

    // A step of a run
    case execute = "step.execute"
    case approve = "step.approve"
    /// Opens the modal of a red step.
    case confirmRed = "step.confirm"
    case edit = "step.edit"
    case skip = "step.skip"
    case undo = "step.undo"
    case declineUndo = "step.undo.decline"
    case markDone = "step.done"
    case chooseThen = "step.then"
    case chooseElse = "step.else"
    case retry = "step.retry"
    case showOutput = "step.output"
    /// One of the reasons for a skip; which one is `ButtonValue.reason`.
    case explainSkip = "step.skip.reason"
    /// Opens the modal for a reason of one's own.
    case noteSkip = "step.skip.note"
    /// Makes the check of the step again, and nothing else.
    case checkAgain = "step.check"
    /// Starts the runbook that the step consists of.
    case followRunbook = "step.follow"
    /// Runs a command that was typed in the thread.
    case runTyped = "thread.run"
    case noteTyped = "thread.note"
    /// An overflow menu; the choice is `ButtonValue.choice` of the option.
    case more = "step.more"

    // A draft
    case saveDraft = "draft.save"
    case editSteps = "draft.edit"
    case linkAlert = "draft.link"
    /// Saves the draft as a runbook of its own, though it looks like a version of another.
    case saveDraftAsNew = "draft.save.new"
    case discardDraft = "draft.discard"
    /// Everything that is known of the draft beside its steps, in a modal.
    case showDetails = "draft.details"
    /// Takes the last change of the draft back.
    case undoDraft = "draft.undo"
    /// All steps of the draft, in a modal.
    case showDraft = "draft.show"
    case editDraftStep = "draft.step.edit"
    case addDraftStep = "draft.step.add"
    /// An overflow menu; the choice is `ButtonValue.choice` of the option.
    case draftStepMore = "draft.step.more"
    /// Turns the pages of the list of steps in a modal; `ButtonValue.page` is the page to show.
    case turnPage = "page.turn"

    // The library
    case openPaste = "home.paste"
    case showRunbook = "runbook.show"
    case startRunbook = "runbook.start"
    /// An overflow menu; the choice is `ButtonValue.choice` of the option.
    case runbookMore = "runbook.more"
    /// Brings a deleted runbook back.
    case restoreRunbook = "runbook.restore"
    case showHelp = "home.help"

    /// The id of an element as it comes from Slack; a number behind `#` does not count.
    package init?(wire: String) {
        self.init(rawValue: wire.split(separator: "#", maxSplits: 1).first.map(String.init) ?? wire)
    }
}

/// The choices of the overflow menus.
package enum MenuChoice: String, CaseIterable, Hashable, Sendable, Codable {
    case why
    case output
    case note
    case stop
    case steps
    case history
    case linkAlert = "link"
    case start
    case edit
    case delete
    case moveUp = "up"
    case moveDown = "down"
    case split
    case join
    // Who leads, and who else is called
    case handOver = "hand"
    case takeOver = "take"
    case secondPerson = "second"
    case breakGlass = "glass"
    case callForHelp = "call"
    case settings = "set"
    case dryRun = "dry"
    /// Goes on in the mode that runs commands.
    case toCopilot = "cop"
    case setBreakpoint = "bp"
    case removeBreakpoint = "nobp"
}

/// Why a step was skipped, where one click says it.
package enum SkipReason: String, CaseIterable, Hashable, Sendable, Codable {
    case notNeeded = "need"
    case doneAlready = "done"
    case doesNotApply = "fit"
    case tooRisky = "risk"

    /// As it stands on the button and in the record.
    package var words: String {
        switch self {
        case .notNeeded: "Not needed"
        case .doneAlready: "Done already"
        case .doesNotApply: "Does not apply"
        case .tooRisky: "Too risky"
        }
    }
}

/// The `callback_id` of every modal. Its `private_metadata` is a `ButtonValue`.
package enum ModalID: String, CaseIterable, Hashable, Sendable {
    case paste
    case loading
    case confirmRed = "confirm_red"
    case editRunStep = "edit_run_step"
    case fillValues = "fill_values"
    case note
    case editDraft = "edit_draft"
    case editDraftStep = "edit_draft_step"
    case splitDraftStep = "split_draft_step"
    case details
    case linkAlert = "link_alert"
    case steps
    case output
    case why
    case reviewUpdates = "review_updates"
    case handOver = "hand_over"
    case askSecond = "ask_second"
    case breakGlass = "break_glass"
    case skipReason = "skip_reason"
    case settings = "runbook_settings"
    /// A modal that only says something.
    case message
}
