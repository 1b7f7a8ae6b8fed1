/// An identifier that is a string in storage and on the wire, and a type of its own in the program.
package protocol Identifier: Hashable, Codable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    var rawValue: String { get }
    init(_ rawValue: String)
}

extension Identifier {
    package var description: String { rawValue }

    package init(stringLiteral value: String) { self.init(value) }

    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

/// A runbook, over all of its versions.
package struct RunbookID: Identifier {
    package let rawValue: String
    package init(_ rawValue: String) { self.rawValue = rawValue }
}

/// A parsed text that nobody has saved yet.
package struct DraftID: Identifier {
    package let rawValue: String
    package init(_ rawValue: String) { self.rawValue = rawValue }
}

/// One walk through a runbook.
package struct RunID: Identifier {
    package let rawValue: String
    package init(_ rawValue: String) { self.rawValue = rawValue }
}

/// An alert as we keep it; the vendor's own key is `Alert.fingerprint`.
package struct AlertID: Identifier {
    package let rawValue: String
    package init(_ rawValue: String) { self.rawValue = rawValue }
}

/// A Slack user, `U…` or `W…`.
package struct UserID: Identifier {
    package let rawValue: String
    package init(_ rawValue: String) { self.rawValue = rawValue }
}

/// A Slack conversation: `C…`, `G…` or `D…`.
package struct ChannelID: Identifier {
    package let rawValue: String
    package init(_ rawValue: String) { self.rawValue = rawValue }
}

/// A Slack message within its channel, such as `1700000000.000100`.
package struct MessageTimestamp: Identifier {
    package let rawValue: String
    package init(_ rawValue: String) { self.rawValue = rawValue }
}
