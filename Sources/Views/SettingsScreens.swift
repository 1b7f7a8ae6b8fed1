import JSONTree
import RunbookModel

extension Screen {
    /// What is laid down for a runbook, to be changed.
    /// - Parameters:
    ///   - secondLevel: title of the runbook that is offered beside a call.
    ///   - mayProtect: whether this person may change how red steps are confirmed.
    package static func settingsModal(
        _ settings: RunbookSettings, of runbook: Runbook, secondLevel: String?, mayProtect: Bool
    ) -> Screen {
        var binding: [String: JSONValue] = [
            "metadata": .string(ButtonValue(runbook: runbook.id).wire),
            "title": .string(Words.clip(runbook.content.title, 140)),
            "mode": .string((settings.mode ?? .readAlong).rawValue),
            "target": JSONValue(settings.target.map { String($0.prefix(100)) }),
            "may_protect": .bool(mayProtect), "two": .bool(settings.redNeedsTwoPeople ?? false),
            "reading": whole(settings.readingTime, per: 1), "lifetime": whole(settings.gateLifetime, per: 60),
            "reading_default": .string("\(Limits.readingTime.components.seconds)"),
            "lifetime_default": .string("\(Limits.gateLifetime.components.seconds / 60)"),
            "unanswered": JSONValue(settings.escalation?.unansweredMinutes.map { "\($0)" }),
            "unresolved": JSONValue(settings.escalation?.unresolvedMinutes.map { "\($0)" }),
            "most_contacts": .string("\(Limits.escalationContacts)"),
            "second": JSONValue(secondLevel.map { Words.clip($0, 140) }),
        ]
        let lists = [
            ("starters", settings.people?.starters), ("approvers", settings.people?.approvers),
            ("confirmers", settings.people?.confirmers), ("contacts", settings.escalation?.contacts),
        ]
        for (name, ids) in lists {
            let groups = (ids ?? []).filter { $0.hasPrefix("S") }
            binding[name] = JSONValue(strings: (ids ?? []).filter { !$0.hasPrefix("S") })
            binding[name + "_groups"] = JSONValue(groups.isEmpty ? nil : groups.joined(separator: " "))
        }
        return Screen("modal_settings", .object(binding))
    }

    /// A span that was stored may be a hair shorter than it was.
    private static func whole(_ span: Duration?, per seconds: Int64) -> JSONValue {
        JSONValue(span.map { "\(($0 + .milliseconds(1)).components.seconds / seconds)" })
    }
}
