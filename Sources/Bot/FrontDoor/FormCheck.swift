import Engine
import JSONTree
import RiskRules
import RunbookModel
import Views

/// Checks a submitted form while Slack waits for the acknowledgement: what is wrong is shown in the modal itself.
package struct FormCheck: Sendable {
    private let store: any Storing
    private let services: HandlerServices

    /// - Parameter services: those of the handlers: what the form says must be what they will say.
    package init(store: any Storing, services: HandlerServices) {
        self.store = store
        self.services = services
    }

    /// - Throws: `FormErrors` for what the person must correct; `StoreError`.
    func check(_ modal: ModalID, _ value: ButtonValue, _ form: JSONValue) async throws {
        switch modal {
        case .paste: _ = try PasteForm(state: form)
        case .confirmRed: try await checkConfirmation(value, form)
        case .editRunStep: _ = try EditRunStepForm(state: form)
        case .fillValues: _ = try FillValuesForm(state: form)
        case .note: _ = try NoteForm(state: form)
        case .editDraft: _ = try EditDraftForm(state: form)
        case .editDraftStep: try await drafts().checkStep(value, form, try await draft(of: value))
        case .splitDraftStep: try await drafts().checkSplit(value, form, try await draft(of: value))
        case .linkAlert: _ = try LinkAlertForm(state: form)
        case .reviewUpdates, .loading, .steps, .details, .output, .why, .message: break
        }
    }

    private func drafts() async -> DraftFormCheck { DraftFormCheck(classifier: await services.asOfNow().classifier) }

    private func draft(of value: ButtonValue) async throws -> Draft? {
        guard let id = value.draft else { return nil }
        return try await store.read { try $0.draft(id) }
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
