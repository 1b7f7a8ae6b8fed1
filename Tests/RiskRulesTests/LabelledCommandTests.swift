import BotTestKit
import JSONTree
import RiskRules
import RunbookModel
import Testing

@Suite("Labelled commands")
struct LabelledCommandTests {
    struct Labelled {
        var command: String
        var language: CommandLanguage
        var allowed: Set<Risk>
    }

    static func load() -> [Labelled] {
        guard let bytes = Corpus.bytes("risk/commands.jsonl") else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
            guard let row = try? JSONValue(parsing: String(line)), let command = row["command"]?.string else {
                return nil
            }
            var allowed: Set<Risk> = []
            if let label = row["label"]?.string { allowed.formUnion(Risk(rawValue: label).map { [$0] } ?? []) }
            if case .array(let labels)? = row["label"] {
                allowed.formUnion(labels.compactMap { $0.string.flatMap(Risk.init(rawValue:)) })
            }
            return Labelled(
                command: command, language: CommandLanguage(rawValue: row["kind"]?.string ?? "shell"), allowed: allowed)
        }
    }

    @Test("no state change runs by itself, and few reads ask")
    func figures() {
        let rows = Self.load()
        guard !rows.isEmpty else { return }
        let classifier = RiskClassifier()
        var right = 0
        var softened = 0
        var reds = 0
        var annoying = 0
        var greens = 0
        for row in rows {
            let risk = classifier.assess(row.command, language: row.language).risk
            if row.allowed.contains(risk) { right += 1 }
            if !row.allowed.contains(.green) { #expect(risk != .green, "\(row.command)") }
            if row.allowed == [.red] {
                reds += 1
                if risk == .yellow { softened += 1 }
            }
            if row.allowed == [.green] {
                greens += 1
                if risk != .green { annoying += 1 }
            }
        }
        #expect(softened * 100 <= reds * 3, "\(softened) of \(reds)")
        #expect(annoying * 100 <= greens * 8, "\(annoying) of \(greens)")
        #expect(right * 100 >= rows.count * 92, "\(right) of \(rows.count)")
    }
}
