import JSONTree

/// Why a person's act was refused, as a sentence for the page.
struct PageRefusal: Error, Equatable {
    let sentence: String
    var code: String?

    init(_ sentence: String, code: String? = nil) {
        self.sentence = sentence
        self.code = code
    }
}

/// A file that a person drops into a message.
struct TypedFile: Sendable {
    let name: String
    let mimetype: String?
    let bytes: [UInt8]
}

extension Workspace {
    /// What fits into one message; more becomes a text snippet.
    static let typedTextLimit = 12_000
    static let typedFilesLimit = 10

    var directory: TypedText.Directory {
        var directory = TypedText.Directory()
        for user in configuration.users { directory.users[user.name] = user.id }
        directory.users[botHandle] = bot.userID
        for channel in channels.values where channel.kind != .directMessage {
            directory.channels[channel.name] = channel.id
        }
        for group in configuration.usergroups { directory.usergroups[group.handle] = group.id }
        return directory
    }

    /// The bot's name as a handle.
    var botHandle: String {
        String(configuration.manifest.botName.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
    }

    func channelForTyping(_ id: String, by user: String) throws(PageRefusal) -> Channel {
        guard self.user(user) != nil else { throw PageRefusal("There is no user \(user).") }
        guard let channel = channels[id] else { throw PageRefusal("There is no channel \(id).") }
        guard channel.members.contains(user) else { throw PageRefusal("You are not in this channel.") }
        guard !channel.isArchived else { throw PageRefusal("This channel is archived.") }
        if channel.kind == .directMessage, !configuration.manifest.hasMessagesTab {
            throw PageRefusal("Sending messages to this app has been turned off.", code: "messages_tab_disabled")
        }
        return channel
    }

    /// A person sends a message.
    mutating func type(
        _ typed: String, by user: String, in channelID: String, thread: String?, files dropped: [TypedFile]
    ) throws(PageRefusal) -> Message {
        let channel = try channelForTyping(channelID, by: user)
        guard typed.contains(where: { !$0.isWhitespace }) || !dropped.isEmpty else {
            throw PageRefusal("There is nothing to send.")
        }
        guard dropped.count <= Self.typedFilesLimit else {
            throw PageRefusal("A message takes \(Self.typedFilesLimit) files at the most.")
        }
        guard dropped.allSatisfy({ $0.bytes.count <= Self.fileSizeLimit }) else {
            throw PageRefusal("A file may have \(Self.fileSizeLimit >> 20) MB at the most.")
        }
        var root = thread
        if let thread {
            guard let parent = channel.message(thread) else { throw PageRefusal("The thread is gone.") }
            root = parent.threadTimestamp ?? thread
        }
        var typed = typed
        var fileIDs = dropped.map { store($0, by: user, in: channelID, mode: "hosted") }
        if typed.unicodeScalars.count > Self.typedTextLimit {
            let snippet = TypedFile(name: "Untitled.txt", mimetype: "text/plain", bytes: Array(typed.utf8))
            fileIDs.append(store(snippet, by: user, in: channelID, mode: "snippet"))
            typed = ""
        }
        let content = TypedText(typed, directory: directory)
        var message = Message(timestamp: newTimestamp(), userID: user, text: content.text)
        if !content.elements.isEmpty {
            message.blocks = [
                ["type": "rich_text", "block_id": .string(ids.blockID()), "elements": .array(content.elements)]
            ]
        }
        message.threadTimestamp = root
        message.fileIDs = fileIDs
        message.clientMessageID = ids.uuid()
        if !fileIDs.isEmpty { message.subtype = "file_share" }
        post(message, in: channelID)
        return message
    }

    /// A person changes a message of their own.
    mutating func editTyped(
        _ timestamp: String, in channelID: String, by user: String, to typed: String
    ) throws(PageRefusal) -> Message {
        _ = try channelForTyping(channelID, by: user)
        guard channels[channelID]?.message(timestamp)?.userID == user else {
            throw PageRefusal("You can change only messages of your own.")
        }
        guard typed.unicodeScalars.count <= Self.typedTextLimit else { throw PageRefusal("The text is too long.") }
        let content = TypedText(typed, directory: directory)
        let block = ids.blockID()
        let changed = change(timestamp, in: channelID, asEdit: true) { message in
            message.text = content.text
            message.blocks = [
                ["type": "rich_text", "block_id": .string(block), "elements": .array(content.elements)]
            ]
        }
        guard let changed else { throw PageRefusal("The message is gone.") }
        return changed
    }

    /// The text of a slash command as the app gets it.
    func commandText(_ typed: String, escape: Bool) -> String {
        guard escape else { return InlineText.escaped(typed) }
        let directory = directory
        return typed.split(separator: "\n", omittingEmptySubsequences: false)
            .map { InlineText(directory: directory).prose($0).text }.joined(separator: "\n")
    }

    private mutating func store(_ file: TypedFile, by user: String, in channelID: String, mode: String) -> String {
        let type = FileType.of(file.name)
        var stored = StoredFile(
            id: ids.id("F"), name: file.name, title: file.name, mimetype: file.mimetype ?? type.mime,
            filetype: type.type, user: user, created: now.seconds, bytes: file.bytes, announcedSize: file.bytes.count)
        stored.mode = mode
        stored.isComplete = true
        stored.channels = [channelID]
        add(stored)
        return stored.id
    }
}
