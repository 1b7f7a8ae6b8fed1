import JSONTree

/// A modal, or a person's home tab.
struct ModalView: Sendable {
    let id: String
    let userID: String
    let isHome: Bool
    var rootID: String
    var previousID: String?
    /// The view as the app sent it, with block and action ids filled in.
    var content: JSONValue
    /// Changes whenever the content does.
    var hash: String
    /// What the person has entered: block id → action id → value.
    var entered: [String: [String: JSONValue]] = [:]
    /// Whether a submission waits for the app's ack.
    var isSubmitting = false

    var externalID: String? { content["external_id"]?.string.flatMap { $0.isEmpty ? nil : $0 } }
    var notifiesOnClose: Bool { content["notify_on_close"]?.bool ?? false }
    var clearsOnClose: Bool { content["clear_on_close"]?.bool ?? false }
    var blocks: [JSONValue] { content["blocks"]?.array ?? [] }
}

extension Workspace {
    static let modalStackLimit = 3

    /// The view object of the Web API and of payloads.
    func json(_ view: ModalView) -> JSONValue {
        var members: [String: JSONValue] = [
            "id": .string(view.id), "team_id": .string(configuration.team.id), "type": view.isHome ? "home" : "modal",
            "blocks": .array(view.blocks), "private_metadata": view.content["private_metadata"] ?? "",
            "callback_id": view.content["callback_id"] ?? "", "hash": .string(view.hash),
            "state": ["values": InteractiveElement.state(of: view.blocks, entered: view.entered)],
            "clear_on_close": .bool(view.clearsOnClose), "notify_on_close": .bool(view.notifiesOnClose),
            "root_view_id": .string(view.rootID), "previous_view_id": JSONValue(view.previousID),
            "app_id": .string(bot.appID), "external_id": .string(view.externalID ?? ""),
            "app_installed_team_id": .string(configuration.team.id), "bot_id": .string(bot.botID),
        ]
        if !view.isHome {
            members["title"] = view.content["title"]
            members["submit"] = view.content["submit"] ?? .null
            members["close"] = view.content["close"] ?? .null
        }
        return .object(members)
    }

    func modal(_ id: String) -> ModalView? { modals.values.joined().first { $0.id == id } }

    func modal(externalID: String) -> ModalView? { modals.values.joined().first { $0.externalID == externalID } }

    func view(_ id: String) -> ModalView? { modal(id) ?? homes.values.first { $0.id == id } }

    /// A new view that is not shown yet.
    mutating func makeView(_ content: JSONValue, for user: String, isHome: Bool = false) -> ModalView {
        let id = ids.id("V")
        return ModalView(
            id: id, userID: user, isHome: isHome, rootID: id, content: withIDs(content), hash: newHash())
    }

    private mutating func newHash() -> String { "\(now.seconds).\(ids.hexadecimal(8))" }

    /// Shows a modal, alone or on top of the stack.
    mutating func show(_ view: ModalView, onTop: Bool) -> ModalView {
        var view = view
        var stack = onTop ? modals[view.userID] ?? [] : []
        if let top = stack.last {
            view.rootID = top.rootID
            view.previousID = top.id
        }
        stack.append(view)
        modals[view.userID] = stack
        tellPageOfViews(onTop ? "view_push" : "view_open", view)
        return view
    }

    /// Replaces a view's content. What was entered stays, where blocks and elements keep their ids.
    mutating func update(_ id: String, with content: JSONValue) -> ModalView? {
        guard let old = modal(id), var stack = modals[old.userID], let index = stack.firstIndex(where: { $0.id == id })
        else { return nil }
        stack[index].content = withIDs(content)
        stack[index].hash = newHash()
        modals[old.userID] = stack
        tellPageOfViews("view_update", stack[index])
        return stack[index]
    }

    mutating func publishHome(_ content: JSONValue, for user: String) -> ModalView {
        var view = makeView(content, for: user, isHome: true)
        if let old = homes[user] {
            view = ModalView(
                id: old.id, userID: user, isHome: true, rootID: old.id, content: view.content, hash: view.hash)
        }
        homes[user] = view
        effects.append(.page(["type": "home", "user": .string(user), "view": json(view)], user: user))
        return view
    }

    /// Keeps what a person has entered. Unknown blocks and elements are left out.
    mutating func enter(_ values: JSONValue, into id: String) {
        guard let view = view(id) else { return }
        var entered = view.entered
        for (block, actions) in InteractiveElement.entered(values, in: view.blocks) {
            entered[block, default: [:]].merge(actions, uniquingKeysWith: { $1 })
        }
        if view.isHome {
            homes[view.userID]?.entered = entered
        } else if let index = modals[view.userID]?.firstIndex(where: { $0.id == id }) {
            modals[view.userID]?[index].entered = entered
        }
    }

    mutating func markSubmitting(_ id: String, _ isSubmitting: Bool) {
        guard let user = modal(id)?.userID, let index = modals[user]?.firstIndex(where: { $0.id == id }) else { return }
        modals[user]?[index].isSubmitting = isSubmitting
    }

    /// Closes a view and what lies on it, or the whole stack.
    /// - Returns: the closed views, top first.
    mutating func close(_ id: String, all: Bool) -> [ModalView] {
        guard let view = modal(id), var stack = modals[view.userID],
            let index = stack.firstIndex(where: { $0.id == id })
        else { return [] }
        let kept = all ? 0 : index
        let closed = Array(stack[kept...].reversed())
        stack.removeSubrange(kept...)
        modals[view.userID] = stack.isEmpty ? nil : stack
        let event: JSONValue = [
            "type": "view_close", "user": .string(view.userID), "view_id": .string(id),
            "views": .array(stack.map { json($0) }),
        ]
        effects.append(.page(event, user: view.userID))
        return closed
    }

    mutating func tellPageOfViews(_ type: String, _ view: ModalView) {
        let event: JSONValue = [
            "type": .string(type), "user": .string(view.userID), "view": json(view),
            "views": .array((modals[view.userID] ?? []).map { json($0) }),
        ]
        effects.append(.page(event, user: view.userID))
    }

    /// Fills in the block and action ids that the app left out, as Slack does.
    mutating func withIDs(_ content: JSONValue) -> JSONValue {
        var content = content
        guard let blocks = content["blocks"]?.array else { return content }
        content["blocks"] = .array(withIDs(blocks))
        return content
    }

    /// Fills in the block and action ids that the app left out, as Slack does.
    mutating func withIDs(_ blocks: [JSONValue]) -> [JSONValue] {
        blocks.map { block in
            var block = block
            if block["block_id"]?.string?.isEmpty ?? true { block["block_id"] = .string(ids.blockID()) }
            for key in ["accessory", "element"] {
                if let element = block[key] { block[key] = withActionID(element) }
            }
            if block["type"] == "actions" || block["type"] == "context_actions", let elements = block["elements"]?.array
            {
                block["elements"] = .array(elements.map { withActionID($0) })
            }
            return block
        }
    }

    private mutating func withActionID(_ element: JSONValue) -> JSONValue {
        guard element["type"] != "image", element["action_id"]?.string?.isEmpty ?? true else { return element }
        var element = element
        element["action_id"] = .string(ids.blockID())
        return element
    }
}
