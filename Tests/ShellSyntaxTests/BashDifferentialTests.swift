import BotTestKit
import Foundation
import JSONTree
import ShellSyntax
import Testing

/// `bash -n` reads a text without running it: whatever it accepts, the grammar must accept, and the other way round.
@Suite("Against bash", .enabled(if: BashOracle.isThere))
struct BashDifferentialTests {
    /// How many texts are generated; more with `DD0C_DIFFERENTIAL=100000`.
    static let count = ProcessInfo.processInfo.environment["DD0C_DIFFERENTIAL"].flatMap(Int.init) ?? 600
    static let seed = ProcessInfo.processInfo.environment["DD0C_SEED"].flatMap(UInt64.init) ?? 11

    /// Texts on which grammar and bash disagree, what is no disagreement left out: placeholders, which bash would take for
    /// redirections, extended globs, which depend on an option, and what the grammar says it did not look into.
    static func disagreements(_ texts: [String]) throws -> (texts: [String], compared: Int, accepted: Int) {
        let scripts = texts.map { ShellParser().parse($0) }
        let verdicts = try BashOracle.accepts(texts)
        try #require(verdicts.count == texts.count)
        var wrong: [Int] = []
        var compared = 0
        for (index, script) in scripts.enumerated() {
            if script.uncertainties.contains(where: { $0.kind == .placeholder || $0.kind == .unread }) { continue }
            compared += 1
            if script.isComplete != verdicts[index], !isQuirk(texts[index], accepted: verdicts[index]) {
                wrong.append(index)
            }
        }
        let withGlobs = try BashOracle.accepts(wrong.map { texts[$0] }, extendedGlobs: true)
        let remaining = zip(wrong, withGlobs).filter { index, verdict in
            !(scripts[index].uncertainties.contains { $0.kind == .option } && scripts[index].isComplete == verdict)
        }
        return (
            try remaining.prefix(6).map { index, _ in
                let text = try shrunk(texts[index])
                return "bash \(verdicts[index] ? "accepts" : "refuses") \(text.debugDescription): "
                    + (ShellParser().parse(text).errors.first?.message ?? "no error here")
            } + (remaining.count > 6 ? ["and \(remaining.count - 6) more"] : []), compared, verdicts.count { $0 }
        )
    }

    /// Faults of bash 5.2: it stops reading in silence behind a `for ((` that has no end, and, within a substitution, it
    /// refuses some arrays and a subshell behind `time`, both of which it takes elsewhere.
    private static func isQuirk(_ text: String, accepted: Bool) -> Bool {
        if accepted { return text.contains("for ((") || text.contains("for((") || text.contains("$(()") }
        let isNested = text.contains("$(") || text.contains("<(") || text.contains(">(")
        return isNested && (text.contains("=(") || text.contains("time(") || text.contains("time ("))
    }

    /// A shorter text on which they still disagree in the same way.
    private static func shrunk(_ text: String) throws -> String {
        let isComplete = ShellParser().parse(text).isComplete
        var best = Array(text)
        var size = max(1, best.count / 2)
        for _ in 0..<40 {
            let candidates = stride(from: 0, to: best.count, by: max(1, size / 2)).prefix(60).map { start in
                String(best[..<start] + best[min(best.count, start + size)...])
            }.filter { candidate in
                let script = ShellParser().parse(candidate)
                return !candidate.isEmpty && candidate.count < best.count
                    && !isQuirk(candidate, accepted: !isComplete) && script.isComplete == isComplete
                    && !script.uncertainties.contains { $0.kind == .placeholder || $0.kind == .unread }
            }
            let verdicts = try BashOracle.accepts(candidates)
            if let found = zip(candidates, verdicts).first(where: { $0.1 != isComplete })?.0 {
                best = Array(found)
            } else if size == 1 {
                break
            } else {
                size = max(1, size / 2)
            }
        }
        return String(best)
    }

    @Test("generated texts")
    func generated() throws {
        var generator = ScriptGenerator(seed: Self.seed)
        var left = Self.count
        while left > 0 {
            let texts = (0..<min(left, 2000)).map { _ in generator.script() }
            left -= texts.count
            let (wrong, compared, accepted) = try Self.disagreements(texts)
            #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(20).joined(separator: "\n"))")
            // The generator must make enough of both kinds.
            #expect(compared > texts.count / 2)
            #expect(accepted > texts.count / 4 && accepted < texts.count * 19 / 20)
        }
    }

    @Test("commands of the corpus")
    func corpus() throws {
        var texts: [String] = []
        for line in String(decoding: Corpus.bytes("risk/commands.jsonl") ?? [], as: UTF8.self).split(separator: "\n") {
            let row = try JSONValue(parsing: String(line))
            if row["kind"]?.string ?? "shell" == "shell", let command = row["command"]?.string { texts.append(command) }
        }
        for name in Corpus.names(in: "runbooks") where name.hasSuffix(".md") {
            texts += Self.fences(String(decoding: Corpus.bytes("runbooks/\(name)") ?? [], as: UTF8.self))
        }
        guard !texts.isEmpty else { return }
        let (wrong, compared, _) = try Self.disagreements(texts)
        #expect(wrong.isEmpty, "\(wrong.count) of \(compared): \(wrong.prefix(20).joined(separator: "\n"))")
    }

    /// The fenced blocks of a document, each as a whole and line by line, whatever language they are in: the grammar must
    /// agree on what is no shell, too.
    static func fences(_ document: String) -> [String] {
        var texts: [String] = []
        var block: [Substring]?
        for line in document.split(separator: "\n", omittingEmptySubsequences: false) {
            let trimmed = line.drop { $0 == " " }
            if trimmed.hasPrefix("```") {
                if let lines = block, !lines.isEmpty {
                    texts.append(lines.joined(separator: "\n"))
                    if lines.count > 1 { texts += lines.filter { !$0.isEmpty }.map(String.init) }
                }
                block = block == nil ? [] : nil
            } else {
                block?.append(line)
            }
        }
        return texts
    }

    // MARK: Words

    /// The text of a word without expansions; nil for any other.
    static func staticText(_ parts: [WordPart]) -> String? {
        var text = ""
        for part in parts {
            switch part {
            case .literal(let piece), .quoted(let piece): text += piece
            case .doubleQuoted(let inner):
                guard let inner = staticText(inner) else { return nil }
                text += inner
            default: return nil
            }
        }
        return text
    }

    /// The words of a command that is one line of static words.
    static func staticWords(_ text: String) -> [String]? {
        let script = ShellParser().parse(text)
        guard script.errors.isEmpty, script.uncertainties.isEmpty, script.comments.isEmpty,
            script.commands.items.count == 1, script.commands.items[0].pipelines.count == 1,
            script.commands.items[0].pipelines[0].stages.count == 1, !script.commands.items[0].inBackground,
            case .simple(let simple) = script.commands.items[0].pipelines[0].stages[0].kind,
            simple.assignments.isEmpty, script.commands.items[0].pipelines[0].stages[0].redirections.isEmpty
        else { return nil }
        var words: [String] = []
        for word in simple.words {
            guard let text = staticText(word.parts), !text.contains("~") else { return nil }
            words.append(text)
        }
        return words
    }

    @Test("static words are split and unquoted as bash does it")
    func words() throws {
        var random = SeededRandom(seed: Self.seed)
        let pieces = [
            "a", "bc", "0", "-x", "=", ":", ",", "é", "%", "'a b'", "''", "\"\"", "\"a  b\"", "\"\\\"\"", "\"\\$\"",
            "\"\\a\"",
            "\"\\\\\"", "\\ ", "\\\\", "\\'", "\\\"", "\\a", "\\\n", "$'a\\tb'", "$'\\x41'", "$'\\101'", "$'\\0101'",
            "$'\\''",
            "$'\\\"'", "$'\\u00e9'", "$'\\cB'", "$'\\e['", "$'\\q'", "$'a\\0b'c", "$'\\x{41}'", "$\"d\"", "{", "}",
            "{b,c}",
            "[x]", "*", "?", "'\\'", "\"'\"", "'\"'", "\"a\\\nb\"", "#", "a#", "$", "\"$\"", "$'\\c?'", "!", "@", "^",
            "+",
            "$'\\?'", "$'\\81'", "$'\\xg'", "$'\\u12'", "]", "\"\\`\"", "\\$", "\\`", "\\(", "\\;", "\\&", "\\|", "\\<",
            "\\#",
        ]
        var texts: [String] = []
        while texts.count < Self.count * 5 {
            let words = (0...random.number(in: 0..<4)).map { _ in
                (0...random.number(in: 0..<4)).map { _ in random.pick(pieces) }.joined()
            }
            texts.append(words.joined(separator: random.pick([" ", "  ", "\t", " \\\n "])))
        }
        try Self.compareWords(texts)
    }

    @Test("words of real commands are those that bash sees")
    func corpusWords() throws {
        var texts: [String] = []
        for line in String(decoding: Corpus.bytes("risk/commands.jsonl") ?? [], as: UTF8.self).split(separator: "\n") {
            if let command = try JSONValue(parsing: String(line))["command"]?.string { texts.append(command) }
        }
        // What could run anything is not printed, whatever the grammar says of it.
        texts.removeAll { $0.contains("$(") || $0.contains("`") || $0.contains("<(") || $0.contains(">(") }
        try Self.compareWords(texts)
    }

    private static func compareWords(_ texts: [String]) throws {
        let known = texts.compactMap { text in staticWords("x " + text).map { (text, Array($0.dropFirst())) } }
        guard !known.isEmpty else { return }
        let seen = try BashOracle.words(of: known.map(\.0))
        try #require(seen.count == known.count)
        // `printf '%s\0'` without words prints one empty one.
        let wrong = zip(known, seen).filter { known, seen in (known.1.isEmpty ? [""] : known.1) != seen }
        #expect(
            wrong.isEmpty,
            "\(wrong.count) of \(known.count): \(wrong.prefix(12).map { "\($0.0.debugDescription) \($0.1) \($1)" })")
    }
}
