import JSONTree

/// What a change of the workspace makes known.
enum WorkspaceEffect: Sendable {
    /// To the page. `user` is the only person whom it concerns.
    case page(JSONValue, user: String?)
    /// To the app, through the Events API. `kind` is the subscription that it needs.
    case event(JSONValue, kind: String)
}

/// The workspace as a value: everything that Slack would keep. It holds no socket and no clock.
struct Workspace: Sendable {
    let configuration: SandboxConfiguration
    /// The moment at which things happen; set before every call.
    var now: SandboxTime
    var ids: IDSource
    /// By id.
    var channels: [String: Channel] = [:]
    /// In the order of the page.
    var channelOrder: [String] = []
    var files: [String: StoredFile] = [:]
    /// Oldest first, to forget them in that order.
    var fileOrder: [String] = []
    var uploads: [String: String] = [:]
    /// Open modals per person, the root first.
    var modals: [String: [ModalView]] = [:]
    /// The home tab per person.
    var homes: [String: ModalView] = [:]
    var triggers: [String: Trigger] = [:]
    var responseURLs: [String: ResponseURL] = [:]
    /// What happened since the effects were last taken.
    var effects: [WorkspaceEffect] = []
    /// Base of the addresses that point to Slack's side, as in `https://127.0.0.1:7781`.
    var slackBase = ""
    /// Base of the page's addresses.
    var pageBase = ""
    private var lastTimestamp = SandboxTime(microseconds: 0)

    var bot: SandboxBot { configuration.bot }

    init(configuration: SandboxConfiguration) {
        self.configuration = configuration
        now = configuration.now()
        ids = IDSource(seed: configuration.seed)
        let people = configuration.users.map(\.id)
        for channel in configuration.channels {
            add(
                Channel(
                    id: channel.id, name: channel.name, kind: channel.isPrivate ? .privateChannel : .channel,
                    created: now.seconds, members: people + (channel.hasBot ? [bot.userID] : [])))
            channels[channel.id]?.topic = channel.topic
            channels[channel.id]?.isArchived = channel.isArchived
        }
        for user in configuration.users { _ = directMessage(with: user.id) }
        effects = []
    }

    mutating func add(_ channel: Channel) {
        channels[channel.id] = channel
        channelOrder.append(channel.id)
    }

    /// The direct message between the bot and a person; made when there is none.
    mutating func directMessage(with user: String) -> Channel {
        if let channel = channels.values.first(where: { $0.person(besides: bot.userID) == user }) { return channel }
        let number = configuration.users.firstIndex { $0.id == user } ?? 0
        let channel = Channel(
            id: "D0" + String(repeating: "0", count: 7) + String(number + 1), name: configuration.manifest.botName,
            kind: .directMessage, created: now.seconds, members: [user, bot.userID])
        add(channel)
        effects.append(.page(["type": "channel_created", "channel": pageJSON(channel, for: user)], user: user))
        return channel
    }

    func user(_ id: String) -> SandboxUser? { configuration.users.first { $0.id == id } }

    /// Takes what happened since the last call.
    mutating func takeEffects() -> [WorkspaceEffect] {
        defer { effects = [] }
        return effects
    }

    /// A timestamp later than every one before it.
    mutating func newTimestamp() -> String {
        lastTimestamp = max(now, SandboxTime(microseconds: lastTimestamp.microseconds + 1))
        return lastTimestamp.slackTimestamp
    }

    /// Tells the page something that concerns everybody in the channel, which in a direct message is one person.
    mutating func tellPage(_ event: JSONValue, in channel: Channel) {
        effects.append(.page(event, user: channel.person(besides: bot.userID)))
    }
}
