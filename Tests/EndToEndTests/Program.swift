import Foundation
import Glibc
import JSONTree

struct Missing: Error, CustomStringConvertible {
    var description: String
}

/// The real program as a process.
final class Program: @unchecked Sendable {
    // Unchecked: Foundation's Process is used by one test at a time; the output is behind a lock.
    private let process = Process()
    private let lock = NSLock()
    private var text = ""

    /// The program that was built beside these tests.
    static var path: String {
        get throws {
            if let given = ProcessInfo.processInfo.environment["DD0C_PROGRAM"] { return given }
            return try path(of: "dd0c-run")
        }
    }

    /// A program that was built beside these tests.
    static func path(of name: String) throws -> String {
        let folder = URL(filePath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            .deletingLastPathComponent()
        // Swift Testing runs in a helper of the toolchain; the bundle that it loads is among the arguments.
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
            .map { URL(filePath: $0).deletingLastPathComponent() }
        for place in [bundle, folder].compactMap(\.self) {
            let program = place.appending(path: name).path
            if FileManager.default.isExecutableFile(atPath: program) { return program }
        }
        throw Missing(description: "\(name) is not built beside the tests; run `swift build` first")
    }

    init(_ arguments: [String], environment: [String: String] = [:]) throws {
        process.executableURL = URL(filePath: try Self.path)
        process.arguments = arguments
        var all = ["PATH": "/usr/bin:/bin", "HOME": NSTemporaryDirectory()]
        if let library = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] { all["LD_LIBRARY_PATH"] = library }
        process.environment = all.merging(environment) { $1 }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        pipe.fileHandleForReading.readabilityHandler = { [weak self] handle in
            let data = handle.availableData
            guard !data.isEmpty else {
                handle.readabilityHandler = nil
                return
            }
            self?.append(String(decoding: data, as: UTF8.self))
        }
        try process.run()
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    private func append(_ more: String) { lock.withLock { text += more } }

    /// Everything that it has printed so far.
    var output: String { lock.withLock { text } }
    var pid: pid_t { process.processIdentifier }
    var isRunning: Bool { process.isRunning }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for the end; its exit code, or the signal's number negative.
    func end() async throws -> Int32 {
        _ = try await eventually("the end of the process; it printed: \(output)", within: 20) {
            self.process.isRunning ? nil : true
        }
        return process.terminationReason == .uncaughtSignal ? -process.terminationStatus : process.terminationStatus
    }

    /// Waits until it has printed a line that holds `part`.
    func printed(_ part: String) async throws {
        _ = try await eventually("the line '\(part)'") { self.output.contains(part) ? true : nil }
    }
}

/// Looks until there is something to see, for a while.
func eventually<Value>(
    _ what: @autoclosure () -> String, within seconds: Double = 30, _ find: () async throws -> Value?
) async throws -> Value {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < deadline {
        if let value = try await find() { return value }
        try await Task.sleep(for: .milliseconds(25))
    }
    throw Missing(description: "never came: \(what())")
}

/// A port that nobody listens on.
func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
        }
    }
    guard isBound else { throw Missing(description: "no free port") }
    return Int(UInt16(bigEndian: address.sin_port))
}
