import RunbookModel
import Testing

@testable import Engine

@Suite struct Decisions {
    @Test func numberInTheOutputDecidesAndShowsItsWorking() {
        let steps = [
            command(1, .green), decision(2, then: 4, test: .number(.greater, 50)), command(3, .yellow),
            command(4, .yellow),
        ]
        var over = Play(steps)
        over.end(1, .exited(0), "timeouts: 73\n")
        #expect(over.status(2) == .decided(.then, by: .system, working: "73 > 50 → step 4"))
        #expect(over.status(3) == .passedOver)
        #expect(over.gate(4) == .approval)
        var under = Play(steps)
        under.end(1, .exited(0), "timeouts: 30")
        #expect(under.status(2) == .decided(.otherwise, by: .system, working: "30 is not > 50 → step 3"))
        #expect(under.gate(3) == .approval)
    }

    @Test func exitCodeDecidesThoughItIsNotZero() {
        var play = Play([
            command(1, .green), decision(2, then: 3, otherwise: 4, test: .exitCode(.equal, 0)), manual(3), manual(4),
        ])
        play.end(1, .exited(3))
        #expect(play.status(1) == .succeeded)
        #expect(play.status(2) == .decided(.otherwise, by: .system, working: "exit code 3 is not = 0 → step 4"))
    }

    /// The last steps of a document may be guarded: "if it is still slow: …", with nothing behind them.
    @Test func theWayPastTheLastStepsLeadsToTheEnd() {
        var play = Play([
            command(1, .green), decision(2, then: 3, test: .number(.greater, 50)), command(3, .green),
            command(4, .green),
        ])
        play.end(1, .exited(0), "30")
        #expect(play.status(3) == .passedOver)
        #expect(play.status(4) == .passedOver)
        #expect(play.run.cursor == nil)
    }

    @Test func commandThatWasKilledDecidesNothing() {
        var play = Play([command(1, .green), decision(2, test: .exitCode(.notEqual, 0))])
        play.end(1, .timedOut)
        #expect(play.gate(1) == .recovery)
    }

    @Test func unclearOutcomeAsksAPerson() {
        for text in ["3 of 7", "", "450ms", "1,234", "error"] {
            var play = Play([
                command(1, .green), decision(2, then: 4, test: .number(.greater, 5)), manual(3), manual(4),
            ])
            play.end(1, .exited(0), text)
            #expect(play.gate(2) == .decision, "\(text)")
            play.send(.chosen(play.reference(2), .then, by: ann, authority: operator_))
            #expect(play.gate(4) == .manual)
        }
    }

    @Test func skippedOrUndoneOrHandmadeStepDecidesNothing() {
        let steps = [command(1, .green), command(2, .yellow), decision(3, test: .number(.greater, 5))]
        var skipped = Play(steps)
        skipped.end(1, .exited(0), "9")
        skipped.skip(2)
        #expect(skipped.gate(3) == .decision)
        var byHand = Play(steps)
        byHand.end(1, .exited(0), "9")
        byHand.approve(2)
        byHand.end(2, .exited(1), "9")
        byHand.send(.markedDone(byHand.reference(2), by: ann, authority: operator_))
        #expect(byHand.gate(3) == .decision)
    }

    @Test func loopsEnd() {
        // 2 goes back to 1 for as long as the output says so.
        var play = Play([command(1, .green), decision(2, then: 1, test: .contains("again")), manual(3)])
        var ends = 0
        while case .running = play.status(1) {
            play.end(1, .exited(0), "Again")
            ends += 1
            #expect(ends <= Limits.attemptsPerStep)
        }
        #expect(ends == Limits.attemptsPerStep)
        #expect(play.gate(1) == .recovery)
    }

    @Test func decisionsThatPointAtEachOtherEndInAQuestion() {
        var play = Play([
            command(1, .green), decision(2, then: 3, test: .exitCode(.equal, 0)),
            decision(3, then: 2, test: .exitCode(.equal, 0)),
        ])
        play.end(1)
        #expect(play.gate(2) == .decision)
        var clicks = 0
        while play.run.visits <= Limits.visitsPerRun, clicks < 3 * Limits.visitsPerRun {
            let step = play.gate(2) == nil ? 3 : 2
            play.send(.chosen(play.reference(step), .then, by: ann, authority: operator_))
            clicks += 1
        }
        // Beyond the bound each decision is put to a person.
        let step = play.gate(2) == nil ? 3 : 2
        #expect(play.gate(step) == .decision)
        play.send(.chosen(play.reference(step), .then, by: ann, authority: operator_))
        #expect(play.gate(5 - step) == .decision)
        #expect(play.run.visits == Limits.visitsPerRun + 1)
    }

    @Test func stepsOfALoopAreOpenedAgain() {
        var play = Play([command(1, .green), manual(2), decision(3, then: 1), manual(4)])
        play.end(1)
        play.skip(2)
        play.send(.chosen(play.reference(3), .then, by: ann, authority: operator_))
        #expect(play.status(1) == .running(attempt: 2))
        #expect(play.status(2) == .pending)
        #expect(play.status(3) == .pending)
    }

    @Test(
        arguments: [
            ("73", 73), ("count 73", 73), ("count=73", 73), ("load: 0.5", 0.5), ("95%", 95), ("-3", -3), ("(12)", 12),
            ("2026-01-05 7", nil), ("10.0.0.1 refused", nil), ("1/1 Running", nil), ("a 1 b 2", nil), ("5Gi", nil),
            ("pod-7 Running", nil), ("12:30", nil), ("1e400", nil), ("nan", nil),
        ] as [(String, Double?)])
    func onlyNumber(_ text: String, _ expected: Double?) {
        #expect(output(text).onlyNumber == expected)
        #expect(output(text, cut: true).onlyNumber == nil)
    }

    @Test func textThatMayHaveBeenCutAwayIsNoAnswer() {
        let test = Condition.contains("error")
        #expect(test.evaluate(Outcome(exitCode: 0, output: output("An Error")))?.holds == true)
        #expect(test.evaluate(Outcome(exitCode: 0, output: output("fine")))?.holds == false)
        #expect(test.evaluate(Outcome(exitCode: 0, output: output("fine", cut: true))) == nil)
        #expect(test.evaluate(Outcome(exitCode: 0, output: output("error", cut: true)))?.holds == true)
        #expect(Condition.contains("").evaluate(Outcome(exitCode: 0, output: output("x"))) == nil)
    }
}
