import ShellSyntax
import Testing

/// Places where readers of shell text usually go wrong.
@Suite("Details of the grammar")
struct GrammarDetailTests {
    private func simple(_ text: String) -> (words: [String], command: Command)? {
        guard let command = ShellParser().parse(text).commands.items.first?.pipelines.first?.stages.first,
            case .simple(let simple) = command.kind
        else { return nil }
        let bytes = Array(text.utf8)
        return (simple.words.map { String(decoding: bytes[$0.range], as: UTF8.self) }, command)
    }

    @Test("bash joins continued lines before it reads them: where that makes another operator, the text is unread")
    func continuations() {
        for text in [
            "echo $\\\n(rm x)", "echo \"$\\\n(rm x)\"", "echo ${x:-$\\\n(rm x)}", "cat <<E\n$\\\n(rm x)\nE",
            "false |\\\n| rm x", "true &\\\n& rm x", "x=l; xs=rm; $x\\\ns y", "echo >\\\n>f", "cat <\\\n(rm x)",
            "echo $(\\\n(rm x) )",
        ] {
            let script = ShellParser().parse(text)
            #expect(
                !script.isComplete || script.uncertainties.contains { $0.kind == .unread }, "\(text.debugDescription)")
        }
        for text in ["ls -l \\\n  -a", "a && \\\n b", "a |\\\n  b", "echo \"a\\\nb\"", "ls a\\\nb"] {
            let script = ShellParser().parse(text)
            #expect(script.isComplete && script.uncertainties.isEmpty, "\(text.debugDescription)")
        }
    }

    @Test("a here-document ends where bash ends it")
    func hereDocuments() {
        func commands(_ text: String) -> [String] { ShellParser().parse(text).topLevelCommands.map(\.text) }
        #expect(commands("cat <<EOF\nEO\\\nF\nrm x") == ["cat <<EOF\nEO\\\nF", "rm x"])
        #expect(commands("cat <<'EOF'\nEO\\\nF\nEOF\nrm x") == ["cat <<'EOF'\nEO\\\nF\nEOF", "rm x"])
        #expect(commands("cat <<E\\\nF\nx\nEF\nrm x") == ["cat <<E\\\nF\nx\nEF", "rm x"])
        #expect(commands("cat <<E # don't\nx\nE\nrm x").last == "rm x")
        #expect(commands("cat <<A <<B\na\nA\nb\nB\nrm x").last == "rm x")
        #expect(commands("cat <<E $(echo 'a)\nb'\n)\nx\nE\nrm x").last == "rm x")
        let body = ShellParser().parse("cat <<-E\n\ta\n\t\tb\n\tE").commands.items[0].pipelines[0].stages[0]
            .redirections[0].body
        #expect(body == [.quoted("a\n"), .quoted("b\n")] || body == [.quoted("a\nb\n")])
    }

    @Test("what stands in backticks is read when it runs, and what is not understood there is said to be unread")
    func backticks() {
        let script = ShellParser().parse("echo `if`")
        #expect(script.isComplete)
        #expect(script.uncertainties.contains { $0.kind == .unread })
        #expect(ShellParser().parse("echo `rm x`").commandNames == ["echo", "rm"])
    }

    @Test("an index may hold blanks, with and without an assignment behind it")
    func indices() {
        #expect(simple("a[1 2] b")?.words == ["a[1 2]", "b"])
        #expect(simple("a[x y]=1 ls")?.words == ["ls"])
        #expect(!ShellParser().parse("a[x ls").isComplete)
        #expect(ShellParser().parse("echo a[x").isComplete)
    }

    @Test("descriptors: numbers, variables, and words that only look like them")
    func descriptors() {
        let redirection = simple("ls {fd}> f")?.command.redirections[0]
        #expect(redirection?.variable == "fd" && redirection?.descriptor == nil)
        #expect(simple("ls 3> f")?.command.redirections[0].descriptor == 3)
        #expect(simple("ls 12345678901234567890> f")?.words.count == 2)
        #expect(simple("ls 2 > f")?.words == ["ls", "2"])
    }

    @Test("words of zsh and fish are noted")
    func dialects() {
        for text in ["repeat 3 ls", "ls; end", "setopt extendedglob", "begin; ls; end"] {
            #expect(ShellParser().parse(text).uncertainties.contains { $0.kind == .dialect }, "\(text)")
        }
        #expect(ShellParser().parse("echo end").uncertainties.isEmpty)
    }

    @Test("escapes as $'…', printf and echo -e read them")
    func escapes() {
        #expect(ANSIEscape.decode("\\0101\\101\\x41\\u00e9\\\"", style: .format) == "\u{8}1AAé\"")
        #expect(ANSIEscape.decode("\\0101\\101\\\"", style: .echo) == "A\\101\\\"")
    }
}
