import BlockKit
import JSONTree
import RunbookModel
import Testing

@testable import Views

@Suite struct FormTests {
    private func state(_ inputs: [FormField: JSONValue]) -> JSONValue {
        .object(Dictionary(uniqueKeysWithValues: inputs.map { ($0.rawValue, .object([$0.rawValue: $1])) }))
    }
    private func text(_ text: JSONValue) -> JSONValue { ["type": "plain_text_input", "value": text] }
    private func option(_ value: String) -> JSONValue { ["selected_option": ["value": .string(value)]] }

    @Test func paste() throws {
        #expect(try PasteForm(state: state([.pasteText: text("  1. look\n")])).text == "  1. look\n")
        for empty in [state([:]), state([.pasteText: text(nil)]), state([.pasteText: text(" \n")]), nil] {
            let errors = try #require(throws: FormErrors.self) { try PasteForm(state: empty) }
            #expect(errors.response["response_action"] == "errors")
            #expect(errors.response["errors"]?["paste.text"]?.string?.isEmpty == false)
        }
    }

    @Test func confirmation() throws {
        let good = state([.typedTarget: text(" host-1 ")])
        #expect(try ConfirmRedForm(state: good, expected: "host-1").typedTarget == "host-1")
        for wrong in ["Host-1", "host-2", "", "host-1 x"] {
            let state = state([.typedTarget: text(.string(wrong))])
            #expect(throws: FormErrors.self) { try ConfirmRedForm(state: state, expected: "host-1") }
        }
    }

    @Test(
        arguments: [
            (nil, "Fail over"), ("", "Fail over"), (" db-1   -n x ", "db-1 -n x"),
            (String(repeating: "x", count: 60), nil),
            (String(repeating: "x", count: 61), "Fail over"),
        ] as [(String?, String?)])
    func confirmationWord(_ target: String?, _ word: String?) throws {
        var step = RunStep(step: Step(number: 4, kind: .command, title: "Fail  over"))
        step.command = RenderedCommand(text: "x", assessment: Fixtures.assessment(.red, "", target: target))
        let asked = step.confirmationTarget
        #expect(asked == word ?? target)
        let typed = state([.typedTarget: text(.string(" \(asked) "))])
        #expect(throws: Never.self) { try ConfirmRedForm(state: typed, expected: asked) }
        step.step.title = String(repeating: "long ", count: 20)
        step.command = nil
        #expect(step.confirmationTarget == "step 4")
    }

    private func values(_ inputs: [String: String]) -> JSONValue {
        .object(
            Dictionary(
                uniqueKeysWithValues: inputs.map { ("value:\($0)", .object(["value:\($0)": text(.string($1))])) }))
    }

    @Test func fillValues() throws {
        #expect(
            try FillValuesForm(state: values(["pod": " api-1 ", "region": "eu"])).values == [
                "pod": "api-1", "region": "eu",
            ])
        for bad in ["", "-rf", "a\nb", "a\u{202E}b", "a\u{A0}b", String(repeating: "x", count: 1025)] {
            let errors = try #require(throws: FormErrors.self) {
                try FillValuesForm(state: values(["pod": bad, "ok": "x"]))
            }
            #expect(Array(errors.errors.keys) == ["value:pod"], "\(bad)")
        }
        #expect(try FillValuesForm(state: values(["pod": String(repeating: "x", count: 1024)])).values.count == 1)
    }

    @Test func draftStep() throws {
        var inputs: [FormField: JSONValue] = [
            .stepTitle: text("Restart"), .stepKind: option("command"), .stepCommand: text("systemctl restart x"),
            .stepRisk: option("red"), .stepUndo: text(nil), .stepExpected: text("it answers"), .stepPosition: text("3"),
            .stepDelete: ["selected_options": []],
        ]
        let form = try EditDraftStepForm(state: state(inputs))
        #expect(form.title == "Restart" && form.kind == .command)
        #expect(form.command == .text("systemctl restart x") && form.undo == .text("") && form.notes == .untouched)
        #expect(form.risk == .red && form.expected == .text("it answers") && form.position == 3)
        #expect(!form.isDeleted && form.condition == .untouched)
        #expect(throws: FormErrors.self) { try EditDraftStepForm(state: state(inputs), count: 2) }
        #expect(throws: Never.self) { try EditDraftStepForm(state: state(inputs), count: 3) }
        inputs[.stepCommand] = text("")
        inputs[.stepTitle] = text(" ")
        inputs[.stepPosition] = text("0")
        let errors = try #require(throws: FormErrors.self) { try EditDraftStepForm(state: state(inputs)) }
        #expect(Set(errors.errors.keys) == ["draft_step.command", "draft_step.title", "draft_step.position"])
        inputs[.stepDelete] = ["selected_options": [["value": "delete"]]]
        #expect(try EditDraftStepForm(state: state(inputs)).isDeleted)
    }

    @Test func decision() throws {
        let inputs: [FormField: JSONValue] = [
            .stepTitle: text("Many?"), .stepKind: option("decision"), .stepCondition: text("more than 50"),
            .stepThen: text("Step 4"), .stepElse: text("tell the team"),
        ]
        let form = try EditDraftStepForm(state: state(inputs), count: 4)
        #expect(form.condition == .text("more than 50") && form.otherwise == .text("tell the team"))
        #expect(["Step 4", "4", "step  12"].map(EditDraftStepForm.target) == [4, 4, 12])
        #expect(["tell the team", "step 0", "go to step 4", ""].allSatisfy { EditDraftStepForm.target($0) == nil })
        let errors = try #require(throws: FormErrors.self) { try EditDraftStepForm(state: state(inputs), count: 3) }
        #expect(Array(errors.errors.keys) == ["draft_step.then"])
        var without = inputs
        without[.stepCondition] = text("")
        #expect(throws: FormErrors.self) { try EditDraftStepForm(state: state(without)) }
    }

    /// What an input did not change, or could not hold, stays as it is to the last blank.
    @Test func untouchedInputsChangeNothing() {
        #expect(EditedText.untouched.applied(to: "a ", shown: nil) == "a ")
        #expect(EditedText.text("a").applied(to: "a ", shown: "a ") == "a ")
        #expect(EditedText.text("b").applied(to: "a ", shown: "a ") == "b")
        #expect(EditedText.text("").applied(to: "a ", shown: "a ") == nil)
        var step = Step(number: 1, kind: .command, title: String(repeating: "t", count: 250), command: "x")
        step.command = String(repeating: "c", count: 3001)
        step.notes = [String(repeating: "n", count: 2000), String(repeating: "n", count: 1000)]
        step.expected = String(repeating: "e", count: 1500)
        let inputs = DraftStepInputs(step)
        #expect(inputs.title.count == 200 && inputs.command == nil && inputs.notes == nil && inputs.undo == "")
        #expect(inputs.expected?.count == 1500)
    }

    @Test func split() throws {
        let form = try SplitStepForm(state: state([.splitText: text("  a\n  b\n---\n\nc \n ----- \n---\n")]))
        #expect(form.parts == ["a\n  b", "c"])
        #expect(throws: FormErrors.self) { try SplitStepForm(state: state([.splitText: text("a\nb")])) }
        #expect(throws: FormErrors.self) { try SplitStepForm(state: state([.splitText: text("---\na\n---")])) }
        let many = (0...SplitStepForm.limit).map(String.init).joined(separator: "\n---\n")
        #expect(throws: FormErrors.self) { try SplitStepForm(state: state([.splitText: text(.string(many))])) }
    }

    @Test func linkAlert() throws {
        let form = try LinkAlertForm(state: state([.linkPattern: text("High*"), .linkService: text("")]))
        #expect(form.pattern == "High*" && form.service == nil)
        #expect(throws: FormErrors.self) { try LinkAlertForm(state: state([.linkPattern: text("* *")])) }
        #expect(throws: FormErrors.self) { try LinkAlertForm(state: state([:])) }
        #expect(try LinkAlertForm(state: state([.linkPattern: text("*"), .linkService: text("api")])).service == "api")
    }

    @Test func others() throws {
        #expect(try NoteForm(state: state([.noteText: text("looked")])).text == "looked")
        #expect(throws: FormErrors.self) { try NoteForm(state: state([:])) }
        #expect(throws: FormErrors.self) { try EditDraftForm(state: state([.draftTitle: text("")])) }
        #expect(throws: FormErrors.self) { try EditRunStepForm(state: state([.runCommand: text(" ")])) }
        let chosen: JSONValue = ["selected_options": [["value": "0"], ["value": "2"]]]
        #expect(ReviewUpdatesForm(state: state([.chosenUpdates: chosen])).chosen == [0, 2])
    }
}

@Suite struct ButtonValueTests {
    @Test func survivesTheWire() {
        let full = ButtonValue(
            run: "run_1", step: 3, gate: 9, draft: "d", runbook: "b", channel: "C1", message: "1.2", page: 4,
            choice: .why)
        #expect(ButtonValue(wire: full.wire) == full)
        #expect(ButtonValue(wire: ButtonValue().wire) == ButtonValue())
        #expect(ButtonValue(wire: #"{"o":"newer","s":1}"#) == ButtonValue(step: 1))
        for broken in ["", "x", "[]", "5", "{"] { #expect(ButtonValue(wire: broken) == nil) }
    }

    @Test func fitsIntoAnOption() {
        let long = String(repeating: "x", count: 32)
        for choice in MenuChoice.allCases {
            let value = ButtonValue(run: RunID(long), step: 1000, gate: 100_000, choice: choice)
            #expect(value.wire.utf16.count <= 150)
        }
    }

    @Test func actionIDsAreReadWithTheirNumber() {
        for id in ActionID.allCases {
            #expect(ActionID(wire: id.rawValue) == id)
            #expect(ActionID(wire: id.rawValue + "#17") == id)
        }
        #expect(ActionID(wire: "step") == nil)
        #expect(ActionID(wire: "#1") == nil)
    }
}

@Suite struct WordsTests {
    @Test(arguments: [
        (0, "under 1s"), (59, "59s"), (60, "1m 0s"), (263, "4m 23s"), (3600, "1h 0m"), (7500, "2h 5m"),
        (86_400, "1 day"),
        (47 * 86_400, "47 days"), (-5, "under 1s"),
    ])
    func duration(_ seconds: Int, _ words: String) {
        #expect(Words.duration(.seconds(seconds)) == words)
    }

    @Test func sure() {
        #expect(Words.sure(0.92) == "very sure (92%)")
        #expect(Words.sure(0.8) == "quite sure (80%)")
        #expect(Words.sure(0.6) == "fairly sure (60%)")
        #expect(Words.sure(0.2).hasPrefix("not sure (20%)"))
        #expect(Words.sure(.nan).hasPrefix("not sure (0%)"))
    }

    @Test func ranges() {
        #expect(Screen.ranges([8, 6, 7, 10]) == "6–8, 10")
        #expect(Screen.ranges([]) == "")
    }

    @Test func pages() {
        #expect(Pages(count: 0, size: 10, page: 3).range == 0..<0)
        #expect(Pages(count: 25, size: 10, page: 9).range == 20..<25)
        #expect(Pages(count: 25, size: 10, page: -1).range == 0..<10)
        #expect(Pages(count: 10, size: 10, page: 0).pages == 1)
    }

    @Test func clipMarkup() {
        for text in [String(repeating: "&", count: 500), "a <b> & c *d*", String(repeating: "word & ", count: 90)] {
            #expect(Mrkdwn.neutralize(Words.clipMarkup(text, 60)).utf16.count <= 60)
        }
        #expect(Words.clipMarkup("plain", 60) == "plain")
    }
}
