import ArgumentParser
import Bot
import FoundationEssentials
import RunbookModel
import Store

/// What came in and could not be handled, for the operator.
struct Inbox: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the deliveries that could not be read or handled and are kept for you.")

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
                let time = Date(timeIntervalSince1970: Double(row.receivedAt.milliseconds) / 1000).formatted(.iso8601)
                StandardStreams.output("\(row.id)  \(time)  \(row.kind)  \(row.key)  \(row.reason)")
                StandardStreams.output("    \(Self.line(row.body))")
            }
        }
    }

    private func showWhole(_ id: Int64, of store: SQLiteStore) async throws {
        guard let body = try await store.read({ try $0.parkedBody(id) }) else {
            throw Exit(code: .noInput, line: "No delivery \(id) is kept. `dd0c-run inbox` lists those that are.")
        }
        StandardStreams.output(body)
    }

    /// A text as one line that does nothing to a terminal.
    private static func line(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : $0 }))
    }
}
