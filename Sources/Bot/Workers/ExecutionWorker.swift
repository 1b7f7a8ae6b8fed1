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
    /// Time until the store is tried again.
    static let retryPause: Duration = .seconds(1)
    /// Slack takes about one message a second for a channel: more often, a growing output is not drawn anew.
    static let announcementInterval: Duration = .seconds(1)

    private struct State: Sendable {
        var running: [ExecutionPlace: KillSwitch] = [:]
        var live: [ExecutionPlace: CommandOutput] = [:]
        /// When the output of each was last put on the screen.
        var announced: [ExecutionPlace: Timestamp] = [:]
    }

    private let store: any Storing
    private let runner: any CommandRunning
    private let bells: Bells
    private let ambient: Ambient
    private let logger: Logger
    /// Why a command that was approved may not start any more.
    private let objection: @Sendable (ExecutionRequest) async -> String?
    private let state = Lock(State())
    private let started = Counter(label: "dd0c_commands_started_total")

    package init(
        store: any Storing, runner: any CommandRunning, bells: Bells, ambient: Ambient, logger: Logger,
        objection: @escaping @Sendable (ExecutionRequest) async -> String? = { _ in nil }
    ) {
        self.objection = objection
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
    /// - Parameter process: what was noted of it, for one that an earlier life of this program began.
    package func kill(_ place: ExecutionPlace, _ process: ProcessIdentity?) {
        if let running = state.withLock({ $0.running[place] }) { return running.pull() }
        if let process, runner.isAlive(process) { runner.kill(process) }
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
        } catch let error as StoreError where error.code == .corrupt {
            logger.error("a command cannot be read", metadata: ["error": "\(error)"])
            await parkUnreadable()
            return []
        } catch {
            logger.error("the execution journal cannot be read", metadata: ["error": "\(error)"])
            return []
        }
    }

    /// The commands that can be read run when the worker looks again.
    private func parkUnreadable() async {
        guard await store.putAsideUnreadable(at: ambient.now(), logger: logger) else { return }
        bells.inbox.ring()
        bells.executions.ring()
    }

    private func execute(_ request: ExecutionRequest) async {
        let place = request.place
        defer {
            state.withLock { state in
                state.running[place] = nil
                state.live[place] = nil
                state.announced[place] = nil
            }
            bells.executions.ring()
        }
        guard await begin(place) else { return }
        if let reason = await objection(request) {
            return await finish(
                ExecutionReport(
                    place: place, result: .notStarted(reason),
                    output: CommandOutput(text: "", totalBytes: 0, isCut: false)))
        }
        started.increment()
        let killSwitch = state.withLock { $0.running[place] } ?? KillSwitch()
        await finish(await killSwitch.run { await self.supervise(request) })
    }

    /// Whether the command may be started. Once it may, it counts as run, whatever happens to this program.
    private func begin(_ place: ExecutionPlace) async -> Bool {
        let begunAt = ambient.now()
        do {
            return try await store.write { try $0.beginExecution(place, at: begunAt) }
        } catch {
            logger.error(
                "a command cannot be begun; it waits",
                metadata: ["run": "\(place.run)", "step": "\(place.step)", "error": "\(error)"])
            // Without a pause it would be tried again at once, for as long as the store is away.
            await pause()
            return false
        }
    }

    /// - Returns: `false` when the worker is being stopped.
    @discardableResult
    private func pause() async -> Bool {
        do {
            try await ambient.sleep(Self.retryPause)
            return true
        } catch {
            return false
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
            let now = self.ambient.now()
            let isDue = self.state.withLock { state in
                state.live[place] = output
                if let last = state.announced[place], now - last < Self.announcementInterval { return false }
                state.announced[place] = now
                return true
            }
            if isDue { await self.refresh(place) }
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

    /// Records how a command ended, and tries again for as long as the store is away: it would be a pity to forget what
    /// is known.
    private func finish(_ report: ExecutionReport) async {
        repeat {
            let now = ambient.now()
            do {
                let body = try JSONValue(encoding: report)
                try await store.write { store in
                    try store.endExecution(report.place, at: now)
                    _ = try store.accept(
                        Delivery(key: "execution:\(report.place.key)", kind: .execution, body: body), at: now)
                }
                return bells.inbox.ring()
            } catch {
                logger.critical(
                    "the end of a command cannot be recorded; until it is, it counts as unknown at the next start",
                    metadata: [
                        "run": "\(report.place.run)", "step": "\(report.place.step)", "error": "\(error)",
                    ])
            }
        } while await pause()
    }

    // MARK: After a restart

    /// Commands that an earlier life of this program began, and whose end it did not see. No command is run before all
    /// of them are known.
    private func declareLost() async {
        repeat {
            do {
                let open = try await store.read { try $0.openExecutions() }
                for (place, process) in open { try await declareLost(place, process) }
                if !open.isEmpty { bells.inbox.ring() }
                return
            } catch {
                logger.critical("the execution journal cannot be read", metadata: ["error": "\(error)"])
            }
        } while await pause()
    }

    private func declareLost(_ place: ExecutionPlace, _ process: ProcessIdentity?) async throws {
        let now = ambient.now()
        let isAlive = process.map(runner.isAlive) ?? false
        logger.warning(
            "the outcome of a command is unknown",
            metadata: ["run": "\(place.run)", "step": "\(place.step)", "stillRunning": "\(isAlive)"])
        let body = try JSONValue(encoding: place)
        let isStopped = try await store.write { store in
            _ = try store.accept(Delivery(key: "lost:\(place.key)", kind: .executionLost, body: body), at: now)
            try store.endExecution(place, at: now)
            return try store.run(place.run)?.phase == .finished(.stopped)
        }
        if isAlive, isStopped, let process { runner.kill(process) }
    }
}

extension ExecutionPlace {
    /// Unique for the attempt.
    package var key: String { "\(run):\(step):\(attempt)" }
}
