import Bot
import Locking
import RunbookModel

/// Versions of runbooks that were read from their JSON already. An entry is used only for exactly the same JSON, so a
/// version that was rolled back cannot come back.
final class RunbookCache: Sendable {
    private struct Key: Hashable {
        var id: String
        var version: Int
    }

    private struct State {
        var entries: [Key: (body: String, runbook: Runbook)] = [:]
        var bytes = 0
    }

    /// Bytes of JSON that are kept; beyond it the cache begins anew.
    private let limit: Int
    private let state = Lock(State())

    init(limit: Int = 16 << 20) { self.limit = limit }

    /// The runbook that the JSON of a version stands for.
    func runbook(_ id: String, version: Int, body: String) throws -> Runbook {
        let key = Key(id: id, version: version)
        let known = state.withLock { $0.entries[key] }
        if let known, known.body == body { return known.runbook }
        let runbook = try RowJSON.value(Runbook.self, from: body)
        state.withLock { state in
            state.bytes += body.utf8.count - (state.entries[key]?.body.utf8.count ?? 0)
            state.entries[key] = (body, runbook)
            if state.bytes > limit { state = State() }
        }
        return runbook
    }
}
