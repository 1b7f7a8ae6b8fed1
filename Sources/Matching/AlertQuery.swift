import RunbookModel

/// What an alert asks the library for: terms, each with how much it counts.
struct AlertQuery {
    /// Weight by term.
    private(set) var terms: [String: Double] = [:]
    private var pairs: [LibraryIndex.Pair: Double] = [:]
    /// In a fixed order: sums of floating-point numbers depend on it.
    private(set) var orderedTerms: [(term: String, weight: Double)] = []
    private(set) var orderedPairs: [(pair: LibraryIndex.Pair, weight: Double)] = []
    /// The terms of name and title, which must be explained above all.
    private(set) var orderedTitle: [String] = []
    /// A word of the alert for each term, for the reasons.
    private(set) var words: [String: String] = [:]
    /// The products that name and title name.
    private(set) var products: [String] = []
    /// Forms of the alert's name to be found word for word.
    private(set) var exactNames: Set<String> = []
    private(set) var service: String?

    private static let titleWeight = 1.0
    private static let annotationWeight = 0.6
    private static let labelNameWeight = 0.42
    private static let labelValueWeight = 0.4
    /// Labels whose values name something that a runbook may be about, and not one of many like it.
    private static let telling: Set<String> = [
        "service", "app", "application", "component", "job", "product", "system", "subsystem", "deployment",
        "statefulset", "daemonset", "container", "database", "queue", "topic",
    ]
    private static let ignored: Set<String> = ["severity", "alertname", "priority", "env", "environment"]

    init(_ alert: Alert, in index: LibraryIndex) {
        let name = alert.name ?? alert.labels["alertname"]
        service = (alert.service ?? alert.labels["service"]).map(\.asExactName).flatMap { $0.isEmpty ? nil : $0 }
        exactNames = Set([name ?? "", alert.title].map(\.asExactName)).subtracting([""])
        let identities = alert.labels.filter { !Self.telling.contains($0.key) && !Self.ignored.contains($0.key) }.values
            .filter { $0.count > 2 }.sorted { ($0.count, $1) > ($1.count, $0) }
        var titleTerms: Set<String> = []
        for text in [name, alert.title].compactMap(\.self) {
            let found = add(text.withoutIdentities(identities), weight: Self.titleWeight)
            titleTerms.formUnion(found)
        }
        for (_, text) in alert.annotations.sorted(by: { $0.key < $1.key }) {
            add(text.withoutIdentities(identities), weight: Self.annotationWeight)
        }
        for (label, value) in alert.labels.sorted(by: { $0.key < $1.key }) where !Self.ignored.contains(label) {
            addKnown(label, weight: Self.labelNameWeight, index)
            if !value.contains(where: \.isNumber) { addKnown(value, weight: Self.labelValueWeight, index) }
        }
        if let service = alert.service { addKnown(service, weight: Self.labelValueWeight, index) }
        orderedTitle = titleTerms.sorted()
        products = orderedTitle.filter(OperationsThesaurus.products.contains)
        orderedTerms = terms.map { ($0.key, $0.value) }.sorted { $0.term < $1.term }
        orderedPairs = pairs.map { ($0.key, $0.value) }
            .sorted { ($0.pair.first, $0.pair.second) < ($1.pair.first, $1.pair.second) }
    }

    @discardableResult
    private mutating func add(_ text: String, weight: Double) -> Set<String> {
        let found = TermExtraction.words(text).map { (word: $0, term: TermExtraction.stem($0)) }
        for (word, term) in found {
            terms[term] = max(terms[term] ?? 0, weight)
            if words[term] == nil { words[term] = word }
        }
        for pair in LibraryIndex.Pair.all(in: found.map(\.term)) { pairs[pair] = max(pairs[pair] ?? 0, weight) }
        return Set(found.map(\.term))
    }

    /// Labels that no runbook knows are no sign of anything.
    private mutating func addKnown(_ text: String, weight: Double, _ index: LibraryIndex) {
        for word in TermExtraction.words(text) {
            let term = TermExtraction.stem(word)
            guard terms[term] == nil, index.postings[term] != nil else { continue }
            terms[term] = weight
            words[term] = word
        }
    }
}

extension String {
    /// The text without what names one thing of many: values of labels, addresses, host names, numbers.
    fileprivate func withoutIdentities(_ values: [String]) -> String {
        var text = self
        for value in values {
            text = text.split(separator: value, omittingEmptySubsequences: false).joined(separator: " ")
        }
        return text.split(whereSeparator: \.isWhitespace).filter { !$0.isIdentity }.joined(separator: " ")
    }
}

extension Substring {
    fileprivate var isIdentity: Bool {
        if contains("://") { return true }
        return contains(where: \.isNumber) && dropFirst().contains { "-.:_@/".contains($0) }
    }
}
