import Bot
import Glibc
import RunbookModel
import Transport

extension Ambient {
    /// The machine's clock, its randomness, its time zone.
    static let system = Ambient(
        now: {
            var now = timespec()
            clock_gettime(CLOCK_REALTIME, &now)
            return Timestamp(milliseconds: Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec / 1_000_000))
        },
        newID: {
            let letters = Array("0123456789abcdefghjkmnpqrstvwxyz")
            return String(SecureRandom.bytes(16).map { letters[Int($0 & 31)] })
        },
        nextWeekly: LocalTime.next,
        sleep: { try await Task.sleep(for: $0) })
}
