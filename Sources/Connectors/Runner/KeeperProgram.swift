import Bot
import Glibc
import RunbookModel
import Subprocess
import SystemPackage

/// The program `dd0c-hold`, which keeps one command each.
package enum KeeperProgram {
    /// The name of its file.
    package static let name = "dd0c-hold"
    /// What it calls itself; both programs must be of one make.
    static let version = "dd0c-hold 1"

    /// Where it is looked for: beside this program.
    package static func path() -> String {
        var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &bytes, bytes.count)
        let program = String(decoding: bytes[..<max(0, count)], as: UTF8.self)
        return program[..<(program.lastIndex(of: "/") ?? program.startIndex)] + "/\(name)"
    }

    /// Why it cannot be used, as a sentence; `nil` when it can.
    package static func objection(to path: String) async -> String? {
        guard access(path, X_OK) == 0 else {
            return "\(path) cannot be run (\(ErrorText.of(errno))). It is built and installed together with dd0c-run; "
                + "without it no command can be run."
        }
        do {
            let answer = try await Subprocess.run(
                .path(FilePath(path)), arguments: ["--version"], input: .none, output: .string(limit: 1 << 10),
                error: .discarded)
            let version = answer.standardOutput.prefix { $0 != "\n" }
            guard answer.terminationStatus == .exited(0), version == Self.version else {
                return "\(path) says that it is '\(version)', not '\(Self.version)': install both programs from the "
                    + "same build."
            }
            return nil
        } catch {
            return "\(path) cannot be run: \(error)."
        }
    }
}

/// How one keeper is started.
struct KeeperOrder: Sendable {
    var program: String
    var folder: KeeperFolder
    var ticket: String
    var timeLimit: Duration
    var grace: Duration
    var drain: Duration
    var keptBytes: Int
    /// Added to the niceness of this program.
    var niceness: Int
    var invocation: Invocation

    private var arguments: [String] {
        var arguments = [
            "--spool", folder.path, "--ticket", ticket, "--limit-ms", String(max(1, timeLimit.wholeMilliseconds)),
            "--grace-ms", String(grace.wholeMilliseconds), "--drain-ms", String(drain.wholeMilliseconds),
            "--keep-bytes", String(keptBytes), "--nice", String(niceness),
        ]
        if invocation.readOnlyFileSystem {
            arguments.append("--read-only")
            for path in invocation.writablePaths { arguments += ["--writable", path] }
        }
        return arguments + ["--"] + invocation.arguments
    }

    /// Starts the keeper, and returns when it has begun or will not; how it went is in its folder.
    /// - Returns: what was said against it.
    func launch() async -> String? {
        var variables = invocation.environment
        variables[ProcessTable.markerName] = folder.marker(ticket)
        var options = PlatformOptions()
        options.createSession = true
        do {
            let answer = try await Subprocess.run(
                .path(FilePath(program)), arguments: Arguments(arguments),
                environment: .custom(
                    Dictionary(
                        uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0.key), $0.value) })),
                workingDirectory: FilePath(invocation.workingDirectory), platformOptions: options, input: .none,
                output: .discarded, error: .string(limit: 4 << 10))
            if answer.terminationStatus == .exited(0) { return nil }
            let words = answer.standardError
            return words.isEmpty ? "\(answer.terminationStatus)" : words.split(separator: "\n").joined(separator: " ")
        } catch {
            return "\(error)"
        }
    }
}
