import SlackSandbox
import Testing

/// Sockets and handshakes that fail. In all of them: every event is handled exactly once, and acked.
@Suite(.timeLimit(.minutes(2))) struct BrokenSocketTests {
    @Test("a reset")
    func reset() async throws {
        try await withScenario { scenario, replicas in
            try await scenario.whileTalking {
                await scenario.set(.socketReset)
                try await scenario.sockets("another socket") { $0.greeted == 2 && $0.ended == 1 }
            }
            try await scenario.everythingHandledOnce(by: replicas)
        }
    }

    @Test("a stall: the sockets stay open, nothing is read or written, new ones are no better")
    func stall() async throws {
        try await withScenario { scenario, replicas in
            try await scenario.whileTalking {
                await scenario.set(.socketStall)
                try await scenario.sockets("two further attempts") { $0.greeted >= 3 }
                await scenario.set(.socketStall, false)
            }
            try await scenario.everythingHandledOnce(by: replicas)
        }
    }

    @Test("a half-open peer: the other side has forgotten the socket, ours stays open")
    func halfOpen() async throws {
        try await withScenario { scenario, replicas in
            try await scenario.whileTalking {
                let start = ContinuousClock.now
                await scenario.set(.halfOpen)
                try await scenario.sockets("another socket") { $0.greeted == 2 }
                #expect(ContinuousClock.now - start > .milliseconds(700))
            }
            try await scenario.everythingHandledOnce(by: replicas)
        }
    }

    @Test("dropped pongs: a socket on which nothing comes is given up, one on which something comes is not")
    func droppedPongs() async throws {
        try await withScenario { scenario, replicas in
            await scenario.set(.pongsDropped)
            try await scenario.whileTalking {
                // Events are life as well.
                try await Task.sleep(for: .milliseconds(1300))
                #expect(await scenario.sandbox.sockets().greeted == 1)
            }
            try await scenario.sockets("the end of the silent socket, and another") {
                $0.greeted >= 2 && $0.ended >= 1
            }
            await scenario.set(.pongsDropped, false)
            try await scenario.say(3)
            try await scenario.everythingHandledOnce(by: replicas)
        }
    }

    @Test("409 at the handshake")
    func conflict() async throws {
        try await withScenario { scenario, replicas in
            await scenario.set(.openConflict)
            try await scenario.whileTalking {
                await scenario.set(.socketReset)
                try await scenario.sockets("two refusals") { $0.refused >= 2 }
                await scenario.set(.openConflict, false)
                try await scenario.sockets("another socket") { $0.greeted == 2 }
            }
            try await scenario.everythingHandledOnce(by: replicas)
        }
    }

    @Test("429 at the handshake: Retry-After is obeyed")
    func rateLimit() async throws {
        try await withScenario { scenario, replicas in
            await scenario.set(.openRateLimit)
            try await scenario.whileTalking {
                await scenario.set(.socketReset)
                try await scenario.sockets("two refusals") { $0.refused >= 2 }
                await scenario.set(.openRateLimit, false)
                try await scenario.sockets("another socket") { $0.greeted == 2 }
            }
            let refusals = await scenario.moments("handshake", "refused")
            #expect(zip(refusals, refusals.dropFirst()).allSatisfy { $1 - $0 >= 950 }, "\(refusals)")
            try await scenario.everythingHandledOnce(by: replicas)
        }
    }

    @Test("an address whose ticket was used before: refused, and another one asked for")
    func reusedTicket() async throws {
        try await withScenario { scenario, replicas in
            await scenario.set(.ticketReused)
            try await scenario.whileTalking {
                await scenario.set(.socketReset)
                try await scenario.sockets("two refusals") { $0.refused >= 2 }
                await scenario.set(.ticketReused, false)
                try await scenario.sockets("another socket") { $0.greeted == 2 }
            }
            #expect(await scenario.moments("handshake", "bad ticket").count >= 2)
            try await scenario.everythingHandledOnce(by: replicas)
        }
    }

    @Test("Slack is down: 503 everywhere, and then it is back")
    func down() async throws {
        try await withScenario { scenario, replicas in
            try await scenario.whileTalking {
                await scenario.set(.slackDown)
                try await scenario.sockets("the end of the socket") { $0.ended == 1 }
                try await Task.sleep(for: .milliseconds(500))
                await scenario.set(.slackDown, false)
                try await scenario.sockets("another socket") { $0.greeted == 2 }
            }
            try await scenario.everythingHandledOnce(by: replicas)
        }
    }

    @Test("the program is stopped and started again: what was stored and not acked is known when it comes again")
    func restart() async throws {
        try await withWorkspace { scenario in
            await scenario.set(.acksLost)
            try await scenario.withReplicas { replicas in
                try await scenario.say(5)
                _ = try await eventually("the rows") { try replicas[0].rows().count == 5 ? true : nil }
            }
            await scenario.set(.acksLost, false)
            try await scenario.withReplicas { replicas in
                try await scenario.say(2)
                let deliveries = try await scenario.everythingHandledOnce(by: replicas)
                #expect(deliveries.prefix(5).allSatisfy { $0.envelopes >= 2 })
            }
        }
    }
}
