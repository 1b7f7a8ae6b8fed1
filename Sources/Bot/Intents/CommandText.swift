/// Reads what stands behind `/runbook`.
package enum CommandText {
    /// The words that are commands, with what each does, for help and completion.
    package static let verbs: [(usage: String, meaning: String)] = [
        ("paste [text]", "Turn a text into a runbook"),
        ("list [words]", "Show the library"),
        ("show NAME", "Show a runbook's steps"),
        ("start NAME", "Start a runbook in this channel"),
        ("dryrun NAME", "Show what a run would do; nothing is run"),
        ("why COMMAND", "Say what a command does, and its colour"),
        ("edit NAME", "Change a saved runbook"),
        ("settings NAME", "Say how a runbook runs, and who may do what"),
        ("freeze WHY", "Pause everything; nothing is started any more"),
        ("unfreeze", "Lift the freeze"),
        ("delete NAME", "Delete a runbook; it can be undone"),
        ("restore [NAME]", "Bring a deleted runbook back"),
        ("history [NAME]", "Show recent runs"),
        ("health", "Show the health of all runbooks"),
        ("digest", "Post the health digest now"),
        ("help", "Show this"),
    ]

    /// The command in a text. Empty text asks for help; a text that begins like a pasted runbook is one.
    package static func parse(_ text: String) -> RunbookCommand {
        let trimmed = trim(text[...])
        let verb = trimmed.prefix { !$0.isWhitespace }
        let rest = trim(trimmed[verb.endIndex...])
        switch verb.lowercased() {
        case "": return .help
        case "paste", "new", "add": return .paste(String(rest))
        case "list", "library", "ls": return .list(filter: String(rest))
        case "show", "view": return rest.isEmpty ? .list(filter: "") : .show(String(rest))
        case "start", "run": return rest.isEmpty ? .list(filter: "") : .start(String(rest))
        case "dryrun", "dry-run", "rehearse": return rest.isEmpty ? .list(filter: "") : .dryRun(String(rest))
        case "why", "explain": return rest.isEmpty ? .help : .why(String(unquoted(rest)))
        case "edit", "change": return rest.isEmpty ? .list(filter: "") : .edit(String(rest))
        case "settings", "configure": return rest.isEmpty ? .list(filter: "") : .settings(String(rest))
        case "freeze": return .freeze(String(rest))
        case "unfreeze", "thaw": return .unfreeze
        case "delete", "remove", "rm": return rest.isEmpty ? .list(filter: "") : .delete(String(rest))
        case "restore", "undelete": return .restore(String(rest))
        case "history": return .history(String(rest))
        case "health": return .health
        case "digest": return .digest
        case "help", "?": return .help
        default:
            // Nobody types several lines behind a command by accident.
            return trimmed.contains { $0.isNewline } ? .paste(String(trimmed)) : .unknown(String(verb))
        }
    }

    /// A command without the backticks that people put around code in Slack.
    private static func unquoted(_ text: Substring) -> Substring {
        for fence in ["```", "`"] where text.hasPrefix(fence) && text.hasSuffix(fence) && text.count > 2 * fence.count {
            let inner = text.dropFirst(fence.count).dropLast(fence.count)
            if fence.count == 3 || !inner.contains("`") { return trim(inner) }
        }
        return text
    }

    private static func trim(_ text: Substring) -> Substring {
        var text = text.drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
