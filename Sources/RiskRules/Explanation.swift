import RunbookModel
import ShellSyntax

/// What one part of a command is, and what it does to the colour.
package struct ExplainedToken: Codable, Hashable, Sendable {
    /// The parts of speech of a command.
    package enum Role: String, Codable, Hashable, Sendable, CaseIterable {
        case program
        case subcommand
        case option
        /// The value of the option in front of it.
        case value
        case operand
        /// `NAME=value` in front of a program, or alone.
        case assignment
        case redirection
        /// A word of the shell's own grammar: `if`, `do`, `time`.
        case keyword
        /// What joins or groups commands: `;`, `&&`, `|`, `(`.
        case connector
        case comment
        /// Text that is given to a program: a here-document, a literal of SQL.
        case data
        /// No rule explains it.
        case unknown
    }

    /// Where it stands, as UTF-8 offsets of the command; inside `payload`, of the payload's own text.
    package var range: Range<Int>
    /// The part word for word.
    package var text: String
    package var role: Role
    /// What it does, as a sentence for a person.
    package var meaning: String
    /// The colour that this part asks for; `nil` when it asks for none.
    package var risk: Risk?
    /// The parts of a command inside this one: of `sh -c '…'`, of `ssh host '…'`.
    package var payload: [ExplainedToken]

    package init(
        range: Range<Int>, text: String, role: Role, meaning: String, risk: Risk? = nil, payload: [ExplainedToken] = []
    ) {
        self.range = range
        self.text = text
        self.role = role
        self.meaning = meaning
        self.risk = risk
        self.payload = payload
    }
}

/// Why a command has its colour, for a person.
package struct RiskExplanation: Codable, Hashable, Sendable {
    /// The command word for word.
    package var command: String
    package var assessment: RiskAssessment
    /// Every part of the command but blanks, in order.
    package var tokens: [ExplainedToken]
    /// What to tell a person at 3 a.m., one sentence each: what it does, what it reaches, how to take it back, why it
    /// has its colour, what nobody could know. Never empty, at most twelve.
    package var sentences: [String]
}

extension RiskClassifier {
    /// Judges a command and accounts for each of its parts. Slower than `assess`; never fails.
    package func explain(_ command: String, language: CommandLanguage) -> RiskExplanation {
        let assessment = assess(command, language: language)
        let tokens: [ExplainedToken]
        if command.utf8.count > Self.lengthLimit {
            tokens = []
        } else if language == .shell {
            tokens = Explainer(rules: rules, text: command, reasons: assessment.reasons).tokens
        } else {
            tokens = StatementExplainer.tokens(of: command, language: language, unknown: assessment.unknown)
        }
        return RiskExplanation(
            command: command, assessment: assessment, tokens: tokens, sentences: assessment.sentences)
    }
}

extension RiskAssessment {
    /// Most sentences of an explanation.
    private static let sentenceLimit = 12

    /// The assessment in sentences for a person, the most important first.
    package var sentences: [String] {
        var list = [effect.hasSuffix(".") ? effect : effect + "."]
        if let blastRadius, risk > .green { list.append(blastRadius.sentence) }
        if let inverse {
            list.append("Undo: \(inverse.command)")
        } else if let reversibility, risk > .green {
            list.append(reversibility.sentence)
        }
        if disclosesSecrets { list.append("Its output may hold secrets, so it never runs by itself.") }
        if heavyLoad { list.append("It may run long or put load on the system, so it never runs by itself.") }
        for reason in reasons where reason.risk == risk && !list.contains(reason.text) { list.append(reason.text) }
        if !unknown.isEmpty { list.append("Not known: \(unknown.prefix(5).joined(separator: ", ")).") }
        return Array(list.prefix(Self.sentenceLimit))
    }
}

extension BlastRadius {
    /// In words.
    package var sentence: String {
        switch self {
        case .nothing: "It changes nothing."
        case .one: "It touches one thing."
        case .several: "It touches several things at once."
        case .host: "It reaches the whole host."
        case .everything: "It reaches everything that is there: a cluster, a database, or all that match."
        }
    }
}

extension Reversibility {
    /// In words.
    package var sentence: String {
        switch self {
        case .nothingToUndo: "There is nothing to take back."
        case .byCommand: "It can be taken back."
        case .byHand: "It can be taken back by hand; no command for that is known."
        case .never: "It cannot be taken back."
        case .unknown: "Whether it can be taken back is not known."
        }
    }
}
