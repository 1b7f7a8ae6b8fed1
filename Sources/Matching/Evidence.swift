import RunbookModel

/// What speaks for the best match being the right one, and what that is worth.
struct Evidence {
    /// Names word for word; a number above 1 means that several runbooks carry the name.
    var exactCount: Int
    var nameShare: Double
    var titleShare: Double
    /// How far the second lies behind, from 0 to 1.
    var margin: Double
    var isSameService: Bool
    var lacksProduct: Bool
    /// Score of each place as a share of the first.
    var ratios: [Double]

    init(_ scores: [Score], _ query: AlertQuery, _ index: LibraryIndex) {
        let first = scores.first
        exactCount = scores.prefix { $0.naming != .none && $0.naming == first?.naming }.count
        nameShare = first?.nameShare ?? 0
        titleShare = first?.titleShare ?? 0
        isSameService = first?.isSameService ?? false
        lacksProduct = first?.lacksProduct ?? false
        let best = max(first?.value ?? 0, .ulpOfOne)
        ratios = scores.prefix(20).map { min(1, max(0, $0.value / best)) }
        margin = 1 - (ratios.dropFirst().first ?? 0)
    }

    /// How likely the runbook at `place` is the right one. `after` a link, which has decided, little is left.
    func confidence(place: Int, after isLinked: Bool) -> Double {
        let best = first
        var confidence = best
        if place > 0 {
            let ratio = ratios.indices.contains(place) ? ratios[place] : 0
            confidence = place < exactCount ? best * 0.99 : min(best * ratio * ratio, 1 - best)
        }
        return isLinked ? min(confidence, 0.3) : confidence
    }

    /// Logistic regression over 421 alerts of two public rule sets, their names hidden; weights fitted on one set said
    /// as true on the other.
    private var first: Double {
        if exactCount > 0 { return 0.98 / Double(exactCount) }
        let shared = 2.7 * nameShare + 3.6 * titleShare + 2.8 * margin
        return logistic(-4.1 + shared + (isSameService ? 0.5 : 0) - (lacksProduct ? 1.5 : 0))
    }
}
