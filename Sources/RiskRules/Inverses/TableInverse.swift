import ByteText
import RunbookModel

extension ScriptAnalyzer {
    /// What takes back a call that a table judged, by the `undo=` of its rule.
    func inverse(
        _ rule: SubcommandRule, _ tool: ToolTable, _ call: Call, _ parsed: ParsedCall, _ operands: [Argument]
    ) -> Inverse? {
        guard let undo = rule.undo, !operands.isEmpty, !call.isRemote, call.arguments.allSatisfy(\.isKnown),
            parsed.strangers.isEmpty, !Self.reachesFurther(tool, call, parsed, operands)
        else { return nil }
        let isLeading = Self.leading[tool.names[0]] != nil
        let scopeOptions = Self.leading[tool.names[0]] ?? Self.scopeOptions
        // A unit that was also started or stopped needs that taken back as well.
        let startsToo: Set<String> =
            tool.names[0] == "systemctl" && ["enable", "disable"].contains(rule.path[0])
            ? ["--now", "--runtime", "--global"] : []
        let scope = parsed.options.filter { scopeOptions.contains($0.name) || startsToo.contains($0.name) }
            .map { option in
                option.value.map { "\(option.name) \(ShellQuoting.quoted($0.text))" } ?? option.name
            }
        func complete(_ template: String) -> String {
            var command = template
            for (key, value) in [
                ("{args}", operands.map { ShellQuoting.quoted($0.text) }.joined(separator: " ")),
                ("{1}", operands.first.map { ShellQuoting.quoted($0.text) } ?? ""),
            ] {
                command = command.replacing(key, by: value)
            }
            var words = [command]
            // The same program under the name that it has here: `podman`, `oc`.
            let program = tool.names[0]
            if command.hasPrefix(program + " ") {
                words = [call.name] + (isLeading ? scope : []) + [String(command.dropFirst(program.count + 1))]
            }
            return (call.prefix + words + (isLeading ? [] : scope)).joined(separator: " ")
        }
        return Inverse(command: complete(undo), capture: rule.capture.map(complete))
    }

    /// Options that say where something is, and so belong to the undo as well.
    private static let scopeOptions: Set<String> = [
        "-n", "--namespace", "--context", "--kubeconfig", "--cluster", "--kube-context", "--region", "--profile",
        "--user", "--as", "-H", "--host", "-M", "--machine",
    ]
    /// Programs that take such options only in front of the subcommand.
    private static let leading: [String: Set<String>] = [
        "docker": ["-H", "--host", "--context", "-c", "--config", "--connection", "--url"], "supervisorctl": ["-c"],
    ]
    private static let selecting: Set<String> = [
        "-A", "--all-namespaces", "-l", "--selector", "--field-selector", "-f", "--filename", "-k", "--kustomize",
        "--all", "-R", "--recursive",
    ]

    /// Whether it does more, or to more, than its operands tell: what takes those back would not take it back.
    private static func reachesFurther(
        _ tool: ToolTable, _ call: Call, _ parsed: ParsedCall, _ operands: [Argument]
    ) -> Bool {
        if operands.contains(where: { $0.text == "all" }) { return true }
        if tool.namesResources {
            // `restart deployment` without a name means all of them.
            return parsed.options.contains { selecting.contains($0.name) }
        }
        switch tool.names[0] {
        case "systemctl": return parsed.has("--now") && parsed.operands.first.map { $0.text.holds("mask") } ?? true
        // Folders that were there before, and those above, can't be told from what was made.
        case "mkdir", "rmdir": return !parsed.options.isEmpty
        case "docker": return parsed.options.contains { $0.name.hasPrefix("--tls") }
        default: return false
        }
    }

    // MARK: Wrappers

    /// Wrappers under which a command runs as the same user, in the same place.
    private static let transparent: Set<String> = [
        "env", "nice", "ionice", "chrt", "nohup", "setsid", "stdbuf", "timeout", "time", "command", "builtin", "exec",
        "flock", "taskset", "unbuffer", "chronic", "ts",
    ]

    /// The words that have to stand in front of the inverse of what a wrapper runs.
    mutating func inversePrefix(_ call: Call, _ rule: WrapperRule, _ parsed: ParsedCall) -> [String] {
        let isUnknown =
            !parsed.strangers.isEmpty || parsed.options.contains { $0.value.map { !$0.isKnown } ?? false }
        guard rule.staysInInverse else {
            let isTransparent =
                Self.transparent.contains(call.name) && !(call.name == "env" && !parsed.options.isEmpty)
            if isUnknown || !isTransparent { verdict.dependsOnContext = true }
            return call.prefix
        }
        if isUnknown { verdict.dependsOnContext = true }
        // The options say as whom it runs.
        let words = parsed.options.map { option in
            let sign = rule.arities[option.name] == .optionalValue ? "=" : " "
            return option.value.map { option.name + sign + ShellQuoting.quoted($0.text) } ?? option.name
        }
        return call.prefix + [call.name] + words
    }
}
