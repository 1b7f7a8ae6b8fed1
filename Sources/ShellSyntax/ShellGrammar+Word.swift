/// Words, quoting and assignments.
extension ShellGrammar {
    /// A word, or nil where none starts.
    mutating func word() throws(ShellSyntaxError) -> ShellWord? {
        let start = position
        let parts = try wordParts(until: .meta)
        guard position > start, !parts.isEmpty else { return nil }
        return ShellWord(parts: parts, range: start..<position)
    }

    /// What ends the text that `wordParts` reads.
    enum WordEnd {
        /// Blanks and operators.
        case meta
        /// The `}` of a parameter expansion; blanks belong to the text.
        case brace
        /// The same within double quotes, where `'` has no meaning.
        case braceInQuotes
        /// The `]` of an index.
        case bracket
    }

    mutating func wordParts(until wordEnd: WordEnd) throws(ShellSyntaxError) -> [WordPart] {
        var parts: [WordPart] = []
        var run = position
        func flush(_ grammar: borrowing ShellGrammar, _ parts: inout [WordPart]) {
            if run < grammar.position { parts.append(.literal(grammar.text(run..<grammar.position))) }
        }
        while position < end {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\\"):
                flush(self, &parts)
                try escape(into: &parts)
                run = position
            case UInt8(ascii: "'") where wordEnd != .braceInQuotes:
                flush(self, &parts)
                parts.append(.quoted(try singleQuoted()))
                run = position
            case UInt8(ascii: "\""):
                flush(self, &parts)
                parts.append(try nested { (grammar) throws(ShellSyntaxError) in try grammar.doubleQuoted() })
                run = position
            case UInt8(ascii: "$"), UInt8(ascii: "`"):
                flush(self, &parts)
                let place = position
                if let part = try expansion(inDoubleQuotes: wordEnd == .braceInQuotes) {
                    parts.append(part)
                    run = position
                } else {
                    run = place
                    position = place + 1
                }
            case UInt8(ascii: "<"), UInt8(ascii: ">"):
                flush(self, &parts)
                run = position
                if let part = try angled(wordEnd) {
                    parts.append(part)
                    run = position
                } else if wordEnd == .meta {
                    return parts
                } else {
                    position += 1
                }
            case UInt8(ascii: "{") where has("{{"):
                guard let range = bracedPlaceholder() else { position += 1; continue }
                flush(self, &parts)
                placeholders.append(text(range))
                parts.append(.placeholder(text(range)))
                position = range.upperBound
                run = position
            case UInt8(ascii: "(") where wordEnd == .meta && position > run && Self.isExtendedGlob(bytes[position - 1]):
                try extendedGlob()
            default:
                if Self.ends(wordEnd, at: byte) {
                    flush(self, &parts)
                    return parts
                }
                position += 1
            }
        }
        flush(self, &parts)
        return parts
    }

    private static func ends(_ wordEnd: WordEnd, at byte: Byte) -> Bool {
        switch wordEnd {
        case .meta: isMeta(byte)
        case .brace, .braceInQuotes: byte == UInt8(ascii: "}")
        case .bracket: byte == UInt8(ascii: "]")
        }
    }

    /// A process substitution or a placeholder; nil where `<` or `>` is something else.
    private mutating func angled(_ wordEnd: WordEnd) throws(ShellSyntaxError) -> WordPart? {
        if byte(1) == UInt8(ascii: "("), wordEnd != .braceInQuotes { return try processSubstitution() }
        return angledPlaceholder()
    }

    private static func isExtendedGlob(_ byte: Byte) -> Bool {
        switch byte {
        case UInt8(ascii: "@"), UInt8(ascii: "?"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "!"): true
        default: false
        }
    }

    /// `(a|b)` behind one of `@?*+!`. Whether bash knows it depends on `extglob`, so it is noted as unsure.
    private mutating func extendedGlob() throws(ShellSyntaxError) {
        let start = position - 1
        var open = 0
        while position < end {
            switch bytes[position] {
            case UInt8(ascii: "("): open += 1
            case UInt8(ascii: ")"): open -= 1
            case UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: "\n"), UInt8(ascii: "'"), UInt8(ascii: "\""):
                throw failure("this extended glob is not understood", from: start)
            default: break
            }
            position += 1
            if open == 0 {
                uncertainties.append(
                    ShellUncertainty(message: "an extended glob depends on a shell option", range: start..<position))
                return
            }
        }
        throw failure("')' is missing", from: start)
    }

    private mutating func escape(into parts: inout [WordPart]) throws(ShellSyntaxError) {
        guard position + 1 < end else {
            parts.append(.quoted("\\"))
            position += 1
            return
        }
        position += 1
        if bytes[position] == UInt8(ascii: "\n") {
            position += 1
            return
        }
        let start = position
        position += 1
        while position < end, bytes[position] & 0xC0 == 0x80 { position += 1 }
        parts.append(.quoted(text(start..<position)))
    }

    private mutating func singleQuoted() throws(ShellSyntaxError) -> String {
        let start = position
        position += 1
        while position < end, bytes[position] != UInt8(ascii: "'") { position += 1 }
        guard position < end else { throw failure("the quote ' has no end", from: start) }
        position += 1
        return text((start + 1)..<(position - 1))
    }

    mutating func doubleQuoted() throws(ShellSyntaxError) -> WordPart {
        let start = position
        position += 1
        let parts = try quotedParts(closing: UInt8(ascii: "\""))
        guard position < end else { throw failure("the quote \" has no end", from: start) }
        position += 1
        return .doubleQuoted(parts)
    }

    /// Text in which only `$`, backticks and `\` have a meaning, up to `closing` or the end.
    mutating func quotedParts(closing: Byte?) throws(ShellSyntaxError) -> [WordPart] {
        var parts: [WordPart] = []
        var run = position
        func flush(_ grammar: borrowing ShellGrammar, _ parts: inout [WordPart]) {
            if run < grammar.position { parts.append(.quoted(grammar.text(run..<grammar.position))) }
        }
        while position < end {
            let byte = bytes[position]
            if byte == closing { break }
            switch byte {
            case UInt8(ascii: "\\"):
                let next = self.byte(1)
                if next == UInt8(ascii: "\n") {
                    flush(self, &parts)
                    position += 2
                    run = position
                } else if let next,
                    next == closing || next == UInt8(ascii: "$") || next == UInt8(ascii: "\\")
                        || next == UInt8(ascii: "`")
                {
                    flush(self, &parts)
                    run = position + 1
                    position += 2
                } else {
                    position += next == nil ? 1 : 2
                }
            case UInt8(ascii: "$"), UInt8(ascii: "`"):
                flush(self, &parts)
                let place = position
                if let part = try expansion(inDoubleQuotes: true) {
                    parts.append(part)
                    run = position
                } else {
                    run = place
                    position = place + 1
                }
            default:
                position += 1
            }
        }
        flush(self, &parts)
        return parts
    }

    // MARK: Placeholders

    /// `<name>` where bash would see two redirections. Only text that looks like a name to be filled in counts, and only
    /// where a word could end: `sort <in >out` and `cat <in>out` are redirections.
    private mutating func angledPlaceholder() -> WordPart? {
        guard let range = placeholderRange(), isPlaceholderEnd(range.upperBound) else { return nil }
        position = range.upperBound
        placeholders.append(text(range))
        uncertainties.append(ShellUncertainty(message: "a placeholder has to be filled in", range: range))
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

    // MARK: Assignments

    /// An assignment, or nil when the word here is not one; then nothing is read.
    mutating func assignment() throws(ShellSyntaxError) -> Assignment? {
        let start = position
        guard let first = current, Self.isNameByte(first, first: true) else { return nil }
        var place = position
        while place < end, Self.isNameByte(bytes[place], first: false) { place += 1 }
        guard place < end else { return nil }
        let name = start..<place
        var index: [WordPart]?
        if bytes[place] == UInt8(ascii: "[") {
            position = place + 1
            var parts: [WordPart]?
            do throws(ShellSyntaxError) {
                parts = try nested { (grammar) throws(ShellSyntaxError) in try grammar.wordParts(until: .bracket) }
            } catch {
                // Not an index, then: the word is read again as a word, which reports what is wrong with it.
                parts = nil
            }
            guard let parts, position < end else {
                position = start
                return nil
            }
            index = parts
            place = position + 1
        }
        var isAppend = false
        if place < end, bytes[place] == UInt8(ascii: "+") {
            isAppend = true
            place += 1
        }
        guard place < end, bytes[place] == UInt8(ascii: "=") else {
            position = start
            return nil
        }
        position = place + 1
        let valueStart = position
        var parts: [WordPart]
        if current == UInt8(ascii: "(") {
            parts = [try nested { (grammar) throws(ShellSyntaxError) in try grammar.array() }]
        } else {
            parts = try wordParts(until: .meta)
        }
        return Assignment(
            name: text(name), index: index, isAppend: isAppend,
            value: ShellWord(parts: parts, range: valueStart..<position), range: start..<position)
    }

    private mutating func array() throws(ShellSyntaxError) -> WordPart {
        let start = position
        position += 1
        var words: [ShellWord] = []
        while true {
            skipLines()
            guard position < end else { throw failure("')' is missing", from: start) }
            if current == UInt8(ascii: ")") {
                position += 1
                return .array(words)
            }
            guard let word = try word() else { throw failure("unexpected \(describe(bytes[position]))") }
            words.append(word)
        }
    }
}
