import ByteText
import RunbookModel
import ShellSyntax

/// Gives commands their colour. A value without state: safe to share, the same answer for the same text.
package struct RiskClassifier: Sendable {
    private let ownRules: RuleSet?

    /// The built-in ones are read when the first command is judged: a program that starts judges none.
    var rules: RuleSet { ownRules ?? .builtIn }

    /// Makes a classifier with these rules, or the built-in ones.
    package init(rules: RuleSet? = nil) { ownRules = rules }

    /// Version of the built-in rules; changes whenever the colour of any command may change.
    package static let rulesVersion: String = RuleSet.builtInVersion

    /// Version of the rules of this classifier, tables of the team included.
    package var rulesVersion: String { ownRules?.version ?? Self.rulesVersion }

    /// Commands longer than this, in bytes, are not looked at, and yellow.
    package static let lengthLimit = 64 << 10

    /// Judges a command. Never fails: what can't be understood is at least yellow.
    package func assess(_ command: String, language: CommandLanguage) -> RiskAssessment {
        if command.utf8.count > Self.lengthLimit { return unreadable(command) }
        switch language {
        case .shell: return assessShell(command)
        case .sql: return assess(sql: command, dialect: .generic)
        case .redis:
            var analyzer = ScriptAnalyzer(rules: rules, text: command)
            checkCharacters(command, &analyzer)
            analyzer.judgeRedis(text: command, range: 0..<command.utf8.count)
            return analyzer.verdict.assessment(rulesVersion: rulesVersion)
        case CommandLanguage(rawValue: "http"):
            return assess(command) { $0.judgeRequests(command) }
        case .powershell:
            return assess(command) { $0.judgePowerShell(command) }
        case .promql:
            var verdict = Verdict()
            verdict.add(Finding(.green, "promql", "A query to Prometheus only reads.", effect: "Asks Prometheus."))
            return verdict.assessment(rulesVersion: rulesVersion)
        default:
            var verdict = Verdict()
            verdict.add(
                Finding(
                    .yellow, "language.unknown", "There are no rules for commands in \(language.rawValue).",
                    effect: "Runs a command in \(language.rawValue).", unknown: String(command.prefix(80))))
            var analyzer = ScriptAnalyzer(rules: rules, text: command)
            analyzer.verdict = verdict
            analyzer.judgeUnreadable(command)
            return analyzer.verdict.assessment(rulesVersion: rulesVersion)
        }
    }

    private func assess(_ command: String, by judge: (inout ScriptAnalyzer) -> Void) -> RiskAssessment {
        var analyzer = ScriptAnalyzer(rules: rules, text: command)
        checkCharacters(command, &analyzer)
        judge(&analyzer)
        return analyzer.verdict.assessment(rulesVersion: rulesVersion)
    }

    /// Judges SQL text of a known dialect.
    package func assess(sql: String, dialect: SQLDialect) -> RiskAssessment {
        if sql.utf8.count > Self.lengthLimit { return unreadable(sql) }
        var analyzer = ScriptAnalyzer(rules: rules, text: sql)
        checkCharacters(sql, &analyzer)
        let client = dialect == .postgresql || dialect == .generic ? "psql" : dialect == .mysql ? "mysql" : "sqlite3"
        analyzer.judge(sql: sql, dialect, client: client, range: nil)
        return analyzer.verdict.assessment(rulesVersion: rulesVersion)
    }

    /// Whether there are rules for a program of this name: tells commands from prose.
    package func knows(program name: String) -> Bool {
        let base = name.parts(between: "/").last.map(String.init) ?? name
        return rules.tools[base] != nil || ToolHandlers.all[base] != nil
    }

    private func assessShell(_ command: String) -> RiskAssessment {
        var analyzer = ScriptAnalyzer(rules: rules, text: command)
        checkCharacters(command, &analyzer)
        analyzer.analyze(command)
        return analyzer.verdict.assessment(rulesVersion: rulesVersion)
    }

    private func unreadable(_ command: String) -> RiskAssessment {
        var verdict = Verdict()
        verdict.add(
            Finding(
                .yellow, "text.length", "The command is too long to be looked at.",
                effect: "A command that is too long to be looked at.", unknown: String(command.prefix(80))))
        return verdict.assessment(rulesVersion: rulesVersion)
    }

    private func checkCharacters(_ text: String, _ analyzer: inout ScriptAnalyzer) {
        guard let deceptive = TextSafety.firstDeceptive(in: text) else { return }
        analyzer.add(
            .yellow, "text.deceptive", "It holds \(deceptive.description), which can make it look like something else.",
            deceptive.range)
    }
}
