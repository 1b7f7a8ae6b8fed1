import BlockKit
import JSONTree
import RunbookModel

extension Screen {
    /// Lines of steps that one message shows; the rest is behind View Steps.
    static let stepsPerMessage = 25
    /// Doubts that one message shows; the rest is behind Details.
    static let doubtsPerMessage = 6
    /// Changes of steps that one message shows; the rest is behind Details.
    static let changesPerMessage = 10

    /// The review of a parsed text. Once the draft is saved or discarded its buttons go.
    /// - Parameters:
    ///   - revision: what it changes of a saved runbook; `nil` for a new one.
    ///   - quality: how safe it is to follow; `nil` shows no figure.
    package static func draftReview(
        _ draft: Draft, revision: DraftRevision? = nil, quality: RunbookQuality? = nil
    ) -> Screen {
        var binding = overview(draft.content)
        var state = "open"
        if draft.savedAs != nil {
            state = "saved"
        } else if draft.discarded {
            state = "discarded"
        } else if draft.hasExpired == true {
            state = "expired"
        }
        binding["state"] = .string(state)
        let coloured = draft.content.steps.filter { $0.kind != .decision }
        binding["counts"] = .string(Words.colours(coloured.map { ($0, $0.risk) }))
        binding["links"] = .string(linkWords(draft.links))
        binding["revises"] = .bool(draft.revises != nil)
        binding["revision"] = revision.map { words($0, kept: draft.keptSteps ?? 0) } ?? .null
        binding["quality"] = quality.map(words) ?? .null
        // What the text itself answers comes last: it needs nobody.
        let doubts = draft.content.ambiguities.filter { $0.resolution == nil }
        let settled = draft.content.ambiguities.filter { $0.resolution != nil }
        binding["doubts"] = .array((doubts + settled).prefix(doubtsPerMessage).map(doubt))
        binding["doubt_count"] = .int(doubts.count)
        binding["settled_count"] = .int(settled.count)
        binding["more_doubts"] = .int(max(0, draft.content.ambiguities.count - doubtsPerMessage))
        binding["days"] = .int(Int(Limits.draftLifetime.components.seconds / 86_400))
        binding["value"] = .string(ButtonValue(draft: draft.id, revision: draft.changes).wire)
        return Screen("draft_review", .object(binding))
    }

    /// Takes the review's place when the draft has become a version of a runbook.
    package static func draftSaved(_ runbook: Runbook, links: [AlertLink]) -> Screen {
        Screen(
            "draft_saved",
            [
                "title": .string(Words.clip(runbook.content.title, 140)), "version": .int(runbook.version),
                "counts": .string(Words.counts(runbook.content.steps.map { ($0, $0.risk) })),
                "links": .string(linkWords(links)),
                "value": .string(ButtonValue(runbook: runbook.id).wire),
            ])
    }

    /// A saved runbook, for `/runbook show`.
    package static func runbook(_ runbook: Runbook, links: [AlertLink], now: Timestamp) -> Screen {
        var binding = overview(runbook.content)
        binding["version"] = .int(runbook.version)
        binding["saved"] = .string(Words.ago(runbook.savedAt, now: now))
        binding["saved_by"] = JSONValue(runbook.savedBy?.rawValue)
        binding["links"] = .string(linkWords(links))
        let value = ButtonValue(runbook: runbook.id)
        binding["value"] = .string(value.wire)
        binding["menu"] = .array(
            [
                ("Settings", MenuChoice.settings), ("Edit", .edit), ("History", .history), ("Delete", .delete),
            ].map { text, choice in
                ["text": .string(text), "value": .string(value.choosing(choice).wire)]
            })
        return Screen("runbook_show", .object(binding))
    }

    /// What a review and a saved runbook both show. With doubts and links at most about 9,500 characters.
    private static func overview(_ content: RunbookContent) -> [String: JSONValue] {
        let decisions = content.steps.count { $0.kind == .decision }
        // Very long titles share what a message can hold.
        let width = content.steps.count > 20 ? 75 : 150
        let lines = content.steps.prefix(stepsPerMessage).map { step in
            "\(step.number). \(Words.light(step, step.risk)) \(DisplayText.cut(Words.line(step), to: width))"
        }
        let variables = content.variables.prefix(8).map { variable in
            let usual = variable.defaultValue.map { ", usually \(Words.clip($0, 40))" } ?? ""
            return "\(Words.clip(variable.name, 40)) (\(Words.clip(variable.placeholder, 40))\(usual))"
        }
        return [
            "title": .string(Words.clip(content.title, 140)),
            "summary": .string(content.summary.trimmed.isEmpty ? "" : Words.prose(content.summary, 300)),
            "step_count": .string(Words.count(content.steps.count, "step")),
            "decision_count": .string(decisions > 0 ? Words.count(decisions, "decision point") : ""),
            "counts": .string(Words.colours(content.steps.map { ($0, $0.risk) })),
            "steps": .string(lines.joined(separator: "\n")),
            "more_steps": .int(max(0, content.steps.count - stepsPerMessage)),
            "variables": .string(variables.joined(separator: ", ")),
            "more_variables": .int(max(0, content.variables.count - 8)),
            "prerequisites": JSONValue(strings: content.prerequisites.prefix(6).map { Words.prose($0.text, 150) }),
            "more_prerequisites": .int(max(0, content.prerequisites.count - 6)),
            "owner": .string(content.owner.map { Words.clip($0, 80) } ?? ""),
            "severity": .string(content.severity.map { Words.clip($0, 40) } ?? ""),
            "dashboards": .int(content.dashboards?.count ?? 0),
            "services": .string(content.services.prefix(6).map { Words.clip($0, 50) }.joined(separator: ", ")),
            "alerts": .string(content.alerts.prefix(6).map { Words.clip($0, 60) }.joined(separator: ", ")),
        ]
    }

    /// The figure, and what would raise it most.
    private static func words(_ quality: RunbookQuality) -> JSONValue {
        let losses = quality.losses
        return [
            "score": .int(quality.score),
            "reasons": JSONValue(strings: losses.prefix(3).map { Words.clip($0.text, 160) }),
            "more": .int(max(0, losses.count - 3)),
        ]
    }

    private static func doubt(_ ambiguity: Ambiguity) -> JSONValue {
        var place = ""
        if let step = ambiguity.step {
            place = "Step \(step)"
        } else if let line = ambiguity.line {
            place = "Line \(line)"
        }
        let answer = ambiguity.resolution.map { "settled: \($0)" } ?? ambiguity.suggestion
        return [
            "place": .string(place), "text": .string(Words.clip(ambiguity.text, 130)),
            "answer": .string(answer.trimmed.isEmpty ? "" : Words.clip(answer, 110)),
            "settled": .bool(ambiguity.resolution != nil),
        ]
    }

    /// Which alerts bring a runbook up, as one line; empty without any.
    static func linkWords(_ links: [AlertLink]) -> String {
        let shown = links.prefix(5).map { link in
            let service = link.service.map { " of \(Words.clipMarkup($0, 40))" } ?? ""
            return "“\(Words.clipMarkup(link.pattern, 60))”\(service)"
        }
        let rest = links.count > 5 ? " and \(links.count - 5) more" : ""
        return shown.joined(separator: ", ") + rest
    }
}
