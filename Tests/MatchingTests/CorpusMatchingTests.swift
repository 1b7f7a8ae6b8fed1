import BotTestKit
import JSONTree
import Matching
import RunbookModel
import Testing

/// Scores over public rule sets with their runbooks, where they are at hand. The floors are a little below what was
/// measured: they catch a step back, not noise.
@Suite struct CorpusMatching {
    private static let sources = Corpus.names(in: "alerts")

    private func candidates(_ source: String) -> [MatchCandidate] {
        var found: [MatchCandidate] = []
        var folders = [""]
        while let folder = folders.popLast() {
            for name in Corpus.names(in: "alerts/\(source)/library/\(folder)") {
                let path = folder.isEmpty ? name : "\(folder)/\(name)"
                guard name.hasSuffix(".md") else {
                    folders.append(path)
                    continue
                }
                let text = String(decoding: Corpus.bytes("alerts/\(source)/library/\(path)") ?? [], as: UTF8.self)
                let title = text.split(separator: "\n").first { $0.hasPrefix("# ") }?.dropFirst(2)
                found.append(MatchCandidate(id: RunbookID(path), title: String(title ?? ""), text: text, path: path))
            }
        }
        return found
    }

    private func alert(_ row: JSONValue, hidden: Bool) -> Alert {
        let from = hidden ? row["hard"] ?? .null : row
        let texts = { (value: JSONValue?) in
            (value?.object ?? [:]).reduce(into: [String: String]()) { $0[$1.key] = $1.value.string }
        }
        return Alert(
            id: AlertID(row["id"]?.string ?? ""), vendor: "corpus", fingerprint: "f", status: .firing,
            title: from[hidden ? "title_hidden" : "alertname"]?.string ?? "", severity: row["severity"]?.string,
            labels: texts(from["labels"]), annotations: texts(from[hidden ? "annotations_hidden" : "annotations"]),
            startedAt: Timestamp(milliseconds: 0))
    }

    @Test(arguments: sources)
    func findsTheRunbook(_ source: String) throws {
        let lines = String(decoding: Corpus.bytes("alerts/\(source)/alerts.jsonl") ?? [], as: UTF8.self)
        let rows = try lines.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
        let matcher = RunbookMatcher(library: candidates(source), links: [])
        for hidden in [false, true] {
            var (alerts, right, amongThree, foreign, foreignOffered) = (0, 0, 0, 0, 0)
            for row in rows {
                let alert = alert(row, hidden: hidden)
                let found = matcher.rank(alert, limit: 3).map(\.runbook.rawValue)
                guard let wanted = row["runbook_file"]?.string else {
                    guard row["negative_kind"]?.string == "foreign_technology" else { continue }
                    foreign += 1
                    foreignOffered += matcher.bestMatch(alert) == nil ? 0 : 1
                    continue
                }
                alerts += 1
                right += found.first == wanted ? 1 : 0
                amongThree += found.contains(wanted) ? 1 : 0
            }
            #expect(alerts > 50)
            #expect(
                Double(right) >= (hidden ? 0.82 : 0.98) * Double(alerts), "\(source) \(hidden): \(right) of \(alerts)")
            #expect(Double(amongThree) >= 0.96 * Double(alerts), "\(source) \(hidden): \(amongThree) of \(alerts)")
            #expect(
                Double(foreignOffered) <= 0.2 * Double(foreign), "\(source) \(hidden): \(foreignOffered) of \(foreign)")
        }
    }
}
