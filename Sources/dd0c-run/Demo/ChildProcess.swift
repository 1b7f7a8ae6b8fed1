import Glibc
import Locking
import Logging
import ServiceLifecycle
import Subprocess
import SystemPackage

/// A process of the demo: started, and started again when it ends, however it ends.
final class ChildProcess: Service {
    private let name: String
    private let arguments: [String]
    private let environment: @Sendable () async throws -> [String: String]
    private let logFile: String
    private let logger: Logger
    private let current = Lock<pid_t?>(nil)
    private let starts = Lock(0)

    init(
        _ name: String, arguments: [String], logFile: String, logger: Logger,
        environment: @escaping @Sendable () async throws -> [String: String]
    ) {
        self.name = name
        self.arguments = arguments
        self.logFile = logFile
        self.logger = logger
        self.environment = environment
    }

    /// The process that runs now.
    var pid: pid_t? { current.withLock { $0 } }
    /// How often it was started.
    var startCount: Int { starts.withLock { $0 } }

    /// Sends `kill -9`.
    func pullThePlug() {
        if let pid { Glibc.kill(pid, SIGKILL) }
    }

    func run() async throws {
        let environment = try await environment()
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try await self.runOnce(environment)
                if Task.isCancelled { return }
                do {
                    try await Task.sleep(for: .milliseconds(500))
                } catch {
                    return  // Shutting down.
                }
            }
        }
    }

    private func runOnce(_ environment: [String: String]) async throws {
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(4))]
        let log = try FileDescriptor.open(
            FilePath(logFile), .writeOnly, options: [.create, .append, .closeOnExec], permissions: .ownerReadWrite)
        let outcome = try await Subprocess.run(
            .path(FilePath(try ownPath())), arguments: Arguments(arguments),
            environment: .custom(
                Dictionary(uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) })
            ),
            platformOptions: options, input: .none,
            output: .fileDescriptor(log, closeAfterSpawningProcess: false),
            error: .fileDescriptor(log, closeAfterSpawningProcess: true)
        ) { execution in
            current.withLock { $0 = execution.processIdentifier.value }
            starts.withLock { $0 += 1 }
        }
        current.withLock { $0 = nil }
        logger.info(
            "a process of the demo ended", metadata: ["name": "\(name)", "status": "\(outcome.terminationStatus)"])
    }

    private func ownPath() throws -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        guard count > 0 else { throw Exit(code: .software, line: "the program cannot find itself") }
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
