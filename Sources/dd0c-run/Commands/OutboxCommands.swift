import ArgumentParser
import Bot
import Glibc
import RunbookModel
import Store

struct Outbox: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox",
        abstract: "List the messages to Slack that wait or could not be sent, and what came in and failed.",
        discussion:
            "Messages are named m1, m2, …, deliveries d1, d2, …: by these names they are tried again or dropped.",
        subcommands: [List.self, Retry.self, Drop.self], defaultSubcommand: List.self)

    /// Rows of each kind that are listed.
    static let limit = 200

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List what waits and what was put aside.")

        @OptionGroup var database: DatabaseOption

        func run() async throws {
            try await ending {
                let store = try database.open(.reader)
                let (counts, entries, parked) = try await store.read { store in
                    (
                        try store.outboxCounts(), try store.outboxEntries(limit: Outbox.limit),
                        try store.parkedDeliveries(limit: Outbox.limit)
                    )
                }
                for line in OutboxReport.lines(counts, entries, parked) { StandardStreams.output(line) }
            }
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry", abstract: "Have messages sent, or deliveries handled, once more.",
            discussion: "A running bot takes them up within half a minute. What became of a message is looked up first."
        )

        @OptionGroup var database: DatabaseOption
        @Argument(help: "Names from the list, such as m12 d3")
        var names: [OutboxItem]

        func run() async throws {
            try await change(names, database, done: "is tried again", action: "retried") { item, store, now in
                switch item {
                case .message(let id): try store.reviveOutboxRow(id, at: now)
                case .delivery(let id): try store.reviveDelivery(id, at: now)
                }
            }
        }
    }

    struct Drop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "drop", abstract: "Give up messages and deliveries for good.",
            discussion: "The audit trail keeps which, and who did it. What they said is lost.")

        @OptionGroup var database: DatabaseOption
        @Argument(help: "Names from the list, such as m12 d3")
        var names: [OutboxItem]

        func run() async throws {
            try await change(names, database, done: "is dropped", action: "dropped") { item, store, now in
                switch item {
                case .message(let id): try store.dropOutboxRow(id)
                case .delivery(let id): try store.dropDelivery(id, at: now)
                }
            }
        }
    }
}

/// A message or a delivery, as the operator names it.
enum OutboxItem: ExpressibleByArgument, CustomStringConvertible, Sendable {
    case message(Int64)
    case delivery(Int64)

    init?(argument: String) {
        guard let number = Int64(argument.dropFirst()), number > 0 else { return nil }
        switch argument.first {
        case "m": self = .message(number)
        case "d": self = .delivery(number)
        default: return nil
        }
    }

    var description: String {
        switch self {
        case .message(let id): "m\(id)"
        case .delivery(let id): "d\(id)"
        }
    }

    /// What it is called in the audit trail: `message` or `delivery`.
    var kind: String {
        switch self {
        case .message: "message"
        case .delivery: "delivery"
        }
    }
}

/// Changes items one by one, each with its line in the audit trail.
private func change(
    _ items: [OutboxItem], _ database: DatabaseOption, done: String, action: String,
    _ body: @escaping @Sendable (OutboxItem, any StoreTransaction, Timestamp) throws -> Bool
) async throws {
    try await ending {
        let store = try database.open(.guest)
        let now = Ambient.system.now()
        var missing: [OutboxItem] = []
        for item in items {
            let isThere = try await store.write { store in
                guard try body(item, store, now) else { return false }
                try store.audit(
                    AuditEntry(
                        at: now, actor: .system, action: "outbox.\(action)",
                        detail: [item.kind: "\(item)", "operator": Account.name]))
                return true
            }
            if isThere { StandardStreams.output("\(item) \(done)") } else { missing.append(item) }
        }
        try store.close()
        guard missing.isEmpty else {
            throw Exit(
                code: .noInput,
                line: "There is no \(missing.map(\.description).joined(separator: ", ")) to change. "
                    + "`dd0c-run outbox` lists what there is.")
        }
    }
}

/// The list as text.
enum OutboxReport {
    static func lines(
        _ counts: OutboxCounts, _ entries: [OutboxEntry], _ parked: [ParkedDelivery]
    ) -> [String] {
        var lines = [
            "\(counts.waiting) waiting (\(counts.passedOver) passed over), \(counts.dead) dead, "
                + "\(counts.unreadable) unreadable, \(counts.parkedDeliveries) deliveries parked"
        ]
        for entry in entries {
            var line =
                "m\(entry.id)  \(entry.state.rawValue)  lane \(OperatorText.line(entry.lane))  since \(OperatorText.time(entry.createdAt))"
            line += "  attempts \(entry.attempts)"
            if entry.state == .passedOver || (entry.state == .waiting && entry.attempts > 0) {
                line += "  next \(OperatorText.time(entry.notBefore))"
            }
            if let failure = entry.failure { line += "  \(OperatorText.line(failure))" }
            lines.append(line)
        }
        for delivery in parked {
            lines.append(
                "d\(delivery.id)  parked  \(OperatorText.line(delivery.kind))"
                    + "  since \(OperatorText.time(delivery.receivedAt))  attempts \(delivery.attempts)"
                    + "  \(OperatorText.line(delivery.reason))")
        }
        let listed = entries.count + parked.count
        let all = counts.waiting + counts.dead + counts.unreadable + counts.parkedDeliveries
        if listed < all { lines.append("… and \(all - listed) more") }
        return lines
    }
}

/// The account that the program runs as.
enum Account {
    static var name: String {
        getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? "uid \(geteuid())"
    }
}
