import JSONTree
import Parsing
import RunbookModel
import Views

/// Turns a stored delivery into what is wanted of the bot. Total: what is not for us becomes `.ignored` with a reason.
package struct IntentDecoder: Sendable {
    /// The bot's own user: its messages are not for itself.
    package var botUser: UserID

    package init(botUser: UserID) { self.botUser = botUser }

    /// The intent of a delivery.
    package func intent(of delivery: Delivery) -> Intent {
        let body = delivery.body
        switch delivery.kind {
        case .slackCommand: return command(body, key: delivery.key)
        case .slackEvent: return event(body, key: delivery.key)
        case .slackInteraction: return interaction(body, key: delivery.key)
        case .slackUnreadable: return .ignored("an envelope that could not be read")
        case .slackFile: return fetched(body, key: delivery.key)
        case .alert: return decoded(body, AlertDelivery.self) { .alert($0) }
        case .execution: return decoded(body, ExecutionReport.self) { .executionEnded($0) }
        case .executionLost: return decoded(body, ExecutionPlace.self) { .executionLost($0) }
        case .preflight: return decoded(body, PreflightResult.self) { .preflightEnded($0) }
        case .timer: return .timer(key: body["key"]?.string ?? "", body: body["body"] ?? .null)
        }
    }

    private func decoded<Value: Decodable>(
        _ body: JSONValue, _ type: Value.Type, _ make: (Value) -> Intent
    ) -> Intent {
        do {
            return make(try body.decode(type))
        } catch {
            return .ignored("a stored \(type) that cannot be read: \(error)")
        }
    }

    // MARK: Slash commands

    private func command(_ body: JSONValue, key: String) -> Intent {
        guard let user = body["user_id"]?.string else { return .ignored("a slash command without a user") }
        let click = Click(
            user: UserID(user), channel: body["channel_id"]?.string.map { ChannelID($0) },
            responseURL: body["response_url"]?.string, trigger: body["trigger_id"]?.string, deliveryKey: key)
        return .command(CommandText.parse(SlackText.plain(body["text"]?.string ?? "")), click)
    }

    // MARK: Events

    private func event(_ body: JSONValue, key: String) -> Intent {
        // Samples of app_home_opened exist with and without the wrapper.
        let event = body["event"] ?? body
        guard let type = event["type"]?.string else { return .ignored("an event without a type") }
        switch type {
        case "message": return message(event, key: key)
        case "app_mention":
            guard let user = event["user"]?.string, event["bot_id"] == nil else {
                return .ignored("a mention by a bot")
            }
            return .mention(text: SlackText.plain(event["text"]?.string ?? ""), click(event, user: user, key: key))
        case "app_home_opened":
            guard let user = event["user"]?.string, event["tab"]?.string != "messages" else {
                return .ignored("the messages tab was opened")
            }
            return .homeOpened(UserID(user))
        case "member_joined_channel":
            guard event["user"]?.string == botUser.rawValue, let channel = event["channel"]?.string else {
                return .ignored("somebody else joined a channel")
            }
            return .joinedChannel(ChannelID(channel))
        default: return .ignored("an event of type \(type)")
        }
    }

    private func message(_ event: JSONValue, key: String) -> Intent {
        let subtype = event["subtype"]?.string
        guard subtype == nil || subtype == "file_share" || subtype == "thread_broadcast" else {
            return .ignored("a message of subtype \(subtype ?? "")")
        }
        guard let user = event["user"]?.string, event["bot_id"] == nil, user != botUser.rawValue else {
            return .ignored("a message by a bot")
        }
        let click = click(event, user: user, key: key)
        if event["channel_type"]?.string == "im" {
            return .directMessage(text: SlackText.markdown(ofMessage: event), files: files(event), click)
        }
        guard event["thread_ts"]?.string != nil else { return .ignored("a message in a channel") }
        return .threadMessage(text: SlackText.markdown(ofMessage: event), click)
    }

    private func click(_ event: JSONValue, user: String, key: String) -> Click {
        Click(
            user: UserID(user), channel: event["channel"]?.string.map { ChannelID($0) },
            message: event["ts"]?.string.map { MessageTimestamp($0) },
            thread: event["thread_ts"]?.string.map { MessageTimestamp($0) }, deliveryKey: key)
    }

    func files(_ message: JSONValue) -> [SharedFile] {
        (message["files"]?.array ?? []).compactMap { file in
            guard let id = file["id"]?.string,
                let url = file["url_private_download"]?.string ?? file["url_private"]?.string
            else { return nil }
            return SharedFile(
                id: id, name: file["name"]?.string ?? id, mimeType: file["mimetype"]?.string ?? "",
                size: file["size"]?.int ?? 0, url: url)
        }
    }

    private func fetched(_ body: JSONValue, key: String) -> Intent {
        guard let user = body["user"]?.string, let channel = body["channel"]?.string,
            let bytes = body["base64"]?.string.flatMap(Base64.decode)
        else { return .ignored("a fetched file that cannot be read") }
        let click = Click(
            user: UserID(user), channel: ChannelID(channel),
            thread: body["thread"]?.string.map { MessageTimestamp($0) }, deliveryKey: key)
        return decoded(body["file"] ?? .null, SharedFile.self) { .fileFetched($0, bytes: bytes, click) }
    }
}
