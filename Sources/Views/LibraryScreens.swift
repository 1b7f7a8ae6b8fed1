import BlockKit
import JSONTree
import RunbookModel

/// A runbook in the library with what is known of its use.
package struct LibraryEntry: Hashable, Sendable {
    package var runbook: Runbook
    package var links: [AlertLink]
    /// Runs that were started.
    package var runs: Int
    package var lastUsed: Timestamp?
    /// Mean over the resolved runs; `nil` without one.
    package var meanTimeToResolve: Duration?

    package init(
        runbook: Runbook, links: [AlertLink] = [], runs: Int = 0, lastUsed: Timestamp? = nil,
        meanTimeToResolve: Duration? = nil
    ) {
        self.runbook = runbook
        self.links = links
        self.runs = runs
        self.lastUsed = lastUsed
        self.meanTimeToResolve = meanTimeToResolve
    }
}

extension Screen {
    /// The library, for `/runbook list`.
    package static func library(_ entries: [LibraryEntry], now: Timestamp) -> Screen {
        let shown = entries.prefix(20).map { item($0, now: now) }
        return Screen(
            "library",
            [
                "entries": .array(shown), "count": .string(Words.count(entries.count, "runbook")),
                "more": .int(entries.count - shown.count),
            ])
    }

    /// The runs of one runbook or of all, newest first, for `/runbook history`.
    package static func history(_ runs: [Run], title: String?, now: Timestamp) -> Screen {
        let shown: [JSONValue] = runs.prefix(15).map { run in
            let ran = run.steps.prefix(run.plannedCount).count { $0.status == .succeeded }
            return [
                "title": .string(Words.clipMarkup(run.title, 120)), "outcome": .string(outcomeWord(run)),
                "when": .string(Words.ago(run.startedAt ?? run.offeredAt, now: now)),
                "time": JSONValue(run.timeToResolve.map(Words.duration)),
                "steps": .string("\(ran) of \(Words.count(run.plannedCount, "step")) ran"),
                "value": .string(ButtonValue(run: run.id).wire),
            ]
        }
        return Screen(
            "history",
            [
                "title": JSONValue(title.map { Words.clip($0, 120) }), "runs": .array(shown),
                "more": .int(runs.count - shown.count),
            ])
    }

    /// Deleted runbooks that can be brought back, the last deleted first.
    /// - Parameter openRuns: runs of it that go on, for one that was deleted just now.
    package static func deletedRunbooks(
        _ deleted: [(runbook: Runbook, deletedAt: Timestamp)], openRuns: Int, now: Timestamp
    ) -> Screen {
        let days = Int(Limits.deletedRunbookLifetime.components.seconds / 86_400)
        let entries: [JSONValue] = deleted.prefix(20).map { runbook, moment in
            [
                "title": .string(Words.clip(runbook.content.title, 140)),
                "when": .string(
                    "Deleted \(Words.ago(moment, now: now)). Undo works for \(days) days, here or with /runbook restore."
                ),
                "value": .string(ButtonValue(runbook: runbook.id).wire),
            ]
        }
        var note = ""
        if openRuns > 0 {
            note = "\(Words.count(openRuns, "run")) of it \(openRuns == 1 ? "goes" : "go") on to the end."
        } else if deleted.count > entries.count {
            note = "\(deleted.count - entries.count) more. Add a word of the title behind /runbook restore."
        }
        return Screen(
            "runbook_deleted", ["entries": .array(entries), "days": .int(days), "note": .string(note)])
    }

    /// What can be asked for, and how.
    /// - Parameter unknown: what was typed, when it is no command.
    package static func help(unknown: String? = nil) -> Screen {
        Screen("help", ["unknown": JSONValue(unknown.map { Words.clip($0, 80) })])
    }

    /// The home tab: open incidents, the library, the health of it.
    package static func home(
        _ entries: [LibraryEntry], openRuns: [Run], report: HealthReport?, freeze: Freeze? = nil, now: Timestamp
    ) -> Screen {
        let runs: [JSONValue] = openRuns.prefix(8).map { run in
            let current = run.cursor.flatMap { run.steps.indices.contains($0) ? run.steps[$0] : nil }
            return [
                "title": .string(Words.clipMarkup(run.title, 120)), "state": .string(stateWord(run)),
                "current": JSONValue(
                    current.map { "Step \($0.step.number)/\(run.plannedCount): \(Words.clip($0.step.title, 100))" }),
                "channel": .string(run.channel.rawValue),
                "age": .string(Words.duration(now - run.incidentBegan)),
                "value": .string(ButtonValue(run: run.id).wire),
            ]
        }
        return Screen(
            "home",
            [
                "freeze_lines": JSONValue(lines: freeze.map { [frozen($0)] } ?? []),
                "runs": .array(runs), "more_runs": .int(max(0, openRuns.count - 8)),
                "entries": .array(entries.prefix(25).map { item($0, now: now) }),
                "more": .int(max(0, entries.count - 25)),
                "count": .string(Words.count(entries.count, "runbook")),
                "health": report.map(figures) ?? nil,
            ])
    }

    private static func item(_ entry: LibraryEntry, now: Timestamp) -> JSONValue {
        let runbook = entry.runbook
        let value = ButtonValue(runbook: runbook.id)
        var use = entry.runs == 0 ? "never used" : "used \(entry.runs == 1 ? "once" : "\(entry.runs) times")"
        if let lastUsed = entry.lastUsed { use += ", last \(Words.ago(lastUsed, now: now))" }
        if let mean = entry.meanTimeToResolve { use += ", resolves in about \(Words.duration(mean))" }
        func option(_ text: String, _ choice: MenuChoice) -> JSONValue {
            ["text": .string(text), "value": .string(value.choosing(choice).wire)]
        }
        return [
            "title": .string(Words.clipMarkup(runbook.content.title, 100)),
            "counts": .string(Words.counts(runbook.content.steps.map { ($0, $0.risk) })),
            "use": .string(use), "saved": .string(Words.ago(runbook.savedAt, now: now)),
            "links": .string(linkWords(Array(entry.links.prefix(1)))),
            "value": .string(value.wire),
            "menu": [
                // Slack takes five; View Steps is behind Show as well.
                option("Settings", .settings), option("Edit", .edit), option("History", .history),
                option("Link to Alert", .linkAlert), option("Delete", .delete),
            ],
        ]
    }

    private static func outcomeWord(_ run: Run) -> String {
        switch run.phase {
        case .finished where run.policy.mode == .dryRun: "👀 Dry run"
        case .finished(.resolved): "✅ Resolved"
        case .finished(.stopped): "⏹️ Stopped"
        case .finished(.dismissed): "⏭️ Not used"
        case .offered, .running, .paused: "⏳ \(stateWord(run))"
        }
    }

    private static func stateWord(_ run: Run) -> String {
        switch run.phase {
        case .offered: "Not started"
        case .running: run.cursor == nil ? "All steps done" : "Running"
        case .paused: "Paused"
        case .finished: "Ended"
        }
    }
}
