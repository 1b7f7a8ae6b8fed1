import ByteText

/// A command over one or more lines, or a comment on a line of its own.
struct LogicalLine: Hashable, Sendable {
    /// Word for word, inner line ends included; without a comment at the end.
    var text: String
    /// Index of the first and last line.
    var lines: ClosedRange<Int>
    var isComment = false
    /// The comment after the command, without its `#`.
    var trailingComment: String?
}

/// Joins lines that belong to one command: continuations, open quotes and brackets, loops, here-documents.
struct ShellLines {
    private let lines: [String]
    /// Quotes that did not close by the end of the block: from then on a quote ends with its line.
    private var quotesEndWithLine = false
    /// How often something did not close by the end of the block.
    private var failures = 0
    /// After so many nothing is looked for in further lines: each look reads the block to its end.
    private static let maximumFailures = 8

    /// The commands and comments of a block, in order.
    static func join(_ lines: [String]) -> [LogicalLine] {
        var reader = ShellLines(lines: lines)
        return reader.run()
    }

    private init(lines: [String]) { self.lines = lines }

    private mutating func run() -> [LogicalLine] {
        var result: [LogicalLine] = []
        var index = 0
        while index < lines.count {
            let text = lines[index].trimmedSpace
            if text.isEmpty {
                index += 1
            } else if text.hasPrefix("#") {
                result.append(
                    LogicalLine(
                        text: String(text.drop { $0 == "#" }.trimmedSpace), lines: index...index, isComment: true))
                index += 1
            } else {
                result.append(command(from: &index))
            }
        }
        return result
    }

    private mutating func command(from index: inout Int) -> LogicalLine {
        let first = index
        var scanner = ShellContinuation(quotesEndWithLine: quotesEndWithLine)
        while index < lines.count {
            scanner.feed(lines[index])
            index += 1
            let isOpen = failures < Self.maximumFailures ? scanner.wantsMore : scanner.endsWithContinuation
            if !isOpen, !nextLineContinues(index) { break }
        }
        if failures < Self.maximumFailures, scanner.wantsMore, index > first + 1 {
            failures += 1
            // Nothing closed it: an apostrophe in output, or a fragment. Take one line, and trust quotes no more.
            quotesEndWithLine = true
            index = first
            scanner = ShellContinuation(quotesEndWithLine: true)
            while index < lines.count {
                scanner.feed(lines[index])
                index += 1
                if !scanner.endsWithContinuation { break }
            }
        }
        var parts = Array(lines[first..<index])
        var comment: String?
        if let cut = scanner.commentStart, let last = parts.popLast() {
            let bytes = Array(last.utf8)
            comment = String(String(decoding: bytes[(cut + 1)...], as: UTF8.self).trimmedSpace)
            parts.append(String(decoding: bytes[..<cut], as: UTF8.self))
        }
        let text = parts.joined(separator: "\n").trimmedSpace
        return LogicalLine(text: String(text), lines: first...(index - 1), trailingComment: comment)
    }

    /// Whether the next line begins with an operator that joins it to this one.
    private func nextLineContinues(_ index: Int) -> Bool {
        guard index < lines.count else { return false }
        let text = lines[index].trimmedSpace
        if text.hasPrefix("| ") || text.hasPrefix("&& ") || text.hasPrefix("|| ") { return true }
        // A line of flags belongs to the command above, whether or not the backslash was forgotten.
        guard text.hasPrefix("--"), text.utf8.dropFirst(2).first?.isSmall == true else { return false }
        return !lines[index - 1].trimmedSpace.isEmpty
    }
}

/// Follows shell text line by line and says whether a command is still open.
private struct ShellContinuation {
    let quotesEndWithLine: Bool
    private var quote: UInt8 = 0
    private var parentheses = 0
    private var keywords = 0
    private var hereDocuments: [(end: String, stripsTabs: Bool)] = []
    private(set) var endsWithContinuation = false
    /// Offset of the `#` of a comment in the last line.
    private(set) var commentStart: Int?

    init(quotesEndWithLine: Bool) { self.quotesEndWithLine = quotesEndWithLine }

    var wantsMore: Bool {
        endsWithContinuation || quote != 0 || parentheses > 0 || keywords > 0 || !hereDocuments.isEmpty
    }

    mutating func feed(_ line: String) {
        endsWithContinuation = false
        commentStart = nil
        if let here = hereDocuments.first, quote == 0 {
            let text = here.stripsTabs ? Substring(line).drop { $0 == "\t" } : Substring(line)
            if text.trimmedSpace == Substring(here.end) { hereDocuments.removeFirst() }
            return
        }
        let bytes = Array(line.utf8)
        var position = 0
        var atCommand = quote == 0
        var lastSignificant: UInt8 = 0
        while position < bytes.count {
            let byte = bytes[position]
            if quote != 0 {
                if byte == UInt8(ascii: "\\"), quote != UInt8(ascii: "'") {
                    position += 2
                    continue
                }
                if byte == quote { quote = 0 }
                lastSignificant = byte
                position += 1
                continue
            }
            switch byte {
            case 0x20, 0x09:
                position += 1
                continue
            case UInt8(ascii: "\\"):
                if position == bytes.count - 1 { endsWithContinuation = true }
                position += 2
                atCommand = false
            case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
                quote = byte
                position += 1
                atCommand = false
            case UInt8(ascii: "#") where position == 0 || bytes[position - 1] <= 0x20:
                commentStart = position
                position = bytes.count
                continue
            case UInt8(ascii: "("):
                parentheses += 1
                position += 1
                atCommand = true
            case UInt8(ascii: ")"):
                parentheses = max(0, parentheses - 1)
                position += 1
                // The body of a function, or of a pattern in a `case`.
                atCommand = true
            case UInt8(ascii: "<") where isHereDocument(bytes, position):
                position = takeHereDocument(bytes, position + 2)
                atCommand = false
            case UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: "&"):
                position += 1
                atCommand = true
            default:
                position = word(bytes, position, &atCommand)
            }
            lastSignificant = byte
        }
        if quote != 0, quotesEndWithLine { quote = 0 }
        if commentStart == nil, !endsWithContinuation, quote == 0 { endsWithOperator(bytes, lastSignificant) }
    }

    private mutating func endsWithOperator(_ bytes: [UInt8], _ last: UInt8) {
        guard last == UInt8(ascii: "|") || last == UInt8(ascii: "&") else { return }
        let trimmed = bytes.reversed().drop { $0 <= 0x20 }
        guard trimmed.first == last else { return }
        endsWithContinuation = last == UInt8(ascii: "|") || trimmed.dropFirst().first == UInt8(ascii: "&")
    }

    private func isHereDocument(_ bytes: [UInt8], _ position: Int) -> Bool {
        guard position + 2 < bytes.count, bytes[position + 1] == UInt8(ascii: "<") else { return false }
        return bytes[position + 2] != UInt8(ascii: "<")
            && !(position > 0 && bytes[position - 1] == UInt8(ascii: "<")) && parentheses < 2
    }

    private mutating func takeHereDocument(_ bytes: [UInt8], _ start: Int) -> Int {
        var position = start
        var stripsTabs = false
        if position < bytes.count, bytes[position] == UInt8(ascii: "-") {
            stripsTabs = true
            position += 1
        }
        while position < bytes.count, bytes[position] == 0x20 { position += 1 }
        let begin = position
        let quotes: [UInt8] = [UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "\\")]
        while position < bytes.count, bytes[position] > 0x20, bytes[position] != UInt8(ascii: "|"),
            bytes[position] != UInt8(ascii: ";"), bytes[position] != UInt8(ascii: ">")
        {
            position += 1
        }
        let name = bytes[begin..<position].filter { !quotes.contains($0) }
        let isName = name.allSatisfy { $0.isLetter || $0 == 0x5F || $0.isDigit }
        if !name.isEmpty, isName { hereDocuments.append((String(decoding: name, as: UTF8.self), stripsTabs)) }
        return position
    }

    private static let wordEnds: ByteSet = " \t;|&()'\"`\\<"

    private mutating func word(_ bytes: [UInt8], _ start: Int, _ atCommand: inout Bool) -> Int {
        var position = start
        repeat { position += 1 } while position < bytes.count && !Self.wordEnds.contains(bytes[position])
        guard atCommand, position - start <= 8 else {
            atCommand = false
            return position
        }
        switch String(decoding: bytes[start..<position], as: UTF8.self) {
        case "for", "while", "until", "if", "case", "select", "{":
            keywords += 1
            atCommand =
                bytes[start] != UInt8(ascii: "f") && bytes[start] != UInt8(ascii: "c")
                && bytes[start] != UInt8(ascii: "s")
        case "done", "fi", "esac", "}":
            keywords = max(0, keywords - 1)
            atCommand = false
        case "do", "then", "else", "elif", "!", "time": atCommand = true
        default: atCommand = false
        }
        return position
    }
}
