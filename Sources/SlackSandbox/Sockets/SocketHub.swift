import JSONTree

/// What a connection is told to do.
enum SocketCommand: Sendable, Equatable {
    case accept
    /// Refuse the handshake. The status line's end, and header lines.
    case reject(status: String, headers: [String])
    case text(String)
    case binary([UInt8])
    case ping(String)
    case close(UInt16, String)
    /// Reset TCP.
    case abort
    /// Keep TCP open, but read and write nothing any more.
    case freeze
}

/// How a delivery that somebody waits for ended.
enum AckOutcome: Sendable, Equatable {
    case acked(JSONValue?)
    case timedOut
    /// The app has no connection.
    case notConnected
}

/// What the sockets' state machine wants done.
enum HubEffect: Sendable, Equatable {
    case command(Int, SocketCommand)
    case settle(waiter: Int, AckOutcome)
    case statusChanged
    /// For the traffic list.
    case note(direction: String, kind: String, name: String, status: String, milliseconds: Int?)
}

/// Slack's side of Socket Mode as a value: tickets, connections, envelopes, acks, redelivery. It holds no socket and no
/// clock; connections are numbers.
struct SocketHub {
    enum EnvelopeKind: String {
        case events = "events_api"
        case interactive
        case slashCommand = "slash_commands"
    }

    struct Connection {
        let opened: SandboxTime
        var warnAt: SandboxTime
        var closeAt: SandboxTime
        var isWarned = false
        var isClosing = false
        var nextPing: SandboxTime
        var lastHeard: SandboxTime
    }

    struct Delivery {
        let kind: EnvelopeKind
        let name: String
        let payload: JSONValue
        let acceptsResponse: Bool
        let waiter: Int?
        /// Its place in the ledger.
        let number: Int
        var attempt = 0
        var connection = 0
        var sentAt: SandboxTime
        var deadline: SandboxTime
    }

    struct Retry {
        let at: SandboxTime
        let delivery: Delivery
    }

    static let connectionLimit = 10
    /// Largest frame that Slack takes from an app.
    static let frameLimit = 20_480
    /// Envelopes that wait for an ack or for their next attempt; beyond it the oldest events are dropped.
    static let outstandingLimit = 20_000

    let timing: SandboxTiming
    let appID: String
    var tickets: [String: SandboxTime] = [:]
    private(set) var connections: [Int: Connection] = [:]
    private(set) var outstanding: [String: Delivery] = [:]
    private(set) var retries: [Retry] = []
    private(set) var ledger = DeliveryLedger()
    private var figures = SandboxSockets()
    var ids: IDSource
    /// The ticket that was used last.
    private(set) var usedTicket: String?

    init(timing: SandboxTiming, appID: String, ids: IDSource) {
        self.timing = timing
        self.appID = appID
        self.ids = ids
    }

    /// Connections that can take envelopes.
    var openConnections: [Int] { connections.filter { !$0.value.isClosing }.keys.sorted() }

    /// What the connections came to so far.
    var sockets: SandboxSockets {
        var figures = figures
        figures.present = connections.count
        return figures
    }

    // MARK: Connections

    mutating func newTicket(now: SandboxTime) -> String {
        tickets = tickets.filter { $0.value > now }
        if tickets.count >= 1000, let oldest = tickets.min(by: { $0.value < $1.value })?.key { tickets[oldest] = nil }
        let ticket = ids.uuid()
        tickets[ticket] = now + timing.ticketLife
        return ticket
    }

    /// A handshake has come in.
    mutating func open(
        _ connection: Int, ticket: String?, isShort: Bool, now: SandboxTime
    ) -> [HubEffect] {
        guard let ticket, let expiry = tickets.removeValue(forKey: ticket), now < expiry else {
            figures.refused += 1
            return [
                .note(direction: "in", kind: "socket", name: "handshake", status: "bad ticket", milliseconds: nil),
                .command(connection, .reject(status: "401 Unauthorized", headers: [])),
            ]
        }
        usedTicket = ticket
        let life = isShort ? Duration.seconds(360) : timing.connectionLife
        var entry = Connection(
            opened: now, warnAt: now + (life - timing.warning), closeAt: now + life,
            nextPing: now + timing.pingInterval, lastHeard: now)
        let isTooMany = connections.count >= Self.connectionLimit
        entry.isClosing = isTooMany
        connections[connection] = entry
        figures.most = max(figures.most, connections.count)
        if isTooMany {
            return [
                .command(connection, .accept),
                .command(connection, .text(disconnect("too_many_websockets"))),
                .command(connection, .close(1000, "too many websockets")), .statusChanged,
            ]
        }
        figures.greeted += 1
        let hello: JSONValue = [
            "type": "hello", "num_connections": .int(openConnections.count),
            "connection_info": ["app_id": .string(appID)],
            "debug_info": [
                "host": "applink-sandbox-1", "build_number": 1, "started": .string(opened(now)),
                "approximate_connection_time": .int(Int(life.components.seconds)),
            ],
        ]
        return [
            .note(direction: "out", kind: "socket", name: "hello", status: "ok", milliseconds: nil),
            .command(connection, .accept), .command(connection, .text(hello.text())), .statusChanged,
        ]
    }

    private func opened(_ now: SandboxTime) -> String { now.slackTimestamp }

    private func disconnect(_ reason: String) -> String {
        var message: JSONValue = [
            "type": "disconnect", "reason": .string(reason), "debug_info": ["host": "applink-sandbox-1"],
        ]
        if reason == "too_many_websockets" {
            message["num_connections"] = .int(connections.count)
            message["connection_info"] = ["app_id": .string(appID)]
        }
        return message.text()
    }

    /// The transport of a connection has ended.
    mutating func closed(_ connection: Int, now: SandboxTime) -> [HubEffect] {
        guard connections.removeValue(forKey: connection) != nil else { return [] }
        figures.ended += 1
        return [
            .note(direction: "in", kind: "socket", name: "closed", status: "ok", milliseconds: nil), .statusChanged,
        ]
    }

    /// A close handshake has begun, from either side.
    mutating func closing(_ connection: Int) -> [HubEffect] {
        guard connections[connection]?.isClosing == false else { return [] }
        connections[connection]?.isClosing = true
        return [.statusChanged]
    }

    /// Any frame has come.
    mutating func heard(_ connection: Int, now: SandboxTime) { connections[connection]?.lastHeard = now }

    /// Sends `disconnect` on all connections.
    /// - Parameter closeAfter: when the connections are closed; `nil` for at once.
    mutating func disconnectAll(_ reason: String, closeAfter: Duration?, now: SandboxTime) -> [HubEffect] {
        var effects: [HubEffect] = []
        for connection in openConnections {
            effects.append(.command(connection, .text(disconnect(reason))))
            effects.append(
                .note(direction: "out", kind: "socket", name: "disconnect", status: reason, milliseconds: nil))
            if let closeAfter {
                connections[connection]?.isWarned = true
                connections[connection]?.closeAt = now + closeAfter
            } else {
                connections[connection]?.isClosing = true
                effects.append(.command(connection, .close(1000, "")))
            }
        }
        return effects + [.statusChanged]
    }

    /// A handshake was refused by a fault.
    mutating func refusedHandshake() { figures.refused += 1 }

    /// Forgets all connections without a word, as a host does that was restarted: the app's ends stay open.
    mutating func forgetAll() -> [HubEffect] {
        let forgotten = connections.keys.sorted()
        figures.ended += forgotten.count
        connections = [:]
        return forgotten.map { .command($0, .freeze) } + [.statusChanged]
    }

    /// Resets all connections.
    mutating func abortAll() -> [HubEffect] {
        connections.keys.sorted().map { .command($0, .abort) }
    }

    // MARK: Envelopes

    /// Sends a payload to one of the connections.
    mutating func deliver(
        _ kind: EnvelopeKind, name: String, payload: JSONValue, acceptsResponse: Bool, waiter: Int?, now: SandboxTime
    ) -> [HubEffect] {
        let key = payload["event_id"]?.string ?? payload["trigger_id"]?.string ?? ""
        let delivery = Delivery(
            kind: kind, name: name, payload: payload, acceptsResponse: acceptsResponse, waiter: waiter,
            number: ledger.begin(key: key, name: name), sentAt: now, deadline: now)
        return send(delivery, now: now)
    }

    /// A fault sends envelopes of its own making: their acks are waited for as well, but they don't come again.
    mutating func expect(_ ids: [String], on connection: Int, now: SandboxTime) {
        for id in ids {
            let number = ledger.begin(key: id, name: "rubbish")
            ledger.sent(number)
            makeRoom()
            outstanding[id] = Delivery(
                kind: .events, name: "rubbish", payload: .null, acceptsResponse: false, waiter: nil, number: number,
                attempt: timing.redelivery.count, connection: connection, sentAt: now,
                deadline: now + timing.ackDeadline)
        }
    }

    private mutating func send(_ delivery: Delivery, now: SandboxTime) -> [HubEffect] {
        let open = openConnections
        guard !open.isEmpty else { return failed(delivery, .notConnected, now: now) }
        var delivery = delivery
        delivery.connection = open[ids.number(below: open.count)]
        delivery.sentAt = now
        delivery.deadline = now + timing.ackDeadline
        let id = ids.uuid()
        makeRoom()
        outstanding[id] = delivery
        ledger.sent(delivery.number)
        return [.command(delivery.connection, .text(envelope(id, delivery).text()))]
    }

    private func envelope(_ id: String, _ delivery: Delivery) -> JSONValue {
        var envelope: JSONValue = [
            "type": .string(delivery.kind.rawValue), "envelope_id": .string(id), "payload": delivery.payload,
            "accepts_response_payload": .bool(delivery.acceptsResponse),
        ]
        if delivery.kind == .events {
            envelope["retry_attempt"] = .int(delivery.attempt)
            envelope["retry_reason"] = delivery.attempt == 0 ? "" : "timeout"
        }
        return envelope
    }

    private mutating func makeRoom() {
        guard outstanding.count + retries.count >= Self.outstandingLimit else { return }
        if !retries.isEmpty {
            ledger.givenUp(retries.removeFirst().delivery.number)
        } else if let oldest = outstanding.filter({ $0.value.waiter == nil }).min(by: {
            $0.value.sentAt < $1.value.sentAt
        }) {
            ledger.givenUp(oldest.value.number)
            outstanding[oldest.key] = nil
        }
    }

    /// An attempt was not acked: events wait for their next one, everything else is given up.
    private mutating func failed(_ delivery: Delivery, _ outcome: AckOutcome, now: SandboxTime) -> [HubEffect] {
        let status = outcome == .notConnected ? "no connection" : "not acked"
        var effects: [HubEffect] = [
            .note(
                direction: "out", kind: "envelope", name: delivery.name, status: status, milliseconds: nil)
        ]
        if let waiter = delivery.waiter { effects.append(.settle(waiter: waiter, outcome)) }
        if delivery.kind == .events, delivery.attempt < timing.redelivery.count {
            var next = delivery
            let wait = timing.redelivery[delivery.attempt]
            next.attempt += 1
            makeRoom()
            retries.append(Retry(at: now + wait, delivery: next))
        } else {
            ledger.givenUp(delivery.number)
        }
        return effects
    }

    /// A text message has come from the app.
    mutating func received(_ text: String, on connection: Int, now: SandboxTime) -> [HubEffect] {
        guard let message = Self.parsed(text), let id = message["envelope_id"]?.string else {
            return [.note(direction: "in", kind: "ack", name: "?", status: "not an ack", milliseconds: nil)]
        }
        guard let delivery = outstanding[id] else {
            return [.note(direction: "in", kind: "ack", name: "?", status: "unknown envelope", milliseconds: nil)]
        }
        guard delivery.connection == connection else {
            return [
                .note(direction: "in", kind: "ack", name: delivery.name, status: "wrong connection", milliseconds: nil)
            ]
        }
        outstanding[id] = nil
        var payload = message["payload"]
        if !delivery.acceptsResponse || payload == .null { payload = nil }
        ledger.acked(delivery.number, after: now - delivery.sentAt)
        let took = Int((now - delivery.sentAt).wholeMicroseconds / 1000)
        var effects: [HubEffect] = [
            .note(direction: "in", kind: "ack", name: delivery.name, status: "ok", milliseconds: took)
        ]
        if let waiter = delivery.waiter { effects.append(.settle(waiter: waiter, .acked(payload))) }
        return effects
    }

    private static func parsed(_ text: String) -> JSONValue? {
        do { return try JSONValue(parsing: text) } catch { return nil }
    }

    // MARK: Time

    /// Does what has become due.
    /// - Parameter pings: whether pings are sent.
    mutating func tick(pings: Bool, now: SandboxTime) -> [HubEffect] {
        var effects: [HubEffect] = []
        for (id, delivery) in outstanding where delivery.deadline <= now {
            outstanding[id] = nil
            effects += failed(delivery, .timedOut, now: now)
        }
        let due = retries.filter { $0.at <= now }
        if !due.isEmpty {
            retries.removeAll { $0.at <= now }
            for retry in due { effects += send(retry.delivery, now: now) }
        }
        for connection in connections.keys.sorted() { effects += tick(connection, pings: pings, now: now) }
        return effects
    }

    private mutating func tick(_ id: Int, pings: Bool, now: SandboxTime) -> [HubEffect] {
        guard var connection = connections[id] else { return [] }
        var effects: [HubEffect] = []
        if now - connection.lastHeard >= timing.silenceLimit { effects.append(.command(id, .abort)) }
        if !connection.isClosing {
            if !connection.isWarned, now >= connection.warnAt {
                connection.isWarned = true
                effects.append(.command(id, .text(disconnect("warning"))))
                effects.append(
                    .note(direction: "out", kind: "socket", name: "disconnect", status: "warning", milliseconds: nil))
            }
            if now >= connection.closeAt {
                connection.isClosing = true
                effects += [.command(id, .close(1000, "")), .statusChanged]
            }
            if now >= connection.nextPing {
                connection.nextPing = now + timing.pingInterval
                if pings { effects.append(.command(id, .ping("Ping from applink-sandbox-1"))) }
            }
        }
        connections[id] = connection
        return effects
    }

    /// Gives up everything that somebody waits for.
    mutating func giveUp() -> [HubEffect] {
        defer { outstanding = [:] }
        return outstanding.values.compactMap(\.waiter).map { .settle(waiter: $0, .notConnected) }
    }
}
