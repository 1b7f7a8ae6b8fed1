/// How some times are spread: in the middle, at the end, the last of them.
package struct Spread: CustomStringConvertible, Sendable {
    private let sorted: [Duration]

    package init(_ times: [Duration]) { sorted = times.sorted() }

    /// In milliseconds, to a tenth: `0.9 ms (median), 3.0 ms (p99), 3.2 ms (longest)`.
    package var description: String {
        guard let longest = sorted.last else { return "no time at all" }
        let median = sorted[sorted.count / 2]
        let nearlyAll = sorted[sorted.count * 99 / 100]
        return "\(text(median)) (median), \(text(nearlyAll)) (p99), \(text(longest)) (longest)"
    }

    private func text(_ time: Duration) -> String { "\((time / .microseconds(100)).rounded() / 10) ms" }
}
