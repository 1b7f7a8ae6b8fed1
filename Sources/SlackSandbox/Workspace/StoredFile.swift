import JSONTree

/// An uploaded file.
struct StoredFile: Sendable {
    let id: String
    let name: String
    var title: String
    let mimetype: String
    let filetype: String
    let user: String
    let created: Int
    /// `nil` until the bytes have come.
    var bytes: [UInt8]?
    /// What `files.getUploadURLExternal` was told.
    let announcedSize: Int
    /// `hosted`, or `snippet` for text that was typed.
    var mode = "hosted"
    /// Whether `files.completeUploadExternal` was called, or a person uploaded it.
    var isComplete = false
    var channels: [String] = []
}

extension Workspace {
    /// All files together; beyond it the oldest are forgotten.
    static let fileBytesLimit = 64 << 20
    /// One file.
    static let fileSizeLimit = 10 << 20

    mutating func add(_ file: StoredFile) {
        files[file.id] = file
        fileOrder.append(file.id)
        var total = files.values.reduce(0) { $0 + max($1.bytes?.count ?? 0, $1.announcedSize) }
        while total > Self.fileBytesLimit || fileOrder.count > 500, fileOrder.count > 1 {
            let oldest = fileOrder.removeFirst()
            if let file = files.removeValue(forKey: oldest) { total -= max(file.bytes?.count ?? 0, file.announcedSize) }
            uploads = uploads.filter { $0.value != oldest }
        }
    }

    /// The file object of the Web API.
    func json(_ file: StoredFile) -> JSONValue {
        let location = "\(slackBase)/files-pri/\(configuration.team.id)-\(file.id)"
        let permalink = "\(pageBase)/sandbox/file?id=\(file.id)"
        var value: JSONValue = [
            "id": .string(file.id), "created": .int(file.created), "timestamp": .int(file.created),
            "name": .string(file.name), "title": .string(file.title), "mimetype": .string(file.mimetype),
            "filetype": .string(file.filetype), "pretty_type": .string(FileType.title(of: file.filetype)),
            "user": .string(file.user), "user_team": .string(configuration.team.id),
            "editable": .bool(file.mode == "snippet"), "size": .int(file.bytes?.count ?? file.announcedSize),
            "mode": .string(file.mode), "is_external": false, "external_type": "", "is_public": false,
            "public_url_shared": false, "display_as_bot": .bool(file.user == bot.userID), "username": "",
            "url_private": .string("\(location)/\(FileType.urlName(file.name))"),
            "url_private_download": .string("\(location)/download/\(FileType.urlName(file.name))"),
            "permalink": .string(permalink), "has_rich_preview": false, "file_access": "visible",
            "channels": .array(file.channels.map(JSONValue.string)),
        ]
        if file.mimetype.hasPrefix("text/") || file.mode == "snippet", let bytes = file.bytes {
            let preview = String(decoding: bytes.prefix(2000), as: UTF8.self)
            value["preview"] = .string(preview)
            value["lines"] = .int(bytes.count { $0 == 0x0A } + 1)
            value["preview_is_truncated"] = .bool(bytes.count > 2000)
        }
        return value
    }
}

/// What Slack calls the kinds of files.
enum FileType {
    /// Extension → Slack's type, MIME type, title.
    private static let known: [String: (type: String, mime: String, title: String)] = [
        "md": ("markdown", "text/markdown", "Markdown (raw)"),
        "markdown": ("markdown", "text/markdown", "Markdown (raw)"),
        "txt": ("text", "text/plain", "Plain Text"), "log": ("text", "text/plain", "Plain Text"),
        "sh": ("shell", "text/x-sh", "Shell"), "json": ("json", "application/json", "JSON"),
        "yaml": ("yaml", "text/yaml", "YAML"), "yml": ("yaml", "text/yaml", "YAML"), "csv": ("csv", "text/csv", "CSV"),
        "cast": ("text", "text/plain", "Plain Text"), "html": ("html", "text/html", "HTML"),
        "pdf": ("pdf", "application/pdf", "PDF"), "png": ("png", "image/png", "PNG"),
        "jpg": ("jpg", "image/jpeg", "JPEG"),
        "jpeg": ("jpg", "image/jpeg", "JPEG"), "gif": ("gif", "image/gif", "GIF"),
        "zip": ("zip", "application/zip", "Zip"),
        "sql": ("sql", "text/x-sql", "SQL"),
    ]

    static func of(_ name: String) -> (type: String, mime: String) {
        guard let dot = name.lastIndex(of: "."), let entry = known[name[name.index(after: dot)...].lowercased()] else {
            return ("binary", "application/octet-stream")
        }
        return (entry.type, entry.mime)
    }

    static func title(of type: String) -> String {
        known.values.first { $0.type == type }?.title ?? "Binary"
    }

    /// The name as Slack writes it into addresses: lower case, everything unusual an underscore.
    static func urlName(_ name: String) -> String {
        String(name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0)) ? $0 : "_" })
    }
}
