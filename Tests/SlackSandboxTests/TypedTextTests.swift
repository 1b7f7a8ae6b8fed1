import JSONTree
import Testing

@testable import SlackSandbox

@Suite struct TypedTextTests {
    private let directory = TypedText.Directory(
        users: ["sam": "U1"], channels: ["incidents": "C1"], usergroups: ["oncall": "S1"])

    private func text(_ typed: String) -> String { TypedText(typed, directory: directory).text }

    @Test(arguments: [
        ("a < b && c > d", "a &lt; b &amp;&amp; c &gt; d"),
        ("see https://a.b/c?d=1&e=2.", "see <https://a.b/c?d=1&amp;e=2>."),
        ("curl http://10.0.0.1:8080/x", "curl <http://10.0.0.1:8080/x>"),
        ("ssh db-1.example.com", "ssh <http://db-1.example.com|db-1.example.com>"),
        ("psql -h db.example.com:5432/x -U me", "psql -h <http://db.example.com:5432/x|db.example.com:5432/x> -U me"),
        ("run deploy.sh", "run <http://deploy.sh|deploy.sh>"),
        ("mail ops@example.com", "mail <mailto:ops@example.com|ops@example.com>"),
        ("db.internal and a.b", "db.internal and a.b"), ("e.g. this", "e.g. this"), ("v1.2.3 1.5", "v1.2.3 1.5"),
        ("/etc/foo.com x.com_y", "/etc/foo.com x.com_y"), ("@sam @nobody @here", "<@U1> @nobody <!here>"),
        ("@oncall in #incidents", "<!subteam^S1> in <#C1|incidents>"),
        ("`curl api.dev`", "`curl <http://api.dev|api.dev>`"),
        ("- one\n- two", "• one\n• two"), ("1. a\n2. b", "1. a\n2. b"), ("- a\n  - b", "• a\n    ◦ b"),
        ("> quoted", "&gt; quoted"), ("```\nx <y>\n```", "```\nx &lt;y&gt;\n```"), ("open ``` only", "open ``` only"),
        ("a\r\nb", "a\nb"), ("", ""),
    ])
    func markup(_ typed: String, _ expected: String) {
        #expect(text(typed) == expected)
    }

    @Test func links() {
        let elements = TypedText("see api.dev now", directory: directory).elements
        #expect(
            elements == [
                [
                    "type": "rich_text_section",
                    "elements": [
                        ["type": "text", "text": "see "], ["type": "link", "url": "http://api.dev", "text": "api.dev"],
                        ["type": "text", "text": " now"],
                    ],
                ]
            ])
    }

    @Test func lists() {
        let elements = TypedText("Intro\n1. first\n```\nls\n```\n2. second *bold*", directory: directory).elements
        #expect(
            elements.map { $0["type"] } == [
                "rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_list",
            ])
        #expect(elements[1]["style"] == "ordered")
        #expect(elements[1]["offset"] == nil)
        #expect(elements[2]["elements"] == [["type": "text", "text": "ls"]])
        #expect(elements[3]["offset"] == 1)
        #expect(
            elements[3]["elements"]?[0]?["elements"]?[1] == ["type": "text", "text": "bold", "style": ["bold": true]])
    }

    @Test func stylesNeedWordBoundaries() {
        for plain in ["2*3*4", "snake_case_name", "a * b * c", "~/x and ~/y", "**"] {
            let elements = TypedText(plain, directory: directory).elements
            #expect(elements[0]["elements"] == [["type": "text", "text": .string(plain)]])
        }
    }

    @Test func plainLinesAreOneElement() {
        let elements = TypedText("a\nb\n\nc", directory: directory).elements
        #expect(elements == [["type": "rich_text_section", "elements": [["type": "text", "text": "a\nb\n\nc"]]]])
    }

    @Test func longTextsBecomeSnippets() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            let long = String(repeating: "0123456789\n", count: 1200)
            let message = try await bench.say(long)
            #expect(message["text"] == "")
            let event = try await socket.take()["payload"]?["event"]
            #expect(event?["subtype"] == "file_share")
            #expect(event?["files"]?[0]?["mode"] == "snippet")
            #expect(event?["files"]?[0]?["size"] == .int(long.utf8.count))
        }
    }
}
