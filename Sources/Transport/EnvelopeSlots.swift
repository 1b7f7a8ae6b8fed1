import Locking

/// Bounds how many envelopes are handled at a time, and tells when none is.
final class EnvelopeSlots: Sendable {
    private struct State {
        var used = 0
        var waiters: [CheckedContinuation<Void, Never>] = []
        var idleWaiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var lastIdleWaiter = 0
    }

    private let limit: Int
    private let state = Lock(State())

    init(limit: Int) { self.limit = max(1, limit) }

    /// Takes a slot, waiting for one in turn. Every slot must be released.
    func acquire() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.used < limit else {
                    state.waiters.append(continuation)
                    return false
                }
                state.used += 1
                return true
            }
            if isFree { continuation.resume() }
        }
    }

    /// Gives a slot back, to whoever waits longest.
    func release() {
        let resumed = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            guard state.waiters.isEmpty else { return [state.waiters.removeFirst()] }
            state.used -= 1
            guard state.used == 0 else { return [] }
            defer { state.idleWaiters = [:] }
            return Array(state.idleWaiters.values)
        }
        for continuation in resumed { continuation.resume() }
    }

    /// Waits until no slot is used, for so long at most, or until the task is cancelled.
    func waitUntilIdle(atMost span: Duration) async {
        let number = state.withLock { state in
            state.lastIdleWaiter += 1
            return state.lastIdleWaiter
        }
        let isOver = Lock(false)
        async let _: Void = {
            defer { self.stopWaiting(number, isOver) }
            do {
                try await Task.sleep(for: span)
            } catch {
                return  // Idle in time, or cancelled.
            }
        }()
        await withCheckedContinuation { continuation in
            let mustWait = state.withLock { state in
                guard state.used > 0, !isOver.withLock({ $0 }) else { return false }
                state.idleWaiters[number] = continuation
                return true
            }
            if !mustWait { continuation.resume() }
        }
    }

    private func stopWaiting(_ number: Int, _ isOver: Lock<Bool>) {
        let waiter = state.withLock { state in
            isOver.withLock { $0 = true }
            return state.idleWaiters.removeValue(forKey: number)
        }
        waiter?.resume()
    }
}
