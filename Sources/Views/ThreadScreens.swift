import JSONTree
import RunbookModel

extension Screen {
    /// Asks whoever typed a command into the thread of a run whether it is to run there. Only they see it.
    /// - Parameter note: index into `Run.extraActions`.
    package static func threadCommand(_ run: Run, note: Int, _ command: RenderedCommand) -> Screen {
        let risk = command.assessment.risk
        let how =
            switch risk {
            case .green where command.assessment.runsAlone: "at once: it only reads"
            case .green, .yellow: "after one more OK"
            case .red: "after a typed confirmation"
            }
        return Screen(
            "thread_command",
            [
                "light": .string(Words.light(risk)), "word": .string(Words.name(risk)),
                "command": .string(Words.command(command.text, limit: 1000).shown),
                "effect": .string(Words.clip(command.assessment.effect, 400)), "how": .string(how),
                "value": .string(ButtonValue(run: run.id, note: note).wire),
            ])
    }
}
