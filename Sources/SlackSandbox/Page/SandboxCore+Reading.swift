import JSONTree

extension SandboxCore {
    /// `GET /sandbox/<name>`, as an answer with `ok`.
    func read(_ name: String, _ query: [String: String]) async -> JSONValue {
        let user = query["user"]
        switch name {
        case "state": return await state(for: user)
        case "history": return history(query, for: user)
        case "thread": return thread(query, for: user)
        case "home": return home(query, for: user)
        case "view":
            let stack = workspace.modals[user ?? ""] ?? []
            return ["ok": true, "views": .array(stack.map { workspace.json($0) })]
        case "traffic": return ["ok": true, "entries": trafficJSON(limit: query["limit"].flatMap { Int($0) } ?? 200)]
        default: return Self.refusal(PageRefusal("There is no /sandbox/\(name) to read.", code: "not_found"))
        }
    }

    static func refusal(_ refusal: PageRefusal) -> JSONValue {
        var value: JSONValue = ["ok": false, "error": .string(refusal.sentence)]
        if let code = refusal.code { value["code"] = .string(code) }
        return value
    }

    private func state(for user: String?) async -> JSONValue {
        let now = now
        let world = await configuration.world?.items() ?? []
        let team = configuration.team
        let sockets = hub.openConnections.count
        let channels = workspace.channelOrder.compactMap { workspace.channels[$0] }.filter { channel in
            let person = channel.person(besides: workspace.bot.userID)
            let isForeign = person != nil && user != nil && person != user
            let isHidden = channel.kind == .privateChannel && user.map { !channel.members.contains($0) } ?? false
            return !isForeign && !isHidden
        }
        return [
            "ok": true, "demo": .bool(configuration.isDemo), "me": JSONValue(user ?? configuration.users.first?.id),
            "team": ["id": .string(team.id), "name": .string(team.name), "domain": .string(team.domain)],
            "users": .array(people()), "usergroups": .array(groups()),
            "channels": .array(channels.map { workspace.pageJSON($0, for: user) }),
            "commands": .array(
                configuration.manifest.commands.map {
                    [
                        "command": .string($0.command), "description": .string($0.description),
                        "usage_hint": .string($0.usageHint),
                    ]
                }),
            "shortcuts": .array(
                configuration.manifest.shortcuts.map {
                    [
                        "name": .string($0.name), "type": .string($0.type), "callback_id": .string($0.callbackID),
                        "description": .string($0.description),
                    ]
                }),
            "bot": [
                "user_id": .string(workspace.bot.userID), "bot_id": .string(workspace.bot.botID),
                "app_id": .string(workspace.bot.appID), "name": .string(configuration.manifest.botName),
                "connected": .bool(sockets > 0), "sockets": .int(sockets),
            ],
            "home_tab": .bool(configuration.manifest.hasHomeTab),
            "faults": .array(Fault.allCases.map { faults.json($0, now: now) }),
            "alerts": .array(
                configuration.alerts.map {
                    [
                        "id": .string($0.id), "title": .string($0.title), "vendor": .string($0.vendor),
                        "description": .string($0.description),
                    ]
                }),
            "world": .array(world.map(\.json)),
        ]
    }

    private func people() -> [JSONValue] {
        let people = configuration.users.map { user -> JSONValue in
            [
                "id": .string(user.id), "name": .string(user.name), "real_name": .string(user.realName),
                "title": .string(user.title), "color": .string(user.color), "is_bot": false,
            ]
        }
        let bot: JSONValue = [
            "id": .string(workspace.bot.userID), "name": .string(workspace.botHandle),
            "real_name": .string(configuration.manifest.botName), "title": "App", "color": "4a154b", "is_bot": true,
        ]
        return people + [bot]
    }

    private func groups() -> [JSONValue] {
        configuration.usergroups.map {
            [
                "id": .string($0.id), "handle": .string($0.handle), "name": .string($0.name),
                "users": .array($0.users.map(JSONValue.string)),
            ]
        }
    }

    /// The channel of a query, if that user may see it. Without a user, everything may be seen.
    private func channel(_ query: [String: String], for user: String?) throws(PageRefusal) -> Channel {
        guard let channel = workspace.channels[query["channel"] ?? ""] else {
            throw PageRefusal("There is no such channel.", code: "not_found")
        }
        guard user.map({ channel.members.contains($0) }) ?? true || channel.kind == .channel else {
            throw PageRefusal("You are not in this channel.")
        }
        return channel
    }

    private func history(_ query: [String: String], for user: String?) -> JSONValue {
        do throws(PageRefusal) {
            let channel = try channel(query, for: user)
            let limit = min(max(query["limit"].flatMap { Int($0) } ?? 100, 1), 1000)
            let (messages, more) = workspace.history(of: channel.id, for: user, before: query["before"], limit: limit)
            if let user, query["before"] == nil { markRead(channel.id, by: user) }
            return [
                "ok": true, "has_more": .bool(more),
                "messages": .array(messages.map { workspace.json($0, in: channel.id) }),
            ]
        } catch {
            return Self.refusal(error)
        }
    }

    /// Notes that a person has seen everything in a channel.
    func markRead(_ channelID: String, by user: String) {
        let newest = workspace.channels[channelID]?.messages.last?.timestamp
        workspace.channels[channelID]?.lastRead[user] = newest
    }

    private func thread(_ query: [String: String], for user: String?) -> JSONValue {
        do throws(PageRefusal) {
            let channel = try channel(query, for: user)
            let messages = workspace.thread(query["ts"] ?? "", in: channel.id, for: user)
            guard !messages.isEmpty else { throw PageRefusal("This thread is gone.", code: "not_found") }
            return ["ok": true, "messages": .array(messages.map { workspace.json($0, in: channel.id) })]
        } catch {
            return Self.refusal(error)
        }
    }

    private func home(_ query: [String: String], for user: String?) -> JSONValue {
        guard let user, workspace.user(user) != nil else { return Self.refusal(PageRefusal("Say whose home it is.")) }
        let tab = query["tab"] == "messages" ? "messages" : "home"
        perform { $0.openHome(of: user, tab: tab) }
        return ["ok": true, "view": workspace.homes[user].map { workspace.json($0) } ?? .null]
    }
}
