import RunbookModel

/// What was found in one text so far. Findings only ever add up: nothing lowers what another one raised.
struct Verdict {
    private(set) var risk: Risk = .green
    private(set) var reasons: [RiskReason] = []
    private(set) var unknown: [String] = []
    private(set) var effect: (risk: Risk, text: String, isAside: Bool)?
    private(set) var target: (risk: Risk, text: String)?
    private(set) var inverse: Inverse?
    private(set) var disclosesSecrets = false
    private(set) var heavyLoad = false
    private var radius: BlastRadius = .nothing
    /// Changes that were found; an inverse is only known for a single one.
    private var changes = 0

    /// Something in front of a change decides where it acts: a folder, a variable. What takes it back would act
    /// elsewhere.
    var dependsOnContext = false

    private var counts: [Risk: Int] = [:]

    /// Reasons of one colour beyond this number are dropped.
    static let reasonLimit = 24

    mutating func add(_ finding: Finding) {
        risk = max(risk, finding.risk)
        if finding.risk > .green {
            changes += 1
            radius = max(radius, finding.radius ?? Consequences.radius(of: finding.rule))
        }
        if finding.discloses { disclosesSecrets = true }
        if finding.isHeavy { heavyLoad = true }
        let reason = RiskReason(rule: finding.rule, text: finding.text, risk: finding.risk, range: finding.range)
        if counts[finding.risk, default: 0] < Self.reasonLimit, !reasons.contains(reason) {
            counts[finding.risk, default: 0] += 1
            reasons.append(reason)
        }
        if let text = finding.effect,
            effect.map({ $0.risk < finding.risk || $0.risk == finding.risk && $0.isAside && !finding.isAside }) ?? true
        {
            effect = (finding.risk, text, finding.isAside)
        }
        if let text = finding.target, !text.isEmpty, target.map({ $0.risk < finding.risk }) ?? true {
            target = (finding.risk, text)
        }
        if let found = finding.inverse { inverse = found }
        if let text = finding.unknown, unknown.count < Self.reasonLimit, !unknown.contains(text) {
            unknown.append(text)
        }
    }

    /// How much was found at one moment.
    struct Mark {
        fileprivate let changes: Int
        fileprivate let unknown: Int
    }

    var mark: Mark { Mark(changes: changes, unknown: unknown.count) }

    func changed(since mark: Mark) -> Bool { changes > mark.changes }

    /// Says what takes one call back: all that was found since then is one change. What is not understood in full has
    /// no inverse.
    mutating func settle(_ inverse: Inverse, since mark: Mark) {
        guard unknown.count == mark.unknown else { return }
        changes = mark.changes + 1
        self.inverse = inverse
    }

    /// The verdict as the product knows it.
    func assessment(rulesVersion: String) -> RiskAssessment {
        let sorted = reasons.enumerated().sorted {
            $0.element.risk == $1.element.risk ? $0.offset < $1.offset : $0.element.risk > $1.element.risk
        }
        var list = sorted.prefix(Self.reasonLimit).map(\.element)
        if list.isEmpty {
            list = [RiskReason(rule: "shell.nothing", text: "Nothing in it runs a command.", risk: .green)]
        }
        let known = changes == 1 && !dependsOnContext ? inverse : nil
        let matching = effect.flatMap { $0.risk == risk ? $0.text : nil }
        return RiskAssessment(
            risk: risk, reasons: list, unknown: unknown,
            effect: matching ?? (list.first { $0.risk == risk && !$0.rule.hasPrefix("shell.") } ?? list[0]).text,
            target: target?.text,
            disclosesSecrets: disclosesSecrets, heavyLoad: heavyLoad, inverse: known,
            rulesVersion: rulesVersion, blastRadius: radius,
            reversibility: Consequences.reversibility(
                risk, list, hasInverse: known != nil, hasUnknown: !unknown.isEmpty))
    }
}

/// One thing that a rule found.
struct Finding {
    var risk: Risk
    var rule: String
    var text: String
    var range: Range<Int>?
    var effect: String?
    var target: String?
    var inverse: Inverse?
    var unknown: String?
    var discloses = false
    var isHeavy = false
    /// How far it reaches, where the rule's name doesn't tell.
    var radius: BlastRadius?
    /// It is about a command whose output is put into another one.
    var isAside = false

    init(
        _ risk: Risk, _ rule: String, _ text: String, range: Range<Int>? = nil, effect: String? = nil,
        target: String? = nil, inverse: Inverse? = nil, unknown: String? = nil, discloses: Bool = false,
        isHeavy: Bool = false, radius: BlastRadius? = nil
    ) {
        self.risk = risk
        self.rule = rule
        self.text = text
        self.range = range
        self.effect = effect
        self.target = target
        self.inverse = inverse
        self.unknown = unknown
        self.discloses = discloses
        self.isHeavy = isHeavy
        self.radius = radius
    }

    /// A read that goes on until it is stopped: it changes nothing and keeps its colour, but it never runs by itself.
    static func endless(_ rule: String, _ range: Range<Int>?) -> Finding {
        Finding(.green, rule, "It goes on until it is stopped.", range: range, isHeavy: true)
    }
}
