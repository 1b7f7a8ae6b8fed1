import ByteText
import JSONTree

/// Reads what was typed in a terminal recording (asciicast version 1, 2 and 3).
enum CastReader {
    static func blocks(_ text: String) -> [DocumentBlock] {
        var screen = TerminalText()
        let lines = text.parts(between: "\n", omittingEmpty: true)
        if let first = lines.first, lines.count == 1 || !first.hasSuffix("}"), let document = parse(text),
            let frames = document["stdout"]?.array
        {
            for frame in frames { if let output = frame[1]?.string { screen.feed(output) } }
        } else {
            for line in lines.dropFirst() {
                guard let event = parse(String(line)), event[1]?.string == "o", let output = event[2]?.string else {
                    continue
                }
                screen.feed(output)
            }
        }
        var blocks: [DocumentBlock] = []
        for (index, line) in screen.lines.enumerated() {
            guard let prompt = Prompt(line) ?? Prompt.bare(line), !prompt.rest.isEmpty, prompt.kind != .angle else {
                continue
            }
            let command = String(prompt.rest)
            guard !["exit", "clear", "logout"].contains(command), CommandShape().judge(command) >= .weak else {
                continue
            }
            blocks.append(.code(CodeBlock(language: "bash", lines: [command], firstLine: index + 1, isFenced: true)))
        }
        return blocks
    }

    /// A line of a recording that can't be read is passed over.
    private static func parse(_ text: String) -> JSONValue? {
        do { return try JSONValue(parsing: text) } catch { return nil }
    }
}

extension Prompt {
    /// Prompts of recordings with colours and paths: the command follows the first `$ `, `# `, `❯ ` or `> `.
    fileprivate static func bare(_ line: String) -> Prompt? {
        for mark in ["$ ", "❯ ", "➜ ", "% "] {
            guard let place = line.firstRange(of: mark), line.distance(from: line.startIndex, to: place.lowerBound) < 60
            else { continue }
            return Prompt("$ " + line[place.upperBound...])
        }
        return nil
    }
}

/// The text that a terminal shows, line by line, without colours; backspaces and carriage returns obeyed.
struct TerminalText {
    private(set) var lines: [String] = []
    private var current: [UnicodeScalar] = []
    private var column = 0
    private var escape: [UnicodeScalar]?

    mutating func feed(_ output: String) {
        guard lines.count < 100_000 else { return }
        for scalar in output.unicodeScalars { feed(scalar) }
    }

    private mutating func feed(_ scalar: UnicodeScalar) {
        if var sequence = escape {
            sequence.append(scalar)
            escape = finished(sequence) ? nil : sequence
            return
        }
        switch scalar.value {
        case 0x1B: escape = []
        case 0x0A:
            lines.append(String(String.UnicodeScalarView(current)))
            current = []
            column = 0
        case 0x0D: column = 0
        case 0x08: column = max(0, column - 1)
        case 0..<0x20, 0x7F: break
        default:
            if column < current.count {
                current[column] = scalar
            } else if current.count < 4096 {
                current.append(scalar)
            }
            column = min(column + 1, current.count)
        }
    }

    /// Whether an escape sequence is whole; carries out the ones that erase.
    private mutating func finished(_ sequence: [UnicodeScalar]) -> Bool {
        guard let first = sequence.first, let last = sequence.last else { return false }
        if first == "[" {
            guard sequence.count > 1, last.value >= 0x40, last.value <= 0x7E else { return sequence.count > 64 }
            if last == "K" { current.removeSubrange(min(column, current.count)...) }
            return true
        }
        if first == "]" { return last.value == 0x07 || (sequence.count > 2 && last == "\\") || sequence.count > 2048 }
        if first == "(" || first == ")" || first == "#" { return sequence.count > 1 }
        return true
    }
}
