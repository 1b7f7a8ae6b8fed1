import JSONTree
import Testing

@Suite("The page of the sandbox, in a browser", .serialized)
struct PageWalkTests {
    @Test("From a pasted runbook to a resolved incident", .timeLimit(.minutes(3)))
    func incident() async throws {
        try await Stage.run(seconds: 140) { stage in
            let page = stage.page
            var pictures = try Screenshots(prefix: "incident")
            for visit in ["first", "second"] {
                let times = try stage.openPage()
                print(
                    "\(visit) visit: first contentful paint after \(times.firstPaint) ms, ready after \(times.ready) ms"
                )
            }
            try page.look(for: .test("bot-status", "connected ·"), seconds: 20)
            try pictures.take("start", of: page)

            try pasteRunbook(page, &pictures)
            try lookAround(page, &pictures)
            try breakService(page, &pictures)
            try followCopilot(page, &pictures)
            try resolve(page, &pictures)
        }
    }

    @Test("A red step runs only when its target is typed", .timeLimit(.minutes(2)))
    func redStep() async throws {
        try await Stage.run(seconds: 80) { stage in
            let page = stage.page
            var pictures = try Screenshots(prefix: "red")
            let scratch = "\(stage.folder)/scratch"
            try File.makeFolder(scratch)
            try File.write(Array("old".utf8), to: "\(scratch)/frame-1.txt")

            _ = try stage.openPage()
            try page.look(for: .test("bot-status", "connected ·"), seconds: 20)
            try page.paste(Self.redRunbook(scratch), titled: "Clear the render scratch")
            try page.click(.action("draft.save", in: "#main"))
            try page.click(.action("runbook.start", in: "#main"))
            try page.click(.test("thread-bar"), seconds: 20)
            try page.look(for: .message("frame-1.txt", in: "#thread"), seconds: 20)
            try page.click(.action("step.confirm", in: "#thread"), seconds: 20)

            let field = Element.action("confirm.target", in: "[data-testid=modal]")
            try page.look(for: field)
            let readable = ContinuousClock.now + .seconds(3)
            guard File.exists(scratch) else { throw WalkFailure("the red step ran before it was confirmed") }
            try pictures.take("modal", of: page)
            try page.fill(field, with: "yes")
            try page.click(.test("modal-submit"))
            try page.look(for: .test("input-confirm.target", "That is not the same"))
            try pictures.take("wrong", of: page)
            guard File.exists(scratch) else { throw WalkFailure("the red step ran on the wrong word") }

            let label = try page.read(.test("input-confirm.target"))
            let word = label.split(separator: "\n")[0].split(separator: "confirm: ").last.map(String.init) ?? ""
            try page.fill(field, with: word)
            try page.wait(for: "the time to read the question to pass") {
                ContinuousClock.now < readable ? nil : true
            }
            try page.click(.test("modal-submit"))
            try page.lose(.test("modal"))
            try page.wait(for: "the folder to be deleted, on:\n\(page.screenText)") {
                File.exists(scratch) ? nil : true
            }
            try page.lose(.action("step.confirm", in: "#thread"))
            try pictures.take("done", of: page)
            try page.click(.action("run.resolve", in: "#main"))
            try page.look(for: .message("time to resolve", in: "#thread"))
            try pictures.take("resolved", of: page)

            try page.click(.test("theme-toggle"))
            try page.wait(for: "the dark theme") { try page.theme == "dark" ? true : nil }
            try page.click(.test("theme-toggle"))
            try page.wait(for: "the light theme") { try page.theme == "light" ? true : nil }
        }
    }

    /// Its red step deletes a folder that the test has made.
    private static func redRunbook(_ folder: String) -> String {
        """
        # Clear the render scratch

        1. See what is in the scratch folder.

        ```sh
        ls -l \(folder)
        ```

        2. Delete the scratch folder.

        ```sh
        rm -rf \(folder)
        ```
        """
    }

    private static let runbook = """
        # The nightly report is late

        Service: reports
        Alert: NightlyReportLate

        Before you start: you need a shell on the report host.

        1. See whether the machine has memory left: `free -m`
        2. Look at the disk: `df -h <mount_point>`
        3. If the disk is more than 90 % full, clean up (step 4). Otherwise go to step 5.
        4. Restart the report job: `systemctl restart report.service`
           Rollback: `systemctl stop report.service`
        5. Tell the finance team in #finance that the report comes later.
        """

    /// `/runbook paste` in the bot's direct message, the text in the modal, the answer, Save.
    private func pasteRunbook(_ page: Chromium, _ pictures: inout Screenshots) throws {
        try page.openPaste()
        try pictures.take("paste-modal", of: page)
        try page.paste(Self.runbook, titled: "The nightly report is late")
        try pictures.take("review", of: page)
        try page.click(.action("draft.edit", in: "#main"))
        try page.look(for: .test("modal", "systemctl restart report.service"))
        try pictures.take("edit-steps", of: page)
        try page.click(.test("modal-close"))
        try page.lose(.test("modal"))
        try page.click(.action("draft.save", in: "#main"))
        try page.look(for: .message("Saved: The nightly report is late"))
        try pictures.take("saved", of: page)
    }

    /// The library as a list, the runbook itself, App Home, help.
    private func lookAround(_ page: Chromium, _ pictures: inout Screenshots) throws {
        try page.command("/runbook list")
        try page.look(for: Element(css: "#main [data-action-id^=\"runbook.show\"]"))
        try pictures.take("list", of: page)
        try page.command("/runbook show nightly report")
        try page.look(for: .message("📘 The nightly report is late"))
        try pictures.take("show", of: page)
        try page.command("/runbook why kubectl delete namespace nightly")
        try page.look(for: .message("Deletes namespace nightly, with everything in it."))
        try pictures.take("why", of: page)
        try page.command("/runbook help")
        try page.look(for: .message("/runbook digest"))
        try pictures.take("help", of: page)
        try page.click(.test("tab-home"))
        try page.look(for: .test("home", "The nightly report is late"))
        try pictures.take("home", of: page)
        try page.click(.test("tab-messages"))
    }

    private func breakService(_ page: Chromium, _ pictures: inout Screenshots) throws {
        try page.click(.test("channel-incidents"))
        try page.click(.test("world-incident-break"))
        try page.look(for: .action("run.start", in: "#main"), seconds: 30)
        try pictures.take("offered", of: page)
        try page.click(.action("run.steps", in: "#main"))
        try page.look(for: .test("modal", "curl"))
        try pictures.take("view-steps", of: page)
        try page.click(.test("modal-close"))
        try page.lose(.test("modal"))
    }

    /// Presses Start Copilot and answers what the copilot asks in the thread up to the yellow step. While that waits for
    /// its answer, the bot is killed. Then the monitor must see that the service is well again.
    private func followCopilot(_ page: Chromium, _ pictures: inout Screenshots) throws {
        try page.click(.action("run.start", in: "#main"))
        try page.click(.test("thread-bar"), seconds: 20)
        try answerUntilYellow(page)
        let thread = try page.read(.test("thread"))
        guard thread.contains("timeout after"), thread.contains("in_use"), thread.contains("/pool/restart") else {
            throw WalkFailure("the thread lacks output of the green steps:\n\(thread)")
        }
        try pictures.take("yellow", of: page)
        try killBot(page)
        let approve = Element.action("step.approve", in: "#thread")
        let asked = try page.identity(of: approve)
        try page.click(approve)
        try page.wait(for: "the approval to be taken, on:\n\(page.screenText)") {
            try page.identity(of: approve) == asked ? nil : true
        }
        try page.look(for: .test("world-checkout", "an order takes"), seconds: 20)
    }

    private func answerUntilYellow(_ page: Chromium) throws {
        var answered: [String] = []
        while true {
            let (action, element) = try page.wait(
                for: "the copilot's next question after \(answered), on:\n\(page.screenText)", seconds: 30
            ) {
                try ["step.approve", "step.done", "step.then"].map { ($0, Element.action($0, in: "#thread")) }
                    .first { try page.sees($0.1) && !page.isBusy($0.1) }
            }
            if action == "step.approve" { return }
            let asked = try page.identity(of: element)
            try page.click(element)
            try page.wait(for: "\(element) to be taken, on:\n\(page.screenText)") {
                try page.identity(of: element) == asked ? nil : true
            }
            answered.append(action)
            guard answered.count < 10 else { throw WalkFailure("the copilot asks without end: \(answered)") }
        }
    }

    /// Ends the bot's process by force and waits for the next one.
    private func killBot(_ page: Chromium) throws {
        try page.click(.test("world-bot-kill"))
        try page.look(for: .test("world-bot", "started 2 times"), seconds: 20)
        try page.look(for: .test("bot-status", "connected ·"), seconds: 20)
    }

    /// The monitor's own "resolved" closes the run: the card, and the summary in the thread.
    private func resolve(_ page: Chromium, _ pictures: inout Screenshots) throws {
        try page.look(for: .message("Time to resolve", in: "#main"), seconds: 40)
        try page.look(for: .message("time to resolve", in: "#thread"))
        try page.look(for: .test("world-incident", "none"))
        try pictures.take("resolved", of: page)
        try page.click(.action("run.steps", in: "#main"))
        try page.look(for: .test("modal"))
        try pictures.take("steps", of: page)
        try page.click(.test("modal-close"))
        try page.lose(.test("modal"))
        try page.click(.test("thread-close"))
        try page.command("/runbook history")
        try page.look(for: Element(css: "#main [data-ephemeral=true]", text: "connection pool"))
        try pictures.take("history", of: page)
        try page.command("/runbook health")
        try page.look(for: Element(css: "#main [data-ephemeral=true]", text: "Coverage"))
        try pictures.take("health", of: page)
    }
}
