/// Which rule of the parser made a step, and what the rule looks for.
package struct StepOrigin: Codable, Hashable, Sendable {
    /// Identifier of the rule, such as `code.command`.
    package var rule: String
    /// What the rule looks for, in words: "a command in a code block".
    package var text: String

    package init(rule: String, text: String) {
        self.rule = rule
        self.text = text
    }
}

/// What a variable stands for, as far as its name tells.
package enum VariableKind: String, Codable, Hashable, Sendable {
    case host
    case address
    case namespace
    case pod
    case service
    case cluster
    case environment
    case region
    case database
    case path
    case url
    case user
    /// A password, a token or a key: never to be shown.
    case secret
    case number
    case time
    /// A name or an identifier of something else.
    case name
}

/// A link that the author gave.
package struct DocumentLink: Codable, Hashable, Sendable {
    package var label: String
    package var target: String

    package init(label: String, target: String) {
        self.label = label
        self.target = target
    }
}
