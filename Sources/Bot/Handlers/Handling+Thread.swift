import Engine
import RiskRules
import RunbookModel
import Views

/// What people do beside the runbook, and tell in the thread of its run.
extension Handling {
    func note(_ text: String, in run: Run, _ click: Click) throws {
        let current = run.cursor.map { run.steps[$0].step.number }
        try apply(
            .actionNoted(ExtraAction(by: click.user, at: now, text: text, duringStep: current)), to: run,
            click: click)
    }

    /// Notices commands that somebody writes into the thread of a run: they were done by hand, elsewhere, or the person
    /// wants them run here. Only a click on what is asked then runs one.
    func noteAction(in text: String, _ click: Click) throws {
        let commands = ThreadCommands.commands(in: text)
        guard !commands.isEmpty, let channel = click.channel, let thread = click.thread else { return }
        for run in try store.openRuns() where run.channel == channel && run.phase != .offered {
            guard try store.postedMessage(MessageSubject.card(run.id))?.timestamp == thread else { continue }
            var run = run
            for command in commands {
                let index = run.extraActions.count
                try note(command, in: run, click)
                guard let next = try store.run(run.id), next.extraActions.count > index else { continue }
                run = next
                try askAbout(command, note: index, in: run, click)
            }
        }
    }

    private func askAbout(_ text: String, note index: Int, in run: Run, _ click: Click) throws {
        // One that was cut is not what the person typed.
        guard run.phase == .running, run.policy.mode.runsCommands, text.count < ThreadCommands.lengthLimit else {
            return
        }
        let command = RenderedCommand(text: text, assessment: services.classifier.assess(text, language: .shell))
        try reply(.threadCommand(run, note: index, command), to: click)
    }

    /// A click on Run It Here or Just Note It.
    func handleTyped(_ id: ActionID, _ value: ButtonValue, _ click: Click) throws {
        guard let run = try run(of: value) else { return try reply(.runGone, to: click) }
        guard let index = value.note, run.extraActions.indices.contains(index) else {
            return try reply(.refusal(.stale), to: click)
        }
        if id == .noteTyped { return try reply(.noteTaken, to: click) }
        let text = run.extraActions[index].text
        let rendering = stepRendering.edited(text, 0, of: run)
        try apply(
            .commandAdded(
                note: index, command: rendering.command, undo: rendering.undo, capture: rendering.capture,
                by: click.user, authority: try authority(of: click.user, in: run)),
            to: run, click: click)
    }
}
