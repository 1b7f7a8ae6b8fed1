import RunbookModel
import Views

/// Who belongs to what, as it was looked up right before a delivery is handled.
struct Memberships: Sendable {
    /// Who may confirm red steps in the whole workspace; `nil` for anyone.
    var approvers: Set<UserID>?
    /// Members of the user groups that were asked for.
    var groups: [String: Set<UserID>]

    /// Where nobody was looked up, nobody is let through.
    static let none = Memberships(approvers: [], groups: [:])

    /// Whether somebody is on a list of users and groups; `nil` for an empty list. A group that was not looked up has no
    /// members.
    func list(_ list: [String]?, has user: UserID) -> Bool? {
        guard let list, !list.isEmpty else { return nil }
        return list.contains { $0 == user.rawValue || groups[$0]?.contains(user) == true }
    }
}

/// The user groups that the handling of an intent asks about.
enum NamedGroups {
    static func of(_ intent: Intent, in store: any StoreTransaction) throws -> Set<String> {
        switch intent {
        case .action(_, let value, _), .submission(_, let value, _): return try of(value, in: store)
        case .command(.settings(let query), _):
            return try Library.find(query, in: store).map { try of($0.id, in: store) } ?? []
        default: return []
        }
    }

    private static func of(_ value: ButtonValue, in store: any StoreTransaction) throws -> Set<String> {
        var groups: Set<String> = []
        if let run = try value.run.flatMap({ try store.run($0) }) { groups.formUnion(of(run.policy.people)) }
        if let runbook = value.runbook { groups.formUnion(try of(runbook, in: store)) }
        return groups
    }

    private static func of(_ runbook: RunbookID, in store: any StoreTransaction) throws -> Set<String> {
        of(try WorkspaceState.settings(of: runbook, in: store).people)
    }

    private static func of(_ people: RunPeople?) -> Set<String> {
        let all = (people?.starters ?? []) + (people?.approvers ?? []) + (people?.confirmers ?? [])
        return Set(all.filter { $0.hasPrefix("S") })
    }
}

/// Those who may confirm the red steps of a run.
enum ConfirmerList {
    /// Users and groups; empty for everybody.
    static func of(_ run: Run, _ settings: BotSettings) -> [String] {
        if let own = run.policy.people?.confirmers, !own.isEmpty { return own }
        return settings.approvers.map(\.rawValue).sorted() + settings.approverGroups.sorted()
    }
}
