import RunbookModel
import Testing

@Suite struct RunbookDiffTests {
    static func content(_ steps: [Step], title: String = "T") -> RunbookContent {
        var steps = steps
        for index in steps.indices { steps[index].number = index + 1 }
        return RunbookContent(title: title, steps: steps)
    }

    static func command(_ command: String, _ title: String? = nil, _ risk: Risk = .green) -> Step {
        Step(number: 0, kind: .command, title: title ?? "Run \(command)", command: command, risk: risk)
    }

    static func manual(_ title: String) -> Step { Step(number: 0, kind: .manual, title: title) }

    private let four = content([
        command("df -h", "Look at the disks"), command("systemctl restart api", "Restart the API", .yellow),
        manual("Tell the support team"), command("curl -s localhost/health", "See whether it answers"),
    ])

    @Test func theSameIsNoDifference() {
        let diff = RunbookDiff(from: four, to: four)
        #expect(diff.isEmpty && diff.unchanged.count == 4)
    }

    @Test func aNewStepChangesNoOther() {
        var steps = four.steps
        steps.insert(Self.command("free -m", "Look at the memory"), at: 1)
        let diff = RunbookDiff(from: four, to: Self.content(steps))
        #expect(
            diff.added.map(\.after) == [2] && diff.unchanged.count == 4 && diff.changed.isEmpty && diff.moved.isEmpty)
    }

    @Test func aStepThatIsGoneStandsWhereItStood() {
        var steps = four.steps
        steps.remove(at: 1)
        let diff = RunbookDiff(from: four, to: Self.content(steps))
        #expect(diff.steps.map(\.before) == [1, 2, 3, 4] && diff.steps.map(\.after) == [1, nil, 2, 3])
        #expect(RunbookDiff(from: four, to: Self.content([])).removed.count == 4)
        #expect(RunbookDiff(from: Self.content([]), to: four).added.count == 4)
    }

    @Test func whatChangedIsToldByField() throws {
        var steps = four.steps
        steps[1].command = "systemctl restart api.service"
        steps[1].risk = .red
        steps[1].rollback = Rollback(command: "systemctl start old-api", source: .document)
        steps[3].expected = "ok"
        steps[3].notes = ["Twice."]
        let diff = RunbookDiff(from: four, to: Self.content(steps))
        #expect(diff.changed.map(\.after) == [2, 4])
        let first = try #require(diff.changed.first)
        #expect(first.fields.map(\.field) == [.command, .risk, .rollback])
        #expect(first.fields[0].before == "systemctl restart api" && first.fields[1].after == "red")
        #expect(diff.changed[1].fields.map(\.field) == [.expected, .notes])
    }

    @Test func movedIsNotGoneAndNew() {
        let order = [four.steps[2], four.steps[0], four.steps[1], four.steps[3]]
        let diff = RunbookDiff(from: four, to: Self.content(order))
        #expect(diff.moved.map(\.title) == ["Tell the support team"])
        #expect(diff.added.isEmpty && diff.removed.isEmpty && diff.unchanged.count == 3)
    }

    @Test func titleThenCommandThenLikeness() {
        let old = Self.content([
            Self.command("kubectl get pods -n shop", "List the pods"), Self.manual("Ask the database team for help"),
            Self.command("uptime", "How busy is it"),
        ])
        let new = Self.content([
            Self.command("kubectl get pods -n shop -o wide", "Show the pods of the shop"),
            Self.manual("Ask the storage team for help"), Self.command("uptime", "Load of the machine"),
        ])
        let diff = RunbookDiff(from: old, to: new)
        #expect(diff.changed.map(\.before) == [1, 2, 3] && diff.added.isEmpty)
        // The same wish, now with a command.
        let asked = Self.content([Self.manual("Restart the web server on the host")])
        let done = Self.content([Self.command("systemctl restart nginx", "Restart the web server on the host")])
        #expect(RunbookDiff(from: asked, to: done).changed.first?.fields.map(\.field) == [.kind, .command])
        let other = Self.content([Self.command("psql -c 'select 1'", "Ask the database")])
        #expect(RunbookDiff(from: asked, to: other).changed.isEmpty)
    }

    private func decision(_ then: Int?, _ otherwise: Int?, title: String = "If slow → step 3") -> Step {
        Step(
            number: 0, kind: .decision, title: title,
            branch: Branch(
                condition: "slow", then: "go to step \(then ?? 0)", otherwise: nil, thenStep: then, elseStep: otherwise)
        )
    }

    @Test func aBranchFollowsItsStep() {
        let steps = [Self.command("uptime"), decision(3, 4), Self.command("a b"), Self.command("c d")]
        let shifted =
            [Self.command("free -m"), Self.command("uptime"), decision(4, 5, title: "If slow → step 4")] + steps[2...]
        #expect(RunbookDiff(from: Self.content(steps), to: Self.content(shifted)).changed.isEmpty)
        var turned = steps
        turned[1].branch?.thenStep = 4
        let diff = RunbookDiff(from: Self.content(steps), to: Self.content(turned))
        #expect(diff.changed.map { $0.fields.map(\.field) } == [[.then]])
        var none = steps
        none[1].branch?.elseStep = nil
        #expect(
            RunbookDiff(from: Self.content(steps), to: Self.content(none)).changed.first?.fields.map(\.field) == [
                .otherwise
            ])
    }

    @Test func stepsOfTheSameWordsArePairedInOrder() {
        let one = Self.command("sync", "Wait")
        let old = Self.content([one, Self.manual("First"), one, Self.manual("Second"), one])
        #expect(RunbookDiff(from: old, to: old).isEmpty)
        let diff = RunbookDiff(from: old, to: Self.content([one, Self.manual("First"), one, Self.manual("Second")]))
        #expect(diff.removed.map(\.before) == [5] && diff.unchanged.count == 4)
    }

    /// Over seeded random edits: every step of both versions is told of once, and the same question has the same answer.
    @Test(arguments: 0..<40)
    func everyStepOnce(seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        func random(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(limit))
        }
        let words = ["get", "pods", "restart", "api", "disk", "look", "at", "the", "logs", "scale"]
        func step() -> Step {
            let text = (0..<(1 + random(5))).map { _ in words[random(words.count)] }.joined(separator: " ")
            return random(3) == 0 ? Self.manual(text) : Self.command(text)
        }
        let old = Self.content((0..<random(30)).map { _ in step() })
        var steps = old.steps
        for _ in 0..<random(8) {
            switch random(4) {
            case 0: steps.insert(step(), at: random(steps.count + 1))
            case 1 where !steps.isEmpty: steps.remove(at: random(steps.count))
            case 2 where !steps.isEmpty: steps[random(steps.count)] = step()
            case 3 where steps.count > 1: steps.append(steps.remove(at: random(steps.count)))
            default: break
            }
        }
        let new = Self.content(steps)
        let diff = RunbookDiff(from: old, to: new)
        #expect(diff.steps.compactMap(\.before).sorted() == Array(old.steps.map(\.number)))
        #expect(diff.steps.compactMap(\.after) == Array(new.steps.map(\.number)))
        #expect(RunbookDiff(from: old, to: new) == diff)
        #expect(RunbookDiff(from: new, to: new).isEmpty)
    }

    /// A thousand steps, none like any other, on both sides: only those near each other are compared.
    @Test func manyPairsAreBounded() {
        func many(_ word: String) -> RunbookContent {
            Self.content((1...1000).map { Self.command("\(word)\($0) --of \(word)", "\(word) \($0)") })
        }
        #expect(1000 * 1000 > StepMatching.pairLimit)
        let diff = RunbookDiff(from: many("a"), to: many("b"))
        #expect(diff.added.count == 1000 && diff.removed.count == 1000)
    }
}
