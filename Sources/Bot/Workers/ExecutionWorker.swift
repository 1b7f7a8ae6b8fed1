import JSONTree
import Locking
import Logging
import Metrics
import RunbookModel
import ServiceLifecycle

/// Runs the commands whose intent is durable, and puts how they ended into the inbox.
package final class ExecutionWorker: Service {
    /// Commands that may run at the same time.
    package static let concurrencyLimit = 32
    /// How long running commands may go on when the program stops.
    static let drainTime: Duration = .seconds(8)

    private struct State: Sendable {
        var running: [ExecutionPlace: KillSwitch] = [:]
        var live: [ExecutionPlace: CommandOutput] = [:]
    }

    private let store: any Storing
    private let runner: any CommandRunning
    private let bells: Bells
    private let ambient: Ambient
    private let logger: Logger
    private let state = Lock(State())
    private let started = Counter(label: "dd0c_commands_started_total")

    package init(
        store: any Storing, runner: any CommandRunning, bells: Bells, ambient: Ambient, logger: Logger
    ) {
        self.store = store
        self.runner = runner
        self.bells = bells
        self.ambient = ambient
        self.logger = logger
    }

    /// What a running command has printed so far.
    package func liveOutput(of place: ExecutionPlace) -> CommandOutput? {
        state.withLock { $0.live[place] }
    }

    /// Kills the process group of a running command.
    package func kill(_ place: ExecutionPlace) {
        state.withLock { $0.running[place] }?.pull()
    }

    package func run() async throws {
        await declareLost()
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                while !Task.isCancelled, !Task.isShuttingDownGracefully {
                    for request in await self.waiting() {
                        self.state.withLock { $0.running[request.place] = KillSwitch() }
                        group.addTask { await self.execute(request) }
                    }
                    await self.bells.executions.wait(atMost: .seconds(30), sleep: self.ambient.sleep)
                }
                await self.letFinish()
                group.cancelAll()
            }
        } onGracefulShutdown: {
            self.bells.executions.ring()
        }
    }

    /// Gives running commands some time when the program stops. What is still running then is killed, and its end
    /// recorded: better a known end than an unknown one.
    private func letFinish() async {
        let deadline = ambient.now() + Self.drainTime
        while !Task.isCancelled, !state.withLock({ $0.running.isEmpty }), ambient.now() < deadline {
            await bells.executions.wait(atMost: .milliseconds(200), sleep: ambient.sleep)
        }
    }

    private func waiting() async -> [ExecutionRequest] {
        do {
            let busy = state.withLock { Set($0.running.keys) }
            let free = Self.concurrencyLimit - busy.count
            guard free > 0 else { return [] }
            let requests = try await store.read { try $0.waitingExecutions(limit: Self.concurrencyLimit * 2) }
            return Array(requests.filter { !busy.contains($0.place) }.prefix(free))
        } catch {
            logger.error("the execution journal cannot be read", metadata: ["error": "\(error)"])
            return []
        }
    }

    private func execute(_ request: ExecutionRequest) async {
        let place = request.place
        defer {
            state.withLock { state in
                state.running[place] = nil
                state.live[place] = nil
            }
            bells.executions.ring()
        }
        do {
            let begunAt = ambient.now()
            // From here on the command counts as run, whatever happens to this program.
            guard try await store.write({ try $0.beginExecution(place, at: begunAt) }) else { return }
            started.increment()
            let killSwitch = state.withLock { $0.running[place] } ?? KillSwitch()
            let report = await killSwitch.run { await self.supervise(request) }
            try await finish(report)
        } catch {
            logger.critical(
                "the end of a command cannot be recorded; it counts as unknown at the next start",
                metadata: ["run": "\(place.run)", "step": "\(place.step)", "error": "\(error)"])
        }
    }

    private func supervise(_ request: ExecutionRequest) async -> ExecutionReport {
        let place = request.place
        return await runner.run(request) { process in
            do {
                try await self.store.write { try $0.noteProcess(process, of: place) }
            } catch {
                self.logger.error("a process could not be noted", metadata: ["error": "\(error)"])
            }
        } progress: { output in
            self.state.withLock { $0.live[place] = output }
            await self.refresh(place)
        }
    }

    private func refresh(_ place: ExecutionPlace) async {
        let now = ambient.now()
        do {
            try await store.write { store in
                guard let run = try store.run(place.run) else { return }
                try store.enqueue(.step(place.step, of: run), at: now)
            }
            bells.outbox.ring()
        } catch {
            logger.warning("output could not be announced", metadata: ["error": "\(error)"])
        }
    }

    private func finish(_ report: ExecutionReport) async throws {
        let now = ambient.now()
        let body = try JSONValue(encoding: report)
        try await store.write { store in
            try store.endExecution(report.place, at: now)
            _ = try store.accept(
                Delivery(key: "execution:\(report.place.key)", kind: .execution, body: body), at: now)
        }
        bells.inbox.ring()
    }

    /// Commands that an earlier life of this program began, and whose end it did not see.
    private func declareLost() async {
        do {
            let open = try await store.read { try $0.openExecutions() }
            for (place, process) in open {
                let now = ambient.now()
                let isAlive = process.map(runner.isAlive) ?? false
                logger.warning(
                    "the outcome of a command is unknown",
                    metadata: [
                        "run": "\(place.run)", "step": "\(place.step)", "stillRunning": "\(isAlive)",
                    ])
                let body = try JSONValue(encoding: place)
                let isStopped = try await store.write { store in
                    _ = try store.accept(
                        Delivery(key: "lost:\(place.key)", kind: .executionLost, body: body), at: now)
                    try store.endExecution(place, at: now)
                    return try store.run(place.run)?.phase == .finished(.stopped)
                }
                if isAlive, isStopped, let process { runner.kill(process) }
            }
            if !open.isEmpty { bells.inbox.ring() }
        } catch {
            logger.critical("the execution journal cannot be read", metadata: ["error": "\(error)"])
        }
    }
}

extension ExecutionPlace {
    /// Unique for the attempt.
    package var key: String { "\(run):\(step):\(attempt)" }
}
