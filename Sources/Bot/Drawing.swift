import Engine
import Parsing
import RunbookModel
import Views

/// Draws the messages that are edited in place from the state of the moment.
package struct Drawing: Sendable {
    /// A message, where it belongs and where it stands.
    struct Drawn: Sendable {
        var screen: Screen
        var channel: ChannelID
        var thread: MessageTimestamp?
        /// Its name: one message per subject.
        var subject: String
        /// Where it stands already; `nil` when it must be posted.
        var posted: PostedMessage?
    }

    /// What a running command has printed so far.
    private let liveOutput: @Sendable (ExecutionPlace) -> CommandOutput?

    package init(liveOutput: @escaping @Sendable (ExecutionPlace) -> CommandOutput?) {
        self.liveOutput = liveOutput
    }

    /// The message as it should look now; `nil` when there is nothing to show any more.
    func draw(_ message: OutboxMessage, in store: any StoreTransaction, at now: Timestamp) throws -> Drawn? {
        switch message {
        case .runCard(let id):
            guard let run = try store.run(id) else { return nil }
            let alert = try run.alert.flatMap { try store.alert($0) }
            let card = Screen.card(run, alert: alert, around: try Surroundings.of(run, in: store), now: now)
            return try drawn(card, MessageSubject.card(id), run.channel, in: store)
        case .runStep(let id, let number):
            guard let run = try store.run(id) else { return nil }
            let subject = MessageSubject.step(id, number)
            // A question that stands in the thread must not keep its buttons when the run is over.
            let isLeftOpen = try run.isFinished && store.postedMessage(subject) != nil
            guard
                let screen = Screen.step(withLiveOutput(run), step: number, now: now)
                    ?? (isLeftOpen ? Screen.unansweredStep(run, step: number) : nil)
            else { return nil }
            return try drawn(screen, subject, run.channel, thread: thread(of: id, in: store), in: store)
        case .runSummary(let id):
            guard let run = try store.run(id) else { return nil }
            let screen = try RunSummary.screen(of: run, in: store)
            return try drawn(
                screen, MessageSubject.summary(id), run.channel, thread: thread(of: id, in: store), in: store)
        case .draftReview(let id):
            guard let draft = try store.draft(id) else { return nil }
            let revision = try DraftRevision.find(of: draft, in: store)
            return try drawn(
                .draftReview(draft, revision: revision, quality: QualityScorer.score(draft.content)),
                MessageSubject.draft(id), draft.channel, in: store)
        case .ephemeral, .post, .response, .fillView, .updateView, .home, .file, .keptOutput, .page, .fetchFile:
            return nil
        }
    }

    /// The Home tab of a person.
    func home(of user: UserID, in store: any StoreTransaction, at now: Timestamp) throws -> Screen {
        let entries = try Library.entries(in: store)
        let open = try store.openRuns()
        let report = entries.isEmpty ? nil : try Health.report(in: store, at: now)
        return .home(
            entries, openRuns: open, report: report, freeze: try WorkspaceState.freeze(in: store), now: now)
    }

    private func drawn(
        _ screen: Screen, _ subject: String, _ channel: ChannelID, thread: MessageTimestamp? = nil,
        in store: any StoreTransaction
    ) throws -> Drawn {
        Drawn(
            screen: screen, channel: channel, thread: thread, subject: subject,
            posted: try store.postedMessage(subject))
    }

    private func thread(of run: RunID, in store: any StoreTransaction) throws -> MessageTimestamp? {
        try store.postedMessage(MessageSubject.card(run))?.timestamp
    }

    private func withLiveOutput(_ run: Run) -> Run {
        var run = run
        for index in run.steps.indices {
            guard let last = run.steps[index].attempts.indices.last,
                run.steps[index].attempts[last].result == nil
            else { continue }
            run.steps[index].attempts[last].output = liveOutput(
                ExecutionPlace(
                    run: run.id, step: run.steps[index].step.number, attempt: run.steps[index].attempts[last].number))
        }
        return run
    }
}
