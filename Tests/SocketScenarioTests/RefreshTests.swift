import SlackSandbox
import SlackWire
import Testing
import Transport

/// Sockets that Slack or we replace. In all of them: every event is handled exactly once, and acked.
@Suite(.timeLimit(.minutes(2))) struct RefreshTests {
    /// So that an event goes out a second time only if it was lost, and not because the machine is busy.
    private func patient(_ workspace: inout SandboxConfiguration) { workspace.timing.ackDeadline = .seconds(10) }

    @Test("on a warning nothing is lost, repeated or late: each event goes out once and is acked")
    func warning() async throws {
        try await withScenario(patient) { scenario, replicas in
            try await scenario.whileTalking {
                await scenario.set(.refresh)
                try await scenario.sockets("the replacement and the end of the old socket") {
                    $0.greeted == 2 && $0.ended == 1
                }
            }
            let deliveries = try await scenario.everythingHandledOnce(by: replicas)
            #expect(deliveries.allSatisfy { $0.envelopes == 1 })
            #expect(await scenario.sandbox.sockets().most == 2)
        }
    }

    @Test("refresh_requested with the close at its heels")
    func abrupt() async throws {
        try await withScenario { scenario, replicas in
            try await scenario.whileTalking {
                await scenario.set(.refreshAbrupt)
                try await scenario.sockets("the replacement") { $0.greeted == 2 && $0.ended == 1 }
            }
            try await scenario.everythingHandledOnce(by: replicas)
            #expect(await scenario.sandbox.sockets().most <= 2)
        }
    }

    @Test("at nine tenths of the announced life, before Slack says a word")
    func ownAccord() async throws {
        try await withScenario {
            patient(&$0)
            $0.timing.connectionLife = .seconds(4)
            $0.timing.warning = .milliseconds(50)
        } _: { scenario, replicas in
            try await scenario.whileTalking {
                // Greeted while the first, which lives for four seconds, has not been told to go.
                try await scenario.sockets("the replacement") { $0.greeted == 2 }
                #expect(await scenario.moments("disconnect", "warning").isEmpty)
                try await scenario.sockets("the end of the old socket") { $0.ended == 1 }
            }
            let deliveries = try await scenario.everythingHandledOnce(by: replicas)
            #expect(deliveries.allSatisfy { $0.envelopes == 1 })
            #expect(await scenario.sandbox.sockets().most == 2)
        }
    }

    @Test("an old socket that Slack forgets to close is drained and then closed by us")
    func drained() async throws {
        try await withScenario(client: { $0.timing.drain = .milliseconds(500) }) { scenario, replicas in
            try await scenario.whileTalking {
                await scenario.set(.refreshLate)
                try await scenario.sockets("the end of the old socket") { $0.greeted == 2 && $0.ended == 1 }
            }
            try await scenario.everythingHandledOnce(by: replicas)
            #expect(await scenario.sandbox.sockets().most == 2)
        }
    }

    @Test("a server that never closes TCP: we do, a second after the close handshake")
    func tcpKeptOpen() async throws {
        try await withScenario { scenario, replicas in
            await scenario.set(.tcpKeptOpen)
            try await scenario.whileTalking {
                let start = ContinuousClock.now
                await scenario.set(.refreshAbrupt)
                try await scenario.sockets("the end of the old socket") { $0.ended == 1 }
                let span = ContinuousClock.now - start
                #expect(span > .milliseconds(900) && span < .seconds(10), "\(span)")
            }
            try await scenario.everythingHandledOnce(by: replicas)
        }
    }

    @Test("two replicas are connected at once, share the events and refresh beside each other")
    func replicas() async throws {
        try await withWorkspace(patient) { scenario in
            try await scenario.withReplicas(2) { replicas in
                try await scenario.whileTalking {
                    await scenario.set(.refresh)
                    try await scenario.sockets("two replacements") { $0.greeted == 4 && $0.ended == 2 }
                }
                let deliveries = try await scenario.everythingHandledOnce(by: replicas)
                #expect(deliveries.allSatisfy { $0.envelopes == 1 })
                for replica in replicas { #expect(try !replica.rows().isEmpty) }
                #expect(await scenario.sandbox.sockets().most == 4)
            }
        }
    }

    @Test("Socket Mode switched off: asked about slowly, and on again as soon as it is")
    func disabled() async throws {
        try await withScenario { scenario, replicas in
            await scenario.set(.linkDisabled)
            try await scenario.sockets("the end of the socket") { $0.ended == 1 }
            try await scenario.say(3)
            _ = try await eventually("three refusals") {
                await scenario.moments("apps.connections.open", "socket_mode_not_enabled").count >= 3 ? true : nil
            }
            await scenario.set(.linkDisabled, false)
            try await scenario.everythingHandledOnce(by: replicas)
            let refusals = await scenario.moments("apps.connections.open", "socket_mode_not_enabled")
            #expect(zip(refusals, refusals.dropFirst()).allSatisfy { $1 - $0 >= 290 }, "\(refusals)")
        }
    }
}
