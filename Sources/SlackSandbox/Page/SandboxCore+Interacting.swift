import JSONTree
import Logging

extension SandboxCore {
    private func container(_ body: JSONValue) throws(PageRefusal) -> InteractionContainer {
        let container = body["container"] ?? [:]
        if let view = container["view_id"]?.string { return .view(view) }
        guard let channel = container["channel"]?.string ?? container["channel_id"]?.string,
            let timestamp = container["ts"]?.string ?? container["message_ts"]?.string
        else { throw PageRefusal("Say where it happens: a view, or a channel and a message.") }
        return .message(channel: channel, timestamp: timestamp)
    }

    /// What an ack says to the person who waits for it.
    private func acked(_ outcome: AckOutcome) throws(PageRefusal) -> JSONValue? {
        switch outcome {
        case .acked(let payload): return payload
        case .timedOut:
            throw PageRefusal("\(configuration.manifest.appName) did not answer in time.", code: "operation_timeout")
        case .notConnected:
            throw PageRefusal("\(configuration.manifest.appName) is not connected.", code: "dispatch_failed")
        }
    }

    func action(_ body: JSONValue) async throws(PageRefusal) -> JSONValue {
        let user = try user(body)
        let container = try container(body)
        guard configuration.manifest.isInteractive else { throw PageRefusal("The app is not interactive.") }
        let payload = try perform { (workspace) throws(PageRefusal) in
            try workspace.blockActions(by: user, in: container, action: body["action"] ?? [:], state: body["state"])
        }
        let outcome = await deliver(.interactive, name: "block_actions", payload: payload, acceptsResponse: false)
        _ = try acked(outcome)
        return [:]
    }

    func options(_ body: JSONValue) async throws(PageRefusal) -> JSONValue {
        let user = try user(body)
        let payload = try workspace.blockSuggestion(
            by: user, in: try container(body), blockID: body["block_id"]?.string ?? "",
            actionID: body["action_id"]?.string ?? "", value: body["value"]?.string ?? "")
        let outcome = await deliver(.interactive, name: "block_suggestion", payload: payload, acceptsResponse: true)
        let answer = try acked(outcome)
        guard let answer, answer["options"]?.array != nil || answer["option_groups"]?.array != nil else {
            throw PageRefusal("The app gave no options.", code: "invalid_response")
        }
        var options: JSONValue = [:]
        options["options"] = answer["options"]
        options["option_groups"] = answer["option_groups"]
        return options
    }

    func shortcut(_ body: JSONValue) async throws(PageRefusal) -> JSONValue {
        let user = try user(body)
        let id = body["callback_id"]?.string
        guard let shortcut = configuration.manifest.shortcuts.first(where: { $0.callbackID == id }) else {
            throw PageRefusal("There is no such shortcut.")
        }
        let payload = try perform { (workspace) throws(PageRefusal) in
            try workspace.shortcut(
                shortcut, by: user, channelID: body["channel"]?.string, timestamp: body["ts"]?.string)
        }
        let name = shortcut.type == "message" ? "message_action" : "shortcut"
        _ = try acked(await deliver(.interactive, name: name, payload: payload, acceptsResponse: false))
        return [:]
    }

    func command(_ body: JSONValue) async throws(PageRefusal) -> JSONValue {
        let user = try user(body)
        guard let channel = workspace.channels[body["channel"]?.string ?? ""], channel.members.contains(user) else {
            throw PageRefusal("You are not in this channel.")
        }
        let typed = (body["text"]?.string ?? "").drop { $0.isWhitespace }
        let name = String(typed.prefix { !$0.isWhitespace })
        guard let command = configuration.manifest.commands.first(where: { $0.command == name.lowercased() }) else {
            throw PageRefusal("\(name) is not a valid command.", code: "unknown_command")
        }
        guard body["thread_ts"]?.string == nil else {
            throw PageRefusal("\(name) is not supported in threads. Sorry!", code: "not_supported_in_threads")
        }
        var text = typed.dropFirst(name.count)
        text = text.drop { $0.isWhitespace }
        while text.last?.isWhitespace ?? false { text.removeLast() }
        let (payload, address) = perform { $0.slashCommand(command, text: String(text), by: user, in: channel) }
        let outcome = await deliver(.slashCommand, name: command.command, payload: payload, acceptsResponse: true)
        guard let answer = try acked(outcome), answer.object?.isEmpty == false, let address else { return [:] }
        do throws(APIError) {
            try perform { (workspace) throws(APIError) in try workspace.respond(to: address, with: answer) }
        } catch {
            throw PageRefusal("\(name) failed because of the app's answer: \(error.code).", code: "invalid_response")
        }
        return [:]
    }

    // MARK: Modals

    func submit(_ body: JSONValue) async throws(PageRefusal) -> JSONValue {
        let user = try user(body)
        let id = body["view_id"]?.string ?? ""
        guard let view = workspace.modal(id), view.userID == user else { throw PageRefusal("This view is closed.") }
        guard !view.isSubmitting else { throw PageRefusal("This is being submitted already.") }
        guard workspace.modals[user]?.last?.id == id else { throw PageRefusal("Another view lies on this one.") }
        let values = body["state"]?["values"] ?? [:]
        let payload: JSONValue = perform { workspace in
            workspace.enter(values, into: id)
            return workspace.modal(id).map { workspace.viewSubmission($0) } ?? .null
        }
        let errors = workspace.modal(id).map { FormRules.errors(of: $0) } ?? [:]
        guard errors.isEmpty else {
            return ["response_action": "errors", "errors": .object(errors.mapValues(JSONValue.string))]
        }
        workspace.markSubmitting(id, true)
        let outcome = await deliver(.interactive, name: "view_submission", payload: payload, acceptsResponse: true)
        workspace.markSubmitting(id, false)
        let answer: JSONValue?
        do throws(PageRefusal) {
            answer = try acked(outcome)
        } catch {
            throw PageRefusal("We had some trouble connecting. Try again? (\(error.sentence))", code: error.code)
        }
        return try respond(to: id, of: user, with: answer)
    }

    /// Does what the ack of a submission says.
    private func respond(to id: String, of user: String, with answer: JSONValue?) throws(PageRefusal) -> JSONValue {
        guard let view = workspace.modal(id) else { return [:] }
        guard let action = answer?["response_action"]?.string else {
            _ = perform { $0.close(id, all: false) }
            return [:]
        }
        do throws(APIError) {
            switch action {
            case "clear":
                _ = perform { $0.close(id, all: true) }
            case "errors":
                let errors = answer?["errors"]?.object ?? [:]
                let inputs = Set(view.blocks.filter { $0["type"] == "input" }.compactMap { $0["block_id"]?.string })
                guard !errors.isEmpty, errors.keys.allSatisfy(inputs.contains) else { throw APIError("invalid_errors") }
                feed.publish(
                    ["type": "view_errors", "user": .string(user), "view_id": .string(id), "errors": .object(errors)],
                    user: user)
                return ["response_action": "errors", "errors": .object(errors)]
            case "update", "push":
                let content = answer?["view"] ?? .null
                try Workspace.check(view: content, type: "modal")
                try perform { (workspace) throws(APIError) in
                    try workspace.checkExternalID(of: content, besides: action == "update" ? id : nil)
                    if action == "update" {
                        _ = workspace.update(id, with: content)
                    } else {
                        guard workspace.modals[user]?.count ?? 0 < Workspace.modalStackLimit else {
                            throw APIError("push_limit_reached")
                        }
                        _ = workspace.show(workspace.makeView(content, for: user), onTop: true)
                    }
                }
            default: throw APIError("unknown response_action")
            }
        } catch {
            let reasons = error.messages.prefix(3).joined(separator: "; ")
            logger.warning(
                "The ack of a submission cannot be used",
                metadata: ["action": "\(action)", "error": "\(error.code)", "messages": "\(reasons)"])
            note("in", "ack", "view_submission", error.code, nil)
            throw PageRefusal(
                "We had some trouble connecting. Try again? (The app's answer was not valid: \(error.code) \(reasons))",
                code: "invalid_response")
        }
        return ["response_action": .string(action)]
    }

    func closeView(_ body: JSONValue) async throws(PageRefusal) -> JSONValue {
        let user = try user(body)
        let id = body["view_id"]?.string ?? ""
        guard let view = workspace.modal(id), view.userID == user else { throw PageRefusal("This view is closed.") }
        let isCleared = body["all"]?.bool ?? false
        let closed = perform { $0.close(id, all: isCleared || view.clearsOnClose) }
        for view in closed where view.notifiesOnClose {
            apply(
                hub.deliver(
                    .interactive, name: "view_closed", payload: workspace.viewClosed(view, isCleared: isCleared),
                    acceptsResponse: false, waiter: nil, now: now))
        }
        return [:]
    }
}
