import JSONTree

extension APIMethod {
    static func files(_ name: String) -> APIMethod? {
        switch name {
        case "files.getUploadURLExternal": APIMethod(.four, scope: "files:write", getUploadURL)
        case "files.completeUploadExternal": APIMethod(.four, scope: "files:write", writes: true, completeUpload)
        case "files.info": APIMethod(.four, scope: "files:read", fileInfo)
        default: nil
        }
    }

    private static func getUploadURL(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue
    {
        let name = try call.arguments.required("filename")
        guard let length = try call.arguments.number("length") else { throw APIError.missing("length") }
        guard length > 0 else {
            throw APIError("invalid_arguments", messages: ["[ERROR] must be greater than 0 [json-pointer:/length]"])
        }
        guard length <= Workspace.fileSizeLimit else { throw APIError("file_upload_size_restricted") }
        let type = FileType.of(name)
        let file = StoredFile(
            id: workspace.ids.id("F"), name: name, title: name, mimetype: type.mime, filetype: type.type,
            user: workspace.bot.userID, created: workspace.now.seconds, announcedSize: length)
        workspace.add(file)
        let path = "/upload/v1/\(workspace.ids.hexadecimal(32))"
        workspace.uploads[path] = file.id
        return ["ok": true, "upload_url": .string(workspace.slackBase + path), "file_id": .string(file.id)]
    }

    private static func completeUpload(
        _ workspace: inout Workspace, _ call: inout APICall
    ) throws(APIError) -> JSONValue {
        let error = APIError("invalid_arguments", messages: ["[ERROR] must be an array of files [json-pointer:/files]"])
        guard let list = try call.arguments.tree("files", or: error)?.array, !list.isEmpty else { throw error }
        var channel: Channel?
        var thread: String?
        let named = call.arguments.list("channels") + [call.arguments.text("channel_id")].compactMap(\.self)
        if let id = named.first {
            var posting = call
            posting.arguments = APIArguments([
                "channel": .string(id), "thread_ts": JSONValue(call.arguments.text("thread_ts")),
            ])
            let target = try workspace.channelForPosting(posting)
            thread = try workspace.thread(posting, in: target)
            channel = target
        }
        var completed: [StoredFile] = []
        for entry in list {
            guard let id = entry["id"]?.string, var file = workspace.files[id], file.bytes != nil else {
                throw APIError("file_not_found")
            }
            if let title = entry["title"]?.string { file.title = title }
            file.isComplete = true
            if let channel { file.channels = [channel.id] }
            completed.append(file)
        }
        for file in completed { workspace.files[file.id] = file }
        if let channel {
            var message = Message(
                timestamp: workspace.newTimestamp(), userID: workspace.bot.userID,
                text: call.arguments.text("initial_comment") ?? "")
            message.subtype = "file_share"
            message.fileIDs = completed.map(\.id)
            message.threadTimestamp = thread
            workspace.post(message, in: channel.id)
        }
        return ["ok": true, "files": .array(completed.map { workspace.json($0) })]
    }

    private static func fileInfo(_ workspace: inout Workspace, _ call: inout APICall) throws(APIError) -> JSONValue {
        let id = try call.arguments.required("file")
        guard let file = workspace.files[id], file.isComplete else { throw APIError("file_not_found") }
        return ["ok": true, "file": workspace.json(file)]
    }
}

extension Workspace {
    /// Takes the bytes that were sent to an upload address.
    /// - Returns: `nil` when they were taken, else why not.
    mutating func upload(_ bytes: [UInt8], to path: String) -> String? {
        guard let id = uploads[path], var file = files[id] else { return "There is no such upload." }
        guard file.bytes == nil else { return "The file has been uploaded already." }
        guard bytes.count == file.announcedSize else {
            return "\(bytes.count) bytes came, but \(file.announcedSize) were announced."
        }
        file.bytes = bytes
        files[id] = file
        uploads[path] = nil
        return nil
    }
}
