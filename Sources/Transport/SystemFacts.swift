import CLinux
import COpenSSL
import Glibc

/// The clock that all spans of this target are measured by.
package enum MonotonicClock {
    /// Time since the computer was started, its sleep included.
    package static func now() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}

/// Randomness that nobody can predict.
package enum SecureRandom {
    /// - Parameter count: how many bytes.
    package static func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        if RAND_bytes(&bytes, Int32(count)) != 1 {
            // OpenSSL could not seed itself; the kernel's generator cannot fail.
            var generator = SystemRandomNumberGenerator()
            for index in bytes.indices { bytes[index] = generator.next() }
        }
        return bytes
    }

    /// The key of one frame.
    package static func maskingKey() -> UInt32 { bytes(4).reduce(0) { $0 << 8 | UInt32($1) } }

    /// A number of at least 0 and below 1, for jitter.
    package static func fraction() -> Double { Double(maskingKey()) / 4_294_967_296 }
}

/// What `errno` says, in words.
func systemError(_ code: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 128)
    guard strerror_r(code, &buffer, buffer.count) == 0 else { return "system error \(code)" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// Runs `body` on a thread of its own, in which SIGPIPE is blocked: OpenSSL and libcurl write with write(2).
/// - Throws: `TransportError.systemCall` when the system has no thread left.
func startThread(named name: String, _ body: @escaping @Sendable () -> Void) throws(TransportError) {
    final class Box: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(_ name: String, _ body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    pthread_attr_setstacksize(&attributes, 1 << 20)
    let box = Unmanaged.passRetained(Box(name, body))
    var thread = pthread_t()
    let status = pthread_create(
        &thread, &attributes,
        { argument in
            guard let argument else { return nil }
            let box = Unmanaged<Box>.fromOpaque(argument).takeRetainedValue()
            var signals = sigset_t()
            sigemptyset(&signals)
            sigaddset(&signals, SIGPIPE)
            pthread_sigmask(SIG_BLOCK, &signals, nil)
            dd_set_thread_name(box.name)
            box.body()
            return nil
        }, box.toOpaque())
    guard status == 0 else {
        box.release()
        throw .systemCall("no thread could be started: \(systemError(status))")
    }
}
