import Bot
import BotTestKit
import Foundation
import JSONTree
import Locking
import Logging
import RunbookModel
import SlackWire
import Store
import Views

/// The bot in one life, and the person who leads the run through it.
struct Existence: Sendable {
    let world: World
    let life: Life
    let store: SQLiteStore
    private let frontDoor: FrontDoor
    private let services: [@Sendable () async throws -> Void]
    private let runner: any CommandRunning

    init(_ world: World, _ life: Life, _ store: SQLiteStore) throws {
        self.world = world
        self.life = life
        self.store = store
        let quiet = Logger(label: "survival") { _ in SwiftLogNoOpLogHandler() }
        let ambient = Ambient(
            now: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) },
            newID: { UUID().uuidString.lowercased().filter { $0 != "-" }.prefix(16).description },
            nextWeekly: { _, moment in moment + .seconds(7 * 24 * 3600) },
            // What waits for a while on production waits a little here.
            sleep: { try await Task.sleep(for: min($0, .milliseconds(20))) })
        let mortal = MortalStore(store: store, life: life)
        let slack = MortalSlack(slack: world.slack, life: life)
        let real = world.runner()
        let runner = MortalRunner(runner: real, life: life)
        self.runner = real
        let settings = BotSettings(incidentChannel: "C1")
        let handling = HandlerServices(settings: settings)
        let bells = Bells()
        let ledger = ModalLedger()
        let renderer = try ScreenRenderer()
        let writer = InboxWriter(store: mortal)
        let accept: FrontDoor.Accept = { try await writer.accept($0, at: ambient.now()) }
        let executions = ExecutionWorker(
            store: mortal, runner: runner, bells: bells, ambient: ambient, logger: quiet,
            objection: { await handling.objection(to: $0, in: mortal) })
        let decoder = IntentDecoder(botUser: "U0BOT")
        let dispatcher = Dispatcher(
            store: mortal, decoder: decoder, services: handling,
            approvers: ApproverDirectory(settings: settings, slack: slack, now: ambient.now, logger: quiet),
            bells: bells, ambient: ambient, kill: executions.kill, logger: quiet)
        let modals = ModalOpener(slack: slack, renderer: renderer, ledger: ledger, logger: quiet)
        frontDoor = FrontDoor(
            accept: accept, decoder: decoder,
            formCheck: FormCheck(store: mortal, services: handling, now: ambient.now), modals: modals, bells: bells,
            logger: quiet)
        let sender = OutboxSender(
            store: mortal, slack: slack, renderer: renderer, drawing: Drawing(liveOutput: executions.liveOutput),
            ledger: ledger, outputs: runner, bells: bells, ambient: ambient, logger: quiet)
        let outbox = OutboxWorker(store: mortal, sender: sender, bells: bells, ambient: ambient, logger: quiet)
        let inbox = InboxWorker(store: mortal, dispatcher: dispatcher, bells: bells, ambient: ambient, logger: quiet)
        let timers = TimerWorker(store: mortal, bells: bells, ambient: ambient, logger: quiet)
        services = [executions.run, outbox.run, inbox.run, timers.run, modals.run]
    }

    /// Lives until the run is over and everything was said, or until death.
    /// - Returns: whether it was death.
    func unfold(_ person: Person) async throws -> Bool {
        let runner = runner
        let (deaths, death) = AsyncStream.makeStream(of: Void.self)
        life.onDeath.withLock { hook in
            hook = {
                // From here on nobody looks after the commands: they go on by themselves.
                runner.letGo()
                death.finish()
            }
        }
        return try await withThrowingTaskGroup(of: Bool?.self) { group in
            for service in services {
                group.addTask {
                    do {
                        try await service()
                    } catch is Dead {}
                    return nil
                }
            }
            group.addTask {
                for await _ in deaths {}
                return true
            }
            group.addTask { try await person.lead(self) ? false : nil }
            defer {
                runner.letGo()
                group.cancelAll()
            }
            while let over = try await group.next() {
                if let over { return over }
            }
            return true
        }
    }

    /// What Slack would send; delivered again for as long as it was not acknowledged.
    /// - Returns: whether it was acknowledged.
    func deliver(_ payload: JSONValue) async -> Bool {
        let answer = await frontDoor.receive(
            SocketModeEnvelope(
                id: "E1", kind: .interactive, payload: payload,
                acceptsResponsePayload: payload["type"]?.string == "view_submission"))
        return answer != .withhold && !life.isDead
    }
}
