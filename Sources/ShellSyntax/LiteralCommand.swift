extension ShellScript {
    /// The arguments of a script that is one program call and needs no shell: its words are literal, nothing is
    /// expanded, redirected, assigned, negated, piped or sent to the background, and the program is no builtin, keyword
    /// or function of bash. `nil` for everything else.
    ///
    /// Running them directly is the same as having bash run the text, as long as the program is found and is not a
    /// script without an interpreter line.
    package var literalArguments: [String]? {
        // At the end of the text, a backslash that continues the line stands for itself.
        guard text.utf8.last != UInt8(ascii: "\\"), errors.isEmpty, uncertainties.isEmpty, placeholders.isEmpty,
            commands.items.count == 1,
            let item = commands.items.first, !item.inBackground, item.pipelines.count == 1,
            let pipeline = item.pipelines.first, !pipeline.isNegated, !pipeline.isTimed, pipeline.stages.count == 1,
            let stage = pipeline.stages.first, stage.redirections.isEmpty, case .simple(let command) = stage.kind,
            command.assignments.isEmpty
        else { return nil }
        var arguments: [String] = []
        for word in command.words {
            guard let argument = word.literalText else { return nil }
            arguments.append(argument)
        }
        guard let program = arguments.first, !program.isEmpty, !program.utf8.contains(UInt8(ascii: "=")),
            !Self.builtins.contains(program)
        else { return nil }
        return arguments
    }

    /// Whether bash 5 has a builtin or keyword of this name, so that no program is looked for.
    package static func isBuiltin(_ name: String) -> Bool { builtins.contains(name) }

    /// Builtins and keywords of bash 5, loadable ones of its distribution left out: they are off.
    private static let builtins: Set<String> = [
        ".", ":", "[", "alias", "bg", "bind", "break", "builtin", "caller", "cd", "command", "compgen", "complete",
        "compopt", "continue", "declare", "dirs", "disown", "echo", "enable", "eval", "exec", "exit", "export", "false",
        "fc", "fg", "getopts", "hash", "help", "history", "jobs", "kill", "let", "local", "logout", "mapfile", "popd",
        "printf", "pushd", "pwd", "read", "readarray", "readonly", "return", "set", "shift", "shopt", "source",
        "suspend", "test", "times", "trap", "true", "type", "typeset", "ulimit", "umask", "unalias", "unset", "wait",
        "if", "then", "else", "elif", "fi", "case", "esac", "for", "select", "while", "until", "do", "done", "in",
        "function", "time", "coproc", "{", "}", "!", "[[", "]]",
    ]
}

extension ShellWord {
    /// The word when the shell would leave it as it is, less its quotes.
    fileprivate var literalText: String? {
        var text = ""
        for part in parts {
            guard let piece = part.literalText(isQuoted: false) else { return nil }
            text += piece
        }
        return text.utf8.contains(0) ? nil : text
    }
}

extension WordPart {
    fileprivate func literalText(isQuoted: Bool) -> String? {
        switch self {
        case .literal(let text): return isQuoted || text.utf8.allSatisfy(Self.isPlain) ? text : nil
        case .quoted(let text): return text
        case .doubleQuoted(let parts):
            var text = ""
            for part in parts {
                guard let piece = part.literalText(isQuoted: true) else { return nil }
                text += piece
            }
            return text
        case .parameter, .command, .process, .arithmetic, .array, .placeholder: return nil
        }
    }

    /// Bytes that mean nothing to the shell wherever they stand in a word; `=` only because a tilde is no such byte.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
            true
        default: "-_./:@%+,=".utf8.contains(byte)
        }
    }
}
