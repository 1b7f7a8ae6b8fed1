import Bot
import Locking
import RunbookModel

/// Runs nothing: answers commands by what a test says of them, and keeps what was run.
final class FakeRunner: CommandRunning {
    private struct State: Sendable {
        var ran: [String] = []
        var answers: [String: (AttemptResult, String)] = [:]
        /// Commands that run until they are killed.
        var endless: Set<String> = []
        /// Whether processes live on when the bot dies.
        var outlives = false
        var killed: [ProcessIdentity] = []
    }

    private let state = Lock(State())

    /// Processes of an earlier life of the bot that were killed.
    var killed: [ProcessIdentity] { state.withLock { $0.killed } }

    var ran: [String] { state.withLock { $0.ran } }

    func answer(_ command: String, _ result: AttemptResult, _ output: String = "") {
        state.withLock { $0.answers[command] = (result, output) }
    }

    func makeEndless(_ command: String) { state.withLock { _ = $0.endless.insert(command) } }

    func run(
        _ request: ExecutionRequest, started: @escaping @Sendable (ProcessIdentity) async -> Void,
        progress: @escaping @Sendable (CommandOutput) async -> Void
    ) async -> ExecutionReport {
        let (answer, isEndless) = state.withLock { state in
            state.ran.append(request.command)
            return (state.answers[request.command] ?? (.exited(0), "ok"), state.endless.contains(request.command))
        }
        await started(ProcessIdentity(pid: 1, startTicks: 1, bootID: "test"))
        if isEndless {
            do { try await Task.sleep(for: .seconds(3600)) } catch {}
            return report(request, .killed, "")
        }
        return report(request, answer.0, answer.1)
    }

    private func report(_ request: ExecutionRequest, _ result: AttemptResult, _ output: String) -> ExecutionReport {
        ExecutionReport(
            place: request.place, result: result,
            output: CommandOutput(text: output, totalBytes: output.utf8.count, isCut: false))
    }

    func outliveCrashes() { state.withLock { $0.outlives = true } }

    func isAlive(_ process: ProcessIdentity) -> Bool { state.withLock { $0.outlives } }
    func kill(_ process: ProcessIdentity) { state.withLock { $0.killed.append(process) } }
}
