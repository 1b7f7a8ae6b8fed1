import RunbookModel

/// What the terms of a query add up to in each runbook.
struct TermSums {
    /// By index of the runbook; 0 for those that share nothing.
    private(set) var sums: [Double]

    init(_ query: AlertQuery, _ index: LibraryIndex) {
        sums = Array(repeating: 0, count: index.entries.count)
        for (term, weight) in query.orderedTerms { add(term, weight, index) }
        for (pair, weight) in query.orderedPairs {
            guard let postings = index.pairPostings[pair] else { continue }
            let share = 0.3 * weight * index.weight(pair)
            for (entry, count) in postings { sums[entry] += share * Double(count) / (Double(count) + 0.8) }
        }
    }

    /// Adds what a term counts for in each runbook, itself or by the best of its synonyms.
    private mutating func add(_ term: String, _ weight: Double, _ index: LibraryIndex) {
        let isKnown = index.postings[term] != nil
        var best: [Int: Double] = [:]
        for posting in index.postings[term] ?? [] { best[posting.entry] = index.weight(term) * posting.strength }
        for synonym in OperationsThesaurus.synonyms[term] ?? [] {
            guard let postings = index.postings[synonym] else { continue }
            let own = index.weight(synonym)
            let share = 0.9 * (isKnown ? min(index.weight(term), own) : own)
            for posting in postings { best[posting.entry] = max(best[posting.entry] ?? 0, share * posting.strength) }
        }
        for (entry, value) in best { sums[entry] += weight * value }
    }
}

/// How well one runbook answers a query.
struct Score {
    var entry: Int
    var value: Double
    /// Share of what the runbook's name says that the alert says, too.
    var nameShare: Double
    /// Share of what the alert's title says that stands in the runbook; looked at for the best only.
    var titleShare: Double
    /// The alert names a product that the runbook does not mention.
    var lacksProduct = false
    /// Where the alert's name stands there word for word.
    var naming: Naming
    var isSameService: Bool

    /// The score from the sum over the terms alone, weighed by how much of the runbook's name the alert says.
    init(entry: Int, sum: Double, _ query: AlertQuery, _ index: LibraryIndex) {
        self.entry = entry
        let content = index.entries[entry]
        nameShare = Self.share(of: content.orderedName, index) { query.terms[$0] != nil }
        titleShare = 0
        naming = content.naming(of: query.exactNames)
        isSameService = query.service.map(content.services.contains) ?? false
        let success = 1 + 0.03 * naturalLogarithm(onePlus: Double(max(0, content.candidate.recentSuccesses)))
        value = (sum * (1 + nameShare) + (isSameService ? 3 : 0)) * success
    }

    private static func share(
        of terms: [String], _ index: LibraryIndex, explainedBy isKnown: (String) -> Bool
    ) -> Double {
        var (all, explained) = (0.0, 0.0)
        for term in terms {
            let weight = index.weight(term)
            all += weight
            if isKnown(term) {
                explained += weight
            } else if let synonyms = OperationsThesaurus.synonyms[term], synonyms.contains(where: isKnown) {
                explained += 0.9 * weight
            }
        }
        return all == 0 ? 0 : explained / all
    }

    /// The score after a look at single sentences: one that says what the alert says beats words from all over.
    func reread(_ query: AlertQuery, _ index: LibraryIndex) -> Score {
        let content = index.entries[entry]
        var score = self
        score.titleShare = Self.share(of: query.orderedTitle, index) {
            content.text[$0] != nil || content.name.contains($0)
        }
        score.lacksProduct = !query.products.allSatisfy { product in
            let names = [product] + (OperationsThesaurus.synonyms[product] ?? [])
            return names.contains { content.text[$0] != nil || content.name.contains($0) }
        }
        if score.lacksProduct { score.value *= 0.6 }
        let asked = query.orderedTerms.filter { $0.weight >= 0.55 && index.postings[$0.term] != nil }
            .map { (term: $0.term, weight: $0.weight * index.weight($0.term)) }
        let all = asked.reduce(0) { $0 + $1.weight }
        guard all > 0 else { return self }
        let best =
            index.entries[entry].sentences.lazy.map { sentence -> Double in
                var matched = 0.0
                for (term, weight) in asked {
                    if sentence.contains(term) {
                        matched += weight
                    } else if let synonyms = OperationsThesaurus.synonyms[term], !synonyms.isDisjoint(with: sentence) {
                        matched += 0.8 * weight
                    }
                }
                let length = sentence.reduce(0) { $0 + index.weight($1) }
                return matched / (all * max(length, .ulpOfOne)).squareRoot()
            }.max() ?? 0
        score.value *= 1 + 3 * best
        return score
    }
}
