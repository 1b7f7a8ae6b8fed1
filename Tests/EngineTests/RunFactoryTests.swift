import Engine
import RunbookModel
import Testing

@Suite struct Offering {
    private let now = Timestamp(milliseconds: 1_767_603_600_000)

    private func book(_ steps: [Step], _ variables: [Variable] = []) -> Runbook {
        Runbook(
            id: "book", version: 4, content: RunbookContent(title: "Slow", variables: variables, steps: steps),
            source: "", savedBy: nil, savedAt: now)
    }

    @Test func fillsDefaultsAndRendersCommandsOnly() {
        let steps = [
            Step(number: 1, kind: .command, title: "a", command: "get <ns> <app>"),
            Step(number: 2, kind: .manual, title: "b"),
        ]
        let variables = [
            Variable(name: "ns", placeholder: "<ns>", defaultValue: "default"),
            Variable(name: "app", placeholder: "<app>", defaultValue: "web"),
        ]
        let alert = Alert(
            id: "a1", vendor: "generic", fingerprint: "f", status: .firing, title: "Slow",
            startedAt: Timestamp(milliseconds: 5))
        let run = RunFactory.offer(
            book(steps, variables), RunOffer(id: "r", channel: "C1", alert: alert), values: ["app": "shop"], at: now
        ) { step, values in
            StepRendering(command: rendered("get \(values["ns"] ?? "") \(values["app"] ?? "")", .green), missing: ["x"])
        }
        #expect(run.values == ["ns": "default", "app": "shop"])
        #expect(run.steps[0].command?.text == "get default shop")
        #expect(run.steps[0].missingValues == ["x"])
        #expect(run.steps[1].command == nil)
        #expect(run.incidentBegan == Timestamp(milliseconds: 5))
        #expect(run.phase == .offered && run.runbookVersion == 4 && run.revision == 0)
    }

    @Test func undoWithoutItsCaptureIsNone() {
        let steps = [Step(number: 1, kind: .command, title: "a", command: "scale")]
        func offer(_ capture: RenderedCommand?) -> RunStep {
            RunFactory.offer(book(steps), RunOffer(id: "r", channel: "C1"), values: [:], at: now) { _, _ in
                StepRendering(
                    command: rendered("scale", .yellow), undo: rendered("scale {{previous}}", .yellow), capture: capture
                )
            }.steps[0]
        }
        #expect(offer(nil).undoCommand == nil)
        #expect(offer(rendered("write", .yellow)).undoCommand == nil)
        #expect(offer(rendered("read", .green)).undoCommand?.text == "scale {{previous}}")
    }
}
