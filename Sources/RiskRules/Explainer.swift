import RunbookModel
import ShellSyntax

/// Accounts for every part of a shell command: what the grammar says it is, then what the rules said about it.
struct Explainer {
    private(set) var tokens: [ExplainedToken] = []
    private let bytes: [UInt8]
    private var leaves: [(range: Range<Int>, role: ExplainedToken.Role, meaning: String)] = []
    private var hasDocument = false

    /// Payloads deeper than this are shown as one part.
    private static let depthLimit = 3

    init(rules: RuleSet, text: String, reasons: [RiskReason], depth: Int = 0) {
        bytes = Array(text.utf8)
        let script = ShellParser().parse(text)
        var analyzer = ScriptAnalyzer(rules: rules, text: text)
        analyzer.notes = TokenNotes()
        analyzer.analyze(text)
        for range in script.comments { leaves.append((range, .comment, "A comment: nothing runs it.")) }
        collect(script.commands)
        fillGaps()
        let notes = analyzer.notes ?? TokenNotes()
        for note in notes.notes { apply(note) }
        let found = depth == 0 ? reasons : analyzer.verdict.reasons
        for index in tokens.indices { tokens[index].risk = risk(of: tokens[index], found) }
        if depth < Self.depthLimit {
            for payload in notes.payloads {
                explain(payload, Explainer(rules: rules, text: payload, reasons: [], depth: depth + 1).tokens)
            }
        }
    }

    // MARK: From the tree

    private mutating func collect(_ list: CommandList) {
        for item in list.items {
            for stage in item.pipelines.flatMap(\.stages) { collect(stage) }
        }
    }

    private mutating func collect(_ command: Command) {
        switch command.kind {
        case .simple(let simple):
            for assignment in simple.assignments {
                collect(assignment.value, in: assignment.range, .assignment, "Sets the variable \(assignment.name).")
            }
            for word in simple.words { collect(word, in: word.range, .operand, "A word of the command.") }
        case .subshell(let list), .group(let list): collect(list)
        case .conditional(let branches, let otherwise):
            for branch in branches {
                collect(branch.condition)
                collect(branch.body)
            }
            if let otherwise { collect(otherwise) }
        case .loop(let condition, let body):
            collect(condition)
            collect(body)
        case .forEach(_, let words, let body):
            for word in words ?? [] { collect(word, in: word.range, .data, "A value that the loop goes through.") }
            collect(body)
        case .arithmeticFor(_, let body): collect(body)
        case .caseOf(let subject, let arms):
            collect(subject, in: subject.range, .data, "What is compared.")
            for arm in arms {
                for pattern in arm.patterns { collect(pattern, in: pattern.range, .data, "A pattern.") }
                collect(arm.body)
            }
        case .function(_, let body), .coprocess(let body): collect(body)
        case .test(let words): for word in words { collect(word, in: word.range, .data, "A part of the condition.") }
        case .arithmetic: break
        }
        for redirection in command.redirections {
            let isDocument = redirection.operation == .hereDocument || redirection.operation == .hereDocumentStripped
            hasDocument = hasDocument || isDocument
            collect(
                redirection.target, in: redirection.range, .redirection, Self.meaning(of: redirection.operation))
        }
    }

    /// A word is one part, or, when commands run within it, their parts.
    private mutating func collect(
        _ word: ShellWord, in range: Range<Int>, _ role: ExplainedToken.Role, _ meaning: String
    ) {
        let before = leaves.count
        for part in word.parts { collect(part) }
        let inner = leaves[before...].map(\.range)
        if inner.isEmpty
            || !inner.allSatisfy({ $0.lowerBound >= range.lowerBound && $0.upperBound <= range.upperBound })
        {
            leaves.removeSubrange(before...)
            leaves.append((range, role, meaning))
        }
    }

    private mutating func collect(_ part: WordPart) {
        switch part {
        case .command(let list), .process(let list, _): collect(list)
        case .doubleQuoted(let parts), .arithmetic(let parts): for inner in parts { collect(inner) }
        case .parameter(let parameter): for inner in parameter.argument + (parameter.index ?? []) { collect(inner) }
        case .array(let words): for word in words { for inner in word.parts { collect(inner) } }
        case .literal, .quoted, .placeholder: break
        }
    }

    private static func meaning(of operation: Redirection.Operator) -> String {
        switch operation {
        case .read: "Reads its input from a file."
        case .write, .clobber: "Writes its output into a file, over what is there."
        case .append: "Appends its output to a file."
        case .readWrite: "Opens a file for reading and writing."
        case .hereDocument, .hereDocumentStripped: "Takes the lines below as its input."
        case .hereString: "Takes this text as its input."
        case .duplicateInput: "Takes its input from another descriptor."
        case .duplicateOutput: "Sends one output to where another one goes."
        case .writeBoth: "Writes output and errors into a file, over what is there."
        case .appendBoth: "Appends output and errors to a file."
        }
    }

    // MARK: What stands between the words

    private mutating func fillGaps() {
        leaves.sort { $0.range.lowerBound < $1.range.lowerBound }
        var position = 0
        for leaf in leaves where leaf.range.lowerBound >= position && leaf.range.upperBound <= bytes.count {
            fill(position..<leaf.range.lowerBound)
            tokens.append(
                ExplainedToken(range: leaf.range, text: slice(leaf.range), role: leaf.role, meaning: leaf.meaning))
            position = leaf.range.upperBound
        }
        fill(position..<bytes.count)
    }

    private func slice(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    private mutating func fill(_ gap: Range<Int>) {
        var position = gap.lowerBound
        let newline = UInt8(ascii: "\n")
        while position < gap.upperBound {
            let byte = bytes[position]
            if hasDocument, byte == newline, bytes[position..<gap.upperBound].contains(where: { $0 > 0x20 }) {
                append(position + 1..<gap.upperBound, .data, "Text that the command gets as its input.")
                return
            }
            if byte <= 0x20 {
                position += 1
                continue
            }
            let start = position
            let isWord = SQLTokenizer.isWord(byte)
            while position < gap.upperBound, bytes[position] > 0x20, SQLTokenizer.isWord(bytes[position]) == isWord {
                position += 1
            }
            let piece = slice(start..<position)
            if isWord {
                append(start..<position, .keyword, Self.keywords[piece] ?? "A word of the shell's grammar.")
            } else {
                append(start..<position, .connector, Self.connectors[piece] ?? "Joins or groups what stands around it.")
            }
        }
    }

    private mutating func append(_ range: Range<Int>, _ role: ExplainedToken.Role, _ meaning: String) {
        guard !range.isEmpty else { return }
        tokens.append(ExplainedToken(range: range, text: slice(range), role: role, meaning: meaning))
    }

    private static let keywords: [String: String] = [
        "if": "Does something only under a condition.", "then": "What is done when the condition holds.",
        "else": "What is done otherwise.", "elif": "Another condition.", "fi": "Ends the condition.",
        "for": "Repeats for each value.", "while": "Repeats as long as something holds.",
        "until": "Repeats until something holds.", "do": "What is repeated.", "done": "Ends the loop.",
        "case": "Chooses by a value.", "esac": "Ends the choice.", "in": "The values follow.",
        "function": "Defines a function.", "select": "Asks which value to take.", "time": "Measures how long it takes.",
        "coproc": "Runs it beside, with its input and output at hand.",
    ]
    private static let connectors: [String: String] = [
        ";": "Then, whatever happened.", "&&": "Then, only when it worked.", "||": "Then, only when it failed.",
        "|": "Hands its output to the next command.", "|&": "Hands output and errors to the next command.",
        "&": "Goes on without waiting for it.", "(": "Begins a shell of its own.", ")": "Ends it.",
        "{": "Begins a group.", "}": "Ends the group.", "!": "Turns its result around.",
        "$(": "Puts in what this prints.",
        "\"$(": "Puts in what this prints.", ")\"": "Ends it.", "`": "Puts in what this prints.",
        "<(": "Hands over what this prints, as a file.", ">(": "Hands over a file that this reads.",
        "[[": "Begins a condition.", "]]": "Ends the condition.", "\\": "The command goes on in the next line.",
        ";;": "Ends this case.", "()": "Defines a function.",
    ]

    // MARK: From the rules

    private mutating func apply(_ note: TokenNotes.Note) {
        for index in tokens.indices where tokens[index].range == note.range {
            tokens[index].role = note.role
            tokens[index].meaning = note.meaning
        }
    }

    private func risk(of token: ExplainedToken, _ reasons: [RiskReason]) -> Risk? {
        reasons.filter { reason in
            guard let range = reason.range else { return false }
            let isWithin = range.lowerBound >= token.range.lowerBound && range.upperBound <= token.range.upperBound
            let namesCall = token.role == .program || token.role == .subcommand
            return isWithin
                || namesCall && range.lowerBound <= token.range.lowerBound
                    && range.upperBound >= token.range.upperBound
        }.map(\.risk).max()
    }

    /// Puts the parts of a payload where it stands: in one word, or in several that are joined by blanks.
    private mutating func explain(_ payload: String, _ parts: [ExplainedToken]) {
        func plain(_ token: ExplainedToken) -> String {
            let script = ShellParser().parse("x " + token.text)
            guard case .simple(let simple)? = script.commands.items.first?.pipelines.first?.stages.first?.kind,
                simple.words.count == 2, let text = simple.words[1].staticText
            else { return token.text }
            return text
        }
        let roles: Set<ExplainedToken.Role> = [.operand, .value, .option, .subcommand, .unknown, .redirection]
        for index in tokens.indices where roles.contains(tokens[index].role) && plain(tokens[index]) == payload {
            tokens[index].payload = parts
            tokens[index].meaning = "A command of its own, looked into word by word."
            return
        }
        for start in tokens.indices where start + parts.count <= tokens.count {
            let window = tokens[start..<(start + parts.count)]
            guard parts.count > 1, zip(window, parts).allSatisfy({ plain($0) == plain($1) }) else { continue }
            for (offset, part) in parts.enumerated() {
                tokens[start + offset].role = part.role
                tokens[start + offset].meaning = part.meaning
            }
            return
        }
    }
}
