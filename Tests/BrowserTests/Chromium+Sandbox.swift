import JSONTree

/// Ways of the page that more than one walk goes.
extension Chromium {
    /// Whether a click on the element is being worked on.
    func isBusy(_ element: Element) throws -> Bool {
        try evaluate("Boolean((\(element.script))?.closest('.is-busy, [aria-disabled=true]'))").bool == true
    }

    /// The message that the element stands in, and what the button carries: two questions differ in it.
    func identity(of element: Element) throws -> String {
        try evaluate(
            "(node => node ? node.closest('[data-testid=message]')?.dataset.ts + node.dataset.value : '')(\(element.script))"
        ).string ?? ""
    }

    /// Opens the modal that takes a runbook.
    func openPaste() throws {
        try click(.test("channel-dd0c/run"))
        try command("/runbook paste")
        try look(for: .action("paste.text", in: "[data-testid=modal]"))
    }

    /// Puts a runbook into the modal, which is opened when it is not, and waits for what was read in it.
    func paste(_ text: String, titled title: String) throws {
        if try !sees(.test("modal")) { try openPaste() }
        try fill(.action("paste.text", in: "[data-testid=modal]"), with: text)
        try click(.test("modal-submit"))
        try lose(.test("modal"))
        try look(for: .message(title))
    }

    /// Types a slash command into the composer and sends it.
    func command(_ text: String) throws {
        try fill(.test("composer-input"), with: text)
        try pressEnter()
        try wait(for: "\(text) to be sent, on:\n\(screenText)") {
            try evaluate("document.querySelector('[data-testid=composer-input]').value").string == "" ? true : nil
        }
    }
}
