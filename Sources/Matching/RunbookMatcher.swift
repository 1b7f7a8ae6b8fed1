import RunbookModel

/// Finds the runbook for an alert. The same library and the same alert always give the same answer.
package struct RunbookMatcher: Sendable {
    /// Confidence from which a runbook is offered without being asked for.
    package static let threshold = 0.5

    private let index: LibraryIndex
    private let links: [AlertLink]

    /// Takes up the latest version of every runbook, and the links that people made.
    package init(library: [MatchCandidate], links: [AlertLink]) {
        index = LibraryIndex(library)
        self.links = links
    }

    /// The best match, when it is likely enough to be right.
    package func bestMatch(_ alert: Alert) -> MatchResult? {
        rank(alert, limit: 1).first { $0.confidence >= Self.threshold }
    }

    /// The runbooks that may help, best first, `limit` at the most. Runbooks that share nothing with the alert are not
    /// among them.
    package func rank(_ alert: Alert, limit: Int) -> [MatchResult] {
        let linked = linkedResults(alert)
        let query = AlertQuery(alert, in: index)
        let scores = scored(query)
        let evidence = Evidence(scores, query, index)
        let seen = Set(linked.map(\.runbook))
        let guessed = scores.prefix(limit).enumerated().map { place, score in
            MatchResult(
                runbook: index.entries[score.entry].candidate.id,
                confidence: evidence.confidence(place: place, after: !linked.isEmpty),
                reasons: reasons(score, query))
        }
        return Array((linked + guessed.filter { !seen.contains($0.runbook) }).prefix(limit))
    }

    /// How each runbook that shares anything with the query does, best first. Exposed for calibration.
    func scored(_ query: AlertQuery) -> [Score] {
        let sums = TermSums(query, index).sums
        // A name can double a sum at the most: what is below half of the best needs no closer look.
        let floor = (sums.max() ?? 0) / 2
        var scores = index.entries.indices.filter { entry in
            let content = index.entries[entry]
            return (sums[entry] > 0 && sums[entry] >= floor) || content.naming(of: query.exactNames) != .none
                || query.service.map(content.services.contains) == true
        }.map { Score(entry: $0, sum: sums[$0], query, index) }.sorted { precedes($0, $1) }
        let head = scores.prefix(Self.rereadCount).map { $0.reread(query, index) }.sorted { precedes($0, $1) }
        scores.replaceSubrange(0..<head.count, with: head)
        return scores
    }

    /// How many of the best are looked at sentence by sentence.
    private static let rereadCount = 12

    private func precedes(_ left: Score, _ right: Score) -> Bool {
        if left.naming != right.naming { return left.naming > right.naming }
        if left.value != right.value { return left.value > right.value }
        let (one, other) = (index.entries[left.entry].candidate, index.entries[right.entry].candidate)
        return (one.path ?? one.title, one.id.rawValue) < (other.path ?? other.title, other.id.rawValue)
    }

    /// What is kept of one runbook, for the reasons.
    func entry(_ place: Int) -> LibraryIndex.Entry { index.entries[place] }

    /// How much a term tells in this library.
    func weight(_ term: String) -> Double { index.weight(term) }

    /// Features of the best match, for calibration.
    func evidence(_ alert: Alert) -> Evidence {
        let query = AlertQuery(alert, in: index)
        return Evidence(scored(query), query, index)
    }
}

// MARK: - Links

extension RunbookMatcher {
    /// What people have laid down, the most specific rule first.
    private func linkedResults(_ alert: Alert) -> [MatchResult] {
        let known = Set(index.entries.map(\.candidate.id))
        let fitting = links.filter { known.contains($0.runbook) && $0.matches(alert) }
        let ordered = fitting.sorted { left, right in
            if (left.service == nil) != (right.service == nil) { return left.service != nil }
            return (right.fixedLength, left.pattern, left.runbook.rawValue)
                < (left.fixedLength, right.pattern, right.runbook.rawValue)
        }
        var seen: Set<RunbookID> = []
        return ordered.filter { seen.insert($0.runbook).inserted }.enumerated().map { place, link in
            MatchResult(
                runbook: link.runbook, confidence: place == 0 ? 0.99 : 0.5,
                reasons: ["somebody linked alerts like “\(link.pattern)” to it"])
        }
    }
}

extension AlertLink {
    /// Whether the link is about this alert: its name as a whole, or a part of its title.
    package func matches(_ alert: Alert) -> Bool {
        if let service, service.lowercased() != (alert.service ?? alert.labels["service"])?.lowercased() {
            return false
        }
        let pattern = pattern.lowercased()
        guard pattern.contains(where: { !$0.isWhitespace }) else { return false }
        let name = alert.name ?? alert.labels["alertname"]
        if let name, Wildcard.matches(pattern, name.lowercased()) { return true }
        return Wildcard.matches("*\(pattern)*", alert.title.lowercased())
    }

    /// Characters of the pattern that are not wild.
    fileprivate var fixedLength: Int { pattern.count { $0 != "*" } }
}

/// Patterns in which `*` stands for any characters.
enum Wildcard {
    /// Compares in time proportional to the product of both lengths at the worst, without recursion.
    static func matches(_ pattern: String, _ text: String) -> Bool {
        let pattern = Array(pattern)
        let text = Array(text)
        var (place, position) = (0, 0)
        var star: (place: Int, position: Int)?
        while position < text.count {
            if place < pattern.count, pattern[place] == "*" {
                star = (place, position)
                place += 1
            } else if place < pattern.count, pattern[place] == text[position] {
                place += 1
                position += 1
            } else if let last = star {
                place = last.place + 1
                position = last.position + 1
                star = (last.place, position)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == "*" }
    }
}
