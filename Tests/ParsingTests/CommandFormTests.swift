import Parsing
import RunbookModel
import Testing

@Suite struct CommandFormTests {
    @Test func commandsInTheWordsBeforeABlockAreStepsToo() {
        let steps = parse(
            "Connect with `redis-cli -h cache-0 -p 6379`.\n\n```\n127.0.0.1:6379> INFO memory\nused:1\n```"
        ).steps
        #expect(steps.map(\.command) == ["redis-cli -h cache-0 -p 6379", "INFO memory"])
        #expect(steps.map(\.language.rawValue) == ["shell", "redis"])
    }

    @Test func whatTheAuthorCallsOftenIsAProgram() {
        #expect(
            commands(
                "- find it: `ffctl list --since 2h`\n- off: `ffctl set <flag> off`\n- tell the owner (`ffctl owner <flag>`)"
            )
                == ["ffctl list --since 2h", "ffctl set <flag> off", "ffctl owner <flag>"])
    }

    @Test(arguments: [
        ("Look at the log (`kubectl logs deploy/login --since=10m`).", ["kubectl logs deploy/login --since=10m"]),
        ("Enable it with `sudo cupsenable <printer>`.", ["sudo cupsenable <printer>"]),
        ("Create a file in this format: apiVersion: v1\nprovider: aws\nregion: x", []),
    ])
    func inline(text: String, expected: [String]) {
        #expect(commands(text) == expected)
    }

    @Test(arguments: [
        ("## Steps\n\n`netstat`\n\n```bash\nnetstat -ln\n```", "netstat"),
        ("Restore command:\n\n```bash\nvelero restore create <name>\n```", "Restore command"),
    ])
    func titlesThatSayNothingAreReplaced(text: String, title: String) {
        let step = parse(text).steps.first { $0.kind == .command }
        #expect(step?.title.isEmpty == false && step?.title != title)
    }

    @Test func titlesOfTheAuthorStay() {
        #expect(parse("Restart redis:\n\n```bash\nsystemctl restart redis\n```").steps.first?.title == "Restart redis")
    }

    @Test func aQuestionIsTheTitleOfItsQuery() {
        let step = parse("Which partitions lag?\n\n```promql\ntopk(5, sum by (p) (lag{group=\"a\"}))\n```").steps.first
        #expect(step?.title == "Which partitions lag?")
    }

    @Test func boundValuesOfSQLAreVariables() {
        let content = parse("```sql\nSELECT pg_cancel_backend(:pid), '12:30', a::text;\n```")
        #expect(content.variables.map(\.placeholder) == [":pid"])
        #expect(content.variables.first?.kind == .number)
    }

    @Test func theOnlyUndoBelongsToTheOnlyChange() {
        let content = parse(
            "# X\n\n## Release\n\n```\nflyctl deploy --image a\n```\n\n## Rollback\n\n```\nfoocli back --to b\n```")
        #expect(content.steps.first?.rollback?.command == "foocli back --to b")
        #expect(content.steps.first?.rollback?.source == .document)
    }

    @Test(arguments: [
        "Use this runbook when the disk is full.", "Use this if credentials were exposed.",
        "Follow this guide for new hosts.",
    ])
    func whatATextIsForIsNoStep(text: String) {
        let content = parse("# X\n\n\(text)\n\n## Steps\n\nRun `df -h`.")
        #expect(content.steps.map(\.command) == ["df -h"])
        #expect(content.summary.contains(text.dropLast()))
    }

    @Test(arguments: [
        ("You need local administrator rights.", "administrator"), ("Assumptions: you are on the VPN.", "VPN"),
        ("You'll need `openssl` and a login.", "openssl"), ("Make sure you're logged in to Vault.", "Vault"),
        ("This assumes that you have the release number.", "release number"),
    ])
    func prerequisitesInProse(text: String, words: String) {
        let content = parse("# X\n\n\(text)\n\nRun `df -h`.")
        #expect(content.prerequisites.contains { $0.isDerived != true && $0.text.contains(words) })
        #expect(content.steps.map(\.command) == ["df -h"])
    }
}
