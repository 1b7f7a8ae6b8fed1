import ByteText
import RunbookModel

/// Finds what a runbook is about: alerts and services.
enum NameFinder {
    /// Names of alerts: from the front matter, from "Alert: X", from a title or heading that is such a name, and from
    /// "the `X` alert".
    static func alerts(title: String, frontMatter: [String: String], findings: DocumentFindings) -> [String] {
        var names: [String] = []
        func add(_ name: Substring) {
            let name = String(name.trimmedSpace).filter { $0 != "`" && $0 != "\"" }
            if !name.isEmpty, name.utf8.count < 100, !names.contains(name), names.count < 50 { names.append(name) }
        }
        for key in ["alert", "alerts", "alertname", "alert_name", "alert_names"] {
            frontMatter[key]?.parts(between: ",").forEach { add($0) }
        }
        for candidate in [title] + findings.headings where isAlertName(candidate) { add(candidate[...]) }
        let words = title.parts(between: " ")
        for (word, next) in zip(words, words.dropFirst())
        where isAlertName(word) && next.lowercased().hasPrefix("alert") { add(word) }
        // What a document is about stands at its beginning.
        for text in Array(findings.summary.prefix(100)) + findings.steps.prefix(3).flatMap({ $0.notes.prefix(20) }) {
            for marker in ["Alert: ", "Alerts: ", "Alert name: ", "Alertname: ", "Alert Name: "]
            where text.hasPrefix(marker) {
                for part in text.dropFirst(marker.count).prefix(200).parts(between: ",")
                where part.parts(between: " ").count < 5 {
                    add(ClauseReader.trimmed(String(part.prefix { $0 != "(" && $0 != ";" }))[...])
                }
            }
            guard text.holds("alert") || text.holds("fires") else { continue }
            let words = text.parts(between: " ")
            for (word, next) in zip(words, words.dropFirst()) where ["alert", "alerts"].contains(word.lowercased()) {
                let bare = ClauseReader.trimmed(next.filter { $0 != "`" && $0 != "*" })
                if isNameBehindAlert(bare) { add(bare[...]) }
            }
            for (index, word) in words.enumerated() where index + 1 < words.count {
                let next = words[index + 1].lowercased()
                let bare = word.filter { $0 != "`" }
                if next.hasPrefix("alert") || next.hasPrefix("fires"), isAlertName(bare) { add(bare[...]) }
            }
        }
        return names
    }

    /// How serious the front matter or a label at the beginning calls it.
    static func severity(frontMatter: [String: String]) -> String? {
        ["severity", "priority", "sev"].lazy.compactMap { frontMatter[$0] }.first { !$0.isEmpty && $0.utf8.count < 60 }
    }

    /// Whom it belongs to: from the front matter, a label at the beginning, or the section of that name.
    static func owner(frontMatter: [String: String], findings: DocumentFindings) -> String? {
        let named = ["owner", "owners", "team", "owner_slack", "maintainer"].lazy.compactMap { frontMatter[$0] }
        return named.first { !$0.isEmpty && $0.utf8.count < 120 } ?? findings.owner ?? said(findings)
    }

    private static let ownings: [[String]] = [["owned", "by"], ["maintained", "by"]]

    /// "Owned by the storage team.", "This service is maintained by …" at the beginning.
    private static func said(_ findings: DocumentFindings) -> String? {
        for text in findings.summary.prefix(30) where text.utf8.count < 300 {
            let sentence = Sentence(MarkedText(plain: text, line: 1))
            guard let place = ownings.lazy.compactMap({ sentence.index(of: $0) }).first, place < 6,
                place == 0
                    || ["this", "it"].contains(sentence.tokens[0].text) && sentence.tokens[place - 1].text == "is"
            else { continue }
            let rest = sentence.tokens[(place + 2)...]
            let words = rest.prefix { $0.text != "." && $0.text != "," && $0.text != ";" && $0.text != "and" }
            guard (1...8).contains(words.count), let last = words.last else { continue }
            let start = words.first?.text == "the" ? place + 3 : place + 2
            guard start < sentence.tokens.count, sentence.tokens[start].range.lowerBound < last.range.upperBound else {
                continue
            }
            return sentence.text.display(sentence.tokens[start].range.lowerBound..<last.range.upperBound)
        }
        return nil
    }

    private static let products: Set<String> = [
        "github", "gitlab", "pagerduty", "cloudwatch", "opsgenie", "victorops", "stackdriver", "datadog", "newrelic",
        "postgresql", "mongodb", "elasticsearch", "opensearch", "rabbitmq", "servicenow", "alertmanager", "statuspage",
    ]

    /// "the alert `DiskFull`": behind that word a shorter name will do.
    private static func isNameBehindAlert(_ text: String) -> Bool {
        if isAlertName(text) { return true }
        guard text.utf8.count > 5, text.utf8.first?.isCapital == true,
            text.utf8.allSatisfy({ $0.isLetter || $0.isDigit }), !products.contains(text.lowercased())
        else { return false }
        return zip(text.utf8, text.utf8.dropFirst()).contains { $0.isSmall && $1.isCapital }
    }

    /// `KubePodCrashLooping`: one word of several that begin with capitals.
    static func isAlertName(_ text: some StringProtocol) -> Bool {
        guard text.utf8.count > 7, text.utf8.allSatisfy({ $0.isLetter || $0.isDigit || $0 == 0x5F }) else {
            return false
        }
        var humps = 0
        var previousIsLower = false
        for byte in text.utf8 {
            let isUpper = byte.isCapital
            if isUpper, previousIsLower { humps += 1 }
            previousIsLower = byte.isSmall
        }
        return humps >= 2 || (humps == 1 && text.utf8.first.map { $0.isCapital } == true && text.utf8.count > 11)
    }

    private static let workloads: Set<Substring> = [
        "deployment", "deploy", "deployments", "statefulset", "sts", "daemonset", "ds", "service", "svc",
        "deployment.apps",
    ]

    private static let unitActions: Set<Substring> = ["status", "restart", "start", "stop", "reload"]

    /// Services: from the front matter, and the workloads and units that the commands name.
    static func services(frontMatter: [String: String], steps: [Step]) -> [String] {
        var names: [String] = []
        func add(_ name: Substring) {
            let name = String(name.trimmedSpace)
            let isName =
                !name.isEmpty && name.utf8.allSatisfy { $0.isNamePart || $0 == UInt8(ascii: "@") || $0 == 0x20 }
            if isName, name.utf8.count < 64, !names.contains(name), names.count < 20 { names.append(name) }
        }
        for key in ["service", "services", "component", "application", "app", "team_service"] {
            frontMatter[key]?.parts(between: ",").forEach { add($0) }
        }
        for step in steps {
            guard let command = step.command, step.language == .shell else { continue }
            let words = command.parts(between: " \n\t")
            for (index, word) in words.enumerated() {
                if let slash = word.firstIndex(of: "/"), Self.workloads.contains(word[..<slash]) {
                    add(word[word.index(after: slash)...])
                } else if Self.workloads.contains(word), index > 0, index + 1 < words.count,
                    !words[index + 1].hasPrefix("-"),
                    words.contains(where: { $0 == "kubectl" || $0 == "oc" })
                {
                    add(words[index + 1])
                } else if word == "systemctl", index + 2 < words.count, Self.unitActions.contains(words[index + 1]) {
                    add(words[index + 2])
                } else if word == "-u", words.contains("journalctl"), index + 1 < words.count {
                    add(words[index + 1])
                }
            }
        }
        return names.map { $0.hasSuffix(".service") ? String($0.dropLast(8)) : $0 }
    }
}
