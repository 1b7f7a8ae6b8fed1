import Bot
import Locking
import RunbookModel

/// Runs nothing: answers commands by what a test says of them, and keeps what was run.
final class FakeRunner: CommandRunning, OutputKeeping {
    private struct State: Sendable {
        var ran: [String] = []
        var requests: [ExecutionRequest] = []
        var answers: [String: (AttemptResult, String)] = [:]
        /// Commands that run until they are killed.
        var endless: Set<String> = []
        /// Whether processes live on when the bot dies.
        var outlives = false
        var killed: [ProcessIdentity] = []
        /// What is found of commands that an earlier life of the bot began.
        var found: @Sendable (ExecutionPlace) -> FoundExecution = { _ in .unknown }
        /// How a command that is found running ends; `nil` for one that runs until it is killed.
        var adoptedEnd: (AttemptResult, String)?
        var adopted: [ExecutionPlace] = []
        var isLetGo = false
        var unprepared: ExecutionPreparation?
        /// What was kept beside a report, by the command.
        var long: [String: [UInt8]] = [:]
        var kept: [ExecutionPlace: [UInt8]] = [:]
        var forgotten: [ExecutionPlace] = []
    }

    private let state = Lock(State())

    /// Processes of an earlier life of the bot that were killed.
    var killed: [ProcessIdentity] { state.withLock { $0.killed } }

    var ran: [String] { state.withLock { $0.ran } }
    var requests: [ExecutionRequest] { state.withLock { $0.requests } }

    func answer(_ command: String, _ result: AttemptResult, _ output: String = "") {
        state.withLock { $0.answers[command] = (result, output) }
    }

    func stopBeingEndless() { state.withLock { $0.endless.removeAll() } }

    func makeEndless(_ command: String) { state.withLock { _ = $0.endless.insert(command) } }

    /// Makes the command print more than is stored.
    func keep(_ bytes: [UInt8], of command: String) { state.withLock { $0.long[command] = bytes } }

    func find(_ answer: @escaping @Sendable (ExecutionPlace) -> FoundExecution) {
        state.withLock { $0.found = answer }
    }

    func endAdopted(_ result: AttemptResult, _ output: String = "") {
        state.withLock { $0.adoptedEnd = (result, output) }
    }

    func answerPreparing(_ answer: ExecutionPreparation) { state.withLock { $0.unprepared = answer } }

    var adopted: [ExecutionPlace] { state.withLock { $0.adopted } }
    var forgotten: [ExecutionPlace] { state.withLock { $0.forgotten } }
    var isLetGo: Bool { state.withLock { $0.isLetGo } }

    func prepare(_ place: ExecutionPlace) async -> ExecutionPreparation {
        state.withLock { $0.unprepared } ?? .ready(ticket: "t")
    }

    func run(
        _ request: ExecutionRequest, ticket: String, started: @escaping @Sendable (ProcessIdentity) async -> Void,
        progress: @escaping @Sendable (CommandOutput) async -> Void
    ) async -> ExecutionReport? {
        let (answer, isEndless, long) = state.withLock { state in
            state.ran.append(request.command)
            state.requests.append(request)
            let long = state.long[request.command]
            state.kept[request.place] = long
            return (
                state.answers[request.command] ?? (.exited(0), "ok"), state.endless.contains(request.command), long
            )
        }
        await started(ProcessIdentity(pid: 1, startTicks: 1, bootID: "test"))
        if isEndless {
            do { try await Task.sleep(for: .seconds(3600)) } catch {}
            return report(request.place, .killed, "")
        }
        var report = report(request.place, answer.0, answer.1)
        if let long {
            report.output.isCut = true
            report.keptBytes = long.count
        }
        return report
    }

    private func report(_ place: ExecutionPlace, _ result: AttemptResult, _ output: String) -> ExecutionReport {
        ExecutionReport(
            place: place, result: result,
            output: CommandOutput(text: output, totalBytes: output.utf8.count, isCut: false))
    }

    func find(_ place: ExecutionPlace) async -> FoundExecution { state.withLock { $0.found }(place) }

    func adopt(
        _ place: ExecutionPlace, started: @escaping @Sendable (ProcessIdentity) async -> Void,
        progress: @escaping @Sendable (CommandOutput) async -> Void
    ) async -> ExecutionReport? {
        state.withLock { $0.adopted.append(place) }
        await progress(CommandOutput(text: "still at it\n", totalBytes: 12, isCut: false))
        while true {
            if let (result, output) = state.withLock({ $0.adoptedEnd }) { return report(place, result, output) }
            do { try await Task.sleep(for: .milliseconds(5)) } catch { return report(place, .killed, "") }
        }
    }

    func letGo() { state.withLock { $0.isLetGo = true } }

    func outliveCrashes() { state.withLock { $0.outlives = true } }

    func isAlive(_ process: ProcessIdentity) -> Bool { state.withLock { $0.outlives } }
    func kill(_ process: ProcessIdentity) { state.withLock { $0.killed.append(process) } }

    func keptOutput(of place: ExecutionPlace) async -> [UInt8]? { state.withLock { $0.kept[place] } }
    func forget(_ place: ExecutionPlace) async {
        state.withLock { state in
            state.kept[place] = nil
            state.forgotten.append(place)
        }
    }
    func sweep(at now: Timestamp) async {}
}
