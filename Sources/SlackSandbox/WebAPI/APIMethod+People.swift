import JSONTree

extension APIMethod {
    /// Users, groups, the bot and the team.
    static func people(_ name: String) -> APIMethod? {
        switch name {
        case "api.test": APIMethod(.four, token: .none, writes: true) { _, _ throws(APIError) in ["ok": true] }
        case "auth.test": APIMethod(.special, token: .either, writes: true, authTest)
        case "bots.info": APIMethod(.three, scope: "users:read", botInfo)
        case "team.info": APIMethod(.three, scope: "team:read", teamInfo)
        case "users.info": APIMethod(.four, scope: "users:read", userInfo)
        case "users.list": APIMethod(.two, scope: "users:read", listUsers)
        case "usergroups.list": APIMethod(.two, scope: "usergroups:read", listGroups)
        case "usergroups.users.list": APIMethod(.two, scope: "usergroups:read", listGroupUsers)
        default: nil
        }
    }

    private static func authTest(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        let team = workspace.configuration.team
        return [
            "ok": true, "url": .string("https://\(team.domain).slack.com/"), "team": .string(team.name),
            "user": .string(workspace.botHandle), "team_id": .string(team.id), "user_id": .string(workspace.bot.userID),
            "bot_id": .string(workspace.bot.botID), "is_enterprise_install": false,
        ]
    }

    private static func botInfo(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        guard call.arguments.text("bot") == workspace.bot.botID else { throw APIError("bot_not_found") }
        return [
            "ok": true,
            "bot": [
                "id": .string(workspace.bot.botID), "app_id": .string(workspace.bot.appID), "deleted": false,
                "user_id": .string(workspace.bot.userID), "name": .string(workspace.configuration.manifest.botName),
            ],
        ]
    }

    private static func teamInfo(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        let team = workspace.configuration.team
        return [
            "ok": true,
            "team": ["id": .string(team.id), "name": .string(team.name), "domain": .string(team.domain)],
        ]
    }

    private static func userInfo(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        let id = try call.arguments.required("user")
        if id == workspace.bot.userID { return ["ok": true, "user": workspace.botUserJSON] }
        guard let user = workspace.user(id) else { throw APIError("user_not_found") }
        return ["ok": true, "user": workspace.json(user)]
    }

    private static func listUsers(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        let all = workspace.configuration.users.map { workspace.json($0) } + [workspace.botUserJSON]
        let (part, metadata) = try page(all, call)
        return ["ok": true, "members": .array(part), "response_metadata": metadata]
    }

    private static func listGroups(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        let groups = workspace.configuration.usergroups.map { group -> JSONValue in
            [
                "id": .string(group.id), "team_id": .string(workspace.configuration.team.id), "is_usergroup": true,
                "name": .string(group.name), "handle": .string(group.handle), "user_count": .int(group.users.count),
            ]
        }
        return ["ok": true, "usergroups": .array(groups)]
    }

    private static func listGroupUsers(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError)
        -> JSONValue
    {
        let id = try call.arguments.required("usergroup")
        guard let group = workspace.configuration.usergroups.first(where: { $0.id == id }) else {
            throw APIError("no_such_subteam")
        }
        return ["ok": true, "users": .array(group.users.map(JSONValue.string))]
    }
}

extension Workspace {
    /// The user object of a person.
    fileprivate func json(_ user: SandboxUser) -> JSONValue {
        userJSON(
            id: user.id, name: user.name, realName: user.realName, title: user.title, color: user.color, isBot: false)
    }

    fileprivate var botUserJSON: JSONValue {
        userJSON(
            id: bot.userID, name: botHandle, realName: configuration.manifest.botName, title: "", color: "4a154b",
            isBot: true)
    }

    private func userJSON(
        id: String, name: String, realName: String, title: String, color: String, isBot: Bool
    ) -> JSONValue {
        var value: JSONValue = [
            "id": .string(id), "team_id": .string(configuration.team.id), "name": .string(name), "deleted": false,
            "color": .string(color), "real_name": .string(realName), "tz": "Etc/UTC", "tz_label": "UTC", "tz_offset": 0,
            "is_admin": false, "is_owner": false, "is_bot": .bool(isBot), "is_app_user": false, "updated": 0,
            "profile": [
                "title": .string(title), "real_name": .string(realName), "real_name_normalized": .string(realName),
                "display_name": .string(name), "display_name_normalized": .string(name), "status_text": "",
                "status_emoji": "", "team": .string(configuration.team.id),
            ],
        ]
        if isBot {
            value["profile"]?["bot_id"] = .string(bot.botID)
            value["profile"]?["api_app_id"] = .string(bot.appID)
        }
        return value
    }
}
