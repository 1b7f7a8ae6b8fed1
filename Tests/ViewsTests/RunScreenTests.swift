import BlockKit
import JSONTree
import RunbookModel
import Testing

@testable import Views

/// What a person sees of a run is what will happen.
@Suite struct RunScreenTests {
    let renderer: ScreenRenderer

    init() throws { renderer = try ScreenRenderer() }

    private func all(_ value: JSONValue, _ type: String) -> [JSONValue] {
        switch value {
        case .array(let elements): return elements.flatMap { all($0, type) }
        case .object(let members):
            let inner = members.sorted { $0.key < $1.key }.flatMap { all($0.value, type) }
            return members["type"] == .string(type) ? [value] + inner : inner
        default: return []
        }
    }

    private func code(_ value: JSONValue) -> [String] {
        all(value, "rich_text_preformatted").map { block in
            (block["elements"]?.array ?? []).compactMap { $0["text"]?.string }.joined()
        }
    }

    private func buttons(_ value: JSONValue) -> [String] {
        all(value, "button").compactMap { $0["text"]?["text"]?.string }
    }

    private func state(_ command: String, risk: Risk = .yellow, gate: Gate.Kind = .approval) -> (run: Run, step: Int) {
        var (run, step) = Fixtures.run(.real, at: .command, .waiting(Fixtures.gate(gate)), risk: risk)
        let index = step - 1
        run.steps[index].command = RenderedCommand(
            text: command, assessment: Fixtures.assessment(risk, "Does things.", target: "host-1"))
        return (run, step)
    }

    @Test(arguments: [
        "echo \"a & b\" > /tmp/x | grep -i '<!channel>'", "printf '```*_~`'\n\tindented", "ls   # two  spaces",
        "ü 🟢 \\n $HOME ${x}",
    ])
    func commandsAreShownWordForWord(_ command: String) throws {
        let (run, step) = state(command, risk: .red, gate: .confirmation)
        #expect(code(try renderer.render(try #require(Screen.step(run, step: step, now: Fixtures.now)))) == [command])
        let modal = try renderer.render(.confirmRedModal(run, step: step))
        #expect(code(modal).first == command)
        let edit = try renderer.render(.editRunStepModal(run, step: step))
        #expect(all(edit, "plain_text_input").first?["initial_value"] == .string(command))
    }

    @Test func whatIsHiddenInACommandIsShown() throws {
        let (run, step) = state("rm \u{202E}x\u{200B}\u{A0}y")
        let shown = code(try renderer.render(try #require(Screen.step(run, step: step, now: Fixtures.now))))
        #expect(shown == ["rm ⟨U+202E⟩x⟨U+200B⟩⟨U+00A0⟩y"])
    }

    @Test func aLongCommandSaysThatItGoesOn() throws {
        for command in [String(repeating: "echo a; ", count: 1250), Fixtures.hiddenOnly] {
            let (run, step) = state(command, risk: .red, gate: .confirmation)
            let text = try renderer.render(try #require(Screen.step(run, step: step, now: Fixtures.now))).text()
            #expect(text.contains("more characters. Open Why?"))
            // The modal that confirms shows all of it.
            let modal = try renderer.render(.confirmRedModal(run, step: step))
            let whole = code(modal).joined().filter { $0 != "\n" }
            #expect(whole.hasPrefix(DisplayText.reveal(command)))
            #expect(throws: Never.self) { try renderer.render(.editRunStepModal(run, step: step)) }
        }
    }

    @Test func theRedModalWantsTheTargetAndNamesTheUndo() throws {
        var (run, step) = state("drop it", risk: .red, gate: .confirmation)
        let modal = try renderer.render(.confirmRedModal(run, step: step)).text()
        #expect(modal.contains("Type this to confirm: host-1"))
        run.steps[step - 1].undoCommand = nil
        #expect(try renderer.render(.confirmRedModal(run, step: step)).text().contains("No undo known"))
        run.steps[step - 1].command?.assessment.target = nil
        let title = run.steps[step - 1].step.title
        #expect(
            try renderer.render(.confirmRedModal(run, step: step)).text().contains("Type this to confirm: \(title)"))
    }

    /// The undo that is asked about is the one that the engine runs: that of the last attempt which began.
    @Test func theUndoThatIsShownIsTheOneThatRuns() throws {
        for gate in [Gate.Kind.approval, .confirmation] {
            for phase in [RunPhase.running, .paused, .finished(.resolved)] {
                var (run, step) = Fixtures.run(
                    .real, at: .command, .succeeded, undo: .waiting(Fixtures.gate(gate)), result: .exited(0),
                    phase: phase)
                run.steps[step - 1].undoCommand?.text = "scale --replicas={{previous}}"
                run.steps[step - 1].attempts[0].undo?.text = "scale --replicas=3"
                let message = try renderer.render(try #require(Screen.step(run, step: step, now: Fixtures.now)))
                #expect(code(message).first == "scale --replicas=3")
                #expect(buttons(message) == [gate == .approval ? "Approve & Execute" : "Execute…", "Leave It"])
                #expect(code(try renderer.render(.confirmRedModal(run, step: step))) == ["scale --replicas=3"])
            }
        }
    }

    @Test func buttonsByColour() throws {
        func shown(_ risk: Risk, _ gate: Gate.Kind) throws -> [String] {
            let (run, step) = state("x", risk: risk, gate: gate)
            return buttons(try renderer.render(try #require(Screen.step(run, step: step, now: Fixtures.now))))
        }
        #expect(try shown(.green, .approval) == ["Execute", "Edit", "Skip"])
        #expect(try shown(.yellow, .approval) == ["Approve & Execute", "Edit", "Skip"])
        #expect(try shown(.red, .confirmation) == ["Execute…", "Edit", "Skip"])
    }

    @Test func nothingToPressWhenNothingHelps() throws {
        for phase in [RunPhase.paused, .finished(.stopped), .finished(.resolved)] {
            let (run, step) = Fixtures.run(.real, at: .command, .waiting(Fixtures.gate(.approval)), phase: phase)
            let message = try renderer.render(try #require(Screen.step(run, step: step, now: Fixtures.now)))
            #expect(buttons(message) == [], "\(phase)")
        }
    }

    @Test func undoIsOfferedForWhatChangedSomething() throws {
        func offered(_ risk: Risk, phase: RunPhase = .running, hasUndo: Bool = true) throws -> Bool {
            var (run, step) = Fixtures.run(
                .real, at: .command, .succeeded, risk: risk, result: .exited(0), phase: phase)
            run.steps[step - 1].attempts[0].undo =
                hasUndo ? RenderedCommand(text: "undo", assessment: Fixtures.assessment(.yellow, "")) : nil
            let screen = try #require(Screen.step(run, step: step, now: Fixtures.now))
            return buttons(try renderer.render(screen)).contains("Undo")
        }
        #expect(try offered(.yellow))
        #expect(try offered(.red))
        #expect(try !offered(.green))
        #expect(try !offered(.yellow, hasUndo: false))
        #expect(try offered(.yellow, phase: .finished(.resolved)))
    }

    @Test func everyButtonSaysWhatItIsAbout() throws {
        let (run, step) = state("x")
        let message = try renderer.render(try #require(Screen.step(run, step: step, now: Fixtures.now)))
        for button in all(message, "button") {
            let value = try #require(ButtonValue(wire: button["value"]?.string ?? ""))
            #expect(value == ButtonValue(run: run.id, step: step, gate: 7))
        }
        let options = all(message, "overflow").flatMap { $0["options"]?.array ?? [] }
        let choices = options.compactMap { ButtonValue(wire: $0["value"]?.string ?? "")?.choice }
        #expect(choices == [.why, .note, .secondPerson, .stop])
    }

    @Test func pendingStepsHaveNoMessage() {
        let run = Fixtures.run(.real)
        #expect(Screen.step(run, step: 1, now: Fixtures.now) == nil)
        #expect(Screen.step(run, step: 99, now: Fixtures.now) == nil)
    }
}
