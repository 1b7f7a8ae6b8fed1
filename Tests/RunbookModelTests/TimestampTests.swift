import RunbookModel
import Testing

@Suite struct TimestampTests {
    @Test func addsAndSubtractsSpans() {
        let start = Timestamp(milliseconds: 1_000)
        #expect(start + .seconds(2) == Timestamp(milliseconds: 3_000))
        #expect(start + .milliseconds(-1_500) == Timestamp(milliseconds: -500))
        #expect(Timestamp(milliseconds: 5_500) - start == .milliseconds(4_500))
        #expect(start < Timestamp(milliseconds: 1_001))
    }

    @Test func roundsTowardsZero() {
        #expect(Duration.microseconds(1_999).wholeMilliseconds == 1)
        #expect(Duration.microseconds(-1_999).wholeMilliseconds == -1)
        #expect(Duration.seconds(3 * 86_400).wholeMilliseconds == 259_200_000)
    }
}

@Suite struct RiskTests {
    @Test func coloursAreOrdered() {
        #expect(Risk.green < .yellow && Risk.yellow < .red)
        #expect([Risk.red, .green, .yellow].sorted() == [.green, .yellow, .red])
    }

    private func rendered(_ risk: Risk) -> RenderedCommand {
        RenderedCommand(
            text: "x", assessment: RiskAssessment(risk: risk, reasons: [], effect: "", rulesVersion: "1"))
    }

    @Test func renderedStepIsNeverBelowTheAuthorsColour() {
        let step = Step(number: 1, kind: .command, title: "x", command: "x <y>", risk: .yellow)
        #expect(RunStep(step: step).risk == .yellow)
        #expect(RunStep(step: step, command: rendered(.green)).risk == .yellow)
        #expect(RunStep(step: step, command: rendered(.red)).risk == .red)
    }

    @Test func editedStepGoesByTheNewCommandAndIsAtLeastYellow() {
        let step = Step(number: 1, kind: .command, title: "x", command: "x", risk: .red)
        #expect(RunStep(step: step, command: rendered(.green), isEdited: true).risk == .yellow)
        #expect(RunStep(step: step, command: rendered(.red), isEdited: true).risk == .red)
    }
}

@Suite struct ComparisonTests {
    @Test(arguments: [
        (Comparison.less, [true, false, false]), (.lessOrEqual, [true, true, false]), (.equal, [false, true, false]),
        (.notEqual, [true, false, true]), (.greaterOrEqual, [false, true, true]), (.greater, [false, false, true]),
    ])
    func holds(_ comparison: Comparison, _ expected: [Bool]) {
        #expect([1.0, 2, 3].map { comparison.holds($0, 2) } == expected)
    }
}

@Suite struct RunTests {
    private func run(_ phase: RunPhase, finishedAt: Timestamp?) -> Run {
        Run(
            id: "r", runbook: "b", runbookVersion: 1, title: "t", channel: "C1", phase: phase, steps: [],
            incidentBegan: Timestamp(milliseconds: 1_000), offeredAt: Timestamp(milliseconds: 5_000),
            finishedAt: finishedAt)
    }

    @Test func timeToResolveCountsFromTheBeginningOfTheIncident() {
        let end = Timestamp(milliseconds: 61_000)
        #expect(run(.finished(.resolved), finishedAt: end).timeToResolve == .seconds(60))
        #expect(run(.finished(.stopped), finishedAt: end).timeToResolve == nil)
        #expect(run(.running, finishedAt: nil).timeToResolve == nil)
        #expect(run(.finished(.dismissed), finishedAt: end).isFinished)
        #expect(!run(.paused, finishedAt: nil).isFinished)
    }
}
