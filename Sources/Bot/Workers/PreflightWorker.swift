import JSONTree
import Logging
import RunbookModel
import ServiceLifecycle

/// Looks at what offered runs need, and puts what it found into the inbox. What was asked for is a row, so that a
/// restart looks again.
package final class PreflightWorker: Service {
    /// Runs that are looked at at the same time.
    static let concurrencyLimit = 4
    /// Time until the store is tried again.
    static let retryPause: Duration = .seconds(1)

    private let store: any Storing
    private let checker: any PreflightChecking
    private let bells: Bells
    private let ambient: Ambient
    private let logger: Logger

    package init(
        store: any Storing, checker: any PreflightChecking, bells: Bells, ambient: Ambient, logger: Logger
    ) {
        self.store = store
        self.checker = checker
        self.bells = bells
        self.ambient = ambient
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                if await self.work() { continue }
                await self.bells.preflights.wait(atMost: .seconds(30), sleep: self.ambient.sleep)
            }
        }
    }

    /// Looks at the runs that wait; whether there were any.
    private func work() async -> Bool {
        do {
            let waiting = try await store.read { try $0.waitingPreflights(limit: Self.concurrencyLimit) }
            await withDiscardingTaskGroup { group in
                for request in waiting { group.addTask { await self.look(request) } }
            }
            return !waiting.isEmpty
        } catch {
            logger.error("what runs need cannot be looked up", metadata: ["error": "\(error)"])
            await pause()
            return true
        }
    }

    private func look(_ request: PreflightRequest) async {
        let findings = await checker.check(request)
        guard !Task.isCancelled else { return }
        let now = ambient.now()
        let report = PreflightReport(number: request.number, findings: findings, checkedAt: now)
        do {
            let body = try JSONValue(encoding: PreflightResult(run: request.run, report: report))
            try await store.write { store in
                try store.endPreflight(of: request.run, number: request.number, at: now)
                _ = try store.accept(
                    Delivery(key: "preflight:\(request.run):\(request.number)", kind: .preflight, body: body), at: now)
            }
            bells.inbox.ring()
        } catch {
            logger.error(
                "a look at a run could not be recorded", metadata: ["run": "\(request.run)", "error": "\(error)"])
            await pause()
        }
    }

    private func pause() async {
        do { try await ambient.sleep(Self.retryPause) } catch { return }
    }
}
