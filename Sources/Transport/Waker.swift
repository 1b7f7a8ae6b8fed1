import CLinux
import Glibc

/// An eventfd that gets a thread out of poll(2).
final class Waker: Sendable {
    let descriptor: Int32

    init() throws(TransportError) {
        descriptor = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
        guard descriptor >= 0 else { throw .systemCall("no eventfd could be made: \(systemError(errno))") }
    }

    deinit { close(descriptor) }

    /// Makes the current or the next wait return.
    func wake() {
        // The only possible failure is a full counter, and then the thread is awake anyway.
        eventfd_write(descriptor, 1)
    }

    /// Forgets the calls of `wake` so far.
    func clear() {
        var value: eventfd_t = 0
        eventfd_read(descriptor, &value)
    }
}

/// Waits until a descriptor can be read or written or the waker is used.
/// - Parameters:
///   - events: `POLLIN`, `POLLOUT`; 0 waits for the waker alone.
///   - deadline: `nil` waits for ever.
/// - Returns: whether the descriptor is ready.
func wait(_ descriptor: Int32, for events: Int16, or waker: Waker, until deadline: Duration?) -> Bool {
    var descriptors = [
        pollfd(fd: events == 0 ? -1 : descriptor, events: events, revents: 0),
        pollfd(fd: waker.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    var milliseconds: Int32 = -1
    if let deadline {
        let span = max(.zero, deadline - MonotonicClock.now())
        let (seconds, attoseconds) = span.components
        milliseconds = Int32(clamping: seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
    let count = poll(&descriptors, 2, milliseconds)
    if count > 0, descriptors[1].revents != 0 { waker.clear() }
    return count > 0 && descriptors[0].revents != 0
}
