import BlockKit
import JSONTree
import RunbookModel

/// The words and signs that all screens share.
enum Words {
    static func light(_ risk: Risk) -> String {
        switch risk {
        case .green: "🟢"
        case .yellow: "🟡"
        case .red: "🔴"
        }
    }

    static func name(_ risk: Risk) -> String {
        switch risk {
        case .green: "SAFE"
        case .yellow: "CAUTION"
        case .red: "DANGER"
        }
    }

    static func light(_ step: Step, _ risk: Risk) -> String {
        switch step.kind {
        case .command: light(risk)
        case .manual: "👤"
        case .decision: "🔀"
        }
    }

    static func name(_ step: Step, _ risk: Risk) -> String {
        switch step.kind {
        case .command: name(risk)
        case .manual: "BY HAND"
        case .decision: "DECISION"
        }
    }

    /// `4m 23s`; from a day on, whole days.
    static func duration(_ span: Duration) -> String {
        let seconds = max(0, span.components.seconds)
        switch seconds {
        case 0: return "under 1s"
        case ..<60: return "\(seconds)s"
        case ..<3600: return "\(seconds / 60)m \(seconds % 60)s"
        case ..<86_400: return "\(seconds / 3600)h \(seconds % 3600 / 60)m"
        default: return count(Int(seconds / 86_400), "day")
        }
    }

    /// `5m ago`, rounded to the largest unit.
    static func ago(_ moment: Timestamp, now: Timestamp) -> String {
        let seconds = max(0, (now - moment).components.seconds)
        switch seconds {
        case ..<60: return "just now"
        case ..<3600: return "\(seconds / 60)m ago"
        case ..<86_400: return "\(seconds / 3600)h ago"
        default: return count(Int(seconds / 86_400), "day") + " ago"
        }
    }

    static func count(_ number: Int, _ noun: String) -> String { number == 1 ? "1 \(noun)" : "\(number) \(noun)s" }

    static func percent(_ part: Int, of whole: Int) -> String {
        whole > 0 ? "\((part * 100 + whole / 2) / whole)%" : "–"
    }

    /// How sure a match is, in words and as a figure.
    static func sure(_ confidence: Double) -> String {
        let bounded = confidence.isFinite ? min(max(confidence, 0), 1) : 0
        let figure = "\(Int((bounded * 100).rounded()))%"
        switch bounded {
        case 0.9...: return "very sure (\(figure))"
        case 0.75..<0.9: return "quite sure (\(figure))"
        case 0.5..<0.75: return "fairly sure (\(figure))"
        default: return "not sure (\(figure)). Check that it fits"
        }
    }

    /// `8 steps (4 safe, 3 caution, 1 danger)`.
    static func counts(_ steps: [(step: Step, risk: Risk)]) -> String {
        let colours = colours(steps)
        return count(steps.count, "step") + (colours.isEmpty ? "" : " (\(colours))")
    }

    /// `4 safe, 3 caution, 1 danger`.
    static func colours(_ steps: [(step: Step, risk: Risk)]) -> String {
        let coloured = steps.filter { $0.step.kind != .decision }
        let parts = [(Risk.green, "safe"), (.yellow, "caution"), (.red, "danger")].compactMap { risk, word in
            let number = coloured.count { $0.risk == risk }
            return number > 0 ? "\(number) \(word)" : nil
        }
        let decisions = steps.count - coloured.count
        return (parts + (decisions > 0 ? [count(decisions, "decision")] : [])).joined(separator: ", ")
    }

    /// One line of a list of steps, without its number and sign.
    static func line(_ step: Step) -> String {
        guard let branch = step.branch else { return clip(step.title, 110) }
        let then = branch.thenStep.map { "step \($0)" } ?? clip(branch.then, 60)
        var line = "If \(clip(branch.condition, 90)) → \(then)"
        if let otherwise = branch.elseStep.map({ "step \($0)" }) ?? branch.otherwise.map({ clip($0, 60) }) {
            line += ", else → \(otherwise)"
        }
        return line
    }

    /// Text from outside: clean, on one line, cut at a word.
    static func clip(_ text: String, _ limit: Int) -> String {
        // Only as much as can matter is looked at: the text may be megabytes.
        let start = String(text.prefix(limit * 4))
        let clean = DisplayText.sanitize(start).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return DisplayText.cut(clean.isEmpty ? "–" : clean, to: limit)
    }

    /// What an author wrote in Markdown, for a place that shows it as it is: without the marks of code and of emphasis.
    static func prose(_ text: String, _ limit: Int) -> String {
        clip(String(text.prefix(limit * 4)).replacing("`", with: "").replacing("**", with: ""), limit)
    }

    /// The same for a place that Slack parses for markup, where escaping makes the text longer: the limit holds for the
    /// escaped text.
    static func clipMarkup(_ text: String, _ limit: Int) -> String {
        var length = limit
        while true {
            let clipped = clip(text, length)
            let escaped = Mrkdwn.neutralize(clipped).utf16.count
            guard escaped > limit, length > 1 else { return clipped }
            length = min(length - 1, length * limit / escaped)
        }
    }

    /// Text from outside that keeps its lines.
    static func paragraph(_ text: String, _ limit: Int) -> String {
        DisplayText.cut(DisplayText.sanitize(String(text.prefix(limit * 4))).trimmed, to: limit)
    }

    /// An undo as it is shown before anybody asked for it: what it goes back to may not be known yet.
    static func undo(_ text: String) -> (shown: String, omitted: Int) {
        command(text.replacing("{{previous}}", with: "⟨the value before⟩"), limit: 600)
    }

    /// A command as it will run, hidden characters made visible, at most `limit` UTF-16 code units of it.
    /// - Returns: the command, and how many characters of it were left out.
    static func command(_ text: String, limit: Int = 2400) -> (shown: String, omitted: Int) {
        var shown = ""
        var length = 0
        for index in text.indices {
            let character = DisplayText.reveal(String(text[index]))
            length += character.utf16.count
            guard length <= limit else { return (shown, text[index...].count) }
            shown += character
        }
        return (shown, 0)
    }
}

extension Words {
    /// An alert system as it calls itself; the name of its route where that is not known.
    static func vendor(_ route: String) -> String {
        switch route {
        case "alertmanager": "Alertmanager"
        case "datadog": "Datadog"
        case "grafana": "Grafana"
        case "opsgenie": "Opsgenie"
        case "pagerduty": "PagerDuty"
        case "sentry": "Sentry"
        case "sns": "Amazon SNS"
        case "generic": "a webhook"
        default: clip(route, 60)
        }
    }
}

extension JSONValue {
    /// An array of strings.
    init(strings: [String]) { self = .array(strings.map(JSONValue.string)) }

    /// Who did something, or `null`.
    init(by actor: Actor?) { self = actor.map { JSONValue($0) } ?? .null }

    /// An actor as a template shows it: `user` is a Slack id to mention, `name` stands where there is none.
    init(_ actor: Actor?) {
        switch actor {
        case .user(let user): self = ["user": .string(user.rawValue), "name": ""]
        case .vendor(let name): self = ["user": nil, "name": .string(Words.vendor(name))]
        case .system, nil: self = ["user": nil, "name": "dd0c/run"]
        }
    }
}

extension RunStep {
    /// What the step is shown as: its sign, its word and its title.
    var heading: [String: JSONValue] {
        [
            "n": .int(step.number), "light": .string(Words.light(step, risk)), "word": .string(Words.name(step, risk)),
            "title": .string(Words.clip(step.title, 200)),
        ]
    }
}

extension Run {
    var coloured: [(step: Step, risk: Risk)] { steps.map { ($0.step, $0.risk) } }
}
