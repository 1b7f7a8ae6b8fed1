/// Which step of an older version is which of a newer one. By what they say, never by their number: first the same
/// command and title, then the same command, then the same title, then the most alike. Deterministic.
package struct StepMatching: Hashable, Sendable {
    /// For each step of the newer version the index of its counterpart in the older one; `nil` for a new step.
    package private(set) var oldIndices: [Int?]
    /// For each step of the older version the index of its counterpart in the newer one; `nil` for one that is gone.
    package private(set) var newIndices: [Int?]

    /// Pairs of steps whose likeness is looked at; beyond it only steps near each other are compared.
    package static let pairLimit = 250_000
    /// How far apart two steps may stand among those that are left over when there are more than `pairLimit` pairs.
    private static let nearby = 100
    /// Steps less alike than this are different ones. From 0 to 1.
    private static let leastLikeness = 0.6

    /// Matches two lists of steps.
    package init(old: [Step], new: [Step]) {
        oldIndices = Array(repeating: nil, count: new.count)
        newIndices = Array(repeating: nil, count: old.count)
        pair(old, new) { [$0.kind.rawValue, $0.commandKey ?? "", $0.branch?.condition ?? "", $0.titleKey] }
        pair(old, new) { step in step.commandKey.map { [$0] } }
        pair(old, new) { step in step.titleKey.isEmpty ? nil : [step.kind.rawValue, step.titleKey] }
        pairAlike(old, new)
    }

    /// Pairs steps with equal keys, the first with the first.
    private mutating func pair(_ old: [Step], _ new: [Step], by key: (Step) -> [String]?) {
        var waiting: [[String]: [Int]] = [:]
        for index in old.indices.reversed() where newIndices[index] == nil {
            if let key = key(old[index]) { waiting[key, default: []].append(index) }
        }
        for index in new.indices where oldIndices[index] == nil {
            guard let key = key(new[index]), let match = waiting[key]?.popLast() else { continue }
            join(match, index)
        }
    }

    private mutating func join(_ old: Int, _ new: Int) {
        oldIndices[new] = old
        newIndices[old] = new
    }

    private struct Candidate {
        var likeness: Double
        var old: Int
        var new: Int
    }

    private mutating func pairAlike(_ old: [Step], _ new: [Step]) {
        let left = old.indices.filter { newIndices[$0] == nil }
        let right = new.indices.filter { oldIndices[$0] == nil }
        guard !left.isEmpty, !right.isEmpty else { return }
        var words = WordNumbers()
        let leftWords = left.map { words.words(of: old[$0]) }
        let rightWords = right.map { words.words(of: new[$0]) }
        let isBounded = left.count * right.count > Self.pairLimit
        var candidates: [Candidate] = []
        for (row, oldWords) in leftWords.enumerated() {
            let lower = isBounded ? max(0, row - Self.nearby) : 0
            let upper = isBounded ? min(right.count, row + Self.nearby + 1) : right.count
            guard lower < upper else { continue }
            for column in lower..<upper {
                let likeness = oldWords.likeness(to: rightWords[column])
                guard likeness >= Self.leastLikeness else { continue }
                candidates.append(Candidate(likeness: likeness, old: left[row], new: right[column]))
            }
        }
        candidates.sort { first, second in
            if first.likeness != second.likeness { return first.likeness > second.likeness }
            let distances = (abs(first.old - first.new), abs(second.old - second.new))
            return (distances.0, first.old, first.new) < (distances.1, second.old, second.new)
        }
        for candidate in candidates where newIndices[candidate.old] == nil && oldIndices[candidate.new] == nil {
            join(candidate.old, candidate.new)
        }
    }

    /// Indices of the newer version's steps that stand in another order than before. As few as possible: the longest
    /// run of steps in order stays.
    package var moved: Set<Int> {
        let matched = oldIndices.indices.filter { oldIndices[$0] != nil }
        // `ends[k]` is the place at which an ordered run of k + 1 steps ends soonest.
        var ends: [Int] = []
        var before: [Int?] = Array(repeating: nil, count: matched.count)
        for (place, index) in matched.enumerated() {
            let value = oldIndices[index] ?? 0
            var low = 0
            var high = ends.count
            while low < high {
                let middle = (low + high) / 2
                if (oldIndices[matched[ends[middle]]] ?? 0) < value { low = middle + 1 } else { high = middle }
            }
            before[place] = low > 0 ? ends[low - 1] : nil
            if low == ends.count { ends.append(place) } else { ends[low] = place }
        }
        var moved = Set(matched)
        var place = ends.last
        while let current = place {
            moved.remove(matched[current])
            place = before[current]
        }
        return moved
    }
}

/// Words as numbers, so that they are compared quickly.
private struct WordNumbers {
    private var numbers: [Substring: Int] = [:]

    /// The words of a step. At most a few hundred of each part count.
    mutating func words(of step: Step) -> StepWords {
        StepWords(
            command: step.command.map { numbers(in: $0) }, title: numbers(in: step.title),
            condition: numbers(in: step.branch?.condition ?? ""))
    }

    private mutating func numbers(in text: String) -> [Int] {
        var found: Set<Int> = []
        let words = text.prefix(4000).split { $0.isWhitespace || "/=:,;|'\"`()[]{}<>".contains($0) }
        for word in words.prefix(300) {
            let word = word.contains(where: \.isUppercase) ? word.lowercased()[...] : word
            let number = numbers[word] ?? numbers.count
            numbers[word] = number
            found.insert(number)
        }
        return found.sorted()
    }
}

/// The words of one step, ascending.
private struct StepWords {
    var command: [Int]?
    var title: [Int]
    var condition: [Int]

    /// From 0 for nothing in common to 1.
    func likeness(to other: StepWords) -> Double {
        switch (command, other.command) {
        case (let own?, let others?): 0.7 * Self.dice(own, others) + 0.3 * Self.dice(title, other.title)
        case (nil, nil):
            max(
                Self.dice(title, other.title),
                condition.isEmpty || other.condition.isEmpty ? 0 : Self.dice(condition, other.condition))
        // The same wish, once in words and once as a command.
        case (_?, nil), (nil, _?): 0.8 * Self.dice(title, other.title)
        }
    }

    private static func dice(_ left: [Int], _ right: [Int]) -> Double {
        guard !left.isEmpty, !right.isEmpty else { return 0 }
        var common = 0
        var (first, second) = (0, 0)
        while first < left.count, second < right.count {
            if left[first] == right[second] {
                common += 1
                first += 1
                second += 1
            } else if left[first] < right[second] {
                first += 1
            } else {
                second += 1
            }
        }
        return Double(2 * common) / Double(left.count + right.count)
    }
}

extension Step {
    /// The command without differences of white space; `nil` without one.
    fileprivate var commandKey: String? {
        command.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    }

    /// The title without differences of letter case, white space and signs at the end.
    fileprivate var titleKey: String {
        let words = title.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return String(words.reversed().drop { ".:;,!…".contains($0) }.reversed())
    }
}
