import RunbookModel
import Testing

@testable import Bot

@Suite struct OutboxPlanTests {
    private static let now = Timestamp(milliseconds: 1_000_000)

    private struct Waiting {
        var header: OutboxHeader
        var thread: String?
    }

    private static func row(
        _ id: Int64, lane: String = "C1", waits seconds: Int64 = 0, attempts: Int = 0, passed: Bool = false,
        deadline: Int64? = nil, thread: String? = nil
    ) -> Waiting {
        let header = OutboxHeader(
            id: id, lane: lane, notBefore: now + .seconds(seconds), deadline: deadline.map { now + .seconds($0) },
            attempts: attempts, isPassed: passed)
        return Waiting(header: header, thread: thread)
    }

    private func plan(_ rows: [Waiting], busy: Set<String> = [], probed: [Int64: Int] = [:]) -> OutboxPlan {
        OutboxPlan(rows.map(\.header), busy: busy, probed: probed, at: Self.now) { header in
            rows.first { $0.header == header }?.thread
        }
    }

    @Test func theFirstOfEachLaneThatIsNotBusy() {
        let rows = [Self.row(1), Self.row(2), Self.row(3, lane: "C2"), Self.row(4, lane: "C3")]
        let plan = plan(rows, busy: ["C3"])
        #expect(plan.choices.map(\.header.id) == [1, 3] && plan.next == nil)
    }

    @Test func whatHasADeadlineGoesFirst() {
        let rows = [
            Self.row(1), Self.row(2, lane: "m1", deadline: 60), Self.row(3, lane: "m2", deadline: 30),
            Self.row(4, lane: "C2"),
        ]
        #expect(plan(rows).choices.map(\.header.id) == [3, 2, 1, 4])
    }

    @Test func theOthersWaitWhileTheFirstWaitsForAnotherAttempt() {
        let plan = plan([Self.row(1, waits: 4, attempts: 6), Self.row(2), Self.row(3, lane: "C2", waits: 9)])
        #expect(plan.choices.isEmpty)
        #expect(plan.next == Self.now + .seconds(4))
    }

    @Test func aSuspectedMessageIsProbedOncePerAttempt() {
        let rows = [
            Self.row(1, waits: 40, attempts: 7, thread: "1.1"), Self.row(2, thread: "1.1"), Self.row(3), Self.row(4),
        ]
        let first = plan(rows)
        // Not the one of the same thread.
        #expect(first.choices.map(\.header.id) == [3] && first.choices[0].probes?.id == 1)
        #expect(plan(rows, probed: [1: 7]).choices.isEmpty)
        #expect(plan(rows, probed: [1: 6]).choices.map(\.header.id) == [3])
    }

    @Test func whatIsPassedOverHoldsOnlyItsThread() {
        var rows = [
            Self.row(1, waits: 40, attempts: 9, passed: true, thread: "1.1"), Self.row(2, thread: "1.1"), Self.row(3),
        ]
        #expect(plan(rows).choices.map(\.header.id) == [3] && plan(rows).choices[0].probes == nil)
        // At its time it is tried, before the others.
        rows[0].header.notBefore = Self.now
        #expect(plan(rows).choices.map(\.header.id) == [1])
        // Without a thread it holds nobody.
        rows[0] = Self.row(1, waits: 40, attempts: 9, passed: true)
        #expect(plan(rows).choices.map(\.header.id) == [2])
    }

    @Test func twoPoisonedMessagesDoNotHoldAThird() {
        let rows = [
            Self.row(1, waits: 40, attempts: 9, passed: true), Self.row(2, waits: 20, attempts: 7), Self.row(3),
        ]
        #expect(plan(rows).choices.map(\.header.id) == [3] && plan(rows).choices[0].probes?.id == 2)
    }

    @Test func whileSlackIsAwayTheOrderIsKept() {
        // The probe failed as well: nothing goes before the first is tried again, and then it is the first.
        var rows = [Self.row(1, waits: 40, attempts: 7), Self.row(2, waits: 1, attempts: 1), Self.row(3)]
        #expect(plan(rows, probed: [1: 7]).choices.isEmpty)
        #expect(plan(rows, probed: [1: 6]).choices.isEmpty, "the probe is the next in order")
        rows[0].header.notBefore = Self.now
        rows[1].header.notBefore = Self.now
        #expect(plan(rows, probed: [1: 7]).choices.map(\.header.id) == [1])
    }
}
