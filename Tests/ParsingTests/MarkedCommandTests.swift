import Parsing
import RunbookModel
import Testing

/// Commands in marks of one kind or another, and what in such marks is none.
@Suite struct MarkedCommandTests {
    @Test(arguments: [
        ("- Reload: `$ service web reload`", "service web reload"),
        ("- For checking you may use:\n`shop=> \\dt`", "\\dt"),
        ("Drop the table:  \n`shop=> DROP TABLE carts;`  \nIt may take long.", "DROP TABLE carts;"),
        ("* host1:\n  * `# yum update`", "yum update"),
        ("- Get in from the bastion:  \n`[ops@b1 ~]$ ssh db1`", "ssh db1"),
        ("`git gc` to clean up what is left.", "git gc"),
        ("- root# /usr/sbin/setup-web.pl\n", "/usr/sbin/setup-web.pl"),
    ])
    func aPromptIsNotCopiedToNameAThing(text: String, command: String) {
        #expect(commands("# T\n\n\(text)\n").contains(command), "\(commands(text))")
    }

    @Test(arguments: [
        "- Don't use `shop=> DELETE FROM carts;`, it is slow.", "- Look at `# of pods` in the table.",
        "- Wait until the lag is `> 5 GB`.", "- Restart it. Never run `$ reboot -f` here.",
        "- The field `% free` must be over 5.", "- `git gc` is run by the service itself.",
    ])
    func whatIsForbiddenOrNamedStaysInTheText(text: String) {
        #expect(commands("# T\n\n\(text)\n").isEmpty)
    }

    @Test func theTitleLosesThePromptAsWell() {
        #expect(outline(parse("# T\n\n- Restart it with: `$ service web restart`\n")) == ["command: Restart it"])
    }

    @Test func aFenceMayBeClosedBehindTheLastCommand() {
        let text =
            "Look:\n\n```sh\nkubectl get pods\nkubectl get nodes```\n\nThen restart it:\n\n```\nservice web restart\n```\n"
        #expect(commands(text) == ["kubectl get pods", "kubectl get nodes", "service web restart"])
        #expect(commands("````\nkubectl get pods````\nIt lists `web`.\n") == ["kubectl get pods"])
        // Here the ticks are part of the call.
        #expect(commands("```sh\necho '```x```\nuptime -p\n```\n").last == "uptime -p")
    }

    @Test func marksThatAreExplainedBelowAreNoPartOfACall() {
        let code =
            "= T\n\n== Steps\n\n. Count them:\n+\n[source,bash]\n----\nls -l /proc/7/fd | wc -l <1>\nsort < <2> in.txt <2> <.>\n----\n"
        #expect(commands(code + "<1> The number of the process.\n<2> A file\n").first == "ls -l /proc/7/fd | wc -l")
        #expect(commands(code).first == "ls -l /proc/7/fd | wc -l <1>")
    }

    @Test func aRoleIsNotPartOfItsText() {
        let text =
            "Nodes\n=====\n\nSteps\n-----\n\n.. _here:\n\n1. Run :doc:`nodetool status </ops/nodetool/status>` and read it.\n\n2. Run :code:`nodetool info` then.\n"
        #expect(commands(text) == ["nodetool status", "nodetool info"])
    }

    @Test func instructionsInAFixedWidthAreInstructions() {
        let text = """
            How to move the shop:
            ```
            # STANDBY FIRST

            ---- BEFORE
            * stop the workers on both hosts
            * make sure that there is space in /var
            ---- MOVE
            * link the configuration
              ln -s /etc/shop/shop.conf /var/lib/shop/
              ln -s /etc/shop/more.conf /var/lib/shop/
            * start the workers
            ```
            """
        let content = parse(text)
        #expect(
            content.steps.compactMap(\.command) == [
                "ln -s /etc/shop/shop.conf /var/lib/shop/", "ln -s /etc/shop/more.conf /var/lib/shop/",
            ])
        #expect(content.steps.filter { $0.kind == .manual }.map(\.title).count == 3)
        #expect(content.steps[0].lines == 6...6)
        #expect(content.steps.allSatisfy { !$0.title.contains("--") && !$0.notes.joined().contains("--") })
    }

    @Test func aCommandBelowTheWordsOfAnItemIsItsCommand() {
        let text =
            "# T\n\n## Steps\n\n* stop the workers\n* link the configuration\n  ln -s /etc/a.conf /var/lib/a\n  ln -s /etc/b.conf /var/lib/b\n* start them\n"
        let steps = parse(text).steps
        #expect(steps.compactMap(\.command) == ["ln -s /etc/a.conf /var/lib/a", "ln -s /etc/b.conf /var/lib/b"])
        #expect(steps.count == 4 && steps[1].title == "Link the configuration")
        #expect(commands("# T\n\n* The pod that\n  kubectl get pods\n  shows last is the old one.\n").isEmpty)
    }

    /// Each fence of ticks is longer than the one in it.
    @Test func fencesWithinFencesHaveAnEnd() {
        let marks = (3..<600).map { String(repeating: "`", count: $0) }
        let items = "- stop the web server\n- look at it\n- start the web server\n"
        let text = marks.reversed().map { $0 + "\n" }.joined() + items + marks.map { $0 + "\n" }.joined()
        #expect(parse(text).steps.count <= 3)
        let many = String(repeating: "```\n\(items)```\n\n", count: 800)
        #expect(parse(many).steps.count <= 2400)
    }

    @Test func aRuleBeforeATitleMakesItAHeading() {
        let text = "==== Before ====\nStop the workers.\n\n---- Move the files\nStart the workers.\n"
        #expect(outline(parse(text)) == ["manual: Stop the workers", "manual: Start the workers"])
        #expect(
            parse("---- Tell the team that it is down.\n").steps.map(\.title) == ["Tell the team that it is down"])
    }

    @Test(arguments: [
        "- add retries to the worker\n- fix the name of the queue\n- update the client",
        "- name: stop\n- name: start\n- name: check", "* web is up\n* db is up\n* cache is down",
    ])
    func otherListsInAFixedWidthAreNone(block: String) {
        let text = "# T\n\nRestart the web server and look at it for a while.\n\nThe last release brought:\n\n"
        #expect(
            parse(
                text
                    + "```\n\(block)\n```\n\nCall the team if it stays away.\n\nSay so in the channel.\n\nWait for them.\n"
            )
            .steps.count == 4)
    }
}
