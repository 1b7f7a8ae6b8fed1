import Parsing
import RunbookModel
import Testing

/// What stands around a text that was copied out of a program is no part of it.
@Suite struct PastedTextTests {
    @Test func aPageOfHTMLIsReadAsItsText() {
        let content = parse(
            """
            <!DOCTYPE html>
            <html><head><title>Wallet</title><script>rm -rf /tmp/x</script></head><body>
            <nav><ul><li>Home</li></ul></nav>
            <h1>Payouts are late</h1>
            <ol>
            <li>Look at the pods:<pre><code class="language-bash">kubectl -n wallet get pods -l app=&lt;app&gt;</code></pre></li>
            <li>Run <code>kubectl -n wallet logs deploy/payout</code> &amp; read it</li>
            <li><p>Call the bank&#39;s hotline.</p></li>
            </ol>
            <table><tr><th>Error</th><th>Action</th></tr><tr><td>limit reached</td><td>Raise the limit</td></tr></table>
            <footer>Run <code>ls -l</code></footer>
            </body></html>
            """)
        #expect(content.title == "Payouts are late")
        #expect(
            content.steps.compactMap(\.command) == [
                "kubectl -n wallet get pods -l app=<app>", "kubectl -n wallet logs deploy/payout",
            ])
        #expect(content.steps.first?.title == "Look at the pods")
        #expect(content.steps.first?.lines == 6...6)
        #expect(content.steps.contains { $0.title == "Call the bank's hotline" })
        #expect(content.steps.contains { $0.branch?.condition.contains("limit reached") == true })
    }

    @Test func aPageWithoutClosingTagsIsReadToo() {
        let content = parse("<html><body><h2>Steps<ul><li>Run <code>df -h</code><li>Restart the node<table><tr><td>x")
        #expect(content.steps.compactMap(\.command) == ["df -h"])
        #expect(content.steps.contains { $0.title == "Restart the node" })
    }

    @Test func aMailIsItsTextAndItsSubject() {
        let content = parse(
            "From: a@b.c\nTo: d@e.f\nSubject: Re: printers stop\n\nHi,\n\n1. Run `lpstat -p`\n2. Restart cups\n\n-- \nAda | IT\n"
        )
        #expect(content.title == "Printers stop")
        #expect(outline(content) == ["command: Run `lpstat -p`", "manual: Restart cups"])
        #expect(content.steps.allSatisfy { $0.notes.allSatisfy { !$0.contains("Ada") } })
    }

    @Test func aConversationIsWhatWasSaid() {
        let content = parse("Ada Lovelace  9:02 AM\nFirst run `df -h`.\nBob  9:04 AM\nThen restart the node.\n")
        #expect(content.steps.map(\.kind) == [.command, .manual])
        #expect(content.steps.allSatisfy { $0.notes.allSatisfy { !$0.contains("9:0") } })
    }

    @Test func buttonsAndBylinesOfAWikiAreNothing() {
        let content = parse(
            "Billing export hangs\nCreated by Ada, last modified on 12 Mar\n\n1. Restart the export\nExpand\n")
        #expect(content.title == "Billing export hangs")
        #expect(outline(content) == ["manual: Restart the export"])
    }

    @Test(arguments: [
        "{expand:title=When it hangs}\nDelete the pod:\n{code}\nkubectl delete pod a\n{code}\n{expand}",
        "<details>\n<summary>When it hangs</summary>\n\nDelete the pod:\n\n```\nkubectl delete pod a\n```\n\n</details>",
        "<details><summary>When it hangs</summary>\n\nDelete the pod:\n\n```\nkubectl delete pod a\n```\n</details>",
    ])
    func whatUnfoldsDependsOnItsTitle(fold: String) {
        let steps = parse("# X\n\nRestart it.\n\n" + fold + "\n\nTell the team in #ops.", as: .markdown).steps
        #expect(steps.map(\.kind) == [.manual, .decision, .command, .manual])
        #expect(steps[1].title == "It hangs?")
        #expect(steps[1].branch?.thenStep == 3)
        #expect(steps[1].branch?.elseStep == 4)
    }

    @Test(arguments: [
        "<details><summary>Logs</summary>Run `journalctl -u web`</details>",
        "<details>Run `journalctl -u web`</details> later",
        "<details>\n<summary>Logs</summary>\nRun `journalctl -u web`</details>",
        "<details><summary>a</details></details>",
        "<details></details>", "<details><summary></summary></details>", "</summary><details><summary></details>",
    ])
    func aFoldMayCloseOnTheLineOfItsText(fold: String) {
        let content = parse("# X\n\nRestart it.\n\n" + fold + "\n\nTell the team in #ops.", as: .markdown)
        #expect(content.steps.contains { $0.command == "journalctl -u web" } == fold.contains("journalctl"))
        #expect(content.steps.last?.title == "Tell the team in #ops")
    }

    @Test func framesOfConfluenceKeepTheirText() {
        let content = parse(
            "h1. X\n{info}\nYou need to be on the VPN.\n{info}\n{panel:title=Owner}\nTeam Basket\n{panel}\n# Run {{df -h}}\n"
        )
        #expect(content.owner == "Team Basket")
        #expect(content.prerequisites.first?.text == "You need to be on the VPN")
        #expect(content.steps.count == 1)
    }

    @Test func plainTextHasHeadingsToo() {
        let content = parse(
            "RELAY BACKLOG\n\nBefore you start\nAccess to mx-out\n\nSteps\n1. Flush the queue\n\nROLLBACK\n2. Start the relay\n"
        )
        #expect(content.title == "RELAY BACKLOG")
        #expect(content.prerequisites.map(\.text) == ["Access to mx-out"])
        #expect(content.steps.first?.section == "Steps")
    }

    @Test func commandsBelowAStepThatWasNumberedByHandAreItsCommands() {
        let steps = parse("X is slow\n\nStep 1: See how long it is\n    postqueue -p | tail -n 1\nStep 2: Flush it\n")
            .steps
        #expect(steps.map(\.kind) == [.command, .manual])
        #expect(steps.first?.title == "See how long it is")
    }

    @Test(arguments: [
        ("wrapped text\n    kubectl is a tool to see the pods with", [String]()),
        ("1. Wait for it\n   and then run the checks", []),
    ])
    func wrappedTextIsNoCommand(text: String, expected: [String]) {
        #expect(commands(text) == expected)
    }

    /// Each has a defined answer: text where it is text, and in words what it is otherwise.
    @Test func everyInputHasAnAnswer() {
        let parser = RunbookParser()
        #expect(parser.parse(bytes: []) == .runbook(RunbookContent(title: ""), text: ""))
        let picture: [UInt8] =
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + (0..<4000).map { UInt8($0 * 7 % 256) }
        #expect(parser.parse(bytes: picture) == .notText("a PNG picture"))
        for bytes: [UInt8] in [
            [0], [0, 0, 0], [0xFF], [0xFE], [0xFF, 0xFE], [0xEF, 0xBB, 0xBF], [0x0A], [0x0D, 0x0A],
        ] {
            switch parser.parse(bytes: bytes) {
            case .notText: break
            case .runbook(let content, _): #expect(content.steps.isEmpty, "\(bytes)")
            }
        }
        guard
            case .runbook(let latin, _) = parser.parse(
                bytes: Array("1. R\u{E9}d\u{E9}marrer: run `df -h`".unicodeScalars.map { UInt8($0.value) }))
        else {
            Issue.record("Latin-1 is text")
            return
        }
        #expect(latin.steps.first?.command == "df -h")
        let long = String(repeating: "1. Restart the node\n", count: 10_000)
        let cut = RunbookParser(sourceBytes: 100_000).parse(long)
        #expect(cut.steps.count == Limits.steps)
        #expect(cut.ambiguities.contains { $0.text.contains("longer than") })
    }

    @Test func aTableOfThousandsOfRowsIsReadInPart() {
        let rows = (1...5000).map { "| symptom \($0) | Restart node \($0) |" }.joined(separator: "\n")
        let content = parse("| Symptom | Action |\n|---|---|\n" + rows + "\n\nTell the team in #ops.")
        #expect(content.ambiguities.contains { $0.text.contains("more than 2000 rows") && $0.line == 2003 })
        let code =
            "```\n" + "| a | b |\n|---|---|\n" + String(repeating: "| c | d |\n", count: 3000) + "```\n\nRestart it."
        #expect(!parse(code).ambiguities.contains { $0.text.contains("rows") })
    }
}
