import Engine
import JSONTree
import RiskRules
import RunbookModel
import Views

/// Checks a submitted form while Slack waits for the acknowledgement: what is wrong is shown in the modal itself.
package struct FormCheck: Sendable {
    private let store: any Storing
    private let services: HandlerServices
    private let now: @Sendable () -> Timestamp

    /// - Parameter services: those of the handlers: what the form says must be what they will say.
    package init(store: any Storing, services: HandlerServices, now: @escaping @Sendable () -> Timestamp) {
        self.store = store
        self.services = services
        self.now = now
    }

    /// - Throws: `FormErrors` for what the person must correct; `StoreError`.
    func check(_ modal: ModalID, _ value: ButtonValue, _ form: JSONValue, by user: UserID) async throws {
        switch modal {
        case .paste: _ = try PasteForm(state: form)
        case .confirmRed: try await checkConfirmation(value, form)
        case .editRunStep: _ = try EditRunStepForm(state: form)
        case .fillValues: _ = try FillValuesForm(state: form)
        case .note: _ = try NoteForm(state: form)
        case .editDraft: _ = try EditDraftForm(state: form)
        case .editDraftStep:
            let titles = try await store.read { try $0.runbooks().map(\.content.title) }
            try await drafts().checkStep(value, form, try await draft(of: value), titles: titles)
        case .splitDraftStep: try await drafts().checkSplit(value, form, try await draft(of: value))
        case .linkAlert: _ = try LinkAlertForm(state: form)
        case .handOver: _ = try HandOverForm(state: form)
        case .askSecond: try await checkSecond(value, form, user)
        case .breakGlass: _ = try BreakGlassForm(state: form)
        case .skipReason: _ = try SkipReasonForm(state: form)
        case .settings: try await checkSettings(value, form)
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
        let found = try await store.read { store -> (expected: String, readingTime: Duration)? in
            guard let run = try store.run(id), let step = run.step(numbered: number) else { return nil }
            if case .waiting = step.undo { return (step.undoConfirmationTarget, run.readingTime) }
            return (step.confirmationTarget, run.readingTime)
        }
        guard let found else { return }
        _ = try ConfirmRedForm(state: form, expected: found.expected)
        if let shownAt = value.shownAt, now() - shownAt < found.readingTime {
            throw ConfirmRedForm.tooFast(found.readingTime)
        }
    }

    private func checkSecond(_ value: ButtonValue, _ form: JSONValue, _ user: UserID) async throws {
        let run = try await store.read { store in try value.run.flatMap { try store.run($0) } }
        let confirmers = run.map { ConfirmerList.of($0, services.settings) } ?? []
        _ = try AskSecondForm(state: form, by: user, someMayConfirm: !confirmers.isEmpty)
    }

    /// Beside the form itself: the runbook of the second level must be there.
    private func checkSettings(_ value: ButtonValue, _ form: JSONValue) async throws {
        guard let id = value.runbook else { return }
        try await store.read { store in
            _ = try SettingsReader.read(form, of: id, services.settings.places, in: store)
        }
    }
}
