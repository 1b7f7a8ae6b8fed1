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
        var header: OutboxHeader
        /// The suspected message that it is sent ahead of, to see whether Slack takes anything.
        var probes: OutboxHeader?
    }

    /// What may be sent, the most urgent first; one of each lane at most.
    private(set) var choices: [Choice] = []
    /// When the next message falls due; `nil` when none waits for a time.
    private(set) var next: Timestamp?

    /// - Parameters:
    ///   - headers: in order within each lane.
    ///   - busy: lanes of which a message is under way.
    ///   - probed: for suspected messages, the number of attempts after which a probe was made last.
    ///   - thread: what else must be kept in order with a message; asked for only where messages may be passed over.
    init(
        _ headers: [OutboxHeader], busy: Set<String>, probed: [Int64: Int], at now: Timestamp,
        thread: (OutboxHeader) throws -> String?
    ) rethrows {
        var lanes: [String: [OutboxHeader]] = [:]
        var order: [String] = []
        for header in headers where !busy.contains(header.lane) {
            if lanes[header.lane] == nil { order.append(header.lane) }
            lanes[header.lane, default: []].append(header)
        }
        for lane in order {
            guard let choice = try choose(from: lanes[lane] ?? [], probed, now, thread) else { continue }
            choices.append(choice)
        }
        // What is of no use after a moment goes first: somebody looks at an empty dialog.
        choices.sort { first, second in
            switch (first.header.deadline, second.header.deadline) {
            case (let first?, let second?): first < second
            case (.some, nil): true
            case (nil, .some): false
            case (nil, nil): first.header.id < second.header.id
            }
        }
    }

    private mutating func choose(
        from headers: [OutboxHeader], _ probed: [Int64: Int], _ now: Timestamp,
        _ thread: (OutboxHeader) throws -> String?
    ) rethrows -> Choice? {
        guard let head = headers.first else { return nil }
        if !head.isPassed, head.notBefore <= now { return Choice(header: head) }
        var held: Set<String> = []
        var suspect: OutboxHeader?
        for header in headers {
            // The threads of a lane matter only here, where something may be passed over.
            guard suspect != nil || header.isPassed || !held.isEmpty || header.notBefore > now else {
                return Choice(header: header)
            }
            let thread = try thread(header)
            if let thread, held.contains(thread) { continue }
            if header.notBefore <= now { return Choice(header: header, probes: suspect) }
            next = min(next ?? header.notBefore, header.notBefore)
            if let thread { held.insert(thread) }
            if header.isPassed { continue }
            // Also of the probe: it is the same message each time, so that those behind it keep their order, until it is
            // suspected too.
            guard header.attempts >= Self.suspicion else { return nil }
            if suspect != nil { continue }
            guard probed[header.id] != header.attempts else { return nil }
            suspect = header
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
