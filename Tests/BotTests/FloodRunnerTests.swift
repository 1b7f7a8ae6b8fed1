import Bot
import BotTestKit
import Connectors
import Foundation
import JSONTree
import Locking
import RunbookModel
import Store
import Testing

/// Many commands at once that print without end, while people click. `make soak-runner` sets the numbers to 200 and
/// 100 MB.
@Suite(.serialized, .timeLimit(.minutes(30))) struct FloodRunnerTests {
    private static func number(_ name: String, _ standard: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? standard
    }

    private static let keeper: String = {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? ""
        return URL(filePath: bundle).deletingLastPathComponent().appending(path: KeeperProgram.name).path
    }()

    /// Kilobytes, from a file of `/proc`.
    private static func kilobytes(_ process: String) -> Int {
        let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = status?.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }

    /// Numbers and memory of the keepers of a spool. A keeper that is just starting its command is two processes for a
    /// moment, with the same arguments.
    private static func keepers(_ spool: String) -> (count: Int, kilobytes: Int) {
        var keepers: [String: Int] = [:]
        for pid in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] where Int(pid) != nil {
            guard let command = try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8),
                command.hasPrefix(keeper), command.contains(spool)
            else { continue }
            keepers[command] = max(keepers[command] ?? 0, kilobytes(pid))
        }
        return (keepers.count, keepers.values.reduce(0, +))
    }

    /// Whether so many keepers have counted so many bytes, by the headers of their files.
    private static func havePrinted(_ count: Int, _ bytes: Int, _ spool: String) -> Bool {
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: spool)) ?? []
        return count
            == folders.count { folder in
                guard let file = FileHandle(forReadingAtPath: "\(spool)/\(folder)/output"),
                    let header = try? file.read(upToCount: 32), header.count == 32
                else { return false }
                return header[24..<32].reversed().reduce(0) { $0 << 8 | Int($1) } >= bytes
            }
    }

    /// What one click took: until it was acknowledged, and until what follows from it was queued.
    private struct Click: Sendable {
        var acknowledged: Duration
        var handled: Duration

        init(_ bot: LiveBot, on card: JSONValue) async throws {
            let start = ContinuousClock.now
            try await bot.click("run.start", in: card)
            acknowledged = ContinuousClock.now - start
            while try await bot.store.read({ try $0.nextInboxTime() }) != nil {
                try await Task.sleep(for: .milliseconds(1))
            }
            handled = ContinuousClock.now - start
        }
    }

    @Test func aFloodOfOutputHoldsNobodyUp() async throws {
        let (floods, bytes) = (Self.number("DD0C_FLOODS", 12), Self.number("DD0C_FLOOD_MEGABYTES", 10) * 1_000_000)
        let folder = NSTemporaryDirectory() + "dd0c-flood-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let runner = LocalCommandRunner(
            LocalCommandRunner.Settings(
                invocations: TargetInvocations(
                    environment: [:], targets: .none, thisMachine: .thisMachine(directory: folder, passed: []),
                    directories: PrivateDirectory(root: folder + "/private")),
                mask: OutputMask(secrets: ["never-in-the-output"]), spool: folder + "/spool", keeper: Self.keeper))
        let harness = BotHarness(realRunner: runner)
        try await harness.whileRunning { bot in
            try await bot.store.write { try $0.insert(Samples.runbook(steps: [Samples.yellowFirst])) }
            try await bot.alertIn(Samples.alert())
            let card = try await bot.message(with: "run.start")
            let before = Self.kilobytes("self")
            // What a click takes in this minute on this machine, without the flood.
            var calm: [Click] = []
            for _ in 0..<15 { calm.append(try await Click(bot, on: card)) }
            try await bot.store.write { store in
                guard let run = try store.openRuns().first?.id else { throw CancellationError() }
                for number in 1...floods {
                    try store.insertExecution(
                        ExecutionRequest(
                            place: ExecutionPlace(run: run, step: 1000 + number, attempt: 1),
                            command: "yes 'a line of output' | head -c \(bytes); while [ ! -e go ]; do sleep 0.3; done",
                            risk: .yellow,
                            timeLimit: .seconds(1200)),
                        at: Timestamp(milliseconds: 1))
                }
            }
            bot.bells.executions.ring()
            let began = ContinuousClock.now
            var (memory, most, kept) = (0, 0, 0)
            var clicks: [Click] = []
            while true {
                for _ in 0..<5 { clicks.append(try await Click(bot, on: card)) }
                memory = max(memory, Self.kilobytes("self") - before)
                let now = Self.keepers(folder)
                (most, kept) = (max(most, now.count), max(kept, now.kilobytes))
                let open = try await bot.store.read {
                    try $0.openExecutions().count + $0.waitingExecutions(limit: 1).count
                }
                if open == 0 { break }
                // All are there at once, and have printed all.
                if now.count == floods, Self.havePrinted(floods, bytes, folder + "/spool") {
                    try Data().write(to: URL(filePath: folder + "/go"))
                }
                try await Task.sleep(for: .milliseconds(50))
            }
            let time = ContinuousClock.now - began
            print(
                "soak: \(floods) at once, \(bytes / 1_000_000) MB each, in \(time): the bot \(memory) kB more,",
                "\(most) keepers \(kept) kB together; \(clicks.count) clicks, acknowledged after",
                "\(Spread(clicks.map(\.acknowledged))), what follows queued after",
                "\(Spread(clicks.map(\.handled))); without a flood",
                "\(Spread(calm.map(\.acknowledged))) and \(Spread(calm.map(\.handled)))")
            #expect(memory < 96 << 10)
            #expect(most == floods)
            #expect(kept < 400 * max(1, most))
        }
    }
}
