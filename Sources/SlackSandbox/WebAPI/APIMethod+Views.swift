import BlockKit
import JSONTree

extension APIMethod {
    static func views(_ name: String) -> APIMethod? {
        switch name {
        case "views.open": APIMethod(.four, writes: true, openView)
        case "views.push": APIMethod(.four, writes: true, pushView)
        case "views.update": APIMethod(.four, writes: true, updateView)
        case "views.publish": APIMethod(.four, writes: true, publishView)
        default: nil
        }
    }

    private static func openView(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        let (trigger, view) = try workspace.triggerAndView(&call, stacked: false)
        return [
            "ok": true,
            "view": workspace.json(workspace.show(workspace.makeView(view, for: trigger.user), onTop: false)),
        ]
    }

    private static func pushView(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        let (trigger, view) = try workspace.triggerAndView(&call, stacked: true)
        return [
            "ok": true,
            "view": workspace.json(workspace.show(workspace.makeView(view, for: trigger.user), onTop: true)),
        ]
    }

    private static func updateView(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        let content = try workspace.view(call, type: "modal")
        let found: ModalView?
        if let id = call.arguments.text("view_id") {
            found = workspace.modal(id)
        } else if let id = call.arguments.text("external_id") {
            found = workspace.modal(externalID: id)
        } else {
            throw APIError("invalid_arguments", messages: ["[ERROR] either `view_id` or `external_id` is required"])
        }
        guard let view = found else { throw APIError("not_found") }
        if let hash = call.arguments.text("hash"), hash != view.hash { throw APIError("hash_conflict") }
        try workspace.checkExternalID(of: content, besides: view.id)
        guard let updated = workspace.update(view.id, with: content) else { throw APIError("not_found") }
        return ["ok": true, "view": workspace.json(updated)]
    }

    private static func publishView(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        let user = try call.arguments.required("user_id")
        let content = try workspace.view(call, type: "home")
        guard workspace.configuration.manifest.hasHomeTab else { throw APIError("not_enabled") }
        guard workspace.user(user) != nil else {
            throw APIError("invalid_arguments", messages: ["[ERROR] invalid `user_id`"])
        }
        if let hash = call.arguments.text("hash"), hash != workspace.homes[user]?.hash {
            throw APIError("hash_conflict")
        }
        return ["ok": true, "view": workspace.json(workspace.publishHome(content, for: user))]
    }
}

extension Workspace {
    /// The checked view of a call, and the trigger, which is used up by it.
    fileprivate mutating func triggerAndView(
        _ call: inout APICall, stacked: Bool
    ) throws(APIError) -> (trigger: Trigger, view: JSONValue) {
        let id = try call.arguments.required("trigger_id")
        let content = try view(call, type: "modal")
        try checkExternalID(of: content, besides: nil)
        if stacked, let trigger = triggers[id] {
            let stack = modals[trigger.user] ?? []
            guard stack.count < Self.modalStackLimit else { throw APIError("push_limit_reached") }
            guard !stack.isEmpty, trigger.viewID != nil else { throw APIError("invalid_trigger_id") }
        }
        return (try exchange(trigger: id), content)
    }

    /// The `view` argument after all checks.
    /// - Throws: `invalid_arguments` with what is wrong, `view_too_large`.
    fileprivate func view(_ call: APICall, type: String) throws(APIError) -> JSONValue {
        let error = APIError("invalid_arguments", messages: ["[ERROR] must be a valid view [json-pointer:/view]"])
        guard let view = try call.arguments.tree("view", or: error) else { throw APIError.missing("view") }
        try Self.check(view: view, type: type)
        return view
    }

    /// Checks a view, wherever it comes from.
    /// - Throws: `invalid_arguments` with what is wrong, `view_too_large`.
    static func check(view: JSONValue, type: String) throws(APIError) {
        guard view.object != nil else {
            throw APIError("invalid_arguments", messages: ["[ERROR] must be an object [json-pointer:/view]"])
        }
        guard view["type"]?.string == type else {
            throw APIError(
                "invalid_arguments", messages: ["[ERROR] must be a valid enum value [json-pointer:/view/type]"])
        }
        guard view.utf8().count <= BlockKitLimits.viewBytes else { throw APIError("view_too_large") }
        let problems = BlockKitValidator.problems(inView: view)
        guard problems.isEmpty else {
            throw APIError("invalid_arguments", messages: problems.map { "[ERROR] \($0.description)" })
        }
    }

    /// - Throws: `duplicate_external_id`.
    func checkExternalID(of content: JSONValue, besides id: String?) throws(APIError) {
        guard let external = content["external_id"]?.string, !external.isEmpty,
            let other = modal(externalID: external), other.id != id
        else { return }
        throw APIError("duplicate_external_id")
    }
}
