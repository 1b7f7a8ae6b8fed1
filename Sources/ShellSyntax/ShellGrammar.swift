/// The recursive descent over the bytes of a text. This file holds its state and the productions from the script down to
/// the pipeline.
struct ShellGrammar {
    typealias Byte = UInt8

    let bytes: [Byte]
    /// Where each byte stands in the whole text, for a text in backticks that lost some `\`; empty when nothing did.
    var origins: [Int] = []
    /// One behind the last byte that may be read; less than `bytes.count` inside backticks.
    var end: Int
    var position = 0
    var depth = 0
    /// Bytes that were looked at, those that were looked at again included.
    var work = 0
    /// Inside `[[ … ]]`, where extended globs are always on.
    var isInTest = false
    var comments: [Range<Int>] = []
    var errors: [ShellSyntaxError] = []
    var uncertainties: [ShellUncertainty] = []
    var placeholders: [String] = []
    var commandNames: [String] = []
    private var seenNames: Set<String> = []
    /// Bodies of here-documents that were read ahead: the line end that they stand behind, and where reading goes on.
    var hereDocuments: [HereDocumentSpan] = []
    /// Where `((` was found to be two subshells, so that no place is tried twice.
    var notArithmetic: Set<Int> = []

    init(bytes: [Byte]) {
        self.bytes = bytes
        end = bytes.count
    }

    // MARK: Reading bytes

    var current: Byte? { position < end ? bytes[position] : nil }

    func byte(_ offset: Int) -> Byte? {
        let place = position + offset
        return place < end ? bytes[place] : nil
    }

    func has(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard position + count <= end else { return false }
        for offset in 0..<count where bytes[position + offset] != text.utf8Start[offset] { return false }
        return true
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// A range of these bytes as one of the whole text.
    func origin(_ range: Range<Int>) -> Range<Int> {
        guard !origins.isEmpty else { return range }
        return origins[range.lowerBound]..<origins[range.upperBound]
    }

    /// From `start` to here, in the whole text.
    func range(from start: Int) -> Range<Int> { origin(start..<position) }

    func failure(_ message: String, from start: Int? = nil) -> ShellSyntaxError {
        let from = min(start ?? position, position)
        return ShellSyntaxError(
            message: message, range: origin(from..<max(from, min(position + 1, end))), isAtEnd: position >= end)
    }

    mutating func doubt(_ kind: ShellUncertainty.Kind, _ message: String, _ range: Range<Int>) {
        uncertainties.append(ShellUncertainty(kind: kind, message: message, range: origin(range)))
    }

    /// A line that is continued here, where the next character could make another operator of this one. The shell joins
    /// the lines before it reads them; here the text counts as not understood.
    mutating func checkContinuation(_ offset: Int = 0) {
        guard byte(offset) == UInt8(ascii: "\\"), byte(offset + 1) == UInt8(ascii: "\n"),
            let next = byte(offset + 2), !Self.isBlank(next)
        else { return }
        doubt(
            .unread, "a line is continued in the middle of an operator or a name",
            (position + offset)..<(position + offset + 2))
    }

    static func isBlank(_ byte: Byte) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
    }

    mutating func nested<Value>(
        _ body: (inout ShellGrammar) throws(ShellSyntaxError) -> Value
    ) throws(ShellSyntaxError) -> Value {
        guard depth < ShellParser.depthLimit else {
            throw ShellSyntaxError(message: "nested too deep", range: origin(position..<end), isAtEnd: false)
        }
        depth += 1
        defer { depth -= 1 }
        return try body(&self)
    }

    /// Skips blanks, continued lines and a comment.
    mutating func skipBlanks() {
        while position < end {
            work &+= 1
            switch bytes[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"): position += 1
            case UInt8(ascii: "\\") where byte(1) == UInt8(ascii: "\n"): position += 2
            case UInt8(ascii: "\\") where position + 1 == bytes.count: position += 1
            case UInt8(ascii: "#"):
                let start = position
                while position < end, bytes[position] != UInt8(ascii: "\n") { position += 1 }
                work &+= position - start
                comments.append(range(from: start))
                return
            default: return
            }
        }
    }

    /// Skips blanks, comments and line ends, and the bodies of here-documents behind them.
    mutating func skipLines() {
        while true {
            skipBlanks()
            guard current == UInt8(ascii: "\n") else { return }
            newline()
        }
    }

    mutating func newline() {
        if let last = hereDocuments.indices.last, hereDocuments[last].newline == position {
            hereDocuments[last].wasPassed = true
            position = hereDocuments[last].resume
        } else {
            position += 1
        }
    }

    mutating func note(_ name: String) {
        if seenNames.insert(name).inserted { commandNames.append(name) }
    }

    // MARK: Script

    /// The whole text. Behind an error it goes on with the next line.
    mutating func script() -> CommandList {
        var items: [ListItem] = []
        while true {
            skipLines()
            guard position < end else { break }
            let start = position
            do throws(ShellSyntaxError) {
                items.append(try item())
                try separator(after: &items)
            } catch {
                errors.append(error)
                depth = 0
                guard errors.count < 16 else { break }
                position = start
                while position < end, bytes[position] != UInt8(ascii: "\n") { position += 1 }
            }
        }
        checkHereDocuments()
        return CommandList(items: items, range: span(items, or: position))
    }

    mutating func checkHereDocuments() {
        for document in hereDocuments where !document.wasPassed && document.newline < end {
            doubt(.unread, "where a here-document starts is unclear", document.newline..<document.resume)
        }
    }

    /// What stands behind a command at the top: `;`, `&` or the end of the line.
    private mutating func separator(after items: inout [ListItem]) throws(ShellSyntaxError) {
        guard let byte = current else { return }
        if byte == UInt8(ascii: "\n") { return }
        let inBackground = items[items.count - 1].inBackground
        if byte == UInt8(ascii: ";"), self.byte(1) != UInt8(ascii: ";"), !inBackground {
            position += 1
            items[items.count - 1].range =
                items[items.count - 1].range.lowerBound..<origin(position..<position).lowerBound
            return
        }
        if inBackground, byte != UInt8(ascii: ";") { return }
        throw failure("unexpected \(describe(byte))")
    }

    func describe(_ byte: Byte) -> String {
        byte == UInt8(ascii: "\n") ? "end of line" : "'\(Character(UnicodeScalar(byte)))'"
    }

    func span(_ items: [ListItem], or place: Int) -> Range<Int> {
        guard let first = items.first, let last = items.last else { return origin(place..<place) }
        return first.range.lowerBound..<max(first.range.lowerBound, last.range.upperBound)
    }

    /// The lines that `commands` stand on, each as one.
    func lines(of commands: CommandList) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        for item in commands.items {
            if let last = ranges.last, !hasNewline(from: last.upperBound, to: item.range.lowerBound) {
                ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, item.range.upperBound)
            } else {
                ranges.append(item.range)
            }
        }
        var index = 0
        for document in hereDocuments {
            while index + 1 < ranges.count, ranges[index + 1].lowerBound <= document.newline { index += 1 }
            guard index < ranges.count, ranges[index].lowerBound <= document.newline else { continue }
            ranges[index] = ranges[index].lowerBound..<max(ranges[index].upperBound, document.bodyEnd)
        }
        guard !errors.isEmpty else { return ranges }
        return ranges.filter { range in
            !errors.contains { $0.range.lowerBound < range.upperBound && range.lowerBound < $0.range.upperBound }
        }
    }

    private func hasNewline(from: Int, to: Int) -> Bool {
        guard from < to else { return false }
        return bytes[from..<to].contains(UInt8(ascii: "\n"))
    }

    // MARK: Lists and pipelines

    /// Commands up to a closing word or character, which is left to the caller. At least one command.
    mutating func list() throws(ShellSyntaxError) -> CommandList {
        let start = position
        var items: [ListItem] = []
        while true {
            skipLines()
            if position >= end || atListEnd() { break }
            items.append(try item())
            skipBlanks()
            guard let byte = current else { break }
            if byte == UInt8(ascii: "\n") { continue }
            if byte == UInt8(ascii: ";") {
                if self.byte(1) == UInt8(ascii: ";") || self.byte(1) == UInt8(ascii: "&") { break }
                guard !items[items.count - 1].inBackground else { throw failure("unexpected ';'") }
                position += 1
                continue
            }
            if byte == UInt8(ascii: ")") || items[items.count - 1].inBackground { continue }
            // Behind `)`, `}`, `fi` and their like the next closing word needs no `;`.
            if Self.endsInCompound(items[items.count - 1]), atListEnd() { break }
            throw failure("unexpected \(describe(byte))")
        }
        guard !items.isEmpty else { throw failure("a command should stand here", from: start) }
        return CommandList(items: items, range: span(items, or: start))
    }

    private static func endsInCompound(_ item: ListItem) -> Bool {
        guard let last = item.pipelines.last?.stages.last else { return false }
        switch last.kind {
        case .simple: return false
        case .function(_, let body): return body.redirections.isEmpty
        case .coprocess(let inner):
            if case .simple = inner.kind { return false }
            return inner.redirections.isEmpty
        default: return last.redirections.isEmpty
        }
    }

    /// Like `list`, but may be empty: arms of `case`, command substitutions.
    mutating func optionalList() throws(ShellSyntaxError) -> CommandList {
        skipLines()
        if position >= end || atListEnd() { return CommandList(items: [], range: position..<position) }
        return try list()
    }

    private func atListEnd() -> Bool {
        switch bytes[position] {
        case UInt8(ascii: ")"): return true
        case UInt8(ascii: "}"): return isWordEnd(1)
        case UInt8(ascii: ";"): return byte(1) == UInt8(ascii: ";") || byte(1) == UInt8(ascii: "&")
        case UInt8(ascii: "t"): return atKeyword("then")
        case UInt8(ascii: "e"): return atKeyword("elif") || atKeyword("else") || atKeyword("esac")
        case UInt8(ascii: "f"): return atKeyword("fi")
        case UInt8(ascii: "d"): return atKeyword("do") || atKeyword("done")
        default: return false
        }
    }

    func isWordEnd(_ offset: Int) -> Bool {
        guard let byte = byte(offset) else { return true }
        return Self.isMeta(byte)
    }

    func atKeyword(_ word: StaticString) -> Bool { has(word) && isWordEnd(word.utf8CodeUnitCount) }

    static func isMeta(_ byte: Byte) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: ";"), UInt8(ascii: "&"),
            UInt8(ascii: "|"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("), UInt8(ascii: ")"):
            true
        default: false
        }
    }

    mutating func item() throws(ShellSyntaxError) -> ListItem {
        let start = position
        var pipelines = [try pipeline()]
        var connectors: [ListItem.Connector] = []
        var last = pipelines[0].range.upperBound
        while true {
            skipBlanks()
            if has("&&") {
                connectors.append(.and)
            } else if has("||") {
                connectors.append(.or)
            } else {
                break
            }
            position += 2
            skipLines()
            pipelines.append(try pipeline())
            last = pipelines[pipelines.count - 1].range.upperBound
        }
        var background = false
        if current == UInt8(ascii: "&") {
            position += 1
            checkContinuation()
            last = origin(position..<position).lowerBound
            background = true
        }
        return ListItem(
            pipelines: pipelines, connectors: connectors, inBackground: background,
            range: origin(start..<start).lowerBound..<last)
    }

    mutating func pipeline() throws(ShellSyntaxError) -> Pipeline {
        skipBlanks()
        let start = position
        var negated = false
        var timed = false
        while true {
            if current == UInt8(ascii: "!"), isWordEnd(1) {
                if byte(1) == UInt8(ascii: "(") {
                    doubt(.option, "whether '!(' starts a pattern depends on a shell option", position..<(position + 2))
                }
                negated = true
                position += 1
            } else if atKeyword("time") {
                timed = true
                position += 4
                skipBlanks()
                if has("-p"), isWordEnd(2) { position += 2 }
                skipBlanks()
                if has("--"), isWordEnd(2) { position += 2 }
            } else {
                break
            }
            skipBlanks()
        }
        if timed || negated, atPipelineEnd() {
            let none = SimpleCommand(assignments: [], words: [])
            let command = Command(kind: .simple(none), redirections: [], range: range(from: position))
            return Pipeline(isNegated: negated, isTimed: timed, stages: [command], range: range(from: start))
        }
        var stages = [try nested { (grammar) throws(ShellSyntaxError) in try grammar.command() }]
        var last = stages[0].range.upperBound
        while true {
            skipBlanks()
            guard current == UInt8(ascii: "|"), byte(1) != UInt8(ascii: "|") else { break }
            position += byte(1) == UInt8(ascii: "&") ? 2 : 1
            checkContinuation()
            skipLines()
            if current == UInt8(ascii: "!"), isWordEnd(1) {
                throw failure("'!' can only stand before all of a pipeline")
            }
            stages.append(try nested { (grammar) throws(ShellSyntaxError) in try grammar.command() })
            last = stages[stages.count - 1].range.upperBound
        }
        return Pipeline(
            isNegated: negated, isTimed: timed, stages: stages, range: origin(start..<start).lowerBound..<last)
    }

    private func atPipelineEnd() -> Bool {
        guard let byte = current else { return true }
        return byte == UInt8(ascii: "\n") || byte == UInt8(ascii: ";")
    }
}
