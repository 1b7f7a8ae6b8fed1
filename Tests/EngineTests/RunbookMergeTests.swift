import Engine
import RunbookModel
import Testing

@Suite struct RunbookMergeTests {
    private func content(_ steps: [Step]) -> RunbookContent {
        var steps = steps
        for index in steps.indices { steps[index].number = index + 1 }
        return RunbookContent(title: "T", steps: steps)
    }

    private func command(_ text: String, _ risk: Risk = .green) -> Step {
        Step(number: 0, kind: .command, title: "Run \(text)", command: text, risk: risk, lines: 1...1)
    }

    private func classify(_ command: String, _ language: CommandLanguage) -> RiskAssessment {
        let risk: Risk = command.hasPrefix("rm") ? .red : command.hasPrefix("restart") ? .yellow : .green
        return RiskAssessment(
            risk: risk, reasons: [RiskReason(rule: "r", text: "t", risk: risk)], effect: "", rulesVersion: "1")
    }

    private func merge(_ base: RunbookContent?, _ library: RunbookContent, _ document: RunbookContent)
        -> RunbookMerge.Outcome
    {
        RunbookMerge.merge(base: base, library: library, document: document, classify: classify)
    }

    private func commands(_ outcome: RunbookMerge.Outcome) -> [String] { outcome.content.steps.compactMap(\.command) }

    /// What people asked of a step survives a changed text, and what they took back stays taken back.
    @Test func whatPeopleAskedOfAStepStays() {
        let capture = ValueCapture(variable: "pod", source: .firstLine)
        let check = StepCheck(condition: .exitCode(.equal, 0))
        var library = text
        (library.steps[0].handling, library.steps[0].captures) = (.ask, [capture])
        library.steps[1].check = check
        var changed = text
        changed.steps[1].title = "Run restart b, slowly"
        for base in [text, nil] {
            let merged = merge(base, library, changed).content.steps
            #expect(merged[0].handling == .ask && merged[0].captures == [capture])
            #expect(merged[1].check == check)
        }
        var derived = text
        derived.steps[0].check = check
        library.steps[0].check = nil
        #expect(merge(derived, library, derived).content.steps[0].check == nil)
    }

    private var text: RunbookContent { content([command("look a"), command("restart b", .yellow), command("look c")]) }

    @Test func nothingDoneByHand() {
        let document = content([command("look a"), command("restart b now", .yellow), command("look d")])
        let outcome = merge(text, text, document)
        #expect(outcome.content == document && outcome.keptSteps == 0)
        #expect(merge(text, text, text).content == text)
    }

    @Test func aRaisedColourStays() {
        var library = text
        library.steps[0].risk = .red
        library.steps[0].reasons = [.chosen(.red, words: "slow")]
        library.steps[1].risk = .red
        library.steps[1].reasons = [.chosen(.red, words: "busy")]
        var document = text
        document.steps[1].command = "restart b --now"
        for base in [text, nil] {
            let outcome = merge(base, library, document)
            #expect(outcome.content.steps.map(\.risk) == [.red, .red, .green])
            #expect(outcome.content.steps[1].command == "restart b --now")
            #expect(outcome.content.steps[1].chosenColour?.text.contains("busy") == true)
        }
    }

    @Test func editsOfUnchangedStepsStayAndTheTextWinsElsewhere() {
        var library = text
        library.steps[0].title = "Look twice"
        library.steps[0].notes = ["By hand."]
        library.steps[1].title = "Edited, too"
        var document = text
        document.steps[1].expected = "it is up"
        let outcome = merge(text, library, document)
        #expect(outcome.content.steps.map(\.title) == ["Look twice", "Run restart b", "Run look c"])
        #expect(outcome.content.steps[0].notes == ["By hand."])
        #expect(outcome.content.steps[1].expected == "it is up")
        #expect(outcome.keptSteps == 1)
    }

    @Test func theRulesOfTodayColourWhatIsKept() {
        var library = text
        library.steps[0].command = "rm -r a"
        library.steps[0].risk = .green  // Classified by rules that knew less.
        #expect(merge(text, library, text).content.steps[0].risk == .red)
    }

    @Test func stepsAddedAndDeletedInTheLibraryStaySo() {
        var library = content([text.steps[0], command("uptime --pretty"), text.steps[1]])
        library.steps[1].lines = nil
        let document = content([command("look z"), text.steps[0], text.steps[1], text.steps[2]])
        let outcome = merge(text, library, document)
        #expect(commands(outcome) == ["look z", "look a", "uptime --pretty", "restart b"])
        #expect(outcome.keptSteps == 2)
        #expect(outcome.content.steps.map(\.number) == [1, 2, 3, 4])
        // The text has it now as well: once is enough.
        let taken = content(text.steps + [command("uptime --pretty")])
        #expect(commands(merge(text, library, taken)).count { $0 == "uptime --pretty" } == 1)
    }

    @Test func theOrderOfTheLibraryStays() {
        let library = content([text.steps[2], text.steps[0], text.steps[1]])
        let document = content([text.steps[0], command("look new"), text.steps[1], text.steps[2]])
        #expect(commands(merge(text, library, document)) == ["look c", "look a", "look new", "restart b"])
    }

    @Test func branchesLeadWhereTheyLed() {
        var decision = Step(number: 0, kind: .decision, title: "Slow?")
        decision.branch = Branch(condition: "slow", then: "", thenStep: 3, elseStep: 4)
        let base = content([decision, command("look a"), command("restart b", .yellow), command("look c")])
        var library = base
        library.steps[0].title = "Is it slow?"
        library.steps.insert(command("uptime --pretty"), at: 1)
        library = content(library.steps)
        library.steps[0].branch = Branch(condition: "slow", then: "", thenStep: 4, elseStep: 5)
        var document = content([command("look first")] + base.steps)
        document.steps[1].branch = Branch(condition: "slow", then: "", thenStep: 4, elseStep: 5)
        let outcome = merge(base, library, document)
        #expect(commands(outcome) == ["look first", "uptime --pretty", "look a", "restart b", "look c"])
        #expect(outcome.content.steps[1].title == "Is it slow?")
        let branch = outcome.content.steps[1].branch
        #expect(branch?.thenStep == 5 && branch?.elseStep == 6)
    }

    @Test func doubtsThatWereSettledByHandDontComeBack() {
        var base = text
        base.ambiguities = [
            Ambiguity(step: 1, text: "which a?", suggestion: ""), Ambiguity(step: 3, text: "which c?", suggestion: ""),
        ]
        var library = text
        library.steps[0].command = "look a1"
        library.ambiguities = [Ambiguity(step: 3, text: "which c?", suggestion: "")]
        let outcome = merge(base, library, base)
        #expect(outcome.content.ambiguities.map(\.text) == ["which c?"])
    }

    @Test func neverMoreStepsThanAllowed() {
        let many = content((1...Limits.steps).map { command("look \($0)") })
        let library = content(many.steps + [command("restart x", .yellow)])
        #expect(merge(many, library, many).content.steps.count == Limits.steps)
    }
}
