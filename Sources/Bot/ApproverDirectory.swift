import Logging
import RunbookModel
import SlackWire

/// Who may confirm red steps: the configured users, and the members of the configured user groups as Slack has them.
package actor ApproverDirectory {
    /// How long a looked-up membership counts.
    static let lifetime: Duration = .seconds(60)

    private let settings: BotSettings
    private let slack: any WebAPIPerforming
    private let now: @Sendable () -> Timestamp
    private let logger: Logger
    /// How long a failed look-up is not repeated: while Slack is away, clicks must not wait for it one by one.
    static let failureLifetime: Duration = .seconds(10)
    private var failedAt: [String: Timestamp] = [:]
    private var members: [String: (users: Set<UserID>, at: Timestamp)] = [:]

    package init(
        settings: BotSettings, slack: any WebAPIPerforming, now: @escaping @Sendable () -> Timestamp, logger: Logger
    ) {
        self.settings = settings
        self.slack = slack
        self.now = now
        self.logger = logger
    }

    /// The approvers of this moment; `nil` when anyone may approve. A group that cannot be looked up counts with the
    /// members that it had last, and without any when it never could: who may approve is never widened by an error.
    func current() async -> Set<UserID>? {
        guard !settings.approvers.isEmpty || !settings.approverGroups.isEmpty else { return nil }
        var approvers = settings.approvers
        for group in settings.approverGroups.sorted() { approvers.formUnion(await users(of: group)) }
        return approvers
    }

    /// The members of each of some groups. One that cannot be looked up counts as above.
    func members(of groups: Set<String>) async -> [String: Set<UserID>] {
        var members: [String: Set<UserID>] = [:]
        for group in groups.sorted() { members[group] = await users(of: group) }
        return members
    }

    private func users(of group: String) async -> Set<UserID> {
        if let known = members[group], now() - known.at < Self.lifetime { return known.users }
        if let failed = failedAt[group], now() - failed < Self.failureLifetime { return members[group]?.users ?? [] }
        do throws(WebAPIError) {
            let users = Set(try await slack.perform(UserGroupsUsersList(group: group)).users.map { UserID($0) })
            members[group] = (users, now())
            failedAt[group] = nil
            return users
        } catch {
            if !Task.isCancelled { failedAt[group] = now() }
            logger.error(
                "a user group of approvers cannot be looked up", metadata: ["group": "\(group)", "error": "\(error)"])
            return members[group]?.users ?? []
        }
    }
}
