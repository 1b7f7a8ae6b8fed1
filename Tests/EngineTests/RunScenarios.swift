import Engine
import RunbookModel
import Testing

@Suite struct PauseStopResolve {
    @Test func pauseLetsTheCommandEndAndStartsNoOther() {
        var play = Play([command(1, .green), command(2, .green)])
        play.send(.paused(by: bob, authority: operator_))
        play.end(1)
        #expect(play.status(1) == .succeeded)
        #expect(play.status(2) == .pending)
        #expect(play.executed == ["green-1"])
        play.send(.resumed(by: bob, authority: operator_))
        #expect(play.executed == ["green-1", "green-2"])
    }

    @Test func approvalWhilePausedIsRefused() {
        var play = Play([command(1, .yellow)])
        play.send(.paused(by: bob, authority: operator_))
        play.approve(1)
        #expect(play.refusal == .runPaused)
        play.send(.resumed(by: bob, authority: operator_))
        play.approve(1)
        #expect(play.executed == ["yellow-1"])
    }

    @Test func stopKillsAndTheEndIsStillRecorded() {
        var play = Play([command(1, .yellow), command(2, .green)])
        play.approve(1)
        play.send(.stopped(by: bob, authority: operator_))
        #expect(play.last.contains(.kill(step: 1, attempt: 1)))
        #expect(play.last.contains(.summarize))
        #expect(play.run.phase == .finished(.stopped))
        #expect(play.run.finishedBy == .user(bob))
        play.end(1, .killed)
        #expect(play.run.steps[0].attempts[0].result == .killed)
        #expect(play.last.contains(.summarize), "the summary told of it as still running")
        #expect(play.executed == ["yellow-1"])
        play.send(.stopped(by: bob, authority: operator_))
        #expect(play.refusal == .runFinished(.stopped))
    }

    @Test func stopReachesWhatOutlivedTheRun() {
        var play = Play([command(1, .yellow)])
        play.approve(1)
        play.send(.resolved(by: .vendor("pagerduty")))
        #expect(!play.last.contains(.kill(step: 1, attempt: 1)))
        play.send(.stopped(by: bob, authority: operator_))
        #expect(play.last.contains(.kill(step: 1, attempt: 1)))
        #expect(play.run.phase == .finished(.resolved))
    }

    @Test func resolvedByTheVendorAtAnyTime() {
        var play = Play([command(1, .green), command(2, .green)])
        play.wait(.seconds(90))
        play.send(.resolved(by: .vendor("pagerduty")))
        #expect(play.last.contains(.summarize))
        #expect(play.run.timeToResolve == .seconds(90))
        play.end(1)
        #expect(play.status(1) == .succeeded)
        #expect(play.executed == ["green-1"])
        var offered = Play([command(1, .green)], started: false)
        offered.send(.resolved(by: .vendor("pagerduty")))
        #expect(offered.run.phase == .finished(.resolved))
        #expect(!offered.last.contains(.summarize))
        offered.send(.started(by: ann, authority: operator_))
        #expect(offered.refusal == .runFinished(.resolved))
    }

    @Test func openQuestionsOfAFinishedRunAreClosed() {
        var play = Play([command(1, .yellow)])
        let gate = play.reference(1)
        play.send(.resolved(by: .user(ann)))
        #expect(play.status(1) == .pending)
        play.send(.approved(gate, by: ann, authority: operator_))
        #expect(play.refusal == .runFinished(.resolved))
        #expect(play.executed.isEmpty)
    }

    @Test func dismissedOfferAndSecondStart() {
        var play = Play([command(1, .green)], started: false)
        play.send(.dismissed(by: ann, authority: operator_))
        #expect(play.run.phase == .finished(.dismissed))
        var started = Play([command(1, .yellow)])
        started.send(.started(by: bob, authority: operator_))
        #expect(started.refusal == .alreadyStarted(by: ann))
    }

    @Test func extraActionsAreNotedAndBounded() {
        var play = Play([command(1, .yellow)])
        for number in 1...501 {
            play.send(.actionNoted(ExtraAction(by: bob, at: play.now, text: "kubectl \(number)", duringStep: nil)))
        }
        #expect(play.refusal == .tooManyAttempts)
        #expect(play.run.extraActions.count == 500)
        #expect(play.run.extraActions.first?.duringStep == 1)
    }
}

@Suite struct Undoing {
    @Test func asksByItsOwnColourAndRunsOnce() {
        var play = Play([command(1, .yellow, undo: "back"), command(2, .yellow)])
        play.send(.undoAsked(step: 1, by: ann, authority: operator_))
        #expect(play.refusal == .nothingToUndo)
        play.approve(1)
        play.send(.undoAsked(step: 1, by: ann, authority: operator_))
        #expect(play.refusal == .stepRunning)
        play.end(1)
        play.send(.undoAsked(step: 1, by: ann, authority: operator_))
        #expect(play.undoGate(1)?.kind == .approval)
        let gate = play.undoReference(1)
        play.send(.approved(gate, by: bob, authority: operator_))
        #expect(play.executed == ["yellow-1", "back"])
        play.send(.approved(gate, by: bob, authority: operator_))
        #expect(play.refusal == .alreadyAnswered)
        play.end(1)
        #expect(play.undo(1) == .succeeded)
        #expect(play.status(1) == .succeeded)
        play.send(.undoAsked(step: 1, by: ann, authority: operator_))
        #expect(play.refusal == .nothingToUndo)
        #expect(play.gate(2) == .approval)
    }

    @Test func isNotAskedForWhileEverythingIsFrozen() {
        var play = Play([command(1, .yellow, undo: "back")])
        play.approve(1)
        play.end(1)
        let freeze = Freeze(by: bob, at: play.now, reason: "Careful")
        var frozen = operator_
        frozen.obstacle = .frozen(freeze)
        play.send(.undoAsked(step: 1, by: ann, authority: frozen))
        #expect(play.refusal == .frozen(freeze))
        #expect(play.undoGate(1) == nil)
    }

    @Test func isPossibleAfterTheEnd() {
        var play = Play([command(1, .yellow, undo: "back")])
        play.approve(1)
        play.end(1)
        play.send(.resolved(by: .user(ann)))
        play.send(.undoAsked(step: 1, by: ann, authority: operator_))
        play.send(.approved(play.undoReference(1), by: ann, authority: operator_))
        #expect(play.executed == ["yellow-1", "back"])
        play.end(1, .exited(1))
        #expect(play.undo(1) == .failed)
        #expect(play.run.phase == .finished(.resolved))
    }

    @Test func redUndoNeedsItsTarget() {
        var step = command(1, .yellow)
        step.undoCommand = rendered("drop", .red, target: "table/x")
        var play = Play([step])
        play.approve(1)
        play.end(1)
        play.send(.undoAsked(step: 1, by: ann, authority: operator_))
        #expect(play.undoGate(1)?.kind == .confirmation)
        play.send(.confirmed(play.undoReference(1), typedTarget: "thing/1", by: bob, authority: lead))
        #expect(play.refusal == .wrongTarget(expected: "table/x"))
        play.send(.confirmed(play.undoReference(1), typedTarget: "table/x", by: bob, authority: lead))
        #expect(play.executed == ["yellow-1", "drop"])
    }

    @Test func greenUndoStillAsks() {
        var step = command(1, .yellow)
        step.undoCommand = rendered("true", .green)
        var play = Play([step])
        play.approve(1)
        play.end(1)
        play.send(.undoAsked(step: 1, by: ann, authority: operator_))
        #expect(play.undoGate(1)?.kind == .approval)
    }

    @Test func takesBackWhatRanAndNotWhatItWasEditedTo() {
        var play = Play([command(1, .yellow, undo: "back")])
        play.approve(1)
        play.end(1, .exited(1))
        play.edit(1, rendered("other", .yellow), undo: rendered("other back", .yellow))
        play.send(.undoAsked(step: 1, by: ann, authority: operator_))
        play.send(.approved(play.undoReference(1), by: ann, authority: operator_))
        #expect(play.executed == ["yellow-1", "back"])
    }

    @Test func stepsWaitWhileAnUndoRuns() {
        var play = Play([command(1, .yellow, undo: "back"), command(2, .yellow), command(3, .green)])
        play.approve(1)
        play.end(1)
        play.send(.undoAsked(step: 1, by: ann, authority: operator_))
        play.send(.approved(play.undoReference(1), by: ann, authority: operator_))
        play.approve(2)
        #expect(play.refusal == .stepRunning)
        play.skip(2)
        #expect(play.executed == ["yellow-1", "back"])
        play.end(1)
        #expect(play.executed == ["yellow-1", "back", "green-3"])
    }

    @Test func declinedAndLost() {
        var play = Play([command(1, .yellow, undo: "back")])
        play.approve(1)
        play.end(1)
        play.send(.undoAsked(step: 1, by: ann, authority: operator_))
        play.send(.undoDeclined(play.undoReference(1), by: ann))
        #expect(play.undo(1) == nil)
        play.send(.undoAsked(step: 1, by: ann, authority: operator_))
        play.send(.approved(play.undoReference(1), by: ann, authority: operator_))
        play.lose(1)
        #expect(play.undo(1) == .unknown)
        #expect(play.executed == ["yellow-1", "back"])
    }
}

@Suite struct Capturing {
    private func scaled() -> RunStep {
        var step = command(1, .yellow, "scale --replicas=5", undo: "scale --replicas={{previous}}")
        step.captureCommand = rendered("get replicas", .green)
        return step
    }

    @Test func readsTheStateBeforeItAsks() {
        var play = Play([scaled()])
        #expect(play.executed == ["get replicas"])
        #expect(play.run.steps[0].attempts[0].purpose == .capture)
        play.end(1, .exited(0), "3", undo: rendered("scale --replicas=3", .yellow))
        #expect(play.gate(1) == .approval)
        #expect(play.run.steps[0].undoCommand?.text == "scale --replicas=3")
        play.approve(1)
        #expect(play.entries.last { $0.action == "step.approved" }?.shown?.contains("Undo: scale --replicas=3") == true)
        play.end(1)
        play.send(.undoAsked(step: 1, by: ann, authority: operator_))
        play.send(.approved(play.undoReference(1), by: ann, authority: operator_))
        #expect(play.executed == ["get replicas", "scale --replicas=5", "scale --replicas=3"])
    }

    @Test func failedCaptureLeavesNoUndo() {
        var play = Play([scaled()])
        play.end(1, .exited(1), "", undo: rendered("scale --replicas=3", .yellow))
        #expect(play.gate(1) == .approval)
        #expect(play.run.steps[0].undoCommand == nil)
        play.approve(1)
        play.end(1)
        play.send(.undoAsked(step: 1, by: ann, authority: operator_))
        #expect(play.refusal == .nothingToUndo)
    }

    @Test func unfilledUndoNeverRuns() {
        var play = Play([scaled()])
        play.end(1, .exited(0), "3", undo: rendered("scale --replicas={{previous}}", .yellow))
        #expect(play.run.steps[0].undoCommand == nil)
    }

    @Test func stateIsReadAgainWhenTheQuestionHasExpired() {
        var play = Play([scaled()])
        play.end(1, .exited(0), "3", undo: rendered("scale --replicas=3", .yellow))
        play.wait(Limits.gateLifetime)
        play.approve(1)
        #expect(play.refusal == .expired)
        #expect(play.executed == ["get replicas", "get replicas"])
        play.end(1, .exited(0), "4", undo: rendered("scale --replicas=4", .yellow))
        #expect(play.run.steps[0].undoCommand?.text == "scale --replicas=4")
    }

    @Test func captureThatIsNotGreenDoesNotRun() {
        var step = scaled()
        step.captureCommand = rendered("get replicas", .yellow)
        let play = Play([step])
        #expect(play.executed.isEmpty)
        #expect(play.gate(1) == .approval)
    }
}

@Suite struct TheRecord {
    @Test func everyAcceptedEventHasAnEntryAndARefusedOneHasNone() {
        var play = Play([command(1, .yellow), command(2, .red)])
        let before = play.run
        play.send(.approved(GateReference(step: 2, gate: 1), by: ann, authority: lead))
        #expect(play.run == before)
        #expect(play.last == [.refuse(ann, .stale)])
        play.approve(1)
        let entry = play.entries.last { $0.action == "step.approved" }
        #expect(entry?.actor == .user(ann))
        #expect(entry?.step == 1)
        let shown = entry?.shown ?? ""
        for part in [
            "Step 1 of 2", "Command: yellow-1", "Target: thing/1", "Colour: yellow", "Undo: none known", "Rules: 7",
        ] {
            #expect(shown.contains(part))
        }
    }

    @Test func foldingTheRecordGivesTheState() {
        var play = Play([command(1, .green), command(2, .yellow, undo: "back"), command(3, .red)])
        play.end(1)
        play.approve(2)
        play.end(2, .exited(1))
        play.retry(2)
        play.approve(2)
        play.end(2)
        play.confirm(3, "wrong")
        play.confirm(3)
        play.lose(3)
        play.skip(3)
        #expect(RunMachine.fold(play.recorded, from: play.offered) == play.run)
        #expect(play.run.revision == play.recorded.count)
    }

    @Test func lateEndOfALostAttemptIsKept() {
        var play = Play([command(1, .yellow), command(2, .yellow)])
        play.approve(1)
        play.lose(1)
        play.send(.executionEnded(step: 1, attempt: 1, result: .exited(0), output: output("done")))
        #expect(play.status(1) == .succeeded)
        #expect(play.gate(2) == .approval)
        play.send(.executionEnded(step: 1, attempt: 1, result: .exited(1), output: output("again")))
        #expect(play.last.isEmpty)
        #expect(play.run.steps[0].attempts[0].result == .exited(0))
    }
}

@Suite struct CapturingAgain {
    @Test func theOpenPlaceIsThereAgain() {
        var step = command(1, .yellow, undo: "scale {{previous}}")
        step.captureCommand = rendered("look", .green)
        var play = Play([step])
        play.end(1, .exited(0), "3", undo: rendered("scale 3", .yellow))
        play.wait(Limits.gateLifetime)
        play.approve(1)
        // Whoever fills in the captured state finds the place to put it.
        #expect(play.run.steps[0].undoCommand?.text == "scale {{previous}}")
        play.end(1, .exited(1))
        #expect(play.run.steps[0].undoCommand == nil)
        play.wait(Limits.gateLifetime)
        play.approve(1)
        #expect(play.run.steps[0].undoCommand?.text == "scale {{previous}}")
    }
}

@Suite struct UndoAfterALateEnd {
    @Test func questionAboutAnotherUndoIsClosed() {
        var play = Play([command(1, .yellow, undo: "first back")])
        play.approve(1)
        play.end(1, .exited(1))
        play.edit(1, rendered("second", .yellow), undo: rendered("second back", .yellow))
        play.approve(1)
        play.lose(1)
        play.send(.undoAsked(step: 1, by: ann, authority: operator_))
        let gate = play.undoReference(1)
        // It turns out that the second never began: what there is to undo is the first.
        play.send(.executionEnded(step: 1, attempt: 2, result: .notStarted("no memory"), output: output()))
        #expect(play.run.steps[0].undoable?.text == "first back")
        play.send(.approved(gate, by: ann, authority: operator_))
        #expect(play.refusal == .stale)
        #expect(play.executed == ["yellow-1", "second"])
    }
}
