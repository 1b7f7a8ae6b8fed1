/// A here-document whose body was read ahead.
struct HereDocumentSpan {
    /// The line end in front of the body.
    var newline: Int
    /// Where reading goes on behind the body.
    var resume: Int
    /// End of the line with the delimiter.
    var bodyEnd: Int
    /// Whether the reader came through `newline`. Where it did not, the line end stood in quotes.
    var wasPassed: Bool
}

extension ShellGrammar {
    /// A redirection, or nil where none starts.
    mutating func redirection() throws(ShellSyntaxError) -> Redirection? {
        let start = position
        var place = position
        while place < end, Self.isDigit(bytes[place]) { place += 1 }
        var descriptor: Int?
        if place > start {
            guard place < end, bytes[place] == UInt8(ascii: "<") || bytes[place] == UInt8(ascii: ">") else {
                return nil
            }
            descriptor = Int(text(start..<place))
        } else if current == UInt8(ascii: "{"), let behind = descriptorVariable() {
            place = behind
            descriptor = 10
        }
        guard place < end else { return nil }
        switch bytes[place] {
        case UInt8(ascii: "<"), UInt8(ascii: ">"):
            guard place + 1 >= end || bytes[place + 1] != UInt8(ascii: "(") else { return nil }
        case UInt8(ascii: "&"):
            guard place + 1 < end, bytes[place + 1] == UInt8(ascii: ">") else { return nil }
        default: return nil
        }
        position = place
        if descriptor == nil, let range = placeholderRange(), isPlaceholderEnd(range.upperBound) {
            position = start
            return nil
        }
        let operation = operatorHere()
        position += operation.rawValue.utf8.count
        skipBlanks()
        let targetStart = position
        guard let target = try word() else { throw failure("a file name is missing behind '\(operation.rawValue)'") }
        var body: [WordPart] = []
        if operation == .hereDocument || operation == .hereDocumentStripped {
            body = try hereDocument(
                delimiter: text(targetStart..<position), stripsTabs: operation == .hereDocumentStripped)
        }
        return Redirection(
            descriptor: descriptor, operation: operation, target: target, body: body, range: start..<position)
    }

    private static func isDigit(_ byte: Byte) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// `{name}` in front of a redirection.
    private func descriptorVariable() -> Int? {
        var place = position + 1
        while place < end, Self.isNameByte(bytes[place], first: place == position + 1) { place += 1 }
        guard place > position + 1, place + 1 < end, bytes[place] == UInt8(ascii: "}") else { return nil }
        let next = bytes[place + 1]
        return next == UInt8(ascii: "<") || next == UInt8(ascii: ">") ? place + 1 : nil
    }

    private func operatorHere() -> Redirection.Operator {
        if has("<<<") { return .hereString }
        if has("<<-") { return .hereDocumentStripped }
        if has("<<") { return .hereDocument }
        if has("<&") { return .duplicateInput }
        if has("<>") { return .readWrite }
        if has("<") { return .read }
        if has("&>>") { return .appendBoth }
        if has("&>") { return .writeBoth }
        if has(">>") { return .append }
        if has(">&") { return .duplicateOutput }
        if has(">|") { return .clobber }
        return .write
    }

    /// Reads the body of a here-document ahead; the text from the next line end to its delimiter.
    private mutating func hereDocument(
        delimiter raw: String, stripsTabs: Bool
    ) throws(ShellSyntaxError) -> [WordPart] {
        var delimiter: [Byte] = []
        var isQuoted = false
        for byte in raw.utf8 {
            if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                isQuoted = true
            } else {
                delimiter.append(byte)
            }
        }
        let newline: Int
        let bodyStart: Int
        let continues = hereDocuments.last.map { $0.newline >= position } ?? false
        if continues, let last = hereDocuments.last {
            newline = last.newline
            bodyStart = last.resume
        } else {
            newline = nextLineEnd()
            bodyStart = min(newline + 1, end)
        }
        var lineStart = bodyStart
        var found: (bodyEnd: Int, lineEnd: Int)?
        while lineStart < end {
            var lineEnd = lineStart
            while lineEnd < end, bytes[lineEnd] != UInt8(ascii: "\n") { lineEnd += 1 }
            var textStart = lineStart
            if stripsTabs { while textStart < lineEnd, bytes[textStart] == UInt8(ascii: "\t") { textStart += 1 } }
            if bytes[textStart..<lineEnd].elementsEqual(delimiter) {
                found = (lineStart, lineEnd)
                break
            }
            lineStart = lineEnd + 1
        }
        let bodyEnd = found?.bodyEnd ?? end
        let lineEnd = found?.lineEnd ?? end
        if found == nil {
            let message = "the here-document ends without '\(raw)'"
            errors.append(ShellSyntaxError(message: message, range: position..<end, isAtEnd: true))
        }
        let span = HereDocumentSpan(
            newline: newline, resume: min(lineEnd + 1, end), bodyEnd: lineEnd, wasPassed: newline >= end)
        if continues { hereDocuments[hereDocuments.count - 1] = span } else { hereDocuments.append(span) }
        return try bodyParts(bodyStart..<max(bodyStart, bodyEnd), isQuoted: isQuoted)
    }

    private mutating func bodyParts(_ body: Range<Int>, isQuoted: Bool) throws(ShellSyntaxError) -> [WordPart] {
        if isQuoted { return [.quoted(text(body))] }
        let outer = (position, end)
        (position, end) = (body.lowerBound, body.upperBound)
        defer { (position, end) = outer }
        return try nested { (grammar) throws(ShellSyntaxError) in try grammar.quotedParts(closing: nil) }
    }

    /// The end of this line, not counting line ends in quotes and continued lines.
    private func nextLineEnd() -> Int {
        var place = position
        var quote: Byte?
        while place < end {
            let byte = bytes[place]
            if byte == UInt8(ascii: "\\"), quote != UInt8(ascii: "'") {
                place += 2
                continue
            }
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                quote = byte
            } else if byte == UInt8(ascii: "\n") {
                return place
            }
            place += 1
        }
        return end
    }

    /// The pattern behind `=~`: parentheses and `|` belong to it as long as they are balanced.
    mutating func regularExpression() throws(ShellSyntaxError) -> ShellWord {
        let start = position
        var parts: [WordPart] = []
        var open = 0
        while let byte = current {
            if byte == UInt8(ascii: "(") || byte == UInt8(ascii: "|") || byte == UInt8(ascii: "<")
                || byte == UInt8(ascii: ">")
            {
                if byte == UInt8(ascii: "(") { open += 1 }
                if byte == UInt8(ascii: "|"), has("||"), open == 0 { break }
                parts.append(.literal(text(position..<(position + 1))))
                position += 1
            } else if byte == UInt8(ascii: ")"), open > 0 {
                open -= 1
                parts.append(.literal(")"))
                position += 1
            } else if open > 0, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
                parts.append(.literal(" "))
                position += 1
            } else {
                let before = position
                parts += try wordParts(until: .meta)
                if position == before { break }
            }
        }
        guard position > start else { throw failure("a pattern should stand behind '=~'") }
        return ShellWord(parts: parts, range: start..<position)
    }
}
