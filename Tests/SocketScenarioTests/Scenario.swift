import Foundation
import JSONTree
import Locking
import Logging
import ServiceLifecycle
import SlackSandbox
import SlackWire
import Testing
import Transport

/// A workspace that misbehaves on demand, and what people in it have said so far.
final class Scenario: Sendable {
    static let engineer = "U0ROBIN001"

    let sandbox: Sandbox
    let addresses: SandboxAddresses
    let settings: SandboxConfiguration
    /// Where databases are kept; gone after the scenario.
    let folder: String
    private let channel: String
    private let said = Lock(0)

    fileprivate init(_ sandbox: Sandbox, _ settings: SandboxConfiguration, folder: String) async throws {
        self.sandbox = sandbox
        self.settings = settings
        self.folder = folder
        addresses = try await sandbox.addresses()
        let opened = await sandbox.act("dm", ["user": .string(Self.engineer)])
        channel = try #require(opened["channel"]?["id"]?.string, "no direct message: \(opened.text())")
    }

    /// Messages that were sent to the bot.
    var messages: Int { said.withLock { $0 } }

    /// Sends the bot a message. The bot answers each with exactly one.
    func say() async throws {
        let number = said.withLock { count in
            count += 1
            return count
        }
        let answer = await sandbox.act(
            "message",
            ["user": .string(Self.engineer), "channel": .string(channel), "text": .string("hello \(number)")])
        guard answer["ok"] == true else { throw Trouble("the message was refused: \(answer.text())") }
    }

    func say(_ count: Int) async throws { for _ in 0..<count { try await say() } }

    /// Does something while people talk at a steady rate.
    func whileTalking(
        every interval: Duration = .milliseconds(25), _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var next = ContinuousClock.now
                while !Task.isCancelled {
                    try await self.say()
                    next += interval
                    try await Task.sleep(until: next, clock: .continuous)
                }
            }
            group.addTask {
                try await self.say(3)
                try await body()
                try await self.say(3)
                throw CancellationError()
            }
            do {
                for try await _ in group {}
            } catch is CancellationError {
                group.cancelAll()
            }
        }
    }

    func set(_ fault: Fault, _ active: Bool = true) async {
        await sandbox.set(fault, active: active, duration: .seconds(120))
    }

    /// Waits until the figures of the sockets are as wanted.
    func sockets(_ what: String, _ condition: @escaping @Sendable (SandboxSockets) -> Bool) async throws {
        _ = try await eventually("\(what)") { [sandbox] in
            let figures = await sandbox.sockets()
            return condition(figures) ? true : nil
        }
    }

    /// Times of lines in the traffic list, in milliseconds since 1970.
    func moments(_ name: String, _ status: String) async -> [Int] {
        let entries = await sandbox.read("traffic", ["limit": "500"])["entries"]?.array ?? []
        return entries.filter { $0["name"]?.string == name && $0["status"]?.string == status }
            .compactMap { $0["at"]?.int }
    }
}

struct Trouble: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

let quiet = Logger(label: "scenario") { _ in SwiftLogNoOpLogHandler() }

/// Looks until there is something to see.
func eventually<Value: Sendable>(
    _ what: @autoclosure () -> String, within limit: Duration = .seconds(30),
    _ find: @Sendable () async throws -> Value?
) async throws -> Value {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
        if let value = try await find() { return value }
        try await Task.sleep(for: .milliseconds(10))
    }
    throw Trouble("never came: \(what())")
}

/// Runs a body against a workspace whose times are short.
func withWorkspace(
    _ change: (inout SandboxConfiguration) -> Void = { _ in },
    _ body: @escaping @Sendable (Scenario) async throws -> Void
) async throws {
    let folder = NSTemporaryDirectory() + "dd0c-scenario-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let manifest = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../manifest/slack-app.json").standardizedFileURL
    var settings = SandboxConfiguration(
        certificateDirectory: folder, manifest: AppManifest(try JSONValue(parsing: Array(Data(contentsOf: manifest)))),
        seed: 7)
    settings.rateLimits = false
    settings.timing.ackDeadline = .seconds(1)
    settings.timing.redelivery = [.zero] + Array(repeating: .milliseconds(400), count: 60)
    settings.timing.warning = .milliseconds(600)
    settings.timing.pingInterval = .milliseconds(200)
    settings.timing.retryAfter = 1
    settings.timing.lingerAfterClose = .milliseconds(100)
    change(&settings)
    let sandbox = Sandbox(configuration: settings, logger: quiet)
    try await running([sandbox]) { [settings] in
        try await body(try await Scenario(sandbox, settings, folder: folder))
    }
}

/// Runs a body beside services, and then stops them gracefully.
func running(_ services: [any Service], _ body: @escaping @Sendable () async throws -> Void) async throws {
    let group = ServiceGroup(configuration: .init(services: services, logger: quiet))
    try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        let result: Result<Void, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
        try result.get()
    }
}
