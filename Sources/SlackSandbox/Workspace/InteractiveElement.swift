import JSONTree

/// An element that a person can use, where it stands in a message or view.
struct InteractiveElement {
    let blockID: String
    let actionID: String
    let json: JSONValue
    /// The block, when it is an `input`.
    let input: JSONValue?

    var type: String { json["type"]?.string ?? "" }

    /// The member of an action that holds what was entered or chosen; `nil` for elements without a state.
    var valueKey: String? { Self.valueKeys[type] }

    private static let valueKeys = [
        "static_select": "selected_option", "external_select": "selected_option", "radio_buttons": "selected_option",
        "multi_static_select": "selected_options", "multi_external_select": "selected_options",
        "checkboxes": "selected_options", "users_select": "selected_user", "multi_users_select": "selected_users",
        "conversations_select": "selected_conversation", "multi_conversations_select": "selected_conversations",
        "channels_select": "selected_channel", "multi_channels_select": "selected_channels",
        "datepicker": "selected_date", "timepicker": "selected_time", "datetimepicker": "selected_date_time",
        "plain_text_input": "value", "number_input": "value", "email_text_input": "value", "url_text_input": "value",
        "rich_text_input": "rich_text_value", "file_input": "files",
    ]

    /// The member of an element that holds its value at the start.
    private static let initialKeys = [
        "selected_option": "initial_option", "selected_options": "initial_options", "selected_user": "initial_user",
        "selected_users": "initial_users", "selected_conversation": "initial_conversation",
        "selected_conversations": "initial_conversations", "selected_channel": "initial_channel",
        "selected_channels": "initial_channels", "selected_date": "initial_date", "selected_time": "initial_time",
        "selected_date_time": "initial_date_time", "value": "initial_value", "rich_text_value": "initial_value",
    ]

    var initialValue: JSONValue? { valueKey.flatMap { Self.initialKeys[$0] }.flatMap { json[$0] } }

    /// The element that was used. A message that was drawn anew under somebody's finger has new block ids; the button
    /// that they pressed is the one that says and means the same.
    static func used(_ used: JSONValue, in blocks: [JSONValue]) -> InteractiveElement? {
        let named = all(in: blocks).filter { $0.actionID == used["action_id"]?.string }
        guard let blockID = used["block_id"]?.string else { return named.first }
        if let exact = named.first(where: { $0.blockID == blockID }) { return exact }
        return named.first { $0.type == "button" && $0.json["value"] != nil && $0.json["value"] == used["value"] }
    }

    /// All elements of the blocks, in order.
    static func all(in blocks: [JSONValue]) -> [InteractiveElement] {
        blocks.flatMap { block -> [InteractiveElement] in
            let blockID = block["block_id"]?.string ?? ""
            let isInput = block["type"] == "input"
            let nested =
                ["actions", "context_actions"].contains(block["type"]?.string) ? block["elements"]?.array ?? [] : []
            let own = (["accessory", "element"].compactMap { block[$0] } + nested).compactMap { element in
                element["action_id"]?.string.map {
                    InteractiveElement(blockID: blockID, actionID: $0, json: element, input: isInput ? block : nil)
                }
            }
            return own
                + all(
                    in: (block["child_blocks"]?.array ?? [])
                        + (block["elements"]?.array ?? []).filter {
                            $0["type"] == "card"
                        }) + cardButtons(block, blockID)
        }
    }

    private static func cardButtons(_ block: JSONValue, _ blockID: String) -> [InteractiveElement] {
        guard block["type"] == "card" else { return [] }
        return (block["actions"]?.array ?? block["buttons"]?.array ?? []).compactMap { element in
            element["action_id"]?.string.map {
                InteractiveElement(blockID: blockID, actionID: $0, json: element, input: nil)
            }
        }
    }

    /// The `state.values` of a view or message: an entry for each element with a state.
    static func state(of blocks: [JSONValue], entered: [String: [String: JSONValue]]) -> JSONValue {
        var values: [String: JSONValue] = [:]
        for element in all(in: blocks) {
            guard let key = element.valueKey else { continue }
            let value = entered[element.blockID]?[element.actionID] ?? element.initialValue
            var entry: JSONValue = ["type": .string(element.type)]
            entry[key] = value ?? (key.hasSuffix("s") && key != "value" ? [] : .null)
            if values[element.blockID] == nil { values[element.blockID] = [:] }
            values[element.blockID]?[element.actionID] = entry
        }
        return .object(values)
    }

    /// Picks the values of known elements out of a page's `state.values`.
    static func entered(_ values: JSONValue, in blocks: [JSONValue]) -> [String: [String: JSONValue]] {
        var entered: [String: [String: JSONValue]] = [:]
        for element in all(in: blocks) {
            guard let key = element.valueKey, let entry = values[element.blockID]?[element.actionID],
                let value = entry[key]
            else { continue }
            entered[element.blockID, default: [:]][element.actionID] = value
        }
        return entered
    }

    /// The options that the element offers; `nil` when it does not list them itself.
    var options: [JSONValue]? {
        if let groups = json["option_groups"]?.array { return groups.flatMap { $0["options"]?.array ?? [] } }
        return json["options"]?.array
    }

    /// The entry of `actions` in the payload.
    /// - Throws: a `PageRefusal` for a value that the element does not offer.
    func action(_ used: JSONValue, at timestamp: String) throws(PageRefusal) -> JSONValue {
        var action: JSONValue = [
            "type": .string(type), "action_id": .string(actionID), "block_id": .string(blockID),
            "action_ts": .string(timestamp),
        ]
        for key in ["text", "value", "style", "url", "confirm", "placeholder"] where type == "button" || key != "value"
        {
            if let member = json[key] { action[key] = member }
        }
        if type == "overflow" {
            action["selected_option"] = try offered(used["selected_option"])
        } else if let key = valueKey {
            let value = used[key] ?? .null
            if key == "selected_option", value != .null, options != nil {
                action[key] = try offered(value)
            } else if key == "selected_options", options != nil {
                var chosen: [JSONValue] = []
                for option in value.array ?? [] { chosen.append(try offered(option)) }
                action[key] = .array(chosen)
            } else {
                action[key] = value
            }
        }
        return action
    }

    private func offered(_ option: JSONValue?) throws(PageRefusal) -> JSONValue {
        guard let option, let match = options?.first(where: { $0["value"] == option["value"] }) else {
            throw PageRefusal("This choice is no longer offered.")
        }
        return match
    }
}
