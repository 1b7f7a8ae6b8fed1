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
        return Command(kind: kind, redirections: redirections, range: start..<last)
    }

    private mutating func compound() throws(ShellSyntaxError) -> CommandKind? {
        guard let byte = current else { throw failure("a command should stand here") }
        switch byte {
        case UInt8(ascii: "("):
            if self.byte(1) == UInt8(ascii: "("), let parts = try arithmetic(opening: 2) { return .arithmetic(parts) }
            position += 1
            let list = try list()
            try expect(")")
            return .subshell(list)
        case UInt8(ascii: "{") where isBlank(1):
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
        case UInt8(ascii: "[") where has("[[") && isBlank(2): return try testClause()
        case UInt8(ascii: "f") where atKeyword("function"): return try functionKeyword()
        case UInt8(ascii: "c") where atKeyword("coproc"): return try coprocess()
        default: return nil
        }
    }

    func isBlank(_ offset: Int) -> Bool {
        guard let byte = byte(offset) else { return false }
        return byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
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
        if has("(("), let parts = try arithmetic(opening: 2) {
            skipBlanks()
            if current == UInt8(ascii: ";") { position += 1 }
            skipLines()
            if current == UInt8(ascii: "{"), isBlank(1) {
                position += 1
                let body = try list()
                try expectKeyword("}")
                return .arithmeticFor(parts, body: body)
            }
            return .arithmeticFor(parts, body: try doGroup())
        }
        let start = position
        guard let name = try word(), let variable = name.plainText, Self.isName(variable) else {
            throw failure("a variable should stand behind 'for'", from: start)
        }
        skipLines()
        var words: [ShellWord]?
        if atKeyword("in") {
            position += 2
            var list: [ShellWord] = []
            while true {
                skipBlanks()
                guard let word = try word() else { break }
                list.append(word)
            }
            words = list
            guard current == UInt8(ascii: ";") || current == UInt8(ascii: "\n") else {
                throw failure("';' or a new line should stand before 'do'")
            }
            if current == UInt8(ascii: ";") { position += 1 }
        } else if current == UInt8(ascii: ";") {
            position += 1
        }
        skipLines()
        if current == UInt8(ascii: "{"), isBlank(1) {
            position += 1
            let body = try list()
            try expectKeyword("}")
            return .forEach(variable: variable, words: words, body: body)
        }
        return .forEach(variable: variable, words: words, body: try doGroup())
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
        guard let name = try word(), let plain = name.plainText else {
            throw failure("a name should stand behind 'function'")
        }
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
            if case .simple = body.kind { throw grammar.failure("the body of a function should stand in braces") }
            return body
        }
    }

    private mutating func coprocess() throws(ShellSyntaxError) -> CommandKind {
        position += 6
        skipBlanks()
        let start = position
        // `coproc NAME { …; }`: the name is only one in front of a compound command.
        if let name = try word(), let plain = name.plainText, Self.isName(plain) {
            skipBlanks()
            if current == UInt8(ascii: "{") || current == UInt8(ascii: "(") {
                return .coprocess(try nested { (grammar) throws(ShellSyntaxError) in try grammar.command() })
            }
        }
        position = start
        return .coprocess(try nested { (grammar) throws(ShellSyntaxError) in try grammar.command() })
    }

    private mutating func testClause() throws(ShellSyntaxError) -> CommandKind {
        let start = position
        position += 2
        var words: [ShellWord] = []
        while true {
            skipLines()
            guard let byte = current else { throw failure("']]' is missing", from: start) }
            if has("]]"), isWordEnd(2) {
                position += 2
                var check = TestExpression(words: words)
                guard check.isValid() else { throw failure("the condition is not complete", from: start) }
                return .test(words)
            }
            let place = position
            if Self.isMeta(byte) {
                guard byte != UInt8(ascii: ";") else { throw failure("unexpected ';'") }
                let isDouble = has("&&") || has("||")
                guard isDouble || (byte != UInt8(ascii: "&") && byte != UInt8(ascii: "|")) else {
                    throw failure("unexpected \(describe(byte))")
                }
                position += isDouble ? 2 : 1
                words.append(ShellWord(parts: [.literal(text(place..<position))], range: place..<position))
                continue
            }
            guard let operand = try word() else { throw failure("unexpected \(describe(byte))") }
            words.append(operand)
            if operand.plainText == "=~" {
                skipBlanks()
                words.append(try regularExpression())
            }
        }
    }

    // MARK: Simple commands

    private mutating func simple(from start: Int) throws(ShellSyntaxError) -> Command {
        var assignments: [Assignment] = []
        var words: [ShellWord] = []
        var redirections: [Redirection] = []
        var last = position
        var declares = false
        last = start
        while true {
            skipBlanks()
            if let redirection = try redirection() {
                redirections.append(redirection)
            } else if words.isEmpty, let assignment = try assignment() {
                assignments.append(assignment)
            } else if declares, let assignment = try assignment() {
                words.append(declaration(assignment))
            } else if let word = try word() {
                words.append(word)
                last = position
                if words.count == 1 {
                    let name = word.plainText
                    if let name { note(name) }
                    skipBlanks()
                    if assignments.isEmpty, redirections.isEmpty, current == UInt8(ascii: "(") {
                        return try function(named: name, from: start)
                    }
                    declares = name.map(Self.declarationBuiltins.contains) ?? false
                }
            } else {
                break
            }
            last = max(last, words.last?.range.upperBound ?? 0, assignments.last?.range.upperBound ?? 0)
            last = max(last, redirections.last?.range.upperBound ?? 0)
        }
        guard !words.isEmpty || !assignments.isEmpty || !redirections.isEmpty else {
            throw failure(current.map { "unexpected \(describe($0))" } ?? "a command should stand here")
        }
        if current == UInt8(ascii: "(") { throw failure("unexpected '('") }
        if let name = words.first?.plainText, Self.closingWords.contains(name) {
            throw failure("unexpected '\(name)'", from: start)
        }
        return Command(
            kind: .simple(SimpleCommand(assignments: assignments, words: words)), redirections: redirections,
            range: start..<last)
    }

    static let declarationBuiltins: Set<String> = ["declare", "typeset", "local", "export", "readonly"]
    static let closingWords: Set<String> = ["then", "else", "elif", "fi", "do", "done", "esac", "}", "in"]

    private mutating func function(named name: String?, from start: Int) throws(ShellSyntaxError) -> Command {
        position += 1
        skipBlanks()
        guard let name, current == UInt8(ascii: ")") else { throw failure("unexpected '('") }
        position += 1
        let body = try functionBody()
        return Command(kind: .function(name: name, body: body), redirections: [], range: start..<position)
    }

    /// An assignment as the argument of a builtin that declares.
    private func declaration(_ assignment: Assignment) -> ShellWord {
        let sign = assignment.isAppend ? "+=" : "="
        return ShellWord(
            parts: [.literal(assignment.name)] + (assignment.index ?? []) + [.literal(sign)] + assignment.value.parts,
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
