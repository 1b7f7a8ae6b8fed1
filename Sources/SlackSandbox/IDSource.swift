/// Makes the ids, hashes and secrets of the workspace from one seed, so that a test with a fixed seed sees the same
/// ones. Nothing outside this machine can reach what they guard.
struct IDSource: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64 (Steele, Lea, Flood 2014).
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// A number below `bound`.
    mutating func number(below bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// `prefix` and `length` characters as in Slack's ids.
    mutating func id(_ prefix: String, length: Int = 10) -> String {
        prefix + text(length, "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    }

    /// Characters as in Slack's generated block and action ids.
    mutating func blockID() -> String {
        text(5, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=")
    }

    /// Lower-case hexadecimal digits.
    mutating func hexadecimal(_ length: Int) -> String { text(length, "0123456789abcdef") }

    /// A random UUID in its usual form (RFC 9562, version 4).
    mutating func uuid() -> String {
        let digits = Array(hexadecimal(32))
        let groups = [digits[0..<8], digits[8..<12], ["4"] + digits[13..<16], ["a"] + digits[17..<20], digits[20..<32]]
        return groups.map { String($0) }.joined(separator: "-")
    }

    private mutating func text(_ length: Int, _ alphabet: String) -> String {
        let characters = Array(alphabet)
        return String((0..<length).map { _ in characters[number(below: characters.count)] })
    }
}
