import RunbookModel

extension RunbookMatcher {
    /// Words that a reason lists at the most.
    private static let wordLimit = 5

    /// Why a runbook was found, strongest first, in words for a person.
    func reasons(_ score: Score, _ query: AlertQuery) -> [String] {
        let entry = self.entry(score.entry)
        var reasons: [String] = []
        if score.naming != .none {
            let isListed = entry.candidate.alerts.contains { query.exactNames.contains($0.asExactName) }
            let isTitle = query.exactNames.contains(entry.candidate.title.asExactName)
            let place = isListed ? "it lists this alert by name" : isTitle ? "its title is the alert's name" : nil
            reasons.append(place ?? "its file is named like the alert")
        }
        if score.isSameService, let service = entry.candidate.services.first(where: { $0.asExactName == query.service })
        {
            reasons.append("it is about the service \(service)")
        }
        let named = words(of: query) { entry.name.contains($0) }
        if !named.isEmpty { reasons.append("in its title: \(named.joined(separator: ", "))") }
        let told = words(of: query) { !entry.name.contains($0) && entry.text[$0] != nil }
        if !told.isEmpty { reasons.append("in its text: \(told.joined(separator: ", "))") }
        if reasons.isEmpty { reasons.append("it uses other words for the same things") }
        let successes = entry.candidate.recentSuccesses
        if successes > 0 {
            reasons.append("it helped to resolve \(successes) incident\(successes == 1 ? "" : "s") lately")
        }
        return reasons
    }

    /// The words of the alert whose terms fit, the most telling first.
    private func words(of query: AlertQuery, where fits: (String) -> Bool) -> [String] {
        var seen: Set<String> = []
        let fitting = query.orderedTerms.filter { fits($0.term) }.map {
            (term: $0.term, weight: $0.weight * weight($0.term))
        }
        return fitting.sorted { ($1.weight, $0.term) < ($0.weight, $1.term) }
            .compactMap { query.words[$0.term] }.filter { seen.insert($0).inserted }.prefix(Self.wordLimit).map(\.self)
    }
}
