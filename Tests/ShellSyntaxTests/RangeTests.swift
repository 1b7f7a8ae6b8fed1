import BotTestKit
import ShellSyntax
import Testing

@Suite("Places in the text")
struct RangeTests {
    @Test("every node lies within the one around it, and words stand where they say")
    func nested() {
        var generator = ScriptGenerator(seed: 23)
        var words = 0
        for _ in 0..<800 {
            let text = generator.script()
            let script = ShellParser().parse(text)
            let bytes = Array(text.utf8)
            var wrong: [String] = []
            var walk = TreeWalk { range, parent, kind in
                if range.lowerBound < parent.lowerBound || range.upperBound > parent.upperBound {
                    wrong.append("\(kind) \(range) outside \(parent)")
                }
            }
            walk.visitWord = { word in
                guard let known = BashDifferentialTests.staticText(word.parts) else { return }
                words += 1
                let piece = String(decoding: bytes[word.range], as: UTF8.self)
                // Within backticks a word stands with the `\` that it loses.
                guard !text.contains("`"), !text.contains("[["), !piece.isEmpty, !piece.hasPrefix("#") else { return }
                let again = ShellParser().parse("x " + piece).commands.items.first?.pipelines.first?.stages.first?.kind
                if case .simple(let simple)? = again, simple.words.count == 2 {
                    if BashDifferentialTests.staticText(simple.words[1].parts) != known {
                        wrong.append("word \(piece)")
                    }
                } else if !["(", ")", "!", "&&", "||", "<", ">"].contains(piece) {
                    wrong.append("no word \(piece)")
                }
            }
            walk.walk(script.commands, in: 0..<bytes.count)
            #expect(wrong.isEmpty, "\(text.debugDescription) \(wrong)")
        }
        #expect(words > 1000)
    }

    @Test("words in nested backticks have places in the whole text")
    func backticks() {
        let text = "echo a `ls b \\`pwd \"c d\"\\` e` f"
        var found: [String] = []
        let bytes = Array(text.utf8)
        var walk = TreeWalk { _, _, _ in }
        walk.visitWord = { found.append(String(decoding: bytes[$0.range], as: UTF8.self)) }
        walk.walk(ShellParser().parse(text).commands, in: 0..<bytes.count)
        #expect(
            found == [
                "echo", "a", "`ls b \\`pwd \"c d\"\\` e`", "ls", "b", "\\`pwd \"c d\"\\`", "pwd", "\"c d\"", "e", "f",
            ])
    }

    @Test("errors and doubts say where they are")
    func errors() {
        let text = "ls\necho 'a\n"
        let error = ShellParser().parse(text).errors[0]
        #expect(error.range.lowerBound == 8)
        #expect(error.isAtEnd)
        let doubt = ShellParser().parse("ls @(a|b) c").uncertainties[0]
        #expect(doubt.range == 3..<9)
        #expect(doubt.kind == .option)
    }
}

@Suite("Cost")
struct ShellCostTests {
    /// Texts that make a parser with backtracking slow, by their number of pieces.
    static let shapes: [(name: String, make: @Sendable (Int) -> String)] = [
        ("words", { String(repeating: "word ", count: $0) }),
        ("commands", { String(repeating: "ls -l | wc;\n", count: $0) }),
        ("half indices", { String(repeating: "a[x;", count: $0) }),
        ("half arithmetic", { String(repeating: "((a\n", count: $0) }),
        ("failing arithmetic", { String(repeating: "echo $((1) );", count: $0) }),
        ("arithmetic in arithmetic", { String(repeating: "echo $((1 + $((2 + $((3 + 4)) )) ));", count: $0) }),
        ("failing arithmetic in itself", { String(repeating: "echo $((a $((b $((c) ) ) ) ) );", count: $0) }),
        ("half quotes", { String(repeating: "echo \"a\n", count: $0) }),
        ("half substitutions", { String(repeating: "echo $(a\n", count: $0) }),
        ("backticks", { String(repeating: "`ls \\`a\\` b` ", count: $0) }),
        ("here-documents", { String(repeating: "cat <<E\nx\nE\n", count: $0) }),
        (
            "here-documents on one line",
            { String(repeating: "cat <<E;", count: $0) + "\n" + String(repeating: "x\nE\n", count: $0) }
        ),
        ("here-documents without end", { String(repeating: "cat <<E\n", count: $0) }),
        ("braces", { String(repeating: "{{a ", count: $0) }),
        ("open braces", { "echo " + String(repeating: "{", count: $0) }),
        ("placeholders", { String(repeating: "<a-b ", count: $0) }),
        ("digits", { String(repeating: "1", count: $0) }),
        ("assignments", { String(repeating: "a=1 ", count: $0) }),
        ("arrays", { "x=(" + String(repeating: "[a]=b ", count: $0) + ")" }),
        ("comments", { String(repeating: "# a 'b\n", count: $0) }),
        ("continuations", { "ls " + String(repeating: "a\\\nb ", count: $0) }),
        ("cases", { "case x in " + String(repeating: "a) ls;; ", count: $0) + "esac" }),
        ("tests", { "[[ " + String(repeating: "a == b && ", count: $0) + "c ]]" }),
        (
            "deep, again and again",
            { count in
                let deep = String(repeating: "$(echo ", count: 10) + "a" + String(repeating: ")", count: 10)
                return String(repeating: "echo \(deep);", count: count / 10 + 1)
            }
        ),
        (
            "too deep, again and again",
            { String(repeating: "echo " + String(repeating: "$(", count: 60) + "\n", count: $0 / 40 + 1) }
        ),
        ("deep indices", { String(repeating: "a[$(a[$(a[$(b)])])] ;", count: $0) }),
        ("quotes in substitutions", { String(repeating: "\"$(echo \"$(echo \"a\")\")\" ", count: $0) }),
        ("escapes", { "echo " + String(repeating: "\\a", count: $0) }),
        ("expressions", { "(( " + String(repeating: "(1+", count: $0) + String(repeating: ")", count: $0) + " ))" }),
    ]

    @Test("ten times the text costs at most twelve times the work", arguments: shapes.indices)
    func linear(_ index: Int) {
        let (name, make) = Self.shapes[index]
        let parser = ShellParser()
        let small = parser.parse(make(400))
        let large = parser.parse(make(4000))
        #expect(small.work > 0)
        let lengths = Double(large.text.utf8.count) / Double(small.text.utf8.count)
        #expect(
            Double(large.work) <= Double(small.work) * lengths * 1.2 + 2000,
            "\(name): \(small.work) bytes looked at, then \(large.work)")
        // No byte is looked at more than a bounded number of times.
        #expect(large.work <= large.text.utf8.count * 64 + 4096, "\(name): \(large.work) of \(large.text.utf8.count)")
    }
}
