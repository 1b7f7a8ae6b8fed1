import RunbookModel

/// How a runbook carries the name of an alert, the surer the later.
enum Naming: Int, Comparable {
    case none
    /// Among the alerts that it says it answers; a runbook mentions its neighbours, too.
    case listed
    /// Its title or file name is the alert's name.
    case own

    static func < (left: Naming, right: Naming) -> Bool { left.rawValue < right.rawValue }
}

/// The runbooks by the terms in them.
struct LibraryIndex {
    /// What is kept of one runbook.
    struct Entry {
        var candidate: MatchCandidate
        /// Terms of title, file name and alert names.
        var name: Set<String>
        /// The same in a fixed order: sums of floating-point numbers depend on it.
        var orderedName: [String]
        var folder: Set<String>
        /// Title and file name without case and separators.
        var ownNames: Set<String>
        /// The alerts that it lists, in the same form.
        var listedNames: Set<String>
        var services: Set<String>
        /// How often each term stands in the summary, and in all of the text.
        var summary: [String: Int]
        var text: [String: Int]
        var summaryLength: Int
        var textLength: Int
        var pairs: [Pair: Int]
        /// The terms of the first sentences.
        var sentences: [[String]]
    }

    /// Two terms that stand beside each other.
    struct Pair: Hashable {
        var first: String
        var second: String

        static func all(in terms: [String]) -> [Pair] { zip(terms, terms.dropFirst()).map(Pair.init) }
    }

    /// That a runbook has a term, and how strongly: from 0 to 1, BM25 over the fields, each with a weight of its own.
    struct Posting {
        var entry: Int
        var strength: Double
    }

    private(set) var entries: [Entry]
    private(set) var postings: [String: [Posting]] = [:]
    /// The runbooks in which two terms stand beside each other, and how often.
    private(set) var pairPostings: [Pair: [(entry: Int, count: Int)]] = [:]

    init(_ library: [MatchCandidate]) {
        entries = library.map(Entry.init)
        let meanSummaryLength = mean(of: \.summaryLength)
        let meanTextLength = mean(of: \.textLength)
        for (index, entry) in entries.enumerated() {
            for term in entry.name.union(entry.folder).union(entry.text.keys).union(entry.summary.keys) {
                let strength = entry.strength(term, meanSummaryLength, meanTextLength)
                postings[term, default: []].append(Posting(entry: index, strength: strength))
            }
            for (pair, count) in entry.pairs { pairPostings[pair, default: []].append((index, count)) }
        }
    }

    private func mean(of length: (Entry) -> Int) -> Double {
        max(1, Double(entries.reduce(0) { $0 + length($1) }) / Double(max(1, entries.count)))
    }

    /// How much a term tells: little when it stands in every runbook.
    func weight(_ term: String) -> Double { weight(count: postings[term]?.count ?? 0) }

    func weight(_ pair: Pair) -> Double { weight(count: pairPostings[pair]?.count ?? 0) }

    private func weight(count: Int) -> Double {
        naturalLogarithm(onePlus: (Double(entries.count) - Double(count) + 0.5) / (Double(count) + 0.5))
    }
}

extension LibraryIndex.Entry {
    /// Where one of these names stands word for word.
    func naming(of names: Set<String>) -> Naming {
        if !ownNames.isDisjoint(with: names) { return .own }
        return listedNames.isDisjoint(with: names) ? .none : .listed
    }

    fileprivate func strength(_ term: String, _ meanSummaryLength: Double, _ meanTextLength: Double) -> Double {
        var sum = 0.0
        if name.contains(term) { sum += 1.5 }
        if folder.contains(term) { sum += 0.3 }
        if let count = summary[term] {
            sum += 0.6 * Double(count) / (0.5 + 0.5 * Double(summaryLength) / meanSummaryLength)
        }
        if let count = text[term] { sum += 0.3 * Double(count) / (0.3 + 0.7 * Double(textLength) / meanTextLength) }
        return sum / (sum + 1.2)
    }
}

extension LibraryIndex.Entry {
    /// Characters of the text that count as its summary when it has none.
    private static let summaryLimit = 600
    /// Sentences that are looked at one by one.
    private static let sentenceLimit = 12

    init(_ candidate: MatchCandidate) {
        self.candidate = candidate
        let fileName = candidate.fileName
        name = Set(([candidate.title, fileName] + candidate.alerts).flatMap { TermExtraction.terms($0) })
        orderedName = name.sorted()
        folder = Set(TermExtraction.terms(candidate.folder))
        ownNames = Set([candidate.title, fileName].map(\.asExactName)).subtracting([""])
        listedNames = Set(candidate.alerts.map(\.asExactName)).subtracting([""])
        services = Set(candidate.services.map(\.asExactName)).subtracting([""])
        let prose = candidate.text.withoutFrontMatter
        let opening = candidate.summary.isEmpty ? String(prose.prefix(Self.summaryLimit)) : candidate.summary
        let summaryTerms = TermExtraction.terms(opening)
        let textTerms = TermExtraction.terms(String(prose))
        summary = summaryTerms.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        text = textTerms.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        summaryLength = summaryTerms.count
        textLength = textTerms.count
        let named = [candidate.title, fileName].flatMap { LibraryIndex.Pair.all(in: TermExtraction.terms($0)) }
        pairs = (LibraryIndex.Pair.all(in: textTerms) + named).reduce(into: [:]) { $0[$1, default: 0] += 1 }
        sentences = Array(
            (candidate.summary + "\n\n" + prose).sentences.lazy.map { Set(TermExtraction.terms($0)).sorted() }
                .filter { (2...40).contains($0.count) }.prefix(Self.sentenceLimit))
    }
}

extension MatchCandidate {
    fileprivate var fileName: String {
        let file = path?.split(separator: "/").last ?? ""
        return String(file.split(separator: ".", omittingEmptySubsequences: false).first ?? "")
    }

    fileprivate var folder: String { (path ?? "").split(separator: "/").dropLast().joined(separator: " ") }
}

extension String {
    /// Letters and digits in lower case: `Kube_Pod-CrashLooping` is `KubePodCrashLooping`.
    var asExactName: String { lowercased().filter { $0.isLetter || $0.isNumber } }

    fileprivate var withoutFrontMatter: Substring {
        guard hasPrefix("---\n"), let end = dropFirst(4).firstRange(of: "\n---\n") else { return self[...] }
        return self[end.upperBound...]
    }

    /// Rough sentences: parted by stops, blank lines and list marks; code blocks are left out.
    fileprivate var sentences: [String] {
        var sentences: [String] = []
        var current = ""
        var isInFence = false
        func isMark(_ line: Substring) -> Bool { line.first.map { "-*#".contains($0) } ?? true }
        for line in split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") { isInFence.toggle() }
            if isInFence || line.hasPrefix("```") { continue }
            if isMark(line) {
                sentences.append(current)
                current = ""
            }
            current += " " + line
            while let stop = current.firstRange(of: ". ") {
                sentences.append(String(current[..<stop.lowerBound]))
                current = String(current[stop.upperBound...])
            }
        }
        return sentences + [current]
    }
}
