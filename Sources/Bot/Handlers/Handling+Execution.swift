import Engine
import JSONTree
import RunbookModel
import Views

extension Handling {
    func handleExecutionEnd(_ report: ExecutionReport) throws {
        guard var run = try store.run(report.place.run),
            let (step, attempt) = run.attempt(at: report.place)
        else { return }
        var undo: RenderedCommand?
        if attempt.purpose == .capture, report.result == .exited(0) {
            undo = stepRendering.undo(of: step, withCaptured: report.output.text)
        }
        if attempt.purpose == .forward { run = try giveCaptured(step, attempt, report, in: run) }
        try apply(
            .executionEnded(
                step: report.place.step, attempt: report.place.attempt, result: report.result, output: report.output,
                undo: undo), to: run)
        if attempt.purpose != .capture { try attachOutput(of: report, in: run) }
        if case .notStarted = report.result {
            try judgeAgain(report.place)
            try placeAgain(report.place.run)
        }
    }

    /// A command that was not let run may have another colour by now: the step is asked for at that one.
    private func judgeAgain(_ place: ExecutionPlace) throws {
        guard let run = try store.run(place.run), !run.isFinished,
            let step = run.step(numbered: place.step), let before = step.command
        else { return }
        let rendering = stepRendering.render(step.step, try variables(of: run), run.values)
        guard let command = rendering.command, command.text == before.text,
            command.assessment.risk > before.assessment.risk
        else { return }
        try apply(
            .valuesGiven(
                [:], commands: [place.step: command], undoCommands: rendering.undo.map { [place.step: $0] } ?? [:],
                missing: [:], by: .system, captureCommands: rendering.capture.map { [place.step: $0] } ?? [:]),
            to: run)
    }

    func handleExecutionLost(_ place: ExecutionPlace) throws {
        guard let run = try store.run(place.run) else { return }
        try apply(.executionLost(step: place.step, attempt: place.attempt), to: run)
    }

    /// Puts the end of a command that never began into the inbox.
    func acceptEnd(of place: ExecutionPlace, _ result: AttemptResult) throws {
        let report = ExecutionReport(
            place: place, result: result, output: .nothing)
        _ = try store.accept(
            Delivery(key: "execution:\(place.key)", kind: .execution, body: try JSONValue(encoding: report)), at: now)
    }
}
