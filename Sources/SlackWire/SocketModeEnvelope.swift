import JSONTree

/// A delivery that Slack wants acknowledged.
package struct SocketModeEnvelope: Hashable, Sendable {
    /// What the payload is.
    package enum Kind: Hashable, Sendable {
        /// An event of the Events API; the payload is the `event_callback`.
        case eventsAPI
        /// A click, a form, a shortcut.
        case interactive
        /// A slash command; the payload is its flat form.
        case slashCommands
        /// A type that this program does not know.
        case unknown(String)
        /// The text is not a JSON envelope, yet names an id. The payload is the text itself, cut to
        /// `SocketModeEnvelope.keptText` bytes. It must be acknowledged, else Slack delivers it for ever.
        case undecodable
    }

    /// The most of an undecodable text that is kept, in bytes.
    package static let keptText = 65536

    /// Slack's id of this delivery; a repeated delivery has another.
    package let id: String
    /// What the payload is.
    package let kind: Kind
    /// The payload as it came; `null` when there was none.
    package let payload: JSONValue
    /// Whether the acknowledgement may carry an answer.
    package let acceptsResponsePayload: Bool
    /// 0 for the first delivery.
    package let retryAttempt: Int
    /// Why Slack delivers again: `timeout`, ….
    package let retryReason: String?

    /// An envelope with these parts.
    package init(
        id: String, kind: Kind, payload: JSONValue, acceptsResponsePayload: Bool = false, retryAttempt: Int = 0,
        retryReason: String? = nil
    ) {
        self.id = id
        self.kind = kind
        self.payload = payload
        self.acceptsResponsePayload = acceptsResponsePayload
        self.retryAttempt = retryAttempt
        self.retryReason = retryReason
    }
}

/// What Slack says first on a socket.
package struct SocketModeHello: Hashable, Sendable {
    /// The app that the socket serves.
    package let appID: String?
    /// Sockets that the app has open, ours included.
    package let connections: Int?
    /// How long Slack means to keep the socket.
    package let approximateLife: Duration?

    /// A greeting with these parts.
    package init(appID: String? = nil, connections: Int? = nil, approximateLife: Duration? = nil) {
        self.appID = appID
        self.connections = connections
        self.approximateLife = approximateLife
    }
}

/// Why Slack is about to close a socket, or refuses it.
package enum SocketModeDisconnectReason: Hashable, Sendable {
    /// The socket closes in about ten seconds.
    case warning
    /// The socket is to be replaced.
    case refreshRequested
    /// Socket Mode was switched off in the app's settings.
    case linkDisabled
    /// The app has more than ten sockets.
    case tooManyWebSockets
    /// A reason that is not documented.
    case other(String)

    /// The reason that Slack's word stands for.
    package init(word: String) {
        self =
            switch word {
            case "warning": .warning
            case "refresh_requested": .refreshRequested
            case "link_disabled": .linkDisabled
            case "too_many_websockets": .tooManyWebSockets
            default: .other(word)
            }
    }
}

/// One text message of Socket Mode.
package enum SocketModeMessage: Hashable, Sendable {
    case hello(SocketModeHello)
    case disconnect(SocketModeDisconnectReason)
    case envelope(SocketModeEnvelope)
    /// Nothing that could be acted on or acknowledged; the text says why.
    case ignored(String)

    /// Reads a message, with as much tolerance as can be had without guessing.
    package init(_ text: String) {
        let message: JSONValue
        do {
            message = try JSONValue(parsing: text)
        } catch {
            self = Self.salvaged(text) ?? .ignored("a message is \(error)")
            return
        }
        guard message.object != nil else {
            self = .ignored("a message is not a JSON object")
            return
        }
        let type = message["type"]?.string
        switch type {
        case "hello": self = .hello(SocketModeHello(message))
        case "disconnect": self = .disconnect(SocketModeDisconnectReason(word: message["reason"]?.string ?? ""))
        default:
            guard let id = message["envelope_id"]?.string, !id.isEmpty else {
                self = .ignored("a message of type '\((type ?? "none").prefix(64))' has no envelope_id")
                return
            }
            self = .envelope(SocketModeEnvelope(message, id: id, type: type ?? ""))
        }
    }

    /// An envelope made of the id that stands somewhere in a text that is not JSON.
    private static func salvaged(_ text: String) -> SocketModeMessage? {
        var rest = text[...]
        while let name = rest.range(of: "\"envelope_id\"") {
            rest = rest[name.upperBound...]
            guard let id = idValue(rest) else { continue }
            return .envelope(
                SocketModeEnvelope(id: id, kind: .undecodable, payload: .string(SocketModeEnvelope.kept(text))))
        }
        return nil
    }

    /// The id in a text that goes on with `: "id"`.
    private static func idValue(_ text: Substring) -> String? {
        func isSpace(_ character: Character) -> Bool {
            character == " " || character == "\t" || character == "\n" || character == "\r" || character == "\r\n"
        }
        let rest = text.drop(while: isSpace)
        guard rest.first == ":" else { return nil }
        let value = rest.dropFirst().drop(while: isSpace)
        guard value.first == "\"" else { return nil }
        let id = value.dropFirst().prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
        guard !id.isEmpty, id.utf8.count <= 128, value.dropFirst(id.count + 1).first == "\"" else { return nil }
        return String(id)
    }
}

extension SocketModeEnvelope {
    /// As much of a text as is kept of what cannot be decoded, cut between characters.
    package static func kept(_ text: String) -> String {
        guard text.utf8.count > keptText else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: keptText)
        while end.samePosition(in: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
        return String(text.unicodeScalars[..<end])
    }
}

extension SocketModeHello {
    fileprivate init(_ message: JSONValue) {
        self.init(
            appID: message["connection_info"]?["app_id"]?.string, connections: message["num_connections"]?.int,
            approximateLife: message["debug_info"]?["approximate_connection_time"]?.double
                .flatMap { $0 > 0 && $0 < 1e7 ? .seconds($0) : nil })
    }
}

extension SocketModeEnvelope {
    fileprivate init(_ message: JSONValue, id: String, type: String) {
        let kind: Kind =
            switch type {
            case "events_api": .eventsAPI
            case "interactive": .interactive
            case "slash_commands": .slashCommands
            default: .unknown(type)
            }
        self.init(
            id: id, kind: kind, payload: message["payload"] ?? .null,
            acceptsResponsePayload: message["accepts_response_payload"]?.bool ?? false,
            retryAttempt: message["retry_attempt"]?.int ?? 0,
            retryReason: message["retry_reason"]?.string.flatMap { $0.isEmpty ? nil : $0 })
    }
}

extension Substring {
    /// The first place where the ASCII text `part` stands.
    fileprivate func range(of part: String) -> Range<String.Index>? {
        let needle = Array(part.utf8)
        var start = utf8.startIndex
        while let found = utf8[start...].firstIndex(of: needle[0]) {
            if utf8[found...].starts(with: needle) {
                return found..<utf8.index(found, offsetBy: needle.count)
            }
            start = utf8.index(after: found)
        }
        return nil
    }
}
