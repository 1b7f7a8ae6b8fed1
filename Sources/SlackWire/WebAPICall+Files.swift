import JSONTree

/// `files.getUploadURLExternal`: a place to send the bytes of a file to.
package struct FilesGetUploadURLExternal: WebAPICall {
    package static let method = WebAPIMethod.filesGetUploadURLExternal

    /// The place, and the file that it is for.
    package struct Reply: WebAPIReply {
        package let uploadURL: String
        package let file: String

        package init(_ fields: WebAPIReplyFields) throws(WebAPIError) {
            uploadURL = try fields.text("upload_url")
            file = try fields.text("file_id")
        }
    }

    package var name: String
    /// In bytes, at least one.
    package var length: Int

    package init(name: String, length: Int) {
        self.name = name
        self.length = length
    }

    package var arguments: [String: JSONValue] { ["filename": .string(name), "length": .int(length)] }
}

/// `files.completeUploadExternal`: shares a file whose bytes were sent.
package struct FilesCompleteUploadExternal: WebAPICall {
    /// Only the success counts.
    package typealias Reply = WebAPIDone
    package static let method = WebAPIMethod.filesCompleteUploadExternal

    package var file: String
    package var title: String
    /// Conversation that the file is shared in.
    package var channel: String
    /// `ts` of the message to answer.
    package var thread: String?

    package init(file: String, title: String, channel: String, thread: String? = nil) {
        self.file = file
        self.title = title
        self.channel = channel
        self.thread = thread
    }

    package var arguments: [String: JSONValue] {
        var arguments: [String: JSONValue] = [
            "files": [["id": .string(file), "title": .string(title)]], "channel_id": .string(channel),
        ]
        arguments["thread_ts"] = thread.map(JSONValue.string)
        return arguments
    }
}
