import BotTestKit
import RunbookModel
import Testing

@Suite struct TestKit {
    @Test func randomNumbersAreThoseOfTheReference() {
        // The first outputs of the reference implementation for this seed.
        var random = SeededRandom(seed: 1_234_567)
        #expect((0..<3).map { _ in random.next() } == [6457827717110365317, 3203168211198807973, 9817491932198370423])
        var again = SeededRandom(seed: 7)
        var same = SeededRandom(seed: 7)
        #expect((0..<50).map { _ in again.number(in: 0..<9) } == (0..<50).map { _ in same.number(in: 0..<9) })
        #expect(!again.chance(0) && again.chance(100))
        #expect(["a", "b"].contains(again.pick(["a", "b"])))
    }

    @Test func clockMovesOnlyWhenMoved() {
        let clock = ManualClock(Timestamp(milliseconds: 5))
        #expect(clock.now == clock.now)
        #expect(clock.advance(by: .seconds(2)) == Timestamp(milliseconds: 2_005))
        clock.set(Timestamp(milliseconds: 1))
        #expect(clock.now == Timestamp(milliseconds: 1))
    }

    @Test func identifiersCountPerSeries() {
        let ids = CountingIDs()
        #expect(
            [ids.next("run"), ids.next("run"), ids.next("draft"), ids.next()] == ["run-1", "run-2", "draft-1", "id-1"])
    }

    @Test(arguments: FaultPlan.Moment.allCases)
    func faultComesAtItsCall(_ moment: FaultPlan.Moment) async throws {
        let plan = FaultPlan(failAtCall: 2, moment)
        var done: [String] = []
        #expect(
            try plan.callNow("one") {
                done.append("one"); return 1
            } == 1)
        await #expect(throws: InjectedFault(call: 2, operation: "two")) {
            try await plan.call("two") {
                await Task.yield()
                done.append("two")
            }
        }
        try await plan.call("three") { done.append("three") }
        // After: the work is done, and only its answer is lost.
        #expect(done == (moment == .before ? ["one", "three"] : ["one", "two", "three"]))
        #expect(plan.calls == 3)
        #expect(plan.fired == InjectedFault(call: 2, operation: "two"))
    }

    @Test func withoutAFaultItCounts() throws {
        let plan = FaultPlan()
        for _ in 0..<5 { try plan.callNow("x") {} }
        #expect(plan.calls == 5 && plan.fired == nil)
    }
}
