import Glibc

/// Runs work that blocks on a thread made for it, so that it holds up no other test.
func onOwnThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Result, any Error>) in
        let work = Unmanaged.passRetained(Work { continuation.resume(with: Swift.Result(catching: body)) })
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { pointer in
                guard let pointer else { return nil }
                Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().body()
                return nil
            }, work.toOpaque())
        guard status == 0 else {
            work.release()
            return continuation.resume(
                throwing: WalkFailure("no thread can be made: \(String(cString: strerror(status)))"))
        }
        pthread_detach(thread)
    }
}

private final class Work: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

/// What went wrong on the way, in a sentence.
struct WalkFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// A moment after which waiting is given up.
struct Deadline {
    private let end: ContinuousClock.Instant

    init(seconds: Double) { end = ContinuousClock.now + .seconds(seconds) }

    private init(end: ContinuousClock.Instant) { self.end = end }

    var isOver: Bool { ContinuousClock.now >= end }

    /// Milliseconds from now, at least 0.
    var millisecondsLeft: Int32 {
        let left = end - ContinuousClock.now
        return Int32(
            clamping: max(0, left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000))
    }

    /// So many seconds from now, but not after this one.
    func within(seconds: Double) -> Deadline { Deadline(end: min(end, ContinuousClock.now + .seconds(seconds))) }
}
