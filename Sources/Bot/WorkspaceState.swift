import JSONTree
import RunbookModel

/// What is laid down beside the rows of runs and runbooks, under names of the store's settings.
package enum WorkspaceState {
    private static let freezeName = "freeze"
    private static func settingsName(_ runbook: RunbookID) -> String { "runbook:\(runbook)" }

    /// The freeze of the whole workspace; `nil` when commands may run.
    /// - Throws: `StoreError`; also when what is stored cannot be read, for then nothing may run, either.
    package static func freeze(in store: any StoreTransaction) throws -> Freeze? {
        guard let value = try store.setting(freezeName), value != .null else { return nil }
        return try value.decode(Freeze.self)
    }

    /// Freezes the workspace, or with `nil` lifts the freeze.
    /// - Throws: `StoreError`.
    package static func setFreeze(_ freeze: Freeze?, in store: any StoreTransaction) throws {
        try store.setSetting(freezeName, try freeze.map { try JSONValue(encoding: $0) } ?? .null)
    }

    /// What a team laid down for a runbook; what a new one has when it laid nothing down.
    /// - Throws: `StoreError`.
    package static func settings(of runbook: RunbookID, in store: any StoreTransaction) throws -> RunbookSettings {
        guard let value = try store.setting(settingsName(runbook)) else { return RunbookSettings() }
        return try value.decode(RunbookSettings.self)
    }

    /// - Throws: `StoreError`.
    package static func setSettings(
        _ settings: RunbookSettings, of runbook: RunbookID, in store: any StoreTransaction
    ) throws {
        try store.setSetting(settingsName(runbook), try JSONValue(encoding: settings))
    }
}
