import Foundation
import JSONTree
import Locking
import SlackWire

/// Slack's side, over all lives of the bot: takes everything, and remembers what it was told.
final class Channel: Sendable {
    private struct Message: Sendable {
        var timestamp: String
        var body: JSONValue
    }

    private let messages = Lock<[Message]>([])

    func answer(_ request: WebAPIRequest) -> JSONValue {
        let channel = request.arguments["channel"] ?? .null
        switch request.method {
        case .chatPostMessage:
            let timestamp = messages.withLock { messages in
                let timestamp = "1700000000.\(String(format: "%06d", messages.count + 1))"
                messages.append(Message(timestamp: timestamp, body: .object(request.arguments)))
                return timestamp
            }
            return ["ok": true, "ts": .string(timestamp), "channel": channel]
        case .chatUpdate:
            let timestamp = request.arguments["ts"]?.string
            messages.withLock { messages in
                if let index = messages.firstIndex(where: { $0.timestamp == timestamp }) {
                    messages[index].body["blocks"] = request.arguments["blocks"]
                }
            }
            return ["ok": true, "ts": request.arguments["ts"] ?? .null, "channel": channel]
        case .conversationsHistory, .conversationsReplies:
            let found = messages.withLock { messages in
                messages.map { message -> JSONValue in
                    ["ts": .string(message.timestamp), "metadata": message.body["metadata"] ?? .null]
                }
            }
            return ["ok": true, "messages": .array(found)]
        case .viewsOpen, .viewsPush: return ["ok": true, "view": ["id": "V1"]]
        default: return ["ok": true, "ts": "1.1", "channel": channel]
        }
    }

    /// Keys of what was posted more than once.
    var postedTwice: [String] {
        let keys = messages.withLock { messages in
            messages.compactMap { message in
                message.body["metadata"].map {
                    "\($0["event_type"]?.text() ?? "") \($0["event_payload"]?.text() ?? "")"
                }
            }
        }
        return Dictionary(grouping: keys) { $0 }.filter { $0.value.count > 1 }.map(\.key).sorted()
    }

    var count: Int { messages.withLock { $0.count } }
}
