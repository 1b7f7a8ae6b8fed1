import RunbookModel
import Testing

@testable import Engine

@Suite struct ModeScenarios {
    private func subRunbook(_ number: Int) -> RunStep {
        var step = manual(number)
        step.step.runbook = "Fail over the database"
        return step
    }

    // MARK: Dry run

    @Test func aDryRunShowsEverythingAndRunsNothing() {
        var missing = command(3, .yellow)
        (missing.command, missing.missingValues) = (nil, ["pod"])
        var play = Play(
            [command(1, .green), command(2, .red), missing, manual(4), decision(5, then: 7), manual(6), subRunbook(7)],
            policy: RunPolicy(mode: .dryRun))
        play.send(.started(by: ann, authority: operator_))
        #expect((1...4).allSatisfy { play.status($0) == .simulated })
        #expect(play.gate(5) == .decision)
        play.send(.chosen(play.reference(5), .then, by: ann, authority: operator_))
        #expect(play.status(6) == .passedOver)
        #expect(play.status(7) == .simulated)
        #expect(play.executed == [])
        #expect(play.run.phase == .finished(.stopped))
        #expect(play.effects.contains(.summarize))
        #expect(play.run.timeToResolve == nil)
        #expect(!play.run.counts)
    }

    @Test func showingIsAllowedWhileEverythingIsFrozen() {
        let freeze = Freeze(by: bob, at: Timestamp(milliseconds: 1), reason: "release")
        let frozen = Authority(mayOperate: true, mayConfirmRed: true, obstacle: .frozen(freeze))
        var dry = Play([command(1, .green)], policy: RunPolicy(mode: .dryRun))
        dry.send(.started(by: ann, authority: frozen))
        #expect(dry.status(1) == .simulated)
        var live = Play([command(1, .green)], policy: RunPolicy(mode: .copilot))
        live.send(.started(by: ann, authority: frozen))
        #expect(live.refusal == .frozen(freeze))
    }

    // MARK: Read along

    @Test func readingAlongRunsNothingUntilSomebodyChoosesCopilot() {
        var play = Play([command(1, .green), command(2, .yellow)], policy: RunPolicy(mode: .readAlong))
        play.send(.started(by: ann, authority: operator_))
        #expect(play.gate(1) == .manual)
        play.send(.markedDone(play.reference(1), by: ann, authority: operator_))
        #expect(play.gate(2) == .manual)
        #expect(play.executed == [])
        play.send(.modeChanged(.copilot, by: ann, authority: operator_))
        #expect(play.gate(2) == .approval)
        play.approve(2)
        #expect(play.executed == ["yellow-2"])
    }

    // MARK: Autopilot

    @Test func autopilotStopsAtTheFirstQuestionAndWhoAnswersLeads() {
        var play = Play(
            [command(1, .green), command(2, .yellow), command(3, .green)], policy: RunPolicy(mode: .autopilot))
        play.send(.startedByAlert(vendor: "pager"))
        #expect(play.executed == ["green-1"])
        #expect(play.run.lead == nil)
        play.end(1)
        #expect(play.gate(2) == .approval)
        play.send(.actionNoted(ExtraAction(by: ann, at: play.now, text: "looked", duringStep: nil)))
        #expect(play.run.lead == nil)
        play.send(.approved(play.reference(2), by: bob, authority: operator_))
        #expect(play.run.lead == bob)
        play.approve(2)
        #expect(play.run.lead == bob)
    }

    @Test func onlyAutopilotStartsByItself() {
        var play = Play([command(1, .green)], policy: RunPolicy(mode: .copilot))
        play.send(.startedByAlert(vendor: "pager"))
        #expect(play.run.phase == .offered)
        #expect(play.executed == [])
    }

    // MARK: Values

    @Test func aValueThatWasReadCompletesALaterStepBeforeItIsReached() {
        var later = command(2, .yellow)
        (later.command, later.missingValues) = (nil, ["pod"])
        var first = command(1, .green)
        first.step.captures = [ValueCapture(variable: "pod", source: .firstLine)]
        var play = Play([first, later])
        #expect(play.run.source(of: "pod", before: 2)?.step.number == 1)
        #expect(play.run.valuesToAsk == [])
        play.send(
            .valuesGiven(
                ["pod": "api-7"], commands: [2: rendered("restart api-7", .red, target: "thing/2")],
                undoCommands: [:], missing: [2: []], by: .system))
        play.end(1, .exited(0), "api-7")
        #expect(play.run.captured == ["pod": 1])
        #expect(play.gate(2) == .confirmation)
        #expect(play.run.steps[1].command?.text == "restart api-7")
        play.send(
            .valuesGiven(
                ["pod": "api-8"], commands: [2: rendered("restart api-8", .red, target: "thing/2")],
                undoCommands: [:], missing: [2: []], by: .user(ann)))
        #expect(play.run.captured == nil)
        #expect(play.run.steps[1].command?.text == "restart api-8")
    }

    @Test func inALoopTheNewValueIsTheOneThatCounts() {
        var play = Play([command(1, .green), command(2, .yellow), decision(3, then: 1)])
        play.end(1)
        play.approve(2)
        play.end(2)
        play.send(.chosen(play.reference(3), .then, by: ann, authority: operator_))
        play.send(
            .valuesGiven(
                ["pod": "b"], commands: [2: rendered("delete b", .yellow, target: "thing/2")], undoCommands: [:],
                missing: [2: []], by: .system))
        play.end(1)
        #expect(play.gate(2) == .approval)
        #expect(play.run.steps[1].command?.text == "delete b")
    }

    // MARK: Checks

    private func checked(_ number: Int) -> RunStep {
        var step = command(number, .yellow)
        step.step.check = StepCheck(command: "count", condition: .number(.greaterOrEqual, 3))
        step.checkCommand = rendered("count", .green)
        return step
    }

    @Test func aCheckIsMadeAgainAloneAndLetsTheRunGoOn() {
        var play = Play([checked(1), command(2, .yellow)])
        play.approve(1)
        play.end(1)
        play.end(1, .exited(0), "2")
        #expect(play.gate(1) == .recovery)
        #expect(play.run.steps[0].checkResult == CheckResult(holds: false, working: "2 is not >= 3"))
        play.send(.checkAsked(play.reference(1), by: bob, authority: operator_))
        #expect(play.executed == ["yellow-1", "count", "count"])
        play.end(1, .exited(0), "5")
        #expect(play.status(1) == .succeeded)
        #expect(play.run.steps[0].checkResult == CheckResult(holds: true, working: "5 >= 3"))
        #expect(play.gate(2) == .approval)
    }

    @Test func countingNoneIsAnAnswer() {
        var step = command(1, .green)
        step.step.check = StepCheck(condition: .number(.equal, 0))
        var play = Play([step, command(2, .yellow)])
        play.end(1, .exited(1), "0\n")
        #expect(play.status(1) == .succeeded)
        play = Play([step, command(2, .yellow)])
        play.end(1, .exited(1), "2\n")
        #expect(play.gate(1) == .recovery)
        #expect(play.run.steps[0].checkResult == nil)
    }

    @Test func thereIsNothingToCheckAgainWhereTheCommandItselfFailed() {
        var play = Play([checked(1)])
        play.approve(1)
        play.end(1, .exited(1))
        play.send(.checkAsked(play.reference(1), by: bob, authority: operator_))
        #expect(play.refusal == .stale)
        var frozen = operator_
        frozen.obstacle = .targetBusy("x", run: "r", title: "t")
        play = Play([checked(1)])
        play.approve(1)
        play.end(1)
        play.end(1, .exited(0), "2")
        play.send(.checkAsked(play.reference(1), by: bob, authority: frozen))
        #expect(play.refusal == .targetBusy("x", run: "r", title: "t"))
    }

    // MARK: Runbooks within runbooks

    @Test func aRunbookWithinARunbookIsWaitedFor() {
        var play = Play([subRunbook(1), command(2, .yellow)])
        #expect(play.gate(1) == .runbook)
        let first = play.reference(1)
        play.send(.runbookFollowed(first, child: "child", by: ann, authority: operator_))
        #expect(play.status(1) == .following("child"))
        play.send(.runbookFollowed(first, child: "twin", by: ann, authority: operator_))
        #expect(play.refusal == .alreadyAnswered)
        play.send(.runbookEnded(step: 1, child: "twin", .resolved))
        #expect(play.status(1) == .following("child"))
        play.send(.runbookEnded(step: 1, child: "child", .stopped))
        #expect(play.gate(1) == .runbook)
        #expect(play.run.steps[0].child == ChildRun(run: "child", outcome: .stopped))
        play.send(.runbookFollowed(play.reference(1), child: "again", by: ann, authority: operator_))
        play.send(.runbookEnded(step: 1, child: "again", .resolved))
        #expect(play.status(1) == .succeeded)
        #expect(play.gate(2) == .approval)
    }

    @Test func aRunbookWithinARunbookCanBeSkippedOrDoneByHand() {
        var play = Play([subRunbook(1), subRunbook(2), manual(3)])
        play.skip(1)
        play.send(.markedDone(play.reference(2), by: ann, authority: operator_))
        #expect(play.run.steps[1].doneByHand == ann)
        #expect(play.gate(3) == .manual)
    }

    @Test func thePartOfAnotherRunEndsWithItsLastStep() {
        var machine = RunMachine(
            Run(
                id: "child", runbook: "b", runbookVersion: 1, title: "Part", channel: "C1", steps: [command(1, .green)],
                incidentBegan: Timestamp(milliseconds: 0), offeredAt: Timestamp(milliseconds: 0),
                parent: ParentRun(run: "run-1", step: 1)))
        let now = Timestamp(milliseconds: 1000)
        _ = machine.handle(.started(by: ann, authority: operator_), at: now)
        let effects = machine.handle(
            .executionEnded(step: 1, attempt: 1, result: .exited(0), output: output()), at: now)
        #expect(machine.run.phase == .finished(.resolved))
        #expect(effects.contains(.summarize))
    }

    // MARK: Typed commands

    private func noted(_ steps: [RunStep], _ text: String = "uptime") -> Play {
        var play = Play(steps)
        play.send(.actionNoted(ExtraAction(by: ann, at: play.now, text: text, duringStep: nil)))
        return play
    }

    @Test func aTypedCommandRunsAtTheGateOfItsColourBesideTheWalk() {
        var play = noted([command(1, .yellow)])
        play.send(
            .commandAdded(
                note: 0, command: rendered("kill it", .red, target: "thing/2"), undo: nil, capture: nil, by: ann,
                authority: operator_))
        #expect(play.gate(2) == .confirmation)
        #expect(play.gate(1) == .approval)
        #expect(play.executed == [])
        play.confirm(2)
        #expect(play.executed == ["kill it"])
        play.end(2)
        #expect(play.status(2) == .succeeded)
        #expect(play.gate(1) == .approval)
        play.approve(1)
        play.end(1)
        #expect(play.run.cursor == nil)
        #expect(play.run.divergences.map(\.kind) == [.added("uptime", by: ann)])
        play.send(
            .commandAdded(
                note: 0, command: rendered("kill it", .red), undo: nil, capture: nil, by: ann, authority: operator_))
        #expect(play.refusal == .alreadyAnswered)
    }

    @Test func aTypedCommandIsSuggestedOnceAsWhatItWasNotedAs() {
        var play = noted([command(1, .yellow)], "$ restart nginx")
        play.send(
            .commandAdded(
                note: 0, command: rendered("restart nginx", .yellow, target: "thing/2"), undo: nil, capture: nil,
                by: ann, authority: operator_))
        play.edit(2, rendered("reload nginx", .yellow, target: "thing/2"))
        play.approve(2)
        play.end(2)
        play.approve(1)
        play.end(1)
        play.send(.resolved(by: .user(ann)))
        let suggestions = UpdateSuggestions.after(play.run, history: [], isCommand: { _ in true })
        #expect(suggestions.map(\.change) == [.addStep(after: 1, text: "restart nginx", isCommand: true)])
    }

    @Test func onlyWhoTypedItAndOnlyWhereCommandsRun() {
        var play = noted([command(1, .yellow)])
        let green = rendered("uptime", .green)
        play.send(
            .commandAdded(note: 0, command: green, undo: nil, capture: nil, by: bob, authority: operator_))
        #expect(play.refusal == .stale)
        play.send(.modeChanged(.readAlong, by: ann, authority: operator_))
        play.send(
            .commandAdded(note: 0, command: green, undo: nil, capture: nil, by: ann, authority: operator_))
        #expect(play.refusal == .onlyShown)
        play.send(.modeChanged(.copilot, by: ann, authority: operator_))
        play.send(
            .commandAdded(note: 0, command: green, undo: nil, capture: nil, by: ann, authority: operator_))
        #expect(play.executed == ["uptime"])
        #expect(play.run.steps[1].attempts[0].approvedBy == .user(ann))
        play.skip(1)
        #expect(play.run.cursor == nil)
    }

    @Test func anUndoOfATypedCommandKnowsTheStateBefore() {
        var play = noted([command(1, .yellow)])
        play.send(
            .commandAdded(
                note: 0, command: rendered("scale to 5", .yellow, target: "thing/2"),
                undo: rendered("scale to {{previous}}", .yellow), capture: rendered("how many", .green), by: ann,
                authority: operator_))
        #expect(play.executed == ["how many"])
        play.lose(2)
        #expect(play.executed == ["how many", "how many"])
        play.end(2, .exited(0), "3", undo: rendered("scale to 3", .yellow, target: "thing/2"))
        #expect(play.gate(2) == .approval)
        play.approve(2)
        play.end(2)
        play.send(.undoAsked(step: 2, by: ann, authority: operator_))
        play.send(.approved(play.undoReference(2), by: ann, authority: operator_))
        #expect(play.executed.last == "scale to 3")
    }
}
