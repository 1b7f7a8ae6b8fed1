import JSONTree
import Parsing
import RunbookModel
import Testing

@Suite struct SlackTextTests {
    @Test(arguments: [
        ("a &amp;&amp; b &lt;pod&gt;", "a && b <pod>"), ("&amp;lt;", "&lt;"),
        ("curl <http://web.example.com|web.example.com>/health", "curl web.example.com/health"),
        ("see <https://wiki/x|the wiki>", "see [the wiki](https://wiki/x)"), ("<https://wiki/x>", "https://wiki/x"),
        ("ask <@U123> in <#C1|db-oncall> <!here>", "ask @U123 in #db-oncall @here"),
        ("<!subteam^S1|@dba>", "@dba"), ("<mailto:a@b.c|a@b.c>", "a@b.c"),
        ("kubectl logs <pod> -n <ns>", "kubectl logs <pod> -n <ns>"), ("*Disk full*", "**Disk full**"),
        ("a ```kubectl get pods``` b", "a \n```\nkubectl get pods\n```\n b"), ("don’t", "don’t"),
    ])
    func mrkdwn(text: String, expected: String) {
        #expect(SlackText.plain(text) == expected)
    }

    @Test func richText() throws {
        let message = try JSONValue(
            parsing: """
                {"text": "ignored", "blocks": [{"type": "rich_text", "elements": [
                 {"type": "rich_text_section", "elements": [{"type": "text", "text": "Fix", "style": {"bold": true}}]},
                 {"type": "rich_text_list", "style": "ordered", "indent": 0, "elements": [
                  {"type": "rich_text_section", "elements": [{"type": "text", "text": "Run "},
                   {"type": "text", "text": "df -h", "style": {"code": true}}]},
                  {"type": "rich_text_section", "elements": [{"type": "text", "text": "Clean up"}]}]},
                 {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "curl "},
                  {"type": "link", "url": "http://a.b", "text": "a.b"}]},
                 {"type": "rich_text_list", "style": "ordered", "indent": 0, "offset": 2, "elements": [
                  {"type": "rich_text_section", "elements": [{"type": "text", "text": "Tell "}, {"type": "user", "user_id": "U1"}]}]},
                 {"type": "rich_text_quote", "elements": [{"type": "text", "text": "careful"}]}]}]}
                """)
        let text = SlackText.markdown(ofMessage: message)
        #expect(
            text == """
                **Fix**

                1. Run `df -h`
                2. Clean up
                   ```
                   curl a.b
                   ```
                3. Tell @U1

                > careful

                """)
        let content = parse(text)
        #expect(content.title == "Fix")
        #expect(content.steps.map(\.command) == ["df -h", "curl a.b", nil])
    }

    @Test func messageWithoutBlocks() {
        #expect(SlackText.markdown(ofMessage: ["text": "a &gt; b"]) == "a > b")
        #expect(SlackText.markdown(ofMessage: .null) == "")
    }

    @Test func pastedMessage() {
        let content = parse(
            """
            *Disk full on log hosts*
            Alert: `HostDiskFull`
            • ssh to <http://log-01.example.com|log-01.example.com>
            • run `df -h /var/log` and look for &gt;90%
            • delete old logs: ```$ sudo find /var/log/app -name '*.gz' -mtime +14 -delete```
            """, as: .slack)
        #expect(content.title == "Disk full on log hosts")
        #expect(content.alerts == ["HostDiskFull"])
        #expect(
            content.steps.map(\.command) == [
                nil, "df -h /var/log", "sudo find /var/log/app -name '*.gz' -mtime +14 -delete",
            ])
        #expect(content.steps[0].title == "SSH to log-01.example.com")
    }

    @Test func typographicQuotesInCommands() {
        let content = parse("1. Run `kubectl delete pod –n x “web-1”`")
        #expect(content.steps.first?.command == "kubectl delete pod -n x \"web-1\"")
        #expect(content.ambiguities.contains { $0.resolution != nil && $0.text.contains("typographic") })
        #expect(commands("Run\u{A0}`kubectl\u{A0}get pods`.") == ["kubectl get pods"])
    }
}
