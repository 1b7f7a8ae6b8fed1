/// Assignments and arrays.
extension ShellGrammar {
    /// What a name at the start of a command turns out to be.
    enum AssignmentOrWord {
        case assignment(Assignment)
        /// `name[…]` without a `=` behind it: a word after all, blanks within the brackets included.
        case word(ShellWord)
    }

    /// An assignment, or a word that starts like one; nil for anything else, then nothing is read.
    mutating func assignmentOrIndexedWord() throws(ShellSyntaxError) -> AssignmentOrWord? {
        let start = position
        guard let first = current, Self.isNameByte(first, first: true) else { return nil }
        var place = position
        while place < end, Self.isNameByte(bytes[place], first: false) { place += 1 }
        work &+= place - start
        guard place < end else { return nil }
        let name = start..<place
        var index: [WordPart]?
        if bytes[place] == UInt8(ascii: "[") {
            position = place + 1
            index = try nested { (grammar) throws(ShellSyntaxError) in try grammar.wordParts(until: .bracket) }
            guard position < end else { throw failure("']' is missing", from: place) }
            position += 1
            place = position
        }
        var isAppend = false
        if place + 1 < end, bytes[place] == UInt8(ascii: "+"), bytes[place + 1] == UInt8(ascii: "=") {
            isAppend = true
            place += 1
        }
        guard place < end, bytes[place] == UInt8(ascii: "=") else {
            guard let index else {
                position = start
                return nil
            }
            let parts = [.literal(text(name) + "[")] + index + [.literal("]")] + (try wordParts(until: .meta))
            return .word(ShellWord(parts: parts, range: range(from: start)))
        }
        position = place + 1
        checkContinuation()
        let valueStart = position
        let parts: [WordPart]
        if current == UInt8(ascii: "(") {
            parts = [try nested { (grammar) throws(ShellSyntaxError) in try grammar.array() }]
        } else {
            parts = try wordParts(until: .meta)
        }
        return .assignment(
            Assignment(
                name: text(name), index: index, isAppend: isAppend,
                value: ShellWord(parts: parts, range: range(from: valueStart)), range: range(from: start)))
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
            if current == UInt8(ascii: "[") {
                words.append(try indexedElement())
                continue
            }
            guard let word = try word() else { throw failure("unexpected \(describe(bytes[position]))") }
            words.append(word)
        }
    }

    /// `[index]=value` in an array: blanks may stand in the index.
    private mutating func indexedElement() throws(ShellSyntaxError) -> ShellWord {
        let start = position
        position += 1
        let index = try nested { (grammar) throws(ShellSyntaxError) in try grammar.wordParts(until: .bracket) }
        guard position < end else { throw failure("']' is missing", from: start) }
        position += 1
        let value = try wordParts(until: .meta)
        return ShellWord(parts: [.literal("[")] + index + [.literal("]")] + value, range: range(from: start))
    }
}
