import Parsing
import RunbookModel
import Testing

@Suite struct DecisionTests {
    /// Every way to say it: the condition, what it leads to, and nothing else.
    @Test(arguments: [
        ("If the disk is full, restart the node.", "the disk is full"),
        ("If the disk is full then restart the node.", "the disk is full"),
        ("When the disk is full, restart the node.", "the disk is full"),
        ("Unless the disk is full, restart the node.", "not: the disk is full"),
        ("In case of a full disk, restart the node.", "a full disk"),
        ("In case the disk is full, restart the node.", "the disk is full"),
        ("In the event that the disk is full, restart the node.", "the disk is full"),
        ("Should the disk be full, restart the node.", "the disk be full"),
        ("Restart the node if the disk is full.", "the disk is full"),
        ("Restart the node only if the disk is full.", "the disk is full"),
        ("Is the disk full? If so, restart the node.", "Is the disk full?"),
        ("Is the disk full? If yes, restart the node.", "Is the disk full?"),
        ("Is the disk full? Yes: restart the node.", "Is the disk full?"),
    ])
    func phrasings(text: String, condition: String) {
        let steps = parse("Check the disk of db-1.\n\n" + text).steps
        #expect(steps.map(\.kind) == [.manual, .decision, .manual])
        #expect(steps.dropFirst().first?.branch?.condition == condition)
        #expect(steps.dropFirst().first?.branch?.thenStep == 3)
        #expect(steps.last?.title.hasPrefix("Restart the node") == true)
    }

    @Test func dependingOn() {
        let steps = parse(
            "Depending on the state:\n\n- **red**: restart the node\n- yellow: run `df -h`\n- green – close the alert\n"
        ).steps
        #expect(steps.map(\.kind) == [.decision, .manual, .decision, .command, .decision, .manual])
        #expect(steps.map { $0.branch?.condition } == ["red", nil, "yellow", nil, "green", nil])
        #expect(steps[0].branch?.elseStep == 3)
    }

    @Test func outcomesWithArrows() {
        let content = parse(
            "1. Run `systemctl is-active kafka`\n\n- inactive -> start it\n- failed → go to step 1\n- File -> Open\n")
        #expect(content.steps.map(\.kind) == [.command, .decision, .manual, .decision])
        #expect(content.steps[3].branch?.thenStep == 1)
    }

    @Test(arguments: [
        "| Symptom | Action |\n|---|---|\n| pods crash | Restart the node |",
        "| What you see | Likely cause | What to do |\n|---|---|---|\n| pods crash | memory | Restart the node |",
        "| If | Then | Fix |\n|---|---|---|\n| pods crash | bad | Restart the node |",
        "| Finding | Remediation |\n|---|---|\n| pods crash | Restart the node |",
    ])
    func tablesOfCauses(table: String) {
        let steps = parse(table).steps
        #expect(steps.map(\.kind) == [.decision, .manual])
        #expect(steps[0].branch?.condition.hasSuffix("pods crash") == true)
        #expect(steps[1].title == "Restart the node")
    }

    @Test func tablesOfSteps() {
        let content = parse(
            """
            | No. | What | Command | Expected result |
            |---|---|---|---|
            | 1 | Freeze the tenant | `tenantctl freeze <tenant>` | frozen |
            | 2 | Ask for a go | | written go |
            | 3 | Thaw the tenant | `tenantctl thaw <tenant>` | active |

            If step 3 fails, go back to step 1.
            """)
        #expect(
            outline(content) == [
                "command: Freeze the tenant", "manual: Ask for a go", "command: Thaw the tenant",
                "decision: Step 3 fails?",
            ])
        #expect(content.steps[0].expected == "frozen")
        #expect(content.steps[3].branch?.thenStep == 1)
    }

    @Test func questionsAsHeadings() {
        let steps = parse(
            "# X\n\n## Is the queue growing?\n\nRestart the worker.\n\n## Which index is it?\n\nRun `df -h`.\n"
        ).steps
        #expect(steps.map(\.kind) == [.decision, .manual, .command])
        #expect(steps[0].branch?.elseStep == 3)
    }

    @Test func repeatUntil() {
        let steps = parse("1. Run `df -h`\n2. Repeat step 1 until it says \"ok\"\n3. Close the alert\n").steps
        #expect(steps.map(\.kind) == [.command, .decision, .manual])
        #expect(steps[1].branch?.condition == "it says \"ok\"")
        #expect(steps[1].branch?.thenStep == nil)
        #expect(steps[1].branch?.elseStep == 1)
    }

    @Test func waitUntilAndGoOn() {
        let steps = parse("1. Wait until it answers, then go to step 3\n2. Call the vendor\n3. Close the alert\n").steps
        #expect(steps.map(\.kind) == [.manual, .decision, .manual, .manual])
        #expect(steps[1].branch?.thenStep == 4)
    }

    @Test(arguments: ["go to step 3", "skip to step 3", "jump to step 3", "proceed to step 3", "continue with step 3"])
    func jumps(words: String) {
        let steps = parse("1. Run `df -h`\n2. If it is full, \(words)\n3. Restart the node\n").steps
        #expect(steps.map(\.kind) == [.command, .decision, .manual])
        #expect(steps[1].branch?.thenStep == 3)
    }

    @Test func whatIsSkipped() {
        let steps = parse(
            "Skip this if the site is down.\n\n```\n./site.sh drain --site one\n```\n\nRestart the node.\n"
        ).steps
        #expect(steps.map(\.kind) == [.decision, .command, .manual])
        #expect(steps[0].branch?.thenStep == 3)
        #expect(steps[0].branch?.elseStep == 2)
    }

    @Test func danglingReferencesAreDoubts() {
        let content = parse("1. Run `df -h`\n2. If it is full, go to step 7\n")
        #expect(content.ambiguities.contains { $0.step == 2 && $0.text.contains("“7”") })
    }

    /// A numbered line that is nothing but a condition is one step; what changes something keeps its colour.
    @Test func aConditionOnALineOfItsOwnIsOneStep() {
        let steps = parse(
            "1. Run `df -h`\n2. If the disk is full, tell the team\n3. If not, delete old files\n4. Close it"
        ).steps
        #expect(steps.map(\.kind).prefix(2) == [.command, .decision])
        #expect(steps[1].branch?.then == "tell the team")
        #expect(steps[2].kind != .manual || !steps[2].title.lowercased().contains("tell the team"))
        let red = parse("1. Run `df -h`\n2. If the disk is full, delete old files\n").steps
        #expect(red.map(\.kind) == [.command, .decision, .manual])
        #expect(red[2].risk == .red)
    }

    @Test func otherwiseAfterAListIsAboutAllOfIt() {
        let steps = parse(
            "1. Print a page\n2. If it is blank, change the ribbon\n\nIf none of this works, call the vendor."
        ).steps
        #expect(steps.filter { $0.kind == .decision }.map { $0.branch?.otherwise } == [nil, nil])
    }

    @Test(arguments: [
        ("du -sb /data | cut -f1 | wc -c", "more than 1 GB", Condition.number(.greater, 1e9)),
        ("stat -c %s /data/dump", "over 500 MiB", .number(.greater, 524_288_000)),
        ("df --output=pcent /data", "above 90 %", .number(.greater, 90)),
        ("df --output=pcent /data", "above 90%", .number(.greater, 90)),
        ("redis-cli -h a DBSIZE", "fewer than 10 000", .number(.less, 10_000)),
        ("redis-cli -h a DBSIZE", "fewer than 10,000", .number(.less, 10_000)),
        ("grep -c ERROR /var/log/x", "at least five", .number(.greaterOrEqual, 5)),
        ("du -sk /data", "larger than 2 MiB", .number(.greater, 2048)),
        ("kubectl get deploy a -o jsonpath='{.status.readyReplicas}'", "less than 3", .number(.less, 3)),
        ("psql -tAc 'select count(*) from a'", "more than 50", .number(.greater, 50)),
    ])
    func numbersWithUnits(command: String, words: String, test: Condition) {
        let steps = parse("Run this:\n\n```bash\n\(command)\n```\n\nIf it is \(words), escalate.").steps
        #expect(steps.first { $0.kind == .decision }?.branch?.test == test)
    }

    @Test(arguments: [
        ("grep -c ERROR /var/log/x", "more than 5 minutes"), ("grep -c ERROR /var/log/x", "over 90 %"),
        ("df -h", "over 90 %"), ("uptime", "more than 5"), ("wc -l /x", "more than 1 GB"),
    ])
    func whatAProgramCanNotDecide(command: String, words: String) {
        let steps = parse("Run this:\n\n```bash\n\(command)\n```\n\nIf it is \(words), escalate.").steps
        #expect(steps.first { $0.kind == .decision }?.branch?.test == nil)
    }
}
