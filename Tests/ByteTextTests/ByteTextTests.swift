import BotTestKit
import ByteText
import Testing

/// For ASCII all of it comes to what the standard library does by characters.
@Suite struct ByteTextTests {
    private static let letters: [Character] = ["a", "b", " ", "|", "\n", "\t", "=", "x"]

    private func texts() -> [String] {
        var random = SeededRandom(seed: 7)
        return (0..<2000).map { _ in
            String((0..<random.number(in: 0..<12)).map { _ in Self.letters[random.number(in: 0..<Self.letters.count)] })
        }
    }

    @Test func partsAreThoseOfTheStandardLibrary() {
        for text in texts() {
            for (limit, omitting) in [(Int.max, true), (Int.max, false), (1, true), (1, false), (2, false), (0, true)] {
                let expected = text.split(
                    maxSplits: limit, omittingEmptySubsequences: omitting, whereSeparator: { $0 == " " || $0 == "|" })
                #expect(
                    text.parts(between: " |", maxSplits: limit, omittingEmpty: omitting) == expected,
                    "\(text.debugDescription), \(limit) at most, without empty ones: \(omitting)")
            }
        }
    }

    @Test func wordsAreFoundWhereTheyStand() {
        for text in texts() {
            for needle in ["a", "ab", " a", "x=", "|\n"] {
                let place = text.firstRange(of: needle).map {
                    text.utf8.distance(from: text.startIndex, to: $0.lowerBound)
                }
                #expect(text.firstByte(of: needle) == place)
                #expect(text.holds(needle) == (place != nil))
                #expect(text.dropFirst().hasPrefix(needle) == String(text.dropFirst()).hasPrefix(needle))
                #expect(text.dropLast().hasSuffix(needle) == String(text.dropLast()).hasSuffix(needle))
            }
        }
        #expect("a".firstByte(of: "") == nil)
        #expect("a {1} b {1}".replacing("{1}", by: "{1}c") == "a {1}c b {1}c" && "a".replacing("", by: "b") == "a")
    }

    @Test func spaceIsTakenOffBothEnds() {
        #expect(" \t a b\r\n".trimmedSpace == "a b" && "\n ".trimmedSpace.isEmpty && "a".trimmedSpace == "a")
    }

    /// What a character would hide: a shell reads bytes.
    @Test func aMarkIsFoundUnderAnAccent() {
        let hidden = "echo `\u{301}id`\u{301}"
        #expect(!hidden.contains("`") && hidden.holds("`"))
        #expect("- \u{301}a"[...].after("- ") == "\u{301}a" && "-a"[...].after("- ") == nil)
        #expect("a|\u{308}b".parts(between: "|").count == 2 && "a\r\nb".parts(between: "\n").count == 2)
    }

    @Test func aSetHoldsItsBytesAndNoOthers() {
        let set: ByteSet = "\t az~"
        for byte in UInt8.min...UInt8.max {
            #expect(set.contains(byte) == [0x09, 0x20, 0x61, 0x7A, 0x7E].contains(byte))
        }
    }
}
