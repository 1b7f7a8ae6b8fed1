import JSONTree

/// Elements of the page: a CSS selector, and a text that they contain. Of several, the last visible one counts, for
/// what is new stands at the end.
struct Element: CustomStringConvertible {
    var css: String
    var text: String?

    static func test(_ id: String, _ text: String? = nil) -> Element {
        Element(css: "[data-testid=\"\(id)\"]", text: text)
    }

    /// A button or menu of Block Kit.
    static func action(_ id: String, in place: String = "", _ text: String? = nil) -> Element {
        Element(css: "\(place) [data-action-id=\"\(id)\"]", text: text)
    }

    static func message(_ text: String, in place: String = "#main") -> Element {
        Element(css: "\(place) [data-testid=message]", text: text)
    }

    var description: String { css + (text.map { " with “\($0)”" } ?? "") }

    /// A JavaScript expression for the node, or `undefined`.
    var script: String {
        let words = JSONValue(text).text()
        return """
            [...document.querySelectorAll(\(JSONValue.string(css).text()))].filter(node => node.getClientRects().length > 0 \
            && (\(words) === null || node.innerText.includes(\(words)))).at(-1)
            """
    }
}

/// What a person does with the page: look, click, type.
extension Chromium {
    func sees(_ element: Element) throws -> Bool { try evaluate("Boolean(\(element.script))").bool == true }

    /// Waits until the element can be seen.
    func look(for element: Element, seconds: Double = 10) throws {
        try wait(for: "\(element) on:\n\(screenText)", seconds: seconds) { try sees(element) ? true : nil }
    }

    /// Waits until the element cannot be seen any more.
    func lose(_ element: Element, seconds: Double = 10) throws {
        try wait(for: "\(element) to go", seconds: seconds) { try sees(element) ? nil : true }
    }

    /// The text of the element as it is drawn.
    func read(_ element: Element) throws -> String {
        try look(for: element)
        return try evaluate("\(element.script)?.innerText").string ?? ""
    }

    /// Moves the mouse on the element, when it stands still and nothing lies over it, and clicks.
    func click(_ element: Element, seconds: Double = 10) throws {
        var before: JSONValue = .null
        var problem = "it is not there"
        let place = try wait(for: "\(element) to click: \(problem)", seconds: seconds) { () -> JSONValue? in
            let found = try evaluate(
                """
                (() => {
                  const node = \(element.script);
                  if (!node) return null;
                  node.scrollIntoView({ block: "nearest" });
                  const box = node.getBoundingClientRect();
                  const x = box.x + box.width / 2, y = box.y + Math.min(box.height / 2, 40);
                  const top = document.elementFromPoint(x, y);
                  const busy = node.closest(".is-busy, [aria-disabled=true], :disabled");
                  return { x, y, over: top && node.contains(top) ? null : top?.outerHTML.slice(0, 120) ?? "",
                    busy: Boolean(busy) };
                })()
                """)
            guard !found.isNull else { return Optional.none }
            if found["busy"] == true { problem = "it is busy" }
            if let over = found["over"]?.string { problem = "this lies over it: \(over)" }
            defer { before = found }
            guard found == before, found["busy"] == false, found["over"] == JSONValue.null else { return Optional.none }
            return found
        }
        let point: JSONValue = [
            "x": place["x"] ?? 0, "y": place["y"] ?? 0, "button": "left", "clickCount": 1, "type": "mousePressed",
        ]
        func mouse(_ type: JSONValue) throws {
            var event = point
            event["type"] = type
            if type == "mouseMoved" { event["button"] = "none" }
            try call("Input.dispatchMouseEvent", event)
        }
        try mouse("mouseMoved")
        try mouse("mousePressed")
        try mouse("mouseReleased")
    }

    /// Takes the mouse off everything, so that nothing is highlighted.
    func moveMouseAway() throws {
        try call("Input.dispatchMouseEvent", ["type": "mouseMoved", "x": 1, "y": 1, "button": "none"])
    }

    /// Types into what has the focus. Line breaks come in as a paste brings them.
    func type(_ text: String) throws { try call("Input.insertText", ["text": .string(text)]) }

    /// Replaces what stands in a field.
    func fill(_ element: Element, with text: String) throws {
        try click(element)
        try wait(for: "the focus in \(element), not \(focus)") {
            try evaluate("document.activeElement === (\(element.script))").bool == true ? true : nil
        }
        _ = try evaluate("document.activeElement.select()")
        if text.isEmpty { try press("Backspace", code: 8) } else { try type(text) }
        try wait(for: "the text in \(element)") {
            try evaluate("(\(element.script)).value").string == text ? true : nil
        }
    }

    private var focus: String {
        do {
            return try evaluate("document.activeElement?.outerHTML.slice(0, 200)").string ?? ""
        } catch {
            return "(\(error))"
        }
    }

    func press(_ key: String, code: Int, text: String? = nil) throws {
        for type in ["keyDown", "keyUp"] {
            var event: JSONValue = [
                "type": .string(type), "key": .string(key), "code": .string(key), "windowsVirtualKeyCode": .int(code),
            ]
            if type == "keyDown", let text { event["text"] = .string(text) }
            try call("Input.dispatchKeyEvent", event)
        }
    }

    func pressEnter() throws { try press("Enter", code: 13, text: "\r") }

    /// What a person could read now, for a message about a failure.
    var screenText: String {
        do {
            return try evaluate("document.body.innerText.replace(/\\n{2,}/g, '\\n').slice(-3500)").string ?? ""
        } catch {
            return "(\(error))"
        }
    }
}
