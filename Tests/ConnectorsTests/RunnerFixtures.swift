import Bot
import Connectors
import Glibc
import Locking
import RunbookModel

/// A runner over a fresh directory, and what it told of.
final class Bench: Sendable {
    let directory: String
    /// Where keepers leave what they know.
    let spool: String
    let runner: LocalCommandRunner
    private let ownsSpool: Bool
    private let attempts = Lock(0)
    let processes = Lock<[ProcessIdentity]>([])
    let reports = Lock<[CommandOutput]>([])

    init(
        environment: [String: String] = [:], extraNames: [String] = [], secrets: [String] = [],
        workingDirectory: String? = nil, spool spoolOfAnother: String? = nil,
        change: (inout LocalCommandRunner.Settings) -> Void = { _ in }
    ) {
        var template = Array("/tmp/dd0c-runner-XXXXXX".utf8CString)
        precondition(mkdtemp(&template) != nil, "mkdtemp failed with \(errno)")
        directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        ownsSpool = spoolOfAnother == nil
        spool = spoolOfAnother ?? directory + "-spool"
        var settings = LocalCommandRunner.Settings(
            invocations: TargetInvocations(
                environment: environment, targets: .none,
                thisMachine: .thisMachine(directory: workingDirectory ?? directory, passed: extraNames),
                directories: PrivateDirectory(root: directory + "-private")),
            mask: OutputMask(secrets: secrets), spool: spool, keeper: Self.keeper)
        settings.progressInterval = .milliseconds(20)
        change(&settings)
        runner = LocalCommandRunner(settings)
    }

    /// The program that was built beside these tests.
    static let keeper: String = {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
        let folders = [bundle.map { String($0[..<($0.lastIndex(of: "/") ?? $0.startIndex)]) }, nil]
        return folders.compactMap { $0.map { "\($0)/\(KeeperProgram.name)" } }.first ?? KeeperProgram.path()
    }()

    deinit {
        if ownsSpool { removeTree(spool) }
        removeTree(directory)
        removeTree(directory + "-private")
    }

    /// The next attempt at a step: none is ever run twice.
    func place(step: Int = 1) -> ExecutionPlace {
        attempts.withLock { attempts in
            attempts += 1
            return ExecutionPlace(run: "run-1", step: step, attempt: attempts)
        }
    }

    static func request(
        _ place: ExecutionPlace, _ command: String, risk: Risk = .yellow, limit: Duration = .seconds(20)
    ) -> ExecutionRequest {
        ExecutionRequest(place: place, command: command, risk: risk, timeLimit: limit)
    }

    /// Prepares and begins, as the bot does; `nil` when it was let go.
    func begin(_ request: ExecutionRequest) async -> ExecutionReport? {
        let preparation = await runner.prepare(request.place)
        guard case .ready(let ticket) = preparation else {
            return ExecutionReport(
                place: request.place, result: .notStarted("\(preparation)"),
                output: .nothing)
        }
        return await runner.run(
            request, ticket: ticket,
            started: { process in self.processes.withLock { $0.append(process) } },
            progress: { output in self.reports.withLock { $0.append(output) } })
    }

    func run(
        _ command: String, risk: Risk = .yellow, step: Int = 1, limit: Duration = .seconds(20)
    ) async -> ExecutionReport {
        let place = place(step: step)
        let report = await begin(Self.request(place, command, risk: risk, limit: limit))
        await runner.forget(place)
        return report ?? Self.lost
    }

    static let lost = ExecutionReport(
        place: ExecutionPlace(run: "", step: 0, attempt: 0), result: .unknown,
        output: .nothing)

    /// Runs a command and cancels it when it has printed `sign`.
    func runUntil(_ sign: String, _ command: String) async -> (report: ExecutionReport, wait: Duration) {
        await withTaskGroup(of: ExecutionReport?.self) { group in
            group.addTask { await self.run(command) }
            group.addTask {
                while !self.reports.withLock({ $0.contains { $0.text.contains(sign) } }) {
                    do { try await Task.sleep(for: .milliseconds(5)) } catch { return nil }
                }
                return nil
            }
            _ = await group.next()
            let began = ContinuousClock.now
            group.cancelAll()
            var report: ExecutionReport?
            for await result in group { report = result ?? report }
            return (report ?? Self.lost, .now - began)
        }
    }
}

/// Removes a file, or a directory with all that is in it; links are not followed.
func removeTree(_ path: String) {
    if unlink(path) == 0 || errno == ENOENT { return }
    for name in names(in: path) { removeTree("\(path)/\(name)") }
    rmdir(path)
}

/// Whether a process of this number exists that is more than a zombie.
func isRunning(_ pid: Int32) -> Bool {
    guard kill(pid, 0) == 0, let stat = contents("/proc/\(pid)/stat") else { return false }
    return !stat.contains(") Z ")
}

/// A small file of the kernel as text; `nil` when it is not there.
func contents(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(descriptor, &bytes, bytes.count)
    return count < 0 ? nil : String(decoding: bytes[..<count], as: UTF8.self)
}

/// Names in a directory.
func names(in path: String) -> [String] {
    guard let listing = opendir(path) else { return [] }
    defer { closedir(listing) }
    var names: [String] = []
    while let entry = readdir(listing) {
        names.append(
            withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            })
    }
    return names.filter { $0 != "." && $0 != ".." }
}

/// Kilobytes of anonymous memory of this process.
func anonymousMemory() -> Int {
    let line = contents("/proc/self/status")?.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
    return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
}

extension Bench {
    /// Follows what another life began.
    func adopt(_ place: ExecutionPlace) async -> ExecutionReport? {
        await runner.adopt(
            place, started: { process in self.processes.withLock { $0.append(process) } },
            progress: { output in self.reports.withLock { $0.append(output) } })
    }

    /// Waits until a report of progress has held this.
    func saw(_ sign: String) async {
        while !reports.withLock({ $0.contains { $0.text.contains(sign) } }) {
            do { try await Task.sleep(for: .milliseconds(5)) } catch { return }
        }
    }

    /// A file of the keeper.
    func path(_ file: String, of place: ExecutionPlace) -> String {
        "\(spool)/\(place.run.rawValue).\(place.step).\(place.attempt)/\(file)"
    }

    func keeperOf(_ place: ExecutionPlace) -> Int32? {
        contents(path("started", of: place))?.split(separator: " ").dropFirst().first.flatMap { Int32($0) }
    }
}

/// Waits until no process has this number any more.
func vanished(_ pid: Int32) async {
    while isRunning(pid) {
        do { try await Task.sleep(for: .milliseconds(2)) } catch { return }
    }
}

/// Replaces the text of a file.
func overwrite(_ path: String, _ text: String) {
    let file = open(path, O_WRONLY | O_TRUNC)
    let bytes = Array(text.utf8)
    precondition(write(file, bytes, bytes.count) == bytes.count)
    close(file)
}
