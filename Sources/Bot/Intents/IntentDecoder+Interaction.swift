import JSONTree
import Parsing
import RunbookModel
import Views

extension IntentDecoder {
    /// The intent of an interactive payload.
    func interaction(_ body: JSONValue, key: String) -> Intent {
        guard let type = body["type"]?.string, let user = body["user"]?["id"]?.string else {
            return .ignored("an interaction without type or user")
        }
        var click = Click(
            user: UserID(user),
            channel: (body["channel"]?["id"]?.string ?? body["container"]?["channel_id"]?.string)
                .map { ChannelID($0) },
            message: (body["container"]?["message_ts"]?.string ?? body["message"]?["ts"]?.string)
                .map { MessageTimestamp($0) },
            thread: (body["container"]?["thread_ts"]?.string ?? body["message"]?["thread_ts"]?.string)
                .map { MessageTimestamp($0) },
            responseURL: body["response_url"]?.string, trigger: body["trigger_id"]?.string,
            viewID: body["view"]?["id"]?.string,
            modal: body["view"]?["callback_id"]?.string.flatMap { ModalID(rawValue: $0) },
            previousViewID: body["view"]?["previous_view_id"]?.string, deliveryKey: key)
        switch type {
        case "block_actions":
            click.form = body["state"]?["values"] ?? body["view"]?["state"]?["values"] ?? [:]
            return action(body, click)
        case "view_submission":
            click.form = body["view"]?["state"]?["values"] ?? [:]
            return submission(body, click)
        case "shortcut":
            guard body["callback_id"]?.string == Shortcut.paste.rawValue else {
                return .ignored("a shortcut that is not ours")
            }
            return .pasteShortcut(click)
        case "message_action":
            guard body["callback_id"]?.string == Shortcut.parseMessage.rawValue else {
                return .ignored("a message shortcut that is not ours")
            }
            let message = body["message"] ?? [:]
            return .parseMessage(
                text: SlackText.markdown(ofMessage: message), files: files(message), click)
        case "view_closed": return .ignored("a modal was closed")
        default: return .ignored("an interaction of type \(type)")
        }
    }

    private func action(_ body: JSONValue, _ click: Click) -> Intent {
        guard let action = body["actions"]?[0], let raw = action["action_id"]?.string else {
            return .ignored("a click without an action")
        }
        guard let id = ActionID(wire: raw) else { return .ignored("a click on \(raw), which is not ours") }
        let text = action["value"]?.string ?? action["selected_option"]?["value"]?.string ?? ""
        guard let value = ButtonValue(wire: text) else {
            return .ignored("a click on \(raw) whose value cannot be read")
        }
        return .action(id, value, click)
    }

    private func submission(_ body: JSONValue, _ click: Click) -> Intent {
        let callback = body["view"]?["callback_id"]?.string ?? ""
        guard let id = ModalID(rawValue: callback) else { return .ignored("a modal \(callback) that is not ours") }
        guard let value = ButtonValue(wire: body["view"]?["private_metadata"]?.string ?? "") else {
            return .ignored("a modal \(callback) whose metadata cannot be read")
        }
        return .submission(id, value, click)
    }
}

/// The shortcuts of the manifest, by `callback_id`.
package enum Shortcut: String, CaseIterable, Sendable {
    /// Global: opens the paste modal.
    case paste = "paste_runbook"
    /// On a message: parses its text.
    case parseMessage = "parse_message"
}
