import BlockKit
import JSONTree
import Testing

/// What is just inside a limit has no problem, what is just outside has one, at the right place.
@Suite struct BlockKitValidatorTests {
    static func text(_ length: Int) -> String { String(repeating: "x", count: length) }
    static func plain(_ length: Int) -> JSONValue { ["type": "plain_text", "text": .string(text(length))] }
    static func markup(_ length: Int) -> JSONValue { ["type": "mrkdwn", "text": .string(text(length))] }
    static func section(_ id: String? = nil) -> JSONValue {
        var block: JSONValue = ["type": "section", "text": plain(1)]
        block["block_id"] = id.map { .string($0) }
        return block
    }
    static func button(_ changes: [String: JSONValue] = [:]) -> JSONValue {
        .object(["type": "button", "text": plain(2)].merging(changes) { _, new in new })
    }
    static func actions(_ elements: JSONValue...) -> JSONValue { ["type": "actions", "elements": .array(elements)] }
    static func option(_ value: String, _ text: Int = 1) -> JSONValue {
        ["text": plain(text), "value": .string(value)]
    }
    static func options(_ count: Int) -> JSONValue { .array((0..<count).map { option("v\($0)") }) }
    static func many(_ count: Int, _ value: JSONValue) -> JSONValue { .array(Array(repeating: value, count: count)) }
    static func input(_ element: JSONValue, _ changes: [String: JSONValue] = [:]) -> JSONValue {
        .object(["type": "input", "label": plain(1), "element": element].merging(changes) { _, new in new })
    }
    static func modal(_ changes: [String: JSONValue] = [:], _ blocks: JSONValue...) -> JSONValue {
        let all: JSONValue = .array(blocks.isEmpty ? [section()] : blocks)
        return .object(["type": "modal", "title": plain(1), "blocks": all].merging(changes) { _, new in new })
    }

    /// A limit of one block in a message: good, bad, and the pointer below the block.
    struct Limit: Sendable, CustomTestStringConvertible {
        var name: String
        var good: JSONValue
        var bad: JSONValue
        var pointer: String
        var code: BlockKitProblem.Code
        var testDescription: String { name }

        init(_ name: String, _ pointer: String, _ code: BlockKitProblem.Code, good: JSONValue, bad: JSONValue) {
            self.name = name
            self.good = good
            self.bad = bad
            self.pointer = pointer
            self.code = code
        }

        /// A field whose value has a size.
        init(
            _ name: String, _ pointer: String, most: Int, _ code: BlockKitProblem.Code = .tooLong,
            _ make: (Int) -> JSONValue
        ) {
            self.init(name, pointer, code, good: make(most), bad: make(most + 1))
        }
    }

    static let texts: [Limit] = [
        Limit("section text", "/text/text", most: 3000) { ["type": "section", "text": markup($0)] },
        Limit(
            "section text empty", "/text/text", .tooShort, good: ["type": "section", "text": plain(1)],
            bad: ["type": "section", "text": plain(0)]),
        Limit("field text", "/fields/0/text", most: 2000) { ["type": "section", "fields": [markup($0)]] },
        Limit("fields", "/fields", most: 10, .tooMany) { ["type": "section", "fields": many($0, plain(1))] },
        Limit("header", "/text/text", most: 150) { ["type": "header", "text": plain($0)] },
        Limit(
            "header markup", "/text/type", .unsupportedType, good: ["type": "header", "text": plain(1)],
            bad: ["type": "header", "text": markup(1)]),
        Limit("context elements", "/elements", most: 10, .tooMany) {
            ["type": "context", "elements": many($0, markup(1))]
        },
        Limit(
            "context empty", "/elements", .tooFew, good: ["type": "context", "elements": [plain(1)]],
            bad: ["type": "context", "elements": []]),
        Limit("block id", "/block_id", most: 255) { section(text($0)) },
        Limit("input label", "/label/text", most: 2000) { input(["type": "plain_text_input"], ["label": plain($0)]) },
        Limit("input hint", "/hint/text", most: 2000) { input(["type": "plain_text_input"], ["hint": plain($0)]) },
        Limit("image alt", "/alt_text", most: 2000) {
            ["type": "image", "image_url": "https://a.b/c.png", "alt_text": .string(text($0))]
        },
        Limit("image address", "/image_url", most: 3000) {
            ["type": "image", "image_url": .string("https://" + text($0 - 8)), "alt_text": "x"]
        },
        Limit("markdown", "/text", most: 12_000) { ["type": "markdown", "text": .string(text($0))] },
    ]

    static let elements: [Limit] = [
        Limit("actions elements", "/elements", most: 25, .tooMany) {
            ["type": "actions", "elements": many($0, button())]
        },
        Limit("button text", "/elements/0/text/text", most: 75) { actions(button(["text": plain($0)])) },
        Limit("button value", "/elements/0/value", most: 2000) { actions(button(["value": .string(text($0))])) },
        Limit("button label", "/elements/0/accessibility_label", most: 75) {
            actions(button(["accessibility_label": .string(text($0))]))
        },
        Limit("action id", "/elements/0/action_id", most: 255) { actions(button(["action_id": .string(text($0))])) },
        Limit(
            "button style", "/elements/0/style", .wrongValue, good: actions(button(["style": "danger"])),
            bad: actions(button(["style": "default"]))),
        Limit("overflow", "/elements/0/options", most: 5, .tooMany) {
            actions(["type": "overflow", "options": options($0)])
        },
        Limit(
            "overflow empty", "/elements/0/options", .tooFew,
            good: actions(["type": "overflow", "options": options(1)]),
            bad: actions(["type": "overflow", "options": []])),
        Limit("option text", "/elements/0/options/0/text/text", most: 75) {
            actions(["type": "overflow", "options": [option("a", $0)]])
        },
        Limit("option value", "/elements/0/options/0/value", most: 150) {
            actions(["type": "overflow", "options": [option(text($0))]])
        },
        Limit("select options", "/elements/0/options", most: 100, .tooMany) {
            actions(["type": "static_select", "options": options($0)])
        },
        Limit("radio options", "/elements/0/options", most: 10, .tooMany) {
            actions(["type": "radio_buttons", "options": options($0)])
        },
        Limit("placeholder", "/elements/0/placeholder/text", most: 150) {
            actions(["type": "static_select", "options": options(1), "placeholder": plain($0)])
        },
        Limit(
            "most that an input takes", "/element/max_length", .wrongValue,
            good: input(["type": "plain_text_input", "max_length": 3000]),
            bad: input(["type": "plain_text_input", "max_length": 3001])),
        Limit("initial value", "/element/initial_value", most: 3000) {
            input(["type": "plain_text_input", "initial_value": .string(text($0))])
        },
        Limit("initial value within max_length", "/element/initial_value", most: 10) {
            input(["type": "plain_text_input", "max_length": 10, "initial_value": .string(text($0))])
        },
        Limit("confirm title", "/elements/0/confirm/title/text", most: 100) { actions(confirming("title", $0)) },
        Limit("confirm text", "/elements/0/confirm/text/text", most: 300) { actions(confirming("text", $0)) },
        Limit("confirm button", "/elements/0/confirm/confirm/text", most: 30) { actions(confirming("confirm", $0)) },
        Limit("confirm deny", "/elements/0/confirm/deny/text", most: 30) { actions(confirming("deny", $0)) },
    ]

    static func confirming(_ field: String, _ length: Int) -> JSONValue {
        var confirm: JSONValue = ["title": plain(1), "text": plain(1), "confirm": plain(1), "deny": plain(1)]
        confirm[field] = plain(length)
        return button(["confirm": confirm])
    }

    static func rich(_ element: JSONValue) -> JSONValue { ["type": "rich_text", "elements": [element]] }
    static func inline(_ element: JSONValue) -> JSONValue {
        rich(["type": "rich_text_section", "elements": [element]])
    }

    static let shapes: [Limit] = [
        Limit(
            "section with neither", "", .missingField, good: ["type": "section", "fields": [plain(1)]],
            bad: ["type": "section"]),
        Limit(
            "unknown field", "", .unknownField, good: section(),
            bad: ["type": "section", "text": plain(1), "colour": "red"]),
        Limit(
            "missing text", "", .missingField, good: ["type": "header", "text": plain(1)], bad: ["type": "header"]),
        Limit(
            "string for a text object", "/text", .wrongType, good: section(), bad: ["type": "section", "text": "x"]),
        Limit(
            "number for a string", "/block_id", .wrongType, good: section("a"),
            bad: ["type": "section", "text": plain(1), "block_id": 5]),
        Limit(
            "unknown element", "/elements/0/type", .unsupportedType, good: actions(button()),
            bad: actions(["type": "plain_text_input"])),
        Limit(
            "input with a button", "/element/type", .unsupportedType,
            good: input(["type": "checkboxes", "options": options(1)]),
            bad: input(button())),
        Limit(
            "address", "/elements/0/url", .wrongValue, good: actions(button(["url": "https://a.b"])),
            bad: actions(button(["url": "javascript:alert(1)"]))),
        Limit(
            "same option twice", "/elements/0/options", .duplicate,
            good: actions(["type": "overflow", "options": [option("a"), option("b")]]),
            bad: actions(["type": "overflow", "options": [option("a"), option("a")]])),
        Limit(
            "initial option", "/elements/0", .wrongValue,
            good: actions(["type": "static_select", "options": options(2), "initial_option": option("v1")]),
            bad: actions(["type": "static_select", "options": options(2), "initial_option": option("v2")])),
        Limit(
            "options and groups", "/elements/0", .conflict,
            good: actions(["type": "static_select", "option_groups": [["label": plain(1), "options": options(1)]]]),
            bad: actions([
                "type": "static_select", "options": options(1),
                "option_groups": [["label": plain(1), "options": options(1)]],
            ])),
        Limit(
            "rich text empty", "/elements/0/elements/0/text", .tooShort, good: inline(["type": "text", "text": "x"]),
            bad: inline(["type": "text", "text": ""])),
        Limit(
            "rich text style", "/elements/0/elements/0/style", .unknownField,
            good: inline(["type": "text", "text": "x", "style": ["bold": true]]),
            bad: inline(["type": "text", "text": "x", "style": ["blink": true]])),
        Limit(
            "rich text container", "/elements/0/type", .unsupportedType,
            good: inline(["type": "user", "user_id": "U1"]),
            bad: rich(["type": "text", "text": "x"])),
        Limit(
            "preformatted takes text only", "/elements/0/elements/0/type", .unsupportedType,
            good: rich(["type": "rich_text_preformatted", "elements": [["type": "text", "text": "x"]]]),
            bad: rich(["type": "rich_text_preformatted", "elements": [["type": "user", "user_id": "U1"]]])),
        Limit(
            "list style", "/elements/0/style", .wrongValue,
            good: rich([
                "type": "rich_text_list", "style": "bullet",
                "elements": [["type": "rich_text_section", "elements": []]],
            ]),
            bad: rich([
                "type": "rich_text_list", "style": "dots", "elements": [["type": "rich_text_section", "elements": []]],
            ])),
        Limit("table rows", "/rows", most: 100, .tooMany) {
            ["type": "table", "rows": many($0, [["type": "raw_text", "text": "x"]])]
        },
        Limit("table cells", "/rows/0", most: 20, .tooMany) {
            ["type": "table", "rows": [many($0, ["type": "raw_text", "text": "x"])]]
        },
        Limit("table text", "/rows", most: 10_000) {
            [
                "type": "table",
                "rows": [
                    [
                        ["type": "raw_text", "text": .string(text($0 / 2))],
                        ["type": "raw_text", "text": .string(text($0 - $0 / 2))],
                    ]
                ],
            ]
        },
        Limit(
            "table's empty cell", "/rows/0/0/text", .tooShort,
            good: ["type": "table", "rows": [[["type": "raw_text", "text": "x"]]]],
            bad: ["type": "table", "rows": [[["type": "raw_text", "text": ""]]]]),
        Limit("unknown block", "/type", .unsupportedType, good: ["type": "divider"], bad: ["type": "ruler"]),
        Limit("no type", "", .missingField, good: ["type": "divider"], bad: [:]),
        Limit("no object", "", .wrongType, good: ["type": "divider"], bad: "divider"),
        Limit(
            "alert in a message", "/type", .wrongSurface, good: ["type": "divider"],
            bad: ["type": "alert", "text": plain(1)]),
    ]

    @Test(arguments: texts + elements + shapes)
    func limit(_ limit: Limit) {
        #expect(BlockKitValidator.problems(inMessageBlocks: [limit.good]) == [])
        let problems = BlockKitValidator.problems(inMessageBlocks: [limit.bad])
        #expect(problems.map(\.pointer) == ["/blocks/0" + limit.pointer], "\(problems)")
        #expect(problems.map(\.code) == [limit.code], "\(problems)")
    }

    @Test func blocksOfAMessage() {
        func problems(_ count: Int) -> [BlockKitProblem] {
            BlockKitValidator.problems(inMessageBlocks: Array(repeating: ["type": "divider"], count: count))
        }
        #expect(problems(0).isEmpty && problems(50).isEmpty)
        #expect(problems(51).map(\.description) == ["no more than 50 items allowed [json-pointer:/blocks]"])
    }

    @Test func oneTableOnly() {
        let table: JSONValue = ["type": "table", "rows": [[["type": "raw_text", "text": "x"]]]]
        #expect(
            BlockKitValidator.problems(inMessageBlocks: [table, table]).map(\.message) == ["only_one_table_allowed"])
    }

    @Test func identifiersAreUnique() {
        let twice = [Self.section("a"), Self.section("a")]
        #expect(BlockKitValidator.problems(inMessageBlocks: twice).map(\.code) == [.duplicate])
        let buttons = [Self.actions(Self.button(["action_id": "a"])), Self.actions(Self.button(["action_id": "a"]))]
        #expect(
            BlockKitValidator.problems(inMessageBlocks: buttons).map(\.pointer) == ["/blocks/1/elements/0/action_id"])
    }

    @Test func problemsAreNotEndless() {
        let blocks = Array(repeating: JSONValue.string("x"), count: 5000)
        #expect(BlockKitValidator.problems(inMessageBlocks: blocks).count == BlockKitValidator.problemLimit)
    }

    @Test func lengthsAreCountedInUTF16() {
        let header: JSONValue = [
            "type": "header", "text": ["type": "plain_text", "text": .string(String(repeating: "🟢", count: 76))],
        ]
        #expect(BlockKitValidator.problems(inMessageBlocks: [header]).map(\.code) == [.tooLong])
    }

    @Test func textOfAllBlocks() {
        let blocks: [JSONValue] = [
            Self.section(), Self.inline(["type": "text", "text": "four"]), Self.actions(Self.button()),
        ]
        #expect(BlockKitValidator.textLength(of: blocks) == 1 + 4 + 2)
    }
}
