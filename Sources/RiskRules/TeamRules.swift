import ByteText
import RunbookModel

extension ScriptAnalyzer {
    /// Raises by what the team said about a program with built-in rules. A rule holds when its words stand in the call
    /// in this order, and, where it lists options, when one of them stands there with such a value. Matching too much
    /// costs an approval, too little costs more.
    mutating func applyTeamRules(to call: Call) {
        guard !rules.raises.isEmpty, let list = rules.raises[call.name] else { return }
        for rule in list where holds(rule, for: call) {
            let words = call.arguments.filter { !$0.isOption }
            let parsed = ParsedCall([], arities: [:], singleDash: false)
            let text =
                rule.effect.map { fill($0, parsed, Array(words.dropFirst(rule.path.count)), call) }
                ?? "The rules of your team make '\(([call.name] + rule.path).joined(separator: " "))' \(rule.risk.rawValue)."
            add(
                Finding(
                    rule.risk, "team.\(rule.name)", text, range: call.range, effect: text,
                    target: rule.target.map { fill($0, parsed, words, call) }, discloses: rule.discloses,
                    isHeavy: rule.isHeavy || rule.isEndless))
        }
    }

    private func holds(_ rule: SubcommandRule, for call: Call) -> Bool {
        var path = rule.path[...]
        for argument in call.arguments where !path.isEmpty {
            guard let wanted = path.first else { break }
            let isMatch =
                wanted == "*" && !argument.isOption || !argument.isKnown
                || wanted.hasSuffix("*") && argument.text.hasPrefix(wanted.dropLast()) || argument.text == wanted
            if isMatch { path = path.dropFirst() }
        }
        guard path.isEmpty else { return false }
        return rule.options.isEmpty || rule.options.contains { stands($0.key, $0.value, in: call) }
    }

    private func stands(_ name: String, _ option: OptionRule, in call: Call) -> Bool {
        for (index, argument) in call.arguments.enumerated() {
            var value: String?
            if argument.text == name {
                value = option.arity == .value && index + 1 < call.arguments.count ? call.arguments[index + 1].text : ""
                if index + 1 < call.arguments.count, !call.arguments[index + 1].isKnown { return true }
            } else if argument.text.hasPrefix(name + "=") {
                value = String(argument.text.dropFirst(name.count + 1))
            } else if name.count == 2, !name.hasPrefix("--"), argument.text.hasPrefix(name) {
                value = String(argument.text.dropFirst(2))
            }
            guard let value else { continue }
            if option.values.isEmpty || !argument.isKnown { return true }
            if option.values.contains(where: { $0 == value || $0.hasSuffix("*") && value.hasPrefix($0.dropLast()) }) {
                return true
            }
        }
        return false
    }

    /// Judges an approved script by its declaration; a script whose content is not the approved one stays unknown.
    /// - Returns: whether the script is declared.
    mutating func judgeDeclaredScript(_ path: String, _ call: Call) -> Bool {
        guard !rules.scripts.isEmpty, let tool = rules.scripts[path], let script = tool.script else { return false }
        var inner = call
        inner.name = path
        if isElsewhere || call.isRemote {
            addUnknown(
                "script.elsewhere", "'\(path)' was approved on this host; what it is elsewhere is not known.", path,
                call.range)
        } else if rules.digests[path] == nil {
            addUnknown(
                "script.unread", "'\(path)' was approved, but can't be read now to see if it is the same.", path,
                call.range)
        } else if rules.digests[path] != script.digest.lowercased() {
            addUnknown(
                "script.changed",
                "'\(path)' has changed since your team approved it. Look at it, then put its new digest into the table.",
                path, call.range)
        }
        apply(tool, to: inner)
        return true
    }
}
