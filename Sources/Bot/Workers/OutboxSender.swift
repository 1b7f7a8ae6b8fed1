import JSONTree
import Logging
import RunbookModel
import SlackWire
import Views

/// Makes one message of the outbox into calls of the Web API.
package struct OutboxSender: Sendable {
    private let store: any Storing
    private let slack: any WebAPIPerforming
    private let renderer: ScreenRenderer
    private let drawing: Drawing
    private let ledger: ModalLedger
    private let bells: Bells
    private let ambient: Ambient
    private let logger: Logger

    package init(
        store: any Storing, slack: any WebAPIPerforming, renderer: ScreenRenderer, drawing: Drawing,
        ledger: ModalLedger, bells: Bells, ambient: Ambient, logger: Logger
    ) {
        self.store = store
        self.slack = slack
        self.renderer = renderer
        self.drawing = drawing
        self.ledger = ledger
        self.bells = bells
        self.ambient = ambient
        self.logger = logger
    }

    /// Sends a row, drawn from the state of this moment.
    /// - Throws: `WebAPIError`.
    func send(_ row: OutboxRow) async throws(WebAPIError) {
        switch row.message {
        case .runCard, .runStep, .runSummary, .draftReview: try await sendEdited(row)
        case .post(let channel, let screen, let thread):
            try await post(screen, to: channel, thread: thread, key: "outbox:\(row.id)", repeating: row)
        case .ephemeral(let channel, let user, let screen, let thread):
            try await sendEphemeral(screen, to: user, in: channel, thread: thread)
        case .response(let url, let screen):
            var message = try render(screen)
            message["response_type"] = "ephemeral"
            message["replace_original"] = false
            try await slack.respond(to: url, message)
        case .openView(let trigger, let screen):
            _ = try await slack.perform(
                WebAPIRequest(.viewsOpen, ["trigger_id": .string(trigger), "view": try render(screen)]))
        case .fillView(let key, let user, let channel, let screen):
            guard let viewID = await ledger.viewID(for: key) else {
                return try await sayTooLate(to: user, in: channel)
            }
            try await update(viewID, screen)
        case .updateView(let viewID, let screen): try await update(viewID, screen)
        case .home(let user): try await publishHome(of: user)
        case .file(let channel, let name, let text, let thread):
            try await upload(text, as: name, to: channel, thread: thread)
        case .fetchFile(let file, let user, let channel, let thread):
            try await fetch(file, user, channel, thread, row: row.id)
        }
    }

    private func render(_ screen: Screen) throws(WebAPIError) -> JSONValue {
        do {
            return try renderer.render(screen)
        } catch {
            throw WebAPIError(.never, code: "cannot_draw", messages: ["\(screen.template): \(error)"])
        }
    }

    private func read<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws(WebAPIError) -> Value {
        do {
            return try await store.read(body)
        } catch {
            throw WebAPIError(.retry(after: .seconds(1)), code: "store", messages: ["\(error)"])
        }
    }

    private func write(
        _ body: @escaping @Sendable (any StoreTransaction) throws -> Void
    ) async throws(WebAPIError) {
        do {
            try await store.write(body)
        } catch {
            throw WebAPIError(.retry(after: .seconds(1)), code: "store", messages: ["\(error)"])
        }
    }

    // MARK: Messages that are edited in place

    private func sendEdited(_ row: OutboxRow) async throws(WebAPIError) {
        let now = ambient.now()
        let message = row.message
        guard let drawn = try await read({ try drawing.draw(message, in: $0, at: now) }) else { return }
        if let posted = drawn.posted {
            var arguments = try render(drawn.screen).object ?? [:]
            arguments["channel"] = .string(posted.channel.rawValue)
            arguments["ts"] = .string(posted.timestamp.rawValue)
            do throws(WebAPIError) {
                _ = try await slack.perform(WebAPIRequest(.chatUpdate, arguments))
                return
            } catch {
                guard error.action == .first(.postAnew) else { throw error }
            }
        }
        let posted = try await post(
            drawn.screen, to: drawn.channel, thread: drawn.thread, key: drawn.subject,
            repeating: drawn.posted == nil ? row : nil)
        try await write { try $0.setPostedMessage(drawn.subject, posted) }
    }

    /// Posts a message, unless an earlier attempt of unknown fate turns out to have done so.
    /// - Parameter row: the row that earlier attempts may have been made for.
    @discardableResult
    private func post(
        _ screen: Screen, to channel: ChannelID, thread: MessageTimestamp?, key: String, repeating row: OutboxRow?
    ) async throws(WebAPIError) -> PostedMessage {
        let channel = try await conversation(with: channel)
        if let row, row.attempts > 0,
            let found = try await find(key, in: channel, thread: thread, since: row.createdAt - Self.clockTolerance)
        {
            return found
        }
        var arguments = try render(screen).object ?? [:]
        arguments["channel"] = .string(channel.rawValue)
        arguments["unfurl_links"] = false
        arguments["unfurl_media"] = false
        arguments["metadata"] = ["event_type": .string(Self.eventType), "event_payload": ["key": .string(key)]]
        if let thread { arguments["thread_ts"] = .string(thread.rawValue) }
        let response = try await performJoining(WebAPIRequest(.chatPostMessage, arguments), channel)
        guard let timestamp = response["ts"]?.string else {
            throw WebAPIError(.never, code: "no_timestamp", messages: ["chat.postMessage answered without `ts`"])
        }
        return PostedMessage(channel: channel, timestamp: MessageTimestamp(timestamp))
    }

    /// The conversation to post to: a person's direct message is opened first.
    private func conversation(with channel: ChannelID) async throws(WebAPIError) -> ChannelID {
        guard channel.isUser else { return channel }
        let response = try await slack.perform(
            WebAPIRequest(.conversationsOpen, ["users": .string(channel.rawValue)]))
        guard let id = response["channel"]?["id"]?.string else {
            throw WebAPIError(.never, code: "no_channel", messages: ["conversations.open answered without a channel"])
        }
        return ChannelID(id)
    }

    /// Marks our messages, so that one whose fate is unknown can be found again.
    static let eventType = "dd0c_message"
    /// How far Slack's clock and ours may be apart.
    private static let clockTolerance: Duration = .seconds(600)

    private func find(
        _ key: String, in channel: ChannelID, thread: MessageTimestamp?, since moment: Timestamp
    ) async throws(WebAPIError) -> PostedMessage? {
        var arguments: [String: JSONValue] = [
            "channel": .string(channel.rawValue), "limit": 200, "include_all_metadata": true,
            // A thread is answered from its beginning on: without a bound, the end of a long one would not be seen.
            "oldest": .string("\(max(0, moment.milliseconds / 1000)).000000"),
        ]
        if let thread { arguments["ts"] = .string(thread.rawValue) }
        let method: WebAPIMethod = thread == nil ? .conversationsHistory : .conversationsReplies
        let response: JSONValue
        do throws(WebAPIError) {
            response = try await slack.perform(WebAPIRequest(method, arguments))
        } catch {
            guard case .retry = error.action else {
                logger.warning("an earlier message cannot be looked for", metadata: ["error": "\(error)"])
                return nil
            }
            throw error
        }
        let message = (response["messages"]?.array ?? []).first {
            $0["metadata"]?["event_type"]?.string == Self.eventType
                && $0["metadata"]?["event_payload"]?["key"]?.string == key
        }
        return message?["ts"]?.string.map { PostedMessage(channel: channel, timestamp: MessageTimestamp($0)) }
    }

    private func performJoining(
        _ request: WebAPIRequest, _ channel: ChannelID
    ) async throws(WebAPIError) -> JSONValue {
        do throws(WebAPIError) {
            return try await slack.perform(request)
        } catch {
            guard error.action == .first(.joinChannel) else { throw error }
            _ = try await slack.perform(
                WebAPIRequest(.conversationsJoin, ["channel": .string(channel.rawValue)]))
            return try await slack.perform(request)
        }
    }

    // MARK: The rest

    private func sendEphemeral(
        _ screen: Screen, to user: UserID, in channel: ChannelID, thread: MessageTimestamp?
    ) async throws(WebAPIError) {
        var arguments = try render(screen).object ?? [:]
        arguments["channel"] = .string(channel.rawValue)
        arguments["user"] = .string(user.rawValue)
        if let thread { arguments["thread_ts"] = .string(thread.rawValue) }
        _ = try await performJoining(WebAPIRequest(.chatPostEphemeral, arguments), channel)
    }

    /// Where the click came from no channel, from the Home tab or a modal, the answer is a direct message.
    private func sayTooLate(to user: UserID, in channel: ChannelID?) async throws(WebAPIError) {
        if let channel {
            return try await sendEphemeral(.notice(.dialogTooLate), to: user, in: channel, thread: nil)
        }
        var arguments = try render(.notice(.dialogTooLate)).object ?? [:]
        arguments["channel"] = .string(try await conversation(with: ChannelID(user.rawValue)).rawValue)
        _ = try await slack.perform(WebAPIRequest(.chatPostMessage, arguments))
    }

    private func update(_ viewID: String, _ screen: Screen) async throws(WebAPIError) {
        do throws(WebAPIError) {
            _ = try await slack.perform(
                WebAPIRequest(.viewsUpdate, ["view_id": .string(viewID), "view": try render(screen)]))
        } catch {
            // The person closed it meanwhile: nothing is lost, and nobody waits for it.
            guard error.code == "not_found" else { throw error }
        }
    }

    private func publishHome(of user: UserID) async throws(WebAPIError) {
        let now = ambient.now()
        let screen = try await read { try drawing.home(of: user, in: $0, at: now) }
        _ = try await slack.perform(
            WebAPIRequest(.viewsPublish, ["user_id": .string(user.rawValue), "view": try render(screen)]))
    }

    private func upload(
        _ text: String, as name: String, to channel: ChannelID, thread: MessageTimestamp?
    ) async throws(WebAPIError) {
        let bytes = Array(text.utf8)
        let channel = try await conversation(with: channel)
        let place = try await slack.perform(
            WebAPIRequest(
                .filesGetUploadURLExternal, ["filename": .string(name), "length": .int(bytes.count)]))
        guard let url = place["upload_url"]?.string, let id = place["file_id"]?.string else {
            throw WebAPIError(.never, code: "no_upload_url")
        }
        try await slack.upload(bytes, to: url)
        var arguments: [String: JSONValue] = [
            "files": [["id": .string(id), "title": .string(name)]], "channel_id": .string(channel.rawValue),
        ]
        if let thread { arguments["thread_ts"] = .string(thread.rawValue) }
        _ = try await slack.perform(WebAPIRequest(.filesCompleteUploadExternal, arguments))
    }

    private func fetch(
        _ file: SharedFile, _ user: UserID, _ channel: ChannelID, _ thread: MessageTimestamp?, row: Int64
    ) async throws(WebAPIError) {
        let bytes = try await slack.download(file.url, limit: Limits.sourceBytes)
        let now = ambient.now()
        try await write { store in
            let delivery = Delivery(
                // By the row: a file that is shared again is read again, a row that is sent again is not.
                key: "file:\(file.id):\(row)", kind: .slackFile,
                body: [
                    "file": try JSONValue(encoding: file), "user": .string(user.rawValue),
                    "channel": .string(channel.rawValue), "thread": JSONValue(thread?.rawValue),
                    "base64": .string(Base64.encode(bytes)),
                ])
            _ = try store.accept(delivery, at: now)
        }
        bells.inbox.ring()
    }
}
