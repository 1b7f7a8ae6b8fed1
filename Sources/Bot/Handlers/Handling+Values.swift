import Engine
import RunbookModel

/// Values that later steps take from what a step prints.
extension Handling {
    /// Gives the run what the output of a step that worked holds, before the run hears of its end: the next step is then
    /// rendered and judged with it.
    func giveCaptured(
        _ step: RunStep, _ attempt: Attempt, _ report: ExecutionReport, in run: Run
    ) throws -> Run {
        guard let captures = step.step.captures, report.result == .exited(0), !run.isFinished, attempt.result == nil,
            step.added == nil
        else { return run }
        var values: [String: String] = [:]
        for capture in captures.prefix(Limits.capturesPerStep) {
            switch capture.read(from: report.output) {
            case .found(let value): values[capture.variable] = value
            case .missing(let reason):
                try audit(
                    "value.notFound", by: .system, run: run.id, runbook: run.runbook, step: step.step.number,
                    detail: ["variable": capture.variable, "reason": reason])
            }
        }
        guard !values.isEmpty else { return run }
        return try apply(stepRendering.giving(values, to: run, try variables(of: run), by: .system), to: run)
    }
}
