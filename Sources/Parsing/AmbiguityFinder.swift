import ByteText
import RunbookModel

/// Finds what a reader would have to ask the author. Says nothing where the text answers by itself.
struct AmbiguityFinder {
    private let content: RunbookContent
    private var found: [Ambiguity] = []
    /// Scripts that were looked for in the text; each look reads all of it.
    private var scripts = 0
    private static let maximumScripts = 30

    static func find(in content: RunbookContent) -> [Ambiguity] {
        var finder = AmbiguityFinder(content: content)
        for (index, step) in content.steps.enumerated() { finder.look(at: step, index) }
        finder.withoutRollback()
        return finder.found
    }

    private init(content: RunbookContent) { self.content = content }

    private mutating func add(_ step: Step, _ text: String, _ suggestion: String, resolution: String? = nil) {
        guard found.count < 200 else { return }
        found.append(
            Ambiguity(
                step: step.number, line: step.lines?.lowerBound, text: text, suggestion: suggestion,
                resolution: resolution))
    }

    private mutating func look(at step: Step, _ index: Int) {
        let words = Sentence(MarkedText(plain: step.title, line: 1)).words
        switch step.kind {
        case .command: lookAtCommand(step)
        case .manual:
            missingObject(step, words, index)
            host(step, words)
            script(step, words)
            people(step, words)
            dashboard(step, words)
            hedges(step, step.title.lowercased())
        case .decision: threshold(step)
        }
        unfinished(step)
    }

    // MARK: Commands

    private mutating func lookAtCommand(_ step: Step) {
        guard let command = step.command else { return }
        let dots = content.variables.filter { $0.placeholder == "..." && step.variables.contains($0.name) }
        if !dots.isEmpty, command.holds("...") {
            add(step, "The value of \(dots[0].name) is left as dots.", "Say where to find the value.")
        }
        if command.hasPrefix("./"), let name = command.parts(between: " \n").first {
            guard scripts < Self.maximumScripts else { return }
            scripts += 1
            let script = String(name.dropFirst(2))
            let isExplained = content.steps.contains { other in
                other.number < step.number
                    && (other.title.holds(script) || other.notes.contains { $0.holds(script) }
                        || other.command?.holds(script) == true)
            }
            if !isExplained {
                add(
                    step, "`\(name)` is called from the working directory, and nothing says where it comes from.",
                    "Give the repository or the full path of \(script).")
            }
        }
    }

    /// One doubt for all steps that have no way back: the answer is often the same.
    private mutating func withoutRollback() {
        let steps = content.steps.filter { $0.kind == .command && $0.risk == .red && $0.rollback == nil }
        guard let first = steps.first else { return }
        let numbers = steps.map { String($0.number) }
        let which =
            numbers.count == 1
            ? "Step \(numbers[0]) is red"
            : "Steps \(numbers.prefix(12).joined(separator: ", "))\(numbers.count > 12 ? ", …" : "") are red"
        add(first, "\(which), and no way back is given.", "Say how to undo it, or what to check before.")
    }

    // MARK: Words

    private static let lookingVerbs: Set<String> = [
        "check", "look", "review", "inspect", "examine", "see", "read", "watch",
    ]

    private static let fillers: Set<String> = [
        "the", "at", "through", "in", "for", "any", "errors", "error", "timeout", "timeouts", "messages", "issues",
        "recent", "all", "and", "of", "exceptions", "warnings", "anything", "unusual",
    ]

    /// "Check the logs": whose?
    private mutating func missingObject(_ step: Step, _ words: [String], _ index: Int) {
        guard let first = words.first, Self.lookingVerbs.contains(first),
            let thing = ["logs", "log", "metrics", "graphs", "graph", "events"].first(where: words.contains)
        else { return }
        let names = words.dropFirst().filter { $0 != thing && !Self.fillers.contains($0) && !$0.allSatisfy(\.isNumber) }
        guard names.isEmpty, !step.title.holds("`"), !step.title.holds("/") else { return }
        let near = content.steps[index...].prefix(3).first { other in
            other.command.map { command in
                ["logs", "journalctl", "tail", "stern", "/var/log", "kubectl get events"].contains(
                    where: command.holds)
            } ?? false
        }
        if let near, let command = near.command {
            add(
                step, "“\(step.title)”: which \(thing)?", "Name the service or the file.",
                resolution: "Step \(near.number) reads them: `\(command)`")
        } else if content.services.count == 1, let service = content.services.first {
            add(
                step, "“\(step.title)”: which \(thing)?", "Name the service or the file.",
                resolution: "Those of \(service), the only service in the text.")
        } else {
            add(step, "“\(step.title)”: which \(thing)?", "Name the service or the file, or give the command.")
        }
    }

    private static let kindsOfHost: Set<String> = [
        "bastion", "server", "host", "box", "node", "machine", "instance", "jumphost", "jumpbox", "vm",
    ]

    /// "SSH into the bastion host": there may be several.
    private mutating func host(_ step: Step, _ words: [String]) {
        guard words.contains("ssh") || words.starts(with: ["log", "into"]) || words.starts(with: ["login", "to"]) else {
            return
        }
        guard let kind = words.first(where: Self.kindsOfHost.contains) else { return }
        let text = step.title
        let name = Sentence(MarkedText(plain: text, line: 1)).tokens.first { token in
            token.kind == .word && token.text.utf8.count > 4
                && token.text.utf8.contains { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
                && !token.text.utf8.contains(UInt8(ascii: "/")) && !token.text.hasSuffix(".txt")
                && !["jump-host", "jump-box", "on-call", "read-only"].contains(token.text)
        }
        if let name {
            add(step, "“\(kind)”: which one?", "Name the host.", resolution: "\(name.text), from the text.")
        } else if !text.holds("`"), !text.holds("<") {
            add(step, "“\(kind)”: which one?", "Name the host, or say how to find it.")
        }
    }

    /// "Run the failover script": where is it?
    private mutating func script(_ step: Step, _ words: [String]) {
        guard let place = words.firstIndex(of: "script"), place > 0, let verb = words.first,
            ["run", "execute", "use", "invoke", "start", "launch"].contains(verb)
        else { return }
        if step.title.holds("`") || step.title.holds("/") || step.title.holds(".sh")
            || step.title.holds(".py")
        {
            return
        }
        let name = words[1...place].filter { $0 != "the" && $0 != "a" && $0 != "our" }.joined(separator: " ")
        let stem = words[place - 1]
        let other = content.steps.first {
            $0.command.map { command in
                (command.holds(".sh") || command.holds(".py")) && command.lowercased().holds(stem)
            } ?? false
        }
        if let other, let command = other.command {
            add(
                step, "“\(name)”: no path is given.", "Give its path.",
                resolution: "Step \(other.number) calls `\(command)`")
        } else {
            add(step, "“\(name)”: no path is given.", "Give its path and its arguments, or its text.")
        }
    }

    private static let groups: Set<String> = [
        "team", "owner", "owners", "on-call", "oncall", "engineer", "support", "manager", "dba", "dbas",
        "stakeholders", "customer", "lead", "developers", "team's", "teams",
    ]

    /// "Contact the team": whom, where?
    private mutating func people(_ step: Step, _ words: [String]) {
        guard let verb = words.first,
            [
                "contact", "notify", "escalate", "page", "inform", "ask", "reach", "alert", "tell", "ping", "message",
                "call",
            ].contains(verb)
        else { return }
        guard words.contains(where: Self.groups.contains) else { return }
        let all = step.title + " " + step.notes.joined(separator: " ")
        if all.holds("#") || all.holds("@") || all.holds("http") || all.lowercased().holds("channel") {
            return
        }
        add(
            step, "“\(step.title)”: who, and how to reach them?",
            "Name a channel, an escalation policy or a person on duty.")
    }

    private mutating func dashboard(_ step: Step, _ words: [String]) {
        guard words.contains("dashboard") || words.contains("dashboards") else { return }
        let all = step.title + " " + step.notes.joined(separator: " ")
        if all.holds("http") || all.holds("](") || all.holds(".md") { return }
        // A way through a menu leads there as well.
        if all.holds("->") || all.holds("→") || all.holds(" > ") { return }
        let known = (content.dashboards ?? []).first { link in
            content.dashboards?.count == 1
                || link.label.lowercased().parts(between: " ").contains {
                    $0.utf8.count > 3 && !$0.hasPrefix("dashboard") && words.contains(String($0))
                }
        }
        add(
            step, "A dashboard is named without a link.", "Add its address.",
            resolution: known.map { "\($0.label): \($0.target)" })
    }

    private static let hedges: [(phrase: String, suggestion: String)] = [
        ("if possible", "Say when it is possible."), ("if necessary", "Say what makes it necessary."),
        ("as needed", "Say what decides it."),
        ("if needed", "Say what makes it needed."), ("a while", "Say how long."), ("some time", "Say how long."),
        ("usually", "Say when not."),
        ("as appropriate", "Say what is appropriate."), ("a few minutes", "Say how many minutes."),
        ("etc", "List the rest."),
    ]

    /// Words that leave it to the reader.
    private mutating func hedges(_ step: Step, _ title: String) {
        for hedge in Self.hedges {
            guard let place = title.firstByte(of: hedge.phrase) else { continue }
            let bytes = Array(title.utf8)
            let end = place + hedge.phrase.utf8.count
            // `/etc/hosts` and what stands in code are no words of the author's.
            let isSet = bytes[..<place].count { $0 == UInt8(ascii: "`") } % 2 == 1
            let isWord =
                !isSet && (place == 0 || bytes[place - 1] == 0x20 || bytes[place - 1] == UInt8(ascii: "("))
                && (end == bytes.count || " .,;:)".utf8.contains(bytes[end]))
            if isWord { return add(step, "“\(hedge.phrase)” leaves the decision to the reader.", hedge.suggestion) }
        }
    }

    private static let vagueWords: Set<String> = [
        "high", "higher", "low", "slow", "many", "large", "big", "close", "normal", "excessive", "abnormal",
        "elevated", "often", "frequently", "long", "significant", "acceptable", "reasonable", "unusual",
    ]

    /// "If latency is high": how high?
    private mutating func threshold(_ step: Step) {
        // A heading or a row names a case; its numbers stand elsewhere.
        if let rule = step.origin?.rule, rule != "condition", rule != "condition.otherwise" { return }
        guard let branch = step.branch, !branch.condition.contains(where: \.isNumber), !branch.condition.holds("`")
        else { return }
        let words = Sentence(MarkedText(plain: branch.condition, line: 1)).words
        guard let word = words.first(where: Self.vagueWords.contains), words.count < 20 else { return }
        add(step, "“\(branch.condition)”: what counts as \(word)?", "Give a number or an example.")
    }

    private mutating func unfinished(_ step: Step) {
        for note in [step.title] + step.notes where note.utf8.count < 2000 {
            if let mark = ["TODO", "TBD", "FIXME", "TBC"].first(where: { Self.hasWord($0, in: note) }) {
                return add(step, "The text is unfinished here: \(mark).", "Finish it, or take it out.")
            }
        }
    }

    private static func hasWord(_ word: String, in text: String) -> Bool {
        guard let place = text.firstByte(of: word) else { return false }
        let after = text.utf8.dropFirst(place + word.utf8.count).first
        return (place == 0 || text.utf8.dropFirst(place - 1).first?.isLetter == false) && after?.isLetter != true
    }
}
