import Foundation
import JSONTree
import Locking
import SlackWire

/// Slack as the bot sees it: answers calls, keeps them, and lets a test wait for one. A double of the port only; the
/// real client is tested against real servers elsewhere.
final class FakeSlack: WebAPIPerforming {
    struct Posted: Sendable {
        var request: WebAPIRequest
        var timestamp: String
    }

    private struct State: Sendable {
        var calls: [Posted] = []
        var nextTimestamp = 1
        var failures: [WebAPIMethod: [WebAPIError]] = [:]
        /// Failures after the call was carried out: the answer is lost.
        var lostAnswers: [WebAPIMethod: Int] = [:]
        var files: [String: [UInt8]] = [:]
        var uploads: [(url: String, bytes: [UInt8])] = []
        var refusal: @Sendable (WebAPIRequest) -> WebAPIError? = { _ in nil }
        var responses: [(url: String, message: JSONValue)] = []
        /// Members of user groups.
        var groups: [String: [String]] = [:]
    }

    private let state = Lock(State())

    var calls: [Posted] { state.withLock { $0.calls } }
    var responses: [(url: String, message: JSONValue)] { state.withLock { $0.responses } }

    func fail(_ method: WebAPIMethod, with errors: WebAPIError...) {
        state.withLock { $0.failures[method, default: []] += errors }
    }

    /// Has calls refused by what they are.
    func refuse(_ refusal: @escaping @Sendable (WebAPIRequest) -> WebAPIError?) {
        state.withLock { $0.refusal = refusal }
    }

    /// What was sent to upload addresses.
    var uploads: [(url: String, bytes: [UInt8])] { state.withLock { $0.uploads } }

    func form(_ group: String, of users: [String]) { state.withLock { $0.groups[group] = users } }

    func loseAnswer(of method: WebAPIMethod) { state.withLock { $0.lostAnswers[method, default: 0] += 1 } }

    func serve(_ bytes: [UInt8], at url: String) { state.withLock { $0.files[url] = bytes } }

    func exchange(_ request: WebAPIRequest) async throws(WebAPIError) -> JSONValue {
        let refusal = state.withLock { $0.refusal }
        if let error = refusal(request) { throw error }
        let outcome = state.withLock { state -> Result<JSONValue, WebAPIError> in
            if var errors = state.failures[request.method], !errors.isEmpty {
                let error = errors.removeFirst()
                state.failures[request.method] = errors
                return .failure(error)
            }
            let timestamp =
                request.arguments["ts"]?.string ?? "1700000000.\(String(format: "%06d", state.nextTimestamp))"
            state.nextTimestamp += 1
            state.calls.append(Posted(request: request, timestamp: timestamp))
            if let count = state.lostAnswers[request.method], count > 0 {
                state.lostAnswers[request.method] = count - 1
                return .failure(
                    WebAPIError(.retry(after: .milliseconds(1)), code: "timed_out", mayHaveHappened: true))
            }
            if request.method == .userGroupsUsersList {
                guard let users = state.groups[request.arguments["usergroup"]?.string ?? ""] else {
                    return .failure(WebAPIError(.never, code: "no_such_subteam"))
                }
                return .success(["ok": true, "users": JSONValue.array(users.map(JSONValue.string))])
            }
            return .success(Self.answer(to: request, timestamp, state.calls))
        }
        return try outcome.get()
    }

    private static func answer(to request: WebAPIRequest, _ timestamp: String, _ calls: [Posted]) -> JSONValue {
        switch request.method {
        case .viewsOpen, .viewsPush: ["ok": true, "view": ["id": .string("V\(timestamp)")]]
        case .conversationsOpen:
            ["ok": true, "channel": ["id": .string("D" + (request.arguments["users"]?.string ?? ""))]]
        case .conversationsHistory, .conversationsReplies:
            [
                "ok": true,
                "messages": .array(
                    calls.filter { [.chatPostMessage, .filesCompleteUploadExternal].contains($0.request.method) }.map {
                        [
                            "ts": .string($0.timestamp), "metadata": $0.request.arguments["metadata"] ?? .null,
                            "files": .array(files(in: $0, calls)),
                        ]
                    }),
            ]
        case .filesGetUploadURLExternal:
            ["ok": true, "upload_url": .string("https://upload/\(timestamp)"), "file_id": .string("F\(timestamp)")]
        default: ["ok": true, "ts": .string(timestamp), "channel": request.arguments["channel"] ?? .null]
        }
    }

    /// The files of a message, by name and announced size.
    private static func files(in message: Posted, _ calls: [Posted]) -> [JSONValue] {
        (message.request.arguments["files"]?.array ?? []).compactMap { file in
            let place = calls.last {
                $0.request.method == .filesGetUploadURLExternal && "F\($0.timestamp)" == file["id"]?.string
            }
            return place.map { ["name": file["title"] ?? .null, "size": $0.request.arguments["length"] ?? .null] }
        }
    }

    func upload(_ bytes: [UInt8], to url: String) async throws(WebAPIError) {
        state.withLock { $0.uploads.append((url, bytes)) }
    }

    func download(_ url: String, limit: Int) async throws(WebAPIError) -> [UInt8] {
        guard let bytes = state.withLock({ $0.files[url] }) else { throw WebAPIError(.never, code: "http_404") }
        return bytes
    }

    func respond(to responseURL: String, _ message: ResponseMessage) async throws(WebAPIError) {
        state.withLock { $0.responses.append((responseURL, message.body)) }
    }

    /// Messages as they stand: posts, with later updates in their place.
    func messages(in channel: String) -> [(timestamp: String, thread: String?, body: JSONValue)] {
        var messages: [(timestamp: String, thread: String?, body: JSONValue)] = []
        for call in calls where call.request.arguments["channel"]?.string == channel {
            let body = JSONValue.object(call.request.arguments)
            switch call.request.method {
            case .chatPostMessage: messages.append((call.timestamp, body["thread_ts"]?.string, body))
            case .chatUpdate:
                if let index = messages.firstIndex(where: { $0.timestamp == call.timestamp }) {
                    messages[index].body = body
                }
            default: break
            }
        }
        return messages
    }
}

extension JSONValue {
    /// Every element with an `action_id` in a message or view, by that id without its number.
    var elements: [String: JSONValue] {
        var found: [String: JSONValue] = [:]
        collect(into: &found)
        return found
    }

    private func collect(into found: inout [String: JSONValue]) {
        switch self {
        case .array(let elements): for element in elements { element.collect(into: &found) }
        case .object(let members):
            if let id = members["action_id"]?.string {
                found[String(id.split(separator: "#")[0])] = self
            }
            for value in members.values { value.collect(into: &found) }
        default: break
        }
    }

    /// All text in a message or view.
    var allText: String {
        switch self {
        case .string(let text): text
        case .array(let elements): elements.map(\.allText).joined(separator: "\n")
        case .object(let members): members.sorted { $0.key < $1.key }.map(\.value.allText).joined(separator: "\n")
        default: ""
        }
    }
}
