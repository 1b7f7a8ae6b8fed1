import BlockKit
import Testing

@Suite struct DisplayTextTests {
    @Test(arguments: [
        ("plain\ttext\n", "plain\ttext\n"), ("a\u{1B}[1;31mred\u{1B}[0m", "ared"),
        ("\u{1B}]0;title\u{07}x", "x"), ("\u{1B}]8;;http://a\u{1B}\\link", "link"), ("a\u{1B}(Bb", "ab"),
        ("\u{9B}31mx", "x"), ("a\r\nb", "a\nb"), ("10%\r50%\r100%\nok", "100%\nok"), ("end\r", "end"),
        ("a\u{0}b\u{8}c", "abc"), ("a\u{202E}b\u{2066}c", "abc"), ("a\u{200B}\u{FEFF}b\u{AD}c", "abc"),
        ("\u{1B}[", ""), ("\u{1B}", ""), ("x\u{1B}]never ends\ny", "x\ny"), ("ü🟢é", "ü🟢é"),
        ("tag\u{E0041}", "tag"),
    ])
    func sanitize(_ text: String, _ clean: String) {
        #expect(DisplayText.sanitize(text) == clean)
    }

    @Test func revealShowsWhatIsHidden() {
        #expect(DisplayText.reveal("rm\u{A0}-rf\u{202E} x") == "rm⟨U+00A0⟩-rf⟨U+202E⟩ x")
        #expect(DisplayText.reveal("a\nb\tc") == "a\nb\tc")
        #expect(DisplayText.reveal("a\r\nb") == "a⟨U+000D⟩\nb")
    }

    @Test func cut() {
        #expect(DisplayText.cut("short", to: 5) == "short")
        #expect(DisplayText.cut("one two three", to: 9) == "one two…")
        #expect(DisplayText.cut("one two three", to: 8) == "one two…")
        #expect(DisplayText.cut(String(repeating: "x", count: 100), to: 10) == "xxxxxxxxx…")
        #expect(DisplayText.cut("🟢🟢🟢", to: 4) == "🟢…")
        #expect(DisplayText.cut("abc", to: 1) == "…")
        #expect(DisplayText.cut("abc", to: 0) == "")
        #expect(DisplayText.cut("", to: 0) == "")
    }

    @Test func tail() {
        let text = (1...100).map { "line \($0)" }.joined(separator: "\n")
        let tail = DisplayText.tail(text + "\n\n", lines: 3, characters: 1000)
        #expect(tail.text == "line 98\nline 99\nline 100")
        #expect(tail.omittedLines == 97)
        #expect(DisplayText.tail(text, lines: 50, characters: 20).text == "line 99\nline 100")
        let long = DisplayText.tail(String(repeating: "x", count: 50) + "end", lines: 5, characters: 10)
        #expect(long.text == "…xxxxxxend")
        #expect(DisplayText.tail("", lines: 5, characters: 10).text == "")
    }

    @Test func end() {
        let text = (1...100).map { "line \($0)" }.joined(separator: "\n")
        #expect(DisplayText.end(text, bytes: 20).text == "line 98\nline 99\nline 100")
        #expect(DisplayText.end(text, bytes: 20).linesBefore == 97)
        #expect(DisplayText.end(text, bytes: 100_000) == (text[...], 0))
        let long = String(repeating: "x", count: 100)
        #expect(DisplayText.end(long, bytes: 10) == (long[...], 0))
        #expect(DisplayText.end(long + "\nü", bytes: 1).text == "ü")
    }

    @Test(arguments: [
        "", "a", "a\nb", "\n\na\n\n", String(repeating: "long ", count: 100), "🟢🟢🟢🟢🟢🟢🟢",
        (1...60).map { "line \($0)" }.joined(separator: "\n"),
    ])
    func piecesHoldEverything(_ text: String) {
        let pieces = DisplayText.pieces(text, limit: 12)
        #expect(pieces.allSatisfy { (1...12).contains($0.utf16.count) })
        #expect(pieces.joined().filter { $0 != "\n" } == text.filter { $0 != "\n" })
    }
}

@Suite struct MrkdwnTests {
    @Test func escape() {
        #expect(Mrkdwn.escape("<!channel> & <@U1>") == "&lt;!channel&gt; &amp; &lt;@U1&gt;")
        #expect(Mrkdwn.unescape(Mrkdwn.escape("<a> &lt; &amp;")) == "<a> &lt; &amp;")
        #expect(Mrkdwn.escape("plain") == "plain")
    }

    @Test func neutralize() {
        #expect(Mrkdwn.neutralize("payment_svc_v2 2*3") == "payment_svc_v2 2*3")
        #expect(Mrkdwn.neutralize("*bold*") == "*\u{200B}bold*\u{200B}")
        #expect(Mrkdwn.neutralize("a`b") == "a`\u{200B}b")
    }

    @Test func codeBlockCannotBeEnded() {
        let block = Mrkdwn.codeBlock("a ``` <!here> ````` b")
        #expect(block.dropFirst(3).dropLast(3).contains("```") == false)
        #expect(block.contains("&lt;!here&gt;"))
    }
}
