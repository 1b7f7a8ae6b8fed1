import JSONTree
import RiskRules
import RunbookModel
import Views

/// Checks the forms that change a draft against the draft as it stands: what is wrong is shown at its input.
struct DraftFormCheck {
    var classifier: RiskClassifier

    /// - Parameters:
    ///   - draft: `nil` when it is gone; the handler says so.
    ///   - titles: those of the library, where a runbook may be named.
    /// - Throws: `FormErrors`.
    func checkStep(
        _ value: ButtonValue, _ state: JSONValue, _ draft: Draft?, titles: [String] = []
    ) throws(FormErrors) {
        let form = try EditDraftStepForm(state: state, count: draft?.content.steps.count)
        guard let draft, draft.isOpen else { return }
        try checkRevision(value, draft, .stepTitle)
        let step = value.step.flatMap { number in draft.content.steps.first { $0.number == number } }
        if value.step == nil, draft.content.steps.count >= Limits.steps {
            throw FormErrors([
                FormField.stepTitle.rawValue:
                    "A runbook may have \(Limits.steps) steps, and this one has. Split it in two."
            ])
        }
        if form.isDeleted { return }
        if form.kind == .command, form.command == .untouched, step?.command == nil {
            throw FormErrors([
                FormField.stepKind.rawValue:
                    "A decision has no command. Delete this step, and add a command step instead."
            ])
        }
        try checkExtras(form, titles: titles)
        try checkColour(form, step)
    }

    /// - Throws: `FormErrors`.
    func checkSplit(_ value: ButtonValue, _ state: JSONValue, _ draft: Draft?) throws(FormErrors) {
        let form = try SplitStepForm(state: state)
        guard let draft, draft.isOpen else { return }
        try checkRevision(value, draft, .splitText)
        if draft.content.steps.count + form.parts.count - 1 > Limits.steps {
            throw FormErrors([
                FormField.splitText.rawValue:
                    "That would be more than the \(Limits.steps) steps that a runbook may have."
            ])
        }
    }

    private func checkRevision(_ value: ButtonValue, _ draft: Draft, _ field: FormField) throws(FormErrors) {
        guard let revision = value.revision, revision != draft.changes else { return }
        throw FormErrors([
            field.rawValue:
                "The steps were changed meanwhile. Copy what you wrote, close this, and open the step again."
        ])
    }

    /// Never below what the rules say of the command, and weaker than before only with a reason.
    private func checkColour(_ form: EditDraftStepForm, _ step: Step?) throws(FormErrors) {
        guard let wanted = form.risk, form.kind != .decision, wanted != step?.risk else { return }
        var floor = Risk.green
        var why = ""
        if form.kind == .command,
            let command = form.command.applied(to: step?.command, shown: step.flatMap { DraftStepInputs($0).command })
        {
            let language = form.language ?? step?.language ?? .shell
            let assessment = classifier.assess(command, language: language)
            floor = assessment.risk
            why = assessment.reasons.first.map { ": \($0.text)" } ?? ""
            // A new step begins green; leaving that to the rules is no wish for it.
            if step == nil, wanted == .green { return }
        }
        if wanted < floor {
            let sentence = "The rules say \(floor.rawValue)\(why) You can make it stricter, never weaker than that."
            throw FormErrors([FormField.stepRisk.rawValue: String(sentence.prefix(300))])
        }
        let isNewCommand = step?.command != nil && form.command.applied(to: step?.command, shown: nil) != step?.command
        let before = isNewCommand ? step?.chosenColour?.risk ?? .green : step?.risk ?? .green
        if wanted < before, form.riskReason.isEmpty {
            throw FormErrors([
                FormField.stepRiskReason.rawValue:
                    "It was \(before.rawValue). Say why it may be \(wanted.rawValue): the reason stands in the audit trail."
            ])
        }
    }
}
