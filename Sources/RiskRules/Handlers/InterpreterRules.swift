import ByteText
import RunbookModel

extension ToolHandlers {
    /// Languages whose programs stand on the command line.
    static let interpreters: [String: Handler] = {
        var table: [String: Handler] = [:]
        for name in ["python", "python3", "python2", "python3.11", "python3.12", "pypy", "pypy3"] {
            table[name] = { analyzer, call in analyzer.judgeInterpreter(call, .python) }
        }
        table["perl"] = { analyzer, call in analyzer.judgeInterpreter(call, .perl) }
        table["ruby"] = { analyzer, call in analyzer.judgeInterpreter(call, .ruby) }
        for name in ["node", "nodejs", "deno", "bun"] {
            table[name] = { analyzer, call in analyzer.judgeInterpreter(call, .node) }
        }
        table["php"] = { analyzer, call in analyzer.judgeInterpreter(call, .php) }
        for name in ["lua", "tclsh", "expect", "osascript", "guile", "Rscript", "groovy"] {
            table[name] = { analyzer, call in analyzer.judgeInterpreter(call, .other) }
        }
        for name in ["vi", "vim", "nvim", "ex", "emacs", "ed", "view"] { table[name] = editor }
        table["nano"] = editor
        table["less"] = pager
        table["more"] = pager
        table["zless"] = pager
        table["zmore"] = pager
        table["most"] = pager
        return table
    }()

    private static let editor: Handler = { analyzer, call in
        for argument in call.arguments {
            if argument.text.holds("!") || argument.text.holds("system(") || argument.text.holds("shell") {
                analyzer.add(.red, "editor.shell", "The editor runs a shell command.", argument.range)
            } else if argument.text == "-c" || argument.text == "-S" || argument.text.hasPrefix("+")
                || argument.text == "--cmd"
            {
                analyzer.add(.yellow, "editor.command", "The editor runs commands of its own.", argument.range)
            }
        }
        if call.input == .opaque {
            analyzer.add(.red, "editor.input", "The editor runs what its input says.", call.range)
        }
        let file = call.arguments.last { !$0.isOption }
        analyzer.add(
            .yellow, "editor", "Opens a file to be changed by hand.", call.range,
            effect: "Opens \(file?.display ?? "a file") in an editor.", target: file?.display)
    }

    private static let pager: Handler = { analyzer, call in
        let harmless: Set<String> = [
            "-R", "-S", "-N", "-F", "-X", "-n", "-i", "-I", "-r", "-s", "-M", "-m", "-e", "-E", "+G", "+F", "-FX",
            "-SR", "-RS", "-FRX", "-FRSX", "-c", "-d", "-f", "-p",
        ]
        for argument in call.arguments where argument.text.hasPrefix("+") || argument.isOption {
            if argument.text.hasPrefix("+!") || argument.text.hasPrefix("++!") || argument.text.holds("!")
                || argument.text.holds("|")
            {
                analyzer.add(.red, "pager.shell", "The pager runs a shell command.", argument.range)
            } else if argument.text == "+F" {
                analyzer.add(.endless("pager.follow", argument.range))
            } else if !harmless.contains(argument.text),
                !(argument.text.hasPrefix("+") && argument.text.dropFirst().allSatisfy(\.isNumber)),
                !argument.text.hasPrefix("+/")
            {
                analyzer.addUnknown(
                    "pager", "The option \(argument.display) of \(call.name) is not known.", argument.display,
                    argument.range)
            }
        }
        analyzer.checkDisclosure(call.arguments.filter { !$0.isOption }, call)
        analyzer.add(.green, "pager", "Shows text page by page.", call.range)
    }
}

/// What program text in another language shows about itself. It is never run; green needs every word to be known.
struct ProgramText {
    enum Language { case python, perl, ruby, node, php, other }

    let language: Language
    let source: String

    private static let runs = [
        "system", "exec", "popen", "subprocess", "spawn", "`", "qx", "os.", "shell", "passthru", "proc_open", "Kernel",
        "child_process", "eval", "import(", "__import__", "require", "ctypes", "pty", "fork", "%x", "execfile",
        "compile(",
    ]
    private static let destroys = [
        "unlink", "rmtree", "rmdir", "os.remove", "shutil.move", "truncate", "rm_rf", "rm_r", "File.delete",
        "FileUtils", "fs.rm", "rmSync",
        "unlinkSync", "removedirs", "delete_all", "destroy_all", "drop_table", "drop_database", "flushall", "flushdb",
        "drop(",
    ]

    var runsCommands: Bool { Self.runs.contains { source.contains($0) } }
    var destroysSomething: Bool {
        if Self.destroys.contains(where: { source.contains($0) }) { return true }
        let compact = source.filter { $0 != " " }
        return
            (source.holds("open")
            && (compact.holds(",'w") || compact.holds(",\"w") || compact.holds(",'>")
                || compact.holds(",\">") || compact.holds("mode='w")))
            || source.holds("writeFile") || source.holds("file_put_contents") || source.holds("File.write")
            || source.holds("write_text")
    }

    /// The texts in quotes, which may be commands.
    var literals: [String] {
        var list: [String] = []
        var current = ""
        var quote: Character?
        var escaped = false
        for character in source {
            if let open = quote {
                if escaped {
                    current.append(character)
                    escaped = false
                } else if character == "\\" {
                    escaped = true
                } else if character == open {
                    list.append(current)
                    current = ""
                    quote = nil
                } else {
                    current.append(character)
                }
            } else if character == "\"" || character == "'" || character == "`" {
                quote = character
            }
            guard list.count < 16 else { break }
        }
        return list
    }

    private static let pythonWords: Set<String> = [
        "import", "json", "sys", "time", "datetime", "math", "print", "len", "str", "int", "float", "sorted", "sum",
        "min", "max",
        "load", "loads", "dumps", "dump", "stdin", "stdout", "read", "readline", "strip", "split", "join", "for", "in",
        "if", "else", "not", "and", "or", "None", "True",
        "False", "get", "items", "keys", "values", "indent", "line", "list", "dict", "set", "range", "round", "lambda",
        "key", "reverse",
        "isoformat", "now", "utcnow", "timedelta", "hours", "minutes", "seconds", "days", "strftime", "fromtimestamp",
        "utcfromtimestamp", "sep", "end", "format", "replace",
        "startswith", "endswith", "lower", "upper", "is", "any", "all", "enumerate", "zip", "from", "as", "separators",
        "sort_keys", "version", "platform", "socket", "gethostname", "uuid", "uuid4", "urllib", "parse", "quote",
        "unquote", "hashlib",
    ]
    private static let perlWords: Set<String> = [
        "print", "printf", "say", "if", "unless", "and", "or", "not", "chomp", "split", "join", "lc", "uc", "length",
        "substr", "sprintf", "while", "my", "for", "foreach", "scalar", "keys", "values", "sort", "reverse", "map",
        "grep", "localtime", "gmtime", "time", "END", "BEGIN",
        "push", "shift", "next", "last", "defined", "exists", "int", "eq", "ne", "lt", "gt", "le", "ge", "cmp", "sum",
    ]

    /// Whether it provably only reads its input and prints.
    var isHarmless: Bool {
        switch language {
        case .python:
            guard !source.holds("__"), !source.holds("\\x"), !source.holds("getattr"), !source.holds("\\0")
            else { return false }
            return words(excludingQuoted: true).allSatisfy {
                Self.pythonWords.contains($0) || $0.count == 1 || ($0.count == 2 && $0.first == $0.last)
            }
                && !source.contains("sys.std" + "out.write(open") && !source.holds("f'") && !source.holds("f\"")
        case .perl:
            guard !source.holds("`"), !source.holds("qx"), !source.holds("(?{"), !source.holds("??{"),
                !source.holds("|"), !source.holds("<") || !source.holds("<$") && !source.holds("<<"),
                !source.holds("${"), !source.holds("@{"), !source.holds("&"), !source.holds("->"),
                !source.holds(">>")
            else { return false }
            return perlStatements
        default: return false
        }
    }

    /// `$x[…]` and `$x{…}` within a pattern or its replacement are evaluated.
    private static func holdsCode(_ part: ArraySlice<Character>) -> Bool {
        var isVariable = false
        for character in part {
            if isVariable, character == "[" || character == "{" || character == "(" { return true }
            isVariable =
                character == "$" || character == "@"
                || isVariable && (character.isLetter || character.isNumber || character == "_" || character == ":")
        }
        return false
    }

    /// Only matches and prints: `print if /x/`, `s/a/b/; print`.
    private var perlStatements: Bool {
        var isKnown = true
        let text = Array(source)
        var index = 0
        var plain = ""
        while index < text.count {
            if text[index] == "/" {
                // `s/a/b/` has two parts, a match one.
                let before = plain.dropLast().last
                let isSubstitution = plain.last == "s" && !(before?.isLetter ?? false) && before != "$" && before != "@"
                if isSubstitution { plain.removeLast() }
                for _ in 0..<(isSubstitution ? 2 : 1) {
                    let start = index + 1
                    index += 1
                    while index < text.count, text[index] != "/" { index += text[index] == "\\" ? 2 : 1 }
                    if Self.holdsCode(text[min(start, text.count)..<min(index, text.count)]) { isKnown = false }
                }
                index += 1
                // Modifiers: `e` evaluates.
                while index < text.count, text[index].isLetter {
                    if !"gimsxor".contains(text[index]) { isKnown = false }
                    index += 1
                }
                plain.append(" ")
            } else {
                plain.append(text[index])
                index += 1
            }
        }
        let rest = ProgramText(language: .other, source: plain)
        // A lone `s`, `y`, `m` or `q` starts an operator with quotes of its own.
        return isKnown
            && rest.words(excludingQuoted: false).allSatisfy { word in
                Self.perlWords.contains(word) || (word.count == 1 && !"symqe".contains(word))
            }
    }

    private func words(excludingQuoted: Bool) -> [String] {
        var list: [String] = []
        var current = ""
        var quote: Character?
        for character in source {
            if let open = quote {
                if character == open { quote = nil }
                continue
            }
            if character.isLetter || character == "_" || (character.isNumber && !current.isEmpty) {
                current.append(character)
            } else {
                if !current.isEmpty { list.append(current) }
                current = ""
                if excludingQuoted, character == "\"" || character == "'" { quote = character }
            }
        }
        if !current.isEmpty { list.append(current) }
        return list
    }
}

extension ScriptAnalyzer {
    private static let harmlessOptions: Set<String> = [
        "-n", "-p", "-l", "-a", "-w", "-u", "-I", "-s", "-S", "-E", "-q", "-ne", "-F", "-0777", "-lane", "-B",
    ]

    mutating func judgeInterpreter(_ call: Call, _ language: ProgramText.Language) {
        let evaluating = [
            "-c": language == .python, "-e": language != .python && language != .php, "-E": language == .perl,
            "-r": language == .php, "-p": language == .node, "--eval": language == .node, "eval": language == .node,
            "-B": false,
        ]
        var index = 0
        let arguments = call.arguments
        var found = false
        var inPlace = false
        while index < arguments.count {
            let argument = arguments[index]
            index += 1
            let text = argument.text
            if ["--version", "-V", "-v", "--help", "-h"].contains(text), arguments.count == 1 {
                add(.green, "interpreter.help", "Shows the help or the version of \(call.name).", call.range)
                return
            }
            if language == .python, text == "-m", index < arguments.count {
                judgePythonModule(arguments[index], Array(arguments[(index + 1)...]), call)
                return
            }
            if (language == .perl || language == .ruby), argument.isOption, text.dropFirst().first != "-",
                text.holds("i"), !text.hasPrefix("-M"), !text.hasPrefix("-I")
            {
                inPlace = true
            }
            let isCluster =
                (language == .perl || language == .ruby) && argument.isOption
                && text.dropFirst().allSatisfy({ "nplaweEs0i".contains($0) }) && (text.last == "e" || text.last == "E")
            if evaluating[text] == true || isCluster, index < arguments.count {
                found = true
                judgeProgram(arguments[index], language, call)
                index += 1
                if language == .python { break }
                continue
            }
            if argument.isOption, argument.isKnown {
                if !Self.harmlessOptions.contains(text) {
                    addUnknown(
                        "interpreter.option", "The option \(text) of \(call.name) is not known.", text, argument.range)
                }
                continue
            }
            if !found {
                if text == "-" || text == "/dev/stdin" {
                    judgeScriptInput(call, language)
                    return
                }
                let isOpaque = !argument.isKnown && argument.unknown == .output || text.hasPrefix("/dev/fd")
                add(
                    isOpaque ? .red : .yellow, "interpreter.script", "Runs a program that is not shown here.",
                    call.range, effect: "Runs the program \(argument.display).", target: argument.display)
                if let task = arguments[index...].first, task.isKnown, !task.isOption, Verbs.namesDestruction(task.text)
                {
                    add(
                        .red, "task.destroy", "The task '\(task.display)' destroys data, by its name.", task.range,
                        effect: "Runs the task \(task.display).", target: task.display)
                }
                return
            }
            judgeDataFile(argument, language, call)
        }
        if inPlace { add(.yellow, "interpreter.inplace", "Changes files in place.", call.range) }
        if !found { judgeScriptInput(call, language) }
    }

    private mutating func judgeDataFile(_ file: Argument, _ language: ProgramText.Language, _ call: Call) {
        checkDisclosure([file], call)
        let isMagic =
            file.text.holds("|") || file.text.hasPrefix(">") || file.text.hasPrefix("<") || file.mayBeOption
        if language == .perl, isMagic {
            add(.red, "perl.open", "perl runs a file name with '|' as a command.", file.range)
        }
    }

    private mutating func judgeScriptInput(_ call: Call, _ language: ProgramText.Language) {
        switch call.input {
        case .text(let text): judgeProgram(Argument(text: text, range: call.range), language, call)
        case .opaque:
            add(
                .red, "interpreter.opaque", "\(call.name) runs whatever its input says; that can't be known.",
                call.range)
        case .none:
            add(.yellow, "interpreter.interactive", "Opens \(call.name): what is typed there is not known.", call.range)
        }
    }

    private mutating func judgePythonModule(_ module: Argument, _ rest: [Argument], _ call: Call) {
        switch module.text {
        case "json.tool":
            let operands = rest.filter { !$0.isOption }
            let isKnown = rest.filter(\.isOption).allSatisfy {
                ["--sort-keys", "--no-ensure-ascii", "--indent", "--compact", "--tab", "--json-lines"].contains($0.text)
            }
            if isKnown, operands.count <= 1 || rest.contains(where: { $0.text == "--indent" }) && operands.count <= 2 {
                checkDisclosure(operands, call)
                add(.green, "python.json", "Formats JSON.", call.range)
            } else {
                add(.yellow, "python.json", "Writes formatted JSON into a file.", call.range)
            }
        case "site", "platform", "this", "sysconfig": add(.green, "python.module", "Shows settings.", call.range)
        case "pip":
            judge(Call(name: "pip", arguments: rest, range: call.range, input: call.input))
        default:
            addUnknown(
                "python.module", "Runs the module '\(module.display)'; what it does is not known.", module.display,
                module.range)
        }
    }

    private mutating func judgeProgram(_ program: Argument, _ language: ProgramText.Language, _ call: Call) {
        guard program.unknown == nil else {
            add(.red, "interpreter.hidden", "The program can't be known.", call.range)
            return
        }
        let text = ProgramText(language: language, source: program.text)
        if text.isHarmless {
            add(.green, "interpreter.read", "The program only reads its input and prints.", call.range)
            return
        }
        if text.destroysSomething {
            add(
                .red, "interpreter.destroy", "The program deletes or overwrites files.", call.range,
                effect: "Runs a program that deletes or overwrites files.")
        }
        if text.runsCommands {
            let literals = text.literals
            for literal in literals + [literals.joined(separator: " ")] where literal.count > 1 {
                judgeLiteral(literal, call)
            }
        }
        addUnknown(
            "interpreter.program", "What the \(call.name) program does can't be proved.",
            String(program.text.prefix(60)), call.range)
    }

    /// A text in quotes counts when, as a command, it would be red.
    private mutating func judgeLiteral(_ literal: String, _ call: Call) {
        guard depth < Self.depthLimit else { return }
        var inner = ScriptAnalyzer(rules: rules, text: literal, depth: depth + 1, outerRange: outerRange ?? call.range)
        inner.budget = min(budget, 200)
        inner.analyze(literal)
        if inner.verdict.risk == .red {
            add(
                .red, "interpreter.command",
                "The program runs a command that destroys something: \(literal.prefix(60))", call.range)
        }
    }
}
