import RiskRules
import RunbookModel
import Views

/// What a command does, and why it has its colour.
extension Handling {
    /// Answers `/runbook why`, so that only whoever asked sees it.
    func explain(_ command: String, _ click: Click) throws {
        let assessment = services.classifier.assess(command, language: language(of: command))
        try reply(
            .why(
                command, assessment, reach: assessment.blastRadius?.sentence,
                reversal: assessment.reversibility?.sentence), to: click)
    }

    /// SQL is told from shell by its first word, as long as there is no program of that name.
    private func language(of command: String) -> CommandLanguage {
        let word = command.prefix { !$0.isWhitespace && $0 != ";" }.lowercased()
        return Self.statements.contains(word) && !services.classifier.knows(program: word) ? .sql : .shell
    }

    private static let statements: Set<String> = [
        "select", "insert", "update", "delete", "drop", "truncate", "alter", "create", "grant", "revoke", "vacuum",
        "analyze", "reindex", "explain", "show", "begin", "merge", "replace", "call", "cluster",
    ]

    /// Explains a step of a draft or of a saved runbook by the rules of this moment.
    func explainStep(_ value: ButtonValue, _ click: Click) throws {
        let content: RunbookContent
        if let id = value.draft {
            guard let draft = try store.draft(id) else { return try fill(.draftGone, for: click) }
            content = draft.content
        } else if let id = value.runbook, let runbook = try store.runbook(id) {
            content = runbook.content
        } else {
            return try fill(.runbookNotFound(value.runbook?.rawValue ?? ""), for: click)
        }
        guard let step = content.steps.first(where: { $0.number == value.step }), let command = step.command else {
            return try fill(.refusalModal(.stale), for: click)
        }
        let assessment = services.classifier.assess(command, language: step.language)
        try fill(.whyModal(step, assessment: assessment, value: value), for: click)
    }
}
