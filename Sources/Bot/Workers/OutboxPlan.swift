import RunbookModel

/// Decides which of the waiting messages may be sent now.
///
/// Lanes don't wait for each other. Within a lane the first message is sent first; the others wait for it, also while it
/// waits for another attempt. A message that keeps failing must not hold the lane for ever, but whether it is the
/// message or Slack cannot be seen from its own failures: after each further one, one other message of the lane is sent
/// as a probe. If Slack takes that, the first is passed over from then on: it is tried at times of its own, and only
/// messages of its thread wait for it. If the probe fails as well, Slack is away, and the order is kept.
struct OutboxPlan: Sendable {
    /// Attempts after which a message is suspected: half a minute.
    static let suspicion = 7

    /// A message that may be sent now.
    struct Choice: Hashable, Sendable {
        var row: OutboxRow
        /// The suspected message that it is sent ahead of, to see whether Slack takes anything.
        var probes: OutboxRow?
    }

    /// What may be sent, the most urgent first; one of each lane at most.
    private(set) var choices: [Choice] = []
    /// When the next message falls due; `nil` when none waits for a time.
    private(set) var next: Timestamp?

    /// - Parameters:
    ///   - rows: in order within each lane.
    ///   - busy: lanes of which a message is under way.
    ///   - probed: for suspected messages, the number of attempts after which a probe was made last.
    ///   - thread: what else must be kept in order with a message; asked for only where messages may be passed over.
    init(
        _ rows: [OutboxRow], busy: Set<String>, probed: [Int64: Int], at now: Timestamp,
        thread: (OutboxRow) throws -> String?
    ) rethrows {
        var lanes: [String: [OutboxRow]] = [:]
        var order: [String] = []
        for row in rows where !busy.contains(row.lane) {
            if lanes[row.lane] == nil { order.append(row.lane) }
            lanes[row.lane, default: []].append(row)
        }
        for lane in order {
            guard let choice = try choose(from: lanes[lane] ?? [], probed, now, thread) else { continue }
            choices.append(choice)
        }
        // What is of no use after a moment goes first: somebody looks at an empty dialog.
        choices.sort { first, second in
            switch (first.row.deadline, second.row.deadline) {
            case (let first?, let second?): first < second
            case (.some, nil): true
            case (nil, .some): false
            case (nil, nil): first.row.id < second.row.id
            }
        }
    }

    private mutating func choose(
        from rows: [OutboxRow], _ probed: [Int64: Int], _ now: Timestamp, _ thread: (OutboxRow) throws -> String?
    ) rethrows -> Choice? {
        guard let head = rows.first else { return nil }
        if head.passedAt == nil, head.notBefore <= now { return Choice(row: head) }
        var held: Set<String> = []
        var suspect: OutboxRow?
        for row in rows {
            // The threads of a lane matter only here, where something may be passed over.
            guard suspect != nil || row.passedAt != nil || !held.isEmpty || row.notBefore > now else {
                return Choice(row: row)
            }
            let thread = try thread(row)
            if let thread, held.contains(thread) { continue }
            if row.notBefore <= now { return Choice(row: row, probes: suspect) }
            next = min(next ?? row.notBefore, row.notBefore)
            if let thread { held.insert(thread) }
            if row.passedAt != nil { continue }
            // Also of the probe: it is the same message each time, so that those behind it keep their order, until it is
            // suspected too.
            guard row.attempts >= Self.suspicion else { return nil }
            if suspect != nil { continue }
            guard probed[row.id] != row.attempts else { return nil }
            suspect = row
        }
        return nil
    }
}

extension OutboxMessage {
    /// Names what a message must be kept in order with even when its lane is not: its thread, or what it edits.
    func thread(in store: any StoreTransaction) throws -> String? {
        switch self {
        case .runCard(let run), .runStep(let run, _), .runSummary(let run):
            // The thread hangs on the card; before that is posted, nobody else can answer it.
            let card = try store.postedMessage(MessageSubject.card(run))
            return card.map { "thread:\($0.timestamp)" } ?? "run:\(run)"
        case .draftReview(let draft): return "draft:\(draft)"
        case .post(_, _, let thread), .ephemeral(_, _, _, let thread), .file(_, _, _, let thread),
            .keptOutput(_, _, _, let thread), .fetchFile(_, _, _, let thread):
            return thread.map { "thread:\($0)" }
        case .updateView(let view, _): return "view:\(view)"
        case .response, .fillView, .home, .page: return nil
        }
    }
}
