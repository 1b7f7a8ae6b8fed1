/// Commands: compound forms by their first word, else a simple command.
extension ShellGrammar {
    mutating func command() throws(ShellSyntaxError) -> Command {
        skipBlanks()
        let start = position
        guard let kind = try compound() else { return try simple(from: start) }
        var redirections: [Redirection] = []
        var last = position
        if case .function = kind {
        } else {
            while true {
                skipBlanks()
                guard let redirection = try redirection() else { break }
                redirections.append(redirection)
                last = position
            }
        }
        return Command(kind: kind, redirections: redirections, range: origin(start..<last))
    }

    private mutating func compound() throws(ShellSyntaxError) -> CommandKind? {
        guard let byte = current else { throw failure("a command should stand here") }
        switch byte {
        case UInt8(ascii: "("):
            if self.byte(1) == UInt8(ascii: "("), let parts = try arithmetic(opening: 2) { return .arithmetic(parts) }
            position += 1
            checkContinuation()
            let list = try list()
            try expect(")")
            return .subshell(list)
        case UInt8(ascii: "{") where isWordEnd(1):
            position += 1
            let list = try list()
            try expectKeyword("}")
            return .group(list)
        case UInt8(ascii: "i") where atKeyword("if"): return try ifClause()
        case UInt8(ascii: "w") where atKeyword("while"): return try loop(keyword: 5)
        case UInt8(ascii: "u") where atKeyword("until"): return try loop(keyword: 5)
        case UInt8(ascii: "f") where atKeyword("for"): return try forClause(keyword: 3)
        case UInt8(ascii: "s") where atKeyword("select"): return try forClause(keyword: 6)
        case UInt8(ascii: "c") where atKeyword("case"): return try caseClause()
        case UInt8(ascii: "[") where has("[[") && isWordEnd(2): return try testClause()
        case UInt8(ascii: "f") where atKeyword("function"): return try functionKeyword()
        case UInt8(ascii: "c") where atKeyword("coproc"): return try coprocess()
        default: return nil
        }
    }

    mutating func expect(_ text: StaticString) throws(ShellSyntaxError) {
        guard has(text) else { throw failure("'\(text)' is missing") }
        position += text.utf8CodeUnitCount
    }

    private mutating func expectKeyword(_ word: StaticString) throws(ShellSyntaxError) {
        skipLines()
        guard atKeyword(word) else { throw failure("'\(word)' is missing") }
        position += word.utf8CodeUnitCount
    }

    private mutating func ifClause() throws(ShellSyntaxError) -> CommandKind {
        position += 2
        var branches: [IfBranch] = []
        var otherwise: CommandList?
        while true {
            let condition = try list()
            try expectKeyword("then")
            branches.append(IfBranch(condition: condition, body: try list()))
            skipLines()
            if atKeyword("elif") {
                position += 4
                continue
            }
            if atKeyword("else") {
                position += 4
                otherwise = try list()
            }
            try expectKeyword("fi")
            return .conditional(branches, otherwise: otherwise)
        }
    }

    private mutating func loop(keyword: Int) throws(ShellSyntaxError) -> CommandKind {
        position += keyword
        let condition = try list()
        return .loop(condition: condition, body: try doGroup())
    }

    private mutating func doGroup() throws(ShellSyntaxError) -> CommandList {
        try expectKeyword("do")
        let body = try list()
        try expectKeyword("done")
        return body
    }

    private mutating func forClause(keyword: Int) throws(ShellSyntaxError) -> CommandKind {
        position += keyword
        skipBlanks()
        let start = position
        if keyword == 3, has("((") {
            guard let parts = try arithmetic(opening: 2), Self.semicolons(in: parts) == 2 else {
                throw failure("'for ((' needs three expressions", from: start)
            }
            skipBlanks()
            if current == UInt8(ascii: ";") { position += 1 }
            skipLines()
            return .arithmeticFor(parts, body: try loopBody(allowsBraces: true))
        }
        guard let name = try word() else { throw failure("a variable should stand behind 'for'", from: start) }
        let variable = name.plainText ?? text(name)
        if !Self.isName(variable) {
            doubt(.runtime, "'\(variable)' is no name of a variable", start..<position)
        }
        skipBlanks()
        if current == UInt8(ascii: ";") {
            position += 1
            skipLines()
            return .forEach(variable: variable, words: nil, body: try loopBody(allowsBraces: true))
        }
        skipLines()
        guard atKeyword("in") else {
            return .forEach(variable: variable, words: nil, body: try loopBody(allowsBraces: false))
        }
        position += 2
        var words: [ShellWord] = []
        while true {
            skipBlanks()
            guard let word = try word() else { break }
            words.append(word)
        }
        guard current == UInt8(ascii: ";") || current == UInt8(ascii: "\n") else {
            throw failure("';' or a new line should stand before 'do'")
        }
        if current == UInt8(ascii: ";") { position += 1 }
        skipLines()
        return .forEach(variable: variable, words: words, body: try loopBody(allowsBraces: true))
    }

    /// `do …; done`, or `{ …; }`, which bash takes as well.
    private mutating func loopBody(allowsBraces: Bool) throws(ShellSyntaxError) -> CommandList {
        guard allowsBraces, current == UInt8(ascii: "{"), isWordEnd(1) else { return try doGroup() }
        position += 1
        let body = try list()
        try expectKeyword("}")
        return body
    }

    private static func semicolons(in parts: [WordPart]) -> Int {
        parts.reduce(0) { count, part in
            guard case .literal(let text) = part else { return count }
            return count + text.utf8.count { $0 == UInt8(ascii: ";") }
        }
    }

    /// The text of a word as it stands.
    func text(_ word: ShellWord) -> String {
        origins.isEmpty ? text(word.range) : ""
    }

    private mutating func caseClause() throws(ShellSyntaxError) -> CommandKind {
        position += 4
        skipBlanks()
        guard let subject = try word() else { throw failure("a word should stand behind 'case'") }
        try expectKeyword("in")
        var arms: [CaseArm] = []
        while true {
            skipLines()
            if atKeyword("esac") {
                position += 4
                return .caseOf(subject, arms: arms)
            }
            guard position < end else { throw failure("'esac' is missing") }
            if current == UInt8(ascii: "(") { position += 1 }
            var patterns: [ShellWord] = []
            while true {
                skipBlanks()
                guard let pattern = try word() else { throw failure("a pattern should stand here") }
                patterns.append(pattern)
                skipBlanks()
                guard current == UInt8(ascii: "|") else { break }
                position += 1
            }
            try expect(")")
            let body = try optionalList()
            skipLines()
            if has(";;&") {
                position += 3
            } else if has(";;") || has(";&") {
                position += 2
            } else if !atKeyword("esac") {
                throw failure("';;' or 'esac' is missing")
            }
            arms.append(CaseArm(patterns: patterns, body: body))
        }
    }

    private mutating func functionKeyword() throws(ShellSyntaxError) -> CommandKind {
        position += 8
        skipBlanks()
        guard let name = try word() else { throw failure("a name should stand behind 'function'") }
        let plain = name.plainText ?? text(name)
        skipBlanks()
        if current == UInt8(ascii: "(") {
            position += 1
            skipBlanks()
            try expect(")")
        }
        return .function(name: plain, body: try functionBody())
    }

    mutating func functionBody() throws(ShellSyntaxError) -> Command {
        skipLines()
        return try nested { (grammar) throws(ShellSyntaxError) in
            let body = try grammar.command()
            switch body.kind {
            case .simple, .function, .coprocess:
                throw grammar.failure("the body of a function should be a compound command, such as { … }")
            default: return body
            }
        }
    }

    private mutating func coprocess() throws(ShellSyntaxError) -> CommandKind {
        position += 6
        skipBlanks()
        // `coproc NAME { …; }`: the name is only one in front of a compound command.
        let start = position
        if let byte = current, byte != UInt8(ascii: "{"), byte != UInt8(ascii: "("), !isCompoundStart(),
            try word() != nil
        {
            skipBlanks()
            if current != UInt8(ascii: "("), !isCompoundStart() { position = start }
        }
        return .coprocess(
            try nested { (grammar) throws(ShellSyntaxError) in
                let inner = try grammar.command()
                switch inner.kind {
                case .function, .coprocess: throw grammar.failure("this can't run beside the shell")
                default: return inner
                }
            })
    }

    /// Whether a compound command starts here.
    private func isCompoundStart() -> Bool {
        switch current {
        case UInt8(ascii: "("): true
        case UInt8(ascii: "{"): isWordEnd(1)
        case UInt8(ascii: "["): has("[[") && isWordEnd(2)
        default:
            atKeyword("if") || atKeyword("while") || atKeyword("until") || atKeyword("for") || atKeyword("case")
                || atKeyword("select")
        }
    }

    // MARK: Simple commands

    private mutating func simple(from start: Int) throws(ShellSyntaxError) -> Command {
        var assignments: [Assignment] = []
        var words: [ShellWord] = []
        var redirections: [Redirection] = []
        var declares = false
        var last = start
        while true {
            skipBlanks()
            if let redirection = try redirection() {
                redirections.append(redirection)
            } else if words.isEmpty || declares, let found = try assignmentOrIndexedWord() {
                switch found {
                case .word(let word): words.append(word)
                case .assignment(let assignment):
                    if declares { words.append(declaration(assignment)) } else { assignments.append(assignment) }
                }
            } else if let word = try word() {
                words.append(word)
                if words.count == 1 {
                    let name = word.plainText
                    last = position
                    skipBlanks()
                    if redirections.isEmpty, current == UInt8(ascii: "(") {
                        guard assignments.isEmpty else { throw failure("unexpected '('") }
                        return try function(named: word, from: start)
                    }
                    if let name {
                        note(name)
                        noteDialect(name, at: word.range)
                        declares = Self.declares(name)
                    }
                    continue
                }
            } else {
                break
            }
            last = position
        }
        guard !words.isEmpty || !assignments.isEmpty || !redirections.isEmpty else {
            throw failure(current.map { "unexpected \(describe($0))" } ?? "a command should stand here")
        }
        if current == UInt8(ascii: "(") { throw failure("unexpected '('") }
        if assignments.isEmpty, let first = words.first, first.range.lowerBound == origin(start..<start).lowerBound,
            let name = first.plainText, Self.isClosing(name)
        {
            throw failure("unexpected '\(name)'", from: start)
        }
        return Command(
            kind: .simple(SimpleCommand(assignments: assignments, words: words)), redirections: redirections,
            range: origin(start..<last))
    }

    /// Builtins whose arguments may be assignments, `name=(…)` included.
    private static func declares(_ name: String) -> Bool {
        switch name {
        case "declare", "typeset", "local", "export", "readonly", "alias", "eval", "let": true
        default: false
        }
    }

    private static func isClosing(_ name: String) -> Bool {
        switch name {
        case "then", "else", "elif", "fi", "do", "done", "esac", "}", "in": true
        default: false
        }
    }

    private mutating func function(named word: ShellWord, from start: Int) throws(ShellSyntaxError) -> Command {
        position += 1
        skipBlanks()
        guard current == UInt8(ascii: ")") else { throw failure("unexpected '('") }
        position += 1
        let name = word.plainText ?? text(word)
        if word.plainText == nil {
            doubt(.runtime, "'\(name)' may be no name of a function", start..<position)
        }
        let body = try functionBody()
        return Command(kind: .function(name: name, body: body), redirections: [], range: range(from: start))
    }

    /// An assignment as the argument of a builtin that declares.
    private func declaration(_ assignment: Assignment) -> ShellWord {
        let sign = assignment.isAppend ? "+=" : "="
        return ShellWord(
            parts: [.literal(assignment.name)]
                + (assignment.index.map { [.literal("[")] + $0 + [.literal("]")] } ?? [])
                + [.literal(sign)] + assignment.value.parts,
            range: assignment.range)
    }

    static func isName(_ text: String) -> Bool {
        var isFirst = true
        for byte in text.utf8 {
            guard isNameByte(byte, first: isFirst) else { return false }
            isFirst = false
        }
        return !isFirst
    }

    static func isNameByte(_ byte: Byte, first: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): !first
        default: false
        }
    }
}

extension ShellWord {
    /// The text of a word that is one piece of unquoted text; what keywords and names are made of.
    package var plainText: String? {
        if parts.count == 1, case .literal(let text) = parts[0] { return text }
        return nil
    }
}
