import Locking

/// Bounds how many envelopes are handled at a time, and tells when none is.
final class EnvelopeSlots: Sendable {
    private struct State {
        var used = 0
        var waiters: [CheckedContinuation<Void, Never>] = []
        var idleWaiters: [CheckedContinuation<Void, Never>] = []
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
            defer { state.idleWaiters = [] }
            return state.idleWaiters
        }
        for continuation in resumed { continuation.resume() }
    }

    /// Waits until no slot is used, for so long at most.
    func waitUntilIdle(atMost span: Duration) async {
        async let _: Void = {
            do {
                try await Task.sleep(for: span)
            } catch {
                return  // Idle in time.
            }
            self.stopWaiting()
        }()
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.used > 0 { state.idleWaiters.append(continuation) }
                return state.used == 0
            }
            if isIdle { continuation.resume() }
        }
    }

    private func stopWaiting() {
        let resumed = state.withLock { state in
            defer { state.idleWaiters = [] }
            return state.idleWaiters
        }
        for continuation in resumed { continuation.resume() }
    }
}
