import Glibc
import Logging
import ServiceLifecycle

/// Ends the process when the one that started it is gone, so that the demo leaves nothing behind however it ends.
struct ParentWatch: Service {
    let parent = getppid()
    let logger: Logger

    struct ParentGone: Error {}

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while getppid() == parent {
                do {
                    try await Task.sleep(for: .milliseconds(500))
                } catch {
                    return  // Shutting down for another reason.
                }
            }
            logger.notice("the parent process is gone")
            throw ParentGone()
        }
    }
}
