import BlockKit
import JSONTree
import Testing

@Suite struct ViewValidatorTests {
    typealias Make = BlockKitValidatorTests

    private func codes(_ view: JSONValue) -> [String] {
        BlockKitValidator.problems(inView: view).map { "\($0.pointer) \($0.code.rawValue)" }
    }

    @Test(arguments: ["title", "submit", "close"])
    func labels(_ field: String) {
        #expect(codes(Make.modal([field: Make.plain(24)])) == [])
        #expect(codes(Make.modal([field: Make.plain(25)])) == ["/view/\(field)/text too_long"])
        #expect(codes(Make.modal([field: Make.markup(2)])) == ["/view/\(field)/type unsupported_type"])
    }

    @Test(arguments: [("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)])
    func identifiers(_ field: String, _ most: Int) {
        #expect(codes(Make.modal([field: .string(Make.text(most))])) == [])
        #expect(codes(Make.modal([field: .string(Make.text(most + 1))])) == ["/view/\(field) too_long"])
    }

    @Test func blocks() {
        #expect(codes(Make.modal(["blocks": Make.many(100, ["type": "divider"])])) == [])
        #expect(codes(Make.modal(["blocks": Make.many(101, ["type": "divider"])])) == ["/view/blocks too_many"])
        #expect(codes(Make.modal(["blocks": []])) == ["/view/blocks too_few"])
        #expect(codes(["type": "home", "blocks": []]) == [])
    }

    @Test func inputsNeedSubmit() {
        let input = Make.input(["type": "plain_text_input"])
        #expect(codes(Make.modal([:], input)) == ["/view missing_field"])
        #expect(codes(Make.modal(["submit": Make.plain(2)], input)) == [])
        #expect(codes(["type": "home", "blocks": [input]]) == [])
    }

    @Test func surfaces() {
        let alert: JSONValue = ["type": "alert", "level": "error", "text": Make.plain(200)]
        #expect(codes(Make.modal([:], alert)) == [])
        #expect(codes(["type": "home", "blocks": [alert]]) == ["/view/blocks/0/type wrong_surface"])
        #expect(
            codes(Make.modal([:], ["type": "alert", "text": Make.plain(201)])) == ["/view/blocks/0/text/text too_long"])
        let table: JSONValue = ["type": "table", "rows": [[["type": "raw_text", "text": "x"]]]]
        #expect(codes(["type": "home", "blocks": [table]]) == [])
        #expect(codes(Make.modal([:], table)) == ["/view/blocks/0/type wrong_surface"])
        #expect(codes(Make.modal([:], ["type": "markdown", "text": "x"])) == ["/view/blocks/0/type wrong_surface"])
    }

    @Test func oneFocus() {
        let input = Make.input(["type": "plain_text_input", "focus_on_load": true])
        #expect(codes(Make.modal(["submit": Make.plain(1)], input)) == [])
        #expect(
            codes(Make.modal(["submit": Make.plain(1)], input, input))
                == ["/view/blocks/1/element/focus_on_load conflict"])
    }

    @Test func size() {
        // Rich text has no limit of its own, so a view can become too large without breaking another rule.
        func view(_ length: Int) -> JSONValue {
            Make.modal([:], Make.inline(["type": "text", "text": .string(Make.text(length))]))
        }
        #expect(codes(view(249_000)) == [])
        #expect(codes(view(250_000)) == ["/view too_large"])
    }

    @Test func wholeViews() {
        #expect(codes("modal") == ["/view invalid_type"])
        #expect(codes(["blocks": []]) == ["/view missing_field"])
        #expect(codes(["type": "dialog"]) == ["/view/type unsupported_type"])
        #expect(codes(["type": "message", "blocks": []]) == ["/view/type unsupported_type"])
        #expect(codes(["type": "modal", "blocks": [["type": "divider"]]]) == ["/view missing_field"])
        #expect(codes(["type": "home", "blocks": [], "title": Make.plain(1)]) == ["/view unknown_field"])
    }
}

@Suite struct CheckedRenderingTests {
    private func render(_ template: JSONValue) throws -> JSONValue {
        try TemplateLibrary(files: ["t": template.text()]).renderChecked("t", with: [:])
    }

    @Test func whatSlackRefusesDoesNotLeave() throws {
        #expect(throws: Never.self) { try render(["text": "x", "blocks": [["type": "divider"]]]) }
        let error = try #require(throws: InvalidScreenError.self) {
            try render(["text": "x", "blocks": [["type": "ruler"]]])
        }
        #expect(error.description.contains("unsupported type: ruler [json-pointer:/blocks/0/type]"))
        #expect(throws: InvalidScreenError.self) { try render(["blocks": [["type": "divider"]]]) }
        #expect(throws: InvalidScreenError.self) { try render(["text": "x"]) }
        #expect(throws: InvalidScreenError.self) { try render(["type": "modal", "blocks": []]) }
    }

    @Test func textOverAllBlocksIsLimited() throws {
        func message(_ length: Int) -> JSONValue {
            [
                "text": "x",
                "blocks": [
                    BlockKitValidatorTests.inline([
                        "type": "text", "text": .string(BlockKitValidatorTests.text(length)),
                    ])
                ],
            ]
        }
        #expect(throws: Never.self) { try render(message(10_000)) }
        #expect(throws: InvalidScreenError.self) { try render(message(10_001)) }
    }
}
