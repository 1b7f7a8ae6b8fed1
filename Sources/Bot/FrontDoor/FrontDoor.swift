import JSONTree
import Logging
import RunbookModel
import SlackWire
import Views

/// Where everything from Slack comes in: made durable first, acknowledged then, handled later.
package struct FrontDoor: Sendable {
    /// Stores a delivery; whether it was new. Several at once share one commit.
    package typealias Accept = @Sendable (Delivery) async throws -> Bool

    private let accept: Accept
    private let decoder: IntentDecoder
    private let formCheck: FormCheck
    private let modals: ModalOpener
    private let bells: Bells
    private let logger: Logger

    package init(
        accept: @escaping Accept, decoder: IntentDecoder, formCheck: FormCheck, modals: ModalOpener, bells: Bells,
        logger: Logger
    ) {
        self.accept = accept
        self.decoder = decoder
        self.formCheck = formCheck
        self.modals = modals
        self.bells = bells
        self.logger = logger
    }

    /// Takes one envelope in. Returns once it is durable.
    package func receive(_ envelope: SocketModeEnvelope) async -> AckDecision {
        let delivery = Self.delivery(of: envelope)
        if delivery.body["type"]?.string == "app_rate_limited" {
            logger.warning("Slack drops events: the workspace sends more than 30,000 an hour to this app")
        }
        let intent = decoder.intent(of: delivery)
        if case .submission(let modal, let value, let click) = intent {
            do {
                try await formCheck.check(modal, value, click.form, by: click.user)
            } catch let errors as FormErrors {
                return .ackWith(errors.response)
            } catch {
                logger.error("a form could not be checked", metadata: ["error": "\(error)"])
                return .withhold
            }
        }
        do {
            let isNew = try await accept(delivery)
            guard isNew else { return .ack }
        } catch {
            // Unacknowledged, it comes again; better than an acknowledged loss.
            logger.error(
                "a delivery could not be stored", metadata: ["envelope": "\(envelope.id)", "error": "\(error)"])
            return .withhold
        }
        await openModal(for: intent)
        bells.inbox.ring()
        return .ack
    }

    private func openModal(for intent: Intent) async {
        guard let plan = ModalPlan(intent), let trigger = plan.click.trigger else { return }
        await modals.open(
            plan.screen, for: plan.click.deliveryKey, trigger: trigger, onTop: plan.click.viewID != nil)
    }

    /// The delivery that an envelope carries.
    package static func delivery(of envelope: SocketModeEnvelope) -> Delivery {
        let payload = envelope.payload
        switch envelope.kind {
        case .eventsAPI:
            return Delivery(
                key: DeliveryKeys.event(payload, envelope: envelope.id), kind: .slackEvent, body: payload)
        case .slashCommands:
            return Delivery(
                key: DeliveryKeys.command(payload, envelope: envelope.id), kind: .slackCommand, body: payload)
        case .interactive:
            return Delivery(
                key: DeliveryKeys.interaction(payload, envelope: envelope.id), kind: .slackInteraction,
                body: payload)
        case .unknown(let type):
            let body: JSONValue = ["type": .string(type), "payload": payload]
            let text = body.text()
            let isShort = text.utf8.count <= SocketModeEnvelope.keptText
            return unreadable(envelope, isShort ? body : .string(SocketModeEnvelope.kept(text)))
        case .undecodable:
            return unreadable(envelope, payload)
        }
    }

    private static func unreadable(_ envelope: SocketModeEnvelope, _ body: JSONValue) -> Delivery {
        Delivery(key: "envelope:\(envelope.id)", kind: .slackUnreadable, body: body)
    }
}
