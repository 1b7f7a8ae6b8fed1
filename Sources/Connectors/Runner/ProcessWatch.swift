import CLinux
import Glibc
import Locking
import RunbookModel

/// Watches one process on a thread of its own: reads what it prints, holds the time limit, and sees to it that
/// nothing of its process group is left at the end.
final class ProcessWatch: Sendable {
    /// What could not be made.
    struct SetupFailure: Error, CustomStringConvertible {
        var what: String
        var code: Int32

        var description: String {
            "No \(what) for the command: \(String(cString: strerror(code))). Too many files may be open."
        }
    }

    private struct State {
        var writeEnd: Int32?
        var end: AttemptResult?
    }

    let marker: String
    let output: OutputBuffer
    let writeEnd: Int32
    private let readEnd: Int32
    /// Readable once `stop` was called.
    private let wake: Int32
    private let timeLimit: Duration
    private let grace: Duration
    private let drain: Duration
    private let state: Lock<State>

    init(marker: String, timeLimit: Duration, grace: Duration, drain: Duration, outputBytes: Int) throws(SetupFailure) {
        var ends: [Int32] = [-1, -1]
        guard dd_pipe_cloexec(&ends) == 0 else { throw SetupFailure(what: "pipe", code: errno) }
        wake = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        guard wake >= 0 else {
            let code = errno
            close(ends[0])
            close(ends[1])
            throw SetupFailure(what: "event", code: code)
        }
        (readEnd, writeEnd) = (ends[0], ends[1])
        state = Lock(State(writeEnd: ends[1], end: nil))
        output = OutputBuffer(limit: outputBytes)
        self.marker = marker
        self.timeLimit = timeLimit
        self.grace = grace
        self.drain = drain
        // The thread reads only when there is something, but what it was told of may be gone by then.
        _ = fcntl(readEnd, F_SETFL, O_NONBLOCK)
    }

    deinit {
        closeWriteEnd()
        close(readEnd)
        close(wake)
    }

    /// How the process ended; `nil` until then.
    var end: AttemptResult? { state.withLock(\.end) }

    /// Closes our copy of the end that the process writes to, so that the end of its output can be seen.
    func closeWriteEnd() {
        if let descriptor = state.withLock({ $0.writeEnd.take() }) { close(descriptor) }
    }

    /// Asks for the end of the process group. May be called from anywhere, at any time, also before the process
    /// exists.
    func stop() {
        var one: UInt64 = 1
        // Fails only when the counter is full, and then the thread is awake anyway.
        _ = write(wake, &one, 8)
    }

    /// Returns when the process and its group are gone and its output is read. The process is not reaped.
    /// - Parameter descriptor: a pidfd of the process.
    func watch(_ pid: pid_t, descriptor: Int32) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            OwnThread.start(named: "command") {
                var vigil = Vigil(
                    pid: pid, process: descriptor, pipe: self.readEnd, wake: self.wake, marker: self.marker,
                    limit: .now + self.timeLimit, grace: self.grace, drain: self.drain)
                let end = vigil.keep(into: self.output)
                self.state.withLock { $0.end = end }
                continuation.resume()
            }
        }
    }
}

/// The watch as its thread sees it.
private struct Vigil {
    let pid: pid_t
    let process: Int32
    let pipe: Int32
    let wake: Int32
    let marker: String
    let limit: ContinuousClock.Instant
    let grace: Duration
    let drain: Duration

    /// Why the process is being ended before its time.
    private var reason: AttemptResult?
    private var killAt: ContinuousClock.Instant?
    private var drainUntil: ContinuousClock.Instant?
    private var exit: AttemptResult?
    private var pipeIsOpen = true
    private var chunk = [UInt8](repeating: 0, count: 64 << 10)

    init(
        pid: pid_t, process: Int32, pipe: Int32, wake: Int32, marker: String, limit: ContinuousClock.Instant,
        grace: Duration, drain: Duration
    ) {
        self.pid = pid
        self.process = process
        self.pipe = pipe
        self.wake = wake
        self.marker = marker
        self.limit = limit
        self.grace = grace
        self.drain = drain
    }

    mutating func keep(into output: OutputBuffer) -> AttemptResult {
        while true {
            if let exit, !pipeIsOpen || ContinuousClock.now >= drainUntil ?? .now { return reason ?? exit }
            let ready = poll()
            let now = ContinuousClock.now
            if exit == nil {
                if ready.stop { ask(for: .killed, at: now) }
                if now >= limit { ask(for: .timedOut, at: now) }
                if let killAt, now >= killAt { forceEnd() }
            }
            if ready.output { read(into: output) }
            if exit == nil, ready.exit || process < 0 { noticeExit(at: now) }
        }
    }

    private func poll() -> (output: Bool, exit: Bool, stop: Bool) {
        var entries = [
            // A negative descriptor is passed over.
            pollfd(fd: pipeIsOpen ? pipe : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: exit == nil ? process : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: exit == nil && reason == nil ? wake : -1, events: Int16(POLLIN), revents: 0),
        ]
        // Interrupted or failed: nothing is ready, and the deadlines are looked at again.
        guard Glibc.poll(&entries, nfds_t(entries.count), timeout()) > 0 else { return (false, false, false) }
        return (entries[0].revents != 0, entries[1].revents != 0, entries[2].revents != 0)
    }

    /// Milliseconds until the next deadline, rounded up.
    private func timeout() -> Int32 {
        var next = drainUntil ?? limit
        if exit == nil {
            if reason != nil { next = killAt ?? .now + grace }
            // Without a pidfd (kernels before 5.3) the exit is asked for again and again.
            if process < 0 { next = min(next, .now + .milliseconds(20)) }
        }
        let left = (next - .now).wholeMilliseconds + 1
        return Int32(clamping: max(0, left))
    }

    private mutating func ask(for end: AttemptResult, at now: ContinuousClock.Instant) {
        guard reason == nil else { return }
        reason = end
        killAt = now + grace
        _ = kill(-pid, SIGTERM)
    }

    private mutating func forceEnd() {
        // Again after the next grace, should a child have been made in between.
        killAt = .now + grace
        _ = kill(-pid, SIGKILL)
        for straggler in ProcessTable.processes(marked: marker) { _ = kill(straggler, SIGKILL) }
    }

    private mutating func noticeExit(at now: ContinuousClock.Instant) {
        var information = siginfo_t()
        // Not reaped: the number stays ours while the group is being killed.
        guard waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT) == 0 else {
            exit = .unknown
            drainUntil = now
            return
        }
        guard information._sifields._sigchld.si_pid == pid else { return }
        let status = Int(information._sifields._sigchld.si_status)
        exit = information.si_code == CLD_EXITED ? .exited(status) : .signaled(status)
        drainUntil = now + drain
        if reason != nil { forceEnd() } else { _ = kill(-pid, SIGKILL) }
    }

    private mutating func read(into output: OutputBuffer) {
        let count = Glibc.read(pipe, &chunk, chunk.count)
        if count > 0 {
            output.append(chunk[..<count])
        } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
            pipeIsOpen = false
        }
    }
}
