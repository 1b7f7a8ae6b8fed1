import RunbookModel
import Testing

@Suite struct UnderstandingTests {
    static let prose = """
        When the payment service latency alert fires, first SSH into the bastion host (bastion-prod-east). Check the logs for \
        timeout errors. If you see more than 50 in the last 5 minutes, you need to bounce the connection pool. After that \
        verify that latency has recovered, otherwise check recent deploys.
        """

    @Test func proseBecomesBranchingSteps() {
        let content = parse(Self.prose)
        #expect(
            outline(content) == [
                "manual: SSH into the bastion host (bastion-prod-east)", "manual: Check the logs for timeout errors",
                "decision: Do you see more than 50 in the last 5 minutes?", "manual: Bounce the connection pool",
                "manual: Verify that latency has recovered", "decision: Latency has recovered?",
                "manual: Check recent deploys",
            ])
        #expect(content.title == "Payment service latency alert")
        #expect(content.steps[2].branch?.thenStep == 4)
        #expect(content.steps[2].branch?.elseStep == 5)
        #expect(content.steps[5].branch?.elseStep == 7)
        #expect(content.steps[3].risk == .yellow)
        let host = content.ambiguities.first { $0.step == 1 }
        #expect(host?.resolution?.contains("bastion-prod-east") == true)
    }

    @Test func listItemsTakeTheCommandsBelowThem() {
        let text =
            "1. Check the address\n\n```\nredis-cli info\n```\n\n2. Restart the cache:\n\n   ```\n   systemctl restart redis\n   ```\n"
        let content = parse(text)
        #expect(outline(content) == ["command: Check the address", "command: Restart the cache"])
        #expect(content.steps.map(\.command) == ["redis-cli info", "systemctl restart redis"])
    }

    @Test func referencesAreResolved() {
        let text = """
            1. Run `systemctl status web`
            2. If it is down, go to step 4
            3. Close the incident
            4. Run `systemctl restart web`
            5. If that fails, go to step 9
            """
        let content = parse(text)
        #expect(content.steps[1].branch?.thenStep == 4)
        #expect(content.steps[4].branch?.thenStep == nil)
        #expect(content.ambiguities.contains { $0.step == 5 && $0.text.contains("“9”") })
    }

    @Test func oppositeConditionsAreOneDecision() {
        let content = parse("If the team is known, notify them. If the team isn't known, ask in the channel.")
        #expect(content.steps.count { $0.kind == .decision } == 1)
        #expect(content.steps[0].branch?.otherwise == "ask in the channel")
    }

    @Test func conditionsGuardTheCommandsTheyAnnounce() {
        let text = """
            ## Fix

            If the node is cordoned, run:

            ```
            kubectl uncordon node-1
            ```

            Check the result:

            ```
            kubectl get nodes
            ```
            """
        let steps = parse(text).steps
        #expect(steps.map(\.kind) == [.decision, .command, .command])
        #expect(steps[0].branch?.thenStep == 2)
        #expect(steps[0].branch?.elseStep == 3)
    }

    @Test(arguments: [
        (
            "kubectl get pods -o name | wc -l", "If there are more than 50 of them, escalate.",
            Condition.number(.greater, 50)
        ),
        ("grep -c ERROR /var/log/x", "If the count is at least 3, escalate.", Condition.number(.greaterOrEqual, 3)),
        ("./check.sh", "If the exit code is 2, escalate.", Condition.exitCode(.equal, 2)),
        ("redis-cli info", "If the output contains `role:slave`, escalate.", Condition.contains("role:slave")),
    ])
    func conditionsThatCanBeTested(command: String, sentence: String, test: Condition) {
        let steps = parse("Run this:\n\n```bash\n\(command)\n```\n\n\(sentence)").steps
        #expect(steps.first { $0.kind == .decision }?.branch?.test == test)
    }

    @Test func conditionsThatNeedAPerson() {
        let steps = parse("Run this:\n\n```bash\nuptime -p\n```\n\nIf it is more than 50, escalate.").steps
        #expect(steps.first { $0.kind == .decision }?.branch?.test == nil)
    }

    @Test func descriptionsAskForNothing() {
        let content = parse(
            """
            # KubePodCrashLooping

            ## Meaning

            Check whether pods restart. If a pod restarts, the alert fires.

            ## Impact

            Restarting pods drop requests.

            ## Mitigation

            - Check the logs
            - Roll back the release
            """)
        #expect(outline(content) == ["manual: Check the logs", "manual: Roll back the release"])
        #expect(content.alerts == ["KubePodCrashLooping"])
        #expect(content.summary.contains("Check whether pods restart."))
    }

    @Test func nothingOfTheTextIsLost() {
        let text = """
            # Title

            Intro sentence.

            ## Do it

            Some background on it. Restart the service. It takes a minute. You should see no errors. See [the wiki](https://wiki/x).
            """
        let content = parse(text)
        let step = content.steps[0]
        #expect(content.summary == "Intro sentence.")
        #expect(step.title == "Restart the service")
        #expect(step.expected == "You should see no errors.")
        #expect(step.notes.contains("Some background on it."))
        #expect(step.notes.contains("It takes a minute."))
        #expect(step.notes.contains { $0.contains("https://wiki/x") })
        #expect(step.section == "Do it")
    }

    @Test func prerequisites() {
        let content = parse(
            """
            # X

            ## Prerequisites

            - VPN access
            - `kubectl` for the cluster

            ## Steps

            Make sure you are logged in to Vault.

            ```
            aws --region eu-west-1 s3 ls
            ```
            """)
        let texts = content.prerequisites.map(\.text)
        #expect(texts.contains("VPN access"))
        #expect(texts.contains("Make sure you are logged in to Vault"))
        #expect(texts.contains { $0.contains("`aws`") && $0.contains("eu-west-1") })
        #expect(content.prerequisites.first?.line == 5)
    }

    /// Where to do it stands with what to do.
    @Test func placesAreKept() {
        let steps = parse("# X\n\n1. In Rundeck, run the job `tidy-mail`.\n2. On db-3, open the console.").steps
        #expect(steps.map(\.title) == ["Run the job `tidy-mail`", "Open the console"])
        #expect(steps.map(\.notes) == [["In Rundeck, run the job `tidy-mail`."], ["On db-3, open the console."]])
    }

    @Test func tables() {
        let steps = parse(
            """
            | Symptom | Action |
            |---|---|
            | Pods crash | `kubectl logs <pod> --previous` |
            | Node NotReady | Cordon the node |

            | # | Command | Expected |
            |---|---|---|
            | 1 | `systemctl status redis` | active |
            """
        ).steps
        #expect(steps.map(\.kind) == [.decision, .command, .decision, .manual, .command])
        #expect(steps[0].branch?.elseStep == 3)
        #expect(steps[4].expected == "active")
    }

    @Test func aLabelOnALineOfItsOwnEndsTheSentenceBefore() {
        let steps = parse(
            """
            1. Restart the job: `systemctl restart report.service`
               Rollback: `systemctl stop report.service`
            2. Tell finance.
            """
        ).steps
        #expect(steps.map(\.title) == ["Restart the job", "Tell finance"])
        #expect(steps[0].rollback == Rollback(command: "systemctl stop report.service", source: .document))
    }

    @Test func rollbackOfTheDocument() {
        let steps = parse(
            """
            ## Change

            ```
            kubectl -n cache scale deploy/cache --replicas=0
            ```

            ## Rollback

            ```
            kubectl -n cache scale deploy/cache --replicas=3
            ```
            """
        ).steps
        #expect(steps.map(\.kind) == [.command, .decision, .command])
        #expect(steps[0].rollback?.command == "kubectl -n cache scale deploy/cache --replicas=3")
        #expect(steps[0].rollback?.source == .document)
    }

    @Test func doubts() {
        let content = parse(
            "1. Check the logs\n2. Run the failover script\n3. Contact the database team\n4. If latency is high, restart the node"
        )
        #expect(content.ambiguities.contains { $0.step == 1 && $0.text.contains("which logs") })
        #expect(content.ambiguities.contains { $0.step == 2 && $0.text.contains("no path") })
        #expect(content.ambiguities.contains { $0.step == 3 && $0.text.contains("who") })
        #expect(content.ambiguities.contains { $0.step == 4 && $0.text.contains("high") })
        let clear = parse(
            "1. Run `kubectl logs deploy/web -n web`\n2. Contact the database team in #db-oncall\n3. If latency is over 300 ms, restart node-7"
        )
        #expect(clear.ambiguities == [])
    }
}
