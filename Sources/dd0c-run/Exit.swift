import ArgumentParser
import Glibc

/// Why the program ends, in one line for the person who started it.
struct Exit: Error {
    /// From `sysexits.h`.
    enum Code: Int32 {
        case dataError = 65
        case noInput = 66
        case unavailable = 69
        case software = 70
        case cannotCreate = 73
        case noPermission = 77
        case configuration = 78
    }

    var code: Code
    var line: String

    /// Says the line on standard error; gives the code for the argument parser.
    func announced() -> ExitCode {
        StandardStreams.error("dd0c-run: \(line)")
        return ExitCode(code.rawValue)
    }
}

/// What commands print for the person or program that called them.
enum StandardStreams {
    static func output(_ line: String) { write(line + "\n", to: STDOUT_FILENO) }
    static func error(_ line: String) { write(line + "\n", to: STDERR_FILENO) }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }  // Nobody reads any more.
            bytes = bytes.dropFirst(count)
        }
    }
}

/// Runs a command's body, and ends with its line and code where it throws an `Exit`.
func ending(_ body: () async throws -> Void) async throws {
    do {
        try await body()
    } catch let exit as Exit {
        throw exit.announced()
    }
}
