import Glibc
import HTTPServing
import JSONTree
import Locking
import Logging
import ServiceLifecycle

@testable import SlackSandbox

/// A clock that only tests move.
final class ManualClock: Sendable {
    private let time = Lock(SandboxTime(microseconds: 1_790_000_000_000_000))

    var now: SandboxTime { time.withLock { $0 } }

    func advance(_ span: Duration) { time.withLock { $0 = $0 + span } }
}

/// A running sandbox and ways to talk to it.
struct TestBench: Sendable {
    static let manifest: JSONValue = [
        "display_information": ["name": "Test app"],
        "features": [
            "bot_user": ["display_name": "tester"],
            "app_home": ["home_tab_enabled": true, "messages_tab_enabled": true],
            "slash_commands": [
                ["command": "/runbook", "description": "Runbooks", "usage_hint": "list", "should_escape": true]
            ],
            "shortcuts": [
                ["name": "New", "type": "global", "callback_id": "new"],
                ["name": "Save", "type": "message", "callback_id": "save"],
            ],
        ],
        "oauth_config": [
            "scopes": [
                "bot": [
                    "app_mentions:read", "channels:history", "channels:read", "channels:join", "groups:history",
                    "groups:read", "im:history", "im:read", "im:write", "chat:write", "commands", "users:read",
                    "reactions:write", "files:write", "files:read", "pins:write", "bookmarks:write", "usergroups:read",
                ]
            ]
        ],
        "settings": [
            "interactivity": ["is_enabled": true],
            "event_subscriptions": [
                "bot_events": [
                    "app_home_opened", "app_mention", "member_joined_channel", "message.channels", "message.im",
                ]
            ],
        ],
    ]

    static let robin = "U0ROBIN001"
    static let sam = "U0SAM00002"
    static let incidents = "C0INCIDENT"
    static let general = "C0GENERAL1"
    static let robinsDM = "D000000001"

    let sandbox: Sandbox
    let addresses: SandboxAddresses
    let clock: ManualClock
    let configuration: SandboxConfiguration

    var slackPort: Int { Self.port(addresses.api) }
    var pagePort: Int { Self.port(addresses.page) }

    private static func port(_ address: String) -> Int {
        Int(address.split(separator: ":").last?.prefix { $0.isNumber } ?? "") ?? 0
    }

    // MARK: Slack's side

    /// Calls a method with the bot token and a form, as most SDKs do.
    func call(_ method: String, _ arguments: [String: String] = [:], token: String? = nil) async throws -> JSONValue {
        let form = arguments.map { "\(Self.encoded($0.key))=\(Self.encoded($0.value))" }.joined(separator: "&")
        let answer = try await send(
            "POST", "/api/\(method)", type: "application/x-www-form-urlencoded", body: Array(form.utf8),
            token: token ?? configuration.botToken)
        return try JSONValue(parsing: answer.body)
    }

    /// Calls a method with the bot token and a JSON body.
    func call(_ method: String, json: JSONValue) async throws -> JSONValue {
        let answer = try await send(
            "POST", "/api/\(method)", type: "application/json; charset=utf-8", body: json.utf8(),
            token: configuration.botToken)
        return try JSONValue(parsing: answer.body)
    }

    /// Sends any request to Slack's side.
    func send(
        _ method: String, _ path: String, type: String? = nil, body: [UInt8] = [], token: String? = nil
    ) async throws -> HTTPAnswer {
        var head =
            "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: \(body.count)\r\n"
        if let type { head += "Content-Type: \(type)\r\n" }
        if let token { head += "Authorization: Bearer \(token)\r\n" }
        let request = Array((head + "\r\n").utf8) + body
        let (port, certificate) = (slackPort, addresses.certificate)
        let bytes =
            await BlockingThread.run { TLSClient(port: port, certificate: certificate)?.exchange(request) } ?? nil
        return try HTTPAnswer(bytes ?? [])
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || (48...57).contains(byte))
            return isPlain ? String(scalar) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    /// Asks for a connection as an SDK does.
    func ticket() async throws -> String {
        let answer = try await call("apps.connections.open", token: configuration.appToken)
        let url = answer["url"]?.string ?? ""
        return String(url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true).last ?? "")
    }

    /// Opens a connection and waits for its hello.
    func connect() async throws -> TestSocket {
        let socket = try await open("/" + ticket())
        guard try await socket.next()["type"] == "hello" else { throw TestFailure("no hello came") }
        return socket
    }

    /// Opens a WebSocket at a path, whatever comes of it.
    func open(_ path: String) async throws -> TestSocket {
        let (port, certificate) = (slackPort, addresses.certificate)
        guard let client = await BlockingThread.run({ TLSClient(port: port, certificate: certificate) }) ?? nil else {
            throw TestFailure("no TLS connection could be made")
        }
        // What stands behind the host and port in the URL that was given out.
        let target = path.firstRange(of: "link/").map { "/" + path[$0.lowerBound...] } ?? path
        return TestSocket(client, target: target)
    }

    // MARK: The page's side

    /// Does what a person does, and expects it to be accepted.
    @discardableResult func act(_ name: String, _ body: JSONValue) async throws -> JSONValue {
        let answer = await sandbox.act(name, body)
        guard answer["ok"] == true else { throw TestFailure("\(name) was refused: \(answer.text())") }
        return answer
    }

    /// A person types something.
    @discardableResult func say(
        _ text: String, in channel: String = robinsDM, by user: String = robin
    ) async throws -> JSONValue {
        let answer = try await act(
            "message", ["user": .string(user), "channel": .string(channel), "text": .string(text)])
        return answer["message"] ?? .null
    }

    /// Moves the clock and does what has become due.
    func advance(_ span: Duration) async {
        clock.advance(span)
        await sandbox.tick()
    }

    /// Waits until the traffic list has such a line. The suite's time limit bounds it.
    func until(_ line: (JSONValue) -> Bool) async {
        while await !(sandbox.read("traffic")["entries"]?.array ?? []).contains(where: line) { await Task.yield() }
    }

    /// Sends a request to the page's side over plain HTTP.
    func page(_ request: String) async throws -> HTTPAnswer {
        let port = pagePort
        let bytes = await BlockingThread.run { PlainExchange.send(Array(request.utf8), port: port) } ?? []
        return try HTTPAnswer(bytes)
    }
}

struct TestFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

let quietLogger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// Runs `body` against a sandbox and stops it gracefully; returns only when everything has ended.
func withSandbox(_ body: @escaping @Sendable (TestBench) async throws -> Void) async throws {
    try await withSandbox({ _ in }, body)
}

/// Runs `body` against a sandbox of another kind and stops it gracefully.
func withSandbox(
    _ change: (inout SandboxConfiguration) -> Void, _ body: @escaping @Sendable (TestBench) async throws -> Void
) async throws {
    let clock = ManualClock()
    var template = Array("/tmp/sandbox-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw TestFailure("no temporary directory") }
    let directory = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer {
        unlink(directory + "/sandbox-ca.pem")
        rmdir(directory)
    }
    var configuration = SandboxConfiguration(
        certificateDirectory: directory, manifest: AppManifest(TestBench.manifest), seed: 1, now: { clock.now })
    configuration.timing.lingerAfterClose = .milliseconds(200)
    change(&configuration)
    let sandbox = Sandbox(configuration: configuration, logger: quietLogger)
    let group = ServiceGroup(configuration: .init(services: [sandbox], logger: quietLogger))
    let final = configuration
    try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        let bench = TestBench(
            sandbox: sandbox, addresses: try await sandbox.addresses(), clock: clock, configuration: final)
        let result: Result<Void, any Error>
        do { result = .success(try await body(bench)) } catch { result = .failure(error) }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
        try result.get()
    }
}

/// A status, headers and a body.
struct HTTPAnswer {
    let status: Int
    let head: String
    let body: [UInt8]

    /// - Throws: a `TestFailure` when the connection ended without an answer.
    init(_ bytes: [UInt8]) throws {
        guard let gap = bytes.firstRange(of: [0x0D, 0x0A, 0x0D, 0x0A]) else {
            throw TestFailure("no answer came, but \(bytes.count) bytes")
        }
        head = String(decoding: bytes[..<gap.lowerBound], as: UTF8.self)
        status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        body = Array(bytes[gap.upperBound...])
    }

    var text: String { String(decoding: body, as: UTF8.self) }

    func json() throws -> JSONValue { try JSONValue(parsing: body) }

    func header(_ name: String) -> String? {
        head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
            .map { String($0.dropFirst(name.count + 1).drop { $0 == " " }) }
    }
}
