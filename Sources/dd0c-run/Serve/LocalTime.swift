import Bot
import Glibc
import RunbookModel

/// Time zones, by the C library and its database.
enum LocalTime {
    /// Makes `name` the time zone of this process.
    /// - Throws: `Exit` when the machine does not know it.
    static func use(_ name: String) throws {
        let isKnown =
            name == "UTC"
            || (!name.hasPrefix("/") && !name.contains("..") && access("/usr/share/zoneinfo/\(name)", R_OK) == 0)
        guard isKnown, !name.isEmpty else {
            throw Exit(
                code: .configuration,
                line: "DD0C_TIMEZONE: this machine does not know the time zone '\(name)'. "
                    + "Use a name such as Europe/Berlin, and install the package tzdata.")
        }
        setenv("TZ", name, 1)
        tzset()
    }

    /// The next moment after `moment` at which a weekly schedule falls due. Where the clocks are set forward over it,
    /// the moment right after the gap.
    static func next(_ schedule: WeeklySchedule, after moment: Timestamp) -> Timestamp {
        var seconds = time_t(moment.milliseconds / 1000)
        var parts = tm()
        localtime_r(&seconds, &parts)
        var days = (schedule.weekday - Int(parts.tm_wday) + 7) % 7
        while true {
            var wanted = parts
            wanted.tm_mday += Int32(days)
            wanted.tm_hour = Int32(schedule.hour)
            wanted.tm_min = Int32(schedule.minute)
            wanted.tm_sec = 0
            wanted.tm_isdst = -1
            let due = Timestamp(milliseconds: Int64(mktime(&wanted)) * 1000)
            if due > moment { return due }
            days += 7
        }
    }
}
