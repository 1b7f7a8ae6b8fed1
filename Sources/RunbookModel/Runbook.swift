/// The language that a command is written in.
package struct CommandLanguage: RawRepresentable, Codable, Hashable, Sendable {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let shell = CommandLanguage(rawValue: "shell")
    package static let sql = CommandLanguage(rawValue: "sql")
    package static let promql = CommandLanguage(rawValue: "promql")
    package static let redis = CommandLanguage(rawValue: "redis")
    package static let powershell = CommandLanguage(rawValue: "powershell")

    /// Whether the command runner can run it: only shell can be.
    package var isExecutable: Bool { self == .shell }
}

/// What a step asks for.
package enum StepKind: String, Codable, Hashable, Sendable {
    /// A command that can be run.
    case command
    /// Something that a person does.
    case manual
    /// A question that decides where to go on.
    case decision
}

/// A comparison of numbers.
package enum Comparison: String, Codable, Hashable, Sendable {
    case less = "<"
    case lessOrEqual = "<="
    case equal = "="
    case notEqual = "!="
    case greaterOrEqual = ">="
    case greater = ">"

    /// Whether `left` stands in this relation to `right`.
    package func holds(_ left: Double, _ right: Double) -> Bool {
        switch self {
        case .less: left < right
        case .lessOrEqual: left <= right
        case .equal: left == right
        case .notEqual: left != right
        case .greaterOrEqual: left >= right
        case .greater: left > right
        }
    }
}

/// A condition that can be decided on the outcome of the step before, without a person.
package enum Condition: Codable, Hashable, Sendable {
    /// The exit code compared with a number.
    case exitCode(Comparison, Int)
    /// The one number in the output compared with a bound.
    case number(Comparison, Double)
    /// A text that stands in the output; letter case does not matter.
    case contains(String)
}

/// Where a decision leads.
package struct Branch: Codable, Hashable, Sendable {
    /// The condition in the author's words.
    package var condition: String
    /// What to do when it holds, in the author's words.
    package var then: String
    /// What to do otherwise; `nil` when the text does not say.
    package var otherwise: String?
    /// Number of the step to go to when it holds; `nil` goes on with the next one, or, where `elseStep` is the next one,
    /// leads to the end.
    package var thenStep: Int?
    /// Number of the step to go to otherwise; `nil` goes on with the next one, or, where `thenStep` is the next one,
    /// leads to the end.
    package var elseStep: Int?
    /// The condition as something that can be evaluated; `nil` asks a person.
    package var test: Condition?

    package init(
        condition: String, then: String, otherwise: String? = nil, thenStep: Int? = nil, elseStep: Int? = nil,
        test: Condition? = nil
    ) {
        self.condition = condition
        self.then = then
        self.otherwise = otherwise
        self.thenStep = thenStep
        self.elseStep = elseStep
        self.test = test
    }
}

/// How a step is taken back.
package struct Rollback: Codable, Hashable, Sendable {
    /// Where a rollback comes from.
    package enum Source: String, Codable, Hashable, Sendable {
        /// The author wrote it.
        case document
        /// The risk rules know the inverse of the command.
        case derived
        /// Somebody added it while editing.
        case person
    }

    package var command: String
    package var source: Source
    /// See `Inverse.capture`.
    package var capture: String?

    package init(command: String, source: Source, capture: String? = nil) {
        self.command = command
        self.source = source
        self.capture = capture
    }
}

/// One step of a runbook.
package struct Step: Codable, Hashable, Sendable {
    /// Position in the runbook, from 1, without gaps.
    package var number: Int
    package var kind: StepKind
    /// What the step does, at a glance.
    package var title: String
    /// The command, word for word as the author wrote it, with its placeholders; `nil` unless `kind` is `.command`.
    package var command: String?
    package var language: CommandLanguage
    /// The colour; `.yellow` for manual steps that change something, `.green` for decisions.
    package var risk: Risk
    package var reasons: [RiskReason]
    /// Names of the variables in the command or the title.
    package var variables: [String]
    package var branch: Branch?
    package var rollback: Rollback?
    /// What to look for in the outcome, in the author's words.
    package var expected: String?
    /// What else the author wrote around the step. Nothing of the text is lost.
    package var notes: [String]
    /// The heading that the step stands under.
    package var section: String?
    /// First and last line in the source text, from 1; `nil` when the step was added by hand.
    package var lines: ClosedRange<Int>?
    /// The rule that made it; `nil` when a person did, or the text was written by this program.
    package var origin: StepOrigin?
    /// What people asked of the step beside its colour; `nil` is what the colour asks for.
    package var handling: StepHandling?
    /// Values that later steps take from its output, at most `Limits.capturesPerStep`; `nil` is the same as none.
    package var captures: [ValueCapture]?
    package var check: StepCheck?
    /// The runbook that the step consists of, by its title; `nil` for most steps.
    package var runbook: String?

    package init(
        number: Int, kind: StepKind, title: String, command: String? = nil, language: CommandLanguage = .shell,
        risk: Risk = .green, reasons: [RiskReason] = [], variables: [String] = [], branch: Branch? = nil,
        rollback: Rollback? = nil, expected: String? = nil, notes: [String] = [], section: String? = nil,
        lines: ClosedRange<Int>? = nil, origin: StepOrigin? = nil, handling: StepHandling? = nil,
        captures: [ValueCapture]? = nil, check: StepCheck? = nil, runbook: String? = nil
    ) {
        self.handling = handling
        self.captures = captures
        self.check = check
        self.runbook = runbook
        self.number = number
        self.kind = kind
        self.title = title
        self.command = command
        self.language = language
        self.risk = risk
        self.reasons = reasons
        self.variables = variables
        self.branch = branch
        self.rollback = rollback
        self.expected = expected
        self.notes = notes
        self.section = section
        self.lines = lines
        self.origin = origin
    }
}

/// A value that must be known before the commands can run.
package struct Variable: Codable, Hashable, Sendable {
    /// Name in `lower_snake_case`.
    package var name: String
    /// How it stands in the commands, such as `<namespace>` or `$REGION`.
    package var placeholder: String
    /// Value to use when nothing fills it.
    package var defaultValue: String?
    /// What it stands for, guessed from its name; `nil` where the name does not tell.
    package var kind: VariableKind?
    /// The label of an alert that usually holds its value, such as `namespace`; `nil` where none does.
    package var alertLabel: String?

    package init(
        name: String, placeholder: String, defaultValue: String? = nil, kind: VariableKind? = nil,
        alertLabel: String? = nil
    ) {
        self.name = name
        self.placeholder = placeholder
        self.defaultValue = defaultValue
        self.kind = kind
        self.alertLabel = alertLabel
    }
}

/// Something that must hold before the runbook can be followed.
package struct Prerequisite: Codable, Hashable, Sendable {
    package var text: String
    /// Line in the source text, from 1.
    package var line: Int?
    /// The author did not name it; the commands need it. `nil` is the same as `false`.
    package var isDerived: Bool?

    package init(text: String, line: Int? = nil, isDerived: Bool? = nil) {
        self.text = text
        self.line = line
        self.isDerived = isDerived
    }
}

/// A doubt about what the author meant.
package struct Ambiguity: Codable, Hashable, Sendable {
    /// Number of the step that it is about.
    package var step: Int?
    /// Line in the source text, from 1.
    package var line: Int?
    /// What is unclear.
    package var text: String
    /// What would make it clear.
    package var suggestion: String
    /// The answer and where it was found, when the text itself gives one.
    package var resolution: String?

    package init(step: Int? = nil, line: Int? = nil, text: String, suggestion: String, resolution: String? = nil) {
        self.step = step
        self.line = line
        self.text = text
        self.suggestion = suggestion
        self.resolution = resolution
    }
}

/// What a runbook says: the outcome of parsing, and what a version of a saved runbook holds.
package struct RunbookContent: Codable, Hashable, Sendable {
    package var title: String
    package var summary: String
    /// Services that it is about.
    package var services: [String]
    /// Names of the alerts that it answers.
    package var alerts: [String]
    /// How serious the author calls it, in the author's words; `nil` when the text does not say.
    package var severity: String?
    /// The team or the person that it belongs to; `nil` when the text does not say.
    package var owner: String?
    /// Links to dashboards and graphs, at most 20; `nil` is the same as none.
    package var dashboards: [DocumentLink]?
    package var prerequisites: [Prerequisite]
    package var variables: [Variable]
    package var steps: [Step]
    package var ambiguities: [Ambiguity]

    package init(
        title: String, summary: String = "", services: [String] = [], alerts: [String] = [],
        prerequisites: [Prerequisite] = [], variables: [Variable] = [], steps: [Step] = [],
        ambiguities: [Ambiguity] = [], severity: String? = nil, owner: String? = nil,
        dashboards: [DocumentLink]? = nil
    ) {
        self.title = title
        self.summary = summary
        self.services = services
        self.alerts = alerts
        self.prerequisites = prerequisites
        self.variables = variables
        self.steps = steps
        self.ambiguities = ambiguities
        self.severity = severity
        self.owner = owner
        self.dashboards = dashboards
    }

    /// The number of command and manual steps of a colour. Decisions have none.
    package func stepCount(_ risk: Risk) -> Int {
        steps.count { $0.kind != .decision && $0.risk == risk }
    }
}

/// One saved version of a runbook.
package struct Runbook: Codable, Hashable, Sendable {
    package var id: RunbookID
    /// From 1; saving again makes the next one, and none is ever changed.
    package var version: Int
    package var content: RunbookContent
    /// The text that it was parsed from, as it came.
    package var source: String
    /// Who saved this version; `nil` for an import from the command line.
    package var savedBy: UserID?
    package var savedAt: Timestamp

    package init(
        id: RunbookID, version: Int, content: RunbookContent, source: String, savedBy: UserID?, savedAt: Timestamp
    ) {
        self.id = id
        self.version = version
        self.content = content
        self.source = source
        self.savedBy = savedBy
        self.savedAt = savedAt
    }
}

/// A rule that a person made: alerts that match it get this runbook, before any guess.
package struct AlertLink: Codable, Hashable, Sendable {
    package var runbook: RunbookID
    /// Alert name or a part of the title; letter case does not matter. `*` stands for any characters.
    package var pattern: String
    /// Only alerts of this service; `nil` for any.
    package var service: String?

    package init(runbook: RunbookID, pattern: String, service: String? = nil) {
        self.runbook = runbook
        self.pattern = pattern
        self.service = service
    }
}
