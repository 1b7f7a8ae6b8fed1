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
    private let outputs: any OutputKeeping
    private let uploads = Turnstile()
    private let pager: Pager?
    private let bells: Bells
    private let ambient: Ambient
    private let logger: Logger

    package init(
        store: any Storing, slack: any WebAPIPerforming, renderer: ScreenRenderer, drawing: Drawing,
        ledger: ModalLedger, outputs: any OutputKeeping, pager: Pager? = nil, bells: Bells, ambient: Ambient,
        logger: Logger
    ) {
        self.pager = pager
        self.store = store
        self.slack = slack
        self.renderer = renderer
        self.drawing = drawing
        self.ledger = ledger
        self.outputs = outputs
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
            try await slack.respond(to: url, ResponseMessage(try content(screen)))
        case .fillView(let key, let user, let channel, let screen):
            guard let viewID = await ledger.viewID(for: key) else {
                return try await sayTooLate(to: user, in: channel)
            }
            try await update(viewID, screen)
        case .updateView(let viewID, let screen): try await update(viewID, screen)
        case .home(let user): try await publishHome(of: user)
        case .file(let channel, let name, let text, let thread):
            try await upload(Array(text.utf8), as: name, to: channel, thread: thread, repeating: row)
        case .keptOutput(let channel, let place, let name, let thread):
            try await uploadOutput(of: place, as: name, to: channel, thread: thread, repeating: row)
        case .page(let event):
            guard let pager else {
                throw WebAPIError(.never, code: "no_pager", messages: ["DD0C_PAGERDUTY_ROUTING_KEY"])
            }
            try await pager(event)
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

    private func content(_ screen: Screen) throws(WebAPIError) -> MessageContent {
        MessageContent(rendered: try render(screen))
    }

    private func read<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws(WebAPIError) -> Value {
        do {
            return try await store.read(body)
        } catch {
            throw WebAPIError(.retry(after: .seconds(1)), code: "store", messages: ["\(error)"], mayHaveHappened: true)
        }
    }

    private func write(
        _ body: @escaping @Sendable (any StoreTransaction) throws -> Void
    ) async throws(WebAPIError) {
        do {
            try await store.write(body)
        } catch {
            // What was to be noted has happened.
            throw WebAPIError(.retry(after: .seconds(1)), code: "store", messages: ["\(error)"], mayHaveHappened: true)
        }
    }

    // MARK: Messages that are edited in place

    private func sendEdited(_ row: OutboxRow) async throws(WebAPIError) {
        let now = ambient.now()
        let message = row.message
        guard let drawn = try await read({ try drawing.draw(message, in: $0, at: now) }) else { return }
        if let posted = drawn.posted {
            let update = ChatUpdate(
                channel: posted.channel.rawValue, timestamp: posted.timestamp.rawValue,
                content: try content(drawn.screen))
            do throws(WebAPIError) {
                try await slack.perform(update)
                return
            } catch {
                guard error.action == .first(.postAnew) else { throw error }
            }
        }
        let posted = try await post(
            drawn.screen, to: drawn.channel, thread: drawn.thread, key: drawn.subject, repeating: row,
            besides: drawn.posted)
        try await write { try $0.setPostedMessage(drawn.subject, posted) }
    }

    /// Posts a message, unless an earlier attempt of unknown fate turns out to have done so.
    /// - Parameters:
    ///   - row: the row that earlier attempts may have been made for.
    ///   - old: a message with the same key that can no longer be edited.
    @discardableResult
    private func post(
        _ screen: Screen, to channel: ChannelID, thread: MessageTimestamp?, key: String, repeating row: OutboxRow,
        besides old: PostedMessage? = nil
    ) async throws(WebAPIError) -> PostedMessage {
        let channel = try await conversation(with: channel)
        if row.isFateUnknown {
            let sought = MessageMetadata(eventType: Self.eventType, key: key)
            let found = try await find(in: channel, thread: thread, since: row.createdAt - Self.clockTolerance) {
                $0.metadata == sought && $0.timestamp != old?.timestamp.rawValue
            }
            if let found { return found }
        }
        let call = ChatPostMessage(
            channel: channel.rawValue, content: try content(screen), thread: thread?.rawValue,
            metadata: MessageMetadata(eventType: Self.eventType, key: key))
        let posted = try await performJoining(call, channel)
        return PostedMessage(channel: channel, timestamp: MessageTimestamp(posted.timestamp))
    }

    /// The conversation to post to: a person's direct message is opened first.
    private func conversation(with channel: ChannelID) async throws(WebAPIError) -> ChannelID {
        guard channel.isUser else { return channel }
        return ChannelID(try await slack.perform(ConversationsOpen(user: channel.rawValue)).channel)
    }

    /// Marks our messages, so that one whose fate is unknown can be found again.
    static let eventType = "dd0c_message"
    /// How far Slack's clock and ours may be apart.
    private static let clockTolerance: Duration = .seconds(600)

    /// Messages that are looked at on one page, and pages.
    private static let (pageSize, pageLimit) = (200, 5)

    /// Looks for a message of ours; `nil` when it is not there, or when Slack lets us not look.
    private func find(
        in channel: ChannelID, thread: MessageTimestamp?, since moment: Timestamp,
        _ isSought: (MessagePage.Message) -> Bool
    ) async throws(WebAPIError) -> PostedMessage? {
        var cursor: String?
        for _ in 0..<Self.pageLimit {
            let page: MessagePage
            do throws(WebAPIError) {
                page = try await self.page(of: channel, thread, since: moment, at: cursor)
            } catch {
                guard case .retry = error.action else {
                    logger.warning("an earlier message cannot be looked for", metadata: ["error": "\(error)"])
                    return nil
                }
                // Whether the earlier attempt succeeded is still not known.
                throw WebAPIError(error.action, code: error.code, messages: error.messages, mayHaveHappened: true)
            }
            if let message = page.messages.first(where: isSought) {
                return PostedMessage(channel: channel, timestamp: MessageTimestamp(message.timestamp))
            }
            cursor = page.nextCursor
            if cursor == nil { return nil }
        }
        logger.warning("an earlier message was looked for in vain, not all the way")
        return nil
    }

    private func page(
        of channel: ChannelID, _ thread: MessageTimestamp?, since moment: Timestamp, at cursor: String?
    ) async throws(WebAPIError) -> MessagePage {
        // Without a bound, a long conversation would be read from its beginning on.
        let oldest = "\(max(0, moment.milliseconds / 1000)).000000"
        guard let thread else {
            return try await slack.perform(
                ConversationsHistory(
                    channel: channel.rawValue, oldest: oldest, limit: Self.pageSize, cursor: cursor))
        }
        return try await slack.perform(
            ConversationsReplies(
                channel: channel.rawValue, thread: thread.rawValue, oldest: oldest, limit: Self.pageSize,
                cursor: cursor))
    }

    @discardableResult
    private func performJoining<Call: WebAPICall>(
        _ call: Call, _ channel: ChannelID
    ) async throws(WebAPIError) -> Call.Reply {
        do throws(WebAPIError) {
            return try await slack.perform(call)
        } catch {
            guard error.action == .first(.joinChannel) else { throw error }
            try await slack.perform(ConversationsJoin(channel: channel.rawValue))
            return try await slack.perform(call)
        }
    }

    // MARK: The rest

    private func sendEphemeral(
        _ screen: Screen, to user: UserID, in channel: ChannelID, thread: MessageTimestamp?
    ) async throws(WebAPIError) {
        let call = ChatPostEphemeral(
            channel: channel.rawValue, user: user.rawValue, content: try content(screen), thread: thread?.rawValue)
        try await performJoining(call, channel)
    }

    /// Where the click came from no channel, from the Home tab or a modal, the answer is a direct message.
    private func sayTooLate(to user: UserID, in channel: ChannelID?) async throws(WebAPIError) {
        if let channel {
            return try await sendEphemeral(.notice(.dialogTooLate), to: user, in: channel, thread: nil)
        }
        let channel = try await conversation(with: ChannelID(user.rawValue))
        try await slack.perform(
            ChatPostMessage(channel: channel.rawValue, content: try content(.notice(.dialogTooLate))))
    }

    private func update(_ viewID: String, _ screen: Screen) async throws(WebAPIError) {
        let update = ViewsUpdate(id: viewID, view: try render(screen))
        do throws(WebAPIError) {
            try await slack.perform(update)
        } catch {
            // The person closed it meanwhile: nothing is lost, and nobody waits for it.
            guard error.code == ViewsUpdate.gone else { throw error }
        }
    }

    private func publishHome(of user: UserID) async throws(WebAPIError) {
        let now = ambient.now()
        let screen = try await read { try drawing.home(of: user, in: $0, at: now) }
        try await slack.perform(ViewsPublish(user: user.rawValue, view: try render(screen)))
    }

    /// One at a time: each is held in memory as a whole.
    private func uploadOutput(
        of place: ExecutionPlace, as name: String, to channel: ChannelID, thread: MessageTimestamp?,
        repeating row: OutboxRow
    ) async throws(WebAPIError) {
        await uploads.enter()
        defer { uploads.leave() }
        guard let bytes = await outputs.keptOutput(of: place), !bytes.isEmpty else {
            return logger.warning("an output is not there any more", metadata: place.metadata)
        }
        try await upload(bytes, as: name, to: channel, thread: thread, repeating: row)
        await outputs.forget(place)
    }

    private func upload(
        _ bytes: [UInt8], as name: String, to channel: ChannelID, thread: MessageTimestamp?, repeating row: OutboxRow
    ) async throws(WebAPIError) {
        let channel = try await conversation(with: channel)
        if row.isFateUnknown {
            // A file has no metadata; its name and size tell it well enough.
            let file = MessagePage.File(name: name, size: bytes.count)
            let earlier = try await find(in: channel, thread: thread, since: row.createdAt - Self.clockTolerance) {
                $0.files.contains(file)
            }
            guard earlier == nil else { return }
        }
        let place = try await slack.perform(FilesGetUploadURLExternal(name: name, length: bytes.count))
        try await slack.upload(bytes, to: place.uploadURL)
        let call = FilesCompleteUploadExternal(
            file: place.file, title: name, channel: channel.rawValue, thread: thread?.rawValue)
        try await performJoining(call, channel)
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
