import JSONTree
import Locking
import Logging
import Metrics
import RunbookModel
import ServiceLifecycle

/// Runs the commands whose intent is durable, and puts how they ended into the inbox.
package final class ExecutionWorker: Service {
    /// Commands that may run at the same time.
    package static let concurrencyLimit = 256
    /// How long running commands may go on under our eyes when the program stops.
    static let drainTime: Duration = .seconds(1)
    /// Time until the store is tried again.
    static let retryPause: Duration = .seconds(1)
    /// Slack takes about one message a second for a channel: more often, a growing output is not drawn anew.
    static let announcementInterval: Duration = .seconds(1)
    /// The share of the store that each running command may take for it: many are drawn anew less often.
    static let announcementShare: Duration = .milliseconds(20)

    private struct State: Sendable {
        var running: [ExecutionPlace: KillSwitch] = [:]
        var live: [ExecutionPlace: CommandOutput] = [:]
        /// When the output of each was last put on the screen.
        var announced: [ExecutionPlace: Timestamp] = [:]
    }

    let store: any Storing
    let runner: any CommandRunning
    let bells: Bells
    let ambient: Ambient
    let logger: Logger
    /// Why a command that was approved may not start any more.
    private let objection: @Sendable (ExecutionRequest) async -> String?
    private let state = Lock(State())
    private let turn = Turnstile()

    /// One change of the store at a time, of all commands: a click that is to be recorded waits behind one of them at the
    /// most, however many begin, print and end at this moment.
    private func write<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws -> Value {
        await turn.enter()
        defer { turn.leave() }
        return try await store.write(body)
    }

    /// Counts a command as running, so that it can be killed.
    func register(_ place: ExecutionPlace) {
        state.withLock { $0.running[place] = $0.running[place] ?? KillSwitch() }
    }

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
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for place in await self.recover() { group.addTask { await self.adopt(place) } }
                await self.runner.sweep(at: self.ambient.now())
                while !Task.isCancelled, !Task.isShuttingDownGracefully {
                    for request in await self.waiting() {
                        self.register(request.place)
                        group.addTask { await self.execute(request) }
                    }
                    await self.bells.executions.wait(atMost: .seconds(30), sleep: self.ambient.sleep)
                }
                await self.letFinish()
                self.runner.letGo()
                group.cancelAll()
            }
        } onGracefulShutdown: {
            self.bells.executions.ring()
        }
    }

    /// Gives running commands some time when the program stops. What is still running then goes on, and is found again
    /// by the next start.
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
        defer { isDone(place) }
        let preparation = await runner.prepare(place)
        guard await begin(place) else {
            if case .ready = preparation { await runner.forget(place) }
            return
        }
        let ticket: String
        switch preparation {
        case .ready(let given): ticket = given
        case .impossible(let reason): return await refuse(place, reason)
        case .begunBefore:
            logger.error("a command was begun before", metadata: place.metadata)
            return await follow(place)
        }
        if let reason = await objection(request) { return await refuse(place, reason) }
        started.increment()
        await finish(await killSwitch(of: place).run { await self.supervise(request, ticket) })
    }

    func isDone(_ place: ExecutionPlace) {
        state.withLock { state in
            state.running[place] = nil
            state.live[place] = nil
            state.announced[place] = nil
        }
        bells.executions.ring()
    }

    func killSwitch(of place: ExecutionPlace) -> KillSwitch {
        state.withLock { $0.running[place] } ?? KillSwitch()
    }

    func refuse(_ place: ExecutionPlace, _ reason: String) async {
        await finish(
            ExecutionReport(
                place: place, result: .notStarted(reason),
                output: .nothing))
    }

    /// Whether the command may be started. Once it may, it counts as run, whatever happens to this program.
    private func begin(_ place: ExecutionPlace) async -> Bool {
        let begunAt = ambient.now()
        do {
            return try await write { try $0.beginExecution(place, at: begunAt) }
        } catch {
            logger.error(
                "a command cannot be begun; it waits",
                metadata: place.metadata(error))
            // Without a pause it would be tried again at once, for as long as the store is away.
            await pause()
            return false
        }
    }

    /// - Returns: `false` when the worker is being stopped.
    @discardableResult
    func pause() async -> Bool {
        do {
            try await ambient.sleep(Self.retryPause)
            return true
        } catch {
            return false
        }
    }

    private func supervise(_ request: ExecutionRequest, _ ticket: String) async -> ExecutionReport? {
        let place = request.place
        return await runner.run(request, ticket: ticket) {
            await self.note($0, of: place)
        } progress: {
            await self.show($0, of: place)
        }
    }

    func note(_ process: ProcessIdentity, of place: ExecutionPlace) async {
        do {
            try await write { try $0.noteProcess(process, of: place) }
        } catch {
            logger.error("a process could not be noted", metadata: place.metadata(error))
        }
    }

    func show(_ output: CommandOutput, of place: ExecutionPlace) async {
        let now = ambient.now()
        let isDue = state.withLock { state in
            state.live[place] = output
            let interval = max(Self.announcementInterval, Self.announcementShare * state.running.count)
            if let last = state.announced[place], now - last < interval { return false }
            state.announced[place] = now
            return true
        }
        if isDue { await refresh(place) }
    }

    private func refresh(_ place: ExecutionPlace) async {
        let now = ambient.now()
        do {
            try await write { store in
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
    /// - Parameter report: `nil` for a command that was let go; the next start finds it again.
    func finish(_ report: ExecutionReport?) async {
        guard let report else { return }
        repeat {
            let now = ambient.now()
            do {
                let body = try JSONValue(encoding: report)
                try await write { store in
                    try store.endExecution(report.place, at: now)
                    _ = try store.accept(
                        Delivery(key: "execution:\(report.place.key)", kind: .execution, body: body), at: now)
                }
                bells.inbox.ring()
                // What was cut is kept until it is uploaded.
                if report.keptBytes == nil { await runner.forget(report.place) } else { await runner.sweep(at: now) }
                return
            } catch {
                logger.critical("the end of a command cannot be recorded", metadata: report.place.metadata(error))
            }
        } while await pause()
    }
}

extension ExecutionPlace {
    /// Unique for the attempt.
    package var key: String { "\(run):\(step):\(attempt)" }

    var metadata: Logger.Metadata { ["run": "\(run)", "step": "\(step)", "attempt": "\(attempt)"] }

    func metadata(_ error: any Error) -> Logger.Metadata { metadata.merging(["error": "\(error)"]) { $1 } }
}
