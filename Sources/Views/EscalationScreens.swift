import JSONTree
import RunbookModel

extension Screen {
    /// Steps that a call for help tells of.
    static let triedSteps = 8

    /// Calls somebody, with what was tried so far.
    /// - Parameter card: where the card of the run can be opened.
    package static func escalation(_ run: Run, _ escalation: Escalation, card: String?, now: Timestamp) -> Screen {
        let why = reason(run, escalation, now: now)
        var lines: [Line] = []
        if let contact = escalation.contact {
            lines.append(Line().mention(contact).text(", please help. \(why)"))
        } else if (run.policy.escalation?.contacts ?? []).isEmpty {
            lines.append(Line("Whoever can help, please look at this. \(why)"))
        } else {
            lines.append(Line("Everybody on the list has been called. Whoever can help, please look. \(why)"))
        }
        if let lead = run.lead { lines.append(Line("🧭 Led by ").mention(lead.rawValue).text(".")) }
        let tried = run.triedSteps
        lines.append(Line(tried.isEmpty ? "Nothing was tried yet." : "What was tried so far:", bold: !tried.isEmpty))
        if tried.count > triedSteps { lines.append(Line("• \(tried.count - triedSteps) steps before these")) }
        lines += tried.suffix(triedSteps).map { Line("• \(outcome(of: $0))") }
        if let waiting = waiting(run) { lines.append(Line("✋ \(waiting)")) }
        if let card { lines.append(Line("👉 ").link("Open the card", card)) }
        return told(
            "Help is needed: \(run.title). \(why)", title: "📣 Help is needed: \(run.title)", lines)
    }

    /// Why somebody is called, as a sentence.
    package static func reason(_ run: Run, _ escalation: Escalation, now: Timestamp) -> String {
        switch escalation.cause {
        case .unanswered(let number):
            guard let step = run.step(asking: number) else {
                return "This runbook was offered \(Words.ago(run.offeredAt, now: now)), and nobody has started it."
            }
            return "Nobody has answered step \(step.step.number) for \(Words.duration(now - step.askedSince(number)))."
        case .unresolved: return "The incident has been open for \(Words.duration(now - run.incidentBegan))."
        case .asked: return "It was asked for on the card. Open for \(Words.duration(now - run.incidentBegan))."
        }
    }

    /// What was tried, in lines for other systems.
    package static func tried(_ run: Run) -> [String] {
        run.triedSteps.suffix(triedSteps).map(outcome)
    }

    private static func outcome(of step: RunStep) -> String {
        let title = "Step \(step.step.number) \(Words.light(step.step, step.risk)) \(Words.clip(step.step.title, 120))"
        let attempt = step.attempts.last { $0.purpose == .forward }
        if step.undo == .succeeded { return "\(title): taken back" }
        switch step.status {
        case .skipped(_, let reason): return "\(title): skipped" + (reason.map { ", \(Words.clip($0, 100))" } ?? "")
        case .decided(let choice, _, let working):
            return "\(title): \(choice == .then ? "yes" : "no")"
                + (working.trimmed.isEmpty ? "" : ", \(Words.clip(working, 100))")
        case .succeeded: return "\(title): \(step.doneByHand == nil ? "done" : "done by hand")"
        case .simulated: return "\(title): shown only"
        case .running: return "\(title): running now"
        case .following: return "\(title): in a runbook of its own"
        case .pending, .waiting, .passedOver: return "\(title): \(failure(attempt?.result).lowercasedFirst)"
        }
    }

    private static func waiting(_ run: Run) -> String? {
        if run.phase == .offered { return "It waits for somebody to press Start Copilot." }
        if run.phase == .paused { return "It is paused: Resume on the card goes on." }
        guard let cursor = run.cursor, run.steps.indices.contains(cursor) else {
            return run.isFinished ? nil : "All steps are done, and nobody has said that it is over."
        }
        let step = run.steps[cursor]
        return "Step \(step.step.number), \(Words.clip(step.step.title, 120)): \(step.activity.lowercasedFirst)."
    }
}

extension Run {
    /// What anything was done about.
    fileprivate var triedSteps: [RunStep] {
        steps.filter { $0.isBehind && $0.status != .passedOver || !$0.attempts.isEmpty }
    }

    /// The step whose question has this number.
    fileprivate func step(asking gate: Int) -> RunStep? { steps.first { $0.openGates.contains { $0.number == gate } } }
}

extension RunStep {
    fileprivate func askedSince(_ number: Int) -> Timestamp {
        openGates.first { $0.number == number }?.openedAt ?? Timestamp(milliseconds: 0)
    }
}
