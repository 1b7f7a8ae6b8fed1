import Engine
import RunbookModel
import Testing

@Suite struct Divergences {
    @Test func areFoundInTheOrderOfTheSteps() {
        var play = Play([
            command(1, .yellow), command(2, .yellow), command(3, .yellow, undo: "back"), command(4, .yellow), manual(5),
            command(6, .yellow), command(7, .yellow),
        ])
        play.skip(1)
        play.edit(2, rendered("other", .yellow))
        play.approve(2)
        play.end(2)
        play.approve(3)
        play.end(3)
        play.send(.undoAsked(step: 3, by: ann, authority: operator_))
        play.send(.approved(play.undoReference(3), by: ann, authority: operator_))
        play.end(3)
        play.send(.actionNoted(ExtraAction(by: bob, at: play.now, text: "$ df -h", duringStep: nil)))
        play.send(.markedDone(play.reference(4), by: bob, authority: operator_))
        play.send(.markedDone(play.reference(5), by: bob, authority: operator_))
        play.approve(6)
        play.end(6, .exited(1))
        play.send(.resolved(by: .user(ann)))
        #expect(
            play.run.divergences.map(\.kind) == [
                .skipped(reason: "not now"), .edited(from: "yellow-2", to: "other"), .undone, .doneByHand(bob),
                .added("$ df -h", by: bob), .leftFailed, .neverReached,
            ])
        #expect(play.run.divergences.map(\.step) == [1, 2, 3, 4, 4, 6, 7])
    }

    @Test func aPlainWalkHasNone() {
        var play = Play([command(1, .green), manual(2)])
        play.end(1)
        play.send(.markedDone(play.reference(2), by: ann, authority: operator_))
        play.send(.resolved(by: .user(ann)))
        #expect(play.run.divergences == [])
    }
}

@Suite struct Suggestions {
    private func suggestions(_ run: Run, _ history: [Run] = []) -> [SuggestedUpdate] {
        UpdateSuggestions.after(run, history: history) { $0.hasPrefix("kubectl") }
    }

    private func skippedRun() -> Run {
        var play = Play([command(1, .yellow)])
        play.skip(1)
        play.send(.resolved(by: .user(ann)))
        return play.run
    }

    @Test func threeSkipsInARowSuggestRemoval() {
        let skipped = skippedRun()
        var play = Play([command(1, .yellow)])
        play.approve(1)
        play.end(1)
        play.send(.resolved(by: .user(ann)))
        var notReached = Play([command(1, .yellow)])
        notReached.send(.resolved(by: .user(ann)))
        #expect(suggestions(skipped, [skipped]) == [])
        #expect(suggestions(skipped, [skipped, play.run, skipped]) == [])
        let found = suggestions(skipped, [skipped, notReached.run, skipped, play.run])
        #expect(found.map(\.change) == [.removeStep(1)])
        #expect(found.first?.reason == "skipped in the last 3 runs")
        #expect(suggestions(play.run, [skipped, skipped, skipped]) == [])
    }

    @Test func editThatWorkedIsSuggestedWithPlaceholders() {
        func edited(_ namespace: String, result: AttemptResult = .exited(0)) -> Run {
            var step = command(1, .yellow, "restart -n \(namespace) shop-\(namespace)")
            step.step.command = "restart -n <namespace> shop-<namespace>"
            step.step.variables = ["namespace"]
            var play = Play([step], started: false)
            play.send(
                .valuesGiven(["namespace": namespace], commands: [:], undoCommands: [:], missing: [:], by: .user(ann)))
            play.send(.started(by: ann, authority: operator_))
            play.edit(1, rendered("restart -n \(namespace) --wait shopping\(namespace) \(namespace)-db", .yellow))
            play.approve(1)
            play.end(1, result)
            play.send(.resolved(by: .user(ann)))
            return play.run
        }
        let found = suggestions(edited("prod"), [edited("test"), edited("old", result: .exited(1))])
        // Within a longer word the value stays, so the two runs differ there and count apart.
        #expect(
            found.map(\.change) == [
                .changeCommand(step: 1, to: "restart -n <namespace> --wait shoppingprod <namespace>-db")
            ])
        #expect(found.first?.reason == "changed in this run, and it worked")
        #expect(suggestions(edited("prod", result: .exited(1))) == [])
        #expect(suggestions(edited("prod"), [edited("prod")]).first?.reason == "changed the same way in 2 runs")
    }

    @Test func extraActionsBecomeSteps() {
        var play = Play([command(1, .yellow), command(2, .yellow)])
        for text in ["kubectl get hpa", "kubectl get hpa", "$ uptime", "`df -h`", "asked the database team"] {
            play.send(.actionNoted(ExtraAction(by: bob, at: play.now, text: text, duringStep: nil)))
        }
        play.send(.resolved(by: .user(ann)))
        #expect(
            suggestions(play.run).map(\.change) == [
                .addStep(after: 1, text: "kubectl get hpa", isCommand: true),
                .addStep(after: 1, text: "uptime", isCommand: true), .addStep(after: 1, text: "df -h", isCommand: true),
                .addStep(after: 1, text: "asked the database team", isCommand: false),
            ])
    }

    @Test func aRunThatNobodyStartedSaysNothing() {
        var play = Play([command(1, .yellow)], started: false)
        play.send(.actionNoted(ExtraAction(by: bob, at: play.now, text: "ls", duringStep: nil)))
        play.send(.resolved(by: .user(ann)))
        #expect(suggestions(play.run) == [])
    }
}

@Suite struct ApplyingUpdates {
    private func content() -> RunbookContent {
        var steps = [
            command(1, .green), command(2, .yellow), decision(3, then: 5, otherwise: 2), command(4, .red), manual(5),
        ]
        .map(\.step)
        steps[0].rollback = Rollback(command: "author's", source: .document)
        steps[1].rollback = Rollback(command: "derived", source: .derived)
        return RunbookContent(
            title: "t", steps: steps,
            ambiguities: [
                Ambiguity(step: 2, text: "a", suggestion: ""), Ambiguity(step: 5, text: "b", suggestion: ""),
                Ambiguity(text: "c", suggestion: ""),
            ])
    }

    private func update(_ change: SuggestedUpdate.Change) -> SuggestedUpdate {
        SuggestedUpdate(change: change, title: "", reason: "")
    }

    private func apply(_ changes: [SuggestedUpdate.Change]) -> RunbookContent {
        content().applying(changes.map(update)) { text, _ in rendered(text, .yellow).assessment }
    }

    @Test func removalMovesBranchesAndDoubts() {
        let after = apply([.removeStep(2)])
        #expect(after.steps.map(\.number) == [1, 2, 3, 4])
        #expect(after.steps.map(\.title) == ["Step 1", "Which way?", "Step 4", "Look at 5"])
        // 5 is 4 now; what led to 2 leads to what came behind it.
        #expect(after.steps[1].branch?.thenStep == 4)
        #expect(after.steps[1].branch?.elseStep == 2)
        #expect(after.ambiguities.map(\.step) == [4, nil])
        #expect(after.ambiguities.map(\.text) == ["b", "c"])
    }

    @Test func branchToNothingLeftGoesOn() {
        let after = apply([.removeStep(5)])
        #expect(after.steps[2].branch?.thenStep == nil)
        #expect(after.steps[2].branch?.elseStep == 2)
    }

    @Test func changedCommandIsClassifiedAnew() {
        let after = apply([.changeCommand(step: 1, to: "new"), .changeCommand(step: 2, to: "other")])
        #expect(after.steps[0].command == "new" && after.steps[0].risk == .yellow)
        #expect(after.steps[0].reasons.map(\.rule) == ["test.yellow"])
        #expect(after.steps[0].rollback?.command == "author's")
        #expect(after.steps[1].rollback == nil)
    }

    @Test func stepsAreAddedWhereTheyWereDone() {
        let after = apply([
            .addStep(after: 0, text: "first", isCommand: false), .addStep(after: 4, text: "uptime", isCommand: true),
            .addStep(after: 9, text: "nowhere", isCommand: true),
        ])
        #expect(
            after.steps.map(\.title) == ["first", "Step 1", "Step 2", "Which way?", "Step 4", "uptime", "Look at 5"])
        #expect(after.steps.map(\.number) == Array(1...7))
        #expect(after.steps[3].branch?.thenStep == 7 && after.steps[3].branch?.elseStep == 3)
        #expect(after.steps[5].command == "uptime" && after.steps[5].risk == .yellow)
        #expect(after.steps[0].kind == .manual)
    }

    @Test func stepsStayWithinTheLimit() {
        var full = content()
        full.steps = (1...Limits.steps).map { manual($0).step }
        let after = full.applying([update(.addStep(after: 1, text: "x", isCommand: false))]) { text, _ in
            rendered(text, .yellow).assessment
        }
        #expect(after.steps.count == Limits.steps)
    }
}
