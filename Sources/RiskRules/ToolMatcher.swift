import ByteText
import RunbookModel

/// The options and operands of a call, read by the table of its program.
struct ParsedCall {
    struct Option {
        var name: String
        var value: Argument?
        var range: Range<Int>
    }

    var options: [Option] = []
    var operands: [Argument] = []
    /// Options that no rule of the program has.
    var strangers: [Argument] = []
    /// A word that can't be known stands where an option might.
    var mayHideOptions = false

    func value(_ names: String...) -> String? {
        options.last { names.contains($0.name) }?.value?.text
    }

    func has(_ names: String...) -> Bool { options.contains { names.contains($0.name) } }

    init(_ arguments: [Argument], arities: [String: OptionRule.Arity], singleDash: Bool, stops: Bool = false) {
        var index = 0
        var onlyOperands = false
        while index < arguments.count {
            let argument = arguments[index]
            index += 1
            if onlyOperands || !argument.isOption {
                if argument.mayBeOption, !onlyOperands { mayHideOptions = true }
                if stops { onlyOperands = true }
                operands.append(argument)
                continue
            }
            if argument.text == "--" {
                onlyOperands = true
                continue
            }
            if singleDash || argument.text.hasPrefix("--") {
                readLong(argument, arguments, &index, arities, singleDash)
            } else {
                readShort(argument, arguments, &index, arities)
            }
        }
    }

    private mutating func readLong(
        _ argument: Argument, _ arguments: [Argument], _ index: inout Int, _ arities: [String: OptionRule.Arity],
        _ singleDash: Bool
    ) {
        let text = argument.text
        var name = text
        var value: Argument?
        if let sign = text.firstIndex(of: "=") {
            name = String(text[..<sign])
            var attached = argument
            attached.text = String(text[text.index(after: sign)...])
            value = attached
        }
        if singleDash, name.hasPrefix("--"), arities[name] == nil { name.removeFirst() }
        guard let arity = arities[name], argument.unknown == nil || value != nil else {
            strangers.append(argument)
            return
        }
        if arity == .value, value == nil, index < arguments.count {
            value = arguments[index]
            index += 1
        }
        options.append(Option(name: name, value: value, range: argument.range))
    }

    private mutating func readShort(
        _ argument: Argument, _ arguments: [Argument], _ index: inout Int, _ arities: [String: OptionRule.Arity]
    ) {
        let text = argument.text
        if let arity = arities[text], text.count > 2 {
            // A word of its own, such as `-name`, in a program that has both kinds.
            var value: Argument?
            if arity == .value, index < arguments.count {
                value = arguments[index]
                index += 1
            }
            options.append(Option(name: text, value: value, range: argument.range))
            return
        }
        var rest = text.dropFirst()
        if arities["-#"] != nil, !rest.isEmpty, rest.allSatisfy(\.isNumber) {
            options.append(Option(name: "-#", value: nil, range: argument.range))
            return
        }
        while let letter = rest.popFirst() {
            let name = "-\(letter)"
            guard let arity = arities[name] else {
                strangers.append(argument)
                return
            }
            var value: Argument?
            if arity != .none, !rest.isEmpty {
                var attached = argument
                attached.text = String(rest.first == "=" ? rest.dropFirst() : rest)
                value = attached
                rest = ""
            } else if arity == .value, index < arguments.count {
                value = arguments[index]
                index += 1
            }
            options.append(Option(name: name, value: value, range: argument.range))
        }
    }
}

/// Applies the table of a program to a call.
extension ScriptAnalyzer {
    mutating func apply(_ tool: ToolTable, to call: Call) {
        let parsed = ParsedCall(
            call.arguments, arities: tool.arities, singleDash: tool.hasSingleDashOptions, stops: tool.stopsAtOperand)
        guard let rule = bestRule(of: tool, for: parsed.operands) else {
            judgeUnknownSubcommand(tool, call, parsed)
            return
        }
        note(call, parsed, rule, tool)
        if !parsed.strangers.isEmpty, rule.risk < .red, let hidden = hiddenRule(of: tool, in: parsed, above: rule) {
            add(
                .red, hidden.name, "An unknown option stands before '\(hidden.path.joined(separator: " "))'.",
                call.range, target: call.display(parsed.operands.suffix(1)))
        }
        if let last = call.arguments.last, last.text == "--help", parsed.operands.count == rule.path.count,
            call.arguments.count == rule.path.count + 1, !rule.path.contains(where: { $0.holds("*") })
        {
            add(.green, "\(tool.names[0]).help", "Shows help.", call.range, effect: "Shows the help of \(call.name).")
            return
        }
        if let handler = rule.handler, let run = ToolHandlers.all[handler] {
            var inner = call
            for word in rule.path {
                if let index = inner.arguments.firstIndex(where: { $0.text == word }) {
                    inner.arguments.remove(at: index)
                }
            }
            run(&self, inner)
            return
        }
        if let check = rule.check {
            if let run = ToolChecks.all[check] {
                run(&self, call, parsed, Array(parsed.operands.dropFirst(rule.path.count)))
            } else {
                addUnknown(rule.name, "The rule of \(call.name) has no check '\(check)'.", check, call.range)
            }
        }
        judge(call, by: rule, of: tool, parsed)
    }

    private mutating func judgeUnknownSubcommand(_ tool: ToolTable, _ call: Call, _ parsed: ParsedCall) {
        let name = tool.names[0]
        if call.arguments.count == 1, Self.asksForHelp(call.arguments[0].text) {
            add(.green, "\(name).help", "Shows the help or the version of \(call.name).", call.range)
            return
        }
        let words = call.display(parsed.operands.prefix(2))
        judgeByVerb(call, parsed.operands.map(\.text), rule: "\(name).unknown")
        judgeGivenText(call)
        addUnknown(
            "\(name).unknown", "No rule explains '\(call.name) \(words)'.", words.isEmpty ? call.name : words,
            call.range)
    }

    /// Words that say by themselves that something is destroyed.
    mutating func judgeByVerb(_ call: Call, _ words: [String], rule: String) {
        for word in words.prefix(4) {
            let head = word.parts(between: "-_:./").first.map(String.init) ?? word
            if Verbs.destroys(word.lowercased()) || Verbs.destroys(head.lowercased()) {
                add(
                    .red, rule, "'\(word)' says that it destroys something, and no rule explains it.", call.range,
                    target: words.last)
                return
            }
        }
    }

    func bestRule(of tool: ToolTable, for operands: [Argument]) -> SubcommandRule? {
        let first = operands.first.map { $0.isKnown ? $0.text : String(Argument.unknownPart) }
        var best: SubcommandRule?
        for key in [first, nil] {
            if let key, key.isEmpty { continue }
            guard let candidates = tool.index[key] else { continue }
            for index in candidates {
                let rule = tool.rules[index]
                if let best, best.path.count >= rule.path.count { break }
                if matches(rule.path, operands, tool) {
                    best = rule
                    break
                }
            }
            if first == nil { break }
        }
        return best
    }

    private func matches(_ path: [String], _ operands: [Argument], _ tool: ToolTable) -> Bool {
        guard path.count <= operands.count else { return false }
        for (index, pattern) in path.enumerated() {
            let operand = operands[index]
            if pattern == "*" { continue }
            if pattern.hasSuffix("*") {
                guard operand.text.hasPrefix(pattern.dropLast()) else { return false }
                continue
            }
            if operand.text == pattern, operand.isKnown { continue }
            guard tool.namesResources, index > 0, KubernetesResources.includes(pattern, in: operand.text) else {
                return false
            }
        }
        return true
    }

    /// A red rule whose words stand further back: behind an unknown option, which might take a value.
    private func hiddenRule(of tool: ToolTable, in parsed: ParsedCall, above rule: SubcommandRule) -> SubcommandRule? {
        for start in parsed.operands.indices.dropFirst() {
            if let other = bestRule(of: tool, for: Array(parsed.operands[start...])), other.risk == .red,
                !other.path.isEmpty
            {
                return other
            }
        }
        return nil
    }

    mutating func judge(_ call: Call, by rule: SubcommandRule, of tool: ToolTable, _ parsed: ParsedCall) {
        let options = OptionFindings(parsed, rule, tool)
        let isDryRun = options.isDryRun && rule.risk > .green
        let risk = isDryRun && !options.executes ? .green : rule.risk
        let operands = Array(parsed.operands.dropFirst(rule.path.count))
        let text = sentence(rule, call, parsed, operands, isDryRun: isDryRun)
        let target = rule.target.map { fill($0, parsed, operands, call, isTarget: true) }
            .flatMap { $0 == Self.nothingNamed ? nil : $0 }
        add(
            Finding(
                risk, rule.name, text, range: call.range, effect: text, target: target ?? firstTarget(operands, risk),
                inverse: isDryRun ? nil : inverse(rule, tool, call, parsed, operands),
                radius: risk > .green ? Consequences.radius(rule, tool, parsed, operands) : nil))
        if risk == rule.risk {
            for raise in options.raised where raise.risk > risk {
                add(
                    Finding(
                        raise.risk, rule.name,
                        "The option \(raise.option) makes it more than a read or a plain change.", range: raise.range,
                        // What the rule says is what it does without the option.
                        effect: risk == .green ? "'\(call.name) \(raise.option)' does more than a read." : text,
                        target: target))
            }
        }
        if risk == .green { explain(call, rule, tool, parsed, options) }
    }

    private static let searches: Set<String> = [
        "search", "grep", "explain", "help", "can-i", "man", "find", "show", "info", "stat", "edges",
    ]

    /// A group word never vouches for its children: a verb behind what the rule matched may be the real subcommand.
    private mutating func judgeFurtherWords(
        _ operands: [Argument], _ call: Call, _ rule: SubcommandRule, _ tool: ToolTable
    ) {
        guard let last = rule.path.last, !Self.searches.contains(last), !tool.namesResources,
            !Self.strict.contains(tool.names[0])
        else { return }
        for operand in operands.prefix(3) where operand.isKnown {
            let word = operand.text.lowercased()
            if Verbs.destroys(word) {
                add(
                    .red, rule.name, "'\(word)' says that it destroys something, and no rule explains it.",
                    operand.range)
            } else if ToolChecks.changingWords.contains(word) {
                addUnknown(rule.name, "'\(word)' may change something, and no rule explains it.", word, operand.range)
            }
        }
    }

    /// Programs whose subcommands are known to have no children beyond the rules.
    private static let strict: Set<String> = ["git-table", "redis-command", "docker", "systemctl", "aws"]

    /// What keeps a read from being green: anything that no rule explains, load, secrets.
    private mutating func explain(
        _ call: Call, _ rule: SubcommandRule, _ tool: ToolTable, _ parsed: ParsedCall, _ options: OptionFindings
    ) {
        let operands = Array(parsed.operands.dropFirst(rule.path.count))
        judgeFurtherWords(operands, call, rule, tool)
        for (option, range) in options.unexplained {
            addUnknown(rule.name, "The option \(option) of \(call.name) is not known.", option, range)
        }
        if let limit = rule.operandLimit,
            operands.count > limit
                || operands.contains(where: { $0.isManifold && $0.unknown.map { $0 > .placeholder } ?? false })
        {
            let rest = operands.dropFirst(limit)
            addUnknown(
                rule.name, "It is not known what \(call.name) does with '\(call.display(rest))'.", call.display(rest),
                rest.first?.range)
        }
        if tool.isGuarded, parsed.mayHideOptions {
            addUnknown(
                rule.name, "The output of a command stands where \(call.name) takes options.", "$(…)", call.range)
        }
        if options.isHeavy, !options.isBounded {
            add(
                Finding(
                    .yellow, rule.name, "It may read without end, or put load on the system.", range: call.range,
                    isHeavy: true))
        } else if options.isEndless, !options.isBounded {
            add(.endless(rule.name, call.range))
        }
        if options.discloses {
            add(Finding(.yellow, rule.name, "It prints secrets.", range: call.range, discloses: true))
        }
        if !tool.readsNamesOnly { checkDisclosure(operands, call, areFiles: tool.readsFiles) }
    }

    private func firstTarget(_ operands: [Argument], _ risk: Risk) -> String? {
        risk > .green ? operands.first?.display : nil
    }

    private func sentence(
        _ rule: SubcommandRule, _ call: Call, _ parsed: ParsedCall, _ operands: [Argument], isDryRun: Bool
    ) -> String {
        let what = ([call.name] + rule.path.filter { !$0.holds("*") }).joined(separator: " ")
        let base: String
        if let effect = rule.effect {
            base = fill(effect, parsed, operands, call)
        } else {
            switch rule.risk {
            case .green: base = "'\(what)' only reads."
            case .yellow: base = "'\(what)' changes something: \(call.display(operands.prefix(4)))."
            case .red: base = "'\(what)' destroys something or cannot be undone: \(call.display(operands.prefix(4)))."
            }
        }
        return isDryRun ? "Shows what would happen, changes nothing (dry run)." : base
    }

    /// Puts operands and values of options into a text of a rule.
    func fill(
        _ template: String, _ parsed: ParsedCall, _ operands: [Argument], _ call: Call, isTarget: Bool = false
    ) -> String {
        let object = object(parsed, isTarget: isTarget)
        var result = ""
        var rest = template[...]
        while let open = rest.utf8.firstIndex(of: UInt8(ascii: "{")),
            let close = rest.utf8[open...].firstIndex(of: UInt8(ascii: "}"))
        {
            result += rest[..<open]
            let key = rest[rest.utf8.index(after: open)..<close]
            if key == "args" {
                result += operands.isEmpty ? object : call.display(operands.prefix(6))
            } else if let number = Int(key) {
                result += number <= operands.count && number > 0 ? operands[number - 1].display : object
            } else if key == "first" {
                result += parsed.operands.first?.display ?? object
            } else if key == "last" {
                result += operands.last?.display ?? object
            } else {
                let names = key.parts(between: ",").map(String.init)
                let value = parsed.options.last { names.contains($0.name) }?.value?.display
                result += value ?? (key == "-n,--namespace" ? "the current namespace" : "it")
            }
            rest = rest[rest.utf8.index(after: close)...]
        }
        return (result + rest).replacing(": \(Self.nothingNamed)", by: "")
    }

    private static let nothingNamed = "something"

    /// What a command is about whose operands don't say it.
    private func object(_ parsed: ParsedCall, isTarget: Bool) -> String {
        func value(_ names: [String]) -> Argument? { parsed.options.last { names.contains($0.name) }?.value }
        if let file = value(["-f", "--filename", "-k", "--kustomize", "--file"]) {
            if isTarget, file.text != "-" { return file.display }
            return file.text == "-" ? "what its input describes" : "what \(file.display) describes"
        }
        if let selector = value(["-l", "--selector"]) { return "everything with \(selector.display)" }
        let all = ["--all", "-a", "-A", "--all-namespaces"]
        if parsed.options.contains(where: { all.contains($0.name) && $0.value == nil }) { return "everything" }
        return Self.nothingNamed
    }
}
