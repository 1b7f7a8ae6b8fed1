import Bot
import GRDB
import RunbookModel

extension SQLiteTransaction {
    func requestPreflight(_ request: PreflightRequest, at now: Timestamp) throws {
        wakes(.preflights)
        try mapping("ask for a look at run \(request.run)") {
            let body = try RowJSON.text(request)
            try change(
                "ask for a look at run \(request.run)",
                """
                INSERT INTO preflight (run, number, request, requested_at) VALUES (?, 1, ?, ?)
                ON CONFLICT (run) DO UPDATE SET number = number + 1, request = excluded.request,
                    requested_at = excluded.requested_at, ended_at = NULL
                """, [request.run.rawValue, body, now.milliseconds])
        }
    }

    func waitingPreflights(limit: Int) throws -> [PreflightRequest] {
        try all(
            "read runs to be looked at",
            "SELECT number, request FROM preflight WHERE ended_at IS NULL ORDER BY requested_at, run LIMIT ?", [limit]
        ) { row in
            (number: row["number"] as Int, text: row["request"] as String)
        }.compactMap { number, text in
            // One of another version of the program, which nobody waits for: it stays until it is asked for anew.
            guard var request = readable(text) else { return nil }
            request.number = number
            return request
        }
    }

    private func readable(_ text: String) -> PreflightRequest? {
        do {
            return try RowJSON.value(PreflightRequest.self, from: text)
        } catch {
            return nil
        }
    }

    func preflightNumber(of run: RunID) throws -> Int? {
        try first("read the last look at run \(run)", "SELECT number FROM preflight WHERE run = ?", [run.rawValue]) {
            row in
            row["number"] as Int
        }
    }

    func endPreflight(of run: RunID, number: Int, at now: Timestamp) throws {
        try change(
            "end the look at run \(run)", "UPDATE preflight SET ended_at = ? WHERE run = ? AND number = ?",
            [now.milliseconds, run.rawValue, number])
    }
}
