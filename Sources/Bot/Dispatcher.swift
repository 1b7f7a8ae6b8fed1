import Engine
import Logging
import Parsing
import RunbookModel
import Views

/// Has one delivery handled: what takes long first, then one transaction, then the bells.
package final class Dispatcher: Sendable {
    private let store: any Storing
    private let decoder: IntentDecoder
    private let services: HandlerServices
    private let approvers: ApproverDirectory
    private let bells: Bells
    private let ambient: Ambient
    private let kill: @Sendable (ExecutionPlace, ProcessIdentity?) -> Void
    private let logger: Logger

    package init(
        store: any Storing, decoder: IntentDecoder, services: HandlerServices, approvers: ApproverDirectory,
        bells: Bells, ambient: Ambient, kill: @escaping @Sendable (ExecutionPlace, ProcessIdentity?) -> Void,
        logger: Logger
    ) {
        self.store = store
        self.decoder = decoder
        self.services = services
        self.approvers = approvers
        self.bells = bells
        self.ambient = ambient
        self.kill = kill
        self.logger = logger
    }

    /// Handles a delivery and marks it as handled, in one transaction. Should the power fail before that is on disk, the
    /// delivery is handled again: whoever acts on the outcome, the outbox or the runner, first writes that it begins.
    /// - Throws: what the store or the handler throws, or `CancellationError`; nothing has happened then.
    func dispatch(_ row: InboxRow) async throws {
        let intent = decoder.intent(of: row.delivery)
        let services = await services.asOfNow()
        // The text is anybody's: should reading it end the program, it must not do so at every start.
        if needsPreparation(intent) { try await store.write { try $0.beginInboxRow(row.id) } }
        let prepared = try await withKnown(Self.prepare(intent, services), services)
        let memberships = intent.needsApprovers ? try await memberships(for: intent) : .none
        // Who may approve cannot be looked up while the program stops: the click is handled at the next start.
        try Task.checkCancellation()
        let (kills, work) = try await store.write(.soon) { [self] store in
            (try handle(row, intent, prepared, memberships, services, in: store), store.dueWork)
        }
        finish(kills, work)
    }

    /// Whether a delivery can be handled together with others: nothing has to be read, looked up or waited for first, and
    /// nothing went wrong with it before.
    func isPlain(_ row: InboxRow) -> Bool {
        guard row.attempts == 0, row.delivery.kind != .slackUnreadable else { return false }
        let intent = decoder.intent(of: row.delivery)
        return !intent.needsApprovers && !needsPreparation(intent)
    }

    /// Handles plain deliveries, in order, in one transaction.
    /// - Returns: how it went with each; a failure has left nothing behind.
    /// - Throws: what the store throws; nothing has happened then.
    func dispatch(plain rows: [InboxRow]) async throws -> [Result<Void, any Error>] {
        let work = rows.map { (row: $0, intent: decoder.intent(of: $0.delivery)) }
        let services = await services.asOfNow()
        let (outcomes, due) = try await store.write(.soon) { [self] store in
            let outcomes = try work.map { row, intent in
                try store.attempt { try handle(row, intent, Prepared(), .none, services, in: store) }
            }
            return (outcomes, store.dueWork)
        }
        let kills = outcomes.flatMap { outcome -> [Kill] in
            switch outcome {
            case .success(let kills): kills
            case .failure: []
            }
        }
        finish(kills, due)
        return outcomes.map { $0.map { _ in } }
    }

    private typealias Kill = (place: ExecutionPlace, process: ProcessIdentity?)

    private func handle(
        _ row: InboxRow, _ intent: Intent, _ prepared: Prepared, _ memberships: Memberships,
        _ services: HandlerServices, in store: any StoreTransaction
    ) throws -> [Kill] {
        if case .ignored(let reason) = intent {
            logger.debug("nothing to do", metadata: ["row": "\(row.id)", "reason": "\(reason)"])
        }
        let now = ambient.now()
        let handling = Handling(
            store: store, now: now, ambient: ambient, services: services, memberships: memberships,
            deliveryKey: row.delivery.key)
        try handling.handle(intent, prepared)
        try store.finishInboxRow(row.id, at: now)
        return handling.kills
    }

    /// Who belongs to the groups that the intent's run or runbook names, and who may confirm red steps.
    private func memberships(for intent: Intent) async throws -> Memberships {
        let groups = try await store.read { try NamedGroups.of(intent, in: $0) }
        return Memberships(approvers: await approvers.current(), groups: await approvers.members(of: groups))
    }

    /// What follows once it is stored.
    private func finish(_ kills: [Kill], _ work: DueWork) {
        for (place, process) in kills { kill(place, process) }
        bells.ring(for: work)
    }

    /// What to say about a delivery that could not be handled: to the person who clicked, or to the channel that waits
    /// for an alert or for the end of a command; `nil` where nobody waits.
    func failureNotice(for row: InboxRow) -> Outgoing? {
        let screen = Screen.notice(.internalError(reference: "inbox \(row.id)"))
        let intent = decoder.intent(of: row.delivery)
        if let click = intent.click {
            if let url = click.responseURL {
                return Outgoing(lane: "reply:\(click.user)", message: .response(url: url, screen))
            }
            let channel = ChannelID(click.user.rawValue)
            return Outgoing(lane: channel.rawValue, message: .post(channel, screen, thread: nil))
        }
        let channel: ChannelID? =
            switch intent {
            case .alert(let delivery): delivery.channel ?? services.settings.incidentChannel
            case .executionEnded, .executionLost: services.settings.incidentChannel
            default: nil
            }
        return channel.map { Outgoing(lane: $0.rawValue, message: .post($0, screen, thread: nil)) }
    }

    /// Whether `prepare` reads a text of the intent.
    private func needsPreparation(_ intent: Intent) -> Bool {
        switch intent {
        case .command(.paste, _), .directMessage, .parseMessage, .submission(.paste, _, _), .fileFetched: true
        default: false
        }
    }

    /// Reads the text of an intent into a runbook, outside the transaction.
    private static func prepare(_ intent: Intent, _ services: HandlerServices) -> Prepared {
        switch intent {
        case .command(.paste(let text), _): return prepare(text, services)
        case .directMessage(let text, let files, _), .parseMessage(let text, let files, _):
            return files.isEmpty ? prepare(text, services) : Prepared()
        case .submission(.paste, _, let click):
            do throws(FormErrors) {
                return prepare(try PasteForm(state: click.form).text, services)
            } catch {
                return Prepared(problem: .nothingToParse)  // The form was checked before it was stored.
            }
        case .fileFetched(let file, let bytes, _): return prepare(file, bytes, services)
        default: return Prepared()
        }
    }

    /// Looks up the runbook that a text is a new version of, and reads what its text said, outside the transaction.
    private func withKnown(_ prepared: Prepared, _ services: HandlerServices) async throws -> Prepared {
        guard let content = prepared.content, !content.steps.isEmpty else { return prepared }
        let known = try await store.read { RevisionFinder.find(content, in: try $0.runbooks()) }
        guard let known else { return prepared }
        var prepared = prepared
        let base = known.source.isEmpty ? nil : services.parser.parse(known.source)
        prepared.known = (known, base)
        return prepared
    }

    private static func prepare(_ text: String, _ services: HandlerServices) -> Prepared {
        guard !text.isEmpty else { return Prepared() }
        return Prepared(content: services.parser.parse(text), source: text)
    }

    private static func prepare(_ file: SharedFile, _ bytes: [UInt8], _ services: HandlerServices) -> Prepared {
        switch services.parser.parse(bytes: bytes) {
        case .runbook(let content, let text): Prepared(content: content, source: text)
        case .notText: Prepared(problem: .unsupportedFile(file.name))
        }
    }
}
