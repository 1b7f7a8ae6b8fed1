import Testing

/// Each rule finds its own example: a check that is switched off would not be seen otherwise.
@Suite struct RuleTests {
    private func findings(_ rule: Rule, _ text: String, path: String = "Sources/Engine/Example.swift") -> [Finding] {
        rule.check(SourceFile(path: path, text: text))
    }

    @Test func size() {
        let lines = Array(repeating: "let a = 1", count: Rules.fileLimit)
        #expect(findings(Rules.size, lines.joined(separator: "\n")).isEmpty)
        #expect(!findings(Rules.size, (lines + ["let b = 2"]).joined(separator: "\n")).isEmpty)
    }

    @Test func functions() {
        func function(_ lines: Int) -> String {
            "    func a() {\n" + String(repeating: "        b()\n", count: lines) + "    }\n"
        }
        #expect(findings(Rules.functions, function(Rules.functionLimit)).isEmpty)
        #expect(!findings(Rules.functions, function(Rules.functionLimit + 1)).isEmpty)
    }

    @Test(arguments: Rules.banned.map(\.word))
    func bannedWords(_ word: String) {
        #expect(!findings(Rules.bannedWords, "let a = \(word)").isEmpty)
        #expect(findings(Rules.bannedWords, "// \(word)").isEmpty)
        #expect(findings(Rules.bannedWords, "group.addTask { a() }").isEmpty)
    }

    @Test func documentation() {
        #expect(!findings(Rules.documentation, "package struct A {}").isEmpty)
        #expect(!findings(Rules.documentation, "    package static func a() {}").isEmpty)
        #expect(!findings(Rules.documentation, "package final class A {}").isEmpty)
        #expect(findings(Rules.documentation, "/// A.\npackage struct A {}").isEmpty)
        #expect(findings(Rules.documentation, "/// A.\n@frozen\npackage struct A {}").isEmpty)
        #expect(findings(Rules.documentation, "struct A {}").isEmpty)
    }

    @Test func imports() {
        #expect(!findings(Rules.imports, "import Bot").isEmpty)
        #expect(!findings(Rules.imports, "import struct Foundation.Date").isEmpty)
        #expect(!findings(Rules.imports, "package import Bot").isEmpty)
        #expect(findings(Rules.imports, "import RunbookModel").isEmpty)
    }

    @Test func ownWords() {
        #expect(!findings(Rules.ownWords, "// see /wo" + "rk/main").isEmpty)
        #expect(findings(Rules.ownWords, "// see docs/architecture.md").isEmpty)
    }

    @Test func titles() {
        #expect(Markdown.titles(of: "# A\n\n```\n# comment\n```\n## B") == 1)
        #expect(Markdown.titles(of: "## B") == 0)
    }
}
