/// One way in which blocks or a view break Slack's rules.
package struct BlockKitProblem: Hashable, Sendable, CustomStringConvertible {
    /// The kind of rule that is broken.
    package enum Code: String, Hashable, Sendable {
        case wrongType = "invalid_type"
        case missingField = "missing_field"
        case unknownField = "unknown_field"
        case unsupportedType = "unsupported_type"
        case tooLong = "too_long"
        case tooShort = "too_short"
        case tooMany = "too_many"
        case tooFew = "too_few"
        case duplicate = "duplicate"
        case wrongValue = "invalid_value"
        case wrongSurface = "wrong_surface"
        case conflict = "conflict"
        case tooLarge = "too_large"
    }

    /// JSON pointer (RFC 6901) to the offending value: `/blocks/0/text/text`, or `/view/title/text`.
    package var pointer: String
    package var code: Code
    /// What is wrong, in Slack's own manner: `must be less than 151 characters`.
    package var message: String

    package init(pointer: String, code: Code, message: String) {
        self.pointer = pointer
        self.code = code
        self.message = message
    }

    /// The line as it stands in `errors` of Slack's answer.
    package var description: String { "\(message) [json-pointer:\(pointer)]" }
}

/// Where blocks are shown.
package enum BlockKitSurface: String, Hashable, Sendable, CaseIterable {
    case message
    case modal
    case home
}
