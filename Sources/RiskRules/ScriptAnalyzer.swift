import ByteText
import RunbookModel
import ShellSyntax

/// Walks the tree of a command and collects what each part does. It looks into payloads of wrappers and interpreters,
/// down to a bounded depth.
struct ScriptAnalyzer {
    let rules: RuleSet
    /// The text whose ranges the findings have: the outermost one.
    var text: String
    var scope = Scope()
    var verdict = Verdict()
    /// How many payloads deep this is.
    var depth: Int
    /// The range that findings get inside a payload, where inner offsets mean nothing.
    var outerRange: Range<Int>?
    /// Work left; every command costs one. Nested functions could multiply work otherwise.
    var budget = 4000

    /// The text runs on another host or in a container.
    var isElsewhere = false
    /// How many branches, loops and subshells this is in: what is set there may not hold behind it.
    var branches = 0
    /// How many substitutions this is in.
    var asides = 0
    /// What `exec < file` put in the place of this shell's own input.
    var ownInput: StandardInput?
    /// There is only one command, so that what it sets is seen by nobody.
    var isAlone = false
    /// Calls in the order in which they were looked at; nil when nobody asks.
    var trace: [TracedCall]?
    /// What is said about the words of the text; nil when nobody asks for an explanation.
    var notes: TokenNotes?

    static let depthLimit = 8

    init(rules: RuleSet, text: String, depth: Int = 0, outerRange: Range<Int>? = nil) {
        self.rules = rules
        self.text = text
        self.depth = depth
        self.outerRange = outerRange
    }

    // MARK: Findings

    mutating func add(_ finding: Finding) {
        var finding = finding
        if finding.unknown != nil, let range = finding.range { notes?.add(range, .unknown, finding.text) }
        if let outerRange { finding.range = outerRange }
        // What undoes a payload would have to run where the payload ran.
        if depth > 0 { finding.inverse = nil }
        finding.isAside = asides > 0
        verdict.add(finding)
    }

    mutating func add(
        _ risk: Risk, _ rule: String, _ text: String, _ range: Range<Int>? = nil, effect: String? = nil,
        target: String? = nil
    ) {
        add(Finding(risk, rule, text, range: range, effect: effect, target: target))
    }

    mutating func addUnknown(_ rule: String, _ what: String, _ token: String, _ range: Range<Int>?) {
        add(Finding(.yellow, rule, what, range: range, unknown: token))
    }

    // MARK: Texts

    /// Judges a whole text in this scope.
    /// - Parameter input: what its commands read, where they read what is given to the whole.
    mutating func analyze(_ text: String, input: StandardInput = .none) {
        let script = ShellParser().parse(text)
        for error in script.errors {
            add(
                Finding(
                    .yellow, "shell.syntax", "The shell can't read it: \(error.message).", range: error.range,
                    unknown: String(decoding: Array(text.utf8)[error.range].prefix(60), as: UTF8.self)))
        }
        if !script.errors.isEmpty {
            judgeUnreadable(text)
            if Self.isMongo(text) { judgeMongo(text, outerRange ?? 0..<text.utf8.count) }
        }
        for doubt in script.uncertainties where doubt.kind != .placeholder {
            add(.yellow, "shell.unsure", "It can be read in two ways: \(doubt.message).", doubt.range)
        }
        if script.errors.isEmpty, script.uncertainties.contains(where: { $0.kind == .unread }) {
            judgeUnreadable(text)
        }
        isAlone = depth == 0 && script.topLevelRanges.count == 1 && script.commandNames.count == 1
        analyze(script.commands, input: input)
        analyzeUncalledFunctions()
    }

    /// Judges a text that another program hands to a shell.
    /// - Parameters:
    ///   - input: what is given to that program, which the commands of the text inherit.
    ///   - inThisShell: whether it runs in the same process, with its variables and functions.
    mutating func analyzePayload(
        _ payload: String, of program: String, range: Range<Int>, input: StandardInput = .none,
        positional: [Argument]? = nil, inThisShell: Bool = false
    ) {
        guard depth < Self.depthLimit, budget > 0 else {
            add(.red, "shell.depth", "Commands are nested too deep to be looked into.", range)
            return
        }
        notes?.addPayload(payload)
        var inner = ScriptAnalyzer(rules: rules, text: payload, depth: depth + 1, outerRange: outerRange ?? range)
        inner.isElsewhere = isElsewhere || !Self.localPrograms.contains(program)
        if inThisShell {
            inner.scope = scope
            inner.branches = branches
        } else {
            // Another process sees neither variables nor functions, unless they were exported.
            for name in scope.variables.keys { inner.scope.forget(name) }
            inner.scope.callStack = scope.callStack
        }
        inner.scope.positional = positional
        inner.verdict = verdict
        inner.budget = budget
        inner.asides = asides
        inner.trace = trace
        inner.analyze(payload, input: input)
        trace = inner.trace
        if inThisShell {
            scope.called.formUnion(inner.scope.called)
            for name in inner.scope.variables.keys where scope.variables[name] == nil { scope.forget(name) }
            for name in inner.scope.functions.keys where scope.functions[name] == nil {
                scope.functions[name] = inner.scope.functions[name]
                scope.uncertain.insert(name)
            }
        }
        verdict = inner.verdict
        budget = inner.budget
    }

    /// Programs that run a text on this host, in the same file system.
    private static let localPrograms: Set<String> = ShellNames.all.union([
        "eval", "alias", "trap", "watch", "xargs", "flock", "su", "parallel", "find", "source",
    ])

    /// Judges commands whose output is put into another one: what that one does is the effect of the whole.
    mutating func analyzeAside(_ list: CommandList, input: StandardInput = .none) {
        asides += 1
        analyze(list, input: input)
        asides -= 1
    }

    // MARK: Lists

    mutating func analyze(_ list: CommandList, input: StandardInput = .none) {
        for item in list.items {
            for (index, pipeline) in item.pipelines.enumerated() {
                let isConditional = index > 0 || item.inBackground || pipeline.stages.count > 1
                if isConditional { branches += 1 }
                analyze(pipeline, input: input)
                if isConditional { branches -= 1 }
            }
            if item.inBackground {
                add(.yellow, "shell.background", "It goes on in the background, unwatched.", item.range)
            }
        }
    }

    /// Judges the commands of a pipeline.
    /// - Returns: what the last one prints, where that stands in the text.
    @discardableResult
    mutating func analyze(_ pipeline: Pipeline, input: StandardInput) -> String? {
        var input = input
        var output: String?
        for (index, stage) in pipeline.stages.enumerated() {
            output = analyze(stage, input: input)
            if index + 1 < pipeline.stages.count { input = output.map(StandardInput.text) ?? .opaque }
        }
        return output
    }

    /// Judges one command.
    /// - Returns: what it prints, where that stands in the text.
    mutating func analyze(_ command: Command, input: StandardInput) -> String? {
        budget -= 1
        guard budget > 0 else {
            add(.yellow, "shell.size", "It is too long to be looked at in full.", command.range)
            return nil
        }
        var input = input == .none ? ownInput ?? .none : input
        for redirection in command.redirections {
            guard let given = analyze(redirection) else { continue }
            input = given
            if case .simple(let simple) = command.kind, simple.words.count == 1, simple.words[0].plainText == "exec" {
                ownInput = given
            }
        }
        switch command.kind {
        case .simple(let simple):
            return analyze(simple, input: input, command: command)
        case .group(let list): analyze(list, input: input)
        case .subshell(let list):
            analyzeCompound([list], input: input)
        case .conditional(let branches, let otherwise):
            analyzeCompound(
                branches.flatMap { [$0.condition, $0.body] } + (otherwise.map { [$0] } ?? []), input: input)
        case .loop(let condition, let body):
            analyzeLoop(condition, body, input: input)
        case .forEach(let variable, let words, let body):
            analyzeForEach(variable, words, body, input: input)
        case .arithmeticFor(let parts, let body):
            analyzeArithmetic(parts, range: command.range)
            analyzeCompound([body], input: input)
        case .caseOf(let subject, let arms):
            _ = resolve(subject)
            for arm in arms {
                for pattern in arm.patterns { _ = resolve(pattern) }
                analyzeCompound([arm.body], input: input)
            }
        case .function(let name, let body):
            define(name, body)
        case .test(let words):
            analyzeTest(words, range: command.range)
        case .arithmetic(let parts):
            analyzeArithmetic(parts, range: command.range)
        case .coprocess(let inner):
            _ = analyze(inner, input: .none)
            add(.yellow, "shell.background", "It goes on in the background, unwatched.", command.range)
        }
        return nil
    }

    /// The commands within share one input; an interpreter among them may read it.
    private mutating func analyzeCompound(_ lists: [CommandList], input: StandardInput) {
        branches += 1
        for list in lists { analyze(list, input: input) }
        branches -= 1
    }

    private mutating func analyzeLoop(_ condition: CommandList, _ body: CommandList, input: StandardInput) {
        analyzeCompound([condition, body], input: input)
        if Self.isEndless(condition) {
            add(
                Finding(
                    .yellow, "shell.loop", "The loop has no end of its own.", range: condition.range, isHeavy: true))
        }
    }

    private static func isEndless(_ condition: CommandList) -> Bool {
        guard condition.items.count == 1, let command = condition.items[0].pipelines.first?.stages.first,
            case .simple(let simple) = command.kind, simple.words.count == 1
        else { return false }
        return simple.words[0].plainText == "true" || simple.words[0].plainText == ":"
    }

    private mutating func analyzeForEach(
        _ variable: String, _ words: [ShellWord]?, _ body: CommandList, input: StandardInput
    ) {
        var values: [Argument] = []
        for word in words ?? [] { values += resolve(word) }
        // Each value by itself, as long as they are few and known: `for c in rm ls; do $c x; done`.
        if words != nil, !values.isEmpty, values.count <= 4, values.allSatisfy(\.isKnown), depth < Self.depthLimit {
            let outer = scope
            for value in values {
                scope = outer
                scope.set(variable, .text(value.text), in: text, isCertain: true)
                analyzeCompound([body], input: input)
            }
            scope.forget(variable)
            return
        }
        let areNames = !values.isEmpty && values.allSatisfy { $0.unknown == .name && $0.text.count == 1 }
        if areNames, scope.variables[variable] == nil {
            scope.set(variable, .names, in: text, isCertain: true)
        } else {
            scope.forget(variable)
        }
        if words == nil || values.contains(where: { $0.unknown == .output }) { scope.tainted.insert(variable) }
        analyzeCompound([body], input: input)
    }

    // MARK: Functions

    private mutating func define(_ name: String, _ body: Command) {
        if scope.functions[name] != nil || branches > 0 { scope.uncertain.insert(name) }
        scope.functions[name] = body
        add(.green, "shell.function", "Defines the function '\(name)'.", body.range)
    }

    /// Looks at the bodies of functions that nothing seems to call.
    private mutating func analyzeUncalledFunctions() {
        for (name, body) in scope.functions.sorted(by: { $0.key < $1.key }) where !scope.called.contains(name) {
            scope.called.insert(name)
            let outer = scope.positional
            scope.positional = nil
            scope.callStack.append(name)
            branches += 1
            _ = analyze(body, input: .opaque)
            branches -= 1
            scope.callStack.removeLast()
            scope.positional = outer
        }
    }

    mutating func callFunction(
        _ name: String, _ body: Command, _ arguments: [Argument], _ range: Range<Int>, input: StandardInput
    ) {
        if scope.callStack.contains(name) {
            add(.red, "shell.recursion", "The function '\(name)' calls itself: it may never end.", range)
            return
        }
        guard scope.callStack.count < Self.depthLimit else {
            add(.red, "shell.depth", "Functions are nested too deep to be looked into.", range)
            return
        }
        if scope.uncertain.contains(name) {
            addUnknown("shell.function", "Which '\(name)' is called is not clear.", name, range)
        }
        scope.called.insert(name)
        let outer = scope.positional
        let before = scope.variables
        scope.positional = arguments
        scope.callStack.append(name)
        _ = analyze(body, input: input == .none ? .opaque : input)
        // What the function sets may be local to it.
        for variable in scope.variables.keys where before[variable] == nil { scope.forget(variable) }
        scope.callStack.removeLast()
        scope.positional = outer
    }

    // MARK: Tests and arithmetic

    private static let numeric: Set<String> = ["-eq", "-ne", "-lt", "-le", "-gt", "-ge"]

    private mutating func analyzeTest(_ words: [ShellWord], range: Range<Int>) {
        let names = words.map { word in
            word.parts.compactMap { part in
                switch part {
                case .parameter(let parameter): parameter.name
                case .doubleQuoted(let inner):
                    inner.compactMap { if case .parameter(let parameter) = $0 { parameter.name } else { nil } }.joined(
                        separator: " ")
                default: nil
                }
            }.joined(separator: " ")
        }
        let arguments = words.flatMap { resolve($0) }
        // `[[ x -eq y ]]` evaluates its operands as arithmetic, which can run commands.
        for (index, argument) in arguments.enumerated() where Self.numeric.contains(argument.text) {
            for side in [index - 1, index + 1] where arguments.indices.contains(side) {
                checkEvaluated(arguments[side].text, range: range)
                if arguments.count == names.count { checkEvaluated(names[side], range: range) }
            }
        }
        // So does the index of the variable that `-v` asks for.
        for (index, argument) in arguments.enumerated() where argument.text == "-v" && index + 1 < arguments.count {
            checkEvaluated(arguments[index + 1].text, range: range)
            if arguments.count == names.count { checkEvaluated(names[index + 1], range: range) }
        }
        add(.green, "shell.test", "Checks a condition.", range)
    }

    mutating func analyzeArithmetic(_ parts: [WordPart], range: Range<Int>) {
        for part in parts {
            visit(part)
            if case .parameter(let parameter) = part { checkEvaluated(parameter.name, range: range) }
        }
        for case .literal(let literal) in parts {
            checkEvaluated(literal, range: range)
            if literal.holds("{") || literal.holds("\n") {
                add(.yellow, "shell.arithmetic", "This may be a calculation or commands.", range)
            }
        }
        add(.green, "shell.arithmetic", "Calculates.", range)
    }

    /// Text that bash evaluates as arithmetic: an index in it may hold a command substitution, also by way of a
    /// variable whose value is such a text.
    mutating func checkEvaluated(_ expression: String, range: Range<Int>?) {
        if scope.holdsCommands || expression.holds("$(") || expression.holds("`") {
            add(.red, "shell.arithmetic", "The calculation may run a command that is hidden in a value.", range)
        }
        guard !scope.tainted.isEmpty else { return }
        let names = expression.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
        if let name = names.first(where: scope.tainted.contains) {
            add(
                .yellow, "shell.arithmetic",
                "The calculation uses '\(name)', whose value comes from outside and could run a command.", range)
        }
    }
}
