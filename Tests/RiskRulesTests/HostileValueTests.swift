import BotTestKit
import Foundation
import RiskRules
import RunbookModel
import ShellSyntax
import Testing

/// Values from alerts are written by whoever can make an alert fire. In every place where a value can stand it is
/// either refused, or it is exactly that one text in exactly that one argument: by our own grammar and by bash.
@Suite("Hostile values", .serialized)
struct HostileValueTests {
    /// Places of a value, one for each way in which text is read.
    static let templates = [
        "kubectl logs <v>", "kubectl logs <v> --tail=5 | grep x", "grep '<v>' f", "grep \"<v>\" f",
        "grep \"a <v> b\" f",
        "grep 'a <v> b' f", "cat <<E\n<v>\nE", "cat <<'E'\n<v>\nE", "cat <<E\na <v> b $HOME\nE", "cat <<-E\n\t<v>\n\tE",
        "cat <<< <v>", "cat <<< \"<v>\"", "A=<v> env", "A=\"<v>\" env", "A='<v>'; grep \"$A\" f", "curl --data=<v> u",
        "curl -d'<v>' u", "curl \"http://h/<v>?a=<v>\"", "cat /var/log/<v>/x.log", "cat /var/log/<v>", "cat <v>/x",
        "cat \"/var/log/<v>/x\"", "psql -c \"select * from t where id = '<v>'\"",
        "psql -c \"select * from t where id = <v>\"", "psql -c 'select * from t where \"c\" = <v>'",
        "psql -c 'select * from <v>'", "psql -v id=<v> -c 'select 1'",
        "kubectl get pod -o jsonpath='{.items[?(@.metadata.name==\"<v>\")].status}'",
        "kubectl get pod -o jsonpath=\"{.items[?(@.metadata.name=='<v>')].status}\"", "kubectl get pod -l app=<v>,x=y",
        "kubectl get pod -n<v>", "kubectl get pod --namespace=<v>", "grep x $(cat <v>)", "grep \"$(cat <v>)\" f",
        "grep \"$(cat \"<v>\")\" f", "grep \"$(cat '<v>')\" f", "grep x `cat <v>`", "grep x f | grep <v> | sort",
        "grep <v> f && cat f", "if grep <v> f; then cat f; fi", "for x in <v> b; do cat \"$x\"; done",
        "while grep <v> f; do break; done", "[[ $x == <v> ]] && cat f", "[[ $x == \"<v>\" ]] || cat f",
        "case <v> in a) cat f;; esac", "case x in <v>) cat f;; esac", "grep ${x:-<v>} f", "grep \"${x:-<v>}\" f",
        "cat $((1 + <v>))", "(( <v> > 1 )) && cat f", "[[ $n -gt <v> ]] && cat f", "[[ $n -eq \"<v>\" ]]", "let n=<v>",
        "unset \"<v>\"",
        "read \"<v>\"", "[ -v <v> ]; cat f", "printf -v '<v>' x", "cat ${x:0:<v>}", "cat ${a[<v>]}",
        "declare -i n=<v>", "export A=<v>; grep \"$A\" f", "export \"A=<v>\"", "awk -v a=<v> '{print a}' f",
        "awk '/<v>/ {print}' f",
        "sed -n 's/<v>/x/p' f", "jq '.a[\"<v>\"]' f", "jq --arg a <v> '.x' f", "ssh host 'cat <v>'",
        "ssh host \"cat <v>\"",
        "ssh host cat <v>", "bash -c 'grep <v> f'", "bash -c \"grep '<v>' f\"", "bash -c 'grep \"$1\" f' x <v>",
        "xargs -I{} grep <v> {}", "find . -name '<v>'", "find . -name <v> -print", "grep $'<v>' f", "grep $\"<v>\" f",
        "(cat <v>)", "{ cat <v>; }", "! grep <v> f", "time cat <v>", "f() { cat <v>; }; f",
        "a=(<v> b); cat \"${a[0]}\"",
        "cat {<v>,b}", "cat a<v>b", "cat \\<v>", "cat '<v>'\"<v>\"<v>", "curl -H \"X: <v>\" 'http://h/<v>'",
        "<v> status",
        "sudo <v>", "env A=<v> cat f", "cat f # <v>", "redis-cli GET <v>", "redis-cli EVAL \"return '<v>'\" 0",
        "mysql -e \"select '<v>'\"", "echo <v> | sh", "timeout 5 cat <v>", "eval cat <v>", "cat f > <v>",
        "cat f 2> \"<v>\"",
    ]

    private static let pieces = [
        "; rm -rf /", "$(id)", "`id`", "${HOME}", "$HOME", "$x", "&& id", "|| id", "| sh", "& id", "> /tmp/x",
        "< /etc/passwd",
        "'", "\"", "''", "\"\"", "\\", "\\\\", "\\'", "\\\"", "' '", "'; id; '", "\"; id; \"", "'\\''", "$'\\x27'",
        "$\"", "\n",
        "\r\n", "\nE\n", "E", "\t", " ", "-", "--", "-rf", "--flag=x", "#", "!", "!!", "*", "?", "[a-z]", "{a,b}",
        "{1..9}",
        "~", "~root", "a", "pod-1", "x=y", "=", ",", ":", "/", "../..", "%", "%s", "@", "^", "+", "(", ")", "{", "}",
        "[",
        "]", "<(id)", ">(id)", "$((1+1))", "((", "))", "]]", ";;", "esac", "done", "fi", "}", "' or '1'='1",
        "'; drop table t; --", "1; drop table t", "/*", "*/", "--", "\\!", "\\copy", "$$", "$$x$$", "\u{0}",
        "\u{1B}[31m",
        "\u{7F}", "\u{85}", "\u{A0}", "\u{200B}", "\u{200D}", "\u{202E}", "\u{2066}", "\u{2028}", "\u{FEFF}",
        "\u{2018}",
        "\u{2019}", "\u{201C}", "\u{FF07}", "\u{FF1B}", "é", "\u{1F600}", "\u{0301}", ".", "..", "0", "a[0]",
        "a[$(id)]", "n[$(id)0]", "1,2",
        "/e", "/w x", "\")]}", "'])", "{{x}}", "<y>", "Dd0cValue0Z", "z",
    ]

    private static func value(_ random: inout SeededRandom) -> String {
        if random.chance(1) { return String(repeating: random.pick(pieces), count: 10 << 20 / 4) }
        return (0..<random.number(in: 1..<5)).map { _ in random.pick(pieces) }.joined()
    }

    /// What a value is in the rendering that the others are compared with.
    private static let plain = "Dd0cPlain"

    private struct Case {
        var template: Int
        var value: String
        var rendered: String
    }

    @Test("refused, or one argument of an unchanged command", arguments: [1, 2] as [UInt64])
    func hostile(_ seed: UInt64) throws {
        let renderer = CommandRenderer(classifier: RiskClassifier())
        let plain = Self.templates.map { template in
            try? renderer.render(template, language: .shell, values: ["<v>": Self.plain]).text
        }
        var random = SeededRandom(seed: seed)
        var cases: [Case] = []
        var refused = 0
        for number in 0..<5000 {
            let index = number % Self.templates.count
            let value = Self.value(&random)
            do throws(RenderingError) {
                let text = try renderer.render(Self.templates[index], language: .shell, values: ["<v>": value]).text
                cases.append(Case(template: index, value: value, rendered: text))
            } catch {
                refused += 1
                #expect(!error.description.isEmpty && !error.description.contains("rm -rf"))
            }
        }
        #expect(cases.count > 500 && refused > 1000, "\(cases.count) taken, \(refused) refused")
        for item in cases {
            let template = Self.templates[item.template]
            guard let expected = plain[item.template] else {
                // It is worked out there: only a number is a value.
                #expect(item.value.utf8.allSatisfy { (0x30...0x39).contains($0) }, "\(template): \(item.rendered)")
                continue
            }
            #expect(
                Skeleton.of(item.rendered) == Skeleton.of(expected),
                "\(template) with \(item.value.debugDescription): \(item.rendered)")
        }
        if BashRecorder.isThere { try compareWithBash(cases, plain) }
    }

    private func compareWithBash(_ cases: [Case], _ plain: [String?]) throws {
        let runnable = cases.filter { plain[$0.template] != nil }.filter {
            !Self.templates[$0.template].contains("f > ") && !Self.templates[$0.template].contains("2> ")
        }
        let expected = try BashRecorder.calls(of: plain.map { $0 ?? "" })
        let seen = try BashRecorder.calls(of: runnable.map(\.rendered))
        try #require(expected.count == plain.count && seen.count == runnable.count)
        for (item, calls) in zip(runnable, seen) {
            let wanted = expected[item.template].map { $0.replacing(Self.plain, with: item.value) }.sorted()
            if calls != wanted {
                Issue.record(
                    "\(Self.templates[item.template]) with \(item.value.debugDescription): \(calls.debugDescription), not \(wanted.debugDescription)"
                )
            }
        }
    }
}

/// The structure of a command by the grammar, without its texts.
private enum Skeleton {
    static func of(_ text: String) -> String {
        let script = ShellParser().parse(text)
        var walk = SkeletonWalk()
        walk.list(script.commands)
        return walk.text + (script.errors.isEmpty ? "" : "!\(script.errors.count)") + "#\(script.comments.count)"
    }
}

private struct SkeletonWalk {
    var text = ""

    mutating func list(_ list: CommandList) {
        text += "("
        for item in list.items {
            for pipeline in item.pipelines {
                text += pipeline.isNegated ? "!" : ""
                for stage in pipeline.stages { command(stage) }
                text += "|\(pipeline.stages.count)"
            }
            text += "\(item.connectors)\(item.inBackground)"
        }
        text += ")"
    }

    private mutating func command(_ command: Command) {
        switch command.kind {
        case .simple(let simple):
            text += "c"
            for assignment in simple.assignments {
                text += "=\(assignment.name)"
                word(assignment.value)
            }
            for word in simple.words { self.word(word) }
        case .subshell(let inner), .group(let inner): list(inner)
        case .conditional(let branches, let otherwise):
            for branch in branches {
                list(branch.condition)
                list(branch.body)
            }
            if let otherwise { list(otherwise) }
        case .loop(let condition, let body):
            list(condition)
            list(body)
        case .forEach(let variable, let words, let body):
            text += "for\(variable)"
            for word in words ?? [] { self.word(word) }
            list(body)
        case .arithmeticFor(let inner, let body):
            parts(inner)
            list(body)
        case .caseOf(let subject, let arms):
            word(subject)
            for arm in arms {
                for pattern in arm.patterns { word(pattern) }
                list(arm.body)
            }
        case .function(let name, let body):
            text += name
            self.command(body)
        case .test(let words): for word in words { self.word(word) }
        case .arithmetic(let inner): parts(inner)
        case .coprocess(let inner): self.command(inner)
        }
        for redirection in command.redirections {
            text += redirection.operation.rawValue
            word(redirection.target)
            parts(redirection.body)
        }
    }

    private mutating func word(_ word: ShellWord) {
        text += "w"
        parts(word.parts)
    }

    private mutating func parts(_ parts: [WordPart]) {
        for part in parts {
            switch part {
            case .literal, .quoted: break
            case .doubleQuoted(let inner): self.parts(inner)
            case .parameter(let parameter):
                text += "$\(parameter.name)\(parameter.operation)"
                self.parts(parameter.argument)
            case .command(let inner), .process(let inner, _): list(inner)
            case .arithmetic(let inner):
                text += "a"
                self.parts(inner)
            case .array(let words): for word in words { self.word(word) }
            case .placeholder(let name): text += "<\(name)>"
            }
        }
    }
}

/// Bash, in which every program prints what it was called with, and those that run a text of the shell run it.
private enum BashRecorder {
    static let path = "/usr/bin/bash"
    static var isThere: Bool { FileManager.default.isExecutableFile(atPath: path) }

    private static let prelude = #"""
        exec 3>&1
        # One write each: stages of a pipeline tell at the same time.
        show() { local n=$1 r=; shift; [ $# = 0 ] || printf -v r '<%s>' "$@"; printf '%s%s\1' "$n" "$r" >&3; }
        for p in kubectl id grep curl psql awk sed jq find redis-cli mysql sort env timeout xargs sudo time rm id; do
            eval "$p() { show $p \"\$@\"; }"
        done
        cat() { if [ $# != 0 ]; then show cat "$@"; else local t; IFS= read -r -d '' t; show cat "{$t}"; fi; }
        bash() { if [ "$1" = -c ]; then local t=$2; shift 3; eval "$t"; else show bash "$@"; fi; }
        ssh() { shift; eval "$*"; }
        sh() { :; }
        command_not_found_handle() { show unknown "$@"; }
        HOME=/home/x

        """#

    /// What each text calls, in no order: stages of a pipeline run at the same time.
    static func calls(of texts: [String]) throws -> [[String]] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("record-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // For globs to find.
        for name in ["a", "b", "f", "pod-1"] { try Data().write(to: folder.appendingPathComponent(name)) }
        let script =
            prelude
            + texts.map { text in
                // By bytes: a quote with a combining mark behind it is another `Character`.
                let quoted = String(
                    decoding: text.utf8.flatMap { $0 == UInt8(ascii: "'") ? Array("'\\''".utf8) : [$0] }, as: UTF8.self)
                return "unset a x A; eval '\(quoted)' 2>/dev/null </dev/null\nprintf '\\0'\n"
            }.joined()
        let file = folder.appendingPathComponent(".script")
        try Data(script.utf8).write(to: file)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["--noprofile", "--norc", file.path]
        process.currentDirectoryURL = folder
        process.environment = ["PATH": "/nonexistent", "LC_ALL": "C.UTF-8"]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return output.split(separator: 0, omittingEmptySubsequences: false).dropLast().map { calls in
            calls.split(separator: 1).map { String(decoding: $0, as: UTF8.self) }.sorted()
        }
    }
}
