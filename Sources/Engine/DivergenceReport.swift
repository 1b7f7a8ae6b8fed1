import RunbookModel

extension Run {
    /// Where the run went another way than its runbook, in the order of the steps, actions behind their step.
    package var divergences: [Divergence] {
        let early = extraActions.filter { $0.duringStep == nil }.map { Divergence(added: $0, to: nil) }
        // What was added in the run stands among the actions already.
        return steps.prefix(plannedCount).reduce(into: early) { found, step in
            found += step.divergences(isOver: isFinished).map {
                Divergence(step: step.step.number, title: step.step.title, kind: $0)
            }
            found += extraActions.filter { $0.duringStep == step.step.number }.map {
                Divergence(added: $0, to: step.step)
            }
        }
    }
}

extension Divergence {
    fileprivate init(added action: ExtraAction, to step: Step?) {
        self.init(step: step?.number, title: step?.title ?? "", kind: .added(action.text, by: action.by))
    }
}

extension RunStep {
    fileprivate func divergences(isOver: Bool) -> [Divergence.Kind] {
        var found: [Divergence.Kind] = []
        let last = attempts.last { $0.purpose == .forward }
        if isEdited, let ran = last?.command.text, let original = attempts.first(where: { $0.purpose == .forward }) {
            let from = original.command.text == ran ? step.command ?? "" : original.command.text
            if from != ran { found.append(.edited(from: from, to: ran)) }
        }
        switch status {
        case .skipped(_, let reason): found.append(.skipped(reason: reason))
        case .succeeded:
            if step.kind == .command, step.language.isExecutable, let doneByHand {
                found.append(.doneByHand(doneByHand))
            }
        case .pending where isOver: found.append(last == nil ? .neverReached : .leftFailed)
        case .pending, .waiting, .running, .decided, .passedOver, .simulated, .following: break
        }
        if undo == .succeeded { found.append(.undone) }
        return found
    }

    /// The command that a person put in and that then worked; `nil` when none did.
    var provenEdit: String? {
        guard isEdited, status == .succeeded, doneByHand == nil, undo != .succeeded,
            let last = attempts.last(where: { $0.purpose == .forward }), last.result == .exited(0)
        else { return nil }
        return last.command.text
    }
}
