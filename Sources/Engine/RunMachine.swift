import RunbookModel

/// The run as a state machine: a value in, the next value and what must be done about it out.
package struct RunMachine: Hashable, Sendable {
    /// The run after the events so far.
    package private(set) var run: Run

    /// Takes up a run where it stands.
    package init(_ run: Run) { self.run = run }

    /// Applies one event. An event that does not fit the state changes nothing and says why to whoever sent it.
    ///
    /// An event was accepted, and must be recorded, exactly when `run.revision` rose. The answer to an expired
    /// question is accepted in this sense, too: it is refused, and the question is asked anew.
    package mutating func handle(_ event: RunEvent, at now: Timestamp) -> [RunEffect] {
        var next = Transition(run: run, now: now)
        do throws(Refused) {
            try next.apply(event)
        } catch {
            guard let person = event.person else { return [] }
            return [.refuse(person, error.refusal)]
        }
        next.run.revision += 1
        run = next.run
        return next.finalEffects
    }

    /// The run that recorded events lead to, each with the moment at which it was handled.
    package static func fold(_ events: [(event: RunEvent, at: Timestamp)], from offered: Run) -> Run {
        var machine = RunMachine(offered)
        for (event, now) in events { _ = machine.handle(event, at: now) }
        return machine.run
    }
}

/// The event does not fit the state.
struct Refused: Error {
    var refusal: Refusal

    init(_ refusal: Refusal) { self.refusal = refusal }
}

extension RunEvent {
    /// The person who is owed an answer; `nil` for what the program or a vendor reports.
    package var person: UserID? {
        switch self {
        case .started(let by, _), .dismissed(let by, _), .approved(_, let by, _), .confirmed(_, _, let by, _, _),
            .edited(_, _, _, let by, _, _), .skipped(_, _, let by, _), .markedDone(_, let by, _),
            .chosen(_, _, let by, _), .retryAsked(_, let by, _), .undoAsked(_, let by, _), .undoDeclined(_, let by),
            .paused(let by, _), .resumed(let by, _), .stopped(let by, _),
            .modeChanged(_, let by, _), .breakpointSet(_, _, let by, _), .handedOver(_, let by, _),
            .secondAsked(_, _, let by, _), .skipExplained(_, _, let by, _), .glassBroken(_, let by, _),
            .escalated(_, .user(let by)), .checkAsked(_, let by, _), .runbookFollowed(_, _, let by, _),
            .commandAdded(_, _, _, _, let by, _):
            by
        case .valuesGiven(_, _, _, _, .user(let by), _, _), .resolved(.user(let by)): by
        case .valuesGiven, .resolved, .executionEnded, .executionLost, .startedByAlert, .escalated, .preflightEnded,
            .placed, .runbookEnded:
            nil
        case .actionNoted(let action): action.by
        }
    }
}
