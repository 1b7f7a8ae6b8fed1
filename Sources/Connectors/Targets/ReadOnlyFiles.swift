import CLinux
import Glibc

/// Whether this kernel can hold a command to reading.
package enum ReadOnlyFiles: Hashable, Sendable {
    /// It can; the version of its Landlock interface.
    case enforced(version: Int)
    /// It has no Landlock, or it is switched off.
    case unavailable
    /// It says that it can, and did not; what went wrong.
    case failed(String)

    /// Tries it on a thread that then ends: a file that was made a moment ago cannot be written any more.
    package static func probe() async -> ReadOnlyFiles {
        var name = Array("/tmp/dd0c-probe-XXXXXX".utf8CString)
        let file = mkstemp(&name)
        guard file >= 0 else { return .failed("no file can be made in /tmp: \(ErrorText.of(errno))") }
        close(file)
        defer { unlink(name) }
        let (path, caller) = (name, dd_thread_number())
        return await withCheckedContinuation { continuation in
            OwnThread.start(named: "landlock") {
                continuation.resume(returning: attempt(on: path, caller))
            }
        }
    }

    /// The restriction is for good, so this thread must not be one that does anything else.
    private static func attempt(on path: [CChar], _ caller: Int) -> ReadOnlyFiles {
        guard dd_thread_number() != caller else { return .failed("no thread could be made") }
        let result = dd_landlock_read_only(nil, 0)
        let code = errno
        let again = open(path, O_WRONLY | O_CLOEXEC)
        let refusal = errno
        if again >= 0 { close(again) }
        switch result {
        case 0 where again < 0 && refusal == EACCES: return .enforced(version: Int(dd_landlock_version()))
        case 0: return .failed("a file could be written all the same")
        case 1: return .unavailable
        default: return .failed(ErrorText.of(code))
        }
    }
}
