import JSONTree
import Testing

@Suite struct JSONValueTests {
    @Test(arguments: [
        "null", "true", "-12", "1.5", "\"a\\n\\u0001\"", "[1,[2,{}]]", "{\"a\":[],\"b\":{\"c\":null}}",
    ])
    func roundTrip(_ text: String) throws {
        #expect(try JSONValue(parsing: text).text() == text)
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\":1,}", "01", "1.", "+1", "nul", "\"\u{1}\"", "\"\\x\"", "\"\\u12\"", "[1] 2", "'a'",
        "\"open", "1e999", "{1:2}",
    ])
    func refuses(_ text: String) {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
    }

    @Test func surrogates() throws {
        #expect(try JSONValue(parsing: "\"\\ud83d\\ude00\"") == "😀")
        #expect(try JSONValue(parsing: "\"\\ud83d!\"") == "\u{FFFD}!")
    }

    @Test func invalidUTF8IsRefused() {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
    }

    @Test func depthIsLimited() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSONValue(parsing: nested(JSONValue.depthLimit))
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: nested(JSONValue.depthLimit + 1)) }
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: nested(100_000)) }
    }

    @Test func membersAreSorted() {
        let value: JSONValue = ["b": 1, "a": [true, nil], "c": 0.5]
        #expect(value.text() == "{\"a\":[true,null],\"b\":1,\"c\":0.5}")
        #expect(value["a"]?[1] == JSONValue.null)
    }

    @Test func changeInPlace() {
        var value: JSONValue = ["a": 1]
        value["b"] = "x"
        #expect(value == ["a": 1, "b": "x"])
    }
}
