/// What the text under a heading is for.
enum SectionRole: Hashable, Sendable {
    case procedure
    /// Tells about the subject; its sentences ask for nothing.
    case description
    case prerequisites
    case rollback
    /// Links to follow, people, history.
    case reference

    private static let descriptionWords: Set<String> = [
        "meaning", "impact", "overview", "background", "description", "about", "introduction", "goal", "goals", "why",
        "what", "purpose", "scope", "context", "definition", "definitions", "glossary", "terminology", "architecture",
        "severity", "summary", "symptoms", "symptom", "cause", "causes", "root", "theory", "faq", "limitations",
        "motivation", "rationale", "abstract", "audience", "concepts", "sla", "slo", "history",
    ]
    private static let referenceWords: Set<String> = [
        "references", "reference", "related", "links", "resources", "reading", "information", "owner", "owners",
        "author",
        "authors", "changelog", "contacts", "license", "appendix", "credits", "acknowledgements", "maintainers",
        "documentation", "toc",
    ]
    /// Verbs that are nouns in front of another noun: "support contacts", "release history".
    private static let nouns: Set<String> = [
        "access", "alert", "back", "backup", "change", "contact", "document", "fix", "issue", "log", "monitor", "page",
        "query", "release", "report", "review", "see", "support", "test", "track", "watch", "work",
    ]
    private static let prerequisitesWords: Set<String> = [
        "prerequisites", "prerequisite", "pre-requisites", "pre-requisite", "prereqs", "requirements", "requirement",
        "preconditions", "assumptions", "permissions", "preparation", "preflight",
        "pre-flight",
    ]

    static func isPrerequisiteWord(_ word: String) -> Bool { prerequisitesWords.contains(word) }

    /// The role that a heading announces; `nil` where it announces none and the one around it holds.
    init?(heading: Sentence) {
        let words = heading.words.filter {
            !["the", "of", "and", "a", "an", "&", "this", "alert", "further", "more", "additional"].contains($0)
        }
        guard let first = words.first, let last = words.last else { return nil }
        // "Wiping the history", "Gather information": something to do, whatever its object is called.
        let asks =
            words.count > 1
            && (Verbs.base(ofGerund: first) != nil || Verbs.isVerb(first) && !Self.nouns.contains(first))
        if Self.announcesPrerequisites(heading, first, last) {
            self = .prerequisites
        } else if Self.announcesRollback(heading, words) {
            self = .rollback
        } else if first == "see" && last == "also" || words == ["contents"] || words == ["table", "contents"] {
            self = .reference
        } else if words.count <= 3, !asks, Self.referenceWords.contains(last) {
            self = .reference
        } else if heading.isQuestion, ["what", "why", "how", "who"].contains(first) {
            self = first == "how" && words.count > 3 ? .procedure : .description
        } else if words.count <= 2, Self.descriptionWords.contains(first) {
            self = .description
        } else if words.count <= 3, !asks, Self.descriptionWords.contains(last), last != "what" {
            self = .description
        } else {
            return nil
        }
    }

    private static func announcesPrerequisites(_ heading: Sentence, _ first: String, _ last: String) -> Bool {
        if prerequisitesWords.contains(first) || prerequisitesWords.contains(last) { return heading.words.count < 5 }
        return heading.contains(anyOf: [
            ["before", "you", "begin"], ["before", "you", "start"], ["before", "starting"], ["what", "you", "need"],
            ["what", "you'll", "need"], ["you", "will", "need"], ["you'll", "need"], ["required", "access"],
            ["access", "required"], ["tools", "required"], ["required", "tools"], ["access", "needed"],
        ])
    }

    private static let rollbackNames: Set<String> = [
        "rollback", "roll-back", "undo", "revert", "backout", "rollbacks", "reverting", "back-out",
    ]

    private static func announcesRollback(_ heading: Sentence, _ words: [String]) -> Bool {
        if words.count <= 4, words.contains(where: Self.rollbackNames.contains) { return true }
        return words.count <= 5
            && heading.contains(anyOf: [
                ["roll", "back"], ["rolling", "back"], ["back", "out"], ["if", "it", "goes", "wrong"],
            ])
    }
}
