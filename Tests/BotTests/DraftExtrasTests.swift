import JSONTree
import RiskRules
import RunbookModel
import Testing
import Views

@testable import Bot

/// What people ask of a step in the form of Edit Steps.
@Suite struct DraftExtrasTests {
    private let classifier = RiskClassifier()

    private func state(_ fields: [String: String], handling: String? = nil) -> JSONValue {
        var members = fields.mapValues { JSONValue.string($0) }
        members["draft_step.title"] = "Look"
        var values = members.reduce(into: [String: JSONValue]()) { $0[$1.key] = [$1.key: ["value": $1.value]] }
        let kind = fields["draft_step.runbook"] == nil ? "command" : "manual"
        values["draft_step.kind"] = ["draft_step.kind": ["selected_option": ["value": .string(kind)]]]
        if let handling {
            values["draft_step.handling"] = [
                "draft_step.handling": ["selected_option": ["value": .string(handling)]]
            ]
        }
        return .object(values)
    }

    private func content(_ step: Step) -> RunbookContent { RunbookContent(title: "T", steps: [step]) }

    @Test func everythingIsTakenOverAndStaysWhenItWasNotShown() throws {
        let form = try EditDraftStepForm(
            state: state(
                [
                    "draft_step.command": "df -h", "draft_step.captures": "pod = first line\nid = /x(.)/",
                    "draft_step.check_command": "uptime", "draft_step.check_condition": ">= 3",
                ], handling: "ask"))
        let editing = DraftEditing(classifier: classifier)
        let edited = editing.apply(form, to: nil, of: RunbookContent(title: "T")).steps[0]
        #expect(edited.handling == .ask)
        #expect(
            edited.captures == [
                ValueCapture(variable: "pod", source: .firstLine),
                ValueCapture(variable: "id", source: .pattern("x(.)")),
            ])
        #expect(edited.check == StepCheck(command: "uptime", condition: .number(.greaterOrEqual, 3)))
        let bare = try EditDraftStepForm(state: state(["draft_step.command": "df -h"]))
        let same = editing.apply(bare, to: 1, of: content(edited)).steps[0]
        #expect(
            same.handling == edited.handling && same.captures == edited.captures && same.check == edited.check)
        let cleared = try EditDraftStepForm(
            state: state(
                [
                    "draft_step.command": "df -h", "draft_step.captures": "", "draft_step.check_command": "",
                    "draft_step.check_condition": "",
                ], handling: "colour"))
        let plain = editing.apply(cleared, to: 1, of: content(edited)).steps[0]
        #expect(plain.handling == nil && plain.captures == nil && plain.check == nil)
    }

    @Test(arguments: [
        (["draft_step.check_command": "rm -rf /srv/x"], "draft_step.check_command"),
        (["draft_step.check_command": "kubectl get secret x -o yaml"], "draft_step.check_command"),
        (["draft_step.captures": "id = /x(/"], "draft_step.captures"),
        (["draft_step.runbook": "Nobody wrote this"], "draft_step.runbook"),
    ])
    func whatCannotBeIsSaidAtItsInput(_ fields: [String: String], _ field: String) throws {
        let form = try EditDraftStepForm(
            state: state(fields.merging(field == "draft_step.runbook" ? [:] : ["draft_step.command": "df -h"]) { $1 }))
        let check = DraftFormCheck(classifier: classifier)
        let errors = try #require(throws: FormErrors.self) {
            try check.checkExtras(form, titles: ["Fail over the database"])
        }
        #expect(Array(errors.errors.keys) == [field])
    }

    @Test func aRunbookIsNamedByItsTitle() throws {
        let form = try EditDraftStepForm(state: state(["draft_step.runbook": "fail over the Database"]))
        try DraftFormCheck(classifier: classifier).checkExtras(form, titles: ["Fail over the database"])
        let step = Step(number: 1, kind: .manual, title: "Look", risk: .yellow)
        let edited = DraftEditing(classifier: classifier).apply(form, to: 1, of: content(step)).steps[0]
        #expect(edited.runbook == "fail over the Database")
    }
}
