/// Cancels one piece of work, whether it has begun or not.
package final class KillSwitch: Sendable {
    private let bell = Wakeup()

    package init() {}

    /// Cancels the work.
    package func pull() { bell.ring() }

    /// Runs `body`; its task is cancelled when the switch is pulled.
    package func run<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) async -> Value {
        await withTaskGroup(of: Value?.self) { group in
            group.addTask { await body() }
            group.addTask {
                await self.bell.wait()
                return nil
            }
            var outcome: Value?
            // The bell wakes us first when the switch is pulled; the work then ends because it is cancelled.
            while outcome == nil, let next = await group.next() {
                outcome = next
                group.cancelAll()
            }
            guard let outcome else { preconditionFailure("the work always gives a value") }
            return outcome
        }
    }
}
