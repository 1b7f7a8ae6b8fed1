/// Words and quoting.
extension ShellGrammar {
    /// A word, or nil where none starts.
    mutating func word() throws(ShellSyntaxError) -> ShellWord? {
        let start = position
        let parts = try wordParts(until: .meta)
        guard position > start, !parts.isEmpty else { return nil }
        return ShellWord(parts: parts, range: range(from: start))
    }

    /// What ends the text that `wordParts` reads.
    enum WordEnd {
        /// Blanks and operators.
        case meta
        /// The `}` of a parameter expansion; blanks belong to the text.
        case brace
        /// The same within double quotes, where `'` has no meaning.
        case braceInQuotes
        /// The `]` of an index; `[` within it counts.
        case bracket
        /// The same in a parameter expansion, which ends it as well.
        case bracketInBrace
        /// The `)` of a pattern; `(` within it counts.
        case parenthesis
    }

    /// The parts of a text up to what ends it, which is left to the caller.
    mutating func wordParts(until wordEnd: WordEnd) throws(ShellSyntaxError) -> [WordPart] {
        var parts: [WordPart] = []
        var run = position
        var open = 0
        func flush(_ grammar: borrowing ShellGrammar, _ parts: inout [WordPart]) {
            if run < grammar.position { parts.append(.literal(grammar.text(run..<grammar.position))) }
        }
        while position < end {
            let byte = bytes[position]
            work &+= 1
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-")...UInt8(ascii: ":"):
                position += 1
            case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: "<"),
                UInt8(ascii: ">"):
                flush(self, &parts)
                let place = position
                if try special(byte, wordEnd, into: &parts) {
                    run = position
                } else if wordEnd == .meta, byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") {
                    return parts
                } else {
                    run = place
                    position = place + 1
                }
            case UInt8(ascii: "'"):
                if wordEnd == .braceInQuotes {
                    doubt(.unread, "a quote within \"${…}\" can be read in two ways", position..<(position + 1))
                    position += 1
                    continue
                }
                flush(self, &parts)
                parts.append(.quoted(try singleQuoted()))
                run = position
            case UInt8(ascii: "{") where has("{{"):
                guard let range = bracedPlaceholder() else {
                    position += 1
                    continue
                }
                flush(self, &parts)
                placeholders.append(text(range))
                parts.append(.placeholder(text(range)))
                position = range.upperBound
                run = position
            case UInt8(ascii: "(") where wordEnd == .meta && position > run && Self.isExtendedGlob(bytes[position - 1]):
                flush(self, &parts)
                parts += try extendedGlob()
                run = position
            default:
                if Self.ends(wordEnd, at: byte, &open) {
                    flush(self, &parts)
                    return parts
                }
                position += 1
            }
        }
        flush(self, &parts)
        return parts
    }

    /// What one of `\ " $ ` < >` starts; `false` when it is only a character, then nothing is read.
    private mutating func special(
        _ byte: Byte, _ wordEnd: WordEnd, into parts: inout [WordPart]
    ) throws(ShellSyntaxError) -> Bool {
        switch byte {
        case UInt8(ascii: "\\"): escape(into: &parts)
        case UInt8(ascii: "\""):
            parts.append(try nested { (grammar) throws(ShellSyntaxError) in try grammar.doubleQuoted() })
        case UInt8(ascii: "<"), UInt8(ascii: ">"):
            guard let part = try angled(wordEnd) else { return false }
            parts.append(part)
        default:
            guard let part = try expansion(inDoubleQuotes: wordEnd == .braceInQuotes) else { return false }
            parts.append(part)
        }
        return true
    }

    private static func ends(_ wordEnd: WordEnd, at byte: Byte, _ open: inout Int) -> Bool {
        switch wordEnd {
        case .meta: return isMeta(byte)
        case .brace, .braceInQuotes: return byte == UInt8(ascii: "}")
        case .bracket: return closes(byte, UInt8(ascii: "["), UInt8(ascii: "]"), &open)
        case .bracketInBrace:
            return byte == UInt8(ascii: "}") || closes(byte, UInt8(ascii: "["), UInt8(ascii: "]"), &open)
        case .parenthesis: return closes(byte, UInt8(ascii: "("), UInt8(ascii: ")"), &open)
        }
    }

    private static func closes(_ byte: Byte, _ opening: Byte, _ closing: Byte, _ open: inout Int) -> Bool {
        if byte == opening { open += 1 }
        guard byte == closing else { return false }
        open -= 1
        return open < 0
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

    /// `(a|b)` behind one of `@?*+!`. Whether bash knows it depends on `extglob`, except in `[[ … ]]`.
    private mutating func extendedGlob() throws(ShellSyntaxError) -> [WordPart] {
        let start = position - 1
        position += 1
        let inner = try nested { (grammar) throws(ShellSyntaxError) in try grammar.wordParts(until: .parenthesis) }
        guard current == UInt8(ascii: ")") else { throw failure("')' is missing", from: start) }
        position += 1
        if !isInTest { doubt(.option, "an extended glob depends on a shell option", start..<position) }
        return [.literal("(")] + inner + [.literal(")")]
    }

    private mutating func escape(into parts: inout [WordPart]) {
        guard position + 1 < end else {
            // Another line would follow; alone, some shells take the `\` as it is.
            doubt(.runtime, "the line is continued, and nothing follows", position..<end)
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
        work &+= position - start
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
    /// - Parameter stripsTabs: whether tabs at the start of a line are left out, as `<<-` wants it.
    mutating func quotedParts(
        closing: Byte?, stripsTabs: Bool = false
    ) throws(ShellSyntaxError) -> [WordPart] {
        var parts: [WordPart] = []
        var run = position
        func flush(_ grammar: borrowing ShellGrammar, _ parts: inout [WordPart]) {
            if run < grammar.position { parts.append(.quoted(grammar.text(run..<grammar.position))) }
        }
        if stripsTabs { while current == UInt8(ascii: "\t") { position += 1 } }
        run = position
        while position < end {
            let byte = bytes[position]
            work &+= 1
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
            case UInt8(ascii: "\n") where stripsTabs && self.byte(1) == UInt8(ascii: "\t"):
                position += 1
                flush(self, &parts)
                while current == UInt8(ascii: "\t") { position += 1 }
                run = position
            default:
                position += 1
            }
        }
        flush(self, &parts)
        return parts
    }
}
