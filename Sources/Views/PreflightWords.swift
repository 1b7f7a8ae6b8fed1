import RunbookModel

/// What was found of a run's needs, in one line.
enum PreflightWords {
    /// Things of one kind that are named; the rest are counted.
    private static let most = 6

    /// `✅ kubectl, psql found · ❌ KUBECONFIG isn't set`; empty when nothing was looked at.
    static func line(_ report: PreflightReport?) -> String {
        guard let report else { return "" }
        let target = report.findings.first { $0.kind == .target && $0.outcome != .found }
        if let target {
            let name = target.name.isEmpty ? "This machine" : Words.clip(target.name, 64)
            let note = target.note.map { ": \(Words.clip($0, 200))" } ?? ""
            return "❌ \(name) could not be looked at\(note)"
        }
        var parts: [String] = []
        let found = report.findings.filter { $0.outcome == .found && $0.kind != .target }
        if !found.isEmpty { parts.append("✅ \(names(found)) found") }
        for (kind, one, several) in [
            (PreflightReport.Finding.Kind.program, "isn't installed there", "aren't installed there"),
            (.variable, "isn't set", "aren't set"), (.endpoint, "doesn't answer", "don't answer"),
            (.cluster, "doesn't answer", "don't answer"),
        ] {
            let missing = report.findings.filter { $0.kind == kind && $0.outcome == .missing }
            if !missing.isEmpty { parts.append("❌ \(names(missing)) \(missing.count == 1 ? one : several)") }
        }
        let unknown = report.findings.filter { $0.outcome == .unknown }
        if !unknown.isEmpty { parts.append("❔ \(names(unknown)): no answer in time") }
        return parts.joined(separator: " · ")
    }

    private static func names(_ findings: [PreflightReport.Finding]) -> String {
        let shown = findings.prefix(most).map { Words.clip($0.kind == .cluster ? "the cluster" : $0.name, 60) }
        let rest = findings.count - shown.count
        return shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }
}
