/// Patterns of the shell: `*`, `?`, `[…]`.
enum GlobPattern {
    /// Whether the pattern could stand for the whole text. A bracket expression counts as any character. Linear in the
    /// product of the lengths.
    static func matches(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
        var tokens: [UInt8] = []
        var index = 0
        while index < pattern.count {
            if pattern[index] == UInt8(ascii: "["),
                let close = pattern[(index + 1)...].firstIndex(of: UInt8(ascii: "]"))
            {
                tokens.append(UInt8(ascii: "?"))
                index = close + 1
            } else {
                tokens.append(pattern[index])
                index += 1
            }
        }
        // Which prefixes of the pattern match the text read so far.
        var reached = [Bool](repeating: false, count: tokens.count + 1)
        reached[0] = true
        for (place, token) in tokens.enumerated() where token == UInt8(ascii: "*") && reached[place] {
            reached[place + 1] = true
        }
        for byte in text {
            var next = [Bool](repeating: false, count: tokens.count + 1)
            for (place, token) in tokens.enumerated() {
                if token == UInt8(ascii: "*") {
                    // A star does not cross folders.
                    if reached[place + 1], byte != UInt8(ascii: "/") { next[place + 1] = true }
                    if next[place] { next[place + 1] = true }
                } else if reached[place], token == byte || (token == UInt8(ascii: "?") && byte != UInt8(ascii: "/")) {
                    next[place + 1] = true
                }
            }
            for (place, token) in tokens.enumerated() where token == UInt8(ascii: "*") && next[place] {
                next[place + 1] = true
            }
            reached = next
        }
        return reached[tokens.count]
    }
}
