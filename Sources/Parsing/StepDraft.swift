import RunbookModel

/// A step while the document is being read.
struct StepDraft: Hashable, Sendable {
    /// Where a branch leads.
    enum Target: Hashable, Sendable {
        /// Index of a step; one past the last means the end.
        case index(Int)
        /// The author's own number or the anchor of a section.
        case reference(String)
    }

    var kind: StepKind
    var title: String
    var command: String?
    var language: CommandLanguage = .shell
    var section: String?
    var expected: [String] = []
    var notes: [String] = []
    /// The way back that the author names beside the step.
    var rollback: String?
    var lines: ClosedRange<Int>
    /// Base form of the verb of a manual step.
    var verb: String?
    var condition: String = ""
    var then: String = ""
    var otherwise: String?
    var thenTarget: Target?
    var elseTarget: Target?
    /// Which list or section the step's references are about.
    var scope = 0
    /// Stands in a part of the document that tells how to take changes back.
    var isRollback = false
    /// Which rule made the step.
    var rule: String
}

/// A place that the author may refer to.
struct StepLabel: Hashable, Sendable {
    var name: String
    /// Index of the first step at or after the place.
    var step: Int
    var scope: Int
}

/// What the walk through a document found.
struct DocumentFindings: Sendable {
    var title: String?
    var summary: [String] = []
    var prerequisites: [Prerequisite] = []
    var steps: [StepDraft] = []
    var labels: [StepLabel] = []
    /// Doubts that only show while reading; the step is an index.
    var ambiguities: [Ambiguity] = []
    var isCut = false
    /// What one comes here for, from "when the … alert fires".
    var trigger: String?
    var headings: [String] = []
    var dashboards: [DocumentLink] = []
    /// Values of the commands that the text tells to replace.
    var examples: [ExampleValue] = []
    /// The first lines under a heading such as "Owner".
    var owner: String?
}
