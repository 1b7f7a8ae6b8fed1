/// Commands one after the other.
package struct CommandList: Hashable, Sendable {
    /// The commands, in order.
    package var items: [ListItem]
    /// From the first to the last, as UTF-8 offsets of the text.
    package var range: Range<Int>
}

/// Pipelines joined by `&&` and `||`.
package struct ListItem: Hashable, Sendable {
    /// What joins a pipeline to the one before.
    package enum Connector: Hashable, Sendable {
        case and
        case or
    }

    /// The pipelines, in order.
    package var pipelines: [Pipeline]
    /// One less than pipelines.
    package var connectors: [Connector]
    /// Ends with `&`: nobody waits for it.
    package var inBackground: Bool
    package var range: Range<Int>
}

/// Commands joined by `|` or `|&`.
package struct Pipeline: Hashable, Sendable {
    /// Starts with `!`.
    package var isNegated: Bool
    /// Starts with `time`.
    package var isTimed: Bool
    package var stages: [Command]
    package var range: Range<Int>
}

/// One command with its redirections.
package struct Command: Hashable, Sendable {
    package var kind: CommandKind
    package var redirections: [Redirection]
    package var range: Range<Int>
}

/// The forms of a command.
package indirect enum CommandKind: Hashable, Sendable {
    case simple(SimpleCommand)
    case subshell(CommandList)
    case group(CommandList)
    /// `if`/`elif` branches in order, and the `else` list.
    case conditional([IfBranch], otherwise: CommandList?)
    /// `while` and `until`.
    case loop(condition: CommandList, body: CommandList)
    /// `for name in words` and `select`; `words` is nil for the positional parameters.
    case forEach(variable: String, words: [ShellWord]?, body: CommandList)
    /// `for ((…;…;…))`.
    case arithmeticFor([WordPart], body: CommandList)
    case caseOf(ShellWord, arms: [CaseArm])
    case function(name: String, body: Command)
    /// `[[ … ]]`: its operands and operators as words.
    case test([ShellWord])
    /// `(( … ))`.
    case arithmetic([WordPart])
    case coprocess(Command)
}

/// A condition of an `if` and what follows when it holds.
package struct IfBranch: Hashable, Sendable {
    package var condition: CommandList
    package var body: CommandList
}

/// Patterns of a `case` and what follows when one matches.
package struct CaseArm: Hashable, Sendable {
    package var patterns: [ShellWord]
    package var body: CommandList
}

/// Assignments, a program and its arguments.
package struct SimpleCommand: Hashable, Sendable {
    package var assignments: [Assignment]
    /// The program first; empty for mere assignments or redirections.
    package var words: [ShellWord]
}

/// `name=value`, `name+=value`, `name[index]=value`, `name=(…)`.
package struct Assignment: Hashable, Sendable {
    package var name: String
    package var index: [WordPart]?
    package var isAppend: Bool
    /// The right side; an `.array` part for `(…)`.
    package var value: ShellWord
    package var range: Range<Int>
}

/// A redirection of a descriptor.
package struct Redirection: Hashable, Sendable {
    /// The operators.
    package enum Operator: String, Hashable, Sendable {
        case read = "<"
        case write = ">"
        case append = ">>"
        case clobber = ">|"
        case readWrite = "<>"
        case hereDocument = "<<"
        case hereDocumentStripped = "<<-"
        case hereString = "<<<"
        case duplicateInput = "<&"
        case duplicateOutput = ">&"
        case writeBoth = "&>"
        case appendBoth = "&>>"
    }

    /// The descriptor in front of the operator; nil for its default, or where `variable` takes it.
    package var descriptor: Int?
    /// `{name}` in front of the operator: the variable that gets the descriptor.
    package var variable: String?
    package var operation: Operator
    /// File, descriptor, text of a here-string, or delimiter of a here-document.
    package var target: ShellWord
    /// Body of a here-document.
    package var body: [WordPart]
    package var range: Range<Int>
}

/// A word as it stands, before any expansion.
package struct ShellWord: Hashable, Sendable {
    package var parts: [WordPart]
    package var range: Range<Int>

    /// Makes a word of parts that stand at `range`.
    package init(parts: [WordPart], range: Range<Int>) {
        self.parts = parts
        self.range = range
    }
}

/// A piece of a word.
package indirect enum WordPart: Hashable, Sendable {
    /// Unquoted text: may hold globs, braces and tildes.
    case literal(String)
    /// Text that stays as it is: `'…'`, `$'…'` decoded, a character behind `\`.
    case quoted(String)
    case doubleQuoted([WordPart])
    case parameter(ParameterExpansion)
    /// `$(…)` and backticks.
    case command(CommandList)
    /// `<(…)` and `>(…)`.
    case process(CommandList, isInput: Bool)
    /// `$((…))`.
    case arithmetic([WordPart])
    /// `(…)` on the right side of an assignment.
    case array([ShellWord])
    /// `<name>` or `{{ name }}`, to be filled in before the command can run.
    case placeholder(String)
}

/// `$name`, `${name…}`.
package struct ParameterExpansion: Hashable, Sendable {
    /// Name, digit or special character.
    package var name: String
    /// `${!name}`: the value is taken as a name, or names are listed.
    package var isIndirect: Bool
    package var index: [WordPart]?
    /// What stands behind the name, such as `:-`; empty for the plain form, `length` for `${#name}`.
    package var operation: String
    package var argument: [WordPart]
}
