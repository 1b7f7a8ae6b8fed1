/// What starts with `$` or a backtick, and process substitution.
extension ShellGrammar {
    /// The expansion that starts here; nil for a `$` that is only a character, then nothing is read.
    mutating func expansion(inDoubleQuotes: Bool) throws(ShellSyntaxError) -> WordPart? {
        if current == UInt8(ascii: "`") {
            return try nested { (grammar) throws(ShellSyntaxError) in try grammar.backticks() }
        }
        checkContinuation(1)
        guard let next = byte(1) else { return nil }
        switch next {
        case UInt8(ascii: "("):
            checkContinuation(2)
            return try nested { (grammar) throws(ShellSyntaxError) in
                if grammar.byte(2) == UInt8(ascii: "("), let parts = try grammar.arithmetic(opening: 3) {
                    return .arithmetic(parts)
                }
                grammar.position += 2
                return .command(try grammar.enclosedList())
            }
        case UInt8(ascii: "{"):
            return try nested { (grammar) throws(ShellSyntaxError) in
                try grammar.braced(inDoubleQuotes: inDoubleQuotes)
            }
        case UInt8(ascii: "["):
            let start = position
            position += 2
            let parts = try nested { (grammar) throws(ShellSyntaxError) in
                try grammar.wordParts(until: .bracket)
            }
            guard position < end else { throw failure("']' is missing", from: start) }
            position += 1
            return .arithmetic(parts)
        case UInt8(ascii: "'") where !inDoubleQuotes:
            position += 1
            return .quoted(try ansiQuoted())
        case UInt8(ascii: "\"") where !inDoubleQuotes:
            position += 1
            return try nested { (grammar) throws(ShellSyntaxError) in try grammar.doubleQuoted() }
        case UInt8(ascii: "@"), UInt8(ascii: "*"), UInt8(ascii: "#"), UInt8(ascii: "?"), UInt8(ascii: "-"),
            UInt8(ascii: "$"), UInt8(ascii: "!"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            position += 2
            return .parameter(parameter(text((position - 1)..<position)))
        case let byte where Self.isNameByte(byte, first: true):
            let start = position + 1
            position += 1
            while position < end, Self.isNameByte(bytes[position], first: false) { position += 1 }
            let name = start..<position
            checkContinuation()
            return .parameter(parameter(text(name)))
        default:
            return nil
        }
    }

    private func parameter(_ name: String) -> ParameterExpansion {
        ParameterExpansion(name: name, isIndirect: false, index: nil, operation: "", argument: [])
    }

    /// A list and the `)` behind it.
    private mutating func enclosedList() throws(ShellSyntaxError) -> CommandList {
        let start = position
        let list = try optionalList()
        skipLines()
        guard current == UInt8(ascii: ")") else { throw failure("')' is missing", from: start) }
        position += 1
        return list
    }

    mutating func processSubstitution() throws(ShellSyntaxError) -> WordPart {
        let isInput = current == UInt8(ascii: "<")
        position += 2
        return .process(
            try nested { (grammar) throws(ShellSyntaxError) in try grammar.enclosedList() }, isInput: isInput)
    }

    /// Bash reads what stands in backticks only when it gets there: an error in it is none of the whole text.
    private mutating func backticks() throws(ShellSyntaxError) -> WordPart {
        let start = position
        position += 1
        var hasEscapes = false
        while position < end, bytes[position] != UInt8(ascii: "`") {
            if bytes[position] == UInt8(ascii: "\\") {
                hasEscapes = true
                position += 1
            }
            position += 1
        }
        work &+= position - start
        guard position < end else { throw failure("the backtick has no end", from: start) }
        let inner = (start + 1)..<position
        let after = position + 1
        defer { position = after }
        do throws(ShellSyntaxError) {
            if hasEscapes { return .command(try unescaped(inner)) }
            let outerEnd = end
            position = inner.lowerBound
            end = inner.upperBound
            defer { end = outerEnd }
            let list = try optionalList()
            skipLines()
            guard position == inner.upperBound else { throw failure("unexpected \(describe(bytes[position]))") }
            return .command(list)
        } catch {
            doubt(.unread, "the text in backticks is not understood", inner)
            return .command(CommandList(items: [], range: origin(inner)))
        }
    }

    /// Backticks within backticks: `\`` and `\\` lose their `\`, then the text is parsed by itself.
    private mutating func unescaped(_ range: Range<Int>) throws(ShellSyntaxError) -> CommandList {
        var plain: [Byte] = []
        var places: [Int] = []
        plain.reserveCapacity(range.count)
        places.reserveCapacity(range.count + 1)
        var place = range.lowerBound
        while place < range.upperBound {
            let byte = bytes[place]
            if byte == UInt8(ascii: "\\"), place + 1 < range.upperBound {
                let next = bytes[place + 1]
                places.append(origin(place..<place).lowerBound)
                if next != UInt8(ascii: "`"), next != UInt8(ascii: "\\"), next != UInt8(ascii: "$") {
                    plain.append(byte)
                    places.append(origin((place + 1)..<(place + 1)).lowerBound)
                }
                plain.append(next)
                place += 2
            } else {
                plain.append(byte)
                places.append(origin(place..<place).lowerBound)
                place += 1
            }
        }
        places.append(origin(place..<place).lowerBound)
        var inner = ShellGrammar(bytes: plain)
        inner.origins = places
        inner.depth = depth + 1
        guard inner.depth < ShellParser.depthLimit else { throw failure("nested too deep") }
        let list = try inner.optionalList()
        inner.skipLines()
        inner.checkHereDocuments()
        work &+= range.count + inner.work
        guard inner.position >= inner.end, inner.errors.isEmpty else {
            throw failure("the text in backticks is not understood")
        }
        for name in inner.commandNames { note(name) }
        placeholders += inner.placeholders
        uncertainties += inner.uncertainties
        comments += inner.comments
        return list
    }

    /// `${…}`.
    private mutating func braced(inDoubleQuotes: Bool) throws(ShellSyntaxError) -> WordPart {
        let start = position
        position += 2
        var isIndirect = false
        var operation = ""
        if current == UInt8(ascii: "#"), let next = byte(1), next != UInt8(ascii: "}"), next != UInt8(ascii: ":") {
            operation = "length"
            position += 1
        } else if current == UInt8(ascii: "!"), let next = byte(1), next != UInt8(ascii: "}") {
            isIndirect = true
            position += 1
        }
        let nameStart = position
        if let byte = current, Self.isNameByte(byte, first: false) {
            while position < end, Self.isNameByte(bytes[position], first: false) { position += 1 }
        } else if let byte = current {
            switch byte {
            case UInt8(ascii: "$") where self.byte(1) == UInt8(ascii: "(") || self.byte(1) == UInt8(ascii: "{"):
                doubt(.runtime, "a variable has no name", start..<(position + 1))
            case UInt8(ascii: "@"), UInt8(ascii: "*"), UInt8(ascii: "#"), UInt8(ascii: "?"), UInt8(ascii: "-"),
                UInt8(ascii: "$"), UInt8(ascii: "!"):
                position += 1
            default: doubt(.runtime, "a variable has no name", start..<min(position + 1, end))
            }
        }
        let name = text(nameStart..<position)
        var index: [WordPart]?
        if current == UInt8(ascii: "[") {
            let bracket = position
            position += 1
            index = try wordParts(until: .bracketInBrace)
            if current == UInt8(ascii: "]") {
                position += 1
            } else {
                doubt(.runtime, "a bad substitution", bracket..<position)
            }
        }
        checkContinuation()
        let operatorStart = position
        while let byte = current, Self.isParameterOperator(byte) { position += 1 }
        if operation.isEmpty { operation = text(operatorStart..<position) }
        let argument = try wordParts(until: inDoubleQuotes ? .braceInQuotes : .brace)
        guard current == UInt8(ascii: "}") else { throw failure("'}' is missing", from: start) }
        if operatorStart == position, !argument.isEmpty {
            doubt(.runtime, "a bad substitution", start..<position)
        }
        position += 1
        return .parameter(
            ParameterExpansion(
                name: name, isIndirect: isIndirect, index: index, operation: operation, argument: argument))
    }

    private static func isParameterOperator(_ byte: Byte) -> Bool {
        switch byte {
        case UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "?"),
            UInt8(ascii: "#"), UInt8(ascii: "%"), UInt8(ascii: "/"), UInt8(ascii: "^"), UInt8(ascii: ","),
            UInt8(ascii: "@"), UInt8(ascii: "~"), UInt8(ascii: "*"):
            true
        default: false
        }
    }

    /// The text between `((` and `))`, or nil when the parentheses turn out to be subshells; then nothing is read.
    /// - Parameter opening: bytes of what opens it: 2 for `((`, 3 for `$((`.
    mutating func arithmetic(opening: Int) throws(ShellSyntaxError) -> [WordPart]? {
        let start = position
        guard !notArithmetic.contains(start) else { return nil }
        let commentCount = comments.count
        let placeholderCount = placeholders.count
        let doubtCount = uncertainties.count
        position += opening
        let parts: [WordPart]?
        do throws(ShellSyntaxError) {
            parts = try arithmeticParts()
        } catch {
            parts = nil
        }
        if let parts { return parts }
        notArithmetic.insert(start)
        position = start
        comments.removeLast(comments.count - commentCount)
        placeholders.removeLast(placeholders.count - placeholderCount)
        uncertainties.removeLast(uncertainties.count - doubtCount)
        return nil
    }

    private mutating func arithmeticParts() throws(ShellSyntaxError) -> [WordPart]? {
        var parts: [WordPart] = []
        var open = 0
        var run = position
        while position < end {
            let byte = bytes[position]
            work &+= 1
            switch byte {
            case UInt8(ascii: "("):
                open += 1
                position += 1
            case UInt8(ascii: ")"):
                if open == 0 {
                    guard self.byte(1) == UInt8(ascii: ")") else { return nil }
                    if run < position { parts.append(.literal(text(run..<position))) }
                    position += 2
                    return parts
                }
                open -= 1
                position += 1
            case UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "\\"):
                if run < position { parts.append(.literal(text(run..<position))) }
                run = position
                if byte == UInt8(ascii: "\\") {
                    position += min(2, end - position)
                } else if byte == UInt8(ascii: "'") {
                    position += 1
                    while position < end, bytes[position] != UInt8(ascii: "'") { position += 1 }
                    position += position < end ? 1 : 0
                } else if byte == UInt8(ascii: "\"") {
                    parts.append(try nested { (grammar) throws(ShellSyntaxError) in try grammar.doubleQuoted() })
                    run = position
                } else if let part = try expansion(inDoubleQuotes: true) {
                    parts.append(part)
                    run = position
                } else {
                    position += 1
                }
            default:
                position += 1
            }
        }
        return nil
    }

    /// `'…'` behind a `$`, with its escapes decoded. A NUL ends the text, as it does in bash.
    private mutating func ansiQuoted() throws(ShellSyntaxError) -> String {
        let start = position
        position += 1
        var decoded: [Byte] = []
        while position < end, bytes[position] != UInt8(ascii: "'") {
            if bytes[position] == UInt8(ascii: "\\"), position + 1 < end {
                position += 1
                ANSIEscape.decode(bytes, at: &position, end: end, style: .quote, into: &decoded)
            } else {
                decoded.append(bytes[position])
                position += 1
            }
        }
        work &+= position - start
        guard position < end else { throw failure("the quote ' has no end", from: start) }
        position += 1
        if let nul = decoded.firstIndex(of: 0) { decoded.removeSubrange(nul...) }
        if let text = String(validating: decoded, as: UTF8.self) { return text }
        doubt(.runtime, "the bytes of $'…' are no text", start..<position)
        return String(decoding: decoded, as: UTF8.self)
    }
}
