import Engine
import RiskRules
import RunbookModel

/// Puts values into the commands of steps, and has the result classified.
struct StepRenderer {
    var services: HandlerServices

    /// The commands of a step with the values that are known.
    func render(_ step: Step, _ variables: [Variable], _ values: [String: String]) -> StepRendering {
        guard let command = step.command, step.language.isExecutable else { return StepRendering() }
        let outcome = fill(command, step.language, variables, values)
        guard let rendered = outcome.command else { return StepRendering(missing: outcome.missing) }
        let check = step.check?.command.flatMap { fill($0, .shell, variables, values).command }
        guard let rollback = step.rollback else { return StepRendering(command: rendered, check: check) }
        let undo = fill(rollback.command, step.language, variables, values).command
        let capture = rollback.capture.flatMap { fill($0, step.language, variables, values).command }
        return StepRendering(command: rendered, undo: undo, capture: capture, check: check)
    }

    /// The event that gives values to a run, with every command that they complete.
    func giving(_ values: [String: String], to run: Run, _ variables: [Variable], by actor: Actor) -> RunEvent {
        let all = run.values.merging(values) { $1 }
        var commands: [Int: RenderedCommand] = [:]
        var undos: [Int: RenderedCommand] = [:]
        var captures: [Int: RenderedCommand] = [:]
        var checks: [Int: RenderedCommand] = [:]
        var missing: [Int: [String]] = [:]
        for step in run.steps.prefix(run.plannedCount) where step.step.kind == .command {
            let rendering = render(step.step, variables, all)
            let number = step.step.number
            (commands[number], undos[number], captures[number]) = (rendering.command, rendering.undo, rendering.capture)
            (checks[number], missing[number]) = (rendering.check, rendering.missing)
        }
        return .valuesGiven(
            values, commands: commands, undoCommands: undos, missing: missing, by: actor, captureCommands: captures,
            checkCommands: checks)
    }

    /// The commands of a step whose command a person wrote anew.
    func edited(
        _ text: String, _ number: Int, of run: Run
    ) -> (command: RenderedCommand, undo: RenderedCommand?, capture: RenderedCommand?) {
        let assessment = services.classifier.assess(text, language: .shell)
        let command = RenderedCommand(text: text, assessment: assessment)
        let step = run.step(numbered: number)
        if let inverse = assessment.inverse {
            return (command, classified(inverse.command), inverse.capture.map(classified))
        }
        // The author's own undo may still be right for what was only adjusted; a derived one was for the old command.
        let undo = step?.step.rollback?.source == .derived ? nil : step?.undoCommand
        return (command, undo, undo == nil ? nil : step?.captureCommand)
    }

    /// The undo of a step with the captured state put in; `nil` when that cannot be done safely.
    func undo(of step: RunStep, withCaptured output: String) -> RenderedCommand? {
        guard let template = step.undoCommand?.text else { return nil }
        let value = output.split(whereSeparator: \.isNewline).joined(separator: " ")
            .drop { $0.isWhitespace }
        do throws(RenderingError) {
            return try services.renderer.render(
                template, language: step.step.language,
                values: [Inverse.previousPlaceholder: String(value.reversed().drop { $0.isWhitespace }.reversed())])
        } catch {
            return nil  // Said as "no undo known" before the click.
        }
    }

    private func classified(_ text: String) -> RenderedCommand {
        RenderedCommand(text: text, assessment: services.classifier.assess(text, language: .shell))
    }

    private func fill(
        _ template: String, _ language: CommandLanguage, _ variables: [Variable], _ values: [String: String]
    ) -> (command: RenderedCommand?, missing: [String]) {
        let used = variables.filter { template.contains($0.placeholder) }
        let missing = used.filter { values[$0.name] == nil }.map(\.name)
        guard missing.isEmpty else { return (nil, missing) }
        let placeholders = Dictionary(used.map { ($0.placeholder, values[$0.name] ?? "") }) { first, _ in first }
        do throws(RenderingError) {
            return (try services.renderer.render(template, language: language, values: placeholders), [])
        } catch {
            // A value that cannot be used counts as none: a person is asked for another.
            let name = used.first { $0.placeholder == error.placeholder }?.name ?? used.first?.name
            return (nil, name.map { [$0] } ?? [])
        }
    }
}

extension Handling {
    var stepRendering: StepRenderer { StepRenderer(services: services) }
}
