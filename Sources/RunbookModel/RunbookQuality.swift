/// How safe a runbook is to follow at three in the morning, and why. Comparable between documents: each criterion is a
/// share, so that a long runbook does not score less than a short one for being long.
package struct RunbookQuality: Codable, Hashable, Sendable {
    /// 0 to 100; the sum of the points of the reasons.
    package var score: Int
    /// One for each criterion, in a fixed order. A document without steps has one reason, and the score 0.
    package var reasons: [QualityReason]

    package init(score: Int, reasons: [QualityReason]) {
        self.score = score
        self.reasons = reasons
    }

    /// The criteria that lost points, the greatest loss first.
    package var losses: [QualityReason] {
        reasons.filter { $0.points < $0.outOf }.enumerated()
            .sorted { left, right in
                let (leftLoss, rightLoss) = (
                    left.element.outOf - left.element.points, right.element.outOf - right.element.points
                )
                return leftLoss == rightLoss ? left.offset < right.offset : leftLoss > rightLoss
            }
            .map(\.element)
    }
}

/// What one criterion gave.
package struct QualityReason: Codable, Hashable, Sendable {
    /// Identifier of the criterion, such as `undo`.
    package var rule: String
    /// What was found, as a sentence: "Nothing says how to take back what steps 3 and 5 change."
    package var text: String
    /// From 0 to `outOf`.
    package var points: Int
    package var outOf: Int
    /// Numbers of the steps that cost points; empty where the criterion is about the whole document.
    package var steps: [Int]

    package init(rule: String, text: String, points: Int, outOf: Int, steps: [Int] = []) {
        self.rule = rule
        self.text = text
        self.points = points
        self.outOf = outOf
        self.steps = steps
    }
}
