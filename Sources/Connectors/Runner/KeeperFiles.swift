import Bot
import RunbookModel

/// The file `started` of a keeper.
struct KeeperStart: Hashable {
    var keeper: ProcessIdentity
    /// The command itself; `nil` before it exists.
    var command: ProcessIdentity?

    /// Reads `keeper PID TICKS BOOT`, then `command PID TICKS`.
    init?(_ text: String) {
        let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
        guard let first = lines.first, first.count == 4, first[0] == "keeper", let pid = Int32(first[1]), pid > 1,
            let ticks = UInt64(first[2])
        else { return nil }
        let boot = String(first[3])
        keeper = ProcessIdentity(pid: pid, startTicks: ticks, bootID: boot)
        guard lines.count > 1, lines[1].count == 3, lines[1][0] == "command", let pid = Int32(lines[1][1]), pid > 1,
            let ticks = UInt64(lines[1][2])
        else { return }
        command = ProcessIdentity(pid: pid, startTicks: ticks, bootID: boot)
    }
}

/// The file `result` of a keeper.
struct KeeperResult: Hashable {
    var result: AttemptResult
    /// Bytes that the command wrote.
    var totalBytes: UInt64
    /// Bytes up to which the keeper could write them down.
    var keptBytes: UInt64
    /// Processes of the command that could not be ended.
    var left: Int

    /// `nil` for what no keeper wrote, or not to its end.
    init?(_ text: String) {
        guard let check = text.firstRange(of: "check ") else { return nil }
        let body = text[..<check.lowerBound]
        let sum = text[check.upperBound...].prefix { $0.isHexDigit }
        guard UInt64(sum, radix: 16) == Self.checksum(body.utf8), sum.count == 16 else { return nil }
        let lines = body.split(separator: "\n")
        guard lines.first == "dd0c-hold 1" else { return nil }
        let fields = Dictionary(
            lines.dropFirst().map { line in
                let parts = line.split(separator: " ", maxSplits: 1)
                return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
            }, uniquingKeysWith: { first, _ in first })
        guard let end = fields["end"].flatMap(Self.ending), let total = fields["total"].flatMap({ UInt64($0) }),
            let kept = fields["kept"].flatMap({ UInt64($0) }), kept <= total
        else { return nil }
        result = end
        totalBytes = total
        keptBytes = kept
        left = fields["left"].flatMap { Int($0) } ?? 0
    }

    private static func ending(_ text: String) -> AttemptResult? {
        let words = text.split(separator: " ")
        guard words.count >= 2, let value = Int(words[1]) else { return nil }
        switch words[0] {
        case "exited": return .exited(value)
        case "signaled": return .signaled(value)
        case "timed-out": return .timedOut
        case "killed": return .killed
        case "not-started": return .notStarted(reason(value, stage: words.count > 2 ? words[2] : ""))
        default: return nil
        }
    }

    private static func reason(_ error: Int, stage: Substring) -> String {
        let why = ErrorText.of(Int32(clamping: error))
        return switch stage {
        case "read-only": "The kernel would not hold the command to reading (\(why)), so it was not run."
        case "program": "The program of the command cannot be run: \(why)."
        default: "The command could not be started: \(why)."
        }
    }

    /// FNV-1a, 64 bits.
    static func checksum(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
