import BlockKit
import JSONTree
import RunbookModel

/// What stands around a run: what holds it up, and what else goes on.
package struct Surroundings: Hashable, Sendable {
    /// Another run on the same incident.
    package struct Other: Hashable, Sendable {
        package var title: String
        package var phase: RunPhase
        /// Where its card can be opened; `nil` while it is not posted.
        package var url: String?

        package init(title: String, phase: RunPhase, url: String?) {
            self.title = title
            self.phase = phase
            self.url = url
        }
    }

    package var freeze: Freeze?
    package var others: [Other]

    package init(freeze: Freeze? = nil, others: [Other] = []) {
        self.freeze = freeze
        self.others = others
    }
}

// MARK: - On the card

extension Screen {
    /// Other runs that a card names.
    static let otherRuns = 3

    /// What stands on the card of a run beside its own state.
    static func notes(_ run: Run, _ around: Surroundings) -> JSONValue {
        var lines: [Line] = []
        if let freeze = around.freeze, !run.isFinished { lines.append(frozen(freeze)) }
        if let glass = run.brokenGlass { lines.append(broken(glass)) }
        let called = (run.escalations ?? []).compactMap(\.contact)
        if !called.isEmpty { lines.append(Line("📣 Called: ").mentions(called)) }
        for other in around.others.prefix(otherRuns) where !run.isFinished {
            lines.append(
                Line("👥 Also open for this incident: ").link(Words.clip(other.title, 120), other.url)
                    .text(" (\(word(other.phase)))"))
        }
        if around.others.count > otherRuns, !run.isFinished {
            lines.append(Line("👥 \(around.others.count - otherRuns) more are open here."))
        }
        return JSONValue(lines: lines)
    }

    static func frozen(_ freeze: Freeze) -> Line {
        Line("❄️ Frozen by ").mention(freeze.by.rawValue)
            .text(": \(Words.clip(freeze.reason, 300)). Nothing is started until /runbook unfreeze.")
    }

    static func broken(_ glass: BrokenGlass) -> Line {
        Line("🔨 ").bold("Glass broken").text(" by ").mention(glass.by.rawValue)
            .text(": \(Words.clip(glass.reason, 300))")
    }

    private static func word(_ phase: RunPhase) -> String {
        switch phase {
        case .offered: "not started"
        case .running: "running"
        case .paused: "paused"
        case .finished: "ended"
        }
    }

    /// The menu of a run's card.
    static func cardMenu(_ run: Run, current: RunStep?) -> JSONValue {
        let value = ButtonValue(run: run.id, step: current?.step.number)
        func option(_ text: String, _ choice: MenuChoice) -> JSONValue {
            ["text": .string(text), "value": .string(value.choosing(choice).wire)]
        }
        // Slack takes five.
        var options = current.map { whyMenu(ButtonValue(run: run.id), $0.step).array ?? [] } ?? []
        options.append(option("Call for Help", .callForHelp))
        options.append(option("Hand Over…", .handOver))
        if run.policy.mode == .readAlong { options.append(option("Go On in Copilot", .toCopilot)) }
        if run.policy.mode.runsCommands { options.append(option("Take Over by Hand", .takeOver)) }
        if run.brokenGlass == nil { options.append(option("Break Glass…", .breakGlass)) }
        return .array(options)
    }
}

// MARK: - Modals

extension Screen {
    /// Asks who leads the run from now on.
    package static func handOverModal(_ run: Run) -> Screen {
        Screen(
            "modal_hand_over",
            [
                "metadata": .string(ButtonValue(run: run.id).wire), "title": .string(Words.clip(run.title, 200)),
            ])
    }

    /// Asks whom to show a question to.
    /// - Parameter confirmers: those who may confirm red steps; empty for everybody.
    package static func askSecondModal(_ run: Run, step number: Int, confirmers: [String]) -> Screen {
        guard let step = run.step(numbered: number), let gate = step.openGate else { return goneModal }
        var binding = step.heading
        let named = confirmers.prefix(10)
        binding["metadata"] = .string(ButtonValue(run: run.id, step: number, gate: gate).wire)
        binding["total"] = .int(run.plannedCount)
        binding["confirmers"] = JSONValue(
            lines: named.isEmpty ? [] : [Line("These may confirm it: ").mentions(Array(named)).text(".")])
        return Screen("modal_ask_second", .object(binding))
    }

    /// Asks why the rules about people are to be set aside.
    package static func breakGlassModal(_ run: Run) -> Screen {
        Screen(
            "modal_break_glass",
            [
                "metadata": .string(ButtonValue(run: run.id).wire), "title": .string(Words.clip(run.title, 200)),
            ])
    }

    /// Asks for a reason that is on no button.
    package static func skipReasonModal(_ run: Run, step number: Int) -> Screen {
        guard let step = run.step(numbered: number) else { return goneModal }
        var binding = step.heading
        binding["metadata"] = .string(ButtonValue(run: run.id, step: number).wire)
        binding["total"] = .int(run.plannedCount)
        return Screen("modal_skip_reason", .object(binding))
    }

    /// The reasons that one click gives, for a step that was skipped without one.
    static func skipReasons(_ run: Run, _ step: RunStep) -> JSONValue {
        guard case .skipped(_, nil) = step.status else { return [] }
        return .array(
            SkipReason.allCases.map { reason in
                var value = ButtonValue(run: run.id, step: step.step.number)
                value.reason = reason
                return ["text": .string(reason.words), "value": .string(value.wire)]
            })
    }
}

// MARK: - Said aloud

extension Screen {
    /// Somebody else leads.
    package static func handedOver(to person: UserID, by user: UserID) -> Screen {
        if person == user {
            return told(
                "Somebody else leads this run now.", [Line("🧭 ").mention(user.rawValue).text(" leads this run now.")])
        }
        return told(
            "This run was handed over.",
            [
                Line("🧭 ").mention(person.rawValue).text(" leads this run now, handed over by ").mention(user.rawValue)
                    .text(". The card above says where it stands.")
            ])
    }

    /// From here on people do the steps.
    package static func tookOver(_ run: Run, by user: UserID) -> Screen {
        let running = run.steps.first { $0.attempts.contains { $0.result == nil } }
        var line = Line("✋ ").mention(user.rawValue)
            .text(" takes over by hand: from here on the steps are only shown.")
        if let running { line = line.text(" Step \(running.step.number) is still running and is left to end.") }
        return told("Somebody takes over by hand.", [line])
    }

    /// Somebody is asked to look at a step, too.
    package static func secondAsked(_ run: Run, step number: Int, of contacts: [String], by user: UserID) -> Screen? {
        guard let step = run.step(numbered: number) else { return nil }
        let title = Words.clip(step.step.title, 200)
        let sign = Words.light(step.step, step.risk)
        let command = (step.command?.text).map { "What would run: \(Words.command($0, limit: 600).shown)" }
        return told(
            "A second person is asked for: step \(number), \(title)",
            [
                Line("👥 ").mentions(contacts).text(", please look at step \(number) as well: ")
                    .bold("\(sign) \(title)").text(". Asked by ").mention(user.rawValue).text("."),
                Line(command ?? "It is in this thread."),
            ])
    }

    /// The rules about people are set aside.
    package static func glassBroken(_ run: Run, _ glass: BrokenGlass, card: String?) -> Screen {
        told(
            "The glass was broken: \(run.title)", title: "🔨 Glass broken: \(run.title)",
            [
                Line().mention(glass.by.rawValue).text(" set the rules about people aside for this run: ")
                    .bold(Words.clip(glass.reason, 500)),
                Line("From here on anybody may approve and confirm its steps, and one person is enough. ")
                    .link("Open the card", card).text("."),
            ])
    }

    /// Nothing is started any more in the whole workspace.
    /// - Parameters:
    ///   - paused: titles of the runs of this channel that were paused, with where their cards are.
    ///   - running: commands that go on, in words.
    package static func froze(
        _ freeze: Freeze, paused: [(title: String, url: String?)], running: [String]
    ) -> Screen {
        var lines = [
            Line().mention(freeze.by.rawValue).text(" froze everything: ").bold(Words.clip(freeze.reason, 500)),
            Line("No command is started, approved or undone until somebody lifts it with /runbook unfreeze."),
        ]
        for run in paused.prefix(10) {
            lines.append(Line("⏸️ Paused: ").link(Words.clip(run.title, 120), run.url))
        }
        for command in running.prefix(10) {
            lines.append(Line("▶️ Goes on to its end: \(Words.clip(command, 200)). Stop on its card ends it at once."))
        }
        return told("Everything is frozen: \(freeze.reason)", title: "❄️ Frozen", lines)
    }

    /// Commands may run again.
    package static func unfroze(by user: UserID, waiting: [(title: String, url: String?)]) -> Screen {
        var lines = [Line("☀️ ").mention(user.rawValue).text(" lifted the freeze.")]
        for run in waiting.prefix(10) {
            lines.append(Line("⏸️ Waits for Resume: ").link(Words.clip(run.title, 120), run.url))
        }
        if waiting.count > 10 { lines.append(Line("\(waiting.count - 10) more wait.")) }
        if waiting.isEmpty { lines.append(Line("No run waits to be resumed.")) }
        return told("The freeze was lifted.", lines)
    }
}
