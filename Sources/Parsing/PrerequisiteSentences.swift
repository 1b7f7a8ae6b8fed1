/// Recognises sentences that say what must hold before one begins, by what they are built of: who may do it, as whom,
/// from where, with what. The words for these are few; what they are said about differs from company to company.
enum PrerequisiteSentences {
    private static let wordLimit = 60

    static func isOne(_ sentence: Sentence) -> Bool {
        let tokens = sentence.tokens
        guard tokens.count > 1, tokens.count < wordLimit, let first = tokens.first?.text, first != "if" else {
            return false
        }
        return isLabel(tokens) || announcesList(sentence) || limitsPeople(tokens) || mustBeRun(sentence)
            || requires(sentence) || isRequired(tokens) || mustBe(sentence) || mustHave(sentence)
            || assumes(tokens)
    }

    // MARK: Labels

    private static let labels: Set<String> = [
        "tools", "permissions needed", "permissions required", "required permissions", "needed permissions",
        "access required", "access needed", "required access", "tools required", "tools needed", "required tools",
        "requires", "you need", "you will need", "you'll need", "what you need", "roles required", "role required",
        "required role", "required roles", "privileges required", "required privileges", "credentials required",
        "credentials needed", "required credentials", "needed", "before you begin", "before you start", "preflight",
        "pre-flight", "permissions",
    ]

    /// "Permissions needed: …", "Tools: …"
    private static func isLabel(_ tokens: [Token]) -> Bool {
        guard let colon = tokens.prefix(5).firstIndex(where: { $0.text == ":" }), colon > 0, tokens.count > colon + 1
        else { return false }
        return labels.contains(tokens[..<colon].map(\.text).joined(separator: " "))
    }

    private static let beginnings: Set<String> = ["start", "begin", "proceed", "continue", "starting", "beginning"]

    /// "You will need the following accounts.", "Before you start any work": the list below says what is needed,
    /// whether a colon leads to it or not.
    static func announcesList(_ sentence: Sentence) -> Bool {
        let words = sentence.words
        guard words.count > 1, words.count < 14,
            sentence.tokens.allSatisfy({ $0.kind == .word || $0.kind == .punctuation })
        else { return false }
        if words[0] == "before", words.count < 9, !sentence.tokens.contains(where: { $0.text == "," }) {
            return words.dropFirst().prefix(3).contains(where: beginnings.contains)
        }
        guard ["you", "you'll", "we", "we'll"].contains(words[0]), words.contains("following"),
            let need = words.prefix(4).firstIndex(where: { $0 == "need" || $0 == "require" })
        else { return false }
        return words[(need + 1)...].prefix(3).contains("following")
    }

    // MARK: Who, as whom, from where

    private static let people: Set<String> = [
        "members", "people", "users", "admins", "administrators", "engineers", "sres", "operators", "staff", "someone",
        "owners", "persons", "dbas", "holders",
    ]
    private static let doings: Set<String> = [
        "do", "run", "perform", "execute", "use", "access", "make", "carry", "apply", "trigger", "follow", "start",
        "approve", "change", "call", "deploy", "restart",
    ]

    /// "Only members of storage-admins can do this."
    private static func limitsPeople(_ tokens: [Token]) -> Bool {
        guard tokens[0].text == "only", tokens.prefix(4).contains(where: { people.contains($0.text) }) else {
            return false
        }
        return zip(tokens, tokens.dropFirst()).contains { word, next in
            ["can", "may", "should", "must"].contains(word.text) && doings.contains(next.text)
                || ["are", "is"].contains(word.text) && ["allowed", "permitted", "able"].contains(next.text)
                || word.text == "have" && ["access", "permission", "permissions"].contains(next.text)
        }
    }

    private static let runs: Set<String> = ["run", "executed", "performed", "done", "issued", "started", "launched"]

    /// "Must be run as root", "These steps have to be executed from the jump server".
    private static func mustBeRun(_ sentence: Sentence) -> Bool {
        let tokens = sentence.tokens
        guard let be = tokens.prefix(9).firstIndex(where: { $0.text == "be" }), be > 0, be + 2 < tokens.count,
            runs.contains(tokens[be + 1].text),
            ["as", "from", "with", "by", "inside", "under"].contains(tokens[be + 2].text)
        else { return false }
        // "It can be run by anybody" asks for nothing.
        guard ["must", "to", "should"].contains(tokens[be - 1].text) else { return false }
        return be < 3 || own.contains(tokens[0].text) || tokens[..<be].contains { own.contains($0.text) }
    }

    /// What a text calls itself and its parts.
    private static let own: Set<String> = [
        "this", "these", "all", "it", "they", "everything", "procedure", "steps", "step", "runbook", "commands",
        "command", "following", "script", "process", "operation", "task", "playbook", "guide", "instructions", "below",
    ]

    private static let rights: Set<String> = [
        "root", "sudo", "admin", "administrator", "cluster-admin", "superuser", "privileges", "permissions",
        "permission", "rights", "access", "credentials", "vpn", "role", "roles", "membership", "privilege", "token",
        "clearance", "approval",
    ]

    /// "It requires root on the host."
    private static func requires(_ sentence: Sentence) -> Bool {
        let tokens = sentence.tokens
        guard let verb = tokens.prefix(8).firstIndex(where: { ["requires", "require", "needs"].contains($0.text) }),
            tokens[..<verb].contains(where: { own.contains($0.text) }),
            // "The pods that require access" tells about the pods.
            !tokens[..<verb].contains(where: { ["that", "which", "not", "you", "we"].contains($0.text) })
        else { return false }
        return tokens[(verb + 1)...].prefix(6).contains { rights.contains($0.text) }
    }

    private static let purposes: Set<String> = ["to", "for", "on", "before", "in", "at", "and"]
    private static let needed: Set<String> = ["required", "needed", "necessary"]

    /// "The following tools are required", "Root access is needed for this".
    private static func isRequired(_ tokens: [Token]) -> Bool {
        guard let place = tokens.prefix(12).firstIndex(where: { needed.contains($0.text) }), place > 1,
            ["is", "are"].contains(tokens[place - 1].text),
            // "A token is required by the API" tells about the API.
            tokens[(place + 1)...].prefix(1).allSatisfy({ $0.kind != .word || purposes.contains($0.text) })
        else { return false }
        let subject = tokens[..<(place - 1)]
        guard !subject.contains(where: { ["that", "which", "when", "not", "no", "where"].contains($0.text) }) else {
            return false
        }
        return subject.count < 7 && subject.prefix(2).contains { $0.text == "following" }
            || subject.count < 6 && subject.contains { rights.contains($0.text) }
    }

    private static let subjects: Set<String> = ["you", "we", "you'll", "operators", "users"]
    private static let states: Set<String> = [
        "logged", "signed", "authenticated", "authorized", "authorised", "connected", "root", "member", "granted",
        "familiar", "able", "admin", "administrator", "sudoer",
    ]

    /// "You have to be logged in to …", "You should be familiar with …"
    private static func mustBe(_ sentence: Sentence) -> Bool {
        let tokens = sentence.tokens
        guard let be = tokens.prefix(8).firstIndex(where: { $0.text == "be" }), be > 1, be + 1 < tokens.count,
            ["to", "must", "should"].contains(tokens[be - 1].text),
            tokens[..<be].contains(where: { subjects.contains($0.text) }),
            !tokens[..<be].contains(where: { ["want", "if", "when", "not", "going"].contains($0.text) })
        else { return false }
        let after = tokens[(be + 1)...].prefix(3)
        // "You should be able to see it" says what comes out.
        if after.first?.text == "able" { return tokens[be - 1].text != "should" && !names(after, "see") }
        return after.contains { states.contains($0.text) }
            || ["in", "on", "part"].contains(after.first?.text ?? "") && tokens.contains { groups.contains($0.text) }
    }

    private static let groups: Set<String> = ["group", "role", "vpn", "team", "network", "rota"]

    private static func names(_ tokens: ArraySlice<Token>, _ word: String) -> Bool {
        tokens.contains { $0.text == word }
    }

    private static let ready: Set<String> = [
        "installed", "configured", "access", "permissions", "permission", "credentials", "privileges", "rights",
        "membership", "clearance",
    ]

    /// "You have to have the package installed", "You should have admin rights".
    private static func mustHave(_ sentence: Sentence) -> Bool {
        let tokens = sentence.tokens
        guard let have = tokens.prefix(8).lastIndex(where: { $0.text == "have" }), have > 0,
            ["to", "must", "should", "already"].contains(tokens[have - 1].text),
            tokens[..<have].contains(where: { subjects.contains($0.text) }),
            !tokens[..<have].contains(where: { ["if", "when", "not", "once", "now"].contains($0.text) })
        else { return false }
        return tokens[(have + 1)...].prefix(10).contains { ready.contains($0.text) }
    }

    /// "Assumes a Linux host.", "It is assumed that …"
    private static func assumes(_ tokens: [Token]) -> Bool {
        guard let place = tokens.prefix(4).firstIndex(where: { ["assumes", "assume", "assumed"].contains($0.text) })
        else { return false }
        if place == 0 { return tokens[0].text == "assumes" }
        let before = tokens[..<place].map(\.text)
        return tokens[place].text == "assumes" && before.contains { own.contains($0) || $0 == "document" }
            || tokens[place].text == "assume" && ["we", "i", "steps", "instructions"].contains(before.last ?? "")
            || tokens[place].text == "assumed" && before.starts(with: ["it", "is"])
    }

    // MARK: Said beside an instruction

    /// What an instruction says that must hold for it, too; `nil` where it says nothing of the kind.
    static func saidBeside(_ sentence: Sentence) -> String? {
        let tokens = sentence.tokens
        guard tokens.count > 4, tokens.count < wordLimit else { return nil }
        if let consent = consent(sentence) { return consent }
        let accounts = tokens.indices.dropFirst().contains { place in
            ["authenticated", "logged", "signed"].contains(tokens[place].text)
                && ["while", "when", "being"].contains(tokens[place - 1].text)
                && tokens[place...].prefix(4).contains { $0.text == "as" }
        }
        return accounts || setsUp(sentence) ? sentence.display : nil
    }

    private static let agreements: Set<String> = [
        "agreed", "approved", "consented", "authorised", "authorized", "approval", "permission", "consent",
    ]

    /// "Once the customer has agreed, …"
    private static func consent(_ sentence: Sentence) -> String? {
        let tokens = sentence.tokens
        guard ["once", "after"].contains(tokens[0].text), let comma = ClauseReader.comma(tokens, from: 1), comma > 2,
            tokens[1..<comma].contains(where: { agreements.contains($0.text) })
        else { return nil }
        return ClauseReader.capitalized(sentence.display(1..<comma))
    }

    private static let setUps: Set<String> = [
        "configure", "set", "point", "authenticate", "connect", "log", "login", "sign", "install", "export",
    ]
    private static let surroundings: Set<String> = [
        "environment", "context", "credentials", "kubeconfig", "profile", "workstation", "laptop", "cli",
    ]

    /// "First configure your local environment to …", "Connect to the VPN": it readies whoever works here,
    /// not the system.
    private static func setsUp(_ sentence: Sentence) -> Bool {
        guard let action = ClauseReader.action(sentence, from: 0), action.start < 3, setUps.contains(action.verb) else {
            return false
        }
        let rest = sentence.tokens[(action.start + 1)...].prefix(6).map(\.text)
        if ["connect", "log", "login", "sign"].contains(action.verb) { return rest.prefix(4).contains("vpn") }
        guard let owner = rest.firstIndex(where: { ["your", "local"].contains($0) }) else { return false }
        return rest[owner...].prefix(4).contains(where: surroundings.contains)
    }
}
