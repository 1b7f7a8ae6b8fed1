import ByteText
import RunbookModel

/// What an instruction in words leaves open.
extension AmbiguityFinder {
    mutating func lookAtWords(_ step: Step, _ index: Int) {
        let words = Sentence(MarkedText(plain: step.title, line: 1)).words
        missingObject(step, words, index)
        host(step, words)
        script(step, words)
        people(step, words)
        dashboard(step, words)
        hedges(step, words)
        pointer(step)
    }

    // MARK: Things

    private static let lookingVerbs: Set<String> = [
        "check", "look", "review", "inspect", "examine", "see", "read", "watch", "tail", "search", "grep", "have",
        "study",
    ]

    /// Words that do not say which thing is meant.
    private static let fillers: Set<String> = [
        "the", "at", "through", "in", "for", "any", "errors", "error", "timeout", "timeouts", "messages", "issues",
        "recent", "all", "and", "of", "exceptions", "warnings", "anything", "unusual", "a", "look", "file", "files",
        "application", "app", "relevant", "appropriate", "system", "into", "log", "logs", "clues", "problems", "first",
    ]

    /// "Check the logs": whose?
    private mutating func missingObject(_ step: Step, _ words: [String], _ index: Int) {
        guard let first = words.first, Self.lookingVerbs.contains(first),
            first != "have" || words.dropFirst().prefix(2).contains("look"),
            let thing = ["logs", "log", "metrics", "graphs", "graph", "events"].first(where: words.contains)
        else { return }
        let names = words.dropFirst().filter { $0 != thing && !Self.fillers.contains($0) && !$0.allSatisfy(\.isNumber) }
        guard names.isEmpty, !step.title.holds("`"), !step.title.holds("/") else { return }
        let question = "“\(step.title)”: which \(thing)?"
        let near = content.steps[index...].prefix(3).first { other in
            other.command.map { command in
                ["logs", "journalctl", "tail", "stern", "/var/log", "kubectl get events"].contains(
                    where: command.holds)
            } ?? false
        }
        if let near, let command = near.command {
            add(
                step, question, "Name the service or the file.",
                resolution: "Step \(near.number) reads them: `\(command)`")
        } else if thing.hasPrefix("log"), let answer = answers.place(of: ["log", "logs"]) {
            add(step, question, "Name the service or the file.", resolution: answer)
        } else if content.services.count == 1, let service = content.services.first {
            add(
                step, question, "Name the service or the file.",
                resolution: "Those of \(service), the only service in the text.")
        } else {
            add(step, question, "Name the service or the file, or give the command.")
        }
    }

    private static let kindsOfHost: Set<String> = [
        "bastion", "server", "host", "box", "node", "machine", "instance", "jumphost", "jumpbox", "vm",
    ]
    private static let kindsOfHosts: Set<String> = [
        "servers", "hosts", "boxes", "nodes", "machines", "instances", "vms", "bastions", "replicas", "workers",
    ]

    /// "SSH into the bastion host", "Restart one of the nodes": there may be several.
    private mutating func host(_ step: Step, _ words: [String]) {
        if severalHosts(step, words) { return }
        guard words.contains("ssh") || words.starts(with: ["log", "into"]) || words.starts(with: ["login", "to"]) else {
            return
        }
        guard let place = words.firstIndex(where: Self.kindsOfHost.contains) else { return }
        let kind = words[place]
        let text = step.title
        // A name in code, or right behind the word, leaves nothing open.
        if text.holds("`") || text.holds("<") { return }
        if place + 1 < words.count, text.lowercased().holds("\(kind) \(words[place + 1])"),
            Self.isHostName(words[place + 1])
        {
            return
        }
        if let name = words.first(where: { $0.utf8.count > 4 && Self.isHostName($0) }) {
            add(step, "“\(kind)”: which one?", "Name the host.", resolution: "\(name), from the text.")
        } else {
            add(
                step, "“\(kind)”: which one?", "Name the host, or say how to find it.",
                resolution: answers.name(of: kind))
        }
    }

    private static func isHostName(_ word: String) -> Bool {
        word.utf8.contains { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
            && !word.utf8.contains(UInt8(ascii: "/"))
            && !word.hasSuffix(".txt")
            && !["jump-host", "jump-box", "on-call", "read-only"].contains(word)
    }

    private static let touching: Set<String> = [
        "log", "login", "ssh", "connect", "restart", "reboot", "drain", "stop", "kill", "go", "run", "pick",
        "terminate",
    ]

    /// "Log on to any of the app servers": nothing says what they are called.
    private mutating func severalHosts(_ step: Step, _ words: [String]) -> Bool {
        guard let verb = words.first, Self.touching.contains(verb),
            let of = words.firstIndex(of: "of"), of > 1, ["one", "any"].contains(words[of - 1]),
            let kind = words[of...].prefix(6).first(where: Self.kindsOfHosts.contains),
            let last = words.last, last == kind
        else { return false }
        let all = step.title + " " + step.notes.joined(separator: " ")
        if all.holds("`") || all.holds("<") || all.holds("http") || all.holds("(") { return true }
        // The next command may be the one that does it.
        if content.steps.contains(where: { $0.number == step.number + 1 && $0.kind == .command }) { return true }
        add(
            step, "“\(step.title)”: what are the \(kind) called?",
            "Name them, or give the command that lists them.",
            resolution: answers.name(of: kind))
        return true
    }

    /// "Run the failover script": where is it?
    private mutating func script(_ step: Step, _ words: [String]) {
        guard let verb = words.first, ["run", "execute", "use", "invoke", "start", "launch"].contains(verb) else {
            return
        }
        if let file = words.dropFirst().first, words.count == 2 || words.count == 3 && words[1] == "the",
            let bare = Self.isScriptFile(file) ? file : words.last.flatMap({ Self.isScriptFile($0) ? $0 : nil }),
            !step.title.holds("`")
        {
            return add(
                step, "“\(bare)”: no path is given.", "Give its path and its arguments.",
                resolution: answers.path(of: bare))
        }
        guard let place = words.firstIndex(of: "script"), place > 0 else { return }
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
            add(
                step, "“\(name)”: no path is given.", "Give its path and its arguments, or its text.",
                resolution: answers.place(of: ["script"]))
        }
    }

    private static func isScriptFile(_ word: String) -> Bool {
        [".sh", ".py", ".rb", ".ps1", ".bat", ".pl"].contains(where: word.hasSuffix)
            && !word.utf8.contains(UInt8(ascii: "/")) && word.utf8.count > 4
    }

    private static let dashboardTools: Set<String> = [
        "grafana", "kibana", "datadog", "splunk", "newrelic", "prometheus",
    ]
    private static let lookFillers: Set<String> = ["a", "the", "at", "in", "on", "look", "into", "our", "and", "to"]

    private mutating func dashboard(_ step: Step, _ words: [String]) {
        let isNamed = words.contains("dashboard") || words.contains("dashboards")
        let tool = words.last.flatMap { Self.dashboardTools.contains($0) ? $0 : nil }
        // "Have a look at Grafana": at which of its pages?
        let isBare =
            tool != nil && (Self.lookingVerbs.contains(words.first ?? "") || words.first == "open")
            && words.dropFirst().dropLast().allSatisfy(Self.lookFillers.contains)
        guard isNamed || isBare else { return }
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
            step, isNamed ? "A dashboard is named without a link." : "“\(step.title)”: which page of it?",
            "Add its address.",
            resolution: known.map { $0.label == $0.target ? $0.target : "\($0.label): \($0.target)" })
    }

    private static let texts: Set<String> = [
        "runbook", "wiki", "playbook", "confluence", "runbooks", "sop", "handbook",
    ]
    private static let pointing: Set<String> = [
        "the", "other", "our", "in", "for", "details", "more", "information", "to", "also", "team", "internal", "on",
        "please", "info", "that", "another",
    ]

    /// "See the other runbook for details": which, and where?
    private mutating func pointer(_ step: Step) {
        for text in [step.title] + step.notes where text.utf8.count < 80 {
            let words = Sentence(MarkedText(plain: text, line: 1)).words
            guard let first = words.first, ["see", "refer", "consult", "check", "follow"].contains(first),
                words.contains(where: Self.texts.contains),
                words.dropFirst().allSatisfy({ Self.texts.contains($0) || Self.pointing.contains($0) }),
                !text.holds("http"), !text.holds("`"), !text.holds("](")
            else { continue }
            return add(step, "“\(ClauseReader.trimmed(text))”: where is it?", "Add a link to it, or its text.")
        }
    }

    // MARK: People

    private static let groups: Set<String> = [
        "team", "owner", "owners", "on-call", "oncall", "engineer", "support", "manager", "dba", "dbas",
        "stakeholders", "customer", "lead", "developers", "team's", "teams", "guys", "folks", "people", "vendor",
        "administrators", "admins", "sysadmins", "provider", "supplier", "l1", "l2", "l3", "sre", "sres", "devs",
        "management", "experts", "colleagues", "engineers",
    ]
    private static let asking: Set<String> = [
        "contact", "notify", "escalate", "page", "inform", "ask", "reach", "alert", "tell", "ping", "message", "call",
        "phone", "talk", "speak",
    ]
    /// A way to reach somebody.
    private static let channels = [
        "#", "@", "http", "channel", "pagerduty", "opsgenie", "victorops", "slack", "mail", "phone:", "ext.", "ticket",
        "jira", "servicenow", "hotline",
    ]

    /// "Contact the team": whom, where?
    private mutating func people(_ step: Step, _ words: [String]) {
        guard let verb = words.first,
            Self.asking.contains(verb) || words.starts(with: ["get", "in", "touch"])
        else { return }
        guard words.contains(where: Self.groups.contains) else { return }
        let all = (step.title + " " + step.notes.joined(separator: " ")).lowercased()
        if Self.channels.contains(where: all.holds) { return }
        add(
            step, "“\(step.title)”: who, and how to reach them?",
            "Name a channel, an escalation policy or a person on duty.",
            resolution: answers.contact(for: words.filter { !Self.generic.contains($0) }))
    }

    private static let generic: Set<String> = [
        "the", "team", "teams", "to", "your", "our", "on-call", "oncall", "contact", "notify", "escalate", "page",
        "inform", "ask", "reach", "tell", "call", "in", "out", "for", "and", "with", "get", "touch", "people", "if",
    ]

    // MARK: Hedges

    private static let hedges: [(phrase: String, suggestion: String)] = [
        ("if possible", "Say when it is possible."), ("if necessary", "Say what makes it necessary."),
        ("as needed", "Say what decides it."),
        ("if needed", "Say what makes it needed."), ("a while", "Say how long."), ("some time", "Say how long."),
        ("a bit", "Say how long."), ("a moment", "Say how long."),
        ("as appropriate", "Say what is appropriate."), ("a few minutes", "Say how many minutes."),
        ("etc", "List the rest."),
    ]
    private static let durations: Set<String> = ["a bit", "a moment"]
    private static let frequencies: Set<String> = ["usually", "typically", "normally", "generally", "maybe", "perhaps"]

    /// Words that leave it to the reader.
    private mutating func hedges(_ step: Step, _ words: [String]) {
        // What only tells something asks for no decision.
        let tells = ["this", "it", "that", "these", "they", "there"].contains(words.first ?? "")
        if let word = frequency(words) {
            return add(step, "“\(word)” leaves the decision to the reader.", "Say when not.")
        }
        guard !tells else { return }
        if let first = words.first, words.count > 2, words[1] == "some", words[2] != "time", words[2] != "of",
            Verbs.destroying.contains(first) || ["kill", "stop", "restart", "drain", "terminate"].contains(first)
        {
            return add(step, "“\(first) some”: which, and how many?", "Say which ones.")
        }
        // A sentence that the title was taken from stands among the notes.
        let title = step.title.lowercased()
        let whole = step.notes.first { ClauseReader.trimmed($0).lowercased().hasSuffix(title) }?.lowercased()
        for text in [title] + [whole].compactMap({ $0 }) {
            for hedge in Self.hedges where Self.says(hedge.phrase, in: text) {
                if Self.durations.contains(hedge.phrase), !words.contains("wait"), !words.contains("give") { continue }
                return add(step, "“\(hedge.phrase)” leaves the decision to the reader.", hedge.suggestion)
            }
        }
    }

    /// "Typically you should drain it", "Maybe restart it": the adverb before an instruction makes it none.
    private func frequency(_ words: [String]) -> String? {
        guard let place = words.prefix(4).firstIndex(where: Self.frequencies.contains), place + 1 < words.count else {
            return nil
        }
        let rest = words[(place + 1)...]
        let isInstruction =
            place == 0 && (Verbs.isVerb(rest.first ?? "") || ["you", "we"].contains(rest.first ?? ""))
            || place > 0 && words[..<place].contains { ["should", "you", "we"].contains($0) }
                && rest.prefix(2).contains { Verbs.isVerb($0) || $0 == "should" }
        return isInstruction ? words[place] : nil
    }

    private static func says(_ phrase: String, in text: String) -> Bool {
        guard let place = text.firstByte(of: phrase) else { return false }
        let bytes = Array(text.utf8)
        let end = place + phrase.utf8.count
        // `/etc/hosts` and what stands in code are no words of the author's.
        let isSet = bytes[..<place].count { $0 == UInt8(ascii: "`") } % 2 == 1
        return !isSet && (place == 0 || bytes[place - 1] == 0x20 || bytes[place - 1] == UInt8(ascii: "("))
            && (end == bytes.count || " .,;:)".utf8.contains(bytes[end]))
    }
}
