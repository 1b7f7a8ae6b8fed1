import BlockKit
import RunbookModel
import Views

/// Files for what is too long for where it is shown, in the thread of the run.
extension Handling {
    /// What is stored of an output is behind a button of the step's message. Of one that is too long to be stored, all
    /// that was kept goes into a file.
    func attachOutput(of report: ExecutionReport, in run: Run) throws {
        guard let kept = report.keptBytes, kept > 0 else { return }
        let place = report.place
        let attempt = place.attempt > 1 ? "-attempt-\(place.attempt)" : ""
        try attach(to: run) {
            .keptOutput(run.channel, place, name: "step-\(place.step)\(attempt)-output.txt", thread: $0)
        }
    }

    /// The command of a step, when the modal that explains it shows only its beginning.
    func attachCommand(of number: Int, in run: Run) throws {
        let step = run.step(numbered: number)
        guard let text = step?.command?.text ?? step?.step.command, !Screen.showsAll(ofCommand: text) else { return }
        try attach(text, named: "step-\(number)-command.txt", to: run)
    }

    private func attach(_ text: String, named name: String, to run: Run) throws {
        try attach(to: run) { .file(run.channel, name: name, text: text, thread: $0) }
    }

    private func attach(to run: Run, _ message: (MessageTimestamp) -> OutboxMessage) throws {
        // Without a card there is no thread; what was cut stands behind the buttons all the same.
        guard let card = try store.postedMessage(MessageSubject.card(run.id)) else { return }
        try enqueue(Outgoing(lane: run.channel.rawValue, message: message(card.timestamp)))
    }
}
