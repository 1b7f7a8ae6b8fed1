import FoundationEssentials
import Glibc
import JSONTree
import Transport
import WebSocket

/// Runs every case of an Autobahn fuzzing server through the client that the bot talks to Slack with, and reads the
/// server's verdicts.
@main
struct AutobahnClient {
    private static let agent = "dd0c-run"

    private let server: String
    private let context: TLSContext
    private let options: WebSocketClientOptions

    private struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static func main() async {
        do {
            let arguments = CommandLine.arguments.dropFirst()
            guard arguments.count == 3 || arguments.count == 5, let server = arguments.first,
                let report = value(of: "--report", arguments)
            else {
                say("usage: autobahn-client ws[s]://HOST:PORT --report INDEX.json [--authority CERTIFICATE.pem]")
                exit(64)
            }
            let client = try AutobahnClient(server, authority: value(of: "--authority", arguments))
            let cases = try await client.runAll()
            try judge(report, cases: cases, scheme: String(server.prefix { $0 != ":" }))
        } catch {
            say("autobahn-client: \(error)")
            exit(1)
        }
    }

    private init(_ server: String, authority: String?) throws {
        self.server = server
        context = try TLSContext(extraAuthorities: authority)
        var options = WebSocketClientOptions()
        // The largest message of the suite, and the most frames of one: 65,536 of 64 bytes and an empty last one.
        options.limits = WebSocketLimits(framePayload: 16 << 20, message: 16 << 20, fragments: 65537)
        options.queueLimit = 32 << 20
        self.options = options
    }

    private static func value(of option: String, _ arguments: ArraySlice<String>) -> String? {
        guard let index = arguments.firstIndex(of: option), index + 1 < arguments.endIndex else { return nil }
        return arguments[index + 1]
    }

    // MARK: - Running

    /// - Returns: the number of cases.
    private func runAll() async throws -> Int {
        guard case .text(let text) = try await talk("/getCaseCount", echoing: false), let count = Int(text) else {
            throw Failure(description: "the server does not say how many cases it has")
        }
        for number in 1...max(count, 1) { _ = try await talk("/runCase?case=\(number)&agent=\(Self.agent)") }
        _ = try await talk("/updateReports?agent=\(Self.agent)", echoing: false)
        return count
    }

    /// Sends every message back until the connection ends. How it ends is for the server to judge.
    /// - Returns: the last message.
    private func talk(_ target: String, echoing: Bool = true) async throws -> WebSocketClientEvent? {
        let client = try WebSocketClient(server + target, context: context, options: options)
        var last: WebSocketClientEvent?
        while case let events = await client.next(), !events.isEmpty {
            for event in events {
                switch event {
                case .text(let text):
                    last = event
                    if echoing, !client.send(text) { client.abort() }
                case .binary(let bytes):
                    last = event
                    if echoing, !client.send(bytes) { client.abort() }
                case .ended(.connecting(let host, let reason)):
                    throw TransportError.connecting(host: host, reason)
                case .ended(.certificate(let host, let fault)):
                    throw TransportError.certificate(host: host, fault)
                case .opened, .heard, .closing, .ended: break
                }
            }
        }
        return last
    }

    // MARK: - Judging

    /// Prints the verdicts in one line, and what is neither OK nor informational in lines of its own.
    private static func judge(_ report: String, cases: Int, scheme: String) throws {
        let index = try JSONValue(parsing: Array(try Data(contentsOf: URL(filePath: report))))
        guard let verdicts = index[agent]?.object, verdicts.count == cases else {
            throw Failure(description: "the report does not cover the \(cases) cases")
        }
        let good: Set = ["OK", "INFORMATIONAL"]
        var counts: [String: Int] = [:]
        var isClean = true
        for (name, verdict) in verdicts.sorted(by: { $0.key < $1.key }) {
            let (behavior, close) = (verdict["behavior"]?.string ?? "none", verdict["behaviorClose"]?.string ?? "none")
            counts[behavior, default: 0] += 1
            guard !good.contains(behavior) || !good.contains(close) else { continue }
            isClean = false
            say("  case \(name): \(behavior), close \(close)")
        }
        let summary = counts.sorted { $0.value > $1.value }.map { "\($0.value) \($0.key.lowercased())" }
        say("Autobahn over \(scheme): \(cases) cases, " + summary.joined(separator: ", "))
        if !isClean { exit(1) }
    }

    /// The one place that writes: the verdicts are what this program is for.
    private static func say(_ line: String) { print(line) }
}
