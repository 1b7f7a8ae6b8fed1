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

@testable import Bot

/// A clock that runs faster than the world.
private final class FastClock: Sendable {
    private let state: Lock<(from: ContinuousClock.Instant, at: Timestamp, speed: Int)>

    init(speed: Int) {
        state = Lock((ContinuousClock.now, Timestamp(milliseconds: 1_700_000_000_000), speed))
    }

    var now: Timestamp { state.withLock { $0.at + (ContinuousClock.now - $0.from) * $0.speed } }

    func run(at speed: Int) {
        state.withLock { state in
            let real = ContinuousClock.now
            state = (real, state.at + (real - state.from) * state.speed, speed)
        }
    }

    func sleep(_ time: Duration) async throws { try await Task.sleep(for: time / state.withLock { $0.speed }) }
}

/// Counts what is asked of a store; one of the writes may fail.
private struct CountedStore: Storing {
    let store: SQLiteStore
    let writes: FaultPlan
    let reads: FaultPlan

    func write<Value: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws -> Value {
        try await writes.call("write") { try await store.write(durability, body) }
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws -> Value {
        try await reads.call("read") { try await store.read(body) }
    }
}

/// The outbox alone: a real store, a Slack that a test decides about, and a fast clock.
private struct OutboxBench: Sendable {
    let slack = FakeSlack()
    let store: SQLiteStore
    let writes: FaultPlan
    let reads = FaultPlan()
    private let clock = FastClock(speed: 1000)

    /// - Parameter failing: number of the write of the worker that fails, from 1.
    init(failing: Int? = nil) throws {
        writes = FaultPlan(failAtCall: failing)
        store = try SQLiteStore.open(path: NSTemporaryDirectory() + "dd0c-outbox-\(UUID().uuidString)/dd0c.db")
    }

    func enqueue(_ messages: Outgoing...) async throws {
        let now = clock.now
        try await store.write { store in for message in messages { try store.enqueue(message, at: now) } }
    }

    /// A text to a channel.
    static func text(_ text: String, thread: MessageTimestamp? = nil) -> Outgoing {
        Outgoing(
            lane: "C1", message: .post("C1", .notice(.internalError(reference: text)), thread: thread))
    }

    /// Lets the worker work until `isDone`, with so many seconds to each real one. At a thousand, what a busy machine
    /// takes for one message lasts minutes of the clock; where the order of attempts and messages counts, it is slower.
    func work(speed: Int = 1000, until isDone: @escaping @Sendable (OutboxBench) async throws -> Bool) async throws {
        clock.run(at: speed)
        let ambient = Ambient(
            now: { clock.now }, newID: { "x" }, nextWeekly: { _, moment in moment },
            sleep: { try await clock.sleep($0) })
        let bells = Bells()
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let sender = OutboxSender(
            store: store, slack: slack, renderer: try ScreenRenderer(), drawing: Drawing(liveOutput: { _ in nil }),
            ledger: ModalLedger(), outputs: FakeRunner(), bells: bells, ambient: ambient, logger: quiet)
        let counted = CountedStore(store: store, writes: writes, reads: reads)
        let worker = OutboxWorker(store: counted, sender: sender, bells: bells, ambient: ambient, logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await worker.run() }
            let deadline = ContinuousClock.now + .seconds(30)
            while try await !isDone(self) {
                guard ContinuousClock.now < deadline else { throw TimedOut(description: "the outbox never got there") }
                try await Task.sleep(for: .milliseconds(5))
            }
            group.cancelAll()
        }
    }

    /// The texts that stand in the channel, in order.
    var texts: [String] {
        slack.messages(in: "C1").compactMap { message in
            message.body.allText.firstMatch(of: /text-[a-z0-9]+/).map { String($0.output) }
        }
    }

    func entries() async throws -> [OutboxEntry] { try await store.read { try $0.outboxEntries(limit: 100) } }
}

private let down = WebAPIError(.retry(after: .seconds(1)), code: "http_503", mayHaveHappened: true)

@Suite struct OutboxWorkerTests {
    @Test func aMessageThatSlackNeverTakesHoldsOnlyItsThread() async throws {
        let bench = try OutboxBench()
        bench.slack.refuse { JSONValue.object($0.arguments).allText.contains("poison") ? down : nil }
        try await bench.enqueue(
            OutboxBench.text("text-poison", thread: "1.1"), OutboxBench.text("text-held", thread: "1.1"),
            OutboxBench.text("text-1"), OutboxBench.text("text-2"), OutboxBench.text("text-3"))
        try await bench.work(speed: 50) { $0.texts.count == 3 }
        #expect(bench.texts == ["text-1", "text-2", "text-3"])
        let entries = try await bench.entries()
        #expect(entries.map(\.state) == [.passedOver, .waiting])
        #expect(entries[0].attempts >= OutboxPlan.suspicion && entries[0].failure == "http_503")
        // At last it is given up, and its thread goes on.
        try await bench.work { $0.texts.count == 4 }
        #expect(bench.texts.last == "text-held")
        let left = try await bench.entries()
        #expect(left.map(\.state) == [.dead] && left[0].attempts == OutboxWorker.attemptLimit)
    }

    /// Lets so many calls fail, then sends four messages; how they stand in the channel.
    private func outage(calls limit: Int) async throws -> [String] {
        let bench = try OutboxBench()
        let calls = Lock(0)
        bench.slack.refuse { _ in
            calls.withLock { calls in
                calls += 1
                return calls <= limit ? down : nil
            }
        }
        try await bench.enqueue(
            OutboxBench.text("text-1"), OutboxBench.text("text-2"), OutboxBench.text("text-3"),
            OutboxBench.text("text-4"))
        try await bench.work { try await $0.entries().isEmpty }
        return bench.texts
    }

    @Test func afterAnOutageEverythingComesInOrder() async throws {
        #expect(try await outage(calls: 6) == ["text-1", "text-2", "text-3", "text-4"])
    }

    @Test func afterALongOutageEverythingComesOnce() async throws {
        let texts = try await outage(calls: 18)
        // The message that went to see whether Slack is back may be ahead of the first, of another thread.
        #expect(texts.sorted() == ["text-1", "text-2", "text-3", "text-4"])
        #expect(texts.filter { $0 != "text-1" } == ["text-2", "text-3", "text-4"])
    }

    @Test func toBeHeldBackBySlackCostsNoAttemptAndNoLookup() async throws {
        let bench = try OutboxBench()
        let limited = WebAPIError(.retry(after: .seconds(30)), code: "ratelimited")
        for _ in 0..<40 { bench.slack.fail(.chatPostMessage, with: limited) }
        try await bench.enqueue(OutboxBench.text("text-1"), OutboxBench.text("text-2"))
        try await bench.work { $0.texts.count == 2 }
        #expect(bench.texts == ["text-1", "text-2"])
        #expect(bench.slack.calls.allSatisfy { $0.request.method == .chatPostMessage })
    }

    @Test func aPostThatACrashLeftOpenIsLookedForByItsKey() async throws {
        let bench = try OutboxBench()
        try await bench.enqueue(OutboxBench.text("text-1"), OutboxBench.text("text-2"))
        // The first was under way: it arrived, but nobody noted it. The second had not been begun.
        #expect(try await bench.store.write { try $0.beginOutboxRow(1) } != nil)
        let arrived = ChatPostMessage(
            channel: "C1", content: MessageContent(text: "text-1", blocks: []),
            metadata: MessageMetadata(eventType: "dd0c_message", key: "outbox:1"))
        try await bench.slack.perform(arrived)
        try await bench.work { try await $0.entries().isEmpty }
        #expect(bench.texts == ["text-1", "text-2"])
        #expect(bench.slack.calls.count { $0.request.method == .conversationsHistory } == 1)
    }

    @Test func aPostThatACrashCutOffIsSentAgain() async throws {
        let bench = try OutboxBench()
        try await bench.enqueue(OutboxBench.text("text-1", thread: "1.1"))
        #expect(try await bench.store.write { try $0.beginOutboxRow(1) } != nil)
        try await bench.work { try await $0.entries().isEmpty }
        #expect(bench.texts == ["text-1"])
        #expect(bench.slack.calls.map(\.request.method) == [.conversationsReplies, .chatPostMessage])
    }

    @Test func aFileWhoseAnswerWasLostIsNotSharedTwice() async throws {
        let bench = try OutboxBench()
        bench.slack.loseAnswer(of: .filesCompleteUploadExternal)
        try await bench.enqueue(
            Outgoing(lane: "C1", message: .file("C1", name: "a.txt", text: "whole", thread: "1.1")),
            Outgoing(lane: "C1", message: .file("C1", name: "a.txt", text: "another", thread: "1.1")))
        try await bench.work { try await $0.entries().isEmpty }
        #expect(bench.slack.uploads.map { String(decoding: $0.bytes, as: UTF8.self) } == ["whole", "another"])
        #expect(bench.slack.calls.count { $0.request.method == .filesCompleteUploadExternal } == 2)
    }

    @Test func whatCannotBeNotedIsNotSentAgain() async throws {
        // The first write begins the message, the second notes that it was sent.
        let bench = try OutboxBench(failing: 2)
        try await bench.enqueue(OutboxBench.text("text-1"))
        try await bench.work { try await $0.entries().isEmpty }
        #expect(bench.writes.fired != nil && bench.writes.calls == 3)
        #expect(bench.slack.calls.map(\.request.method) == [.chatPostMessage])
    }

    @Test func whatCannotBeBegunIsNotSent() async throws {
        let bench = try OutboxBench(failing: 1)
        try await bench.enqueue(OutboxBench.text("text-1"))
        try await bench.work { try await $0.entries().isEmpty }
        #expect(bench.writes.calls == 3)
        #expect(bench.slack.calls.map(\.request.method) == [.chatPostMessage])
    }

    @Test func messagesOfManyLanesAreBegunAndNotedTogether() async throws {
        let bench = try OutboxBench()
        let messages = (1...20).map { number in
            Outgoing(
                lane: "C\(number)",
                message: .post(
                    ChannelID("C\(number)"), .notice(.internalError(reference: "text-\(number)")), thread: nil))
        }
        for message in messages { try await bench.enqueue(message) }
        // As slow as the world: what the worker does now and then it does once.
        try await bench.work(speed: 1) { try await $0.entries().isEmpty }
        #expect(bench.slack.calls.count == 20)
        #expect(bench.writes.calls <= 21, "one that begins all, and at the most one for each that ended")
        #expect(bench.reads.calls == 2, "one look, and the count of what waits: successes need no further look")
    }

    @Test func tenEditsThatWaitAreOneCall() async throws {
        let bench = try OutboxBench()
        for number in 1...10 {
            let screen = Screen.messageModal(title: "t", text: "state \(number)")
            try await bench.enqueue(
                Outgoing(
                    lane: "modal:V1", message: .updateView(viewID: "V1", screen), coalescingKey: "V1"))
        }
        try await bench.work { try await $0.entries().isEmpty }
        #expect(bench.slack.calls.count == 1)
        #expect(bench.slack.calls[0].request.arguments["view"]?.allText.contains("state 10") == true)
    }

    @Test func channelsDoNotWaitForEachOther() async throws {
        let bench = try OutboxBench()
        bench.slack.refuse { $0.channel == "C1" ? down : nil }
        var other = OutboxBench.text("text-2")
        other.lane = "C2"
        other.message = .post("C2", .notice(.tryAgain), thread: nil)
        try await bench.enqueue(OutboxBench.text("text-1"), other)
        try await bench.work { !$0.slack.messages(in: "C2").isEmpty }
        #expect(try await bench.entries().map(\.lane) == ["C1"])
    }

    @Test func whatTheOperatorRevivesIsSent() async throws {
        let bench = try OutboxBench()
        bench.slack.fail(.chatPostMessage, with: WebAPIError(.never, code: "is_archived"))
        try await bench.enqueue(OutboxBench.text("text-1"))
        try await bench.work { try await $0.entries().first?.state == .dead }
        #expect(try await bench.entries()[0].failure?.contains("is_archived") == true)
        #expect(
            try await bench.store.write { try $0.reviveOutboxRow(1, at: Timestamp(milliseconds: 1_700_000_000_000)) })
        try await bench.work { try await $0.entries().isEmpty }
        #expect(bench.texts == ["text-1"])
    }
}
