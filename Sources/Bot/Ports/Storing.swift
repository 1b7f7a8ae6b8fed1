import Engine
import JSONTree
import RunbookModel

/// When a transaction survives that the power fails. That the program ends it survives from the moment it returns.
package enum Durability: Hashable, Sendable {
    /// When it returns.
    case now
    /// Once a later one does that is `.now`: transactions reach the disk in their order. For what would be done again, to
    /// the same effect, and is followed by nothing outside the store that a later transaction does not precede.
    case soon
}

/// The durable state. One writer at a time; readers see a consistent moment and don't wait for it.
package protocol Storing: Sendable {
    /// Runs `body` in one transaction: all of it becomes durable, or, when it throws, nothing.
    /// - Throws: `StoreError`, or what `body` throws.
    func write<Value: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws -> Value

    /// Runs `body` on a consistent moment. Its changes, if it makes any, are an error.
    /// - Throws: `StoreError`, or what `body` throws.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws -> Value
}

extension Storing {
    /// Runs `body` in one transaction that is on disk when it returns.
    /// - Throws: `StoreError`, or what `body` throws.
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws -> Value
    ) async throws -> Value {
        try await write(.now, body)
    }
}

/// Why the store could not do it.
package struct StoreError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    package enum Code: String, Sendable {
        /// Somebody else changed the row since it was read.
        case conflict
        /// The file cannot be opened, written, or is not ours.
        case unavailable
        /// What is stored cannot be read back.
        case corrupt
    }

    package var code: Code
    /// What happened, to what, and what to do.
    package var message: String
    package var cause: (any Error)?

    package init(code: Code, message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String {
        cause.map { "\(message) (\($0))" } ?? message
    }
}

/// Workers that find something to do.
package struct DueWork: OptionSet, Hashable, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    package static let inbox = DueWork(rawValue: 1)
    package static let outbox = DueWork(rawValue: 2)
    package static let executions = DueWork(rawValue: 4)
    package static let timers = DueWork(rawValue: 8)
    package static let preflights = DueWork(rawValue: 16)
}

/// The state within one transaction. Every function throws `StoreError`.
package protocol StoreTransaction {
    /// Who must be woken once the transaction is done, for what was put there in it.
    var dueWork: DueWork { get }

    /// Runs `body` as a part of the transaction that stands or falls by itself: when it throws, only what it did is
    /// undone.
    /// - Throws: when the transaction as a whole cannot go on.
    func attempt<Value>(_ body: () throws -> Value) throws -> Result<Value, any Error>

    // MARK: Inbox

    /// Stores a delivery unless one with its key is there already; whether it was new.
    func accept(_ delivery: Delivery, at now: Timestamp) throws -> Bool
    /// The oldest deliveries that are due, in order.
    func nextInboxRows(at now: Timestamp, limit: Int) throws -> [InboxRow]
    /// Notes that a delivery is begun whose handling might end the program.
    func beginInboxRow(_ id: Int64) throws
    /// Takes that note back: the program ends for a reason of its own.
    func leaveInboxRow(_ id: Int64) throws
    func finishInboxRow(_ id: Int64, at now: Timestamp) throws
    /// Puts a delivery off until `retryAt`; `nil` parks it for the operator.
    func failInboxRow(_ id: Int64, reason: String, retryAt: Timestamp?) throws
    /// When the earliest delivery that was put off falls due.
    func nextInboxTime() throws -> Timestamp?
    /// Deliveries that were parked for the operator, newest first.
    func parkedDeliveries(limit: Int) throws -> [ParkedDelivery]
    /// The text of a parked delivery, whole; `nil` when none with this id is parked.
    func parkedBody(_ id: Int64) throws -> String?
    /// Deletes deliveries received before `moment`, at most `limit` of them: handled ones, or those that were parked.
    /// - Returns: how many went.
    func pruneInbox(_ rows: PrunableRows, before moment: Timestamp, limit: Int) throws -> Int
    /// Deletes envelopes that could not be read and are parked, but for the newest ones; how many went.
    func pruneUnreadableEnvelopes(keeping count: Int) throws -> Int

    // MARK: Outbox

    /// Appends a message. A waiting row with the same lane and coalescing key is replaced.
    func enqueue(_ outgoing: Outgoing, at now: Timestamp) throws
    /// Waiting messages in order, dead ones left out.
    func waitingMessages(limit: Int) throws -> [OutboxHeader]
    /// A waiting message; `nil` when it was replaced, given up or dropped meanwhile.
    func outboxRow(_ id: Int64) throws -> OutboxRow?
    /// Notes that an attempt is about to be made.
    /// - Returns: the message as it was before; `nil` when it was replaced, given up or dropped meanwhile.
    func beginOutboxRow(_ id: Int64) throws -> OutboxRow?
    /// Removes a row that was sent. A row that was replaced meanwhile stays.
    func finishOutboxRow(_ id: Int64) throws
    /// Puts a row off until `retryAt`, for the attempt may have succeeded; `nil` makes it a dead letter.
    func failOutboxRow(_ id: Int64, reason: String, retryAt: Timestamp?) throws
    /// Puts a row off until `retryAt` whose attempt certainly did nothing. A newer one with the same coalescing key
    /// takes its place.
    /// - Parameter counts: whether it was an attempt at all.
    func putBackOutboxRow(_ id: Int64, reason: String, retryAt: Timestamp, counts: Bool) throws
    /// Lets others of its lane get past a row from now on.
    func passOutboxRow(_ id: Int64, at now: Timestamp) throws
    func postedMessage(_ subject: String) throws -> PostedMessage?
    func setPostedMessage(_ subject: String, _ message: PostedMessage) throws
    /// Forgets where a message stands.
    func deletePostedMessage(_ subject: String) throws

    // MARK: What was put aside, for the operator

    /// Messages: those that were given up, then those that are passed over, then those that wait.
    func outboxEntries(limit: Int) throws -> [OutboxEntry]
    func outboxCounts() throws -> OutboxCounts
    /// Has a message tried again at once, whatever it waits or died for; whether there is one.
    func reviveOutboxRow(_ id: Int64, at now: Timestamp) throws -> Bool
    /// Deletes a message; whether there was one.
    func dropOutboxRow(_ id: Int64) throws -> Bool
    /// Has a parked delivery handled again; whether there is one.
    func reviveDelivery(_ id: Int64, at now: Timestamp) throws -> Bool
    /// Counts a parked delivery as handled; whether there was one.
    func dropDelivery(_ id: Int64, at now: Timestamp) throws -> Bool

    // MARK: Runbooks

    func draft(_ id: DraftID) throws -> Draft?
    func save(_ draft: Draft) throws
    /// The drafts of a person, oldest first.
    func drafts(of author: UserID) throws -> [Draft]
    func deleteDraft(_ id: DraftID) throws
    /// Stores a version. Versions are never overwritten: the number must be one more than the last.
    func insert(_ runbook: Runbook) throws
    /// The newest version.
    func runbook(_ id: RunbookID) throws -> Runbook?
    func runbook(_ id: RunbookID, version: Int) throws -> Runbook?
    /// The newest version of each, by title; deleted ones left out.
    func runbooks() throws -> [Runbook]
    /// Takes a runbook out of the library. Its versions and links stay, so that it can be brought back.
    func deleteRunbook(_ id: RunbookID, at now: Timestamp) throws
    /// Puts a deleted runbook back into the library with all that it had.
    func restoreRunbook(_ id: RunbookID) throws
    /// The newest versions of runbooks that were deleted since a moment, the last deleted first.
    func deletedRunbooks(since moment: Timestamp) throws -> [(runbook: Runbook, deletedAt: Timestamp)]
    func alertLinks() throws -> [AlertLink]
    func insert(_ link: AlertLink) throws
    func deleteAlertLinks(of runbook: RunbookID) throws

    // MARK: Alerts and runs

    func alert(_ id: AlertID) throws -> Alert?
    /// The newest alert with the vendor's key.
    func alert(vendor: String, fingerprint: String) throws -> Alert?
    func save(_ alert: Alert) throws
    func alerts(since moment: Timestamp) throws -> [Alert]
    func run(_ id: RunID) throws -> Run?
    func insert(_ run: Run) throws
    /// Compare-and-set on `revision`, which must be the stored one; stores it with the next.
    func update(_ run: Run) throws
    /// Appends an accepted event to the record of the run.
    func record(_ event: RunEvent, of run: RunID, at now: Timestamp) throws
    func events(of run: RunID) throws -> [(event: RunEvent, at: Timestamp)]
    /// Runs that are not finished, oldest first.
    func openRuns() throws -> [Run]
    func runs(ofAlert alert: AlertID) throws -> [Run]
    /// Newest first.
    func runs(ofRunbook runbook: RunbookID, limit: Int) throws -> [Run]
    /// Newest first, by the time they were offered.
    func runs(since moment: Timestamp, limit: Int) throws -> [Run]

    // MARK: Execution journal

    /// Notes that a command is to be run. (run, step, attempt) is unique: a second one is `.conflict`.
    func insertExecution(_ request: ExecutionRequest, at now: Timestamp) throws
    /// Requests that no process was started for, oldest first.
    func waitingExecutions(limit: Int) throws -> [ExecutionRequest]
    /// Durable before the process starts; `false` when it was begun already or cancelled.
    func beginExecution(_ place: ExecutionPlace, at now: Timestamp) throws -> Bool
    func noteProcess(_ process: ProcessIdentity, of place: ExecutionPlace) throws
    /// What was noted of the process of a command; `nil` when nothing was.
    func process(of place: ExecutionPlace) throws -> ProcessIdentity?
    func endExecution(_ place: ExecutionPlace, at now: Timestamp) throws
    /// Makes a command that was begun, and certainly never started, one that waits again; whether there was one.
    func putBackExecution(_ place: ExecutionPlace) throws -> Bool
    /// Takes back a request that has not begun; whether there was one.
    func cancelExecution(_ place: ExecutionPlace, at now: Timestamp) throws -> Bool
    /// Begun and not ended.
    func openExecutions() throws -> [(place: ExecutionPlace, process: ProcessIdentity?)]

    // MARK: Looks at what a run needs

    /// Notes that a run is to be looked at, with the next number; one that was asked for before is given up.
    func requestPreflight(_ request: PreflightRequest, at now: Timestamp) throws
    /// What is to be looked at, oldest first.
    func waitingPreflights(limit: Int) throws -> [PreflightRequest]
    /// Number of the look that was asked for last; `nil` when none was.
    func preflightNumber(of run: RunID) throws -> Int?
    /// Notes that a look has ended, unless another was asked for meanwhile.
    func endPreflight(of run: RunID, number: Int, at now: Timestamp) throws

    /// Puts aside what waits and cannot be read back, of deliveries, messages and commands. Such a command counts as
    /// not started, and its end is put among the deliveries.
    /// - Returns: what it was, for the log.
    func parkUnreadableRows(at now: Timestamp) throws -> [String]

    // MARK: The rest

    /// Appends to the audit trail, in the same transaction as the state that it tells of.
    func audit(_ entry: AuditEntry) throws
    func auditEntries(of run: RunID) throws -> [AuditEntry]
    /// Sets or moves a timer. A timer is due once, then gone.
    func setTimer(_ key: String, due: Timestamp, body: JSONValue) throws
    func deleteTimer(_ key: String) throws
    func dueTimers(at now: Timestamp) throws -> [(key: String, due: Timestamp, body: JSONValue)]
    func nextTimer() throws -> Timestamp?
    func setting(_ name: String) throws -> JSONValue?
    func setSetting(_ name: String, _ value: JSONValue) throws
}
