import RunbookModel

/// The commands of one step with values in place.
package struct StepRendering: Hashable, Sendable {
    /// The step's command; `nil` for steps without one, and while values are missing.
    package var command: RenderedCommand?
    /// What takes it back; may still hold `Inverse.previousPlaceholder` when there is a capture.
    package var undo: RenderedCommand?
    /// What is run first to learn the state that `undo` goes back to.
    package var capture: RenderedCommand?
    /// What is run afterwards to see whether it worked.
    package var check: RenderedCommand?
    /// Names of the variables without value.
    package var missing: [String]

    /// A rendering as the caller's rules made it.
    package init(
        command: RenderedCommand? = nil, undo: RenderedCommand? = nil, capture: RenderedCommand? = nil,
        check: RenderedCommand? = nil, missing: [String] = []
    ) {
        self.check = check
        self.command = command
        self.undo = undo
        self.capture = capture
        self.missing = missing
    }
}

/// Where and why a run is offered.
package struct RunOffer: Hashable, Sendable {
    package var id: RunID
    package var channel: ChannelID
    package var alert: Alert?
    package var match: MatchResult?
    package var policy: RunPolicy
    /// The run that it is a part of.
    package var parent: ParentRun?

    /// An offer; without `alert` somebody asked for the runbook.
    package init(
        id: RunID, channel: ChannelID, alert: Alert? = nil, match: MatchResult? = nil,
        policy: RunPolicy = RunPolicy(), parent: ParentRun? = nil
    ) {
        self.parent = parent
        self.id = id
        self.channel = channel
        self.alert = alert
        self.match = match
        self.policy = policy
    }
}

/// Makes runs out of runbooks.
package enum RunFactory {
    /// A run of `runbook` that nobody has started yet. Defaults of variables fill what `values` leaves open. `render`
    /// puts the values into one step's commands and classifies them in that form.
    package static func offer(
        _ runbook: Runbook, _ offer: RunOffer, values: [String: String], at now: Timestamp,
        render: (Step, [String: String]) -> StepRendering
    ) -> Run {
        let defaults = runbook.content.variables.compactMap { variable in
            variable.defaultValue.map { (variable.name, $0) }
        }
        let values = Dictionary(defaults) { first, _ in first }.merging(values) { $1 }
        let steps = runbook.content.steps.map { step -> RunStep in
            let asks = step.handling == .ask
            guard step.kind == .command else { return RunStep(step: step, hasBreakpoint: asks) }
            let rendering = render(step, values)
            return RunStep(
                step: step, command: rendering.command, undoCommand: rendering.usableUndo,
                captureCommand: rendering.usableUndo?.needsCapture == true ? rendering.capture : nil,
                missingValues: rendering.missing, hasBreakpoint: asks, checkCommand: rendering.check)
        }
        return Run(
            id: offer.id, runbook: runbook.id, runbookVersion: runbook.version, title: runbook.content.title,
            alert: offer.alert?.id, match: offer.match, channel: offer.channel, policy: offer.policy, steps: steps,
            values: values,
            incidentBegan: offer.alert?.startedAt ?? now, offeredAt: now, parent: offer.parent)
    }
}

extension StepRendering {
    /// An undo that needs a state which nothing may read by itself is none.
    fileprivate var usableUndo: RenderedCommand? {
        guard let undo, undo.needsCapture, capture?.runsAlone != true else { return undo }
        return nil
    }
}
