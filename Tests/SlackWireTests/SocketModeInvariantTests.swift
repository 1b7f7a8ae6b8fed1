import SlackWire
import Testing

@Suite struct MachineInvariants {
    /// A peer of the machine's effects that does everything in every order.
    private struct World {
        var open: Set<SocketID> = []
        var pendingURL = false
        var isStopped = false

        /// - Returns: what the effect breaks, if anything.
        mutating func check(_ effect: SocketModeEffect) -> String? {
            switch effect {
            case .openURL:
                defer { pendingURL = true }
                if isStopped { return "opens after the stop" }
                return pendingURL ? "two addresses at a time" : nil
            case .connect(let id, _):
                if isStopped { return "connects after the stop" }
                return open.insert(id).inserted && open.count <= 2 ? nil : "more than two sockets, or one twice"
            case .ping(let id), .close(let id), .abort(let id):
                return open.contains(id) ? nil : "acts on a socket that is gone"
            case .fatal:
                isStopped = true
                return nil
            case .notice:
                return nil
            }
        }
    }

    @Test(
        "over random events: two sockets and one address at most, no work after the stop, always a way on",
        arguments: 0..<50)
    func random(_ seed: UInt64) {
        var generator = SplitMix(state: seed)
        var machine = SocketModeMachine()
        var world = World()
        var now = Duration.zero
        func feed(_ event: SocketModeEvent) {
            let jitter = Double.random(in: 0..<1, using: &generator)
            for effect in machine.handle(event, at: now, jitter: jitter) {
                if let broken = world.check(effect) { Issue.record("seed \(seed): \(broken) at \(now) on \(event)") }
            }
        }
        feed(.start)
        for _ in 0..<2000 {
            now += .milliseconds(Int.random(in: 0...4000, using: &generator))
            let id = world.open.randomElement(using: &generator) ?? Int.random(in: 1...9, using: &generator)
            switch Int.random(in: 0..<100, using: &generator) {
            case 0..<30 where world.pendingURL:
                world.pendingURL = false
                feed(Bool.random(using: &generator) ? .urlOpened("wss://x") : .urlFailed(retryAfter: nil))
            case 30..<50: feed(.greeted(id, SocketModeHello(approximateLife: .seconds(60))))
            case 50..<60:
                let reasons: [SocketModeDisconnectReason] = [
                    .warning, .refreshRequested, .tooManyWebSockets, .linkDisabled,
                ]
                feed(.told(id, reasons.randomElement(using: &generator) ?? .warning))
            case 60..<65: feed(.closing(id))
            case 65..<75:
                world.open.remove(id)
                feed(.ended(id, retryAfter: Bool.random(using: &generator) ? .seconds(3) : nil))
            case 75..<90: feed(.heard(id))
            default: feed(.tick)
            }
            // Something is on its way, or a moment is known at which the machine goes on.
            let goesOn = world.pendingURL || machine.deadline != nil || !world.open.isEmpty
            if machine.socketCount != world.open.count || !goesOn {
                Issue.record("seed \(seed): \(machine) against \(world.open) at \(now)")
            }
        }
        world.isStopped = true
        feed(.stop)
        for id in world.open.sorted() {
            world.open.remove(id)
            feed(.ended(id, retryAfter: nil))
        }
        #expect(machine.isFinished)
    }
}
