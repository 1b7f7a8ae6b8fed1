/// One of our sockets, by number; numbers are not used again.
package typealias SocketID = Int

/// What happens to the machine.
package enum SocketModeEvent: Hashable, Sendable {
    case start
    /// `apps.connections.open` gave an address.
    case urlOpened(String)
    /// `apps.connections.open` failed and may be tried again, no earlier than after the span.
    case urlFailed(retryAfter: Duration?)
    /// `apps.connections.open` failed with a code that lasts until somebody changes the app's settings.
    case urlDenied(code: String)
    /// `apps.connections.open` failed with a code that no repetition heals.
    case urlRefused(code: String)
    /// Bytes of whatever kind came on the socket: it lives.
    case heard(SocketID)
    case greeted(SocketID, SocketModeHello)
    case told(SocketID, SocketModeDisconnectReason)
    /// The peer has sent its close frame or cut the connection; the descriptor may still be open.
    case closing(SocketID)
    /// The socket is gone, its descriptor closed. `retryAfter` is what a refused handshake asked for.
    case ended(SocketID, retryAfter: Duration?)
    /// A deadline may have passed.
    case tick
    /// Close everything and open nothing more.
    case stop
}

/// What the machine wants done, in order.
package enum SocketModeEffect: Hashable, Sendable {
    /// Call `apps.connections.open`; exactly one of the four answers must follow.
    case openURL
    /// Connect; `.ended` must follow some time.
    case connect(SocketID, url: String)
    case ping(SocketID)
    /// Close with a handshake, after the acknowledgements that are due; the descriptor is closed a second later at the
    /// latest.
    case close(SocketID)
    /// Cut the connection without a handshake: nobody listens at the other end.
    case abort(SocketID)
    /// End the process: this error of `apps.connections.open` does not pass.
    case fatal(code: String)
    case notice(SocketModeNotice)
}

/// What an operator may want to know.
package enum SocketModeNotice: Hashable, Sendable {
    /// The socket takes envelopes.
    case ready(SocketID, appID: String?)
    /// Slack counts more sockets than ours: another instance takes part of the envelopes.
    case strangers(connections: Int, ours: Int)
    case replacing(SocketID, SocketModeDisconnectReason?)
    case dead(SocketID)
    case neverGreeted(SocketID)
    case linkDisabled
    case tooManyWebSockets
    /// Slack gives the app no address, for a reason that lies in its settings.
    case denied(code: String)
    /// The next attempt comes after this span.
    case waiting(Duration, failures: Int)
}

/// When which socket is opened, replaced, pinged and given up. A value: it holds no socket, no clock, no randomness.
///
/// Moments are spans since an arbitrary fixed point of a clock that goes on while the computer sleeps. Never more than
/// two sockets exist, and one call of `apps.connections.open` is on its way at most.
package struct SocketModeMachine: Hashable, Sendable {
    private enum Phase: Hashable, Sendable {
        case connecting(since: Duration)
        case serving(greetedAt: Duration, refreshAt: Duration?)
        /// To be replaced; still read and acknowledged. The deadline begins when the replacement is greeted.
        case draining(until: Duration?)
        /// Waiting for `.ended`.
        case closing
    }

    private struct Socket: Hashable, Sendable {
        var phase: Phase
        var heardAt: Duration
        var pingedAt: Duration

        var isGreeted: Bool {
            switch phase {
            case .serving, .draining: true
            case .connecting, .closing: false
            }
        }
    }

    private let timing: SocketModeTiming
    private var sockets: [SocketID: Socket] = [:]
    private var lastID: SocketID = 0
    private var isOpeningURL = false
    private var isRunning = false
    /// Attempts in a row that gave no socket, or one that did not last.
    private var failures = 0
    /// Sockets in a row that Slack wanted replaced before they had lasted.
    private var hurries = 0
    private var nextAttemptAt: Duration = .zero

    /// A machine that waits for `.start`.
    package init(timing: SocketModeTiming = SocketModeTiming()) { self.timing = timing }

    /// Sockets that exist, in whatever state: two at most.
    package var socketCount: Int { sockets.count }

    /// Sockets that Slack has greeted and that still take envelopes.
    package var readyCount: Int { sockets.values.count(where: \.isGreeted) }

    /// Whether the machine was stopped (or met a fatal error) and every socket is gone.
    package var isFinished: Bool { !isRunning && sockets.isEmpty }

    /// The moment at which `.tick` is due; `nil` when there is nothing to wait for.
    package var deadline: Duration? {
        var moments = sockets.values.flatMap { socket in deadlines(of: socket) }
        if isRunning, wantsSocket { moments.append(nextAttemptAt) }
        return moments.min()
    }

    /// Takes one event.
    /// - Parameters:
    ///   - now: the moment, never earlier than in the call before.
    ///   - jitter: a fresh random number, at least 0 and below 1.
    package mutating func handle(_ event: SocketModeEvent, at now: Duration, jitter: Double) -> [SocketModeEffect] {
        var effects: [SocketModeEffect] = []
        switch event {
        case .start:
            isRunning = true
            nextAttemptAt = now
        case .urlOpened(let url):
            isOpeningURL = false
            if isRunning { connect(url, now, &effects) }
        case .urlFailed(let retryAfter):
            isOpeningURL = false
            if isRunning { backOff(now, jitter, atLeast: retryAfter, &effects) }
        case .urlDenied(let code):
            isOpeningURL = false
            if isRunning {
                slowDown(now, jitter)
                effects.append(.notice(.denied(code: code)))
            }
        case .urlRefused(let code):
            isOpeningURL = false
            if isRunning { effects.append(.fatal(code: code)) }
            stop(&effects)
        case .heard(let id):
            sockets[id]?.heardAt = now
        case .greeted(let id, let hello):
            greeted(id, hello, now, &effects)
        case .told(let id, let reason):
            told(id, reason, now, jitter, &effects)
        case .closing(let id):
            lost(id, now, jitter, retryAfter: nil, &effects)
        case .ended(let id, let retryAfter):
            lost(id, now, jitter, retryAfter: retryAfter, &effects)
            sockets[id] = nil
        case .tick:
            break
        case .stop:
            stop(&effects)
        }
        if isRunning { keepTime(now, jitter, &effects) }
        return effects
    }
}

// MARK: - Opening

extension SocketModeMachine {
    /// Whether no socket is there or on its way that may serve for long, and there is room for one.
    private var wantsSocket: Bool {
        guard !isOpeningURL, sockets.count < 2 else { return false }
        return sockets.values.allSatisfy { socket in
            switch socket.phase {
            case .connecting, .serving: false
            case .draining, .closing: true
            }
        }
    }

    private mutating func connect(_ url: String, _ now: Duration, _ effects: inout [SocketModeEffect]) {
        lastID += 1
        sockets[lastID] = Socket(phase: .connecting(since: now), heardAt: now, pingedAt: now)
        effects.append(.connect(lastID, url: url))
    }

    private mutating func greeted(
        _ id: SocketID, _ hello: SocketModeHello, _ now: Duration, _ effects: inout [SocketModeEffect]
    ) {
        guard case .connecting = sockets[id]?.phase else { return }
        let life = hello.approximateLife.map { max($0 * timing.refreshFraction, timing.shortestLife) }
        sockets[id]?.phase = .serving(greetedAt: now, refreshAt: life.map { now + $0 })
        sockets[id]?.heardAt = now
        for (other, socket) in sockets where other != id {
            if case .draining(until: nil) = socket.phase {
                sockets[other]?.phase = .draining(until: now + timing.drain)
            }
        }
        effects.append(.notice(.ready(id, appID: hello.appID)))
        if let connections = hello.connections, connections > sockets.count {
            effects.append(.notice(.strangers(connections: connections, ours: sockets.count)))
        }
    }

    /// Puts off the next attempt: full jitter under a ceiling that doubles with every failure.
    private mutating func backOff(
        _ now: Duration, _ jitter: Double, atLeast: Duration?, _ effects: inout [SocketModeEffect]
    ) {
        let span = max(ceiling(after: failures) * jitter, atLeast ?? .zero)
        failures += 1
        nextAttemptAt = max(nextAttemptAt, now + span)
        effects.append(.notice(.waiting(nextAttemptAt - now, failures: failures)))
    }

    private func ceiling(after count: Int) -> Duration {
        min(timing.backoff * (1 << min(count, 20)), timing.longestBackoff)
    }

    /// A connection has lasted: what went wrong before it no longer counts.
    private mutating func forgive() {
        failures = 0
        hurries = 0
    }
}

// MARK: - Replacing and losing

extension SocketModeMachine {
    private mutating func told(
        _ id: SocketID, _ reason: SocketModeDisconnectReason, _ now: Duration, _ jitter: Double,
        _ effects: inout [SocketModeEffect]
    ) {
        sockets[id]?.heardAt = now
        switch reason {
        case .warning, .refreshRequested, .other:
            replace(id, reason, now, jitter, &effects)
        case .tooManyWebSockets:
            guard let socket = sockets[id], socket.phase != .closing else { return }
            close(id, &effects)
            slowDown(now, jitter)
            effects.append(.notice(.tooManyWebSockets))
        case .linkDisabled:
            for other in sockets.keys.sorted() { close(other, &effects) }
            slowDown(now, jitter)
            effects.append(.notice(.linkDisabled))
        }
    }

    private mutating func slowDown(_ now: Duration, _ jitter: Double) {
        failures += 1
        nextAttemptAt = max(nextAttemptAt, now + timing.slow + timing.slow * (jitter / 2))
    }

    /// Begins to drain a serving socket, so that another one is opened beside it. A socket that Slack never greeted is
    /// closed.
    private mutating func replace(
        _ id: SocketID, _ reason: SocketModeDisconnectReason?, _ now: Duration, _ jitter: Double,
        _ effects: inout [SocketModeEffect]
    ) {
        switch sockets[id]?.phase {
        case .serving(let greetedAt, _):
            effects.append(.notice(.replacing(id, reason)))
            sockets[id]?.phase = .draining(until: nil)
            if now - greetedAt >= timing.proof || reason == nil {
                forgive()
            } else {
                // Counted by itself: after an outage the first replacement must not wait as long as the last attempt.
                let span = ceiling(after: hurries) * jitter
                hurries += 1
                nextAttemptAt = max(nextAttemptAt, now + span)
                effects.append(.notice(.waiting(nextAttemptAt - now, failures: hurries)))
            }
            makeRoom(sparing: id, &effects)
        case .connecting:
            close(id, &effects)
            backOff(now, jitter, atLeast: nil, &effects)
        case .draining, .closing, nil:
            break
        }
    }

    /// Two draining sockets would leave no room for one that serves: the older one goes.
    private mutating func makeRoom(sparing id: SocketID, _ effects: inout [SocketModeEffect]) {
        for (other, socket) in sockets where other != id {
            if case .draining = socket.phase { close(other, &effects) }
        }
    }

    private mutating func close(_ id: SocketID, _ effects: inout [SocketModeEffect]) {
        guard let socket = sockets[id], socket.phase != .closing else { return }
        sockets[id]?.phase = .closing
        effects.append(.close(id))
    }

    private mutating func abort(_ id: SocketID, _ effects: inout [SocketModeEffect]) {
        sockets[id]?.phase = .closing
        effects.append(.abort(id))
    }

    /// The socket takes nothing more: accounts for the life it had.
    private mutating func lost(
        _ id: SocketID, _ now: Duration, _ jitter: Double, retryAfter: Duration?, _ effects: inout [SocketModeEffect]
    ) {
        guard let socket = sockets[id] else { return }
        sockets[id]?.phase = .closing
        guard isRunning else { return }
        switch socket.phase {
        case .serving(let greetedAt, _):
            if now - greetedAt >= timing.proof { forgive() }
            keepDraining()
            backOff(now, jitter, atLeast: retryAfter, &effects)
        case .connecting:
            backOff(now, jitter, atLeast: retryAfter, &effects)
        case .draining, .closing:
            if let retryAfter { nextAttemptAt = max(nextAttemptAt, now + retryAfter) }
        }
    }

    /// The replacement is gone: the socket that it was to replace is kept until there is another.
    private mutating func keepDraining() {
        for (id, socket) in sockets {
            if case .draining = socket.phase { sockets[id]?.phase = .draining(until: nil) }
        }
    }

    private mutating func stop(_ effects: inout [SocketModeEffect]) {
        isRunning = false
        for id in sockets.keys.sorted() { close(id, &effects) }
    }
}

// MARK: - Time

extension SocketModeMachine {
    private func deadlines(of socket: Socket) -> [Duration] {
        let life = [socket.heardAt + timing.dead, max(socket.heardAt, socket.pingedAt) + timing.idle]
        switch socket.phase {
        case .connecting(let since): return [since + timing.hello]
        case .serving(_, let refreshAt): return life + (refreshAt.map { [$0] } ?? [])
        case .draining(let until): return life + (until.map { [$0] } ?? [])
        case .closing: return []
        }
    }

    private mutating func keepTime(_ now: Duration, _ jitter: Double, _ effects: inout [SocketModeEffect]) {
        for (id, socket) in sockets.sorted(by: { $0.key < $1.key }) {
            switch socket.phase {
            case .connecting(let since) where now >= since + timing.hello:
                effects.append(.notice(.neverGreeted(id)))
                abort(id, &effects)
                backOff(now, jitter, atLeast: nil, &effects)
            case .serving where now >= socket.heardAt + timing.dead:
                effects.append(.notice(.dead(id)))
                lost(id, now, jitter, retryAfter: nil, &effects)
                effects.append(.abort(id))
            case .draining where now >= socket.heardAt + timing.dead:
                effects.append(.notice(.dead(id)))
                abort(id, &effects)
            case .serving(_, let refreshAt):
                keepAlive(id, socket, now, &effects)
                if let refreshAt, now >= refreshAt { replace(id, nil, now, jitter, &effects) }
            case .draining(let until):
                keepAlive(id, socket, now, &effects)
                if let until, now >= until { close(id, &effects) }
            case .connecting, .closing:
                break
            }
        }
        if wantsSocket, now >= nextAttemptAt {
            isOpeningURL = true
            effects.append(.openURL)
        }
    }

    private mutating func keepAlive(
        _ id: SocketID, _ socket: Socket, _ now: Duration, _ effects: inout [SocketModeEffect]
    ) {
        guard now >= max(socket.heardAt, socket.pingedAt) + timing.idle else { return }
        sockets[id]?.pingedAt = now
        effects.append(.ping(id))
    }
}
