import ByteText
import RunbookModel
import ShellSyntax

extension ToolHandlers {
    /// Shells, and what shells do themselves.
    static let shells: [String: Handler] = {
        var table: [String: Handler] = [:]
        for name in ShellNames.all { table[name] = { analyzer, call in analyzer.judgeShell(call) } }
        table["eval"] = { analyzer, call in
            guard !call.arguments.isEmpty, call.arguments.allSatisfy({ $0.unknown == nil }) else {
                analyzer.add(.red, "shell.eval", "eval runs a text that can't be known.", call.range)
                return
            }
            analyzer.analyzePayload(
                call.arguments.map(\.text).joined(separator: " "), of: "eval", range: call.range, input: call.input,
                inThisShell: true)
        }
        for name in ["source", "."] {
            table[name] = { analyzer, call in
                let file = call.arguments.first
                let isOpaque = file.map { !$0.isKnown || $0.text.hasPrefix("/dev/") } ?? true
                analyzer.add(
                    isOpaque ? .red : .yellow, "shell.source", "Runs the commands of a file that is not shown here.",
                    call.range, effect: "Runs the commands of \(file?.display ?? "a file").", target: file?.display)
            }
        }
        table["trap"] = { analyzer, call in
            guard let first = call.arguments.first, !first.text.isEmpty, first.text != "-" else {
                analyzer.add(.green, "shell.trap", "Changes how this shell reacts to signals.", call.range)
                return
            }
            guard first.unknown == nil else {
                analyzer.add(.red, "shell.trap", "What it runs at a signal can't be known.", call.range)
                return
            }
            analyzer.analyzePayload(first.text, of: "trap", range: call.range, inThisShell: true)
            analyzer.add(.green, "shell.trap", "Runs a command when the shell ends or gets a signal.", call.range)
        }
        for name in ["at", "batch"] {
            table[name] = { analyzer, call in
                if ["-l", "-q", "-V"].contains(call.arguments.first?.text) {
                    analyzer.add(.green, "at.list", "Lists commands that wait for their time.", call.range)
                    return
                }
                if call.arguments.contains(where: { $0.text.hasPrefix("-d") || $0.text.hasPrefix("-r") }) {
                    analyzer.add(.red, "at.delete", "Deletes commands that wait for their time.", call.range)
                    return
                }
                analyzer.judgeInput(call, of: "a list of commands for later")
                analyzer.add(.yellow, "at", "Runs commands later, unwatched.", call.range)
            }
        }
        return table
    }()
}

extension ScriptAnalyzer {
    /// `bash …`: a command in `-c`, a script, or what comes on its input.
    mutating func judgeShell(_ call: Call) {
        var index = 0
        var takesCommand = false
        let arguments = call.arguments
        while index < arguments.count {
            let argument = arguments[index]
            guard argument.isKnown else { break }
            if argument.text == "--" || argument.text == "-" {
                index += 1
                break
            }
            guard argument.text.hasPrefix("-") || argument.text.hasPrefix("+"), argument.text.count > 1 else { break }
            index += 1
            if argument.text.hasPrefix("--") {
                switch argument.text {
                case "--version", "--help":
                    add(.green, "shell.help", "Shows the help or the version of \(call.name).", call.range)
                    return
                case "--login", "--posix", "--norc", "--noprofile", "--verbose": continue
                case "--command": takesCommand = true
                default:
                    addUnknown(
                        "shell.option", "The option \(argument.text) of \(call.name) is not known.", argument.text,
                        argument.range)
                    if argument.text == "--rcfile" || argument.text == "--init-file" { index += 1 }
                }
                continue
            }
            let letters = argument.text.dropFirst()
            if letters.holds("c") { takesCommand = true }
            if letters.holds("o") || letters.holds("O") { index += 1 }
            if letters.contains(where: { !"ceuxnlisvfoOkpBm".contains($0) }) {
                addUnknown(
                    "shell.option", "The option \(argument.text) of \(call.name) is not known.", argument.text,
                    argument.range)
            }
            if argument.text == "-n" {
                add(.green, "shell.check", "Checks the syntax of a script without running it.", call.range)
                return
            }
        }
        guard index < arguments.count else {
            judgeInput(call, of: "a shell")
            return
        }
        let readsInput = arguments[..<index].contains {
            $0.text.hasPrefix("-") && !$0.text.hasPrefix("--") && $0.text.holds("s")
        }
        if readsInput, !takesCommand {
            judgeInput(call, of: "a shell")
            return
        }
        guard takesCommand else {
            judgeScript(arguments[index], call)
            return
        }
        judgeCommandText(arguments[index], call, positional: Array(arguments.dropFirst(index + 2)))
    }

    private mutating func judgeScript(_ script: Argument, _ call: Call) {
        if Self.inputFiles.contains(script.text) {
            judgeInput(call, of: "a shell")
            return
        }
        if script.isKnown, script.text.hasPrefix("/") {
            let rest = call.arguments.drop { $0.range != script.range }.dropFirst()
            if judgeDeclaredScript(
                script.text,
                Call(
                    name: script.text, arguments: Array(rest), range: call.range, input: call.input,
                    prefix: call.prefix,
                    isRemote: call.isRemote))
            {
                return
            }
        }
        let isOpaque =
            !script.isKnown && script.unknown == .output || script.text.hasPrefix("/dev/fd")
            || script.text.hasPrefix("/proc/")
        add(
            isOpaque ? .red : .yellow, "shell.script", "Runs a script whose commands are not shown here.", call.range,
            effect: "Runs the script \(script.display).", target: script.display)
    }

    private mutating func judgeCommandText(_ payload: Argument, _ call: Call, positional: [Argument]) {
        guard payload.unknown == nil else {
            if payload.unknown == .placeholder, payload.text.first != Argument.unknownPart,
                let text = shellText([payload])
            {
                analyzePayload(text, of: call.name, range: call.range, input: call.input)
                add(.yellow, "shell.splice", "A value becomes part of a shell command.", call.range)
                return
            }
            add(.red, "shell.hidden", "The command that the shell runs can't be known.", call.range)
            return
        }
        analyzePayload(payload.text, of: call.name, range: call.range, input: call.input, positional: positional)
    }
}
