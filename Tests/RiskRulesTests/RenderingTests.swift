import RiskRules
import RunbookModel
import Testing

@Suite("Putting values into commands")
struct RenderingTests {
    let renderer = CommandRenderer(classifier: RiskClassifier())

    func render(_ template: String, _ values: [String: String]) throws(RenderingError) -> String {
        try renderer.render(template, language: .shell, values: values).text
    }

    @Test("each form of placeholder, in each kind of quotes")
    func forms() throws {
        #expect(try render("kubectl logs <pod> -n {{ns}}", ["<pod>": "a-1", "{{ns}}": "x"]) == "kubectl logs a-1 -n x")
        #expect(try render("grep \"<what>\" f", ["<what>": "a \"b\" $c `d`"]) == "grep \"a \\\"b\\\" \\$c \\`d\\`\" f")
        #expect(try render("grep '<what>' f", ["<what>": "it's"]) == "grep 'it'\\''s' f")
        #expect(try render("echo $REGION ${REGION} $REGION_2", ["$REGION": "eu"]) == "echo eu eu $REGION_2")
        #expect(try render("curl -H YOUR_TOKEN x", ["YOUR_TOKEN": "a b"]) == "curl -H 'a b' x")
        #expect(try render("kubectl get deploy/<name>", ["<name>": "a;b"]) == "kubectl get deploy/'a;b'")
        #expect(try render("awk '{print $1}' $1", ["$1": "f"]) == "awk '{print $1}' f")
    }

    @Test(
        "values that can't be used",
        arguments: [
            ("-rf", RenderingError.Problem.leadingDash), ("a\nb", .newline), ("a\u{0}b", .nul),
            ("a\u{1B}b", .controlCharacter),
            ("a\u{202E}b", .bidirectionalCharacter), ("a\u{200B}b", .zeroWidthCharacter), ("", .empty),
            (String(repeating: "a", count: Limits.valueBytes + 1), .tooLong), ("a\u{A0}b", .controlCharacter),
        ])
    func refused(_ value: String, _ problem: RenderingError.Problem) {
        #expect(throws: RenderingError(placeholder: "<pod>", problem: problem)) {
            try render("kubectl logs <pod>", ["<pod>": value])
        }
    }

    @Test("a value never becomes a command, however deep it stands")
    func shape() {
        let hostile = [
            "x; rm -rf /", "$(id)", "`id`", "x | sh", "x && y", "a b", "x > f", "'; id; ' '", "A=b", "{a,b}", "*",
        ]
        for value in hostile {
            for template in ["ssh host 'systemctl status <x>'", "bash -c \"grep <x> f\"", "sudo sh -c 'cat <x>'"] {
                do {
                    let result = try renderer.render(template, language: .shell, values: ["<x>": value])
                    #expect(result.assessment.risk >= .yellow || ["*", "A=b"].contains(value), "\(template) \(value)")
                } catch {
                    #expect(error.problem == .changesShape || error.problem == .unquotable)
                }
            }
        }
        #expect(throws: RenderingError(placeholder: "<x>", problem: .changesShape)) {
            try render("<x> status", ["<x>": "rm"])
        }
        #expect(throws: RenderingError(placeholder: "<x>", problem: .changesShape)) {
            try render("psql -c \"select * from t where id = <x>\"", ["<x>": "1 or 1=1; drop table t"])
        }
        #expect(throws: RenderingError(placeholder: "<x>", problem: .changesShape)) {
            try render("psql -c \"select * from t where id = '<x>'\"", ["<x>": "'; drop table t; --"])
        }
    }

    @Test("a placeholder without a value stops the command")
    func missing() {
        #expect(throws: RenderingError(placeholder: "<ns>", problem: .missing)) {
            try render("kubectl logs <pod> -n <ns>", ["<pod>": "x"])
        }
    }

    @Test("the rendered command is judged anew")
    func judged() throws {
        let result = try renderer.render(
            "kubectl scale deploy/web --replicas=<n>", language: .shell, values: ["<n>": "0"])
        #expect(result.assessment.risk == .red)
        #expect(result.text == "kubectl scale deploy/web --replicas=0")
    }

    @Test("SQL values stay values")
    func sql() throws {
        let result = try renderer.render(
            "SELECT * FROM t WHERE a = '<x>'", language: .sql, values: ["<x>": "o'brien"])
        #expect(result.text == "SELECT * FROM t WHERE a = 'o''brien'")
        #expect(throws: RenderingError.self) {
            try renderer.render("SELECT * FROM t WHERE a = <x>", language: .sql, values: ["<x>": "1; DROP TABLE t"])
        }
    }
}
