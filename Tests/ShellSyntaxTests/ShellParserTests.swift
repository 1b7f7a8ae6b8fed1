import ShellSyntax
import Testing

@Suite("Shell grammar")
struct ShellParserTests {
    let parser = ShellParser()

    @Test("an empty text and a comment have no commands")
    func empty() {
        #expect(parser.parse("").topLevelCommands.isEmpty)
        let script = parser.parse("# only this")
        #expect(script.topLevelCommands.isEmpty)
        #expect(script.comments == [0..<11])
    }

    @Test("a fence is split into its commands, with exact places")
    func split() {
        let text = "ls -l # list\n\nfor i in 1 2; do\n  echo $i\ndone\ncat <<EOF > f\nhello\nEOF\na | b \\\n  | c; d\n"
        let script = parser.parse(text)
        #expect(
            script.topLevelCommands.map(\.text) == [
                "ls -l", "for i in 1 2; do\n  echo $i\ndone", "cat <<EOF > f\nhello\nEOF", "a | b \\\n  | c; d",
            ])
        let utf8 = Array(text.utf8)
        for command in script.topLevelCommands {
            #expect(String(decoding: utf8[command.range], as: UTF8.self) == command.text)
        }
        #expect(script.commandNames == ["ls", "echo", "cat", "a", "b", "c", "d"])
        #expect(script.comments.count == 1)
    }

    @Test(
        "what bash reads",
        arguments: [
            "echo 'a' \"b $x\" $'c\\n' $\"d\"", "echo ${x:-y} ${#x} ${x[0]} ${x%%.*} ${x//a/b} ${!x} ${x@Q}",
            "echo $((1+2*(3))) $( (ls); (pwd) ) `date` `echo \\`ls\\``", "[[ a == b && c =~ ^(a|b)$ ]] && ls",
            "(( x > 1 )) && ls", "((ls);(pwd))", "x=(1 2 3); x+=(4); declare -a y=(1 2)",
            "case $x in a|b) ls;; (c) ;; *) pwd; esac",
            "f() { ls; }; function g { ls; }; h() ( ls )", "coproc ls", "select x in a b; do ls; done",
            "while read x; do ls; done < f",
            "for ((i=0;i<3;i++)); do ls; done", "ls 2>&1 >/dev/null <f 3<>g >|h &>i &>>j <<<k {fd}>l",
            "a <<A; b <<B\n1\nA\n2\nB\nc",
            "cat <<-EOF\n\tx\n\tEOF", "time -p ls", "! ls", "a && b || c & d", "diff <(a) >(b)",
            "if a; then b; elif c; then d; else e; fi",
        ])
    func complete(_ text: String) {
        let script = parser.parse(text)
        #expect(script.isComplete, "\(script.errors)")
    }

    @Test(
        "what bash does not read",
        arguments: [
            "if ls", "echo 'x", "echo \"x", "a |", "a &&", "done", "echo )", "( ls", "cat <(ls", "echo ${x", "{ ls }",
            "case x in",
            "if a; then; fi", "echo `ls", "a;;", "for x in 1; ls; done", "while true; do", "f() {", "cat <<EOF\nx",
            "[[ a == b",
        ])
    func incomplete(_ text: String) {
        #expect(!parser.parse(text).isComplete)
    }

    @Test("placeholders are told from redirections")
    func placeholders() {
        #expect(parser.parse("kubectl logs <pod> -n <ns>").placeholders == ["<pod>", "<ns>"])
        #expect(parser.parse("sort <in >out").placeholders.isEmpty)
        #expect(parser.parse("cat <in>out").placeholders.isEmpty)
        #expect(parser.parse("x {{ name }} \"{{.Names}}\"").placeholders == ["{{ name }}"])
    }

    @Test("an error costs its line only")
    func recovery() {
        let script = parser.parse("ls\n)oops(\npwd")
        #expect(!script.isComplete)
        #expect(script.topLevelCommands.map(\.text) == ["ls", "pwd"])
    }

    @Test("deep nesting is refused, not followed")
    func depth() {
        for (open, close) in [
            ("$(", ")"), ("(", ")"), ("{ ", "; }"), ("$((", "))"), ("\"$(", ")\""), ("${a:-", "}"), ("<(", ")"),
        ] {
            let text = "echo " + String(repeating: open, count: 5000) + "x" + String(repeating: close, count: 5000)
            #expect(!parser.parse(text).isComplete)
        }
    }
}
