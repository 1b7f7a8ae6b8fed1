import BlockKit
import RunbookModel
import Views

/// Files for what is too long for where it is shown, in the thread of the run.
extension Handling {
    /// All that is kept of an output, when the step's message shows only its end.
    func attachOutput(_ output: CommandOutput, of place: ExecutionPlace, in run: Run) throws {
        guard !output.text.isEmpty, !Screen.showsAll(of: output) else { return }
        let attempt = place.attempt > 1 ? "-attempt-\(place.attempt)" : ""
        try attach(DisplayText.sanitize(output.text), named: "step-\(place.step)\(attempt)-output.txt", to: run)
    }

    /// The command of a step, when the modal that explains it shows only its beginning.
    func attachCommand(of number: Int, in run: Run) throws {
        let step = run.steps.first { $0.step.number == number }
        guard let text = step?.command?.text ?? step?.step.command, !Screen.showsAll(ofCommand: text) else { return }
        try attach(text, named: "step-\(number)-command.txt", to: run)
    }

    private func attach(_ text: String, named name: String, to run: Run) throws {
        // Without a card there is no thread; what was cut stands behind the buttons all the same.
        guard let card = try store.postedMessage(MessageSubject.card(run.id)) else { return }
        try enqueue(
            Outgoing(
                lane: run.channel.rawValue,
                message: .file(run.channel, name: name, text: text, thread: card.timestamp)))
    }
}
