import ByteText
import RunbookModel

/// What is said in the words and the input of programs that no rule explains, or whose language no rule reads.
extension ScriptAnalyzer {
    /// SQL that destroys something, given to a client that is not known.
    mutating func judgeGivenText(_ call: Call) {
        var texts = call.arguments.filter { $0.unknown == nil }.map(\.text)
        if case .text(let text) = call.input { texts.append(text) }
        for text in texts {
            for statement in text.split(whereSeparator: { $0 == ";" || $0.isNewline }) {
                let words = statement.parts(between: " ")
                guard words.count > 1, ["DROP", "TRUNCATE", "DELETE"].contains(words[0].uppercased()) else { continue }
                add(
                    .red, "program.statement",
                    "It is given '\(words.prefix(3).joined(separator: " "))', which destroys.",
                    call.range, target: words.last.map(String.init))
                return
            }
        }
    }

    /// Commands of a session that moves files, from the input or an option.
    mutating func judgeTransfer(_ call: Call) {
        var texts: [String] = []
        if case .text(let text) = call.input { texts.append(text) }
        for (option, value) in zip(call.arguments, call.arguments.dropFirst())
        where ["-e", "-c"].contains(option.text) && value.unknown == nil { texts.append(value.text) }
        for text in texts {
            for line in text.split(whereSeparator: { $0 == ";" || $0.isNewline }) {
                guard let verb = line.parts(between: " ").first?.lowercased() else { continue }
                if verb.hasPrefix("!") {
                    analyzePayload(String(line.trimmedSpace.dropFirst()), of: call.name, range: call.range)
                }
                if ["rm", "rmdir", "mrm", "delete", "mdelete", "dele"].contains(verb) {
                    add(.red, "transfer.delete", "Deletes files on the other host.", call.range)
                }
            }
        }
    }

    /// The calculator `dc` runs what stands behind a `!` in a shell.
    mutating func judgeCalculator(_ call: Call) {
        var texts = call.arguments.map(\.text)
        switch call.input {
        case .text(let text): texts.append(text)
        case .opaque: add(.red, "dc.opaque", "It may run what its input says; that can't be known.", call.range)
        case .none: break
        }
        for text in texts where text.holds("!") {
            add(.red, "dc.shell", "A '!' in what it calculates runs a command of the shell.", call.range)
        }
        let isPlain = call.arguments.allSatisfy { $0.isKnown && ["-e", "-V", "--version"].contains($0.text) }
        let isExpression = call.arguments.count == 2 && call.arguments[0].text == "-e" && call.arguments[1].isKnown
        if isPlain || isExpression {
            add(.green, "dc", "Calculates.", call.range)
        } else {
            addUnknown("dc.file", "It calculates what is not shown here.", call.display(call.arguments), call.range)
        }
    }

    /// `gdb -ex 'shell …'`: a command of the debugger that runs another program, or changes the one that it looks at.
    mutating func judgeDebugger(_ call: Call) {
        for (option, value) in zip(call.arguments, call.arguments.dropFirst())
        where ["-ex", "--ex", "-iex", "--eval-command", "-eval-command"].contains(option.text) {
            let text = value.text.trimmedSpace
            let verb = text.prefix { $0.isLetter || $0 == "!" }.lowercased()
            if ["shell", "make", "pipe"].contains(verb) || verb.hasPrefix("!") {
                let payload = verb.hasPrefix("!") ? text.dropFirst() : text.dropFirst(verb.count)
                analyzePayload(String(payload), of: call.name, range: call.range)
            } else if ["call", "kill", "signal", "jump", "python"].contains(verb) || text.hasPrefix("set var")
                || !value.isKnown
            {
                add(.red, "debugger.change", "The debugger changes or ends the process.", call.range)
            }
        }
    }
}

extension ToolHandlers {
    /// Command lines of containers and virtual machines that run a command inside.
    static let machines: [String: Handler] = [
        "dc": { analyzer, call in analyzer.judgeCalculator(call) },
        "machine-exec": { analyzer, call in
            var words = call.arguments
            if let dashes = words.firstIndex(where: { $0.text == "--" }) {
                words = Array(words[(dashes + 1)...])
            } else {
                words = Array(words.drop(while: \.isOption).dropFirst())
            }
            guard !words.isEmpty else {
                analyzer.judgeInput(call, of: "a session in a machine")
                return
            }
            analyzer.add(.yellow, "machine.exec", "Runs a command in a machine.", call.range)
            analyzer.judgeInContainer(words, call)
        },
        "machine-ssh": { analyzer, call in
            for (option, value) in zip(call.arguments, call.arguments.dropFirst())
            where ["-c", "--command", "-C"].contains(option.text) { analyzer.judgeRemoteText([value], call) }
            analyzer.add(.yellow, "machine.ssh", "Runs a command in a machine.", call.range)
        },
    ]
}
