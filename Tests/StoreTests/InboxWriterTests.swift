import Bot
import BotTestKit
import Locking
import RunbookModel
import Store
import Testing

/// Counts transactions; holds the first until it is let go.
private struct CountingStore: Storing {
    let store: SQLiteStore
    let faults: FaultPlan
    let gate: AsyncStream<Void>

    func write<Value: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws -> Value {
        if faults.calls == 0 { for await _ in gate { break } }
        return try await faults.call("write") { try await store.write(durability, body) }
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws -> Value {
        try await store.read(body)
    }
}

@Suite struct InboxWriterTests {
    @Test func whatWaitsGoesTogether() async throws {
        try await withStore { store in
            let (gate, open) = AsyncStream<Void>.makeStream()
            let faults = FaultPlan()
            let writer = InboxWriter(store: CountingStore(store: store, faults: faults, gate: gate), groupLimit: 100)
            let fresh = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<500 {
                    group.addTask { try await writer.accept(delivery("k\(number % 400)"), at: at(0)) }
                }
                while await writer.waitingCount < 499 { await Task.yield() }
                open.yield()
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(fresh == 400)
            #expect(faults.calls == 6)
            #expect(try await writer.accept(delivery("k3"), at: at(1)) == false)
        }
    }

    @Test func aFailedGroupTellsEverybodyAndTheNextGoesOn() async throws {
        try await withStore { store in
            let (gate, open) = AsyncStream<Void>.makeStream()
            let writer = InboxWriter(
                store: CountingStore(store: store, faults: FaultPlan(failAtCall: 2), gate: gate), groupLimit: 10)
            let outcomes = await withTaskGroup(of: Bool?.self) { group in
                for number in 0..<31 {
                    group.addTask { try? await writer.accept(delivery("k\(number)"), at: at(0)) }
                }
                while await writer.waitingCount < 30 { await Task.yield() }
                open.yield()
                return await group.reduce(into: [Bool?]()) { $0.append($1) }
            }
            // The first went alone, ten failed, the others went in groups of ten.
            #expect(outcomes.count { $0 == true } == 21)
            #expect(outcomes.count { $0 == nil } == 10)
        }
    }

    @Test func tooManyAreRefused() async throws {
        try await withStore { store in
            let (gate, open) = AsyncStream<Void>.makeStream()
            let writer = InboxWriter(
                store: CountingStore(store: store, faults: FaultPlan(), gate: gate), waitingLimit: 3)
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<4 { group.addTask { try await writer.accept(delivery("k\(number)"), at: at(0)) } }
                while await writer.waitingCount < 3 { await Task.yield() }
                let error = try await storeError { _ = try await writer.accept(delivery("more"), at: at(0)) }
                #expect(error?.code == .unavailable)
                open.yield()
                for try await isNew in group { #expect(isNew) }
            }
        }
    }
}
