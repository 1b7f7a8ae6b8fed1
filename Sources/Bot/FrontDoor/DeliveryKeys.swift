import JSONTree

/// The durable keys that tell a redelivery from something new.
package enum DeliveryKeys {
    /// Key of an `events_api` payload: `event_id` is the same over all retries.
    package static func event(_ payload: JSONValue, envelope: String) -> String {
        "event:" + (payload["event_id"]?.string ?? envelope)
    }

    /// Key of a slash command: a trigger belongs to one use of it.
    package static func command(_ payload: JSONValue, envelope: String) -> String {
        "command:" + (payload["trigger_id"]?.string ?? envelope)
    }

    /// Key of an interactive payload. A click is known by who, when and what, because a redelivery may come with
    /// another trigger.
    package static func interaction(_ payload: JSONValue, envelope: String) -> String {
        let user = payload["user"]?["id"]?.string ?? ""
        if let action = payload["actions"]?[0], let moment = action["action_ts"]?.string,
            let id = action["action_id"]?.string
        {
            return "click:\(user):\(moment):\(id):\(action["block_id"]?.string ?? "")"
        }
        if let view = payload["view"], let id = view["id"]?.string {
            let kind = payload["type"]?.string ?? ""
            return "\(kind):\(id):\(view["hash"]?.string ?? ""):\(payload["trigger_id"]?.string ?? "")"
        }
        return "interaction:" + (payload["trigger_id"]?.string ?? payload["action_ts"]?.string ?? envelope)
    }
}
