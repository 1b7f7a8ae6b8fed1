import Bot
import GRDB
import RunbookModel

extension ExecutionPlace: CustomStringConvertible {
    /// For messages: `attempt 2 of step 3 of run R1`.
    package var description: String { "attempt \(attempt) of step \(step) of run \(run)" }
}

extension SQLiteTransaction {
    func insertExecution(_ request: ExecutionRequest, at now: Timestamp) throws {
        wakes(.executions)
        let place = request.place
        try mapping("note \(place)") {
            let body = try RowJSON.text(request)
            try change(
                "note \(place)",
                "INSERT INTO execution (run, step, attempt, request, requested_at) VALUES (?, ?, ?, ?, ?)",
                [place.run.rawValue, place.step, place.attempt, body, now.milliseconds])
        }
    }

    func waitingExecutions(limit: Int) throws -> [ExecutionRequest] {
        try all(
            "read waiting commands",
            """
            SELECT request FROM execution WHERE begun_at IS NULL AND cancelled_at IS NULL
            ORDER BY requested_at, rowid LIMIT ?
            """, [limit]
        ) { row in
            try RowJSON.value(ExecutionRequest.self, from: row["request"])
        }
    }

    func beginExecution(_ place: ExecutionPlace, at now: Timestamp) throws -> Bool {
        let begun = try change(
            "begin \(place)",
            """
            UPDATE execution SET begun_at = ?
            WHERE run = ? AND step = ? AND attempt = ? AND begun_at IS NULL AND cancelled_at IS NULL
            """, [now.milliseconds, place.run.rawValue, place.step, place.attempt])
        return begun == 1
    }

    func noteProcess(_ process: ProcessIdentity, of place: ExecutionPlace) throws {
        try mapping("note the process of \(place)") {
            let body = try RowJSON.text(process)
            try change(
                "note the process of \(place)",
                """
                UPDATE execution SET process = ? WHERE run = ? AND step = ? AND attempt = ? AND ended_at IS NULL
                """, [body, place.run.rawValue, place.step, place.attempt])
        }
    }

    func process(of place: ExecutionPlace) throws -> ProcessIdentity? {
        let text: String?? = try first(
            "read the process of \(place)", "SELECT process FROM execution WHERE run = ? AND step = ? AND attempt = ?",
            [place.run.rawValue, place.step, place.attempt]
        ) { $0["process"] as String? }
        return text.flatMap { $0 }.flatMap(processIdentity)
    }

    func endExecution(_ place: ExecutionPlace, at now: Timestamp) throws {
        try change(
            "end \(place)",
            """
            UPDATE execution SET ended_at = ?
            WHERE run = ? AND step = ? AND attempt = ? AND begun_at IS NOT NULL AND ended_at IS NULL
            """, [now.milliseconds, place.run.rawValue, place.step, place.attempt])
    }

    func putBackExecution(_ place: ExecutionPlace) throws -> Bool {
        wakes(.executions)
        let changed = try change(
            "put back \(place)",
            """
            UPDATE execution SET begun_at = NULL, process = NULL
            WHERE run = ? AND step = ? AND attempt = ? AND begun_at IS NOT NULL AND ended_at IS NULL
            """, [place.run.rawValue, place.step, place.attempt])
        return changed == 1
    }

    func cancelExecution(_ place: ExecutionPlace, at now: Timestamp) throws -> Bool {
        wakes(.executions)
        let cancelled = try change(
            "take back \(place)",
            """
            UPDATE execution SET cancelled_at = ?
            WHERE run = ? AND step = ? AND attempt = ? AND begun_at IS NULL AND cancelled_at IS NULL
            """, [now.milliseconds, place.run.rawValue, place.step, place.attempt])
        return cancelled == 1
    }

    func openExecutions() throws -> [(place: ExecutionPlace, process: ProcessIdentity?)] {
        try all(
            "read commands that were begun",
            """
            SELECT run, step, attempt, process FROM execution
            WHERE begun_at IS NOT NULL AND ended_at IS NULL ORDER BY begun_at, rowid
            """
        ) { row in
            let process: String? = row["process"]
            return (
                place: ExecutionPlace(run: RunID(row["run"]), step: row["step"], attempt: row["attempt"]),
                process: process.flatMap(processIdentity)
            )
        }
    }

    /// A process that cannot be read back is one that nothing is known of, and its command is lost in either case.
    private func processIdentity(_ text: String) -> ProcessIdentity? {
        do {
            return try RowJSON.value(ProcessIdentity.self, from: text)
        } catch {
            return nil
        }
    }
}
