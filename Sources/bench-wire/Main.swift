import Glibc
import Transport

/// WebSocket messages echoed over TLS with the program's own client; see bench/wire.
///
///     bench-wire PORT CA_FILE COUNT WINDOW SIZE
@main
enum EchoBenchmark {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst().map { $0 }
        guard arguments.count == 5, let count = Int(arguments[2]), let window = Int(arguments[3]),
            let size = Int(arguments[4])
        else { exit(64) }
        let context = try TLSContext(extraAuthorities: arguments[1])
        let client = try WebSocketClient("wss://localhost:\(arguments[0])/echo", context: context)
        let text = String(repeating: "x", count: size)
        guard await client.next().contains(.opened) else { exit(69) }
        let start = MonotonicClock.now()
        var sent = 0
        var received = 0
        while received < count {
            while sent < count, sent - received < window {
                guard client.send(text) else { exit(69) }
                sent += 1
            }
            let events = await client.next()
            for event in events {
                switch event {
                case .text: received += 1
                case .closing, .ended: exit(69)
                case .opened, .heard, .binary: break
                }
            }
        }
        report(MonotonicClock.now() - start)
        client.abort()
    }

    private static func report(_ span: Duration) {
        var use = rusage()
        getrusage(RUSAGE_SELF.rawValue, &use)
        let cpu =
            Double(use.ru_utime.tv_sec + use.ru_stime.tv_sec)
            + Double(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6
        let (seconds, attoseconds) = span.components
        print("{\"seconds\":\(Double(seconds) + Double(attoseconds) / 1e18),\"cpu\":\(cpu)}")
    }
}
