import ShellSyntax

/// A word of a command after everything that can be known has been put in.
struct Argument {
    /// Where a part of a word comes from that the text doesn't tell.
    enum Source: Comparable {
        /// A variable or placeholder that is filled in before the command runs.
        case placeholder
        /// A name of a resource that a cluster printed: a plain word that is never an option.
        case name
        /// Output of a command, or a variable that may have changed on the way.
        case output
    }

    /// The text; each unknown part is one `Argument.unknownPart`.
    var text: String
    /// The least trustworthy of its unknown parts; nil for text that is known in full.
    var unknown: Source?
    /// The word starts with an unknown part, so it might be an option.
    var startsUnknown = false
    /// It may become none, one or many words.
    var isManifold = false
    /// It is a pattern that file names are put in for.
    var isGlob = false
    var range: Range<Int>

    static let unknownPart: Character = "\u{FFFC}"

    var isKnown: Bool { unknown == nil && !isGlob }
    /// Output of a command where an option might stand.
    var mayBeOption: Bool { startsUnknown && unknown == .output }
    var isOption: Bool { text.utf8.first == UInt8(ascii: "-") && text.utf8.count > 1 }

    /// The text for people: unknown parts as `…`.
    var display: String {
        unknown == nil ? text : String(text.map { $0 == Self.unknownPart ? "…" : $0 })
    }
}

/// One run of a program with its arguments.
struct Call {
    /// Name as it stands, without its folder.
    var name: String
    var arguments: [Argument]
    var range: Range<Int>
    var input: StandardInput
    /// The words in front that run it, such as `sudo`; needed in front of its inverse too.
    var prefix: [String] = []
    /// Runs somewhere else: on another host, in a container.
    var isRemote = false

    /// The arguments as a person reads them.
    func display(_ arguments: some Sequence<Argument>) -> String {
        arguments.map(\.display).joined(separator: " ")
    }
}

/// What a command reads on its standard input.
enum StandardInput: Equatable {
    /// Nothing was given; the runner gives an empty one.
    case none
    /// Text that stands in the command.
    case text(String)
    /// Output of another command, or a file.
    case opaque
}
