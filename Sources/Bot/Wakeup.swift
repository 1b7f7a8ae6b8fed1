import Locking

/// A bell that one worker listens to. Rung while nobody listens, it is heard at once by the next who does; rung often,
/// it is heard once.
package final class Wakeup: Sendable {
    private enum State {
        case silent
        case rung
        case listening(number: Int, CheckedContinuation<Void, Never>)
    }

    private let state = Lock<(State, listeners: Int, rings: Int)>((.silent, 0, 0))

    package init() {}

    /// How often it was rung so far; `nudge` does not count.
    package var rings: Int { state.withLock { $0.rings } }

    /// Wakes the listener, for there is something new.
    package func ring() { wake(counting: 1) }

    /// Wakes the listener, who knows of what there is.
    package func nudge() { wake(counting: 0) }

    private func wake(counting rings: Int) {
        let listener = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.rings += rings
            guard case .listening(_, let continuation) = state.0 else {
                state.0 = .rung
                return nil
            }
            state.0 = .silent
            return continuation
        }
        listener?.resume()
    }

    /// Waits until the bell rings, `limit` has passed or the task is cancelled, whichever is first. One listener at a
    /// time.
    package func wait(atMost limit: Duration, sleep: @escaping @Sendable (Duration) async throws -> Void) async {
        // Rung already: no timer need be set for that.
        guard !hear() else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.wait() }
            group.addTask {
                do {
                    try await sleep(limit)
                } catch {
                    return  // Cancelled: the bell rang first.
                }
            }
            await group.next()
            group.cancelAll()
        }
    }

    /// Whether it was rung while nobody listened; from now on that counts as heard.
    private func hear() -> Bool {
        state.withLock { state in
            guard case .rung = state.0 else { return false }
            state.0 = .silent
            return true
        }
    }

    /// Waits until the bell rings or the task is cancelled.
    package func wait() async {
        let number = state.withLock { state in
            state.listeners += 1
            return state.listeners
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let woken = state.withLock { state -> CheckedContinuation<Void, Never>? in
                    if case .rung = state.0 {
                        state.0 = .silent
                        return continuation
                    }
                    guard !Task.isCancelled else { return continuation }
                    // A second listener wakes the first, who looks for work in vain: better than never being woken.
                    let earlier: CheckedContinuation<Void, Never>? =
                        if case .listening(_, let earlier) = state.0 { earlier } else { nil }
                    state.0 = .listening(number: number, continuation)
                    return earlier
                }
                woken?.resume()
            }
        } onCancel: {
            let listener = state.withLock { state -> CheckedContinuation<Void, Never>? in
                guard case .listening(number, let continuation) = state.0 else { return nil }
                state.0 = .silent
                return continuation
            }
            listener?.resume()
        }
    }
}
