import RunbookModel

@testable import Views

/// Every screen in every state, by the name of its snapshot.
enum AllScreens {
    typealias Named = (name: String, screen: Screen)

    static let all: [Named] = {
        var all = words
        for kind in Content.allCases {
            let areas: [[Named]] = [
                modes(kind), cards(kind), steps(kind), runModals(kind), people(kind), drafts(kind), library(kind),
            ]
            for screens in areas {
                for (name, screen) in screens { all.append((name + "." + kind.rawValue, screen)) }
            }
        }
        return all
    }()

    static func cards(_ kind: Content) -> [Named] {
        let alert = Fixtures.alert(kind)
        let now = Fixtures.now
        var asking = Fixtures.run(kind, at: .command, .waiting(Fixtures.gate(.approval))).run
        let missing = Fixtures.run(kind, at: .command, .waiting(Fixtures.gate(.values))).run
        var done = asking
        done.cursor = nil
        var byHand = Fixtures.run(kind)
        byHand.match = nil
        byHand.policy.mode = .readAlong
        let running = Screen.card(asking, alert: alert, now: now)
        asking.phase = .paused
        return [
            ("card-offered", .card(Fixtures.run(kind), alert: alert, now: now)),
            ("card-checked", .card(Fixtures.checked(kind), alert: alert, now: now)),
            ("card-unreachable", .card(Fixtures.unreachable(kind), alert: alert, now: now)),
            ("card-by-hand", .card(byHand, alert: nil, now: now)), ("card-running", running),
            ("card-values", .card(missing, alert: alert, now: now)),
            ("card-paused", .card(asking, alert: alert, now: now)),
            ("card-done", .card(done, alert: alert, now: now)),
            ("card-resolved", .card(Fixtures.finished(kind, .resolved), alert: alert, now: now)),
            ("card-stopped", .card(Fixtures.finished(kind, .stopped), alert: alert, now: now)),
            ("card-dismissed", .card(Fixtures.finished(kind, .dismissed), alert: alert, now: now)),
            ("summary", .summary(Fixtures.finished(kind, .resolved), suggestions: Fixtures.suggestions(kind))),
            ("summary-stopped", .summary(Fixtures.finished(kind, .stopped), suggestions: [])),
            (
                "summary-applied",
                .summary(
                    Fixtures.finished(kind, .resolved), suggestions: Fixtures.suggestions(kind),
                    decision: .applied(count: 2, version: 3))
            ),
        ]
    }

    static func steps(_ kind: Content) -> [Named] {
        let reason = kind == .real ? "not needed this time" : kind == .empty ? nil : Fixtures.overlong
        let working = kind == .real ? "73 > 50 → step 4" : kind == .empty ? "" : Fixtures.overlong
        let states: [(String, (run: Run, step: Int))] = [
            ("running", Fixtures.run(kind, at: .command, .running(attempt: 1))),
            ("succeeded", Fixtures.run(kind, at: .command, .succeeded, result: .exited(0))),
            ("succeeded-green", Fixtures.run(kind, at: .command, .succeeded, risk: .green, result: .exited(0))),
            ("approval", Fixtures.run(kind, at: .command, .waiting(Fixtures.gate(.approval)))),
            ("approval-green", Fixtures.run(kind, at: .command, .waiting(Fixtures.gate(.approval)), risk: .green)),
            ("confirmation", Fixtures.run(kind, at: .command, .waiting(Fixtures.gate(.confirmation)), risk: .red)),
            ("approval-placed", Fixtures.placed(kind)),
            ("paused", Fixtures.run(kind, at: .command, .waiting(Fixtures.gate(.approval)), phase: .paused)),
            ("ended", Fixtures.run(kind, at: .command, .waiting(Fixtures.gate(.approval)), phase: .finished(.stopped))),
            ("manual", Fixtures.run(kind, at: .manual, .waiting(Fixtures.gate(.manual)))),
            ("manual-done", Fixtures.run(kind, at: .manual, .succeeded)),
            ("decision", Fixtures.run(kind, at: .decision, .waiting(Fixtures.gate(.decision)))),
            ("decided", Fixtures.run(kind, at: .decision, .decided(.then, by: .system, working: working))),
            ("decided-by-hand", Fixtures.run(kind, at: .decision, .decided(.otherwise, by: .user("U1"), working: ""))),
            ("values", Fixtures.run(kind, at: .command, .waiting(Fixtures.gate(.values)))),
            ("failed", Fixtures.run(kind, at: .command, .waiting(Fixtures.gate(.recovery)), result: .exited(1))),
            ("unknown", Fixtures.run(kind, at: .command, .waiting(Fixtures.gate(.recovery)), result: .unknown)),
            (
                "not-started",
                Fixtures.run(
                    kind, at: .command, .waiting(Fixtures.gate(.recovery)), result: .notStarted(Fixtures.overlong))
            ),
            ("skipped", Fixtures.run(kind, at: .command, .skipped(by: .user("U1"), reason: reason))),
            (
                "undo-approval",
                Fixtures.run(
                    kind, at: .command, .succeeded, undo: .waiting(Fixtures.gate(.approval)), result: .exited(0))
            ),
            (
                "undo-running",
                Fixtures.run(kind, at: .command, .succeeded, undo: .running(attempt: 1), result: .exited(0))
            ),
            ("undone", Fixtures.run(kind, at: .command, .succeeded, undo: .succeeded, result: .exited(0))),
            ("undo-failed", Fixtures.run(kind, at: .command, .succeeded, undo: .failed, result: .exited(0))),
        ]
        return (states + furtherSteps(kind)).compactMap { name, state in
            Screen.step(state.run, step: state.step, now: Fixtures.now).map { ("step-" + name, $0) }
        }
    }

    private static func furtherSteps(_ kind: Content) -> [(String, (run: Run, step: Int))] {
        var secondPerson = Fixtures.gate(.confirmation)
        secondPerson.confirmedBy = "U1"
        var capture = Fixtures.run(kind, at: .command, .running(attempt: 1))
        capture.run.steps[capture.step - 1].attempts[0].purpose = .capture
        capture.run.steps[capture.step - 1].attempts[0].command.text = "kubectl get deployment payment-svc -o name"
        var byHand = Fixtures.run(kind, at: .command, .succeeded)
        byHand.run.steps[byHand.step - 1].doneByHand = "U1"
        var stopped = Fixtures.run(kind, at: .command, .waiting(Fixtures.gate(.approval)), risk: .green)
        stopped.run.steps[stopped.step - 1].hasBreakpoint = true
        return [
            ("second-person", Fixtures.run(kind, at: .command, .waiting(secondPerson), risk: .red)),
            ("capture", capture), ("command-by-hand", byHand), ("breakpoint", stopped),
            ("read-along", Fixtures.run(kind, at: .command, .waiting(Fixtures.gate(.manual)))),
            (
                "failed-undo-possible",
                Fixtures.run(kind, at: .command, .waiting(Fixtures.gate(.recovery)), result: .timedOut)
            ),
        ]
    }

    static func runModals(_ kind: Content) -> [Named] {
        let red = Fixtures.run(kind, at: .command, .waiting(Fixtures.gate(.confirmation)), risk: .red)
        let placed = Fixtures.placed(kind, risk: .red)
        let values = Fixtures.run(kind, at: .command, .waiting(Fixtures.gate(.values)))
        let done = Fixtures.run(kind, at: .command, .succeeded, result: .exited(0))
        let undo = Fixtures.run(
            kind, at: .command, .succeeded, undo: .waiting(Fixtures.gate(.confirmation)), result: .exited(0))
        return [
            ("modal-confirm-red", .confirmRedModal(red.run, step: red.step)),
            ("modal-confirm-placed", .confirmRedModal(placed.run, step: placed.step)),
            ("modal-confirm-undo", .confirmRedModal(undo.run, step: undo.step)),
            ("modal-edit-run-step", .editRunStepModal(red.run, step: red.step)),
            ("modal-fill-values", .fillValuesModal(values.run, variables: Fixtures.content(kind).variables)),
            ("modal-note", .noteModal(red.run, step: red.step)),
            ("modal-steps-run", .stepsModal(done.run)),
            ("modal-output", .outputModal(done.run, step: done.step)),
            ("modal-why", .whyModal(red.run, step: red.step)),
            ("modal-review-updates", .reviewUpdatesModal(done.run, suggestions: Fixtures.suggestions(kind))),
        ]
    }

    static func drafts(_ kind: Content) -> [Named] {
        let draft = Fixtures.draft(kind)
        let runbook = Fixtures.runbook(kind)
        let content = Fixtures.content(kind)
        var saved = draft
        saved.savedAs = runbook.id
        var discarded = draft
        discarded.discarded = true
        var expired = draft
        expired.expire()
        var revising = draft
        (revising.revises, revising.base, revising.keptSteps) = (runbook.id, runbook.version, 2)
        if kind != .empty { revising.change(to: content, "Delete step 4: \(content.title)", at: Fixtures.now) }
        return [
            (
                "modal-paste",
                .pasteModal(channel: "D1", text: kind == .empty ? nil : kind == .real ? "1. look" : Fixtures.overlong)
            ),
            ("draft-review", .draftReview(draft, quality: Fixtures.quality(kind))),
            ("draft-review-saved", .draftReview(saved)), ("draft-review-discarded", .draftReview(discarded)),
            ("draft-review-expired", .draftReview(expired)),
            (
                "draft-review-revision",
                .draftReview(revising, revision: Fixtures.revision(kind), quality: Fixtures.quality(kind))
            ),
            (
                "modal-details",
                .detailsModal(revising, revision: Fixtures.revision(kind), quality: Fixtures.quality(kind))
            ),
            ("modal-details-last", .detailsModal(saved, revision: nil, quality: nil, page: 99)),
            ("modal-split-draft-step", .splitStepModal(draft, step: kind == .empty ? 1 : 4)),
            ("draft-saved", .draftSaved(runbook, links: Fixtures.links(kind))),
            ("runbook", .runbook(runbook, links: Fixtures.links(kind), now: Fixtures.now)),
            ("modal-steps-draft", .stepsModal(draft, page: kind == .hostile ? 3 : 0)),
            ("modal-steps-runbook", .stepsModal(runbook, page: 99)), ("modal-edit-draft", .editDraftModal(draft)),
            ("modal-edit-draft-changed", .editDraftModal(revising, page: 2)),
            ("modal-edit-draft-step", .editDraftStepModal(draft, step: kind == .empty ? nil : 4)),
            (
                "modal-link-alert",
                .linkAlertModal(
                    ButtonValue(draft: draft.id), title: content.title, content: content, links: Fixtures.links(kind))
            ),
        ]
    }

    static func library(_ kind: Content) -> [Named] {
        let entries = Fixtures.entries(kind)
        let runs: [Run]
        switch kind {
        case .real:
            runs = [Fixtures.finished(.real, .resolved), Fixtures.finished(.real, .stopped), Fixtures.run(.real)]
        case .empty: runs = []
        case .hostile: runs = Array(repeating: Fixtures.finished(.hostile, .resolved), count: 60)
        }
        let report = Fixtures.report(kind)
        return [
            ("library", .library(entries, now: Fixtures.now)),
            ("history", .history(runs, title: kind == .hostile ? Fixtures.overlong : nil, now: Fixtures.now)),
            (
                "runbook-deleted",
                .deletedRunbooks(
                    kind == .empty
                        ? []
                        : Array(repeating: (Fixtures.runbook(kind), Fixtures.start), count: kind == .real ? 1 : 30),
                    openRuns: kind == .real ? 1 : 0, now: Fixtures.now)
            ),
            ("help", .help(unknown: kind == .empty ? nil : kind == .real ? "lsit" : Fixtures.overlong)),
            ("home", .home(entries, openRuns: runs, report: kind == .empty ? nil : report, now: Fixtures.now)),
            ("digest", .digest(report)), ("health", .health(report)),
        ] + why(kind)
    }

    static func why(_ kind: Content) -> [Named] {
        let runbook = Fixtures.runbook(kind)
        let steps = runbook.content.steps.filter { $0.kind == .command }
        func reason(_ risk: Risk, _ text: String) -> RiskReason { RiskReason(rule: "x", text: text, risk: risk) }
        let text = kind == .real ? "Deletes every pod of payment-svc." : kind == .empty ? "" : Fixtures.overlong
        let command = kind == .real ? "kubectl -n payments delete pods -l app=payment-svc --foo" : text
        let assessment = RiskAssessment(
            risk: kind == .empty ? .green : .red,
            reasons: kind == .empty
                ? [reason(.green, "")]
                : [
                    RiskReason(rule: "x", text: text, risk: .red, range: 20..<26),
                    RiskReason(rule: "y", text: text, risk: .yellow, range: 48..<53),
                ],
            unknown: kind == .empty ? [] : ["--foo"], effect: text,
            target: kind == .real ? "pods -l app=payment-svc" : nil, heavyLoad: kind == .hostile,
            inverse: kind == .hostile ? Inverse(command: Fixtures.overlong) : nil, rulesVersion: "1")
        let changed = steps.flatMap { step in
            Array(
                repeating: Recoloured(step: step, old: reason(.yellow, text), new: reason(.red, text)),
                count: kind == .hostile ? 5 : 1)
                + [Recoloured(step: step, old: reason(.yellow, text), new: reason(.green, text))]
        }
        return [
            (
                "why",
                .why(
                    command, assessment, reach: kind == .real ? "It reaches everything that matches." : nil,
                    reversal: kind == .empty ? nil : "It cannot be taken back.")
            ),
            (
                "modal-why-draft",
                .whyModal(
                    steps.first ?? Step(number: 1, kind: .command, title: ""), assessment: assessment,
                    value: ButtonValue(step: 1, draft: "D1", choice: .why))
            ),
            ("rules-changed", .rulesChanged(runbook, changed, rules: "2", before: kind == .real ? "1" : nil)),
        ]
    }

    /// What is only words.
    static let words: [Named] = {
        let refusals: [Refusal] = [
            .alreadyAnswered, .stale, .expired, .notPermitted(.red), .notPermitted(.yellow),
            .wrongTarget(expected: Fixtures.overlong), .needsConfirmation, .runFinished(.resolved),
            .runFinished(.stopped),
            .runFinished(.dismissed), .runPaused, .notStarted, .alreadyStarted(by: "U1"), .nothingToUndo, .stepRunning,
            .tooManyAttempts, .valuesMissing(["pod", Fixtures.overlong]),
            .frozen(Freeze(by: "U1", at: Fixtures.start, reason: Fixtures.overlong)),
            .targetBusy(Fixtures.overlong, run: "r2", title: Fixtures.nasty), .mayNotStart, .needsAnotherPerson,
            .readFirst(.seconds(3)), .onlyShown,
        ]
        let notices: [Notice] = [
            .dialogTooLate, .noRunbookMatched(alert: Fixtures.overlong),
            .alertResolved(vendor: "PagerDuty", alert: "High"),
            .unsupportedFile("cat.png"), .fileTooLarge("x.md", limitBytes: 5 << 20), .nothingToParse,
            .textTooLong("2000 steps; at most 1000"), .draftGone, .draftAlreadySaved(title: "T"),
            .draftDiscarded(title: "T"), .draftExpired(title: "T"), .draftChanged, .draftInMessages(title: "T"),
            .savedMeanwhile(title: "T", version: 4), .stepsNotJoined,
            .severalRunbooks("slow", titles: ["Slow A", Fixtures.overlong]), .runbookRestored(title: "T"),
            .runbookIsThere(title: "T"), .restoredTooLate(title: "T"),
            .runbookNotFound(Fixtures.nasty), .runGone, .runAlreadyOpen(title: "T"),
            .linked(title: "T", pattern: "High*", service: "api"), .updatesApplied(title: "T", version: 3, count: 1),
            .updatesDismissed, .noteTaken, .settingsSaved(title: Fixtures.nasty), .settingsNotYours(title: "T"),
            .settingsByCommand(title: "T"), .freezeNeedsReason,
            .frozenAlready(Freeze(by: "U1", at: Fixtures.start, reason: Fixtures.overlong)), .notFrozen,
            .mayNotUnfreeze, .everybodyCalled, .mayNotLead, .noSkipToExplain,
            .runbookInItself(title: "T"), .runbooksTooDeep(limit: 3),
            .modeChanged(title: "T", .autopilot), .modeChanged(title: "T", .copilot), .internalError(reference: "A1B2"),
            .tryAgain,
        ]
        return refusals.enumerated().map { ("refusal-\($0)", .refusal($1)) }
            + notices.enumerated().map { ("notice-\($0)", .notice($1)) }
            + [
                ("modal-loading", .loadingModal()),
                ("modal-message", .messageModal(title: "Title", text: Fixtures.overlong)),
            ]
    }()
}
