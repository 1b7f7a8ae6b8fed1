import RiskRules
import RunbookModel

/// What a run needs, read out of its commands and of what its author wrote down.
struct PreflightPlan {
    private(set) var programs: [String] = []
    private(set) var variables: [String] = []
    private(set) var endpoints: [PreflightRequest.Endpoint] = []

    init(_ run: Run, _ content: RunbookContent?) {
        let filled = Set((content?.variables ?? []).map { Self.name(ofPlaceholder: $0.placeholder) })
        for step in run.steps where step.step.language.isExecutable {
            guard let command = step.command?.text ?? step.step.command else { continue }
            let needs = CommandNeeds(of: command)
            for program in needs.programs { Self.add(program, to: &programs) }
            for name in needs.variables where !filled.contains(name) { Self.add(name, to: &variables) }
        }
        for prerequisite in content?.prerequisites ?? [] { read(prerequisite.text, filled) }
    }

    /// `nil` when there is nothing to look at.
    func request(for run: Run) -> PreflightRequest? {
        let request = PreflightRequest(
            run: run.id, target: run.place?.target, programs: programs, variables: variables, endpoints: endpoints,
            needsCluster: programs.contains("kubectl"))
        return request.isEmpty ? nil : request
    }

    private static func add<Value: Equatable>(_ value: Value, to list: inout [Value]) {
        if list.count < PreflightRequest.limit, !list.contains(value) { list.append(value) }
    }

    /// `$REGION` and `${REGION}` as `REGION`.
    private static func name(ofPlaceholder text: String) -> String { text.filter { !"${}<>".contains($0) } }

    // MARK: What the author wrote

    private mutating func read(_ text: String, _ filled: Set<String>) {
        let namesVariables = text.lowercased().contains("environment")
        for word in text.split(whereSeparator: { $0.isWhitespace || "`\"'(),;".contains($0) }) {
            if let endpoint = Self.endpoint(in: word) { Self.add(endpoint, to: &endpoints) }
            let name = Self.name(ofPlaceholder: String(word))
            if Self.isVariable(name), word.hasPrefix("$") || namesVariables || name == "KUBECONFIG",
                !filled.contains(name)
            {
                Self.add(name, to: &variables)
            }
        }
    }

    private static func isVariable(_ name: String) -> Bool {
        guard let first = name.first, name.count > 2, first.isASCII, first.isUppercase else { return false }
        return name.allSatisfy { $0.isASCII && ($0.isUppercase || $0.isNumber || $0 == "_") }
    }

    /// `db.internal:5432`, `https://grafana.example.com/d/1`; not `10:30`, not `image:latest`.
    static func endpoint(in word: Substring) -> PreflightRequest.Endpoint? {
        var rest = word
        var standard: Int?
        for (scheme, port) in [("https://", 443), ("http://", 80), ("postgres://", 5432), ("redis://", 6379)]
        where rest.lowercased().hasPrefix(scheme) {
            rest = rest.dropFirst(scheme.count)
            standard = port
        }
        rest = rest.prefix { $0 != "/" && $0 != "?" }
        while let last = rest.last, ".:!".contains(last) { rest.removeLast() }
        if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || (parts.count == 1 && standard != nil), isHost(parts[0]) else { return nil }
        guard let port = parts.count == 2 ? Int(parts[1]) : standard, (1...65535).contains(port) else { return nil }
        return PreflightRequest.Endpoint(host: String(parts[0]), port: port)
    }

    private static func isHost(_ text: Substring) -> Bool {
        guard text.count <= 253, let first = text.first, first.isASCII, first.isLetter || first.isNumber else {
            return false
        }
        let isAddress = text.split(separator: ".").count == 4 && text.allSatisfy { $0.isNumber || $0 == "." }
        return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") }
            && (isAddress || text.contains(where: \.isLetter))
    }
}
