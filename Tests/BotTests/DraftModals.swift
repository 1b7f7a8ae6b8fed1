import Bot
import JSONTree
import SlackWire
import Testing

/// What a person does in the modals of a draft.
extension LiveBot {
    /// Chooses an entry of a step's menu in the list of Edit Steps.
    @discardableResult
    func choose(_ entry: String, ofStep number: Int, in list: JSONValue, viewID: String = "V-list") async throws
        -> AckDecision
    {
        let menus = (list["blocks"]?.array ?? []).compactMap { $0["accessory"] }
        let menu = try #require(menus.first { $0["action_id"]?.string == "draft.step.more#\(number)" })
        let option = try #require(menu["options"]?.array?.first { $0["text"]?["text"]?.string == entry })
        return await act(["action_id": menu["action_id"] ?? "", "selected_option": option], in: list, viewID: viewID)
    }

    /// Presses a button in a modal.
    @discardableResult
    func press(_ action: String, in view: JSONValue, viewID: String = "V-list") async throws -> AckDecision {
        let element = try #require(view["blocks"]?.elements[action], "no \(action) in the modal")
        return await act(
            ["action_id": element["action_id"] ?? "", "value": element["value"] ?? ""], in: view, viewID: viewID)
    }

    private func act(_ action: JSONValue, in view: JSONValue, viewID: String) async -> AckDecision {
        let number = harness.next()
        var action = action
        action["action_ts"] = .string("1700000000.\(number)")
        action["block_id"] = "b"
        return await frontDoor.receive(
            SocketModeEnvelope(
                id: "E\(number)", kind: .interactive,
                payload: [
                    "type": "block_actions", "user": ["id": .string(BotHarness.engineer)],
                    "trigger_id": .string("T\(number)"), "actions": [action],
                    "view": [
                        "id": .string(viewID), "callback_id": view["callback_id"] ?? .null,
                        "private_metadata": view["private_metadata"] ?? "",
                    ],
                ]))
    }

    /// Submits a modal as it stands, but for some inputs.
    func submit(
        _ view: JSONValue, changing changes: [String: JSONValue], previous: String = "V-list"
    ) async -> AckDecision {
        let number = harness.next()
        var values: [String: JSONValue] = [:]
        for block in view["blocks"]?.array ?? [] where block["type"] == "input" {
            let id = block["block_id"]?.string ?? ""
            var state: [String: JSONValue] = ["value": block["element"]?["initial_value"] ?? .null]
            if let option = block["element"]?["initial_option"] { state = ["selected_option": option] }
            values[id] = .object([id: .object(state)])
        }
        for (id, change) in changes {
            values[id] = .object([id: change.string.map { ["value": .string($0)] } ?? change])
        }
        return await frontDoor.receive(
            SocketModeEnvelope(
                id: "E\(number)", kind: .interactive,
                payload: [
                    "type": "view_submission", "user": ["id": .string(BotHarness.engineer)],
                    "trigger_id": .string("T\(number)"),
                    "view": [
                        "id": .string("V\(number)"), "callback_id": view["callback_id"] ?? .null,
                        "private_metadata": view["private_metadata"] ?? "", "previous_view_id": .string(previous),
                        "state": ["values": .object(values)],
                    ],
                ], acceptsResponsePayload: true))
    }

    /// The text at each input of a refused form.
    func errors(_ answer: AckDecision) throws -> [String: String] {
        guard case .ackWith(let body) = answer else { throw TimedOut(description: "the form was taken") }
        return (body["errors"]?.object ?? [:]).mapValues { $0.string ?? "" }
    }

    /// The newest content of a modal in which `part` stands.
    func modal(_ callback: String, with part: String) async throws -> JSONValue {
        try await eventually("the modal \(callback) with '\(part)'") {
            harness.slack.calls.compactMap { $0.request.arguments["view"] }
                .last { $0["callback_id"]?.string == callback && $0.allText.contains(part) }
        }
    }

    /// The newest review in which `part` stands.
    func review(with part: String) async throws -> JSONValue {
        try await eventually("a review with '\(part)'") {
            harness.slack.messages(in: "D0ROBIN").last {
                $0.body["blocks"]?.elements["draft.save"] != nil && $0.body.allText.contains(part)
            }?.body
        }
    }
}

/// The value of a chosen option.
func chosen(_ value: String) -> JSONValue { ["selected_option": ["value": .string(value)]] }
