import Foundation
import FoundationNetworking
import JSONTree
import Testing

/// A person in the sandbox's workspace, acting through the page's API.
struct Workspace: Sendable {
    let page: String
    var user = "U0ROBIN001"
    static let incidents = "C0INCIDENT"
    static let digest = "C0OPSDIGES"

    func get(_ path: String) async throws -> JSONValue {
        let (data, _) = try await URLSession.shared.data(from: try #require(URL(string: page + path)))
        return try JSONValue(parsing: [UInt8](data))
    }

    @discardableResult
    func post(_ path: String, _ body: JSONValue) async throws -> JSONValue {
        var request = URLRequest(url: try #require(URL(string: page + path)))
        request.httpMethod = "POST"
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = Data(body.utf8())
        let (data, _) = try await URLSession.shared.data(for: request)
        return try JSONValue(parsing: [UInt8](data))
    }

    /// The person's direct message with the bot.
    func directMessage() async throws -> String {
        let state = try await get("sandbox/state?user=\(user)")
        let channel = state["channels"]?.array?.first { $0["type"] == "im" }
        guard let id = channel?["id"]?.string else { throw Missing(description: "no direct message") }
        return id
    }

    func messages(in channel: String) async throws -> [JSONValue] {
        try await get("sandbox/history?channel=\(channel)&user=\(user)")["messages"]?.array ?? []
    }

    func thread(of timestamp: String, in channel: String = incidents) async throws -> [JSONValue] {
        try await get("sandbox/thread?channel=\(channel)&ts=\(timestamp)&user=\(user)")["messages"]?.array ?? []
    }

    func say(_ text: String, in channel: String, thread: String? = nil, files: [JSONValue] = []) async throws {
        try await post(
            "sandbox/message",
            [
                "user": .string(user), "channel": .string(channel), "text": .string(text),
                "thread_ts": JSONValue(thread), "files": .array(files),
            ])
    }

    @discardableResult
    func command(_ text: String, in channel: String) async throws -> JSONValue {
        try await post(
            "sandbox/command",
            ["user": .string(user), "channel": .string(channel), "text": .string("/runbook \(text)")])
    }

    /// Presses a button of a message, which may be drawn anew at that very moment: then as it looks now, as a person
    /// would.
    func press(_ action: String, on message: JSONValue, in channel: String = incidents) async throws {
        guard let timestamp = message["ts"]?.string else { throw Missing(description: "a message without `ts`") }
        var current: JSONValue? = message
        for _ in 0..<5 {
            guard let shown = current, let (element, block) = shown["blocks"]?.element(action) else {
                // Somebody else was faster, or the bot was: the button is gone.
                return
            }
            let answer = try await post(
                "sandbox/action",
                [
                    "user": .string(user),
                    "container": [
                        "type": "message", "channel": .string(channel), "ts": .string(timestamp),
                        "is_ephemeral": message["ephemeral"] ?? false,
                    ],
                    "action": [
                        "type": element["type"] ?? .null, "action_id": element["action_id"] ?? .null,
                        "block_id": .string(block), "value": element["value"] ?? .null,
                    ], "state": ["values": [:]],
                ])
            if answer["ok"] == true { return }
            current = try await everything(in: channel).first { $0["ts"]?.string == timestamp }
        }
        throw Missing(description: "\(action) could not be pressed")
    }

    /// The newest message with a button of this kind, wherever the incident is talked about.
    func message(with action: String, in channel: String = incidents) async throws -> JSONValue {
        try await eventually("a message with \(action)") {
            try await everything(in: channel).last { $0["blocks"]?.element(action) != nil }
        }
    }

    func message(saying part: String, in channel: String = incidents) async throws -> JSONValue {
        try await eventually("a message that says '\(part)'") {
            try await everything(in: channel).last { $0.allText.contains(part) }
        }
    }

    func everything(in channel: String) async throws -> [JSONValue] {
        var found: [JSONValue] = []
        for message in try await messages(in: channel) {
            found.append(message)
            if let count = message["reply_count"]?.int, count > 0, let timestamp = message["ts"]?.string {
                found += try await thread(of: timestamp, in: channel).dropFirst()
            }
        }
        return found
    }

    /// The modal on top, once it is of this kind.
    func modal(_ callback: String, within seconds: Double = 30) async throws -> JSONValue {
        try await eventually("the modal \(callback)", within: seconds) {
            let views = try await get("sandbox/view?user=\(user)")["views"]?.array ?? []
            guard let top = views.last, top["callback_id"]?.string == callback else { return JSONValue?.none }
            return top
        }
    }

    @discardableResult
    func submit(_ view: JSONValue, _ form: [String: String]) async throws -> JSONValue {
        let values = form.map { ($0, JSONValue.object([$0: ["type": "plain_text_input", "value": .string($1)]])) }
        return try await post(
            "sandbox/view/submit",
            [
                "user": .string(user), "view_id": view["id"] ?? .null,
                "state": ["values": .object(Dictionary(uniqueKeysWithValues: values))],
            ])
    }

    func closeModals() async throws {
        let views = try await get("sandbox/view?user=\(user)")["views"]?.array ?? []
        guard let top = views.last else { return }
        try await post(
            "sandbox/view/close", ["user": .string(user), "view_id": top["id"] ?? .null, "all": true])
    }
}

extension JSONValue {
    /// The element with an `action_id`, its number left aside, and the block that it stands in.
    func element(_ action: String, in block: String = "") -> (JSONValue, String)? {
        switch self {
        case .array(let elements):
            for element in elements {
                if let found = element.element(action, in: block) { return found }
            }
            return nil
        case .object(let members):
            let block =
                members["elements"] != nil || members["accessory"] != nil
                ? members["block_id"]?.string ?? block : block
            if let id = members["action_id"]?.string, id.split(separator: "#")[0] == action { return (self, block) }
            for value in members.values {
                if let found = value.element(action, in: block) { return found }
            }
            return nil
        default: return nil
        }
    }

    /// All text in a message or view, in no particular order.
    var allText: String {
        switch self {
        case .string(let text): text
        case .array(let elements): elements.map(\.allText).joined(separator: "\n")
        case .object(let members): members.values.map(\.allText).joined(separator: "\n")
        default: ""
        }
    }
}
