import BotTestKit
import Parsing
import RunbookModel
import Testing

/// The same things as different authors write them.
@Suite struct ManyHandsTests {
    // MARK: Blocks of code

    @Test(arguments: [
        (
            "mysql> DELETE FROM carts\n    -> WHERE seen < NOW() - INTERVAL 9 DAY\n    -> LIMIT 50;\nQuery OK, 50 rows",
            ["DELETE FROM carts\nWHERE seen < NOW() - INTERVAL 9 DAY\nLIMIT 50;"]
        ),
        (
            "shop=# DELETE FROM carts\nshop-#  WHERE id = 4;\nDELETE 1\nshop=# SELECT 1;",
            ["DELETE FROM carts\nWHERE id = 4;", "SELECT 1;"]
        ),
        (
            "shop=> UPDATE carts\nshop-> SET open = false\nshop-> WHERE id = 4;",
            ["UPDATE carts\nSET open = false\nWHERE id = 4;"]
        ),
        ("mysql> SHOW TABLES\n    -> LIKE 'c%'\n+---+\n| a |", ["SHOW TABLES\nLIKE 'c%'"]),
        (
            "$ for p in a b; do\n> kubectl delete pod $p\n> done\npod a deleted",
            ["for p in a b; do\nkubectl delete pod $p\ndone"]
        ),
        ("kadmin: addprinc web/db1\nkadmin: ktadd web/db1", ["addprinc web/db1", "ktadd web/db1"]),
    ])
    func aStatementGoesOnBehindItsPrompt(block: String, expected: [String]) {
        #expect(commands("```\n\(block)\n```") == expected)
    }

    @Test(arguments: [
        ("web-01# df -h\nFilesystem Size\nweb-01# uptime -p", ["df -h", "uptime -p"]),
        (
            "db2 $ sudo -u postgres createdb shop\nPassword: x\nshop=# select 1;\nshop=# [grant what it needs]",
            ["sudo -u postgres createdb shop", "select 1;"]
        ),
        ("reboot # restart node", ["reboot"]), ("df -h\nmongo: command not found", ["df -h"]),
        ("ls # list files\nuptime # show load", ["ls", "uptime"]),
        ("~(admin)]$ host-list --all\nHOST STATE\n~(admin)]$ df -h", ["host-list --all", "df -h"]),
        (
            "systemctl start a\n/etc/rc.d/rc2.d/S20web start\n~web/start.sh",
            ["systemctl start a", "/etc/rc.d/rc2.d/S20web start", "~web/start.sh"]
        ),
        ("router1(config)# clear counters", ["clear counters"]),
        ("mysql -u root -p\nSTOP SLAVE;", ["mysql -u root -p", "STOP SLAVE;"]),
        ("SHOW SLAVE STATUS\\G", ["SHOW SLAVE STATUS\\G"]), ("service web restart", ["service web restart"]),
        ("/etc/init.d/web stop", ["/etc/init.d/web stop"]),
        ("watch -n 5 \"kubectl get pods\"", ["watch -n 5 \"kubectl get pods\""]),
    ])
    func hostsAndClientsHavePromptsOfTheirOwn(block: String, expected: [String]) {
        #expect(commands("# T\n\n```bash\n\(block)\n```") == expected)
    }

    @Test func aQuotedCallWasMeantAsPrompted() {
        #expect(commands("# T\n\nLog in.\n\n> az login\n\nRead this.\n\n> Be careful with it.\n") == ["az login"])
        #expect(commands("1. Set it up (make sure it's under [web] in the list).\n2. Look at it").isEmpty)
    }

    @Test func aSentenceWithThenIsNoScript() {
        #expect(commands("# T\n\nif this system has run it already then it will\nnot do so again.\n").isEmpty)
    }

    @Test func ticksUnderATitleAreNoFence() {
        let text =
            "Queries\n=======\n\nWhat is running\n```````````````\n\nSee what runs on the server::\n\n  select pid from\n"
            + "  pg_stat_activity;\n\nRestart\n-------\n\nRestart it::\n\n  service web restart\n"
        #expect(commands(text) == ["select pid from\npg_stat_activity;", "service web restart"])
    }

    @Test func aVerbAloneTakesTheListBelowIt() {
        #expect(
            outline(parse("# T\n\nUpdate:\n- the incident channel\n- the status page\n")) == [
                "manual: Update: the incident channel; the status page"
            ])
    }

    @Test(arguments: [
        "NS=shop\nkubectl get pods -n $NS", "POD=$(kubectl get pods -o name | head -1)\nkubectl delete $POD",
        "pvs; vgs\nlvs; df -h",
    ])
    func aBlockWithoutATagTellsByItsLines(block: String) {
        #expect(commands("# T\n\n```\n\(block)\n```").joined(separator: "\n") == block)
    }

    @Test(arguments: [
        "sudo -i\nsystemctl restart nginx", "frobctl drain web", "clearcache all\nsystemctl restart nginx",
        "k get po\nk delete po web-1", "sudo /opt/tools/upgrade.sh stop", "<env>-<name>-backup.sh",
    ])
    func whatIsTaggedAsShellIsRun(block: String) {
        #expect(commands("# T\n\n```bash\n\(block)\n```") == block.split(separator: "\n").map(String.init))
    }

    @Test func anUnknownLineBetweenCommandsIsOne() {
        let text = "```\nsudo systemctl stop app\nclearcache all\nsudo systemctl start app\n```"
        #expect(commands(text) == ["sudo systemctl stop app", "clearcache all", "sudo systemctl start app"])
    }

    @Test(arguments: ["uptime", "free", "w", "argocd app sync web", "ceph health detail", "dig +short example.com"])
    func knownToolsNeedNoTag(call: String) {
        #expect(commands("Look at it:\n\n```\n\(call)\n```") == [call])
    }

    @Test(arguments: [
        "total 48", "web-1 Ready", "api-7d9 1/1 Running", "db01 standby lag=12", "top - 12:00:01 up 10 days",
        "KEY=value\nOTHER=value", " id | name\n----+------\n  1 | a\n(1 row)", "example.internal",
    ])
    func whatWasPrintedIsNoCommand(block: String) {
        #expect(commands("# T\n\nRestart it.\n\n```\n\(block)\n```").isEmpty)
    }

    @Test func aLeadThatShowsAnErrorShowsNoCommand() {
        #expect(
            commands("You will see an error like:\n\n```\nkubectl get pods\nerror: You must be logged in\n```").isEmpty)
        #expect(commands("Restart it.\n\nExample output:\n\n```\nkubectl version 1.27\n```").isEmpty)
    }

    @Test func aWrongTagHidesNoCommand() {
        #expect(commands("```python\nkubectl logs web | grep x\n```") == ["kubectl logs web | grep x"])
        #expect(commands("```python\nimport os\nprint(os.uname())\n```").isEmpty)
        #expect(commands("```yaml\nkind: Pod\n```").isEmpty)
    }

    @Test(arguments: ["crontab entry:", "kubectl output:", "ssh config:"])
    func aLineThatEndsInAColonLeadsSomewhere(line: String) {
        #expect(commands("Tell the team.\n\n\(line)\n\n    0 4 * * * x\n").isEmpty)
    }

    // MARK: Sentences

    @Test(arguments: [
        "The queue should be short, you can see it with `rabbitmqctl list_queues`.",
        "Stop it on the old host (e.g. `systemctl stop web`).", "1. Make it quieter `export QUIET=true`",
        "1. Initialise it: ` etcdctl member list`", "1. Look at it. If it doesn't help, try `systemctl restart web`.",
        "Then list the nodes: `nomad node status` and three of them should be ready.", "1. Then `nginx -s reload`.",
        "1. Reboot the node: `sudo reboot`", "1. Drain the pool `make drain POOL=a` to empty it.",
        "1. Cordon it first. `make cordon POOL=a`.", "1. Look at it: `wg show wg0` - it must be young.",
        "The errors can be seen with `dmesg -T`.", "A short test (`smartctl -t short /dev/sda`) can also be run.",
        "1. Patch the claim\n   - example: `kubectl patch pvc a -p '{}'`\n",
        "1. Use commands like `kubectl get pods -o=wide` to see them.", "1. Drain it: `shopctl drain web`",
        "1. On the replica, `pg_ctl stop -m fast`.",
    ])
    func aCommandInASentenceIsAStep(text: String) throws {
        let start = try #require(text.firstIndex(of: "`")), end = try #require(text.lastIndex(of: "`"))
        let command = text[text.index(after: start)..<end].trimmingPrefix(" ")
        #expect(commands(text) == [String(command)])
    }

    @Test func twoCommandsOfAnItemAreTwoSteps() {
        #expect(
            commands("1. `systemctl stop a` and `systemctl stop b`\n2. Look at it") == [
                "systemctl stop a", "systemctl stop b",
            ])
        #expect(commands("1. Use `make deploy-eu` or `make deploy-us`\n2. Look at it") == ["make deploy-eu"])
    }

    @Test(arguments: [
        "1. Warning: `rm -rf /data` must not be run here.\n2. Look at it", "It is forbidden to run `iptables -F`.",
        "Running `iptables -F` would cut you off.", "Incorrect:\n\n```\nkubectl delete pvc data-0\n```",
        "```bash\n# DON'T DO THIS\nrm -rf /var/lib/x\n```", "Run the tool from the `kubectl exec` shell.",
        "Use the `cleanup.sh` script.", "We used to run `vacuumdb -a` by hand.",
        "```python\nprint(x)# show it\nimport os\n```", "Nginx runs `systemctl restart web` every night.",
    ])
    func whatIsForbiddenOrOnlyNamedIsNoStep(text: String) {
        #expect(commands(text).isEmpty)
    }

    @Test func aSentenceKeepsItsOwnCommand() {
        let content = parse(
            "If there are more than 5000, scale up with `kubectl scale deploy/worker --replicas=10`.\n\n```\ndf -h\n```"
        )
        #expect(content.steps.map(\.command) == [nil, "kubectl scale deploy/worker --replicas=10", "df -h"])
        #expect(content.steps[0].kind == .decision && content.steps[2].title.contains("kubectl") == false)
        let job = parse("Run the `clear-cache` job.\n\n```\nfree -m\n```")
        #expect(job.steps.map(\.kind) == [.manual, .command])
    }

    @Test func whatABlockSpellsOutIsNotRunTwice() {
        let text =
            "Update it with `terraform init` and `terraform plan`.\n\nFor the test account:\n\n"
            + "```sh\nterraform init -backend=true\nterraform plan -out=x\n```"
        #expect(commands(text) == ["terraform init -backend=true", "terraform plan -out=x"])
    }

    @Test(arguments: [
        ("Once the copy has finished, confirm the sizes match.", "Confirm the sizes match"),
        ("Prior to restoring, record the size of the disk.", "Record the size of the disk"),
        ("It is important to wait until the queue is empty.", "Wait until the queue is empty"),
        ("Eventually you should frobnicate the service.", "Frobnicate the service"),
        (
            "Coordinate with the customer:\n\n- Plans of the small kind have no copies.\n- Data is lost.",
            "Coordinate with the customer"
        ),
    ])
    func whatIsAskedForIsAStep(text: String, title: String) {
        #expect(outline(parse("# T\n\n" + text)) == ["manual: " + title])
    }

    @Test func aListGoesOnBehindABlock() {
        let steps = parse(
            "1. Stop it.\n2. It prints:\n```\nok\n```\n3. Walk to the others, they are the same.\n4. The end is near.\n"
                + "5. Verify that the page works."
        ).steps
        #expect(
            steps.suffix(3).map(\.title) == [
                "Walk to the others, they are the same", "The end is near", "Verify that the page works",
            ])
    }

    @Test func beingSureIsAStepInTheMiddleOfAList() {
        let content = parse("- Open the console\n- Make sure you are in the right region\n- Click `Modify`")
        #expect(content.steps.count == 3 && content.prerequisites.isEmpty)
    }

    // MARK: Ways back

    @Test(arguments: [
        "   To undo: `systemctl start app`", "   Revert with `systemctl start app`",
        "   (undo with `systemctl start app`)",
        "   To roll back, run `systemctl start app`.", "   To undo:\n\n   ```\n   systemctl start app\n   ```",
    ])
    func theWayBackIsNoStep(text: String) {
        let steps = parse("1. Stop the app: `systemctl stop app`\n\n\(text)\n\n2. Look at the graph").steps
        #expect(steps.compactMap(\.command) == ["systemctl stop app"])
        #expect(steps[0].rollback?.command == "systemctl start app" && steps[0].rollback?.source == .document)
    }

    // MARK: Conditions and jumps

    @Test func codesOfErrorsAreNoNumbersOfSteps() {
        let steps = parse(
            "| Error | Fix |\n|--|--|\n| 502 | run `systemctl restart nginx` |\n| 504 | run `systemctl restart app` |"
        ).steps
        #expect(steps.map(\.kind) == [.decision, .command, .decision, .command])
    }

    @Test func jumpsKeepTheNumbersOfTheAuthor() {
        let steps = parse(
            "1. Check it: `df -h`\n2. Go to step 4 if the disk is fine.\n3. Clean up: `docker image prune`\n4. Go back to step 1."
        )
        .steps
        #expect(steps.map(\.kind) == [.command, .decision, .command, .manual])
        #expect(steps[1].branch?.thenStep == 4 && steps[3].title == "Go back to step 1")
    }

    @Test func aConditionHoldsNoCommand() {
        let steps = parse("1. Restart it if the load is over 20: `systemctl restart web`\n2. Look at it").steps
        #expect(steps.map(\.command) == [nil, "systemctl restart web", nil])
        #expect(steps[0].branch?.condition == "the load is over 20")
        let wait = parse("1. In case of an error: wait a minute, then retry.\n2. Look at it").steps
        #expect(wait.first?.branch?.condition == "an error")
    }

    private func ways(_ steps: [Step]) -> [String] {
        steps.map { step in
            guard let branch = step.branch else { return step.command ?? step.title }
            return "\(branch.thenStep.map(String.init) ?? "on")/\(branch.elseStep.map(String.init) ?? "on")"
        }
    }

    @Test(arguments: [
        (
            "- Is the disk full?\n  - Yes: `rm -rf /tmp/cache`\n  - No: run `df -i`\n",
            ["2/3", "rm -rf /tmp/cache", "4/on", "df -i"]
        ),
        (
            "1. Look.\n2. Lag > 100? Yes -> step 4. No -> step 3.\n3. Wait.\n4. Page the team.",
            ["Look", "4/3", "Wait", "Page the team"]
        ),
        ("1. Restart it.\n2. Still lagging? If yes go back to step 1, else you're done.", ["Restart it", "1/on"]),
        (
            "# T\n\n## Is the balancer healthy?\n\n### Yes\n\nRestart the app.\n\n### No\n\nPage the network team.",
            ["2/3", "Restart the app", "4/on", "Page the network team"]
        ),
        ("Run `systemctl restart x` unless it is Friday.", ["2/on", "systemctl restart x"]),
        (
            "check the disk. If it is above 90% delete old logs with rm -f /var/log/a.gz, otherwise wait.",
            ["Check the disk", "3/on", "rm -f /var/log/a.gz"]
        ),
        (
            "```bash\n# if the pod hangs, delete it\nkubectl delete pod web-0\n# otherwise\nkubectl rollout restart sts/web\n```",
            ["2/3", "kubectl delete pod web-0", "4/on", "kubectl rollout restart sts/web"]
        ),
    ])
    func nothingIsDoneWithoutItsCondition(text: String, expected: [String]) {
        #expect(ways(parse(text).steps) == expected)
    }

    @Test func aWarningStandsOnTheStepThatItIsFor() {
        let content = parse("⚠️ Do this only on the replica!\n\n1. Run `rm -rf /srv/copy`\n2. Look at it.\n3. Wait.")
        #expect(content.steps[0].notes.contains { $0.contains("only on the replica") } && content.summary.isEmpty)
    }

    // MARK: What was copied from elsewhere

    @Test func tabsMakeTables() {
        let steps = parse(
            "Moving the database\n\nStep\tWho\tWhat\n1\tDBA\tStop the application\n2\tDBA\tRun df -h\n3\tApp\tStart it\n"
        ).steps
        #expect(ways(steps) == ["Stop the application", "df -h", "Start it"])
        #expect(steps[0].notes == ["Who: DBA"])
    }

    @Test(arguments: [
        ("```\n1\tkubectl get pods\n2\tkubectl get svc\n```", ["kubectl get pods", "kubectl get svc"]),
        (
            "```\n# logrotate -f /etc/logrotate.conf\n# systemctl reload nginx\n```",
            ["logrotate -f /etc/logrotate.conf", "systemctl reload nginx"]
        ),
        ("```\n➜  ~ kubectl get pods\nNAME READY\n```", ["kubectl get pods"]),
        ("```\nrs0:PRIMARY> rs.stepDown()\n```", ["rs.stepDown()"]),
        ("Kill it:\nSELECT pg_terminate_backend(123);\n", ["SELECT pg_terminate_backend(123);"]),
        ("1. Restart it (systemctl restart nginx)\n2. Look", ["systemctl restart nginx"]),
        (
            "▶ Check the pods\n    kubectl get pods -n shop\n▶ Look\n    df -h /srv\n",
            ["kubectl get pods -n shop", "df -h /srv"]
        ),
        ("Check it over time:\n\n`kubectl exec web -- df -h`\n", ["kubectl exec web -- df -h"]),
    ])
    func copiesKeepTheirCommands(text: String, expected: [String]) {
        #expect(commands(text) == expected)
    }

    // MARK: Numbers and headings

    @Test(arguments: [
        ["1.)", "2.)", "3.)"], ["(1)", "(2)", "(3)"], ["a)", "b)", "c)"], ["A.", "B.", "C."], ["I.", "II.", "III."],
        ["i)", "ii)", "iii)"], ["1 -", "2 -", "3 -"],
    ])
    func listsAreNumberedByHand(numbers: [String]) {
        let lines = zip(numbers, ["Stop the app", "Run df -h", "Start the app"]).map { "\($0) \($1)" }
        let steps = parse("Move the app\n\n" + lines.joined(separator: "\n")).steps
        #expect(steps.map(\.kind) == [.manual, .command, .manual], "\(outline(parse(lines.joined(separator: "\n"))))")
        #expect(steps.first?.title == "Stop the app" && steps.last?.title == "Start the app")
    }

    @Test(arguments: ["A. Smith wrote this.", "i.e. restart it", "1 - 2 of them fail", "b) it is late"])
    func notEveryLetterIsANumber(line: String) {
        #expect(
            !parse("# T\n\n1. Restart it.\n\n\(line)\n").steps.contains {
                $0.title.hasPrefix("Smith") || $0.title.hasPrefix("2 of")
            })
    }

    @Test(arguments: ["Wiping the cache contents", "Gather information", "Rotate the owners", "Find the root cause"])
    func aHeadingWithAVerbIsAboutDoing(heading: String) {
        #expect(
            commands("# T\n\n## \(heading)\n\n- Find the pod with `kubectl get po -l app=web`\n") == [
                "kubectl get po -l app=web"
            ])
    }

    @Test(arguments: ["Table of contents", "Contents", "Related information", "Support contacts"])
    func aListOfLinksIsNotDone(heading: String) {
        #expect(
            parse("# T\n\nRestart it.\n\n## \(heading)\n\n- [See the wiki](http://x.y)\n- [Ask the team](http://x.z)\n")
                .steps.count == 1)
    }
}
