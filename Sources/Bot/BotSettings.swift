import RunbookModel

/// What an operator decides about the bot.
package struct BotSettings: Sendable {
    /// Where an alert goes that names no channel.
    package var incidentChannel: ChannelID?
    package var digestChannel: ChannelID?
    package var digestSchedule: WeeklySchedule
    /// Users that may confirm red steps; users of `approverGroups` may too. Both empty: anyone.
    package var approvers: Set<UserID>
    /// Slack user groups, `S…`.
    package var approverGroups: Set<String>
    /// Where commands can run.
    package var places: Places
    /// Whether an on-call system is told when somebody is called.
    package var pages: Bool

    package init(
        incidentChannel: ChannelID? = nil, digestChannel: ChannelID? = nil,
        digestSchedule: WeeklySchedule = WeeklySchedule(weekday: 1, hour: 9, minute: 0),
        approvers: Set<UserID> = [], approverGroups: Set<String> = [], places: Places = Places(), pages: Bool = false
    ) {
        self.pages = pages
        self.incidentChannel = incidentChannel
        self.digestChannel = digestChannel
        self.digestSchedule = digestSchedule
        self.approvers = approvers
        self.approverGroups = approverGroups
        self.places = places
    }
}
