/// A regular expression whose work is bounded: all ways are followed at once, so that no pattern and no text makes it go
/// back and forth. Letters, `.`, `^` and `$` of a line, classes, groups, `|`, and `* + ? {m,n}` with their reluctant
/// forms; no look-around and no references back.
package struct BoundedPattern: Sendable {
    /// Characters that a pattern may have.
    package static let lengthLimit = 200
    /// Instructions that a pattern may come to.
    static let programLimit = 500
    /// Instructions that are looked at in one search.
    static let workLimit = 5_000_000

    /// What is wrong with a pattern, in a sentence.
    package struct Problem: Error, Hashable, Sendable {
        package var sentence: String
    }

    enum Instruction: Hashable, Sendable {
        case scalar(ScalarClass)
        /// The first way is preferred.
        case split(Int, Int)
        case jump(Int)
        case save(Int)
        case lineStart
        case lineEnd
        case match
    }

    let program: [Instruction]

    /// - Throws: `Problem` for a pattern that is no pattern, too long or too large.
    package init(_ text: String) throws(Problem) {
        guard text.unicodeScalars.count <= Self.lengthLimit else {
            throw Problem(sentence: "A pattern may have at most \(Self.lengthLimit) characters.")
        }
        var reader = PatternReader(Array(text.unicodeScalars))
        program = try reader.program()
    }

    /// What the first group matches where the pattern matches first, else the whole match; `nil` when it matches nowhere
    /// or the search takes too much work.
    package func firstMatch(in text: String) -> String? {
        var search = PatternSearch(program: program, text: Array(text.unicodeScalars), work: Self.workLimit)
        guard let saved = search.run() else { return nil }
        let ends = saved[2] >= 0 && saved[3] >= 0 ? (saved[2], saved[3]) : (saved[0], saved[1])
        var found = String.UnicodeScalarView()
        found.append(contentsOf: search.text[ends.0..<ends.1])
        return String(found)
    }
}

/// A set of characters.
struct ScalarClass: Hashable, Sendable {
    var ranges: [ClosedRange<UInt32>]
    var isNegated = false

    func contains(_ scalar: Unicode.Scalar) -> Bool { ranges.contains { $0.contains(scalar.value) } != isNegated }

    static let notNewline = ScalarClass(ranges: [10...10, 13...13], isNegated: true)

    /// The class behind a backslash; `nil` for a letter that stands for none.
    static func named(_ letter: Unicode.Scalar) -> ScalarClass? {
        let digits: [ClosedRange<UInt32>] = [0x30...0x39]
        let words: [ClosedRange<UInt32>] = [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]
        let spaces: [ClosedRange<UInt32>] = [0x09...0x0D, 0x20...0x20]
        switch letter {
        case "d": return ScalarClass(ranges: digits)
        case "D": return ScalarClass(ranges: digits, isNegated: true)
        case "w": return ScalarClass(ranges: words)
        case "W": return ScalarClass(ranges: words, isNegated: true)
        case "s": return ScalarClass(ranges: spaces)
        case "S": return ScalarClass(ranges: spaces, isNegated: true)
        case "t": return ScalarClass(ranges: [9...9])
        case "n": return ScalarClass(ranges: [10...10])
        default: return nil
        }
    }
}

/// Follows all ways through a program at once.
private struct PatternSearch {
    struct Way {
        var place: Int
        var saved: [Int]
    }

    let program: [BoundedPattern.Instruction]
    let text: [Unicode.Scalar]
    var work: Int
    private var seen: [Int]

    init(program: [BoundedPattern.Instruction], text: [Unicode.Scalar], work: Int) {
        self.program = program
        self.text = text
        self.work = work
        seen = Array(repeating: -1, count: program.count)
    }

    /// The ends of the match and of its first group; `nil` for none.
    mutating func run() -> [Int]? {
        var ways: [Way] = []
        var found: [Int]?
        for position in 0...text.count {
            var next: [Way] = []
            var current: [Way] = []
            for way in ways { follow(way.place, way.saved, position, into: &current) }
            if found == nil { follow(0, [-1, -1, -1, -1], position, into: &current) }
            for way in current {
                if case .match = program[way.place] {
                    found = way.saved
                    break  // Whatever is less preferred is given up.
                }
                guard case .scalar(let set) = program[way.place], position < text.count, set.contains(text[position])
                else { continue }
                next.append(Way(place: way.place + 1, saved: way.saved))
            }
            if work <= 0 { return nil }
            if next.isEmpty, found != nil { return found }
            ways = next
        }
        return found
    }

    /// Adds what can be reached from a place without a character.
    private mutating func follow(_ start: Int, _ saved: [Int], _ position: Int, into ways: inout [Way]) {
        var open = [Way(place: start, saved: saved)]
        while var way = open.popLast() {
            work -= 1
            guard work > 0, seen[way.place] != position else { continue }
            seen[way.place] = position
            switch program[way.place] {
            case .jump(let place): open.append(Way(place: place, saved: way.saved))
            case .split(let first, let second):
                open.append(Way(place: second, saved: way.saved))
                open.append(Way(place: first, saved: way.saved))
            case .save(let slot):
                way.saved[slot] = position
                open.append(Way(place: way.place + 1, saved: way.saved))
            case .lineStart:
                guard position == 0 || text[position - 1] == "\n" else { continue }
                open.append(Way(place: way.place + 1, saved: way.saved))
            case .lineEnd:
                guard position == text.count || text[position] == "\n" else { continue }
                open.append(Way(place: way.place + 1, saved: way.saved))
            case .scalar, .match: ways.append(way)
            }
        }
    }
}
