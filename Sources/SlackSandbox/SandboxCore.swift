import JSONTree
import Locking
import Logging

/// The workspace, the sockets' state and everything that waits for them: one at a time.
actor SandboxCore {
    /// A line of what went over the wire.
    private struct Traffic {
        let at: SandboxTime
        let direction: String
        let kind: String
        let name: String
        let status: String
        let milliseconds: Int?
    }

    private static let trafficLimit = 500

    let configuration: SandboxConfiguration
    let logger: Logger
    let pageFiles: PageFiles
    var workspace: Workspace
    var hub: SocketHub
    var faults = FaultBoard()
    var limiter = RateLimiter()
    var feed = EventFeed()
    private var traffic: [Traffic] = []
    private var waiters: [Int: CheckedContinuation<AckOutcome, Never>] = [:]
    private var nextWaiter = 1
    private var isStopped = false
    private var shownStatus = 0
    private var nextHeartbeat: SandboxTime
    private var nextLook: SandboxTime
    private var shownWorld: [SandboxWorld.Item] = []
    /// Sends commands to connections, and tells the network's threads about faults.
    private var wire: TLSTerminator?

    init(configuration: SandboxConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        pageFiles = PageFiles(directory: configuration.pageDirectory)
        workspace = Workspace(configuration: configuration)
        hub = SocketHub(
            timing: configuration.timing, appID: configuration.bot.appID, ids: IDSource(seed: configuration.seed ^ 1))
        nextHeartbeat = workspace.now
        nextLook = workspace.now
    }

    /// The network is there; addresses are known.
    func attach(_ terminator: TLSTerminator, pagePort: Int) {
        wire = terminator
        workspace.slackBase = "https://127.0.0.1:\(terminator.port)"
        workspace.pageBase = "http://127.0.0.1:\(pagePort)"
    }

    var now: SandboxTime { configuration.now() }

    /// Does something with the workspace at this moment, and makes known what came of it.
    func perform<Value, Failure>(
        _ body: (inout Workspace) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        workspace.now = now
        defer { makeKnown() }
        return try body(&workspace)
    }

    private func makeKnown() {
        for effect in workspace.takeEffects() {
            switch effect {
            case .page(let event, let user):
                feed.publish(event, user: user)
            case .event(let event, let kind):
                guard configuration.manifest.events.contains(kind) else { continue }
                let payload = workspace.eventCallback(event)
                let subtype = event["subtype"]?.string.map { ".\($0)" } ?? ""
                apply(
                    hub.deliver(
                        .events, name: kind + subtype, payload: payload, acceptsResponse: false, waiter: nil, now: now))
            }
        }
    }

    // MARK: Sockets

    /// Sends a payload to the app and waits for its ack.
    func deliver(
        _ kind: SocketHub.EnvelopeKind, name: String, payload: JSONValue, acceptsResponse: Bool
    ) async -> AckOutcome {
        guard !isStopped else { return .notConnected }
        return await withCheckedContinuation { continuation in
            let waiter = nextWaiter
            nextWaiter += 1
            waiters[waiter] = continuation
            apply(
                hub.deliver(
                    kind, name: name, payload: payload, acceptsResponse: acceptsResponse, waiter: waiter, now: now))
        }
    }

    func apply(_ effects: [HubEffect]) {
        for effect in effects {
            switch effect {
            case .command(let connection, let command): send(command, to: connection)
            case .settle(let waiter, let outcome): waiters.removeValue(forKey: waiter)?.resume(returning: outcome)
            case .statusChanged: tellStatus()
            case .note(let direction, let kind, let name, let status, let milliseconds):
                note(direction, kind, name, status, milliseconds)
            }
        }
    }

    private func send(_ command: SocketCommand, to connection: Int) {
        let now = now
        let changing: [Fault] = [.duplicateEnvelopes, .malformedEnvelopes, .oddRecords]
        guard case .text(let text) = command, changing.contains(where: { faults.isActive($0, now: now) }) else {
            wire?.command(connection, command)
            return
        }
        let (commands, made) = EnvelopeFaults(
            duplicates: faults.isActive(.duplicateEnvelopes, now: now),
            malformed: faults.isActive(.malformedEnvelopes, now: now), padded: faults.isActive(.oddRecords, now: now)
        ).frames(for: text, id: hub.ids.uuid())
        hub.expect(made, on: connection, now: now)
        for command in commands { wire?.command(connection, command) }
    }

    /// A connection says something.
    func handle(_ input: SocketInput, on connection: Int) {
        let now = now
        switch input {
        case .upgrade(let ticket, let isShort): upgrade(connection, ticket: ticket, isShort: isShort)
        case .text(let text):
            hub.heard(connection, now: now)
            if faults.isActive(.acksLost, now: now) {
                note("in", "ack", "?", "lost", nil)
            } else {
                apply(hub.received(text, on: connection, now: now))
            }
        case .heard: hub.heard(connection, now: now)
        case .closing: apply(hub.closing(connection))
        case .struck(let how): note("in", "api", "?", how, nil)
        case .closed: apply(hub.closed(connection, now: now))
        }
    }

    private func upgrade(_ connection: Int, ticket: String?, isShort: Bool) {
        let now = now
        let refusal: SocketCommand? =
            if faults.isActive(.openConflict, now: now) {
                .reject(status: "409 Conflict", headers: [])
            } else if faults.isActive(.openRateLimit, now: now) {
                .reject(status: "429 Too Many Requests", headers: ["Retry-After: \(configuration.timing.retryAfter)"])
            } else if faults.isActive(.slackDown, now: now) {
                .reject(status: "503 Service Unavailable", headers: [])
            } else {
                nil
            }
        if let refusal {
            note("in", "socket", "handshake", "refused", nil)
            hub.refusedHandshake()
            apply([.command(connection, refusal)])
        } else {
            apply(hub.open(connection, ticket: ticket, isShort: isShort, now: now))
        }
    }

    private func tellStatus() {
        let sockets = hub.openConnections.count
        guard sockets != shownStatus else { return }
        shownStatus = sockets
        feed.publish(
            ["type": "bot_status", "connected": .bool(sockets > 0), "sockets": .int(sockets)], user: nil)
    }

    // MARK: Faults

    /// Switches a fault on or off.
    func set(_ fault: Fault, active: Bool, duration: Duration?) {
        let now = now
        faults.set(fault, active: active, duration: duration, now: now)
        if active { begin(fault) }
        tell(fault)
    }

    private func begin(_ fault: Fault) {
        let now = now
        switch fault {
        case .slackDown: apply(hub.disconnectAll("refresh_requested", closeAfter: nil, now: now))
        case .linkDisabled: apply(hub.disconnectAll("link_disabled", closeAfter: nil, now: now))
        case .refresh: apply(hub.disconnectAll("warning", closeAfter: configuration.timing.warning, now: now))
        case .refreshLate: apply(hub.disconnectAll("warning", closeAfter: configuration.timing.lateClose, now: now))
        case .refreshAbrupt: apply(hub.disconnectAll("refresh_requested", closeAfter: nil, now: now))
        case .socketReset: apply(hub.abortAll())
        case .halfOpen: apply(hub.forgetAll())
        default: break
        }
    }

    private func tell(_ fault: Fault) {
        let now = now
        wire?.faults.withLock { wire in
            wire = WireFaults(
                reset: faults.isActive(.apiReset, now: now), stall: faults.isActive(.apiStall, now: now),
                lateReset: faults.isActive(.apiLateReset, now: now),
                socketStall: faults.isActive(.socketStall, now: now),
                pongsDropped: faults.isActive(.pongsDropped, now: now),
                oddRecords: faults.isActive(.oddRecords, now: now), tcpKeptOpen: faults.isActive(.tcpKeptOpen, now: now)
            )
        }
        feed.publish(["type": "fault", "fault": faults.json(fault, now: now)], user: nil)
    }

    // MARK: Time

    /// Does what has become due.
    func tick() async {
        let now = now
        for fault in faults.takeEnded(now: now) { tell(fault) }
        let pings = !faults.isActive(.pongsDropped, now: now)
        apply(hub.tick(pings: pings, now: now))
        if now >= nextHeartbeat {
            nextHeartbeat = now + .seconds(15)
            feed.heartbeat()
        }
        if now >= nextLook, feed.hasSubscribers, let world = configuration.world {
            nextLook = now + .seconds(1)
            let items = await world.items()
            guard items != shownWorld else { return }
            shownWorld = items
            feed.publish(["type": "world", "world": .array(items.map(\.json))], user: nil)
        }
    }

    /// Lets nobody wait any longer.
    func giveUp() {
        isStopped = true
        apply(hub.giveUp())
        for waiter in waiters.values { waiter.resume(returning: .notConnected) }
        waiters = [:]
        feed.finish()
    }

    /// What was to be delivered to the app.
    var deliveries: [SandboxDelivery] { hub.ledger.all }

    /// What the app's connections came to.
    var sockets: SandboxSockets { hub.sockets }

    // MARK: Traffic

    func note(_ direction: String, _ kind: String, _ name: String, _ status: String, _ milliseconds: Int?) {
        traffic.append(
            Traffic(at: now, direction: direction, kind: kind, name: name, status: status, milliseconds: milliseconds))
        if traffic.count > Self.trafficLimit + 100 { traffic.removeFirst(100) }
    }

    func trafficJSON(limit: Int) -> JSONValue {
        .array(
            traffic.suffix(max(0, min(limit, Self.trafficLimit))).map { entry in
                [
                    "at": .int(Int(entry.at.microseconds / 1000)), "direction": .string(entry.direction),
                    "kind": .string(entry.kind), "name": .string(entry.name), "status": .string(entry.status),
                    "milliseconds": JSONValue(entry.milliseconds),
                ]
            })
    }
}

extension SandboxCore {
    /// A page has gone away.
    func forgetPage(_ id: Int) { feed.unsubscribe(id) }

    /// The stream of events for somebody in this process.
    func subscribe(user: String?) -> AsyncStream<[UInt8]>? {
        feed.subscribe(user: user, after: nil) { _ in }
    }
}
