import JSONTree
import Logging
import ServiceLifecycle
import SlackWire
import Views

/// Opens modals the moment their trigger arrives, before anything else is done for the click: Slack's clock gives three
/// seconds. What the modal shows is filled in by the handler.
package final class ModalOpener: Service {
    private struct Request: Sendable {
        var key: String
        var trigger: String
        var view: JSONValue
        /// Whether a modal is open already, on which this one goes.
        var onTop: Bool
    }

    /// Requests that may wait. Beyond it the trigger is lost and the person is asked to click again.
    private static let queueLimit = 64

    private let slack: any WebAPIPerforming
    private let renderer: ScreenRenderer
    private let ledger: ModalLedger
    private let logger: Logger
    private let requests: AsyncStream<Request>
    private let queue: AsyncStream<Request>.Continuation

    package init(slack: any WebAPIPerforming, renderer: ScreenRenderer, ledger: ModalLedger, logger: Logger) {
        self.slack = slack
        self.renderer = renderer
        self.ledger = ledger
        self.logger = logger
        (requests, queue) = AsyncStream.makeStream(
            of: Request.self, bufferingPolicy: .bufferingOldest(Self.queueLimit))
    }

    /// Opens a modal for a delivery as soon as possible; returns at once.
    package func open(_ screen: Screen, for key: String, trigger: String, onTop: Bool) async {
        await ledger.begin(key)
        do {
            let view = try renderer.render(screen)
            let request = Request(key: key, trigger: trigger, view: view, onTop: onTop)
            if case .enqueued = queue.yield(request) { return }
            logger.error("too many modals wait to be opened", metadata: ["screen": "\(screen.template)"])
        } catch {
            logger.error(
                "a modal cannot be drawn", metadata: ["screen": "\(screen.template)", "error": "\(error)"])
        }
        await ledger.finish(key, viewID: nil)
    }

    package func run() async throws {
        await withDiscardingTaskGroup { group in
            for await request in requests.cancelOnGracefulShutdown() {
                group.addTask { await self.perform(request) }
            }
        }
        // What still stood in the queue is not opened any more.
        await ledger.close()
    }

    private func perform(_ request: Request) async {
        do throws(WebAPIError) {
            let opened =
                if request.onTop {
                    try await slack.perform(ViewsPush(trigger: request.trigger, view: request.view))
                } else {
                    try await slack.perform(ViewsOpen(trigger: request.trigger, view: request.view))
                }
            await ledger.finish(request.key, viewID: opened.id)
        } catch {
            logger.warning("a modal did not open", metadata: ["error": "\(error)"])
            await ledger.finish(request.key, viewID: nil)
        }
    }
}
