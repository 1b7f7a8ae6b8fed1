/// Redirections.
extension ShellGrammar {
    /// A redirection, or nil where none starts.
    mutating func redirection() throws(ShellSyntaxError) -> Redirection? {
        let start = position
        var place = position
        while place < end, Self.isDigit(bytes[place]) { place += 1 }
        var descriptor: Int?
        var variable: String?
        if place > start {
            guard place < end, bytes[place] == UInt8(ascii: "<") || bytes[place] == UInt8(ascii: ">") else {
                return nil
            }
            // A number that no descriptor can have is a word.
            descriptor = Int32(text(start..<place)).map(Int.init)
            if descriptor == nil { return nil }
        } else if current == UInt8(ascii: "{"), let behind = descriptorVariable() {
            variable = text((start + 1)..<(behind - 1))
            place = behind
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
        if place == start, let range = placeholderRange(), isPlaceholderEnd(range.upperBound) {
            position = start
            return nil
        }
        let operation = operatorHere()
        position += operation.rawValue.utf8.count
        checkContinuation()
        skipBlanks()
        let targetStart = position
        guard let target = try word() else { throw failure("a file name is missing behind '\(operation.rawValue)'") }
        var body: [WordPart] = []
        if operation == .hereDocument || operation == .hereDocumentStripped {
            body = try hereDocument(
                delimiter: targetStart..<position, stripsTabs: operation == .hereDocumentStripped)
        }
        return Redirection(
            descriptor: descriptor, variable: variable, operation: operation, target: target, body: body,
            range: range(from: start))
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
}
