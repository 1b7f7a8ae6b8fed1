import JSONTree
import Logging

extension SandboxCore {
    /// `POST /sandbox/<name>`, as an answer with `ok`.
    func act(_ name: String, _ body: JSONValue) async -> JSONValue {
        do throws(PageRefusal) {
            var answer = try await perform(act: name, body)
            answer["ok"] = true
            return answer
        } catch {
            return Self.refusal(error)
        }
    }

    private func perform(act name: String, _ body: JSONValue) async throws(PageRefusal) -> JSONValue {
        switch name {
        case "message": return try message(body)
        case "edit", "delete": return try change(body, isDeletion: name == "delete")
        case "command": return try await command(body)
        case "shortcut": return try await shortcut(body)
        case "action": return try await action(body)
        case "options": return try await options(body)
        case "view/submit": return try await submit(body)
        case "view/close": return try await closeView(body)
        case "reaction": return try reaction(body)
        case "read":
            markRead(body["channel"]?.string ?? "", by: try user(body))
            return [:]
        case "join": return try join(body)
        case "dm":
            let user = try user(body)
            return [
                "channel": perform { workspace in workspace.pageJSON(workspace.directMessage(with: user), for: user) }
            ]
        case "fault": return try fault(body)
        case "alert": return try await alert(body)
        case "world": return try await world(body)
        default: throw PageRefusal("There is no /sandbox/\(name) to send to.", code: "not_found")
        }
    }

    func user(_ body: JSONValue) throws(PageRefusal) -> String {
        guard let user = body["user"]?.string, workspace.user(user) != nil else {
            throw PageRefusal("Say which user does it.")
        }
        return user
    }

    private func text(_ body: JSONValue, _ name: String) throws(PageRefusal) -> String {
        guard let text = body[name]?.string, !text.isEmpty else { throw PageRefusal("`\(name)` is missing.") }
        return text
    }

    private func message(_ body: JSONValue) throws(PageRefusal) -> JSONValue {
        let user = try user(body)
        let channel = try text(body, "channel")
        var files: [TypedFile] = []
        for entry in body["files"]?.array ?? [] {
            guard let bytes = Base64.decoded(entry["content_base64"]?.string ?? "") else {
                throw PageRefusal("A file's content is not base64.")
            }
            let name = entry["name"]?.string ?? "file"
            files.append(TypedFile(name: String(name.suffix(255)), mimetype: entry["mimetype"]?.string, bytes: bytes))
        }
        let typed = body["text"]?.string ?? ""
        let thread = body["thread_ts"]?.string
        let message = try perform { (workspace) throws(PageRefusal) in
            try workspace.type(typed, by: user, in: channel, thread: thread, files: files)
        }
        return ["message": workspace.json(message, in: channel)]
    }

    private func change(_ body: JSONValue, isDeletion: Bool) throws(PageRefusal) -> JSONValue {
        let user = try user(body)
        let channel = try text(body, "channel")
        let timestamp = try text(body, "ts")
        guard workspace.channels[channel]?.message(timestamp)?.userID == user else {
            throw PageRefusal("You can change only messages of your own.")
        }
        if isDeletion {
            perform { $0.delete(timestamp, in: channel) }
            return [:]
        }
        let typed = try text(body, "text")
        let message = try perform { (workspace) throws(PageRefusal) in
            try workspace.editTyped(timestamp, in: channel, by: user, to: typed)
        }
        return ["message": workspace.json(message, in: channel)]
    }

    private func reaction(_ body: JSONValue) throws(PageRefusal) -> JSONValue {
        let user = try user(body)
        let channel = try text(body, "channel")
        let timestamp = try text(body, "ts")
        let name = try text(body, "name").filter { $0 != ":" }
        let removes = body["remove"]?.bool ?? false
        let changed = perform { $0.react(name, by: user, to: timestamp, in: channel, remove: removes) }
        guard changed else {
            throw PageRefusal(removes ? "There is no such reaction." : "You have reacted so already.")
        }
        return [:]
    }

    private func join(_ body: JSONValue) throws(PageRefusal) -> JSONValue {
        let user = try text(body, "user")
        let channel = try text(body, "channel")
        guard workspace.user(user) != nil || user == workspace.bot.userID else {
            throw PageRefusal("There is no such user.")
        }
        guard let found = workspace.channels[channel], found.kind != .directMessage else {
            throw PageRefusal("There is no such channel.")
        }
        perform { $0.join(user, channel) }
        return ["channel": workspace.channels[channel].map { workspace.pageJSON($0, for: nil) } ?? .null]
    }

    private func fault(_ body: JSONValue) throws(PageRefusal) -> JSONValue {
        guard let fault = Fault(rawValue: body["id"]?.string ?? "") else {
            throw PageRefusal("There is no such fault.")
        }
        set(
            fault, active: body["active"]?.bool ?? true,
            duration: body["seconds"]?.double.map { .milliseconds(Int64(max(0, min($0, 600)) * 1000)) })
        return ["fault": faults.json(fault, now: now)]
    }

    private func alert(_ body: JSONValue) async throws(PageRefusal) -> JSONValue {
        guard let alert = configuration.alerts.first(where: { $0.id == body["id"]?.string }) else {
            throw PageRefusal("There is no such alert.")
        }
        guard let base = configuration.webhookBase else { throw PageRefusal("No webhook address is configured.") }
        let id = hub.ids.id("SBX", length: 12)
        let status = try await WebhookSender.send(alert, to: base, id: id, now: now)
        note("out", "webhook", alert.path, String(status), nil)
        guard (200..<300).contains(status) else {
            throw PageRefusal("The webhook refused the alert: status \(status).")
        }
        return ["status": .int(status)]
    }

    private func world(_ body: JSONValue) async throws(PageRefusal) -> JSONValue {
        guard let world = configuration.world else { throw PageRefusal("There is no world around this sandbox.") }
        let item = try text(body, "item")
        let action = try text(body, "action")
        do {
            return ["text": .string(try await world.act(item, action))]
        } catch let refusal as SandboxWorld.Refusal {
            throw PageRefusal(refusal.description)
        } catch {
            logger.error(
                "A world action failed", metadata: ["item": "\(item)", "action": "\(action)", "error": "\(error)"])
            throw PageRefusal("That did not work: \(error)")
        }
    }
}
