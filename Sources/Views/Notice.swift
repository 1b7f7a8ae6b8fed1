import RunbookModel

/// What is told beside the flow.
package enum Notice: Hashable, Sendable {
    /// Slack's three seconds for opening a modal were over.
    case dialogTooLate
    /// An alert matched no runbook; its title.
    case noRunbookMatched(alert: String)
    /// The alert system says that the alert is over.
    case alertResolved(vendor: String, alert: String)
    /// A file that is not text; its name.
    case unsupportedFile(String)
    case fileTooLarge(String, limitBytes: Int)
    /// The text holds no step.
    case nothingToParse
    /// More text or more steps than a runbook may have; what is too much, in words.
    case textTooLong(String)
    case draftGone
    case draftAlreadySaved(title: String)
    case draftDiscarded(title: String)
    /// Nobody answered it for too long.
    case draftExpired(title: String)
    /// The click was made on an older state of the draft.
    case draftChanged
    /// The review of a saved runbook was put into the direct messages.
    case draftInMessages(title: String)
    /// Another version was saved since the review was made.
    case savedMeanwhile(title: String, version: Int)
    case stepsNotJoined
    /// A name that means more than one.
    case severalRunbooks(String, titles: [String])
    case runbookRestored(title: String)
    /// Nothing is to be brought back.
    case runbookIsThere(title: String)
    case restoredTooLate(title: String)
    case runbookNotFound(String)
    case runGone
    /// A run of the same runbook stands in the channel already.
    case runAlreadyOpen(title: String)
    case linked(title: String, pattern: String, service: String?)
    case updatesApplied(title: String, version: Int, count: Int)
    case updatesDismissed
    case noteTaken
    case settingsSaved(title: String)
    /// The person may not change what is laid down for a runbook.
    case settingsNotYours(title: String)
    /// No modal can be opened from here.
    case settingsByCommand(title: String)
    case freezeNeedsReason
    case frozenAlready(Freeze)
    case notFrozen
    /// Only some may lift the freeze.
    case mayNotUnfreeze
    /// Nobody is left to call.
    case everybodyCalled
    /// Whoever was chosen may not lead this run.
    case mayNotLead
    case noSkipToExplain
    /// A runbook that is a step of itself; its title.
    case runbookInItself(title: String)
    /// Too many runbooks within runbooks.
    case runbooksTooDeep(limit: Int)
    /// It starts by itself now, or people start it again.
    case modeChanged(title: String, RunMode)
    /// The program could not do it; a reference that stands in its log.
    case internalError(reference: String)
    /// Slack or the network did not take it; it is tried again.
    case tryAgain
}
