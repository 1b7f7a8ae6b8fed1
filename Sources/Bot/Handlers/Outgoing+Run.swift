import RunbookModel

extension Outgoing {
    /// Draws the card of a run anew.
    static func card(of run: Run) -> Outgoing {
        Outgoing(
            lane: run.channel.rawValue, message: .runCard(run.id), coalescingKey: MessageSubject.card(run.id))
    }

    /// Draws a step's message anew.
    static func step(_ number: Int, of run: Run) -> Outgoing {
        Outgoing(
            lane: run.channel.rawValue, message: .runStep(run.id, step: number),
            coalescingKey: MessageSubject.step(run.id, number))
    }

    /// Draws the summary anew.
    static func summary(of run: Run) -> Outgoing {
        Outgoing(
            lane: run.channel.rawValue, message: .runSummary(run.id), coalescingKey: MessageSubject.summary(run.id))
    }
}
