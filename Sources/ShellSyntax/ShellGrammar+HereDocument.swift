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

/// Here-documents.
extension ShellGrammar {
    /// Reads the body of a here-document ahead; the text from the next line end to its delimiter.
    mutating func hereDocument(
        delimiter raw: Range<Int>, stripsTabs: Bool
    ) throws(ShellSyntaxError) -> [WordPart] {
        let (delimiter, isQuoted) = plainDelimiter(raw)
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
        let found = delimiterLine(delimiter, from: bodyStart, stripsTabs: stripsTabs, joinsLines: !isQuoted)
        let bodyEnd = found?.lowerBound ?? end
        let lineEnd = found?.upperBound ?? end
        if found == nil {
            let message = "the here-document ends without '\(text(raw))'"
            errors.append(ShellSyntaxError(message: message, range: origin(position..<end), isAtEnd: true))
        }
        let span = HereDocumentSpan(
            newline: newline, resume: min(lineEnd + 1, end), bodyEnd: lineEnd, wasPassed: newline >= end)
        if continues { hereDocuments[hereDocuments.count - 1] = span } else { hereDocuments.append(span) }
        return bodyParts(bodyStart..<max(bodyStart, bodyEnd), isQuoted: isQuoted, stripsTabs: stripsTabs)
    }

    /// The delimiter without its quotes, and whether it had any.
    private func plainDelimiter(_ raw: Range<Int>) -> (text: [Byte], isQuoted: Bool) {
        var delimiter: [Byte] = []
        var isQuoted = false
        var place = raw.lowerBound
        while place < raw.upperBound {
            let byte = bytes[place]
            place += 1
            if byte == UInt8(ascii: "\\"), place < raw.upperBound, bytes[place] == UInt8(ascii: "\n") {
                place += 1
            } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                isQuoted = true
            } else {
                delimiter.append(byte)
            }
        }
        return (delimiter, isQuoted)
    }

    /// The line that ends a body.
    /// - Parameter joinsLines: whether a `\` at the end of a line continues it, as it does in a body that is expanded.
    private mutating func delimiterLine(
        _ delimiter: [Byte], from start: Int, stripsTabs: Bool, joinsLines: Bool
    ) -> Range<Int>? {
        var lineStart = start
        while lineStart < end {
            var line: [Byte]?
            var pieceStart = lineStart
            if stripsTabs { while pieceStart < end, bytes[pieceStart] == UInt8(ascii: "\t") { pieceStart += 1 } }
            var lineEnd = pieceStart
            while lineEnd < end, bytes[lineEnd] != UInt8(ascii: "\n") {
                guard joinsLines, bytes[lineEnd] == UInt8(ascii: "\\"), lineEnd + 1 < end else {
                    lineEnd += 1
                    continue
                }
                if bytes[lineEnd + 1] == UInt8(ascii: "\n") {
                    line = (line ?? []) + bytes[pieceStart..<lineEnd]
                    pieceStart = lineEnd + 2
                }
                lineEnd += 2
            }
            lineEnd = min(lineEnd, end)
            work &+= lineEnd - lineStart
            let rest = bytes[min(pieceStart, lineEnd)..<lineEnd]
            if line.map({ ($0 + rest).elementsEqual(delimiter) }) ?? rest.elementsEqual(delimiter) {
                return lineStart..<lineEnd
            }
            lineStart = lineEnd + 1
        }
        return nil
    }

    /// Bash reads the expansions in a body only when it gets there: an error in one is none of the whole text.
    private mutating func bodyParts(_ body: Range<Int>, isQuoted: Bool, stripsTabs: Bool) -> [WordPart] {
        let outer = (position, end)
        (position, end) = (body.lowerBound, body.upperBound)
        defer { (position, end) = outer }
        if isQuoted {
            guard stripsTabs else { return [.quoted(text(body))] }
            var lines: [Byte] = []
            for line in bytes[body].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
                if !lines.isEmpty || line.startIndex > body.lowerBound { lines.append(UInt8(ascii: "\n")) }
                lines += line.drop { $0 == UInt8(ascii: "\t") }
            }
            return [.quoted(String(decoding: lines, as: UTF8.self))]
        }
        do throws(ShellSyntaxError) {
            return try nested { (grammar) throws(ShellSyntaxError) in
                try grammar.quotedParts(closing: nil, stripsTabs: stripsTabs)
            }
        } catch {
            doubt(.unread, "an expansion in the here-document is not understood", body)
            return [.quoted(text(body))]
        }
    }

    /// The end of this line, not counting line ends in quotes, comments, substitutions and continued lines.
    private mutating func nextLineEnd() -> Int {
        var place = position
        var open = 0
        var quotes: [OpenQuote] = []
        defer { work &+= min(place, end) - position }
        while place < end {
            let byte = bytes[place]
            let isPlain = quotes.last.map { open > $0.open } ?? true
            if let quote = quotes.last, quote.isVerbatim {
                if byte == UInt8(ascii: "\\"), quote.hasEscapes { place += 1 }
                if byte == quote.closing { quotes.removeLast() }
                place += 1
                continue
            }
            switch byte {
            case UInt8(ascii: "\\"): place += 1
            case let byte where !isPlain && byte == quotes.last?.closing: quotes.removeLast()
            case UInt8(ascii: "'") where isPlain:
                let hasEscapes = place > 0 && bytes[place - 1] == UInt8(ascii: "$")
                quotes.append(OpenQuote(closing: byte, open: open, isVerbatim: true, hasEscapes: hasEscapes))
            case UInt8(ascii: "\""), UInt8(ascii: "`"): quotes.append(OpenQuote(closing: byte, open: open))
            case UInt8(ascii: "("):
                if isPlain || (place > 0 && bytes[place - 1] == UInt8(ascii: "$")) { open += 1 }
            case UInt8(ascii: ")"): if isPlain { open -= 1 }
            case UInt8(ascii: "#") where isPlain && (place == 0 || Self.isMeta(bytes[place - 1])):
                while place < end, bytes[place] != UInt8(ascii: "\n") { place += 1 }
                continue
            case UInt8(ascii: "\n") where quotes.isEmpty && open <= 0: return place
            default: break
            }
            place += 1
        }
        return end
    }

    /// Quotes that are open while the end of a line is looked for.
    private struct OpenQuote {
        var closing: Byte
        /// How many parentheses were open where they began: beyond that many, a substitution is within them.
        var open: Int
        /// Nothing within them has a meaning.
        var isVerbatim = false
        /// Except `\`.
        var hasEscapes = false
    }
}
