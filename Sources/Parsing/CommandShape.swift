import ByteText

/// Tells a line that is a command from one that is not, by its shape alone.
struct CommandShape: Sendable {
    enum Verdict: Int, Comparable, Sendable {
        case no
        /// Might be one where everything around it says so.
        case weak
        /// Is one where it stands among commands.
        case plausible
        /// Is one wherever it stands.
        case strong

        static func < (left: Verdict, right: Verdict) -> Bool { left.rawValue < right.rawValue }
    }

    /// Programs that this document calls elsewhere, beyond the ones that everybody knows.
    var documentPrograms: Set<String> = []

    func judge(_ line: String) -> Verdict { judge(Substring(line)) }

    func judge(_ line: Substring) -> Verdict {
        var words = ShellWords.split(line.trimmedSpace)
        guard let start = words.first, !start.text.isEmpty else { return .no }
        var assignments = 0
        while let word = words.first, word.isAssignment {
            assignments += 1
            words.removeFirst()
        }
        guard let first = words.first else {
            // `level=error msg="…"` is a line of a log.
            return assignments > 1 && start.text.utf8.first?.isSmall == true ? .no : .plausible
        }
        if assignments > 0, first.text.utf8.contains(UInt8(ascii: "=")) { return .no }
        return judge(list: words)
    }

    /// Judges what `;` divides by its best part, where each of them may be a command: "pvs; vgs".
    private func judge(list words: [ShellWord]) -> Verdict {
        guard words.dropLast().contains(where: \.endsStatement), let first = words.first,
            !ProgramNames.keywords.contains(first.text)
        else { return judge(words: words) }
        var parts: [[ShellWord]] = [[]]
        for var word in words {
            let isLast = word.endsStatement
            if isLast { word.text.removeLast() }
            parts[parts.count - 1].append(word)
            if isLast { parts.append([]) }
        }
        let verdicts = parts.filter { !$0.isEmpty }.map { judge(words: $0) }
        return verdicts.contains(.no) ? judge(words: words) : verdicts.max() ?? .no
    }

    private func judge(words: [ShellWord]) -> Verdict {
        var words = words[...]
        var wrapped = false
        let outer = words.first?.text
        while let word = words.first, ProgramNames.wrappers.contains(word.text), words.count > 1,
            !"|>;&".contains(words[words.startIndex + 1].text.prefix(1))
        {
            words.removeFirst()
            while let next = words.first, words.count > 1,
                next.text.hasPrefix("-") || next.isAssignment || next.text.utf8.first?.isDigit == true
            {
                words.removeFirst()
            }
            wrapped = true
        }
        // `sudo -i` is a call of its own.
        if wrapped, words.count == 1, let last = words.first?.text, last.hasPrefix("-"), outer == "sudo" {
            return .strong
        }
        // `watch -n 5 "kubectl get pods"`
        if wrapped, let payload = words.first, payload.isQuoted, payload.text.holds(" ") { return .strong }
        guard let first = words.first?.text else { return .no }
        if first == "service", (3...4).contains(words.count), Self.serviceVerbs.contains(words.last?.text ?? "") {
            return .strong
        }
        if ProgramNames.keywords.contains(first) { return judgeKeyword(first, words) }
        if first.hasSuffix("()"), words.count > 1, words[words.startIndex + 1].text == "{" { return .strong }
        if first == "[" || first == "[[" {
            let texts = words.map(\.text)
            return texts.contains("]") || texts.contains("]]")
                ? (texts.contains("&&") || texts.contains("||") ? .strong : .weak) : .no
        }
        if first == "(" || first == "{" || first == "!" { return words.count > 2 ? .plausible : .weak }
        let evidence = Evidence(words.dropFirst())
        if evidence.isTable || evidence.endsAsSentence { return .no }
        let isCalled = ProgramNames.distinct.contains(first) || ProgramNames.ambiguous.contains(first)
        if isCalled ? first == "top" && words.dropFirst().first?.text == "-" : evidence.showsState { return .no }
        if let verdict = judgePath(first, evidence) {
            // Nobody writes `sudo` but before a command.
            let isCalled = outer == "sudo" || outer == "doas"
            return isCalled && evidence.sentenceWords == 0 && first.hasPrefix("/") ? .strong : verdict
        }
        if Self.isCmdlet(first) { return .strong }
        guard Self.isProgramName(first) else { return .no }
        if evidence.secondIsVerb { return .no }
        let speaks = ["echo", "printf", "logger"].contains(first)
        let isKnown = ProgramNames.distinct.contains(first) || documentPrograms.contains(first)
        if !isKnown, words.count > 1, evidence.sentenceWords == 0, ProgramNames.hasRules(first) {
            return evidence.marks > 0 ? .strong : .plausible
        }
        if isKnown, !ProgramNames.ambiguous.contains(first) || wrapped {
            return evidence.sentenceWords < 2 || speaks ? .strong : .weak
        }
        if isKnown || ProgramNames.ambiguous.contains(first) {
            if speaks { return words.count > 1 ? .strong : .weak }
            if evidence.sentenceWords > (isKnown && evidence.marks > 1 ? 1 : 0) { return .no }
            if evidence.marks > 0 { return .strong }
            return words.count <= 5 ? .plausible : .weak
        }
        if evidence.sentenceWords > 0 { return .no }
        // Nobody writes `sudo` but before a command.
        if outer == "sudo" || outer == "doas", first.utf8.count > 2 { return .strong }
        if evidence.marks > 0 { return words.count > 1 ? .plausible : .weak }
        return words.count <= 4 && words.count > 1 ? .weak : .no
    }

    private static let conditionStarts: Set<String> = ["[", "[[", "((", "!", "true", "read", "test"]

    /// `then` and `do` begin a part of a loop where `;` or the line's end stands beside them; else they are words.
    private static func opensBody(_ texts: [String]) -> Bool {
        texts.indices.dropFirst().contains { place in
            ["then", "do"].contains(texts[place]) && (place == texts.count - 1 || texts[place - 1].hasSuffix(";"))
        }
    }

    private func judgeKeyword(_ first: String, _ words: ArraySlice<ShellWord>) -> Verdict {
        let texts = words.map(\.text)
        switch first {
        case "for", "select": return texts.count > 2 && (texts[2] == "in" || texts[1].hasPrefix("((")) ? .strong : .no
        case "while", "until", "if":
            return
                (texts.dropFirst().prefix(2).contains { Self.conditionStarts.contains($0) || $0.hasPrefix("((") }
                || Self.opensBody(texts)) && !texts.contains("the")
                ? .strong : .no
        case "case": return texts.last == "in" || texts.contains("in") && texts.contains("esac") ? .strong : .no
        default: return texts.count > 1 && (texts.last == "{" || texts[1].hasSuffix("()")) ? .strong : .no
        }
    }

    /// Programs that are called by their path; `nil` when it is not a path.
    private func judgePath(_ first: String, _ evidence: Evidence) -> Verdict? {
        guard first.utf8.contains(UInt8(ascii: "/")) else {
            let scripts = [".sh", ".py", ".rb", ".pl", ".ps1", ".bat"]
            guard scripts.contains(where: first.hasSuffix), Self.isProgramName(Self.filled(first)) else { return nil }
            return evidence.sentenceWords == 0 ? .plausible : .no
        }
        guard !first.utf8.contains(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") }) else { return .no }
        if first.hasPrefix("//") || evidence.sentenceWords > 1 { return .no }
        if first.hasPrefix("./") || first.hasPrefix("../") { return evidence.sentenceWords == 0 ? .strong : .weak }
        if first.hasPrefix("/"), first.hasSuffix(".sh") || first.hasSuffix(".py"), evidence.sentenceWords == 0 {
            return evidence.count > 0 ? .strong : .weak
        }
        let places = [
            "/usr/", "/bin/", "/sbin/", "/opt/", "~/", "bin/", "script/", "scripts/", "tools/", "$", "/etc/init.d/",
        ]
        if places.contains(where: first.hasPrefix), evidence.sentenceWords == 0 {
            return evidence.count > 0 || first.hasSuffix(".sh") ? .strong : .weak
        }
        if first.hasPrefix("~"), first.hasSuffix(".sh"), evidence.sentenceWords == 0 { return .strong }
        let isDeep = first.parts(between: "/").count > 2 && (1...3).contains(evidence.count)
        return evidence.sentenceWords == 0 && (evidence.marks > 0 || isDeep) ? .weak : .no
    }

    /// A name with a letter for each placeholder: `<service>-backup.sh`.
    private static func filled(_ name: String) -> String {
        var text = ""
        var depth = 0
        for character in name {
            if character == "<" || character == "{" {
                if depth == 0 { text += "x" }
                depth += 1
            } else if character == ">" || character == "}" {
                depth -= 1
            } else if depth == 0 {
                text.append(character)
            }
        }
        return text
    }

    /// What a program may be called: small letters, digits and a few signs.
    static func isProgramName(_ word: String) -> Bool {
        guard let first = word.utf8.first, first.isSmall || first == UInt8(ascii: "_") else {
            return false
        }
        return word.utf8.count <= 40
            && word.utf8.allSatisfy {
                $0.isSmall || $0.isDigit || $0.isCapital
                    || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
                    || $0 == UInt8(ascii: "+")
            } && !word.hasSuffix(".")
    }

    /// PowerShell's `Verb-Noun`.
    static func isCmdlet(_ word: String) -> Bool {
        let parts = word.parts(between: "-", omittingEmpty: false)
        guard parts.count == 2 else { return false }
        return parts.allSatisfy { part in
            guard let first = part.utf8.first, first >= 0x41, first <= 0x5A, part.utf8.count > 1 else { return false }
            return part.utf8.dropFirst().contains { $0.isSmall }
                && part.utf8.allSatisfy { $0.isLetter || $0.isDigit }
        } && cmdletVerbs.contains(String(parts[0]))
    }

    private static let serviceVerbs: Set<String> = ["start", "stop", "restart", "status", "reload"]

    private static let cmdletVerbs: Set<String> = [
        "Get", "Set", "New", "Remove", "Start", "Stop", "Restart", "Invoke", "Test", "Add", "Clear", "Enable",
        "Disable", "Import", "Export", "Install", "Uninstall", "Connect", "Disconnect", "Enter", "Exit", "Move",
        "Copy", "Rename", "Resume", "Suspend", "Update", "Wait", "Write", "Out", "Select", "Where", "Format", "Find",
        "Measure", "Register", "Unregister", "Resolve", "Restore", "Backup", "Repair", "Reset", "Send", "Show",
    ]
}

/// What the words after the program say.
private struct Evidence {
    var sentenceWords = 0
    /// Flags, paths, placeholders, quotes, pipes: things that prose does not have.
    var marks = 0
    var count = 0
    var isTable = false
    var endsAsSentence = false
    /// What programs print of things that they know: "web-1 Ready", "api 1/1", "top - 12:01:30".
    var showsState = false
    /// The word after the program makes a sentence of it: "kubectl is …".
    var secondIsVerb = false

    init(_ words: ArraySlice<ShellWord>) {
        count = words.count
        for word in words {
            if word.spaceBefore > 3 { isTable = true }
            if word.isComment { break }
            if word.isQuoted || word.isPlaceholder {
                marks += 1
                continue
            }
            if ProgramNames.sentenceWords.contains(word.text.lowercased()) { sentenceWords += 1 }
            if word.text.utf8.count > 1 || word.text == "|" || word.text == ">" || word.text == "&" {
                marks += Self.isMark(word.text) ? 1 : 0
            }
            if word.text.hasSuffix(":"), word.text.utf8.dropLast().allSatisfy(\.isLetter), word.text.utf8.count > 2 {
                sentenceWords += 1
            }
            if word.text.hasSuffix(","), !word.text.utf8.dropLast().contains(UInt8(ascii: ",")) { sentenceWords += 1 }
        }
        showsState = words.prefix(3).contains { Self.isState($0.text) }
        if let second = words.first?.text {
            secondIsVerb = Self.sentenceVerbs.contains(second)
        }
        if let last = words.last(where: { !$0.isComment })?.text {
            let before = last.utf8.dropLast().last ?? 0
            let isLetter = (before | 0x20) >= 0x61 && (before | 0x20) <= 0x7A
            endsAsSentence =
                (last.hasSuffix(".") && isLetter && !last.utf8.contains(UInt8(ascii: "/")) && count > 3)
                || (last.hasSuffix(":") && isLetter && !last.hasPrefix("-") && count > 0)
                || (last == "{" && count > 0 && marks < 3)
        }
    }

    private static let sentenceVerbs: Set<String> = [
        "is", "are", "can", "will", "and", "or", "to", "has", "was", "should", "may", "might", "must", "the",
        "you", "does", "of", "=", ":=", "commands", "command",
    ]

    private static let states: Set<String> = [
        "Ready", "NotReady", "Running", "Pending", "Completed", "CrashLoopBackOff", "Error", "Evicted", "Terminating",
        "Unknown", "Succeeded", "Failed", "LISTEN", "ESTABLISHED", "UNASSIGNED", "STARTED", "Bound", "Released",
        "standby", "-", "inactive", "healthy", "unhealthy",
    ]

    private static func isState(_ word: String) -> Bool {
        if states.contains(word) { return true }
        guard word.utf8.first?.isDigit == true else { return false }
        let parts = word.parts(between: "/:", omittingEmpty: false)
        return parts.count > 1 && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(\.isDigit) }
    }

    private static func isMark(_ word: String) -> Bool {
        if word.hasPrefix("-") || word.hasPrefix("$") { return true }
        return word.utf8.contains {
            $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: ">")
                || $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "$")
                || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "`")
        } || (word.utf8.first.map { $0.isDigit } ?? false)
            || (word.utf8.contains(UInt8(ascii: ".")) && !word.hasSuffix("."))
            || (word.utf8.contains(UInt8(ascii: "-")) && word.utf8.count > 4)
    }
}
