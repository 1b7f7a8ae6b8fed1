/// Values that a person fills in, which runbooks write as `<name>` or `{{ name }}`.
extension ShellGrammar {
    /// `<name>` where bash would see two redirections. Only text that looks like a name to be filled in counts, and only
    /// where a word could end: `sort <in >out` and `cat <in>out` are redirections.
    mutating func angledPlaceholder() -> WordPart? {
        guard let range = placeholderRange(), isPlaceholderEnd(range.upperBound) else { return nil }
        position = range.upperBound
        placeholders.append(text(range))
        doubt(.placeholder, "a placeholder has to be filled in", range)
        return .placeholder(text(range))
    }

    func placeholderRange() -> Range<Int>? {
        guard current == UInt8(ascii: "<"), let first = byte(1), Self.isNameByte(first, first: true) else { return nil }
        var place = position + 1
        var hasBlank = false
        while place < end, place - position <= 60 {
            switch bytes[place] {
            case UInt8(ascii: ">"):
                guard bytes[place - 1] != UInt8(ascii: " ") else { return nil }
                if hasBlank, place + 1 < end, Self.isNameByte(bytes[place + 1], first: false) { return nil }
                return position..<(place + 1)
            case UInt8(ascii: " "): hasBlank = true
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "/"): break
            case let byte where Self.isNameByte(byte, first: false): break
            default: return nil
            }
            place += 1
        }
        return nil
    }

    func isPlaceholderEnd(_ place: Int) -> Bool {
        guard place < end else { return true }
        switch bytes[place] {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: ">"),
            UInt8(ascii: "~"), UInt8(ascii: "("):
            return false
        default:
            return true
        }
    }

    /// `{{ name }}`, but not the keywords of Go's templates.
    func bracedPlaceholder() -> Range<Int>? {
        var place = position + 2
        while place < end, bytes[place] == UInt8(ascii: " ") { place += 1 }
        let nameStart = place
        while place < end, Self.isNameByte(bytes[place], first: place == nameStart) || bytes[place] == UInt8(ascii: "-")
        {
            place += 1
        }
        let name = text(nameStart..<place)
        while place < end, bytes[place] == UInt8(ascii: " ") { place += 1 }
        guard !name.isEmpty, place + 1 < end, bytes[place] == UInt8(ascii: "}"), bytes[place + 1] == UInt8(ascii: "}"),
            !["end", "else", "nil", "json", "break", "continue"].contains(name)
        else { return nil }
        return position..<(place + 2)
    }
}
