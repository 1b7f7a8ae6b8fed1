import SlackWire
import Testing

/// A machine with a clock that the test moves, and what it asked for.
private struct Bench {
    var machine: SocketModeMachine
    var now: Duration = .seconds(1000)
    var jitter = 0.5

    init(_ timing: SocketModeTiming = SocketModeTiming()) { machine = SocketModeMachine(timing: timing) }

    /// The effects that are not notices.
    mutating func handle(_ event: SocketModeEvent) -> [SocketModeEffect] {
        machine.handle(event, at: now, jitter: jitter).filter { if case .notice = $0 { false } else { true } }
    }

    mutating func notices(_ event: SocketModeEvent) -> [SocketModeNotice] {
        machine.handle(event, at: now, jitter: jitter).compactMap {
            if case .notice(let notice) = $0 { notice } else { nil }
        }
    }

    mutating func wait(_ span: Duration) -> [SocketModeEffect] {
        now += span
        return handle(.tick)
    }

    /// Keeps the socket alive for a while.
    mutating func live(_ ids: [SocketID], _ span: Duration) {
        let end = now + span
        while now < end {
            now = min(now + .seconds(5), end)
            for id in ids { _ = handle(.heard(id)) }
        }
    }

    /// A machine with one greeted socket, number 1.
    static func serving(life: Duration? = .seconds(18060)) -> Bench {
        var bench = Bench()
        _ = bench.handle(.start)
        _ = bench.handle(.urlOpened("wss://one"))
        _ = bench.handle(.greeted(1, SocketModeHello(appID: "A1", connections: 1, approximateLife: life)))
        return bench
    }
}

@Suite struct OpeningSockets {
    @Test("an address, a socket, ready at hello and not before")
    func start() {
        var bench = Bench()
        #expect(bench.handle(.start) == [.openURL])
        #expect(bench.handle(.tick) == [])
        #expect(bench.handle(.urlOpened("wss://one")) == [.connect(1, url: "wss://one")])
        #expect(bench.handle(.heard(1)) == [])
        #expect(bench.machine.readyCount == 0)
        #expect(bench.notices(.greeted(1, SocketModeHello(appID: "A1", connections: 1))) == [.ready(1, appID: "A1")])
        #expect(bench.machine.readyCount == 1)
    }

    @Test("delays double with full jitter up to a minute, and obey Retry-After")
    func backOff() {
        var bench = Bench()
        _ = bench.handle(.start)
        var spans: [Duration] = []
        for _ in 0..<10 {
            #expect(bench.handle(.urlFailed(retryAfter: nil)) == [])
            spans.append((bench.machine.deadline ?? bench.now) - bench.now)
            #expect(bench.wait(spans[spans.count - 1]) == [.openURL])
        }
        #expect(spans == [0.25, 0.5, 1, 2, 4, 8, 16, 30, 30, 30].map { .seconds($0) })
        _ = bench.handle(.urlFailed(retryAfter: .seconds(100)))
        #expect(bench.wait(.seconds(99.9)) == [])
        #expect(bench.wait(.seconds(0.1)) == [.openURL])
    }

    @Test("only a life of a minute makes the next delay short again")
    func proof() {
        var bench = Bench.serving()
        for _ in 0..<5 {
            _ = bench.handle(.ended(bench.machine.socketCount == 0 ? 0 : bench.lastID, retryAfter: nil))
            _ = bench.wait(.seconds(60))
            _ = bench.handle(.urlOpened("wss://again"))
            _ = bench.handle(.greeted(bench.lastID, SocketModeHello()))
        }
        bench.live([bench.lastID], .seconds(59))
        _ = bench.handle(.ended(bench.lastID, retryAfter: nil))
        #expect((bench.machine.deadline ?? .zero) - bench.now == .seconds(8))
        _ = bench.wait(.seconds(8))
        _ = bench.handle(.urlOpened("wss://again"))
        _ = bench.handle(.greeted(bench.lastID, SocketModeHello()))
        bench.live([bench.lastID], .seconds(60))
        _ = bench.handle(.ended(bench.lastID, retryAfter: nil))
        #expect((bench.machine.deadline ?? .zero) - bench.now == .seconds(0.25))
    }

    @Test("the fatal set ends it, everything else never does")
    func fatal() {
        var bench = Bench.serving()
        _ = bench.handle(.told(1, .warning))
        #expect(bench.wait(.seconds(1)) == [.openURL])
        #expect(bench.handle(.urlRefused(code: "token_revoked")) == [.fatal(code: "token_revoked"), .close(1)])
        #expect(bench.handle(.ended(1, retryAfter: nil)) == [])
        #expect(bench.machine.isFinished && bench.machine.deadline == nil)
        #expect(bench.wait(.seconds(3600)) == [])
    }

    @Test("another instance is noticed")
    func strangers() {
        var bench = Bench()
        _ = bench.handle(.start)
        _ = bench.handle(.urlOpened("wss://one"))
        #expect(
            bench.notices(.greeted(1, SocketModeHello(connections: 3)))
                == [.ready(1, appID: nil), .strangers(connections: 3, ours: 1)])
    }
}

extension Bench {
    /// The number of the newest socket: every address in these tests makes one.
    fileprivate var lastID: SocketID {
        var copy = machine
        for effect in copy.handle(.urlOpened("probe"), at: now, jitter: 0) {
            if case .connect(let id, _) = effect { return id - 1 }
        }
        return 0
    }
}

@Suite struct ReplacingSockets {
    @Test(
        "on a warning the new socket is opened beside the old one, which is drained for thirty seconds after its hello",
        arguments: [SocketModeDisconnectReason.warning, .refreshRequested, .other("x")])
    func overlap(_ reason: SocketModeDisconnectReason) {
        var bench = Bench.serving()
        bench.live([1], .seconds(100))
        #expect(bench.handle(.told(1, reason)) == [.openURL])
        #expect(bench.machine.readyCount == 1)
        #expect(bench.handle(.urlOpened("wss://two")) == [.connect(2, url: "wss://two")])
        #expect(bench.handle(.told(1, .warning)) == [])
        #expect(bench.handle(.greeted(2, SocketModeHello())) == [])
        #expect(bench.machine.readyCount == 2)
        bench.live([1, 2], .seconds(29))
        #expect(bench.machine.readyCount == 2)
        #expect(bench.wait(.seconds(1)) == [.close(1)])
        #expect(bench.handle(.ended(1, retryAfter: nil)) == [])
        #expect(bench.machine.socketCount == 1 && bench.machine.readyCount == 1)
    }

    @Test("at nine tenths of the announced life it is replaced of our own accord")
    func ownAccord() {
        var bench = Bench.serving(life: .seconds(360))
        bench.live([1], .seconds(323))
        #expect(bench.machine.deadline == .seconds(1324))
        #expect(bench.wait(.seconds(1)) == [.openURL])
    }

    @Test("an old socket that the server closes early costs nothing")
    func serverCloses() {
        var bench = Bench.serving()
        bench.live([1], .seconds(100))
        _ = bench.handle(.told(1, .warning))
        _ = bench.handle(.urlOpened("wss://two"))
        #expect(bench.handle(.closing(1)) == [])
        #expect(bench.handle(.ended(1, retryAfter: nil)) == [])
        #expect(bench.handle(.greeted(2, SocketModeHello())) == [])
        #expect(bench.machine.readyCount == 1)
    }

    @Test("when the replacement is told to go as well, the oldest makes room: never a third")
    func chain() {
        var bench = Bench.serving()
        bench.live([1], .seconds(100))
        _ = bench.handle(.told(1, .warning))
        _ = bench.handle(.urlOpened("wss://two"))
        _ = bench.handle(.greeted(2, SocketModeHello()))
        #expect(bench.handle(.told(2, .warning)) == [.close(1)])
        #expect(bench.wait(.seconds(2)) == [])
        #expect(bench.handle(.ended(1, retryAfter: nil)) == [.openURL])
    }

    @Test("a server that says 'refresh' at once each time is not stormed")
    func refreshStorm() {
        var bench = Bench.serving()
        var opens = 0
        let start = bench.now
        while bench.now - start < .seconds(600) {
            for effect in bench.handle(.tick) {
                guard effect == .openURL else { continue }
                opens += 1
                let id = bench.lastID + 1
                _ = bench.handle(.urlOpened("wss://x"))
                _ = bench.handle(.greeted(id, SocketModeHello()))
                for effect in bench.handle(.told(id, .refreshRequested)) {
                    if case .close(let old) = effect { _ = bench.handle(.ended(old, retryAfter: nil)) }
                }
            }
            _ = bench.handle(.heard(bench.lastID))
            bench.now += .milliseconds(100)
        }
        #expect(opens < 40)
    }

    @Test("too many sockets: ours is closed and the next comes after a minute at least; the old one goes on")
    func tooMany() {
        var bench = Bench.serving()
        bench.live([1], .seconds(100))
        _ = bench.handle(.told(1, .warning))
        _ = bench.handle(.urlOpened("wss://two"))
        #expect(bench.handle(.told(2, .tooManyWebSockets)) == [.close(2)])
        #expect(bench.handle(.ended(2, retryAfter: nil)) == [])
        bench.live([1], .seconds(74))
        #expect(bench.machine.readyCount == 1)
        #expect(bench.wait(.seconds(1)) == [.openURL])
    }

    @Test("Socket Mode switched off: everything is closed and looked at slowly")
    func disabled() {
        var bench = Bench.serving()
        #expect(bench.handle(.told(1, .linkDisabled)) == [.close(1)])
        #expect(bench.handle(.ended(1, retryAfter: nil)) == [])
        #expect(bench.wait(.seconds(74)) == [])
        #expect(bench.wait(.seconds(1)) == [.openURL])
    }
}

@Suite struct KeepingAWayIn {
    @Test("when the replacement is lost, the socket that it was to replace is kept until there is another")
    func replacementLost() {
        var bench = Bench.serving()
        bench.live([1], .seconds(100))
        _ = bench.handle(.told(1, .warning))
        _ = bench.handle(.urlOpened("wss://two"))
        _ = bench.handle(.greeted(2, SocketModeHello()))
        bench.live([1, 2], .seconds(20))
        #expect(bench.handle(.ended(2, retryAfter: nil)) == [])
        #expect(bench.wait(.milliseconds(250)) == [.openURL])
        bench.live([1], .seconds(60))
        #expect(bench.machine.readyCount == 1)
        _ = bench.handle(.urlOpened("wss://three"))
        _ = bench.handle(.greeted(3, SocketModeHello()))
        bench.live([1, 3], .seconds(29))
        #expect(bench.wait(.seconds(1)) == [.close(1)])
    }

    @Test("the first replacement after an outage does not wait as long as the last attempt in it")
    func afterAnOutage() {
        var bench = Bench()
        _ = bench.handle(.start)
        for _ in 0..<10 {
            _ = bench.handle(.urlFailed(retryAfter: nil))
            #expect(bench.wait(.seconds(30)) == [.openURL])
        }
        _ = bench.handle(.urlOpened("wss://one"))
        _ = bench.handle(.greeted(1, SocketModeHello()))
        bench.live([1], .seconds(10))
        #expect(bench.handle(.told(1, .warning)) == [])
        #expect(bench.wait(.milliseconds(250)) == [.openURL])
        // What failed before is forgotten only once a socket has lasted.
        _ = bench.handle(.urlFailed(retryAfter: nil))
        bench.live([1], .seconds(25))
        #expect(bench.wait(.seconds(4.9)) == [])
        #expect(bench.wait(.seconds(0.1)) == [.openURL])
    }

    @Test("a refusal that lies in the app's settings is looked at slowly, and said")
    func denied() {
        var bench = Bench()
        _ = bench.handle(.start)
        #expect(bench.notices(.urlDenied(code: "missing_args")) == [.denied(code: "missing_args")])
        #expect(bench.wait(.seconds(74)) == [])
        #expect(bench.wait(.seconds(1)) == [.openURL])
    }
}

@Suite struct WatchingSockets {
    @Test("ten seconds of silence make a ping, another ten another, twenty-five the end")
    func silence() {
        var bench = Bench.serving()
        #expect(bench.wait(.milliseconds(9900)) == [])
        #expect(bench.wait(.milliseconds(100)) == [.ping(1)])
        #expect(bench.wait(.milliseconds(9900)) == [])
        #expect(bench.wait(.milliseconds(100)) == [.ping(1)])
        #expect(bench.wait(.milliseconds(4900)) == [])
        #expect(bench.wait(.milliseconds(100)) == [.abort(1)])
        #expect(bench.wait(.seconds(0.25)) == [.openURL])
        #expect(bench.machine.socketCount == 1)
    }

    @Test("any sign of life counts")
    func life() {
        var bench = Bench.serving(life: nil)
        for _ in 0..<100 {
            #expect(bench.wait(.seconds(10)) == [.ping(1)])
            #expect(bench.handle(.heard(1)) == [])
        }
    }

    @Test("a computer that slept for an hour begins anew at once")
    func sleep() {
        var bench = Bench.serving()
        bench.live([1], .seconds(90))
        #expect(bench.wait(.seconds(3600)) == [.abort(1)])
        #expect(bench.wait(.seconds(0.25)) == [.openURL])
    }

    @Test("a socket that is never greeted is given up after twenty seconds")
    func neverGreeted() {
        var bench = Bench()
        _ = bench.handle(.start)
        _ = bench.handle(.urlOpened("wss://one"))
        #expect(bench.wait(.milliseconds(19_900)) == [])
        #expect(bench.wait(.milliseconds(100)) == [.abort(1)])
    }

    @Test("late and repeated words about a socket that is gone change nothing")
    func stale() {
        var bench = Bench.serving()
        _ = bench.handle(.ended(1, retryAfter: nil))
        let before = bench.machine
        for event in [
            .heard(1), .greeted(1, SocketModeHello()), .told(1, .warning), .told(1, .tooManyWebSockets), .closing(1),
            .ended(1, retryAfter: .seconds(9)),
        ] as [SocketModeEvent] { #expect(bench.handle(event) == []) }
        #expect(bench.machine == before)
    }

    @Test("stop closes what is open and an address that comes late is not used")
    func stop() {
        var bench = Bench.serving()
        _ = bench.handle(.told(1, .warning))
        _ = bench.wait(.seconds(1))
        #expect(bench.handle(.stop) == [.close(1)])
        #expect(bench.handle(.urlOpened("wss://late")) == [])
        #expect(!bench.machine.isFinished)
        #expect(bench.handle(.ended(1, retryAfter: nil)) == [])
        #expect(bench.machine.isFinished)
    }
}
