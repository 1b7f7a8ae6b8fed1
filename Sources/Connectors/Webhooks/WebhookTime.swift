import RunbookModel

/// Moments as vendors write them: RFC 3339, also with more digits of the fraction and without the colon in the offset.
enum WebhookTime {
    /// `nil` for what is not a moment and for the years before 1970, by which senders mean "not yet".
    static func timestamp(from text: String) -> Timestamp? {
        var scan = Scan(rest: Array(text.utf8)[...])
        guard let year = scan.digits(4), scan.take("-"), let month = scan.digits(2), scan.take("-"),
            let day = scan.digits(2), scan.take("T") || scan.take("t") || scan.take(" "), let hour = scan.digits(2),
            scan.take(":"), let minute = scan.digits(2), scan.take(":"), let second = scan.digits(2)
        else { return nil }
        guard (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60 else { return nil }
        let fraction = scan.fraction()
        guard let offset = scan.offset(), scan.rest.isEmpty, year >= 1970 else { return nil }
        let seconds = days(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - offset
        return Timestamp(milliseconds: Int64(seconds) * 1000 + Int64(fraction))
    }

    /// As RFC 3339 in UTC with milliseconds.
    static func text(_ moment: Timestamp) -> String {
        let days = Int((Double(moment.milliseconds) / 86_400_000).rounded(.down))
        let rest = Int(moment.milliseconds) - days * 86_400_000
        let (year, month, day) = date(days)
        let clock = [rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60].map { padded($0, 2) }.joined(
            separator: ":")
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T\(clock).\(padded(rest % 1000, 3))Z"
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// Days since 1970-01-01 in the Gregorian calendar. Years are counted from March, so that the leap day is the last.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month > 2 ? year : year - 1
        let (era, yearOfEra) = (year / 400, year % 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func date(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private struct Scan {
        var rest: ArraySlice<UInt8>

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard rest.first == UInt8(ascii: character) else { return false }
            rest.removeFirst()
            return true
        }

        mutating func digits(_ count: Int) -> Int? {
            let part = rest.prefix(count)
            guard part.count == count, part.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            rest = rest.dropFirst(count)
            return part.reduce(0) { $0 * 10 + Int($1) - 0x30 }
        }

        /// Milliseconds of `.123456`; 0 without one.
        mutating func fraction() -> Int {
            guard take(".") else { return 0 }
            let part = rest.prefix { (0x30...0x39).contains($0) }
            rest = rest.dropFirst(part.count)
            return (Array(part) + [0x30, 0x30, 0x30]).prefix(3).reduce(0) { $0 * 10 + Int($1) - 0x30 }
        }

        /// Seconds east of UTC.
        mutating func offset() -> Int? {
            if take("Z") || take("z") { return 0 }
            let sign: Int
            if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
            guard let hours = digits(2) else { return nil }
            _ = take(":")
            guard let minutes = digits(2) else { return nil }
            return sign * (hours * 3600 + minutes * 60)
        }
    }
}
