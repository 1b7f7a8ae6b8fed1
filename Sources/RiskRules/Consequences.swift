import ByteText
import RunbookModel

/// How far a finding reaches and whether it can be taken back, as far as rules tell.
enum Consequences {
    /// Options that widen a change to everything that matches.
    private static let widening: Set<String> = [
        "-A", "--all", "--all-namespaces", "-l", "--selector", "--recursive", "-R", "--field-selector",
        "--all-databases",
        "--all-projects",
    ]

    /// The reach of a call that a table judged.
    static func radius(_ rule: SubcommandRule, _ tool: ToolTable, _ parsed: ParsedCall, _ operands: [Argument])
        -> BlastRadius
    {
        if let radius = rule.radius { return radius }
        let named = radius(of: rule.name)
        if named > .one { return named }
        if parsed.options.contains(where: { widening.contains($0.name) && $0.value?.text != "false" }) {
            return .everything
        }
        if operands.contains(where: { $0.isGlob || $0.isManifold && $0.unknown == .output }) { return .several }
        var things = operands.count
        if tool.namesResources, let first = operands.first, !first.text.holds("/"), things > 1 { things -= 1 }
        return things > 2 || tool.namesResources && things > 1 ? .several : .one
    }

    private static let hostRules = [
        "shutdown", "reboot", "poweroff", "halt", "ipmi", "iptables", "nft", "ufw", "systemctl.isolate",
        "systemctl.reboot",
        "systemctl.poweroff", "systemctl.halt", "init", "telinit", "kexec", "date.set", "sysctl",
    ]
    private static let wideRules = [
        "redis.flush", "redis-command.flush", "kubectl.delete.namespace", "terraform.", "tofu.", "pulumi.",
        "remote.fleet",
        "sql.set.global", "sql.shutdown", "sql.drop", "mongo.dropDatabase",
    ]

    /// The reach of a finding that no table told, by its rule.
    static func radius(of rule: String) -> BlastRadius {
        if hostRules.contains(where: rule.hasPrefix) { return .host }
        return wideRules.contains(where: rule.hasPrefix) ? .everything : .one
    }

    private static let outages = [
        "stop", "drain", "disable", "mask", "scale", "restart", "shutdown", "reboot", "kill", "down", "isolate",
        "power",
        "deny", "pause", "policy", "lock", "failover", "switchover", "promote", "taint", "seal", "reload", "halt",
        "set",
        "revoke", "detach", "deregister", "reset-offsets", "execute",
    ]
    private static let hidden = [
        "shell.hidden", "shell.eval", "shell.depth", "remote.hidden", "sql.hidden", "shell.pipe",
    ]

    /// Whether what reasons of the highest colour say can be taken back.
    static func reversibility(_ risk: Risk, _ reasons: [RiskReason], hasInverse: Bool, hasUnknown: Bool)
        -> Reversibility
    {
        if risk == .green { return .nothingToUndo }
        if hasInverse { return .byCommand }
        let rules = reasons.filter { $0.risk == risk }.map(\.rule)
        if rules.contains(where: { hidden.contains($0) || $0.hasSuffix(".hidden") || $0.hasSuffix(".opaque") }) {
            return .unknown
        }
        if risk == .yellow { return hasUnknown ? .unknown : .byHand }
        return rules.allSatisfy { rule in outages.contains { rule.contains($0) } } ? .byHand : .never
    }
}
