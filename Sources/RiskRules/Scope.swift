import ShellSyntax

/// What earlier parts of a text defined.
struct Scope {
    enum Value {
        case text(String)
        case list([String])
        /// Names of resources that a cluster printed.
        case names
        /// Set from output, in a loop, or more than once.
        case changing
    }

    private(set) var variables: [String: Value] = [:]
    var functions: [String: Command] = [:]
    var aliases: [String: String] = [:]
    /// Arguments of the function or `bash -c` that is looked at; nil when nobody can know them.
    var positional: [Argument]?
    /// Functions that are being looked into.
    var callStack: [String] = []
    /// Characters that unquoted values are split at.
    var separators: Set<Character>? = [" ", "\t", "\n"]

    /// Variables whose value came from outside: output, or what was read.
    var tainted: Set<String> = []
    /// Some value is a text that would run a command where bash evaluates it.
    var holdsCommands = false
    /// Functions that were called, so that their bodies have been looked at.
    var called: Set<String> = []
    /// Functions that may or may not be there when they are called.
    var uncertain: Set<String> = []

    /// Variables beyond this number are not followed: each costs a search through the text.
    private static let limit = 32

    /// Remembers a value. A name that occurs in the text in another place where it could be set is not remembered.
    /// - Parameter isCertain: whether this is sure to happen, in this very shell: not in a branch, a loop, a subshell.
    mutating func set(_ name: String, _ value: Value?, in text: String, isCertain: Bool) {
        guard isCertain, let value, variables[name] == nil, variables.count < Self.limit,
            Self.isMentionedOnce(name, in: text)
        else {
            variables[name] = .changing
            return
        }
        variables[name] = value
    }

    mutating func forget(_ name: String) { variables[name] = .changing }

    /// Whether `name` stands in `text` just once other than behind `$` or `${`.
    private static func isMentionedOnce(_ name: String, in text: String) -> Bool {
        let bytes = Array(text.utf8)
        let wanted = Array(name.utf8)
        var mentions = 0
        var index = 0
        func isName(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: false
            }
        }
        while index + wanted.count <= bytes.count {
            guard bytes[index] == wanted[0], bytes[index..<(index + wanted.count)].elementsEqual(wanted) else {
                index += 1
                continue
            }
            let before = index > 0 ? bytes[index - 1] : 0
            let after = index + wanted.count < bytes.count ? bytes[index + wanted.count] : 0
            let isUse =
                before == UInt8(ascii: "$")
                || (before == UInt8(ascii: "{") && index > 1 && bytes[index - 2] == UInt8(ascii: "$")
                    && (after == UInt8(ascii: "}") || after == UInt8(ascii: "[")))
            if !isName(before), !isName(after), !isUse { mentions += 1 }
            index += wanted.count
        }
        return mentions == 1
    }
}
