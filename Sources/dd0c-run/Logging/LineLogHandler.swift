import Glibc
import Logging

/// Writes one line per entry to standard error: time, level, message, and facts as `name=value`. Values that look like
/// tokens, and the program's own secrets, print as `***`.
struct LineLogHandler: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    let label: String
    let redaction: Redaction

    init(label: String, level: Logger.Level, redaction: Redaction) {
        self.label = label
        logLevel = level
        self.redaction = redaction
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let facts = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
            .map { " \($0.key)=\(Self.quoted("\($0.value)"))" }.joined()
        StandardStreams.error(
            redaction.apply("\(Self.timestamp()) \(event.level) \(label): \(event.message)\(facts)"))
    }

    /// Line breaks in a value would make two entries of one.
    private static func quoted(_ value: String) -> String {
        guard value.isEmpty || value.contains(where: { $0.isWhitespace || $0 == "\"" }) else { return value }
        let escaped = value.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "\"": "\\\""
            case "\n": "\\n"
            default: scalar.value < 32 ? " " : String(scalar)
            }
        }
        return "\"\(escaped.joined())\""
    }

    private static func timestamp() -> String {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        var parts = tm()
        gmtime_r(&now.tv_sec, &parts)
        var text = [CChar](repeating: 0, count: 24)
        strftime(&text, text.count, "%Y-%m-%dT%H:%M:%S", &parts)
        let seconds = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let milliseconds = String(now.tv_nsec / 1_000_000)
        return "\(seconds).\(String(repeating: "0", count: 3 - milliseconds.count))\(milliseconds)Z"
    }
}

/// Replaces secrets by `***`.
struct Redaction: Sendable {
    /// Secrets by value. Short ones would hit ordinary words, and are no secrets.
    private let secrets: [String]

    init(secrets: [String?]) {
        self.secrets = secrets.compactMap(\.self).filter { $0.count >= 6 }
    }

    func apply(_ text: String) -> String {
        var text = text
        for secret in secrets where text.contains(secret) { text = text.replacing(secret, with: "***") }
        return Self.withoutTokens(text)
    }

    /// Slack's tokens by their shape, also those that are not ours, and tickets in addresses of sockets.
    private static func withoutTokens(_ text: String) -> String {
        var text = text
        for mark in ["xoxb-", "xoxp-", "xapp-", "xoxe.", "xoxe-", "ticket="] {
            guard text.contains(mark) else { continue }
            let pieces = text.split(separator: mark, omittingEmptySubsequences: false)
            text = String(pieces[0])
            for piece in pieces.dropFirst() {
                let rest = piece.drop { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." || $0 == "%" }
                text += "***" + rest
            }
        }
        return text
    }
}
