import BlockKit
import JSONTree
import Testing

@Suite struct TemplateTests {
    private func render(_ template: JSONValue, _ binding: JSONValue = [:]) throws -> JSONValue {
        try TemplateLibrary(files: ["blocks/t.json": template.text()]).render("t", with: binding)
    }

    // MARK: Operators

    @Test func interpolation() throws {
        #expect(
            try render(["a": "x${n}y${s}", "b": "$${n} $5"], ["n": 1, "s": "z"]) == ["a": "x1yz", "b": "${n} $5"])
        #expect(try render("${n}", ["n": nil]) == "")
    }

    @Test func evalKeepsTheType() throws {
        #expect(try render(["a": ["$eval": "n + 1"]], ["n": 1]) == ["a": 2])
        #expect(try render(["a": ["$eval": "l"]], ["l": [1, nil]]) == ["a": [1, nil]])
    }

    @Test func conditionsLeaveOut() throws {
        let template: JSONValue = [
            "a": ["$if": "x", "then": 1, "else": 2], "b": ["$if": "x", "then": 1],
            "c": [["$if": "x", "then": 1], 3, ["$if": "!x", "then": 4]],
        ]
        #expect(try render(template, ["x": false]) == ["a": 2, "c": [3, 4]])
        #expect(try render(template, ["x": true]) == ["a": 1, "b": 1, "c": [1, 3]])
    }

    @Test func map() throws {
        let template: JSONValue = ["$map": ["$eval": "l"], "each(x,i)": ["$if": "x > 1", "then": "${i}:${x}"]]
        #expect(try render(template, ["l": [1, 2, 3]]) == ["1:2", "2:3"])
        #expect(try render(["$map": [5, 6], "each(x)": ["v": ["$eval": "x"]]]) == [["v": 5], ["v": 6]])
    }

    @Test func letMergeFlatten() throws {
        #expect(try render(["$let": ["a": ["$eval": "b + 1"]], "in": "${a}"], ["b": 1]) == "2")
        #expect(try render(["$merge": [["a": 1, "b": 1], ["b": 2]]]) == ["a": 1, "b": 2])
        #expect(try render(["$flatten": [[1, 2], 3, [[4]]]]) == [1, 2, 3, [4]])
    }

    @Test func escapedNames() throws {
        #expect(try render(["$$eval": "x"]) == ["$eval": "x"])
    }

    // MARK: Errors

    @Test(arguments: [
        (#"{"a": {"$evil": "x"}}"#, "/a", "$evil"), (#"{"a": ["${1 +}"]}"#, "/a/0", "1 +"),
        (#"{"a": "${x"}"#, "/a", "without"), (#"{"$if": "x", "thn": 1}"#, "", "thn"), (#"{"$map": []}"#, "", "each"),
        (#"{"$let": 1}"#, "", "$let"), (#"{"$eval": 5}"#, "/$eval", "string"),
        ("{\n\"a\": tru }", "line 2", "JSON"),
    ])
    func mistakesAreFoundWhenRead(_ text: String, _ place: String, _ word: String) throws {
        let error = try #require(throws: TemplateError.self) { try TemplateLibrary(files: ["card.json": text]) }
        #expect(error.file == "card")
        #expect(error.place == place)
        #expect(error.reason.contains(word), "\(error)")
        #expect(error.description.contains("card.json"))
    }

    @Test(
        arguments: [
            (["a": "${missing}"], "/a"), (["a": "${list}"], "/a"), (["$map": ["$eval": "n"], "each(x)": 1], ""),
            (["$merge": [1]], ""), (["$flatten": ["$eval": "n"]], ""),
        ] as [(JSONValue, String)])
    func mistakesInUse(_ template: JSONValue, _ place: String) throws {
        let library = try TemplateLibrary(files: ["t": template.text()])
        let error = try #require(throws: TemplateError.self) { try library.render("t", with: ["n": 1, "list": []]) }
        #expect(error.place == place, "\(error)")
    }

    @Test func unknownTemplate() throws {
        let library = try TemplateLibrary(files: [:])
        #expect(throws: TemplateError.self) { try library.render("nothing", with: [:]) }
        #expect(library.names.isEmpty)
    }

    @Test func markupObjectsFromTheBindingAreRefused() {
        let value: JSONValue = ["x": ["type": "mrkdwn", "text": "<!channel>"]]
        #expect(throws: TemplateError.self) { try render(["$eval": "x"], value) }
        #expect(throws: TemplateError.self) { try render(["$eval": "[[x]]"], value) }
    }

    // MARK: Bounds

    @Test func outputIsBounded() throws {
        let many = JSONValue.array(Array(repeating: 1, count: 1000))
        let nested: JSONValue = [
            "$map": ["$eval": "l"], "each(x)": ["$map": ["$eval": "l"], "each(y)": "${x}${y}"],
        ]
        #expect(throws: TemplateError.self) { try render(nested, ["l": many]) }
        let text = String(repeating: "x", count: 1 << 20)
        #expect(throws: TemplateError.self) { try render(["${t}", "${t}", "${t}"], ["t": .string(text)]) }
        #expect(throws: TemplateError.self) { try render("${t + t}", ["t": .string(text)]) }
        #expect(throws: TemplateError.self) {
            try TemplateLibrary(files: ["big": "\"\(String(repeating: "x", count: 300_000))\""])
        }
    }

    // MARK: Where a value lands

    @Test func valuesInMarkupAreEscapedAndVerbatim() throws {
        let template: JSONValue = ["type": "mrkdwn", "text": "*<${u}|x>* ${v}"]
        let rendered = try render(template, ["u": "https://a.b", "v": "<!channel> & `x` *y*"])
        #expect(rendered["verbatim"] == true)
        #expect(rendered["text"] == "*<https://a.b|x>* &lt;!channel&gt; &amp; `\u{200B}x`\u{200B} *\u{200B}y*\u{200B}")
    }

    @Test func evaluatedMarkupTextIsDataToo() throws {
        let rendered = try render(["type": "mrkdwn", "text": ["$if": "true", "then": ["$eval": "v"]]], ["v": "<@U1>"])
        #expect(rendered["text"] == "&lt;@U1&gt;")
    }

    @Test func topLevelTextIsMarkup() throws {
        #expect(try render(["text": "${v}", "blocks": []], ["v": "<!here>"])["text"] == "&lt;!here&gt;")
    }

    @Test func plainAndRichTextAreNotEscaped() throws {
        let value: JSONValue = ["v": "<!channel> & *x*"]
        #expect(try render(["type": "plain_text", "text": "${v}"], value)["text"] == "<!channel> & *x*")
        #expect(try render(["type": "text", "text": ["$eval": "v"]], value)["text"] == "<!channel> & *x*")
    }

    @Test func shownTextIsCleanAndNeverEmpty() throws {
        let value: JSONValue = ["v": "a\u{202E}b\u{200B}\u{1B}[31mc", "e": "\u{200B}"]
        #expect(try render(["type": "plain_text", "text": "${v}"], value)["text"] == "abc")
        #expect(try render(["type": "plain_text", "text": "${e}"], value)["text"] == "–")
        #expect(try render(["type": "text", "text": ""], value)["text"] == "–")
        #expect(try render(["type": "button", "value": "${v}"], value)["value"] == value["v"])
    }

    @Test(
        arguments: [
            (["type": "header", "text": ["type": "plain_text", "text": "# ${v} #"]], ["text", "text"], 150),
            (["type": "section", "text": ["type": "mrkdwn", "text": "# ${v} #"]], ["text", "text"], 3000),
            (["type": "section", "fields": [["type": "mrkdwn", "text": "# ${v} #"]]], ["fields", "0", "text"], 2000),
            (["type": "button", "text": ["type": "plain_text", "text": "# ${v} #"]], ["text", "text"], 75),
            (["type": "modal", "title": ["type": "plain_text", "text": "# ${v} #"]], ["title", "text"], 24),
            (["type": "input", "label": ["type": "plain_text", "text": "# ${v} #"]], ["label", "text"], 2000),
            (
                ["type": "plain_text_input", "placeholder": ["type": "plain_text", "text": "# ${v} #"]],
                ["placeholder", "text"], 150
            ),
            (
                ["type": "overflow", "options": [["text": ["type": "plain_text", "text": "# ${v} #"]]]],
                ["options", "0", "text", "text"], 75
            ),
        ] as [(JSONValue, [String], Int)])
    func tooLongIsCutAtAWord(_ template: JSONValue, _ path: [String], _ limit: Int) throws {
        let long = String(repeating: "word & word ", count: 600)
        var value = try render(template, ["v": .string(long)])
        for part in path { value = try #require(Int(part).map { value[$0] } ?? value[part]) }
        let text = try #require(value.string)
        #expect(text.utf16.count <= limit)
        #expect(text.utf16.count > limit - 30)
        #expect(text.hasPrefix("# word"))
        #expect(text.hasSuffix("… #"))
        // No entity is cut.
        #expect(!text.replacing("&amp;", with: "").contains("&a"))
    }

    @Test func theLongestValueIsCutFirst() throws {
        let template: JSONValue = ["type": "header", "text": ["type": "plain_text", "text": "${a} – ${b}"]]
        let rendered = try render(template, ["a": "short name", "b": .string(String(repeating: "long ", count: 100))])
        #expect(rendered["text"]?["text"]?.string?.hasPrefix("short name – long") == true)
    }
}
