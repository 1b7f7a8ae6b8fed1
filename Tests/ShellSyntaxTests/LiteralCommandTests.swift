import BotTestKit
import Foundation
import ShellSyntax
import Testing

@Suite("Commands that need no shell")
struct LiteralCommandTests {
    @Test(
        "one program call of literal words",
        arguments: [
            ("ls", ["ls"]), ("ls -la /tmp", ["ls", "-la", "/tmp"]), ("grep 'a b' f", ["grep", "a b", "f"]),
            ("grep \"a b\" f", ["grep", "a b", "f"]), ("grep a\\ b f", ["grep", "a b", "f"]),
            ("grep $'a\\tb' f", ["grep", "a\tb", "f"]), ("  ls  # why", ["ls"]), ("ls;", ["ls"]),
            ("kubectl get pods -l app=x,tier=y", ["kubectl", "get", "pods", "-l", "app=x,tier=y"]),
            ("curl -s 'http://h/?a=b&c=d'", ["curl", "-s", "http://h/?a=b&c=d"]), ("grep \"\" f", ["grep", "", "f"]),
            ("awk '{print $1}' f", ["awk", "{print $1}", "f"]), ("grep \"a\\$b\" f", ["grep", "a$b", "f"]),
            ("/bin/echo a", ["/bin/echo", "a"]), ("ls \\\n -l", ["ls", "-l"]), ("grep é f", ["grep", "é", "f"]),
        ])
    func literal(_ text: String, _ arguments: [String]) {
        #expect(ShellParser().parse(text).literalArguments == arguments)
    }

    @Test(
        "everything else",
        arguments: [
            "", "ls | wc", "ls > f", "ls 2>&1", "A=b ls", "A=b", "ls $HOME", "ls \"$HOME\"", "ls $(pwd)", "ls `pwd`",
            "ls *", "ls a?", "ls [ab]", "ls {a,b}", "ls ~", "ls ~root/x", "ls; ls", "ls && ls", "ls &", "! ls",
            "time ls",
            "(ls)", "{ ls; }", "cd /", "echo a", "test -f x", "[ -f x ]", "exec ls", "if ls; then ls; fi", "ls <(pwd)",
            "cat <<E\na\nE", "ls <name>", "ls {{name}}", "ls 'a", "eval ls", "\"\" a", "'a=b' c",
            "\\a=b c",
            "f() { ls; }", "ls $((1))", "ls\nls", "ls a=~", "command ls", "builtin pwd", "\\cd /", "'time' ls",
            "coproc ls",
            "ls !(a)", "ls ^a^b",
        ])
    func needsShell(_ text: String) {
        #expect(ShellParser().parse(text).literalArguments == nil)
    }

    @Test("the builtins are those of bash", .enabled(if: BashOracle.isThere))
    func builtins() throws {
        let names = try BashOracle.names(of: "compgen -b; compgen -k")
        #expect(names.count > 60)
        for name in names {
            #expect(ShellParser().parse("\(name) a").literalArguments == nil, "\(name)")
        }
    }

    /// Pieces that words are made of, some of which need a shell.
    private static let pieces = [
        "a", "B7", "-x", "--long=v", "/p/q", ".", ":", "@", "%", "+", ",", "=", "'", "\"", "\\", " ", "  ", "\t",
        "'a b'",
        "\"c d\"", "\\ ", "\\'", "$'e\\n'", "$'\\x41'", "\"\\$x\"", "\"\\\\\"", "'$HOME'", "\"$\"", "$", "~", "*", "?",
        "{a,b}", "{", "}", "[a]", "#", "\"#\"", "!", "^", "é", "\u{1F600}", "\\\n", "\n", ";", "&", "|", "<", ">", "(",
        ")", "`", "$(x)", "${x}", "\"!\"", "''", "\"\"", "\\\"", "\\$", "\"a\\b\"", "$\"l\"", "\u{A0}", "1>", "a=",
    ]

    @Test("bash makes the same arguments of them", .enabled(if: BashOracle.isThere), arguments: [1, 2, 3] as [UInt64])
    func againstBash(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var texts: [String] = []
        var arguments: [[String]] = []
        for _ in 0..<40_000 {
            let parts = (0..<(1 + random.number(in: 0..<8))).map { _ in random.pick(Self.pieces) }
            let text = "show " + parts.joined()
            guard let found = ShellParser().parse(text).literalArguments else { continue }
            texts.append(text)
            arguments.append(found)
        }
        #expect(texts.count > 5_000)
        let seen = try BashOracle.evaluated(texts)
        try #require(seen.count == texts.count)
        for (index, text) in texts.enumerated() where seen[index] != Array(arguments[index].dropFirst()) {
            Issue.record("\(text.debugDescription): bash \(seen[index]), here \(arguments[index])")
        }
    }
}

extension BashOracle {
    /// The arguments that each command gives to the program `show`, every text evaluated as bash evaluates `-c`.
    static func evaluated(_ texts: [String]) throws -> [[String]] {
        let quoted = texts.map {
            "'" + $0.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
        }
        let script =
            "show() { [ $# = 0 ] || printf '%s\\0' \"$@\"; }\n"
            + quoted.map { "eval \($0)\nprintf '\\1\\0'\n" }.joined()
        var lists: [[String]] = [[]]
        for word in try output(of: script).split(separator: 0, omittingEmptySubsequences: false).dropLast() {
            let text = String(decoding: word, as: UTF8.self)
            if text == "\u{1}" { lists.append([]) } else { lists[lists.count - 1].append(text) }
        }
        return lists.dropLast()
    }

    /// The lines that a script prints.
    static func names(of script: String) throws -> [String] {
        String(decoding: try output(of: script), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private static func output(of script: String) throws -> [UInt8] {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("script-\(UUID().uuidString)")
        try Data(script.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try run([file.path], environment: ["PATH": "/nonexistent", "LC_ALL": "C.UTF-8"])
    }
}
