import Bot
import SlackSandbox
import Store
import Testing

/// Envelopes that come twice, late, huge or broken. In all of them: everything is handled exactly once, and acked.
@Suite(.timeLimit(.minutes(2))) struct EnvelopeTests {
    @Test("the same envelope twice")
    func duplicates() async throws {
        try await withScenario { scenario, replicas in
            await scenario.set(.duplicateEnvelopes)
            try await scenario.say(20)
            try await scenario.everythingHandledOnce(by: replicas)
        }
    }

    @Test("the same event again with a new envelope, because acks were lost")
    func retries() async throws {
        try await withScenario {
            $0.timing.ackDeadline = .milliseconds(300)
        } _: { scenario, replicas in
            await scenario.set(.acksLost)
            try await scenario.say(10)
            _ = try await eventually("a third envelope for each") {
                await scenario.sandbox.deliveries().allSatisfy { $0.envelopes >= 3 } ? true : nil
            }
            await scenario.set(.acksLost, false)
            try await scenario.everythingHandledOnce(by: replicas)
        }
    }

    @Test("events that happened while there was no socket are handled although they say retry_attempt 1")
    func missed() async throws {
        try await withWorkspace { scenario in
            try await scenario.say(5)
            try await scenario.withReplicas { replicas in
                let deliveries = try await scenario.everythingHandledOnce(by: replicas)
                #expect(deliveries.count == 5)
            }
        }
    }

    @Test("envelopes of 300 KB in TLS records of odd sizes")
    func oddRecords() async throws {
        try await withScenario { scenario, replicas in
            await scenario.set(.oddRecords)
            try await scenario.say(10)
            try await scenario.everythingHandledOnce(by: replicas)
        }
    }

    @Test("malformed JSON, a binary frame, an unknown type, a payload of the wrong shape: acked where they have an id")
    func malformed() async throws {
        try await withScenario { scenario, replicas in
            await scenario.set(.malformedEnvelopes)
            try await scenario.say(10)
            let deliveries = try await scenario.everythingHandledOnce(by: replicas)
            #expect(deliveries.filter { $0.name == "rubbish" }.count == 30)
            // Kept for the operator, with their text.
            let parked = try await replicas[0].store.read { try $0.parkedDeliveries(limit: 100) }
            #expect(parked.count == 20 && parked.allSatisfy { $0.kind == "slack.unreadable" })
            #expect(parked.filter { $0.body.contains("broken") }.count == 10)
            #expect(parked.filter { $0.body.contains("no_such_type") }.count == 10)
            #expect(await scenario.sandbox.sockets().greeted == 1)
        }
    }
}
