import JSONTree
import Parsing
import RunbookModel
import Testing

@Suite struct QualityTests {
    /// Everything that one can wish for.
    static let good = """
        ---
        alert: CheckoutPoolExhausted
        owner: checkout-oncall
        ---
        # Checkout: the pool is exhausted

        ## Prerequisites

        - `kubectl` with access to the cluster prod-eu

        ## Steps

        1. Count the waiting requests:

           ```bash
           kubectl -n checkout logs deploy/checkout --since=5m | grep -c "pool timeout"
           ```

        2. If there are more than 50, go to step 3. Otherwise go to step 4.
        3. Restart the service:

           ```bash
           kubectl -n checkout rollout restart deploy/checkout
           ```

           You should see "restarted". Rollback: `kubectl -n checkout rollout undo deploy/checkout`

        4. Look at the pods:

           ```bash
           kubectl -n checkout get pods
           ```
        """

    static let poor = """
        Checkout sometimes hangs.

        1. Check the logs
        2. Run the cleanup script
        3. Delete the old data with `psql -c "DELETE FROM <table>"`
        4. Restart it if necessary
        """

    @Test func aSafeRunbookScoresHigh() {
        let quality = QualityScorer.score(parse(Self.good))
        #expect(quality.score >= 90, "\(quality.losses)")
        #expect(quality.reasons.reduce(0) { $0 + $1.outOf } == 100)
    }

    @Test func aVagueRunbookScoresLowAndSaysWhy() {
        let content = parse(Self.poor)
        let quality = QualityScorer.score(content)
        #expect(quality.score <= 50)
        #expect(quality.losses.map(\.rule).contains("clarity"))
        #expect(quality.losses.map(\.rule).contains("verification"))
        #expect(quality.losses.map(\.rule).contains("values"))
        let clarity = quality.reasons.first { $0.rule == "clarity" }
        #expect(clarity?.steps.contains(1) == true)
        #expect(clarity?.text.hasPrefix("Steps 1") == true)
    }

    /// The sum of the points is the score, and each stands within its bounds.
    @Test(arguments: [good, poor, "", "1. Run `df -h`", RoundTripTests.samples[4]])
    func theScoreIsTheSumOfItsReasons(text: String) {
        let quality = QualityScorer.score(parse(text))
        #expect(quality.score == quality.reasons.reduce(0) { $0 + $1.points })
        #expect((0...100).contains(quality.score))
        for reason in quality.reasons {
            #expect((0...reason.outOf).contains(reason.points))
            #expect(!reason.text.isEmpty)
        }
    }

    @Test func nothingScoresNothing() {
        let quality = QualityScorer.score(RunbookContent(title: "x"))
        #expect(quality.score == 0)
        #expect(quality.reasons.map(\.rule) == ["steps"])
    }

    /// Ten times the same steps are as good as once.
    @Test func lengthDoesNotCount() {
        let step = "1. Restart the worker: `systemctl restart worker`\n2. Run `systemctl status worker`\n"
        let once = QualityScorer.score(parse(step)).score
        let often = QualityScorer.score(parse(String(repeating: step, count: 10))).score
        #expect(once == often)
    }

    /// What an author adds raises the score.
    @Test func eachAnswerRaisesTheScore() {
        let before = parse(Self.poor)
        var content = before
        content.ambiguities = []
        #expect(QualityScorer.score(content).score > QualityScorer.score(before).score)
        content.owner = "storage"
        let owned = QualityScorer.score(content)
        content.steps[2].rollback = Rollback(command: "restore", source: .person)
        let undone = QualityScorer.score(content)
        #expect(undone.score > owned.score)
        content.prerequisites.append(Prerequisite(text: "VPN"))
        #expect(QualityScorer.score(content).score > undone.score)
    }

    @Test func theScoreStandsInTheJSON() {
        let json = RunbookJSON.encode(parse(Self.good))
        #expect(json["quality"]?["score"]?.int ?? 0 >= 90)
        #expect(json["quality"]?["reasons"]?[0]?["rule"]?.string == "clarity")
    }

    @Test func everyStepSaysWhichRuleMadeIt() {
        let content = parse(Self.good)
        for step in content.steps { #expect(step.origin?.text.contains(" ") == true, "\(step)") }
        #expect(
            content.steps.map { $0.origin?.rule ?? "" } == [
                "code.command", "condition", "code.command", "code.command",
            ])
        #expect(RunbookJSON.encode(content)["steps"]?[0]?["origin"]?["rule"]?.string == "code.command")
        let table = parse("| Symptom | Action |\n|---|---|\n| a b | Restart the node |\n\nIf it fails, call support.")
        #expect(table.steps.map { $0.origin?.rule } == ["table.cause", "list.item", "condition", "condition.action"])
    }
}
