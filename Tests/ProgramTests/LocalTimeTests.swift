import Bot
import RunbookModel
import Testing

@testable import dd0c_run

/// The time zone belongs to the process, so these run one after the other.
@Suite(.serialized) struct LocalTimeTests {
    private let monday = WeeklySchedule(weekday: 1, hour: 9, minute: 0)

    /// 2026-03-26 12:00 UTC, a Thursday; Berlin's clocks go forward on the 29th.
    private let thursday = Timestamp(milliseconds: 1_774_526_400_000)

    @Test func theNextMondayMorning() throws {
        try LocalTime.use("UTC")
        #expect(LocalTime.next(monday, after: thursday).milliseconds == 1_774_861_200_000)
        let monday9 = Timestamp(milliseconds: 1_774_861_200_000)
        #expect(LocalTime.next(monday, after: monday9) - monday9 == .seconds(7 * 24 * 3600))
        #expect(LocalTime.next(monday, after: monday9 - .milliseconds(1)) == monday9)
    }

    @Test func acrossTheChangeOfTheClocks() throws {
        try LocalTime.use("Europe/Berlin")
        // 09:00 in Berlin is 07:00 UTC from the 29th on.
        #expect(LocalTime.next(monday, after: thursday).milliseconds == 1_774_854_000_000)
        try LocalTime.use("UTC")
    }

    @Test(arguments: ["Mars/Olympus", "", "../../etc/passwd", "/etc/passwd"])
    func unknownZones(_ name: String) {
        #expect(throws: Exit.self) { try LocalTime.use(name) }
    }
}
