import BlockKit
import JSONTree
import RunbookModel

extension Screen {
    /// Steps on one page of a modal.
    static let stepsPerPage = 12

    /// All steps of a run with where they stand.
    /// - Parameter page: from 0; out of range is the nearest.
    package static func stepsModal(_ run: Run, page: Int = 0) -> Screen {
        stepsModal(
            title: run.title, steps: run.steps, values: ButtonValue(run: run.id), page: page, showsStatus: true)
    }

    /// All steps of a saved runbook.
    package static func stepsModal(_ runbook: Runbook, page: Int = 0) -> Screen {
        stepsModal(
            title: runbook.content.title, steps: runbook.content.steps.map { RunStep(step: $0) },
            values: ButtonValue(runbook: runbook.id), page: page, showsStatus: false)
    }

    /// All steps of a draft.
    package static func stepsModal(_ draft: Draft, page: Int = 0) -> Screen {
        stepsModal(
            title: draft.content.title, steps: draft.content.steps.map { RunStep(step: $0) },
            values: ButtonValue(draft: draft.id), page: page, showsStatus: false)
    }

    private static func stepsModal(
        title: String, steps: [RunStep], values: ButtonValue, page: Int, showsStatus: Bool
    ) -> Screen {
        let pages = Pages(count: steps.count, size: stepsPerPage, page: page)
        let items: [JSONValue] = steps[pages.range].map { step in
            var item = step.heading
            let command = (step.command?.text ?? step.step.command).map { Words.command($0) }
            item["section"] = JSONValue(step.step.section.map { Words.clip($0, 120) })
            item["command"] = JSONValue(command?.shown)
            item["command_omitted"] = .int(command?.omitted ?? 0)
            item["line"] = JSONValue(step.step.branch == nil ? nil : Words.line(step.step))
            item["expected"] = JSONValue(step.step.expected.map { Words.prose($0, 500) })
            let undo = (step.undoCommand?.text ?? step.step.rollback?.command).map { Words.undo($0) }
            item["undo"] = JSONValue(undo?.shown)
            item["notes"] = .string(step.step.notes.prefix(5).map { Words.paragraph($0, 500) }.joined(separator: "\n"))
            item["status"] = JSONValue(showsStatus ? step.statusWord : nil)
            item["extras"] = .string(step.extras)
            item["menu"] = listMenu(values, step, page: pages.page, runs: showsStatus)
            item["meaning"] = .string(step.step.kind == .command ? shortMeaning(step.risk) : "A person looks at this")
            return .object(item)
        }
        return Screen(
            "modal_steps",
            [
                "metadata": .string(paged(values, pages.page).wire), "title": .string(Words.clip(title, 140)),
                "steps": .array(items), "pages": pages.binding(values),
            ])
    }

    /// What can be done with a step of a list: ask why, and, in a run, have it stop there.
    private static func listMenu(_ values: ButtonValue, _ step: RunStep, page: Int, runs: Bool) -> JSONValue {
        var options = whyMenu(values, step.step).array ?? []
        if runs, step.added == nil, !step.isBehind {
            var value = paged(values, page)
            value.step = step.step.number
            let (text, choice): (String, MenuChoice) =
                step.hasBreakpoint ? ("Remove Breakpoint", .removeBreakpoint) : ("Set Breakpoint", .setBreakpoint)
            options.append(["text": .string(text), "value": .string(value.choosing(choice).wire)])
        }
        return .array(options)
    }

    static func paged(_ value: ButtonValue, _ page: Int) -> ButtonValue {
        var value = value
        value.page = page
        return value
    }

    /// The whole kept output of a step's last attempt.
    package static func outputModal(_ run: Run, step number: Int) -> Screen {
        guard let step = run.step(numbered: number) else { return goneModal }
        let attempt = step.attempts.last { $0.output != nil && $0.purpose != .capture }
        let text = DisplayText.sanitize(attempt?.output?.text ?? "").withoutTrailingSpace
        let pieces = DisplayText.pieces(text, limit: 2900)
        return Screen(
            "modal_output",
            [
                "n": .int(number), "title": .string(Words.clip(step.step.title, 200)),
                "metadata": .string(ButtonValue(run: run.id, step: number).wire),
                "pieces": JSONValue(strings: Array(pieces.suffix(40))),
                "is_cut": .bool((attempt?.output?.isCut ?? false) || pieces.count > 40),
                "bytes": .int(attempt?.output?.totalBytes ?? 0),
            ])
    }
}

/// A part of a long list.
struct Pages {
    var page: Int
    var pages: Int
    var range: Range<Int>
    private let count: Int
    private let size: Int

    init(count: Int, size: Int, page: Int) {
        self.count = count
        self.size = size
        pages = max(1, (count + size - 1) / size)
        self.page = min(max(page, 0), pages - 1)
        range = (self.page * size)..<min(count, (self.page + 1) * size)
    }

    /// `null` for a single page.
    func binding(_ value: ButtonValue) -> JSONValue {
        guard pages > 1 else { return nil }
        return [
            "page": .int(page + 1), "pages": .int(pages), "first": .bool(page == 0), "last": .bool(page == pages - 1),
            "previous": .string(Screen.paged(value, page - 1).wire),
            "next": .string(Screen.paged(value, page + 1).wire), "jumps": jumps(value),
        ]
    }

    /// Pages from which a list of the pages is shown.
    private static let jumpsFrom = 4

    private func jumps(_ value: ButtonValue) -> JSONValue {
        guard pages >= Self.jumpsFrom else { return nil }
        return .array(
            (0..<min(pages, BlockKitLimits.options)).map { page in
                [
                    "text": .string("\(page * size + 1)–\(min(count, (page + 1) * size))"),
                    "value": .string(Screen.paged(value, page).wire),
                ]
            })
    }
}

extension RunStep {
    /// Where the step stands, in a word or two.
    var statusWord: String {
        switch undo {
        case .waiting: return "↩️ undo is waiting for an OK"
        case .running: return "↩️ undo is running"
        case .succeeded: return "↩️ taken back"
        case .failed, .unknown: return "❌ undo did not work"
        case nil: break
        }
        switch status {
        case .pending: return "· to come"
        case .waiting: return "✋ \(activity.lowercasedFirst)"
        case .running: return "⏳ running"
        case .succeeded: return step.kind == .manual || doneByHand != nil ? "✅ done by hand" : "✅ done"
        case .skipped(_, let reason): return "⏭️ skipped" + (reason.map { ": \(Words.clip($0, 120))" } ?? "")
        case .decided(let choice, _, _): return choice == .then ? "🔀 yes" : "🔀 no"
        case .passedOver: return "· not needed"
        case .simulated: return "👀 shown only"
        case .following: return "⏳ in a runbook of its own"
        }
    }
}
