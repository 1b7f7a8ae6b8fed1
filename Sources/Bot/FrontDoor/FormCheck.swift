import Engine
import JSONTree
import RunbookModel
import Views

/// Checks a submitted form while Slack waits for the acknowledgement: what is wrong is shown in the modal itself.
package struct FormCheck: Sendable {
    private let store: any Storing

    package init(store: any Storing) { self.store = store }

    /// - Throws: `FormErrors` for what the person must correct; `StoreError`.
    func check(_ modal: ModalID, _ value: ButtonValue, _ form: JSONValue) async throws {
        switch modal {
        case .paste: _ = try PasteForm(state: form)
        case .confirmRed: try await checkConfirmation(value, form)
        case .editRunStep: _ = try EditRunStepForm(state: form)
        case .fillValues: _ = try FillValuesForm(state: form)
        case .note: _ = try NoteForm(state: form)
        case .editDraft: _ = try EditDraftForm(state: form)
        case .editDraftStep: _ = try EditDraftStepForm(state: form)
        case .linkAlert: _ = try LinkAlertForm(state: form)
        case .reviewUpdates, .loading, .steps, .output, .why, .message: break
        }
    }

    /// What must be typed depends on the step as it stands now. Where that is gone, the handler says so.
    private func checkConfirmation(_ value: ButtonValue, _ form: JSONValue) async throws {
        guard let id = value.run, let number = value.step else { return }
        let expected = try await store.read { store -> String? in
            guard let step = try store.run(id)?.steps.first(where: { $0.step.number == number }) else { return nil }
            if case .waiting = step.undo { return step.undoConfirmationTarget }
            return step.confirmationTarget
        }
        guard let expected else { return }
        _ = try ConfirmRedForm(state: form, expected: expected)
    }
}
