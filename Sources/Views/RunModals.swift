import BlockKit
import JSONTree
import RunbookModel

extension Screen {
    /// The modal that opens at once, while what it will show is being worked out.
    package static func loadingModal(title: String = "dd0c/run", value: ButtonValue = ButtonValue()) -> Screen {
        Screen("modal_loading", ["title": .string(title), "metadata": .string(value.wire)])
    }

    /// A modal that only says something.
    package static func messageModal(title: String, text: String, ask: [String] = []) -> Screen {
        Screen(
            "modal_message",
            [
                "title": .string(title), "text": .string(Words.paragraph(text, 2900)),
                "ask": JSONValue(lines: WhoMay.line(ask)),
            ])
    }

    /// Asks for the target of a red step, or of its undo, to be typed. Shows everything that is approved by it.
    /// - Parameter shownAt: from when on the person can read it.
    package static func confirmRedModal(_ run: Run, step number: Int, shownAt: Timestamp? = nil) -> Screen {
        guard let step = run.step(numbered: number) else { return goneModal }
        var undoes = false
        var gate: Gate?
        if case .waiting(let question) = step.undo { (undoes, gate) = (true, question) }
        if !undoes, case .waiting(let question) = step.status { gate = question }
        guard let command = undoes ? step.undoable : step.command, let gate else { return goneModal }
        let undo = undoes ? nil : step.undoCommand?.text.replacing("{{previous}}", with: "⟨the value before⟩")
        let value = ButtonValue(run: run.id, step: number, gate: gate.number, shownAt: shownAt)
        return Screen(
            "modal_confirm_red",
            [
                "metadata": .string(value.wire),
                "n": .int(number), "total": .int(run.plannedCount), "is_undo": .bool(undoes),
                "title": .string(Words.clip(step.step.title, 200)),
                "target": JSONValue(command.assessment.target.map { Words.clip($0, 300) }),
                "runs_on": JSONValue(place(run, command)),
                "word": .string(undoes ? step.undoConfirmationTarget : step.confirmationTarget),
                "confirmed_by": JSONValue(gate.confirmedBy?.rawValue),
                "command": pieces(command.text),
                "effect": .string(Words.clip(command.assessment.effect, 600)),
                "reasons": JSONValue(strings: command.assessment.reasons.prefix(5).map { Words.clip($0.text, 300) }),
                "undo": undo.map { pieces($0) } ?? nil,
            ])
    }

    /// The change of a step's command within a run.
    package static func editRunStepModal(_ run: Run, step number: Int) -> Screen {
        guard let step = run.step(numbered: number), let text = step.command?.text ?? step.step.command else {
            return goneModal
        }
        guard text.utf16.count <= BlockKitLimits.inputText else {
            return messageModal(
                title: "Edit step \(number)",
                text:
                    "This command is longer than the 3000 characters that Slack lets you edit. Skip the step, run your "
                    + "own version by hand, and add a note.")
        }
        return Screen(
            "modal_edit_run_step",
            [
                "metadata": .string(ButtonValue(run: run.id, step: number, gate: step.openGate).wire),
                "n": .int(number), "title": .string(Words.clip(step.step.title, 200)),
                "command": .string(text), "light": .string(Words.light(step.risk)),
            ])
    }

    /// Asks for the values of variables.
    /// - Parameters:
    ///   - variables: all of the runbook; those are asked for that have no value yet.
    ///   - step: only those that this step misses.
    package static func fillValuesModal(_ run: Run, variables: [Variable], step number: Int? = nil) -> Screen {
        let steps = number.map { run.step(numbered: $0).map { [$0] } ?? [] } ?? run.steps
        var names: [String] = []
        // A name must fit into the id of its input.
        for name in steps.flatMap(\.missingValues) where !names.contains(name) && name.utf16.count <= 200 {
            names.append(name)
        }
        let fields: [JSONValue] = names.prefix(40).map { name in
            let variable = variables.first { $0.name == name }
            let used = run.steps.filter { $0.missingValues.contains(name) }.prefix(8).map { "\($0.step.number)" }
            return [
                "id": .string(FormField.valuePrefix + name),
                "label": .string(Words.clip(name, 100)),
                "placeholder": .string(Words.clip(variable?.placeholder ?? name, 100)),
                "initial": .string(Words.clip(run.values[name] ?? variable?.defaultValue ?? "", 300)),
                "has_initial": .bool(run.values[name] != nil || variable?.defaultValue != nil),
                "steps": .string(used.joined(separator: ", ")),
            ]
        }
        guard !fields.isEmpty else {
            return messageModal(title: "Fill In Values", text: "All values are there already.")
        }
        let gate = number.flatMap { run.step(numbered: $0)?.openGate }
        return Screen(
            "modal_fill_values",
            [
                "metadata": .string(ButtonValue(run: run.id, step: number, gate: gate).wire),
                "fields": .array(fields), "more": .int(names.count - fields.count),
            ])
    }

    /// Takes a note about something that the runbook does not contain.
    package static func noteModal(_ run: Run, step number: Int?) -> Screen {
        Screen(
            "modal_note",
            [
                "metadata": .string(ButtonValue(run: run.id, step: number).wire),
                "title": .string(Words.clip(run.title, 200)),
            ])
    }

    static var goneModal: Screen {
        messageModal(title: "Already done", text: "This step has moved on. Close this and look at the newest message.")
    }

    /// A text that is shown whole, in pieces that Slack takes. Where they are too many, the last says how much is
    /// left out.
    static func pieces(_ text: String, limit: Int = pieceLength, most: Int = pieceLimit) -> JSONValue {
        let all = DisplayText.pieces(DisplayText.reveal(text), limit: limit)
        guard all.count > most else { return JSONValue(strings: all) }
        let omitted = all.dropFirst(most - 1).reduce(0) { $0 + $1.count }
        return JSONValue(strings: all.prefix(most - 1) + ["… \(omitted) more characters"])
    }
}

extension RunStep {
    /// Number of the question that stands open on the step; that about the undo, where there are both.
    var openGate: Int? { openGates.last?.number }
}
