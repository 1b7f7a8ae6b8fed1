import JSONTree
import Testing

@Suite("The page of the sandbox, in a browser", .serialized)
struct PageWalkTests {
    @Test("From a pasted runbook to a resolved incident", .timeLimit(.minutes(3)))
    func incident() async throws {
        try await Stage.run(seconds: 100) { stage in
            let page = stage.page
            var pictures = try Screenshots(prefix: "incident")
            let times = try stage.openPage()
            print("first contentful paint after \(times.firstPaint) ms, ready after \(times.ready) ms")
            try page.look(for: .test("bot-status", "connected"), seconds: 20)
            try pictures.take("start", of: page)

            try pasteRunbook(page, &pictures)
            try lookAround(page, &pictures)
            try breakService(page, &pictures)
            try followCopilot(page, &pictures)
            try resolve(page, &pictures)
        }
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
        try page.click(.test("channel-dd0c/run"))
        try page.command("/runbook paste")
        let field = Element.action("paste.text", in: "[data-testid=modal]")
        try page.look(for: field)
        try pictures.take("paste-modal", of: page)
        try page.fill(field, with: Self.runbook)
        try page.click(.test("modal-submit"))
        try page.lose(.test("modal"))
        let review = Element.message("The nightly report is late")
        try page.look(for: review)
        try pictures.take("review", of: page)
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
        try page.look(for: .message("free -m"))
        try pictures.take("show", of: page)
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
    }

    private func followCopilot(_ page: Chromium, _ pictures: inout Screenshots) throws {
        try page.click(.action("run.start", in: "#main"))
        try page.click(.test("thread-bar"))
        try page.look(for: .action("step.approve", in: "#thread"), seconds: 30)
        try page.wait(for: "the output of the green steps in the thread") {
            let text = try page.read(.test("thread"))
            return text.contains("in use") || text.contains("timeout") ? true : nil
        }
        try pictures.take("yellow", of: page)

        // The bot dies while it waits for the answer, and knows where it was.
        let before = try page.read(.test("world-bot"))
        try page.click(.test("world-bot-kill"))
        try page.wait(for: "another process of the bot", seconds: 20) {
            let now = try page.read(.test("world-bot"))
            return now != before && now.contains("started 2 times") ? true : nil
        }
        try page.look(for: .test("bot-status", "connected ·"), seconds: 20)
        try page.click(.action("step.approve", in: "#thread"))
        try page.look(for: .test("world-checkout", "an order takes"), seconds: 30)
        try page.look(for: .test("world-incident", "none"), seconds: 40)
        try pictures.take("mended", of: page)
    }

    private func resolve(_ page: Chromium, _ pictures: inout Screenshots) throws {
        try pictures.take("before-resolve", of: page)
        try page.look(for: .message("esolved", in: "#main"), seconds: 20)
        try pictures.take("resolved", of: page)
        print(page.screenText)
    }
}

extension Chromium {
    /// Types a slash command into the composer and sends it.
    func command(_ text: String) throws {
        try click(.test("composer-input"))
        try type(text)
        try pressEnter()
        try wait(for: "the composer to be empty after \(text), on:\n\(screenText)") {
            try evaluate("document.querySelector('[data-testid=composer-input]').value").string == "" ? true : nil
        }
    }
}
