import Engine
import RunbookModel
import Testing

@Suite struct GreenSteps {
    @Test func runOneAfterTheOther() {
        var play = Play([command(1, .green), command(2, .green)])
        #expect(play.executed == ["green-1"])
        #expect(play.status(1) == .running(attempt: 1))
        play.end(1)
        #expect(play.status(1) == .succeeded)
        #expect(play.executed == ["green-1", "green-2"])
        play.end(2)
        #expect(play.run.cursor == nil)
        #expect(play.run.phase == .running)
        #expect(play.last.contains(.cardChanged))
    }

    @Test func nothingRunsBeforeTheStart() {
        var play = Play([command(1, .green)], started: false)
        play.send(.approved(GateReference(step: 1, gate: 1), by: ann, authority: lead))
        #expect(play.refusal == .notStarted)
        play.send(.executionEnded(step: 1, attempt: 1, result: .exited(0), output: output()))
        #expect(play.run == play.offered)
        play.send(.started(by: ann, authority: guest))
        #expect(play.refusal == .mayNotStart)
        #expect(play.executed.isEmpty)
    }

    @Test func readingSecretsOrWithoutBoundAsksFirst() {
        for assessed in [rendered("env", .green, secrets: true), rendered("find /", .green, load: true)] {
            var step = command(1, .green)
            step.command = assessed
            var play = Play([step])
            #expect(play.gate(1) == .approval)
            #expect(play.executed.isEmpty)
            play.approve(1)
            #expect(play.executed == [assessed.text])
        }
    }

    @Test func authorsColourIsNeverLowered() {
        var step = command(1, .green)
        step.step.risk = .red
        let play = Play([step])
        #expect(play.gate(1) == .confirmation)
    }

    @Test func failureAsksAPersonAndRetryRunsAtTheirWord() {
        var play = Play([command(1, .green), command(2, .green)])
        play.end(1, .exited(2))
        #expect(play.gate(1) == .recovery)
        #expect(play.executed == ["green-1"])
        play.retry(1)
        #expect(play.executed == ["green-1", "green-1"])
        #expect(play.run.steps[0].attempts.map(\.approvedBy) == [.system, .user(ann)])
    }

    @Test func unknownOutcomeIsRetriedByItselfOnce() {
        var play = Play([command(1, .green)])
        play.lose(1)
        #expect(play.run.steps[0].attempts.map(\.result) == [.unknown, nil])
        play.lose(1)
        #expect(play.gate(1) == .recovery)
        #expect(play.executed.count == 2)
    }

    @Test func attemptsAreBounded() {
        var play = Play([command(1, .green)])
        for _ in 1..<Limits.attemptsPerStep {
            play.end(1, .exited(1))
            play.retry(1)
        }
        play.end(1, .exited(1))
        play.retry(1)
        #expect(play.refusal == .tooManyAttempts)
        #expect(play.executed.count == Limits.attemptsPerStep)
        play.skip(1)
        #expect(play.run.cursor == nil)
    }
}

@Suite struct YellowAndRedSteps {
    @Test func yellowNeedsOneApproval() {
        var play = Play([command(1, .yellow)])
        #expect(play.gate(1) == .approval)
        let reference = play.reference(1)
        play.send(.approved(reference, by: bob, authority: guest))
        #expect(play.refusal == .notPermitted(.yellow))
        play.approve(1)
        #expect(play.executed == ["yellow-1"])
        play.send(.approved(reference, by: bob, authority: lead))
        #expect(play.refusal == .alreadyAnswered)
        play.end(1)
        play.send(.approved(reference, by: bob, authority: lead))
        #expect(play.refusal == .alreadyAnswered)
        #expect(play.executed.count == 1)
    }

    @Test func redNeedsTheTargetTypedByWhoeverMay() {
        var play = Play([command(1, .red)])
        #expect(play.gate(1) == .confirmation)
        play.approve(1)
        #expect(play.refusal == .needsConfirmation)
        play.send(.confirmed(play.reference(1), typedTarget: "thing/1", by: ann, authority: operator_))
        #expect(play.refusal == .notPermitted(.red))
        play.confirm(1, "thing/2")
        #expect(play.refusal == .wrongTarget(expected: "thing/1"))
        #expect(play.executed.isEmpty)
        play.confirm(1, "  thing/1 ")
        #expect(play.executed == ["red-1"])
    }

    @Test func failedRedAsksTheConfirmationAgain() {
        var play = Play([command(1, .red)])
        play.confirm(1)
        play.end(1, .exited(1))
        #expect(play.gate(1) == .recovery)
        play.retry(1)
        #expect(play.gate(1) == .confirmation)
        #expect(play.executed.count == 1)
        play.confirm(1)
        play.lose(1)
        #expect(play.gate(1) == .recovery)
        play.retry(1)
        #expect(play.gate(1) == .confirmation)
        #expect(play.executed.count == 2)
    }

    @Test func yellowOfUnknownOutcomeNeverRunsByItself() {
        var play = Play([command(1, .yellow)])
        play.approve(1)
        play.lose(1)
        #expect(play.gate(1) == .recovery)
        #expect(play.executed.count == 1)
        play.send(.markedDone(play.reference(1), by: ann, authority: operator_))
        #expect(play.status(1) == .succeeded)
        #expect(play.run.steps[0].doneByHand == ann)
    }

    @Test func lateAnswerIsRefusedAndTheQuestionAskedAnew() {
        var play = Play([command(1, .yellow)])
        let first = play.openGate(1)
        play.wait(Limits.gateLifetime)
        let revision = play.run.revision
        play.approve(1)
        #expect(play.refusal == .expired)
        #expect(play.executed.isEmpty)
        #expect(play.run.revision == revision + 1)
        #expect(play.openGate(1)?.number == (first?.number ?? 0) + 1)
        play.approve(1)
        #expect(play.executed == ["yellow-1"])
    }

    @Test func gateOfAnotherStepOrNumberIsStale() {
        var play = Play([command(1, .yellow), command(2, .yellow)])
        let gate = play.reference(1)
        for wrong in [
            GateReference(step: 1, gate: gate.gate + 1), GateReference(step: 2, gate: gate.gate),
            GateReference(step: 3, gate: gate.gate), GateReference(step: 0, gate: gate.gate),
            GateReference(step: .max, gate: gate.gate),
        ] {
            play.send(.approved(wrong, by: ann, authority: lead))
            #expect(play.refusal == .stale)
        }
        #expect(play.executed.isEmpty)
    }

    @Test func editAsksAnewByTheNewColourAndAtLeastYellow() {
        var play = Play([command(1, .yellow), command(2, .yellow)])
        let old = play.reference(1)
        play.edit(1, rendered("ls", .green))
        #expect(play.gate(1) == .approval)
        play.send(.approved(old, by: ann, authority: operator_))
        #expect(play.refusal == .stale)
        play.edit(1, rendered("rm", .red, target: "all"))
        #expect(play.gate(1) == .confirmation)
        play.confirm(1, "all")
        #expect(play.executed == ["rm"])
        play.end(1)
        #expect(play.run.steps[0].isEdited)
    }

    @Test func failedEditedGreenAsksForApprovalAgain() {
        var play = Play([command(1, .yellow)])
        play.edit(1, rendered("ls", .green))
        play.approve(1)
        play.end(1, .timedOut)
        play.retry(1)
        #expect(play.gate(1) == .approval)
        #expect(play.executed.count == 1)
    }

    @Test func valuesAreAskedForAndThenTheColour() {
        var step = command(1, .yellow)
        step.command = nil
        step.missingValues = ["namespace"]
        var play = Play([step])
        #expect(play.gate(1) == .values)
        play.approve(1)
        #expect(play.refusal == .valuesMissing(["namespace"]))
        play.send(
            .valuesGiven(
                ["namespace": "shop"], commands: [1: rendered("restart -n shop", .yellow)], undoCommands: [:],
                missing: [1: []], by: .user(ann)))
        #expect(play.gate(1) == .approval)
        #expect(play.run.values == ["namespace": "shop"])
        play.approve(1)
        #expect(play.executed == ["restart -n shop"])
    }

    @Test func newValuesMakeAnOpenQuestionStale() {
        var play = Play([command(1, .yellow)])
        let old = play.reference(1)
        play.send(
            .valuesGiven(
                ["n": "b"], commands: [1: rendered("restart b", .yellow)], undoCommands: [:], missing: [1: []],
                by: .user(ann)))
        play.send(.approved(old, by: ann, authority: operator_))
        #expect(play.refusal == .stale)
        play.approve(1)
        #expect(play.executed == ["restart b"])
    }

    @Test func otherLanguagesAndManualStepsAreDoneByHand() {
        var sql = command(1, .green)
        sql.step.language = .sql
        var play = Play([sql, manual(2)])
        #expect(play.gate(1) == .manual)
        play.approve(1)
        #expect(play.refusal == .stale)
        play.send(.markedDone(play.reference(1), by: ann, authority: operator_))
        #expect(play.gate(2) == .manual)
        play.skip(2)
        #expect(play.status(2) == .skipped(by: .user(ann), reason: "not now"))
        #expect(play.run.cursor == nil)
    }
}

@Suite struct OtherLanguages {
    @Test func editDoesNotMakeThemRun() {
        var sql = command(1, .yellow)
        sql.step.language = .sql
        sql.command = nil
        sql.missingValues = ["table"]
        var play = Play([sql])
        play.edit(1, rendered("select 1", .yellow))
        #expect(play.gate(1) == .manual)
        play.approve(1)
        #expect(play.executed.isEmpty)
    }
}

@Suite struct ManualSteps {
    @Test func approvalOfAManualStepRunsNothingHoweverLate() {
        var play = Play([manual(1)])
        let gate = play.reference(1)
        play.wait(Limits.gateLifetime)
        play.approve(1)
        #expect(play.refusal == .stale)
        #expect(play.reference(1) == gate)
        play.send(.markedDone(gate, by: ann, authority: operator_))
        #expect(play.status(1) == .succeeded)
    }
}

@Suite struct Policies {
    private func play(_ steps: [RunStep], _ policy: RunPolicy) -> Play {
        var play = Play(steps, policy: policy)
        play.send(.started(by: ann, authority: operator_))
        return play
    }

    @Test func redWaitsForASecondPerson() {
        var play = play([command(1, .red)], RunPolicy(redNeedsTwoPeople: true))
        let first = play.reference(1)
        play.send(.confirmed(first, typedTarget: "thing/1", by: bob, authority: lead))
        #expect(play.executed.isEmpty)
        #expect(play.openGate(1)?.confirmedBy == bob)
        play.send(.confirmed(first, typedTarget: "thing/1", by: ann, authority: lead))
        #expect(play.refusal == .stale)
        play.send(.confirmed(play.reference(1), typedTarget: "thing/1", by: bob, authority: lead))
        #expect(play.refusal == .needsAnotherPerson)
        play.send(.confirmed(play.reference(1), typedTarget: "thing/1", by: ann, authority: lead))
        #expect(play.executed == ["red-1"])
        #expect(play.entries.last { $0.action == "step.confirmed" }?.detail["confirmedFirstBy"] == "UBOB")
        play.end(1, .exited(1))
        play.retry(1)
        #expect(play.openGate(1)?.confirmedBy == nil)
    }

    @Test func firstConfirmationExpiresToo() {
        var play = play([command(1, .red)], RunPolicy(redNeedsTwoPeople: true))
        play.send(.confirmed(play.reference(1), typedTarget: "thing/1", by: bob, authority: lead))
        play.wait(Limits.gateLifetime)
        play.send(.confirmed(play.reference(1), typedTarget: "thing/1", by: ann, authority: lead))
        #expect(play.refusal == .expired)
        #expect(play.openGate(1)?.confirmedBy == nil)
        #expect(play.executed.isEmpty)
    }

    @Test func redUndoWaitsForASecondPersonToo() {
        var step = command(1, .yellow)
        step.undoCommand = rendered("drop", .red, target: "t")
        var play = play([step], RunPolicy(redNeedsTwoPeople: true))
        play.approve(1)
        play.end(1)
        play.send(.undoAsked(step: 1, by: ann, authority: operator_))
        play.send(.confirmed(play.undoReference(1), typedTarget: "t", by: bob, authority: lead))
        #expect(play.executed == ["yellow-1"])
        play.send(.confirmed(play.undoReference(1), typedTarget: "t", by: ann, authority: lead))
        #expect(play.executed == ["yellow-1", "drop"])
    }

    @Test func breakpointsAskEvenForGreen() {
        var step = command(1, .green)
        step.hasBreakpoint = true
        var choice = decision(2, test: .exitCode(.equal, 0))
        choice.hasBreakpoint = true
        var play = Play([step, choice])
        #expect(play.gate(1) == .approval)
        play.approve(1)
        play.end(1)
        #expect(play.gate(2) == .decision)
    }

    @Test func readingAlongRunsNothing() {
        var step = command(2, .yellow, undo: "back {{previous}}")
        step.captureCommand = rendered("look", .green)
        var play = play([command(1, .green), step, command(3, .red)], RunPolicy(mode: .readAlong))
        for number in 1...3 {
            #expect(play.gate(number) == .manual)
            play.approve(number)
            #expect(play.refusal == .stale)
            play.send(.markedDone(play.reference(number), by: ann, authority: operator_))
        }
        #expect(play.executed.isEmpty)
        #expect(play.run.cursor == nil)
    }
}
