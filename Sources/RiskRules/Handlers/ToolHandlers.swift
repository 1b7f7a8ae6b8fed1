import RunbookModel

/// Programs whose arguments need code: those that run other programs, or speak a language of their own.
enum ToolHandlers {
    typealias Handler = @Sendable (inout ScriptAnalyzer, Call) -> Void

    static let all: [String: Handler] = [
        wrappers, shells, builtins, texts, files, processes, http, remote, interpreters, databases, clouds, systems,
        machines,
    ].reduce(into: [:]) { all, part in all.merge(part) { first, _ in first } }
}
