import ByteText

/// A number of a list that Markdown does not know: `1.)`, `(1)`, `1 -`, `a)`, `A.`, `iv.`.
struct HandNumber: Hashable, Sendable {
    enum Style: Hashable, Sendable {
        case digits
        /// `1 -`, which may as well be a range or a sum.
        case dashed
        case small
        case capital
        case smallRoman
        case capitalRoman
    }

    var style: Style
    /// From 1.
    var ordinal: Int
    /// The text of the item.
    var rest: Substring

    private static let longest = 8

    /// All that a line may be numbered as: `i)` is one in Roman numerals and nine in letters.
    static func readings(of text: Substring) -> [HandNumber] {
        let bytes = text.utf8
        guard let first = bytes.first, first == UInt8(ascii: "(") || first.isLetter || first.isDigit else { return [] }
        let isBracketed = first == UInt8(ascii: "(")
        let name = bytes.dropFirst(isBracketed ? 1 : 0).prefix(longest).prefix { $0.isLetter || $0.isDigit }
        guard !name.isEmpty, name.count < longest else { return [] }
        let behind = bytes.dropFirst(name.count + (isBracketed ? 1 : 0))
        let marks = behind.prefix { ".)".utf8.contains($0) }
        let rest = Substring(behind.dropFirst(marks.count))
        guard rest.utf8.first == 0x20 || rest.utf8.first == 0x09 else { return [] }
        let item = rest.trimmedSpace
        guard !item.isEmpty else { return [] }
        let label = String(Substring(name))
        if let number = Int(label) {
            // Plain `1.` and `1)` are Markdown's own.
            if isBracketed ? marks.elementsEqual(")".utf8) : marks.elementsEqual(".)".utf8) {
                return [HandNumber(style: .digits, ordinal: number, rest: item)]
            }
            guard marks.isEmpty, !isBracketed, let text = item.after("- ") ?? item.after("– ") else { return [] }
            return [HandNumber(style: .dashed, ordinal: number, rest: text.trimmedSpace)]
        }
        guard marks.count == 1, isBracketed ? marks.first == UInt8(ascii: ")") : true else { return [] }
        let isCapital = first.isCapital || isBracketed && name.first?.isCapital == true
        // A letter and a dot within a sentence is rather an abbreviation; a capital may open a list.
        var readings: [HandNumber] = []
        if let roman = roman(label.lowercased()) {
            readings.append(
                HandNumber(style: isCapital ? .capitalRoman : .smallRoman, ordinal: roman, rest: item))
        }
        if name.count == 1, let letter = name.first, letter.isLetter {
            readings.append(
                HandNumber(style: isCapital ? .capital : .small, ordinal: Int(letter | 0x20) - 0x60, rest: item))
        }
        return readings
    }

    private static let romans = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]

    private static func roman(_ text: String) -> Int? { romans.firstIndex(of: text).map { $0 + 1 } }
}

extension DialectRewriter {
    /// Lines within which the next number of a list is looked for.
    private static let reach = 20

    /// A line of a list that is numbered by hand, as an item of Markdown; `nil` for any other.
    mutating func handNumbered(_ line: SourceLine, _ text: Substring) -> String? {
        let readings = HandNumber.readings(of: text)
        guard !readings.isEmpty else { return nil }
        let sure = readings.first { $0.style == .digits || continues($0, line.indent) || goesOn($0, line.indent) }
        guard let number = sure else { return nil }
        lastNumber = (number.style, number.ordinal, line.indent)
        return String(repeating: " ", count: line.indent) + "\(number.ordinal). " + number.rest
    }

    /// Whether the line before it in its list was the number before.
    private func continues(_ number: HandNumber, _ indent: Int) -> Bool {
        lastNumber.map { $0.style == number.style && $0.ordinal + 1 == number.ordinal && $0.indent == indent } ?? false
    }

    /// Whether the next number stands below.
    private func goesOn(_ number: HandNumber, _ indent: Int) -> Bool {
        guard number.ordinal == 1 else { return false }
        return lines[(index + 1)...].prefix(Self.reach).contains { line in
            line.indent == indent
                && HandNumber.readings(of: line.trimmed).contains {
                    $0.style == number.style && $0.ordinal == 2
                }
        }
    }
}
