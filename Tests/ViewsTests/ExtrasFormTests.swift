import JSONTree
import RunbookModel
import Testing

@testable import Views

/// What people ask of a step beside its command, as they type it.
@Suite struct ExtrasFormTests {
    @Test(arguments: [
        ("exit code = 0", Condition.exitCode(.equal, 0)), ("Exit code != 3", .exitCode(.notEqual, 3)),
        (">= 3", .number(.greaterOrEqual, 3)), ("≤ 0.5", .number(.lessOrEqual, 0.5)), ("5", .number(.equal, 5)),
        ("contains Ready for it", .contains("Ready for it")), ("exit code 1", .exitCode(.equal, 1)),
    ])
    func conditions(_ line: String, _ condition: Condition) {
        #expect(Condition(line: line) == condition)
        #expect(Condition(line: condition.line) == condition)
    }

    @Test(arguments: ["", "ready", "exit code = x", "exit code = 300", "> many", "contains ", ">= nan"])
    func noConditions(_ line: String) { #expect(Condition(line: line) == nil) }

    @Test(arguments: [
        ("pod = first line", ValueCapture(variable: "pod", source: .firstLine)),
        ("<Pod-Name>: the number", ValueCapture(variable: "pod_name", source: .number)),
        ("id = /id=(\\S+)/", ValueCapture(variable: "id", source: .pattern("id=(\\S+)"))),
        ("${ID} = /a/b/", ValueCapture(variable: "id", source: .pattern("a/b"))),
    ])
    func captures(_ line: String, _ capture: ValueCapture) {
        #expect(ValueCapture(line: line) == capture)
        #expect(ValueCapture(line: capture.line) == capture)
    }

    @Test(arguments: ["pod", "= first line", "pod = second line", "pod = //", "pod = /x"])
    func noCaptures(_ line: String) { #expect(ValueCapture(line: line) == nil) }

    @Test func severalCapturesEachOnce() {
        #expect(StepExtrasForm.captures(in: "a = number\n\nb = first line\n")?.count == 2)
        #expect(StepExtrasForm.captures(in: "a = number\na = first line") == nil)
        let many = (0...Limits.capturesPerStep).map { "v\($0) = number" }.joined(separator: "\n")
        #expect(StepExtrasForm.captures(in: many) == nil)
    }

    @Test func theFormSaysWhatIsWrong() throws {
        let state: JSONValue = [
            "draft_step.title": ["draft_step.title": ["value": "Look"]],
            "draft_step.kind": ["draft_step.kind": ["selected_option": ["value": "manual"]]],
            "draft_step.captures": ["draft_step.captures": ["value": "what comes out"]],
            "draft_step.check_condition": ["draft_step.check_condition": ["value": "fine"]],
        ]
        let errors = try #require(throws: FormErrors.self) { try EditDraftStepForm(state: state) }
        #expect(Set(errors.errors.keys) == ["draft_step.captures", "draft_step.check_condition"])
    }
}
