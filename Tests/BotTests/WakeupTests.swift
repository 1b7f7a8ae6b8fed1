import Bot
import Testing

@Suite(.timeLimit(.minutes(1))) struct WakeupTests {
    private let longTime: @Sendable (Duration) async throws -> Void = { _ in try await Task.sleep(for: .seconds(600)) }

    @Test func rungBeforeAnyoneListens() async {
        let bell = Wakeup()
        bell.ring()
        bell.ring()
        await bell.wait(atMost: .seconds(600), sleep: longTime)
    }

    @Test func rungWhileSomebodyListens() async {
        let bell = Wakeup()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await bell.wait(atMost: .seconds(600), sleep: longTime) }
            group.addTask {
                await Task.yield()
                bell.ring()
            }
        }
    }

    @Test func endsAfterTheLimitAndWhenCancelled() async {
        let bell = Wakeup()
        await bell.wait(atMost: .milliseconds(1)) { try await Task.sleep(for: $0) }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await bell.wait(atMost: .seconds(600), sleep: longTime) }
            group.cancelAll()
        }
        // The cancelled listener has not used up the bell.
        bell.ring()
        await bell.wait(atMost: .seconds(600), sleep: longTime)
    }

    @Test func aSecondListenerLeavesNobodyBehind() async {
        let bell = Wakeup()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<10 { group.addTask { await bell.wait() } }
            group.addTask {
                for _ in 0..<10_000 {
                    bell.ring()
                    await Task.yield()
                    if Task.isCancelled { return }
                }
            }
            for _ in 0..<10 { await group.next() }
            group.cancelAll()
        }
    }

    @Test func theKillSwitchCancels() async {
        let killSwitch = KillSwitch()
        killSwitch.pull()
        let wasCancelled = await killSwitch.run {
            do {
                try await Task.sleep(for: .seconds(600))
                return false
            } catch {
                return true
            }
        }
        #expect(wasCancelled)
    }
}
