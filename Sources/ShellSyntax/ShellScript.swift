/// What a shell text says: its commands, its comments, and where it could not be understood.
package struct ShellScript: Hashable, Sendable {
    /// The text that was parsed.
    package let text: String
    /// The tree. With `errors` it holds what could be read before and between them.
    package let commands: CommandList
    /// Comments, `#` included, as UTF-8 offsets.
    package let comments: [Range<Int>]
    /// What the grammar does not allow; empty for a text that bash would accept.
    package let errors: [ShellSyntaxError]
    /// Where the text can be read in more than one way.
    package let uncertainties: [ShellUncertainty]
    /// Where the commands at the top stand, as UTF-8 offsets; see `topLevelCommands`.
    package let topLevelRanges: [Range<Int>]
    /// Bytes that were looked at, those that were looked at again included: what the parsing cost.
    package let work: Int
    /// The commands at the top, in order: a loop, a function, a pipeline, a here-document with its body is one, and so
    /// are the commands of one line. Lines with a syntax error are not among them.
    package var topLevelCommands: [TopLevelCommand] {
        let bytes = Array(text.utf8)
        return topLevelRanges.map { TopLevelCommand(range: $0, text: String(decoding: bytes[$0], as: UTF8.self)) }
    }
    /// Whether the text is a whole: no open quote, no loop without its end, no operator without its right side.
    package var isComplete: Bool { errors.isEmpty }
    /// Placeholders such as `<name>`, as they stand in the text, in order. Text with any cannot be run as it is.
    package let placeholders: [String]
    /// Names of the programs, functions and builtins that are called anywhere in the text, in order, once each.
    package let commandNames: [String]
}

/// One command at the top of a script.
package struct TopLevelCommand: Hashable, Sendable {
    /// Where it stands, as UTF-8 offsets; bodies of here-documents and a trailing `;` or `&` included.
    package let range: Range<Int>
    /// The text of `range`.
    package let text: String
}

/// A place that the grammar does not allow.
package struct ShellSyntaxError: Error, Hashable, Sendable {
    /// What is wrong, in words.
    package let message: String
    /// Where, as UTF-8 offsets.
    package let range: Range<Int>
    /// The text ended where more had to come: further lines may complete it.
    package let isAtEnd: Bool
}

/// A place that can be read in more than one way, or was not looked into.
package struct ShellUncertainty: Hashable, Sendable {
    /// Why it is unsure.
    package enum Kind: Hashable, Sendable {
        /// A value that a person fills in, such as `<name>`; bash would see redirections.
        case placeholder
        /// It depends on an option of the shell.
        case option
        /// It means something else in zsh or fish.
        case dialect
        /// Bash would only see what it is, or that it is wrong, when it gets there.
        case runtime
        /// A part of the text was not understood, and may hold commands.
        case unread
    }

    package let kind: Kind
    /// What is unsure, in words.
    package let message: String
    /// Where, as UTF-8 offsets.
    package let range: Range<Int>
}

/// Reads shell text as bash does, without running or expanding anything. Time is linear in the length of the text,
/// nesting is bounded.
package struct ShellParser: Sendable {
    /// Nesting deeper than this is a syntax error.
    package static let depthLimit = 40
    /// Texts longer than this, in bytes, are a syntax error.
    package static let lengthLimit = 1 << 20

    /// Makes a parser; it holds no state.
    package init() {}

    /// Parses a text. Never fails: what is wrong with the text stands in the result.
    package func parse(_ text: String) -> ShellScript {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.lengthLimit else {
            let error = ShellSyntaxError(message: "the text is too long", range: 0..<bytes.count, isAtEnd: false)
            return ShellScript(
                text: text, commands: CommandList(items: [], range: 0..<0), comments: [], errors: [error],
                uncertainties: [], topLevelRanges: [], work: 0, placeholders: [], commandNames: [])
        }
        var grammar = ShellGrammar(bytes: bytes)
        let commands = grammar.script()
        return ShellScript(
            text: text, commands: commands, comments: grammar.comments, errors: grammar.errors,
            uncertainties: grammar.uncertainties, topLevelRanges: grammar.lines(of: commands), work: grammar.work,
            placeholders: grammar.placeholders, commandNames: grammar.commandNames)
    }
}
