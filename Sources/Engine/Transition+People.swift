import RunbookModel

/// Who leads the run, how it goes on, and who else is called.
extension Transition {
    /// Nothing stands in the way of running something.
    func mustBeClear(_ authority: Authority) throws(Refused) {
        switch authority.obstacle {
        case .frozen(let freeze): throw Refused(.frozen(freeze))
        case .targetBusy(let target, let run, let title):
            throw Refused(.targetBusy(target, run: run, title: title))
        case nil: break
        }
    }

    mutating func startByAlert(_ vendor: String) throws(Refused) {
        guard run.policy.mode == .autopilot else { throw Refused(.mayNotStart) }
        beginWalk(by: .vendor(vendor), ["mode": run.policy.mode.rawValue])
    }

    /// From a mode that runs nothing to one that does, the person needs what starting needs.
    mutating func change(to mode: RunMode, _ by: UserID, _ authority: Authority) throws(Refused) {
        try mustOperate(authority)
        guard mode != run.policy.mode else { throw Refused(.alreadyAnswered) }
        if mode.runsCommands {
            guard authority.mayStart ?? authority.mayOperate else { throw Refused(.mayNotStart) }
            try mustBeClear(authority)
        }
        // What a dry run showed did not happen: it cannot go on as if it had.
        guard run.phase == .offered || (run.policy.mode != .dryRun && mode != .dryRun) else {
            throw Refused(.onlyShown)
        }
        audit("run.modeChanged", .user(by), ["from": run.policy.mode.rawValue, "to": mode.rawValue])
        run.policy.mode = mode
        redraw()
        guard let cursor = run.cursor, run.phase == .running, case .waiting(let gate) = run.steps[cursor].status,
            gate.kind != .decision, gate.kind != .recovery
        else { return }
        // The question was put under the other mode.
        run.steps[cursor].status = .pending
        proceed()
    }

    mutating func setBreakpoint(
        _ number: Int, _ isSet: Bool, _ by: UserID, _ authority: Authority
    ) throws(Refused) {
        try mustOperate(authority)
        let index = try index(ofStep: number)
        guard run.steps[index].hasBreakpoint != isSet else { throw Refused(.alreadyAnswered) }
        run.steps[index].hasBreakpoint = isSet
        audit(isSet ? "breakpoint.set" : "breakpoint.removed", .user(by), step: index)
        redraw(index)
    }

    mutating func handOver(to person: UserID, _ by: UserID, _ authority: Authority) throws(Refused) {
        try mustOperate(authority)
        guard person != run.lead else { throw Refused(.alreadyAnswered) }
        audit(
            "run.handedOver", .user(by), ["from": run.lead?.rawValue ?? "", "to": person.rawValue])
        run.leader = person
        redraw()
    }

    mutating func askSecond(
        _ reference: GateReference, _ contact: String, _ by: UserID, _ authority: Authority
    ) throws(Refused) {
        let open = try find(reference, undoToo: true)
        try mustOperate(authority)
        guard contact != by.rawValue else { throw Refused(.needsAnotherPerson) }
        audit("gate.secondAsked", .user(by), step: open.index, ["gate": String(open.gate.number), "of": contact])
        var gate = open.gate
        gate.askedSecond = contact
        put(gate, inPlaceOf: open)
    }

    mutating func explainSkip(
        _ number: Int, _ reason: String, _ by: UserID, _ authority: Authority
    ) throws(Refused) {
        try mustOperate(authority)
        let index = try index(ofStep: number)
        guard case .skipped(let actor, _) = run.steps[index].status else { throw Refused(.stale) }
        run.steps[index].status = .skipped(by: actor, reason: String(reason.prefix(Limits.reasonLength)))
        audit("step.skipExplained", .user(by), step: index, ["reason": String(reason.prefix(Limits.reasonLength))])
        redraw(index)
    }

    /// A reason of a few words at least: whoever reads the record must learn something from it.
    mutating func breakGlass(_ reason: String, _ by: UserID, _ authority: Authority) throws(Refused) {
        try mustOperate(authority)
        guard run.brokenGlass == nil else { throw Refused(.alreadyAnswered) }
        let reason = String(reason.prefix(Limits.reasonLength))
        run.brokenGlass = BrokenGlass(by: by, at: now, reason: reason)
        audit("glass.broken", .user(by), ["reason": reason], shown: run.cursor.map { run.shown($0) })
        redraw(run.cursor)
    }

    mutating func escalate(_ cause: Escalation.Cause, by actor: Actor) throws(Refused) {
        let made = run.escalations ?? []
        let contacts = run.policy.escalation?.contacts ?? []
        guard !run.hasCalledEverybody else { throw Refused(.tooManyAttempts) }
        if case .unanswered(let number) = cause {
            guard run.openGates.contains(where: { $0.number == number }) || (number == 0 && run.phase == .offered)
            else {
                throw Refused(.alreadyAnswered)
            }
        }
        // Each is called once; when all have been, it is said once that nobody is left.
        let contact = contacts.first { contact in !made.contains { $0.contact == contact } }
        run.escalations = made + [Escalation(at: now, cause: cause, contact: contact)]
        audit("run.escalated", actor, ["cause": cause.label, "contact": contact ?? ""])
        redraw()
    }
}

extension Run {
    /// Whether everybody was called, and it was said that nobody is left.
    package var hasCalledEverybody: Bool {
        let made = escalations ?? []
        return made.count >= Limits.escalationContacts || made.contains { $0.contact == nil }
    }
}

extension Escalation.Cause {
    /// The cause in a word, for the record.
    fileprivate var label: String {
        switch self {
        case .unanswered(let gate): "no answer to question \(gate)"
        case .unresolved: "not resolved in time"
        case .asked: "asked for"
        }
    }
}
