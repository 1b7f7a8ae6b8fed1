import Parsing
import RiskRules
import RunbookModel

/// Reads what the rules must know beside the text of a command: the scripts that a team approved, as they are now.
package struct ScriptDigests: Sendable {
    /// SHA-256 in hexadecimal by path. A script that cannot be read has none, and counts as changed.
    package var read: @Sendable (_ paths: [String]) async -> [String: String]

    package init(read: @escaping @Sendable ([String]) async -> [String: String]) { self.read = read }

    /// Knows no script.
    package static let none = ScriptDigests { _ in [:] }
}

/// What the handlers know of the world beside the store: values, no way out.
package struct HandlerServices: Sendable {
    package var settings: BotSettings
    package var parser: RunbookParser
    package var classifier: RiskClassifier
    package var renderer: CommandRenderer
    /// Version of the rules that the classifier goes by, the state of approved scripts included.
    package var rulesVersion: String
    private let rules: RuleSet?
    private let digests: ScriptDigests

    /// - Parameters:
    ///   - rules: those with a team's tables; `nil` for the built-in ones, which are read when they are first needed.
    ///   - rulesVersion: another version than that of the rules, for tests of an upgrade.
    package init(
        settings: BotSettings, rules: RuleSet? = nil, digests: ScriptDigests = .none, rulesVersion: String? = nil
    ) {
        self.settings = settings
        self.rules = rules
        self.digests = digests
        classifier = RiskClassifier(rules: rules)
        parser = RunbookParser(classifier: classifier)
        renderer = CommandRenderer(classifier: classifier)
        self.rulesVersion = rulesVersion ?? classifier.rulesVersion
    }

    /// The same, with the approved scripts as they are now.
    package func asOfNow() async -> HandlerServices {
        guard let rules else { return self }
        let paths = rules.declaredScripts
        guard !paths.isEmpty else { return self }
        let current = rules.with(digests: await digests.read(paths))
        return HandlerServices(settings: settings, rules: current, digests: digests)
    }

    /// Why an approved command may not start any more: by the rules and scripts of now it asks for more than it was
    /// approved as. `nil` when it may.
    package func objection(to request: ExecutionRequest) async -> String? {
        let assessment = await asOfNow().classifier.assess(request.command, language: .shell)
        guard assessment.risk > request.risk else { return nil }
        let reason = assessment.reasons.first?.text ?? assessment.effect
        return "It was looked at again right before it would have run, and asks for more now: \(reason)"
    }
}
