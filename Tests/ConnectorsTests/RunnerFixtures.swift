import Bot
import Connectors
import Glibc
import Locking
import RunbookModel

/// A runner over a fresh directory, and what it told of.
final class Bench: Sendable {
    let directory: String
    let runner: LocalCommandRunner
    let processes = Lock<[ProcessIdentity]>([])
    let reports = Lock<[CommandOutput]>([])

    init(
        environment: [String: String] = [:], extraNames: [String] = [], secrets: [String] = [],
        workingDirectory: String? = nil, change: (inout LocalCommandRunner.Settings) -> Void = { _ in }
    ) {
        var template = Array("/tmp/dd0c-runner-XXXXXX".utf8CString)
        precondition(mkdtemp(&template) != nil, "mkdtemp failed with \(errno)")
        directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        var settings = LocalCommandRunner.Settings(
            invocations: ShellInvocations(
                environment: CommandEnvironment(from: environment, extraNames: extraNames),
                workingDirectory: workingDirectory ?? directory),
            mask: OutputMask(secrets: secrets))
        settings.progressInterval = .milliseconds(20)
        change(&settings)
        runner = LocalCommandRunner(settings)
    }

    deinit {
        guard let listing = opendir(directory) else { return }
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            unlink("\(directory)/\(name)")
        }
        closedir(listing)
        rmdir(directory)
    }

    func run(
        _ command: String, risk: Risk = .yellow, step: Int = 1, limit: Duration = .seconds(20)
    ) async -> ExecutionReport {
        let place = ExecutionPlace(run: "run-1", step: step, attempt: 1)
        return await runner.run(
            ExecutionRequest(place: place, command: command, risk: risk, timeLimit: limit),
            started: { process in self.processes.withLock { $0.append(process) } },
            progress: { output in self.reports.withLock { $0.append(output) } })
    }

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
            let lost = ExecutionReport(
                place: ExecutionPlace(run: "", step: 0, attempt: 0), result: .unknown,
                output: CommandOutput(text: "", totalBytes: 0, isCut: false))
            return (report ?? lost, .now - began)
        }
    }
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
