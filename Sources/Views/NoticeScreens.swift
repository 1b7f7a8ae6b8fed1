import BlockKit
import JSONTree
import RunbookModel

extension Screen {
    /// Tells the person who clicked why nothing happened. To be sent so that only they see it.
    /// - Parameter ask: users and groups whose click would have been taken.
    package static func refusal(_ refusal: Refusal, ask: [String] = []) -> Screen {
        let (sign, text) = words(refusal)
        return Screen(
            "notice",
            [
                "sign": .string(sign), "text": .string(text), "detail": nil, "ask": JSONValue(lines: WhoMay.line(ask)),
            ])
    }

    /// Tells something beside the flow.
    /// - Parameter ask: users and groups who could do what this person could not.
    package static func notice(_ notice: Notice, ask: [String] = []) -> Screen {
        let (sign, text) = words(notice)
        return Screen(
            "notice",
            [
                "sign": .string(sign), "text": .string(text), "detail": nil, "ask": JSONValue(lines: WhoMay.line(ask)),
            ])
    }

    static func words(_ refusal: Refusal) -> (String, String) {
        switch refusal {
        case .alreadyAnswered: ("👍", "Somebody has answered this already. Nothing was done twice.")
        case .stale:
            ("🔄", "That message was old: the step has changed since. Look at the newest message and press again.")
        case .expired: ("⌛", "This question was open for too long, so your OK was not used. It is asked again below.")
        case .notPermitted(.red):
            (
                "🔒",
                "You may not confirm red steps. Ask somebody on the approvers' list to do it. When nobody is there, "
                    + "Break Glass… in the menu of the card sets that aside."
            )
        case .notPermitted: ("🔒", "You may not do this here. Ask somebody who may to press the button.")
        case .wrongTarget(let expected):
            ("✋", "The typed text was not the target, so nothing ran. Type exactly: \(reveal(expected, 200))")
        case .needsConfirmation:
            ("✋", "This step is red: one click is not enough. Press Execute… and type what it asks for.")
        case .runFinished(.resolved): ("🏁", "This incident is resolved already. Nothing was run.")
        case .runFinished(.stopped): ("🏁", "This run was stopped. Nothing was run.")
        case .runFinished(.dismissed): ("🏁", "This runbook was skipped for this incident. Nothing was run.")
        case .runPaused: ("⏸️", "The run is paused. Press Resume on the card first.")
        case .notStarted: ("▶️", "The run has not started. Press Start Copilot on the card first.")
        case .alreadyStarted: ("▶️", "Somebody has started it already. Follow along in the thread of the card.")
        case .nothingToUndo: ("↩️", "There is nothing to undo: the step changed nothing, or no undo is known.")
        case .stepRunning: ("⏳", "The step is running. Wait for it to end, or press Stop.")
        case .tooManyAttempts: ("✋", "This step was tried too often. Skip it, or do it by hand.")
        case .valuesMissing(let names):
            (
                "✏️",
                "These values are missing: \(names.prefix(10).map { Words.clip($0, 40) }.joined(separator: ", ")). "
                    + "Press Fill In Values."
            )
        case .frozen(let freeze):
            (
                "❄️",
                "Everything is frozen: \(Words.clip(freeze.reason, 300)). Nothing runs until somebody lifts it with "
                    + "/runbook unfreeze."
            )
        case .targetBusy(let target, _, let title):
            (
                "⏳",
                "Another run is changing \(Words.clip(target, 200)) right now: \(Words.clip(title, 200)). Nothing ran "
                    + "here. Press again when that step is done."
            )
        case .mayNotStart: ("🔒", "You may not start this runbook. Ask somebody who may to press Start Copilot.")
        case .needsAnotherPerson: ("👥", "Red steps need two people here: the second has to be somebody else.")
        case .readFirst(let time):
            ("📖", "That was faster than it can be read, so nothing ran. Look at it for \(Words.duration(time)).")
        case .onlyShown: ("👀", "Nothing is run here: this is only a look at the steps.")
        }
    }

    private static func reveal(_ text: String, _ limit: Int) -> String {
        DisplayText.cut(DisplayText.reveal(String(text.prefix(limit * 2))), to: limit)
    }

    static func words(_ notice: Notice) -> (String, String) {
        switch notice {
        case .dialogTooLate: ("🔄", "That dialog did not open in time: click again.")
        case .noRunbookMatched(let alert):
            ("🔕", "No runbook fits the alert “\(Words.clip(alert, 200))”. Pick one with /runbook list, or paste one.")
        case .alertResolved(let vendor, let alert):
            ("✅", "\(Words.vendor(vendor)) says the alert is over: \(Words.clip(alert, 200))")
        case .unsupportedFile(let name):
            ("📎", "I cannot read \(Words.clip(name, 100)). Send a text file that ends in .md or .txt.")
        case .fileTooLarge(let name, let limit):
            (
                "📎",
                "\(Words.clip(name, 100)) is too large: at most \(limit >> 20 > 0 ? "\(limit >> 20) MB" : "\(limit) bytes")."
            )
        case .nothingToParse:
            (
                "🔍",
                "I found no step in this text. I looked for commands, numbered steps, and sentences that say what to do."
            )
        case .textTooLong(let what):
            ("✂️", "That is too much for one runbook: \(Words.clip(what, 200)). Split it in two.")
        case .draftGone, .draftAlreadySaved, .draftDiscarded, .draftExpired, .draftChanged, .draftInMessages,
            .savedMeanwhile, .stepsNotJoined, .severalRunbooks, .runbookRestored, .runbookIsThere, .restoredTooLate:
            draftWords(notice)
        case .runbookNotFound(let name):
            ("🔍", "There is no runbook “\(Words.clip(name, 140))”. See all of them with /runbook list.")
        case .runGone: ("🔍", "This run is not known here any more.")
        case .runAlreadyOpen(let title):
            ("👀", "“\(Words.clip(title, 140))” is open in this channel already. Use the card that is there.")
        case .linked(let title, let pattern, let service):
            (
                "🔗",
                "Linked. Alerts like “\(Words.clip(pattern, 140))”"
                    + (service.map { " of \(Words.clip($0, 60))" } ?? "") + " now bring up “\(Words.clip(title, 140))”."
            )
        case .updatesApplied(let title, let version, let count):
            ("✅", "\(Words.count(count, "update")) made. “\(Words.clip(title, 140))” is version \(version) now.")
        case .updatesDismissed: ("👍", "The runbook stays as it is.")
        case .noteTaken: ("📝", "Noted. It will stand in the summary.")
        case .settingsSaved, .settingsNotYours, .settingsByCommand, .freezeNeedsReason, .frozenAlready, .notFrozen,
            .mayNotUnfreeze, .everybodyCalled, .mayNotLead, .noSkipToExplain:
            peopleWords(notice)
        case .runbookInItself(let title):
            (
                "🔁",
                "“\(Words.clip(title, 140))” is being followed already, and this step is a part of it. Do the step by hand, "
                    + "or skip it."
            )
        case .runbooksTooDeep(let limit):
            ("🔁", "There are \(limit) runbooks within each other here, and no more are started. Do this one by hand.")
        case .modeChanged(let title, .autopilot):
            ("🤖", "“\(Words.clip(title, 140))” starts by itself from now on, and stops at the first question.")
        case .modeChanged(let title, _):
            ("🧑‍✈️", "“\(Words.clip(title, 140))” waits for a person to start it from now on.")
        case .internalError(let reference):
            (
                "⚠️",
                "Something went wrong on our side and nothing was run. Try again. If it stays, give your admin this number: "
                    + Words.clip(reference, 60)
            )
        case .tryAgain: ("🔄", "Slack did not take that. Try again in a moment.")
        }
    }

    /// What is said about who may do what.
    private static func peopleWords(_ notice: Notice) -> (String, String) {
        switch notice {
        case .settingsSaved(let title):
            ("⚙️", "Saved. It holds for runs of “\(Words.clip(title, 140))” that are offered from now on.")
        case .settingsNotYours(let title):
            ("🔒", "You may not change the settings of “\(Words.clip(title, 140))”. Those who may start it may.")
        case .settingsByCommand(let title):
            ("⚙️", "Type /runbook settings \(Words.clip(title, 140)) in the message field: it opens a dialog.")
        case .freezeNeedsReason: ("❄️", "Say why, for everybody to read: /runbook freeze and then the reason.")
        case .frozenAlready(let freeze):
            ("❄️", "Everything is frozen already: \(Words.clip(freeze.reason, 300)). Lift it with /runbook unfreeze.")
        case .notFrozen: ("☀️", "Nothing is frozen.")
        case .mayNotUnfreeze: ("🔒", "You may not lift this freeze.")
        case .everybodyCalled: ("📣", "Everybody on the list has been called already. See the messages in the channel.")
        case .mayNotLead: ("🔒", "Whoever you chose may not start this runbook, and so cannot lead it. Choose another.")
        case .noSkipToExplain: ("👍", "The reason is there already.")
        default: preconditionFailure("\(notice) is about no person")
        }
    }

    /// What is said about drafts, and about runbooks that come and go.
    private static func draftWords(_ notice: Notice) -> (String, String) {
        switch notice {
        case .draftGone: ("🗑️", "This draft is gone. Paste the text again with /runbook paste.")
        case .draftAlreadySaved(let title): ("👍", "“\(Words.clip(title, 140))” is saved already.")
        case .draftDiscarded(let title):
            ("🗑️", "“\(Words.clip(title, 140))” was discarded. Paste the text again to start anew.")
        case .draftExpired(let title):
            ("⌛", "“\(Words.clip(title, 140))” waited too long for an answer and is gone. Paste the text again.")
        case .draftChanged:
            (
                "🔄",
                "The steps were changed a moment ago, so nothing was done. Look at how they are now, and press again."
            )
        case .draftInMessages(let title):
            ("💬", "“\(Words.clip(title, 140))” is open for changes in our direct messages.")
        case .savedMeanwhile(let title, let version):
            (
                "🔄",
                "Version \(version) of “\(Words.clip(title, 140))” was saved meanwhile. The review now compares with it. Look "
                    + "once more, then press Save."
            )
        case .stepsNotJoined:
            ("🧩", "These two cannot be one step: a decision stays by itself, and commands must be of one language.")
        case .severalRunbooks(let name, let titles):
            (
                "🔍",
                "“\(Words.clip(name, 80))” could be \(titles.prefix(5).map { "“\(Words.clip($0, 80))”" }.joined(separator: ", "))"
                    + ". Type the whole title."
            )
        case .runbookRestored(let title): ("↩️", "“\(Words.clip(title, 140))” is back, with its history and its links.")
        case .runbookIsThere(let title):
            ("👍", "“\(Words.clip(title, 140))” is in the library. Nothing has to be undone.")
        case .restoredTooLate(let title):
            ("⌛", "“\(Words.clip(title, 140))” was deleted too long ago. Paste its text again.")
        default: preconditionFailure("\(notice) is about no draft")
        }
    }
}
