/// The colour of a command.
package enum Risk: String, Codable, Hashable, Sendable, CaseIterable, Comparable {
    /// Provably only reads, bounded in cost, discloses no secret. Runs by itself in copilot mode.
    case green
    /// Changes state, reversibly or within a small radius; or is not understood in full. Needs one approval.
    case yellow
    /// Destroys, cannot be undone, moves a primary, takes production down, or hides what it does.
    case red

    package static func < (left: Risk, right: Risk) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .green: 0
        case .yellow: 1
        case .red: 2
        }
    }
}

/// One reason for a colour.
package struct RiskReason: Codable, Hashable, Sendable {
    /// Name of the rule, such as `kubectl.get`.
    package var rule: String
    /// What the rule found, in words for a person at 3 a.m.
    package var text: String
    /// The colour that this reason alone asks for.
    package var risk: Risk
    /// The part of the command that it is about, as UTF-8 offsets; `nil` when it is about the whole.
    package var range: Range<Int>?

    package init(rule: String, text: String, risk: Risk, range: Range<Int>? = nil) {
        self.rule = rule
        self.text = text
        self.risk = risk
        self.range = range
    }
}

/// The command that takes another one back.
package struct Inverse: Codable, Hashable, Sendable {
    /// The command to run for the undo.
    package var command: String
    /// A command that must be run before the change to learn the state to go back to; its output replaces
    /// `{{previous}}` in `command`. `nil` when nothing has to be captured.
    package var capture: String?

    package init(command: String, capture: String? = nil) {
        self.command = command
        self.capture = capture
    }
}

/// How far a command reaches when it does what it says.
package enum BlastRadius: String, Codable, Hashable, Sendable, CaseIterable, Comparable {
    case nothing
    /// One named thing.
    case one
    /// Several named things.
    case several
    /// A whole host.
    case host
    /// All that is there, or all that match: a cluster, a namespace, a database, a selector.
    case everything

    package static func < (left: BlastRadius, right: BlastRadius) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// Whether what a command does can be taken back.
package enum Reversibility: String, Codable, Hashable, Sendable, CaseIterable {
    /// It changes nothing.
    case nothingToUndo = "nothing-to-undo"
    /// The inverse command is known.
    case byCommand = "by-command"
    /// A person can, but no command for it is known.
    case byHand = "by-hand"
    case never
    case unknown
}

/// What the risk rules say of one command.
package struct RiskAssessment: Codable, Hashable, Sendable {
    package var risk: Risk
    /// Why, most severe first; never empty.
    package var reasons: [RiskReason]
    /// The parts that no rule explained, as they stand in the command.
    package var unknown: [String]
    /// What the command does, as one sentence for a person: "Restarts every pod of payment-svc, one after the other."
    package var effect: String
    /// What it acts upon, such as `deployment/payment-svc -n payments`; `nil` when unknown. A red step asks for it to
    /// be typed.
    package var target: String?
    /// Reads secrets: never runs by itself.
    package var disclosesSecrets: Bool
    /// Reads without end, or puts load on what it reads: never runs by itself.
    package var heavyLoad: Bool
    /// The command that takes it back, where one is known.
    package var inverse: Inverse?
    /// Version of the rule set that decided.
    package var rulesVersion: String
    /// How far it reaches; `nil` in assessments of before this was told.
    package var blastRadius: BlastRadius?
    /// Whether it can be taken back; `nil` in assessments of before this was told.
    package var reversibility: Reversibility?

    package init(
        risk: Risk, reasons: [RiskReason], unknown: [String] = [], effect: String, target: String? = nil,
        disclosesSecrets: Bool = false, heavyLoad: Bool = false, inverse: Inverse? = nil, rulesVersion: String,
        blastRadius: BlastRadius? = nil, reversibility: Reversibility? = nil
    ) {
        self.risk = risk
        self.reasons = reasons
        self.unknown = unknown
        self.effect = effect
        self.target = target
        self.disclosesSecrets = disclosesSecrets
        self.heavyLoad = heavyLoad
        self.inverse = inverse
        self.rulesVersion = rulesVersion
        self.blastRadius = blastRadius
        self.reversibility = reversibility
    }

    /// Whether a command of this kind may run with nobody watching: it only reads, shows no secret and has an end.
    package var runsAlone: Bool { risk == .green && !disclosesSecrets && !heavyLoad }
}
