import ByteText
import ShellSyntax

/// What must be there for a command to run: programs to find and variables that are set.
package struct CommandNeeds: Hashable, Sendable {
    /// Programs that it calls itself, builtins of bash and its own functions left out.
    package var programs: [String] = []
    /// Variables that it reads and neither sets nor gives a default.
    package var variables: [String] = []

    /// Reads a shell text.
    package init(of text: String) {
        let script = ShellParser().parse(text)
        var walk = NeedsWalk()
        walk.list(script.commands)
        for name in script.commandNames where !walk.functions.contains(name) && Self.isProgram(name) {
            programs.append(name)
        }
        for name in walk.read where !walk.written.contains(name) && !Self.given.contains(name) {
            if !variables.contains(name) { variables.append(name) }
        }
    }

    private static func isProgram(_ name: String) -> Bool {
        guard let first = name.utf8.first, first != UInt8(ascii: "-"), !ShellScript.isBuiltin(name) else {
            return false
        }
        return name.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || "-_./+".unicodeScalars.contains(scalar))
        }
    }

    /// What bash sets itself, or the account has anyway.
    private static let given: Set<String> = [
        "HOME", "USER", "LOGNAME", "PATH", "PWD", "OLDPWD", "SHELL", "HOSTNAME", "RANDOM", "SECONDS", "EPOCHSECONDS",
        "LINENO", "IFS", "UID", "EUID", "PPID", "OPTARG", "OPTIND", "REPLY", "PIPESTATUS", "SHLVL", "LANG", "TERM",
        "COLUMNS", "TMPDIR", "HOSTTYPE", "MACHTYPE", "OSTYPE", "FUNCNAME", "BASHPID", "BASH", "BASH_VERSION",
    ]
}

/// One walk through a tree that collects names.
private struct NeedsWalk {
    var read: [String] = []
    var written: Set<String> = []
    var functions: Set<String> = []

    mutating func list(_ list: CommandList) {
        for item in list.items {
            for pipeline in item.pipelines {
                for stage in pipeline.stages { command(stage) }
            }
        }
    }

    private mutating func command(_ command: Command) {
        for redirection in command.redirections {
            if let variable = redirection.variable { written.insert(variable) }
            word(redirection.target)
            parts(redirection.body)
        }
        switch command.kind {
        case .simple(let simple): self.simple(simple)
        case .subshell(let inner), .group(let inner): list(inner)
        case .conditional(let branches, let otherwise):
            for branch in branches {
                list(branch.condition)
                list(branch.body)
            }
            if let otherwise { list(otherwise) }
        case .loop(let condition, let body):
            list(condition)
            list(body)
        case .forEach(let variable, let words, let body):
            written.insert(variable)
            for word in words ?? [] { self.word(word) }
            list(body)
        case .arithmeticFor(let inner, let body):
            parts(inner)
            list(body)
        case .caseOf(let subject, let arms):
            word(subject)
            for arm in arms {
                for pattern in arm.patterns { word(pattern) }
                list(arm.body)
            }
        case .function(let name, let body):
            functions.insert(name)
            self.command(body)
        case .test(let words): for word in words { self.word(word) }
        case .arithmetic(let inner): parts(inner)
        case .coprocess(let inner): self.command(inner)
        }
    }

    private mutating func simple(_ simple: SimpleCommand) {
        for assignment in simple.assignments {
            written.insert(assignment.name)
            parts(assignment.index ?? [])
            word(assignment.value)
        }
        for word in simple.words { self.word(word) }
        // `read a b`, `export a`, `local a`, `printf -v a`: names that it sets are no needs.
        guard let program = simple.words.first?.plainText,
            [
                "read", "export", "local", "declare", "readonly", "typeset", "mapfile", "readarray", "printf",
                "getopts", "unset",
            ]
            .contains(program)
        else { return }
        for word in simple.words.dropFirst() {
            if let name = word.plainText?.parts(between: "=", maxSplits: 1).first { written.insert(String(name)) }
        }
    }

    private mutating func word(_ word: ShellWord) { parts(word.parts) }

    private mutating func parts(_ parts: [WordPart]) {
        for part in parts {
            switch part {
            case .literal, .quoted, .placeholder: break
            case .doubleQuoted(let inner), .arithmetic(let inner): self.parts(inner)
            case .parameter(let parameter):
                let hasDefault = ["-", "=", "+", "?"].contains { parameter.operation.hasSuffix($0) }
                if !hasDefault, let first = parameter.name.utf8.first, Self.beginsName(first) {
                    read.append(parameter.name)
                }
                self.parts(parameter.index ?? [])
                self.parts(parameter.argument)
            case .command(let inner), .process(let inner, _): list(inner)
            case .array(let words): for word in words { self.word(word) }
            }
        }
    }

    private static func beginsName(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_")
    }
}
