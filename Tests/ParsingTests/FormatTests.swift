import JSONTree
import Parsing
import RunbookModel
import Testing

@Suite struct FormatTests {
    @Test func reStructuredText() {
        let text = """
            Restart the workers
            ===================

            Steps
            -----

            1. Look at the queue::

                kubectl -n ingest get pods

            2. Scale the workers:

               .. code-block:: bash

                  kubectl -n ingest scale deploy/w --replicas=8

               .. note:: Scaling takes 3 minutes.
            """
        let content = parse(text)
        #expect(content.title == "Restart the workers")
        #expect(
            content.steps.map(\.command) == [
                "kubectl -n ingest get pods", "kubectl -n ingest scale deploy/w --replicas=8",
            ])
        #expect(content.steps[1].notes.contains { $0.contains("Scaling takes 3 minutes.") })
        #expect(content.steps[0].lines == 9...9)
    }

    @Test func asciiDoc() {
        let content = parse(
            "= Certificates\n\n== Steps\n\n. Fetch it:\n+\n[source,bash]\n----\nopenssl version -a\n----\n. Restart nginx\n"
        )
        #expect(content.title == "Certificates")
        #expect(outline(content) == ["command: Fetch it", "manual: Restart nginx"])
    }

    @Test func confluence() {
        let content = parse(
            "h1. Failover\n\n{toc}\nh2. Steps\n# Check the lag:\n{code:sql}\nSELECT 1;\n{code}\n# If lag is over 30 seconds, page the DBA\n# Promote the replica"
        )
        #expect(content.title == "Failover")
        #expect(content.steps.map(\.kind) == [.command, .decision, .manual])
    }

    @Test func asidesOfDifferentGenerators() {
        for text in [
            "Restart it.\n\n```{note}\nIt takes a minute.\n```", "Restart it.\n\n:::{note}\nIt takes a minute.\n:::",
            "Restart it.\n\n!!! note\n    It takes a minute.\n", "Restart it.\n\n> [!NOTE]\n> It takes a minute.\n",
            "Restart it.\n\n> **Note:** It takes a minute.\n",
        ] {
            let steps = parse(text, as: .markdown).steps
            #expect(steps.map(\.title) == ["Restart it"], "\(text)")
            #expect(steps[0].notes.contains { $0.contains("It takes a minute.") }, "\(text)")
        }
    }

    @Test func quotedMail() {
        #expect(commands("> Hi\n>\n> 1. Run `df -h`\n> 2. Run `free -m`\n> 3. Restart web\n") == ["df -h", "free -m"])
    }

    @Test func history() {
        let content = parse(
            "  501  2024-03-01 10:00:00 kubectl get pods -n shop\n  502  kubectl rollout restart deploy/web\n  503  df -h\n"
        )
        #expect(
            content.steps.map(\.command) == ["kubectl get pods -n shop", "kubectl rollout restart deploy/web", "df -h"])
        #expect(commands(": 1700000000:0;df -h\n: 1700000001:0;free -m\n", as: .history) == ["df -h", "free -m"])
    }

    @Test func cast() {
        let text = """
            {"version": 2, "width": 80, "height": 24}
            [0.1, "o", "\\u001b[32muser@host\\u001b[0m:~$ "]
            [0.2, "o", "df"]
            [0.3, "o", "x\\b -h"]
            [0.4, "o", "\\r\\nFilesystem\\r\\n"]
            [0.5, "o", "user@host:~$ exit\\r\\n"]
            """
        #expect(commands(text) == ["df -h"])
    }

    private static let twoSteps = "1. Run `df -h`\r\n2. Run `free -m`"

    private static func utf16(bigEndian: Bool) -> [UInt8] {
        var bytes: [UInt8] = bigEndian ? [0xFE, 0xFF] : [0xFF, 0xFE]
        for unit in twoSteps.utf16 {
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
            bytes += bigEndian ? [high, low] : [low, high]
        }
        return bytes
    }

    private static let encoded: [[UInt8]] = [
        [0xEF, 0xBB, 0xBF] + Array(twoSteps.utf8), utf16(bigEndian: true), utf16(bigEndian: false),
        Array(twoSteps.utf8) + [0, 0x0A, 0xE9],
    ]

    @Test(arguments: encoded)
    func encodings(bytes: [UInt8]) {
        guard case .runbook(let content, _) = RunbookParser().parse(bytes: bytes) else {
            Issue.record("not read as text")
            return
        }
        #expect(content.steps.map(\.command) == ["df -h", "free -m"])
    }

    @Test func whatIsNotText() {
        #expect(RunbookParser().parse(bytes: [0x89, 0x50, 0x4E, 0x47, 1, 2, 3]) == .notText("a PNG picture"))
        #expect(RunbookParser().parse(bytes: (0..<200).map { _ in 7 }) == .notText("binary data"))
        #expect(parse("") == RunbookContent(title: ""))
        guard case .runbook(let content, let text) = RunbookParser().parse(bytes: []) else {
            Issue.record("an empty file is text")
            return
        }
        #expect(content.steps.isEmpty && text.isEmpty)
    }

    @Test func limits() {
        let many = (1...1500).map { "1. Restart service\($0)" }.joined(separator: "\n")
        let content = parse(many)
        #expect(content.steps.count == Limits.steps)
        #expect(content.ambiguities.contains { $0.text.contains("\(Limits.steps) steps") })
        let cut = RunbookParser(sourceBytes: 19).parse("1. Restart service\n2. Restart database")
        #expect(cut.steps.map(\.title) == ["Restart service"])
        #expect(cut.ambiguities.contains { $0.text.contains("longer than 19 bytes") })
        let deep = String(repeating: "> ", count: 5000) + "Restart it"
        #expect(parse(deep).steps.count <= 1)
    }

    @Test func jsonForm() {
        let content = parse("1. Run `kubectl get pods -n <ns>`\n2. If it is down, go to step 1")
        let json = RunbookJSON.encode(content)
        #expect(json["format"]?.string == "dd0c.runbook/1")
        #expect(json["variables"]?[0]?["placeholder"]?.string == "<ns>")
        #expect(json["variables"]?[0]?["default"] == .null)
        let step = json["steps"]?[0]
        #expect(step?["number"]?.int == 1)
        #expect(step?["kind"]?.string == "command")
        #expect(step?["command"]?.string == "kubectl get pods -n <ns>")
        #expect(step?["lines"] == [1, 1])
        #expect(json["steps"]?[1]?["branch"]?["thenStep"]?.int == 1)
        #expect(json["steps"]?[1]?["command"] == .null)
        #expect(json["steps"]?[1]?["branch"]?["else"] == .null)
    }
}
