import Engine
import RiskRules
import RunbookModel
import Views

/// The handling of one delivery, within one transaction: all of its effects become durable together, or none does.
final class Handling {
    let store: any StoreTransaction
    let now: Timestamp
    let ambient: Ambient
    let services: HandlerServices
    /// Who belongs to what, as it was looked up right before.
    let memberships: Memberships
    /// Key of the delivery that is handled.
    let deliveryKey: String
    /// Commands whose process must be killed once this is durable.
    private(set) var kills: [(place: ExecutionPlace, process: ProcessIdentity?)] = []

    init(
        store: any StoreTransaction, now: Timestamp, ambient: Ambient, services: HandlerServices,
        memberships: Memberships, deliveryKey: String
    ) {
        self.store = store
        self.now = now
        self.ambient = ambient
        self.services = services
        self.memberships = memberships
        self.deliveryKey = deliveryKey
    }

    func kill(_ place: ExecutionPlace) throws { kills.append((place, try store.process(of: place))) }

    /// What the risk rules say of a command.
    var classify: (String, CommandLanguage) -> RiskAssessment {
        let classifier = services.classifier
        return { classifier.assess($0, language: $1) }
    }

    // MARK: Answers

    func enqueue(_ outgoing: Outgoing) throws { try store.enqueue(outgoing, at: now) }

    /// Answers a person where they are: by the address that the command or click brought along, in a direct message, or
    /// so that only they see it.
    func reply(_ screen: Screen, to click: Click) throws {
        if let url = click.responseURL {
            try enqueue(Outgoing(lane: "reply:\(click.user)", message: .response(url: url, screen)))
        } else if let channel = click.channel, channel.isDirectMessage || channel.isUser {
            try enqueue(
                Outgoing(lane: channel.rawValue, message: .post(channel, screen, thread: click.thread)))
        } else if let channel = click.channel {
            try enqueue(
                Outgoing(
                    lane: "reply:\(click.user)",
                    message: .ephemeral(channel, click.user, screen, thread: click.thread)))
        } else {
            let channel = ChannelID(click.user.rawValue)
            try enqueue(Outgoing(lane: channel.rawValue, message: .post(channel, screen, thread: nil)))
        }
    }

    func reply(_ notice: Notice, to click: Click) throws { try reply(.notice(notice), to: click) }

    /// Fills the modal that was opened at once for the click.
    func fill(_ screen: Screen, for click: Click) throws {
        try enqueue(
            Outgoing(
                lane: "modal:\(click.deliveryKey)",
                message: .fillView(deliveryKey: click.deliveryKey, user: click.user, channel: click.channel, screen),
                deadline: now + .seconds(60)))
    }

    func fill(_ notice: Notice, for click: Click) throws {
        try fill(.noticeModal(notice), for: click)
    }

    /// Shows something in the modal that was clicked in.
    func update(_ viewID: String, _ screen: Screen) throws {
        try enqueue(
            Outgoing(
                lane: "modal:\(viewID)", message: .updateView(viewID: viewID, screen), coalescingKey: viewID,
                deadline: now + .seconds(60)))
    }

    func audit(
        _ action: String, by actor: Actor, run: RunID? = nil, runbook: RunbookID? = nil, step: Int? = nil,
        detail: [String: String] = [:]
    ) throws {
        try store.audit(
            AuditEntry(
                at: now, actor: actor, action: action, run: run, runbook: runbook, step: step, detail: detail))
    }
}

extension ChannelID {
    /// Whether it is a conversation with one person.
    var isDirectMessage: Bool { rawValue.hasPrefix("D") }
    /// Whether it is a person rather than a conversation: a direct message must be opened first.
    var isUser: Bool { rawValue.hasPrefix("U") || rawValue.hasPrefix("W") }
}
