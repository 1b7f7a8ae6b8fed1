import RunbookModel

/// Replaces secrets in the output of a command by `***`, before anything is stored or sent. A safety net: what no rule
/// knows passes.
package struct OutputMask: Sendable {
    /// What stands in place of a secret.
    package static let replacement = CommandOutput.secretSign
    /// Shorter values are too likely to be a word of the output.
    private static let shortestSecret = 6

    /// Lines of the known secrets, by their first byte, longest first.
    private let known: [UInt8: [[UInt8]]]
    /// Whether a known secret begins with the byte.
    private let beginnings: [Bool]
    /// Bytes of the longest line of a known secret.
    let longestSecret: Int

    /// - Parameter secrets: values that must never be shown, in any place. Each is also looked for percent-encoded and
    ///   in Base64.
    package init(secrets: [String] = []) {
        var lines: Set<[UInt8]> = []
        for secret in secrets {
            let forms = [secret, Self.percentEncoded(secret), Self.base64(secret)]
            for line in forms.flatMap({ $0.utf8.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) })
            where line.count >= Self.shortestSecret {
                lines.insert(Array(line))
            }
        }
        let known = Dictionary(grouping: lines, by: { $0[0] }).mapValues { $0.sorted { $0.count > $1.count } }
        self.known = known
        longestSecret = lines.map(\.count).max() ?? 0
        beginnings = (0...255).map { known[UInt8($0)] != nil }
    }

    /// The values of the variables whose names say that they hold a secret, and the passwords in URLs.
    /// - Parameter environment: the environment of this program.
    package static func secrets(in environment: [String: String]) -> [String] {
        environment.compactMap { name, value in
            if SecretPatterns.namesSecret(Array(name.utf8)) { return value }
            return SecretPatterns.urlPassword(in: Array(value.utf8)).map { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// Raw bytes as text that may be shown: what is not UTF-8 becomes U+FFFD, control characters go, secrets are masked.
    func clean(_ bytes: [UInt8]) -> String {
        // First what is invisible: a colour switched on within a secret would hide it from the mask.
        mask(OutputText.sanitize(String(decoding: bytes, as: UTF8.self)))
    }

    /// The text with every secret replaced.
    package func mask(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let ranges = secrets(in: bytes)
        return ranges.isEmpty ? text : String(decoding: Self.replaced(ranges, in: bytes[...]), as: UTF8.self)
    }

    /// Where secrets stand in the text, from the front; the ranges may overlap.
    func secrets(in bytes: [UInt8]) -> [Range<Int>] {
        var ranges = SecretPatterns.ranges(in: bytes)
        addKnown(in: bytes, to: &ranges)
        return ranges.sorted { $0.lowerBound < $1.lowerBound }
    }

    /// The bytes with what lies in the ranges replaced.
    static func replaced(_ ranges: [Range<Int>], in bytes: ArraySlice<UInt8>) -> [UInt8] {
        var masked: [UInt8] = []
        var position = bytes.startIndex
        for range in ranges where range.upperBound > position && range.lowerBound < bytes.endIndex {
            if range.lowerBound >= position {
                masked.append(contentsOf: bytes[position..<range.lowerBound])
                masked.append(contentsOf: replacement.utf8)
            }
            position = min(range.upperBound, bytes.endIndex)
        }
        masked.append(contentsOf: bytes[position...])
        return masked
    }

    private func addKnown(in bytes: [UInt8], to ranges: inout [Range<Int>]) {
        guard !known.isEmpty else { return }
        var position = 0
        while position < bytes.count {
            guard beginnings[Int(bytes[position])], let candidates = known[bytes[position]] else {
                position += 1
                continue
            }
            let rest = bytes[position...]
            if let found = candidates.first(where: { rest.starts(with: $0) }) {
                ranges.append(position..<position + found.count)
                position += found.count
            } else if let cut = candidates.first(where: { rest.count >= 4 && $0.starts(with: rest) }) {
                // The text ends within a secret.
                ranges.append(position..<min(bytes.count, position + cut.count))
                return
            } else {
                position += 1
            }
        }
    }

    private static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        let bytes = text.utf8.flatMap { byte -> [UInt8] in
            SecretPatterns.isUnreserved(byte) ? [byte] : [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func base64(_ text: String) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        let bytes = Array(text.utf8)
        var encoded: [UInt8] = []
        // The last, incomplete group depends on what follows: without it the beginning is still found.
        for start in stride(from: 0, to: bytes.count - bytes.count % 3, by: 3) {
            let group = Int(bytes[start]) << 16 | Int(bytes[start + 1]) << 8 | Int(bytes[start + 2])
            for shift in [18, 12, 6, 0] { encoded.append(alphabet[group >> shift & 63]) }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
