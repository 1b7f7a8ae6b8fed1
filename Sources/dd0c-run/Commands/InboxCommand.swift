import ArgumentParser
import Bot
import Store

/// What came in and could not be handled, for the operator.
struct Inbox: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox", abstract: "List the deliveries that could not be read or handled and are kept for you.")

    @OptionGroup var database: DatabaseOption
    @Option(help: "Print the whole text of the delivery with this number")
    var show: Int64?

    func run() async throws {
        try await ending {
            let store = try database.open(.reader)
            if let show { return try await showWhole(show, of: store) }
            let parked = try await store.read { try $0.parkedDeliveries(limit: 100) }
            StandardStreams.output("\(parked.count) kept\(parked.count == 100 ? " or more" : "")")
            for row in parked {
                let (kind, key) = (OperatorText.line(row.kind), OperatorText.line(row.key))
                StandardStreams.output(
                    "d\(row.id)  \(OperatorText.time(row.receivedAt))  \(kind)  \(key)  \(OperatorText.line(row.reason))"
                )
                StandardStreams.output("    \(OperatorText.line(row.body))")
            }
            if let first = parked.first {
                StandardStreams.output("The whole text: `dd0c-run inbox --show \(first.id)`.")
                StandardStreams.output(
                    "Once more, or for good: `dd0c-run outbox retry d\(first.id)`, `dd0c-run outbox drop d\(first.id)`."
                )
            }
        }
    }

    private func showWhole(_ id: Int64, of store: SQLiteStore) async throws {
        guard let body = try await store.read({ try $0.parkedBody(id) }) else {
            throw Exit(code: .noInput, line: "No delivery \(id) is kept. `dd0c-run inbox` lists those that are.")
        }
        StandardStreams.output(body)
    }
}
