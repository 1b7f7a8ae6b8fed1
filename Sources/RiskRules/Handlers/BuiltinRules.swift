import ByteText
import RunbookModel
import ShellSyntax

extension ToolHandlers {
    /// Builtins that need more than a table.
    static let builtins: [String: Handler] = {
        var table: [String: Handler] = [:]
        for name in ["export", "declare", "typeset", "local", "readonly"] { table[name] = declare }
        table["alias"] = { analyzer, call in
            for argument in call.arguments {
                guard let sign = argument.text.firstIndex(of: "="), argument.unknown == nil else {
                    if !argument.isKnown {
                        analyzer.add(.yellow, "shell.alias", "Sets an alias that can't be known.", call.range)
                    }
                    continue
                }
                let name = String(argument.text[..<sign])
                let value = String(argument.text[argument.text.index(after: sign)...])
                analyzer.scope.aliases[name] = value
                analyzer.analyzePayload(value, of: "alias", range: call.range, inThisShell: true)
            }
            analyzer.add(.green, "shell.alias", "Sets or shows short names in this shell.", call.range)
        }
        table["printf"] = { analyzer, call in
            if call.arguments.first?.text == "-v" || call.arguments.first?.text.hasPrefix("-v") ?? false {
                analyzer.setsVariables(Array(call.arguments.prefix(2)), call)
            }
            analyzer.add(.green, "printf", "Prints text.", call.range)
        }
        for name in ["read", "mapfile", "readarray", "getopts"] {
            table[name] = { analyzer, call in
                analyzer.setsVariables(call.arguments, call)
                let hooks = call.arguments.contains { $0.text.hasPrefix("-C") }
                if hooks, call.name != "read" {
                    analyzer.add(.red, "shell.callback", "It runs a command for each line.", call.range)
                }
                analyzer.add(.green, "shell.read", "Reads a line into a variable.", call.range)
            }
        }
        table["let"] = { analyzer, call in
            analyzer.setsVariables(call.arguments, call)
            for argument in call.arguments where argument.text.holds("$(") || argument.text.holds("`") {
                analyzer.add(.red, "shell.arithmetic", "The calculation runs a command.", call.range)
            }
            analyzer.analyzeArithmetic([.literal(call.display(call.arguments))], range: call.range)
        }
        table["unset"] = { analyzer, call in
            analyzer.setsVariables(call.arguments, call)
            for argument in call.arguments { analyzer.scope.functions[argument.text] = nil }
            analyzer.add(.green, "shell.variable", "Forgets a variable of this shell.", call.range)
        }
        table["set"] = { analyzer, call in
            if call.arguments.isEmpty {
                analyzer.add(
                    Finding(
                        .yellow, "shell.set", "Shows all variables, secrets among them.", range: call.range,
                        discloses: true))
                return
            }
            analyzer.add(.green, "shell.set", "Changes how this shell behaves.", call.range)
        }
        table["wait"] = { analyzer, call in
            // `-p NAME` gets the number of the process.
            if call.arguments.contains(where: { $0.text.hasPrefix("-p") }) {
                analyzer.setsVariables(call.arguments.filter { !$0.isOption || $0.text.utf8.count > 2 }, call)
            }
            analyzer.add(.green, "shell.wait", "Waits for jobs of this shell.", call.range)
        }
        table["["] = test
        table["test"] = test
        table["enable"] = { analyzer, call in
            analyzer.add(.yellow, "shell.enable", "Changes which builtins the shell has; may load code.", call.range)
        }
        table["hash"] = { analyzer, call in
            let isPlain = call.arguments.isEmpty || call.arguments.first?.text == "-r"
            analyzer.add(
                isPlain ? .green : .yellow, "shell.hash", "Changes where the shell finds programs.", call.range)
        }
        table["bind"] = { analyzer, call in
            analyzer.add(.yellow, "shell.bind", "Binds keys to commands.", call.range)
        }
        table["complete"] = table["bind"]
        return table
    }()

    private static let test: Handler = { analyzer, call in
        for argument in call.arguments where argument.text.holds("[$(") || argument.text.holds("[`") {
            analyzer.add(.red, "shell.arithmetic", "An index runs a command.", call.range)
        }
        // The index of the variable that `-v` asks for is evaluated, whatever value it came from.
        for (option, name) in zip(call.arguments, call.arguments.dropFirst()) where option.text == "-v" {
            analyzer.checkEvaluated(name.text, range: call.range)
            if name.unknown == .output {
                analyzer.add(
                    .yellow, "shell.test", "The name that it asks for can't be known, and may run a command.",
                    call.range)
            }
        }
        analyzer.add(.green, "shell.test", "Checks a condition.", call.range)
    }

    private static let declare: Handler = { analyzer, call in
        let words = call.arguments.filter { !$0.isOption }
        let options = call.arguments.filter(\.isOption)
        if options.contains(where: { $0.text.holds("n") || $0.text.holds("i") }) {
            analyzer.add(.yellow, "shell.declare", "Gives a variable a meaning that can't be followed.", call.range)
        }
        if words.isEmpty {
            if call.name != "local" {
                analyzer.add(
                    Finding(
                        .yellow, "shell.variables", "Shows all variables, secrets among them.", range: call.range,
                        discloses: true))
            }
            return
        }
        for word in words {
            let name = String(word.text.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
            guard !name.isEmpty, word.text.first != Argument.unknownPart else {
                analyzer.add(.yellow, "shell.declare", "Sets a variable whose name can't be known.", call.range)
                continue
            }
            let value = word.text.firstIndex(of: "=").map { String(word.text[word.text.index(after: $0)...]) }
            if value != nil, word.unknown == nil, word.text.dropFirst(name.count).first == "=" {
                analyzer.scope.set(
                    name, value.map(Scope.Value.text), in: analyzer.text, isCertain: analyzer.branches == 0)
            } else {
                analyzer.scope.forget(name)
            }
            EnvironmentRules.judge(
                name, value ?? "", isExported: call.name == "export" && !analyzer.isAlone, range: word.range,
                in: &analyzer)
        }
        analyzer.add(.green, "shell.variable", "Sets variables for the commands that follow.", call.range)
    }
}

extension ScriptAnalyzer {
    /// Variables that get values which can't be known; a name that can't be known makes the whole text unsure.
    mutating func setsVariables(_ names: [Argument], _ call: Call) {
        for name in names {
            if name.isKnown {
                scope.tainted.insert(String(name.text.prefix { $0.isLetter || $0.isNumber || $0 == "_" }))
                scope.forget(String(name.text.prefix { $0.isLetter || $0.isNumber || $0 == "_" }))
                if name.text.hasPrefix("-v") { scope.forget(String(name.text.dropFirst(2))) }
                if ["IFS", "PATH"].contains(name.text) {
                    scope.separators = nil
                    add(.yellow, "shell.read", "Sets \(name.text) to what it reads.", call.range)
                }
                if name.text.holds("$(") || name.text.holds("`") {
                    add(.red, "shell.arithmetic", "An index runs a command.", call.range)
                }
            } else {
                add(.yellow, "shell.read", "Sets a variable whose name can't be known.", call.range)
            }
        }
    }
}
