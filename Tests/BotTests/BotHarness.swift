import Bot
import BotTestKit
import Foundation
import JSONTree
import Locking
import Logging
import RunbookModel
import SlackWire
import Store
import Testing
import Views

/// The whole bot on a real SQLite file, between a Slack and a command runner that a test decides about.
final class BotHarness: Sendable {
    static let channel = "C0INCIDENT"
    static let engineer = "U0ROBIN"
    static let colleague = "U0SAM"

    let slack: FakeSlack
    let runner = FakeRunner()
    let preflight = FakePreflight()
    /// Runs the commands in its place.
    let realRunner: (any CommandRunning & OutputKeeping)?
    let database: String
    let settings: BotSettings
    let services: HandlerServices
    private let counter = Lock(0)
    /// How far the bot's clock is ahead of that of the machine.
    private let ahead = Lock(Duration.zero)
    /// What the on-call system was told, and how often it refuses to listen before it does.
    let pages = Lock<(events: [PagerEvent], refusals: Int)>(([], 0))

    init(
        approvers: Set<UserID> = [], database: String? = nil, services: HandlerServices? = nil,
        places: Places = Places(), slack: FakeSlack = FakeSlack(),
        realRunner: (any CommandRunning & OutputKeeping)? = nil, pages: Bool = false
    ) {
        self.slack = slack
        self.realRunner = realRunner
        let folder = NSTemporaryDirectory() + "dd0c-bot-\(UUID().uuidString)"
        self.database = database ?? folder + "/dd0c.db"
        settings = BotSettings(
            incidentChannel: ChannelID(Self.channel), digestChannel: "C0DIGEST", approvers: approvers,
            places: places, pages: pages)
        self.services = services ?? HandlerServices(settings: settings)
    }

    /// Sets the bot's clock forward.
    func skip(_ time: Duration) { ahead.withLock { $0 += time } }

    func now() -> Timestamp {
        Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) + ahead.withLock { $0 }
    }

    func page(_ event: PagerEvent) throws(WebAPIError) {
        let isRefused = pages.withLock { pages in
            if pages.refusals > 0 {
                pages.refusals -= 1
                return true
            }
            pages.events.append(event)
            return false
        }
        if isRefused { throw WebAPIError(.retry(after: .milliseconds(5)), code: "pager_http_503") }
    }

    /// Unique within the test.
    func next() -> Int {
        counter.withLock { value in
            value += 1
            return value
        }
    }

    /// Runs a body with the bot at work, then takes the bot down as a crash would: without warning.
    func whileRunning(_ body: @escaping @Sendable (LiveBot) async throws -> Void) async throws {
        let store = try SQLiteStore.open(path: database)
        let bot = try LiveBot(self, store)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in bot.services { group.addTask { try await service() } }
            group.addTask {
                defer { bot.isOver.withLock { $0 = true } }
                try await body(bot)
                throw CancellationError()
            }
            do {
                for try await _ in group {}
            } catch is CancellationError {}
            group.cancelAll()
        }
        try store.close()
    }
}

/// The bot while it runs.
struct LiveBot: Sendable {
    let harness: BotHarness
    let store: SQLiteStore
    let frontDoor: FrontDoor
    let gate: WebhookGate
    let bells: Bells
    let services: [@Sendable () async throws -> Void]
    let isOver = Lock(false)

    init(_ harness: BotHarness, _ store: SQLiteStore) throws {
        self.harness = harness
        self.store = store
        let ambient = Ambient(
            now: { harness.now() },
            newID: { UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: "").prefix(16).description },
            nextWeekly: { _, moment in moment + .seconds(7 * 24 * 3600) },
            sleep: { try await Task.sleep(for: $0) })
        let bells = Bells()
        self.bells = bells
        let ledger = ModalLedger()
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let renderer = try ScreenRenderer()
        let writer = InboxWriter(store: store)
        let accept: FrontDoor.Accept = { try await writer.accept($0, at: ambient.now()) }
        let executions = ExecutionWorker(
            store: store, runner: harness.realRunner ?? harness.runner, bells: bells, ambient: ambient, logger: quiet,
            objection: { await harness.services.objection(to: $0, in: store) })
        let decoder = IntentDecoder(botUser: "U0BOT")
        let dispatcher = Dispatcher(
            store: store, decoder: decoder, services: harness.services,
            approvers: ApproverDirectory(
                settings: harness.settings, slack: harness.slack, now: ambient.now, logger: quiet),
            bells: bells, ambient: ambient, kill: executions.kill, logger: quiet)
        let modals = ModalOpener(slack: harness.slack, renderer: renderer, ledger: ledger, logger: quiet)
        frontDoor = FrontDoor(
            accept: accept, decoder: decoder,
            formCheck: FormCheck(store: store, services: harness.services, now: ambient.now),
            modals: modals, bells: bells,
            logger: quiet)
        gate = WebhookGate(sources: [], accept: accept, bells: bells, now: ambient.now, logger: quiet)
        let sender = OutboxSender(
            store: store, slack: harness.slack, renderer: renderer,
            drawing: Drawing(liveOutput: executions.liveOutput), ledger: ledger,
            outputs: harness.realRunner ?? harness.runner,
            pager: { event throws(WebAPIError) in try harness.page(event) }, bells: bells, ambient: ambient,
            logger: quiet)
        let outbox = OutboxWorker(store: store, sender: sender, bells: bells, ambient: ambient, logger: quiet)
        let inbox = InboxWorker(store: store, dispatcher: dispatcher, bells: bells, ambient: ambient, logger: quiet)
        let timers = TimerWorker(store: store, bells: bells, ambient: ambient, logger: quiet)
        let preflights = PreflightWorker(
            store: store, checker: harness.preflight, bells: bells, ambient: ambient, logger: quiet)
        services = [executions.run, outbox.run, inbox.run, timers.run, modals.run, preflights.run]
        alertIn = { delivery in
            _ = try await accept(
                Delivery(key: "alert:\(delivery.key)", kind: .alert, body: try JSONValue(encoding: delivery)))
            bells.inbox.ring()
        }
        lookAtClock = { bells.timers.ring() }
    }

    /// Has the bot see that its clock was set forward.
    let lookAtClock: @Sendable () -> Void

    /// Lets an alert in, as the webhook does once it has checked it.
    let alertIn: @Sendable (AlertDelivery) async throws -> Void
}

struct TimedOut: Error, CustomStringConvertible {
    var description: String
}

extension LiveBot {
    /// Waits until `find` finds something; looks whenever the bot may have done something.
    func eventually<Value: Sendable>(
        _ what: String, _ find: @Sendable () async throws -> Value?
    ) async throws -> Value {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            if let value = try await find() { return value }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw TimedOut(description: "never happened: \(what)")
    }

    /// The newest state of a message in a channel that has an element with this id.
    func message(with action: String, in channel: String = BotHarness.channel) async throws -> JSONValue {
        try await eventually("a message with \(action)") {
            harness.slack.messages(in: channel).last { $0.body["blocks"]?.elements[action] != nil }?.body
        }
    }

    func text(_ part: String, in channel: String = BotHarness.channel) async throws {
        _ = try await eventually("the text '\(part)' in \(channel)") {
            harness.slack.messages(in: channel).first { $0.body.allText.contains(part) }.map { _ in true }
        }
    }

    /// Presses a button as a person would; the same click again when `repeating`.
    @discardableResult
    func click(
        _ action: String, in message: JSONValue, by user: String = BotHarness.engineer,
        channel: String = BotHarness.channel, at moment: Int? = nil
    ) async throws -> AckDecision {
        let element = try #require(message["blocks"]?.elements[action], "no \(action) in the message")
        let moment = moment ?? harness.next()
        return await frontDoor.receive(
            SocketModeEnvelope(
                id: "E\(harness.next())", kind: .interactive,
                payload: [
                    "type": "block_actions", "user": ["id": .string(user)], "trigger_id": "T\(moment)",
                    "channel": ["id": .string(channel)], "response_url": "https://respond/\(user)",
                    "container": [
                        "type": "message", "channel_id": .string(channel), "message_ts": message["ts"] ?? "1.1",
                    ],
                    "actions": [
                        [
                            "action_id": element["action_id"] ?? .null, "value": element["value"] ?? .null,
                            "action_ts": "1700000000.\(moment)", "type": "button", "block_id": "b",
                        ]
                    ],
                ]))
    }

    func command(_ text: String, channel: String = "D0ROBIN", by user: String = BotHarness.engineer) async {
        let number = harness.next()
        _ = await frontDoor.receive(
            SocketModeEnvelope(
                id: "E\(number)", kind: .slashCommands,
                payload: [
                    "command": "/runbook", "text": .string(text), "user_id": .string(user),
                    "channel_id": .string(channel), "trigger_id": "T\(number)",
                    "response_url": "https://respond/command",
                ]))
    }

    func submit(
        _ view: JSONValue, _ form: [String: String], by user: String = BotHarness.engineer
    ) async -> AckDecision {
        await submit(view, inputs: form.mapValues { ["value": .string($0)] }, by: user)
    }

    /// Submits a modal with what each input holds, as Slack tells it.
    func submit(
        _ view: JSONValue, inputs: [String: JSONValue], by user: String = BotHarness.engineer
    ) async -> AckDecision {
        let number = harness.next()
        let values = Dictionary(uniqueKeysWithValues: inputs.map { ($0.key, JSONValue.object([$0.key: $0.value])) })
        return await frontDoor.receive(
            SocketModeEnvelope(
                id: "E\(number)", kind: .interactive,
                payload: [
                    "type": "view_submission", "user": ["id": .string(user)], "trigger_id": "T\(number)",
                    "view": [
                        "id": "V\(number)", "hash": "h\(number)", "callback_id": view["callback_id"] ?? .null,
                        "private_metadata": view["private_metadata"] ?? "",
                        "state": ["values": .object(values)],
                    ],
                ], acceptsResponsePayload: true))
    }

    /// Chooses an entry of an overflow menu of a message by its words.
    func choose(
        _ words: String, in message: JSONValue, menu: String = "step.more", by user: String = BotHarness.engineer,
        channel: String = BotHarness.channel
    ) async throws {
        let element = try #require(message["blocks"]?.elements[menu], "no \(menu) in the message")
        let option = try #require(
            element["options"]?.array?.first { $0["text"]?["text"]?.string == words }, "no entry \(words)")
        let number = harness.next()
        _ = await frontDoor.receive(
            SocketModeEnvelope(
                id: "E\(number)", kind: .interactive,
                payload: [
                    "type": "block_actions", "user": ["id": .string(user)], "trigger_id": "T\(number)",
                    "channel": ["id": .string(channel)], "response_url": "https://respond/\(user)",
                    "container": [
                        "type": "message", "channel_id": .string(channel), "message_ts": message["ts"] ?? "1.1",
                    ],
                    "actions": [
                        [
                            "action_id": element["action_id"] ?? .null, "selected_option": option,
                            "action_ts": .string("1700000000.\(number)"), "type": "overflow", "block_id": "b",
                        ]
                    ],
                ]))
    }

    /// Changes what was laid down for the run that is open.
    func lay(down change: @escaping @Sendable (inout RunPolicy) -> Void) async throws {
        try await store.write { store in
            var run = try #require(try store.openRuns().first)
            change(&run.policy)
            try store.update(run)
        }
    }

    /// The run that was offered first.
    func run() async throws -> Run {
        try #require(try await store.read { try $0.runs(since: Timestamp(milliseconds: 0), limit: 10).last })
    }

    /// What only the person who clicked sees, newest last.
    func answer(_ part: String) async throws -> JSONValue {
        try await eventually("the answer '\(part)'") {
            harness.slack.responses.last { $0.message.allText.contains(part) }?.message
        }
    }

    /// The content of the modal that was opened last and then filled.
    func modal(_ callback: String) async throws -> JSONValue {
        try await eventually("the modal \(callback)") {
            harness.slack.calls.last { $0.request.arguments["view"]?["callback_id"]?.string == callback }?
                .request.arguments["view"]
        }
    }
}
