import RunbookModel

/// Why values could not be put into a command.
package struct RenderingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with a value or with the template.
    package enum Problem: Hashable, Sendable {
        /// The value starts with `-`, so a program would take it for an option.
        case leadingDash
        /// The value has more than one line.
        case newline
        case nul
        case controlCharacter
        /// The value holds characters that turn the direction of text.
        case bidirectionalCharacter
        /// The value holds characters that can't be seen.
        case zeroWidthCharacter
        /// The value is longer than `Limits.valueBytes`.
        case tooLong
        case empty
        /// The command would be another one with the value in it.
        case changesShape
        /// The placeholder has no value.
        case missing
        /// The value stands where it can't be quoted.
        case unquotable
    }

    /// The placeholder that it is about, as it stands in the template.
    package let placeholder: String
    /// What is wrong.
    package let problem: Problem

    /// Makes an error about one placeholder.
    package init(placeholder: String, problem: Problem) {
        self.placeholder = placeholder
        self.problem = problem
    }

    /// The error in words for a person; never holds the value.
    package var description: String {
        switch problem {
        case .leadingDash: "The value for \(placeholder) starts with '-', so it would be taken for an option."
        case .newline: "The value for \(placeholder) has more than one line."
        case .nul: "The value for \(placeholder) holds a NUL character."
        case .controlCharacter: "The value for \(placeholder) holds control characters or strange blanks."
        case .bidirectionalCharacter: "The value for \(placeholder) holds characters that turn the direction of text."
        case .zeroWidthCharacter: "The value for \(placeholder) holds characters that can't be seen."
        case .tooLong: "The value for \(placeholder) is longer than \(Limits.valueBytes) bytes."
        case .empty: "The value for \(placeholder) is empty."
        case .changesShape:
            "With the value for \(placeholder) it would be another command. Check the value, or edit the command."
        case .missing: "\(placeholder) has no value yet."
        case .unquotable: "\(placeholder) stands where a value can't be put in safely. Edit the command."
        }
    }
}
