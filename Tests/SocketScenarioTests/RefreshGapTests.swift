import BotTestKit
import Foundation
import SlackSandbox
import Testing

/// How long is the gap of a refresh? Replaces the socket once a second under a steady stream of events, and counts.
/// `DD0C_REFRESH_SECONDS` and `DD0C_REFRESH_RATE` make it longer and faster than the tests need.
@Suite(.timeLimit(.minutes(5))) struct RefreshGapTests {
    private static func setting(_ name: String, _ usual: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? usual
    }

    @Test("under a steady stream, with a refresh every second, every event goes out once and is acked")
    func gap() async throws {
        let seconds = Self.setting("DD0C_REFRESH_SECONDS", 4)
        let rate = Self.setting("DD0C_REFRESH_RATE", 50)
        try await withScenario {
            // Warned after 1.05 s, closed after 2 s: the next one is warned once the one before it is gone.
            $0.timing.connectionLife = .seconds(2)
            $0.timing.warning = .milliseconds(950)
            $0.timing.ackDeadline = .seconds(10)
        } _: { scenario, replicas in
            try await scenario.whileTalking(every: .microseconds(1_000_000 / rate)) {
                try await Task.sleep(for: .seconds(seconds))
            }
            let deliveries = try await scenario.everythingHandledOnce(by: replicas, within: .seconds(240))
            let sockets = await scenario.sandbox.sockets()
            let repeated = deliveries.count(where: { $0.envelopes > 1 })
            let delays = deliveries.compactMap(\.ackDelay)
            let lost = deliveries.count - delays.count
            print(
                "\(seconds) s, \(rate) events/s, \(sockets.greeted - 1) refreshes: \(deliveries.count) events, "
                    + "\(lost) lost, \(repeated) sent again; acked after \(Spread(delays))")
            #expect(sockets.greeted >= seconds - 1 && sockets.most == 2)
            #expect(lost == 0 && repeated == 0)
        }
    }
}
