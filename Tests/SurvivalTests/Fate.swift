import Bot
import JSONTree
import Locking
import RunbookModel
import SlackWire
import Store

/// What happens at the n-th call that the bot makes to the world.
struct Fate: Hashable, Sendable, CustomStringConvertible {
    enum Kind: String, CaseIterable, Sendable {
        /// The call fails, and nothing was done.
        case fails
        /// The program is gone before the call does anything.
        case diesBefore = "dies before"
        /// The program is gone before it hears what the call did.
        case diesAfter = "dies after"
    }

    var kind: Kind
    /// From 1.
    var call: Int

    var description: String { "\(kind.rawValue) call \(call)" }
}

/// The program is gone; whatever it was about to do does not happen.
struct Dead: Error {}

/// One life of the program: counts its calls to the world, and lets fate have its way.
final class Life: Sendable {
    private struct State: Sendable {
        var calls = 0
        var isDead = false
        var name: String?
    }

    private let fate: Fate?
    private let state = Lock(State())
    /// Called once, at the moment of death.
    let onDeath = Lock<@Sendable () -> Void>({})

    init(_ fate: Fate?) { self.fate = fate }

    var calls: Int { state.withLock { $0.calls } }
    var isDead: Bool { state.withLock { $0.isDead } }
    /// The call that fate struck, once it did.
    var struck: String? { state.withLock { $0.name } }

    /// What is to become of the next call.
    private func next(_ name: String) throws -> Fate.Kind? {
        let kind = try state.withLock { state -> Fate.Kind? in
            guard !state.isDead else { throw Dead() }
            state.calls += 1
            guard let fate, fate.call == state.calls else { return nil }
            state.name = name
            if fate.kind == .diesBefore { state.isDead = true }
            return fate.kind
        }
        if kind == .diesBefore {
            onDeath.withLock(\.self)()
            throw Dead()
        }
        return kind
    }

    /// - Parameter failure: what the call says when it fails.
    func call<Value>(
        _ name: String, failure: @autoclosure () -> any Error, _ work: () async throws -> Value
    ) async throws -> Value {
        let kind = try next(name)
        if kind == .fails { throw failure() }
        let value = try await work()
        let isDead = state.withLock { state in
            if kind == .diesAfter { state.isDead = true }
            return state.isDead
        }
        if kind == .diesAfter { onDeath.withLock(\.self)() }
        if isDead { throw Dead() }
        return value
    }
}

/// The store in a life.
struct MortalStore: Storing {
    let store: SQLiteStore
    let life: Life

    private var away: StoreError { StoreError(code: .unavailable, message: "The disk is away for a moment.") }

    func write<Value: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws -> Value {
        try await life.call("write", failure: away) { try await store.write(durability, body) }
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws -> Value {
        try await life.call("read", failure: away) { try await store.read(body) }
    }
}

/// Slack in a life. What it was told stays told.
struct MortalSlack: WebAPIPerforming {
    let slack: Channel
    let life: Life

    func exchange(_ request: WebAPIRequest) async throws(WebAPIError) -> JSONValue {
        do {
            return try await life.call(
                "slack \(request.method.rawValue)",
                failure: WebAPIError(.retry(after: .milliseconds(5)), code: "http_503", mayHaveHappened: true)
            ) { slack.answer(request) }
        } catch let error as WebAPIError {
            throw error
        } catch {
            throw WebAPIError(.retry(after: .seconds(60)), code: "dead", mayHaveHappened: true)
        }
    }

    func upload(_ bytes: [UInt8], to url: String) async throws(WebAPIError) {}

    func download(_ url: String, limit: Int) async throws(WebAPIError) -> [UInt8] {
        throw WebAPIError(.never, code: "http_404")
    }

    func respond(to responseURL: String, _ message: ResponseMessage) async throws(WebAPIError) {}
}

/// The command runner in a life. Commands live on when it ends.
struct MortalRunner: CommandRunning, OutputKeeping {
    let runner: any CommandRunning
    let life: Life

    func prepare(_ place: ExecutionPlace) async -> ExecutionPreparation {
        do {
            return try await life.call("prepare", failure: Dead()) { await runner.prepare(place) }
        } catch {
            return .impossible("The spool is away for a moment.")
        }
    }

    func run(
        _ request: ExecutionRequest, ticket: String, started: @escaping @Sendable (ProcessIdentity) async -> Void,
        progress: @escaping @Sendable (CommandOutput) async -> Void
    ) async -> ExecutionReport? {
        do {
            return try await life.call("run", failure: Dead()) {
                await runner.run(request, ticket: ticket, started: started, progress: progress)
            }
        } catch {
            return life.isDead
                ? nil
                : ExecutionReport(
                    place: request.place, result: .notStarted("No process can be made."),
                    output: .nothing)
        }
    }

    func find(_ place: ExecutionPlace) async -> FoundExecution {
        do {
            return try await life.call("find", failure: Dead()) { await runner.find(place) }
        } catch {
            return .unknown
        }
    }

    func adopt(
        _ place: ExecutionPlace, started: @escaping @Sendable (ProcessIdentity) async -> Void,
        progress: @escaping @Sendable (CommandOutput) async -> Void
    ) async -> ExecutionReport? {
        do {
            return try await life.call("adopt", failure: Dead()) {
                await runner.adopt(place, started: started, progress: progress)
            }
        } catch {
            return nil
        }
    }

    func letGo() { runner.letGo() }
    func isAlive(_ process: ProcessIdentity) -> Bool { runner.isAlive(process) }
    func kill(_ process: ProcessIdentity) { if !life.isDead { runner.kill(process) } }
    func forget(_ place: ExecutionPlace) async { if !life.isDead { await runner.forget(place) } }
    func sweep(at now: Timestamp) async { if !life.isDead { await runner.sweep(at: now) } }
    func keptOutput(of place: ExecutionPlace) async -> [UInt8]? { nil }
}
