import Bot
import CLinux
import Glibc
import Locking
import RunbookModel

/// Waits for the ends of keepers, all on one thread, which is there only while there is something to wait for.
final class KeeperWatch: Sendable {
    /// One keeper that is waited for.
    final class Vigil: Sendable {
        fileprivate struct State {
            var isStopAsked = false
            var isLetGo = false
            var outcome: Bool?
            var continuation: CheckedContinuation<Bool, Never>?
        }

        fileprivate let keeper: ProcessIdentity
        /// A pidfd; -1 where the kernel has none.
        fileprivate let descriptor: Int32
        fileprivate let state = Lock(State())

        fileprivate init(_ keeper: ProcessIdentity) {
            self.keeper = keeper
            descriptor = dd_pidfd_open(keeper.pid)
        }

        deinit { if descriptor >= 0 { close(descriptor) } }

        /// Waits until the keeper is gone.
        /// - Returns: `false` when it was let go before.
        func end() async -> Bool {
            await withCheckedContinuation { continuation in
                let outcome = state.withLock { state -> Bool? in
                    if state.outcome == nil { state.continuation = continuation }
                    return state.outcome
                }
                if let outcome { continuation.resume(returning: outcome) }
            }
        }

        fileprivate func conclude(_ outcome: Bool) {
            let continuation = state.withLock { state in
                state.outcome = outcome
                return state.continuation.take()
            }
            continuation?.resume(returning: outcome)
        }

        /// Whether the process is still the keeper, and not another one that has its number now.
        fileprivate var isThere: Bool { ProcessTable.identity(of: keeper.pid) == keeper }
    }

    private struct State {
        var vigils: [ObjectIdentifier: Vigil] = [:]
        var isRunning = false
    }

    /// How long a keeper may take to end what it keeps, before it is ended itself.
    private let patience: Duration
    private let state = Lock(State())
    private let wake: Int32

    init(patience: Duration) {
        self.patience = patience
        wake = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        precondition(wake >= 0, "no event can be made: \(ErrorText.of(errno))")
    }

    deinit { close(wake) }

    /// Keepers that are waited for.
    var count: Int { state.withLock(\.vigils.count) }

    /// Begins to wait for a keeper.
    func keep(_ keeper: ProcessIdentity) -> Vigil {
        let vigil = Vigil(keeper)
        // Looked at after the pidfd was opened: from here on the number cannot be given to another unnoticed.
        guard vigil.isThere else {
            Self.reap(keeper)
            vigil.conclude(true)
            return vigil
        }
        let mustStart = state.withLock { state in
            state.vigils[ObjectIdentifier(vigil)] = vigil
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if mustStart { OwnThread.start(named: "keepers") { self.run() } } else { ring() }
        return vigil
    }

    /// Asks a keeper to end its command.
    func stop(_ vigil: Vigil) {
        vigil.state.withLock { $0.isStopAsked = true }
        ring()
    }

    /// Stops waiting for all keepers; they go on.
    func letGo() {
        let vigils = state.withLock { $0.vigils.values }
        for vigil in vigils { vigil.state.withLock { $0.isLetGo = true } }
        ring()
    }

    private func ring() {
        var one: UInt64 = 1
        // Fails only when the counter is full, and then the thread is awake anyway.
        _ = write(wake, &one, 8)
    }

    // MARK: On the thread

    private func run() {
        /// When each keeper that was asked to end its command is ended itself.
        var deadlines: [ObjectIdentifier: ContinuousClock.Instant] = [:]
        while true {
            let vigils = state.withLock { state -> [Vigil] in
                if state.vigils.isEmpty { state.isRunning = false }
                return Array(state.vigils.values)
            }
            if vigils.isEmpty { return }
            let ready = poll(vigils, deadlines)
            for vigil in vigils { attend(to: vigil, isReady: ready.contains(ObjectIdentifier(vigil)), &deadlines) }
        }
    }

    private func poll(_ vigils: [Vigil], _ deadlines: [ObjectIdentifier: ContinuousClock.Instant])
        -> Set<ObjectIdentifier>
    {
        var entries = vigils.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        entries.append(pollfd(fd: wake, events: Int16(POLLIN), revents: 0))
        var wait = deadlines.values.min().map { Int32(clamping: max(0, ($0 - .now).wholeMilliseconds + 1)) } ?? -1
        // Without a pidfd (kernels before 5.3) the end is asked for again and again.
        if vigils.contains(where: { $0.descriptor < 0 }) { wait = wait < 0 ? 20 : min(wait, 20) }
        // Interrupted or failed: nothing is ready, and the deadlines are looked at again.
        guard Glibc.poll(&entries, nfds_t(entries.count), wait) > 0 else { return [] }
        if entries[vigils.count].revents != 0 {
            var count: UInt64 = 0
            _ = read(wake, &count, 8)
        }
        let ready = zip(vigils, entries).filter { $0.descriptor >= 0 && $1.revents != 0 }
        return Set(ready.map { ObjectIdentifier($0.0) })
    }

    private func attend(
        to vigil: Vigil, isReady: Bool, _ deadlines: inout [ObjectIdentifier: ContinuousClock.Instant]
    ) {
        let id = ObjectIdentifier(vigil)
        let (isStopAsked, isLetGo) = vigil.state.withLock { ($0.isStopAsked, $0.isLetGo) }
        if isReady || (vigil.descriptor < 0 && !vigil.isThere) {
            Self.reap(vigil.keeper)
            return end(vigil, true, &deadlines)
        }
        if isLetGo { return end(vigil, false, &deadlines) }
        guard isStopAsked else { return }
        if let deadline = deadlines[id] {
            guard ContinuousClock.now >= deadline else { return }
            deadlines[id] = .now + patience
            signal(vigil, SIGKILL)
        } else {
            deadlines[id] = .now + patience
            signal(vigil, SIGTERM)
        }
    }

    /// A keeper has no parent any more. Where this program is the first of a container, it is given to us.
    private static func reap(_ keeper: ProcessIdentity) { waitpid(keeper.pid, nil, WNOHANG) }

    private func signal(_ vigil: Vigil, _ number: Int32) {
        if vigil.descriptor >= 0 {
            // Fails when it has just ended, which is what was wanted.
            _ = dd_pidfd_send_signal(vigil.descriptor, number)
        } else if vigil.isThere {
            _ = kill(vigil.keeper.pid, number)
        }
    }

    private func end(
        _ vigil: Vigil, _ outcome: Bool, _ deadlines: inout [ObjectIdentifier: ContinuousClock.Instant]
    ) {
        deadlines[ObjectIdentifier(vigil)] = nil
        state.withLock { _ = $0.vigils.removeValue(forKey: ObjectIdentifier(vigil)) }
        vigil.conclude(outcome)
    }
}
