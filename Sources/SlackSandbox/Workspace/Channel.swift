import JSONTree

/// A channel or a direct message, with the messages in it.
struct Channel: Sendable {
    enum Kind: String, Sendable {
        case channel
        case privateChannel = "group"
        case directMessage = "im"
    }

    /// More messages than this are not kept; the oldest go first.
    static let messageLimit = 2000
    /// More ephemeral messages than this are not kept.
    static let ephemeralLimit = 200

    let id: String
    var name: String
    let kind: Kind
    let created: Int
    var topic = ""
    var purpose = ""
    var isArchived = false
    /// In the order in which they joined.
    var members: [String]
    /// Sorted by timestamp.
    private(set) var messages: [Message] = []
    private(set) var ephemerals: [Message] = []
    var bookmarks: [JSONValue] = []
    /// Timestamp of the newest message that a person has read.
    var lastRead: [String: String] = [:]

    init(id: String, name: String, kind: Kind, created: Int, members: [String]) {
        self.id = id
        self.name = name
        self.kind = kind
        self.created = created
        self.members = members
    }

    /// The other side of the bot's direct message.
    func person(besides bot: String) -> String? {
        kind == .directMessage ? members.first { $0 != bot } : nil
    }

    func index(of timestamp: String) -> Int? {
        var low = 0
        var high = messages.count
        while low < high {
            let middle = (low + high) / 2
            if messages[middle].timestamp < timestamp { low = middle + 1 } else { high = middle }
        }
        return low < messages.count && messages[low].timestamp == timestamp ? low : nil
    }

    func message(_ timestamp: String) -> Message? { index(of: timestamp).map { messages[$0] } }

    func ephemeral(_ timestamp: String, for user: String) -> Message? {
        ephemerals.first { $0.timestamp == timestamp && $0.ephemeralUser == user }
    }

    mutating func append(_ message: Message) {
        if message.ephemeralUser != nil {
            ephemerals.append(message)
            if ephemerals.count > Self.ephemeralLimit { ephemerals.removeFirst() }
        } else {
            messages.append(message)
            // In one go, so that the cost of moving the rest is shared by many messages.
            if messages.count > Self.messageLimit + 200 { messages.removeFirst(200) }
        }
    }

    /// Changes a message in place, ephemeral or not.
    /// - Returns: the changed message; `nil` when there is none.
    mutating func change(_ timestamp: String, _ body: (inout Message) -> Void) -> Message? {
        if let index = index(of: timestamp) {
            body(&messages[index])
            return messages[index]
        }
        guard let index = ephemerals.firstIndex(where: { $0.timestamp == timestamp }) else { return nil }
        body(&ephemerals[index])
        return ephemerals[index]
    }

    mutating func remove(_ timestamp: String) -> Message? {
        if let index = index(of: timestamp) { return messages.remove(at: index) }
        guard let index = ephemerals.firstIndex(where: { $0.timestamp == timestamp }) else { return nil }
        return ephemerals.remove(at: index)
    }

    /// How many messages of others a person has not seen.
    func unread(for user: String) -> Int {
        let seen = lastRead[user] ?? ""
        return messages.reversed().prefix { $0.timestamp > seen }.count { $0.userID != user && !$0.isReply }
    }
}

extension Workspace {
    /// The conversation object of the Web API.
    func json(_ channel: Channel, withMemberCount: Bool = true) -> JSONValue {
        var members: [String: JSONValue] = [
            "id": .string(channel.id), "created": .int(channel.created), "is_archived": .bool(channel.isArchived),
            "is_im": .bool(channel.kind == .directMessage), "is_org_shared": false,
            "context_team_id": .string(configuration.team.id), "updated": .int(channel.created * 1000),
        ]
        if let person = channel.person(besides: bot.userID) {
            members["user"] = .string(person)
            members["is_user_deleted"] = false
            members["is_open"] = true
            return .object(members)
        }
        members.merge(
            [
                "name": .string(channel.name), "name_normalized": .string(channel.name),
                "is_channel": .bool(channel.kind == .channel), "is_group": .bool(channel.kind == .privateChannel),
                "is_private": .bool(channel.kind == .privateChannel), "is_mpim": false,
                "is_general": .bool(channel.name == "general"), "is_shared": false, "is_ext_shared": false,
                "is_member": .bool(channel.members.contains(bot.userID)), "unlinked": 0,
                "creator": JSONValue(channel.members.first), "previous_names": [],
                "topic": ["value": .string(channel.topic), "creator": "", "last_set": 0],
                "purpose": ["value": .string(channel.purpose), "creator": "", "last_set": 0],
            ], uniquingKeysWith: { _, new in new })
        if withMemberCount { members["num_members"] = .int(channel.members.count) }
        return .object(members)
    }

    /// The channel as the page's API gives it out.
    func pageJSON(_ channel: Channel, for user: String?) -> JSONValue {
        var value: JSONValue = [
            "id": .string(channel.id), "name": .string(channel.name),
            "type": channel.kind == .directMessage ? "im" : "channel",
            "is_private": .bool(channel.kind != .channel), "is_archived": .bool(channel.isArchived),
            "topic": .string(channel.topic), "purpose": .string(channel.purpose),
            "member_count": .int(channel.members.count), "members": .array(channel.members.map(JSONValue.string)),
            "latest_ts": JSONValue(channel.messages.last { !$0.isReply }?.timestamp),
            "unread": .int(user.map { channel.unread(for: $0) } ?? 0),
        ]
        if let person = channel.person(besides: bot.userID) { value["user"] = .string(person) }
        return value
    }
}
