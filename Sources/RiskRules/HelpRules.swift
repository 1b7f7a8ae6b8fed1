import ByteText
import RunbookModel

extension ScriptAnalyzer {
    private static let running: Set<String> = [
        "run", "exec", "create", "compose", "rsh", "debug", "x", "dlx", "ssh", "shell", "start",
    ]

    /// `tool --version`, `tool --help`, `tool word word --help`: a program that has rules is known to show its help then,
    /// unless it runs what stands in front of the option.
    mutating func judgeHelp(_ call: Call, _ tool: ToolTable) -> Bool {
        guard let last = call.arguments.last, last.isKnown, Self.asksForHelp(last.text), call.arguments.count < 5,
            call.input == .none || call.input == .opaque
        else { return false }
        let words = call.arguments.dropLast()
        guard
            words.allSatisfy({
                $0.isKnown && !$0.isOption && !Self.running.contains($0.text) && $0.text.allSatisfy(Self.isPlain)
            })
        else { return false }
        // Programs that act on being called, and take no word about it.
        if words.isEmpty, let rule = bestRule(of: tool, for: []), rule.risk == .red { return false }
        let named = bestRule(of: tool, for: Array(words))?.path ?? []
        // Behind a name of the caller's choice, `--help` may be handed to something else: `service web restart --help`.
        let path = named.contains { $0.holds("*") } ? 0 : named.count
        guard words.isEmpty || path == words.count || path > 0 && Self.takingHelpAnywhere.contains(tool.names[0]) else {
            return false
        }
        add(
            .green, "\(tool.names[0]).help", "Shows the help or the version of \(call.name).", call.range,
            effect: "Shows the help or the version of \(call.name).")
        return true
    }

    /// Programs whose library of options shows help wherever `--help` stands, and does nothing else then.
    private static let takingHelpAnywhere: Set<String> = [
        "kubectl", "docker", "podman", "helm", "argocd", "flux", "istioctl", "velero", "gh", "etcdctl", "crictl",
    ]

    private static func isPlain(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character == "-")
    }

    static func asksForHelp(_ text: String) -> Bool { text == "--help" || text == "--version" }
}
