import Bot
import Engine
import GRDB
import RunbookModel

extension SQLiteTransaction {
    // MARK: Alerts

    func alert(_ id: AlertID) throws -> Alert? {
        try first("read alert \(id)", "SELECT body FROM alert WHERE id = ?", [id.rawValue], alert)
    }

    func alert(vendor: String, fingerprint: String) throws -> Alert? {
        try first(
            "read the newest alert of \(vendor)",
            """
            SELECT body FROM alert WHERE vendor = ? AND fingerprint = ? ORDER BY started_at DESC, rowid DESC LIMIT 1
            """, [vendor, fingerprint], alert)
    }

    func save(_ alert: Alert) throws {
        try mapping("save alert \(alert.id)") {
            let body = try RowJSON.text(alert)
            try change(
                "save alert \(alert.id)",
                """
                INSERT INTO alert (id, vendor, fingerprint, started_at, body) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET vendor = excluded.vendor, fingerprint = excluded.fingerprint,
                    started_at = excluded.started_at, body = excluded.body
                """, [alert.id.rawValue, alert.vendor, alert.fingerprint, alert.startedAt.milliseconds, body])
        }
    }

    func alerts(since moment: Timestamp) throws -> [Alert] {
        try all(
            "read alerts", "SELECT body FROM alert WHERE started_at >= ? ORDER BY started_at, rowid",
            [moment.milliseconds], alert)
    }

    private func alert(_ row: Row) throws -> Alert { try RowJSON.value(Alert.self, from: row["body"]) }

    // MARK: Runs

    func run(_ id: RunID) throws -> Run? {
        try first("read run \(id)", "SELECT body FROM run WHERE id = ?", [id.rawValue], run)
    }

    private func run(_ row: Row) throws -> Run { try wholeRun(row["body"]) }

    func insert(_ run: Run) throws {
        var slim = run
        let outputs = RunOutputs.detach(from: &slim)
        try mapping("store run \(run.id)") {
            let body = try RowJSON.text(slim)
            try change(
                "store run \(run.id)",
                """
                INSERT INTO run (id, runbook, runbook_version, alert, offered_at, is_open, revision, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    run.id.rawValue, run.runbook.rawValue, run.runbookVersion, run.alert?.rawValue,
                    run.offeredAt.milliseconds, run.isFinished ? 0 : 1, run.revision, body,
                ])
        }
        try saveOutputs(outputs, of: run.id)
    }

    func update(_ run: Run) throws {
        var next = run
        next.revision += 1
        let outputs = RunOutputs.detach(from: &next)
        let changed = try mapping("store run \(run.id)") {
            let body = try RowJSON.text(next)
            return try change(
                "store run \(run.id)",
                """
                UPDATE run SET alert = ?, is_open = ?, revision = ?, body = ? WHERE id = ? AND revision = ?
                """,
                [
                    next.alert?.rawValue, next.isFinished ? 0 : 1, next.revision, body, run.id.rawValue, run.revision,
                ])
        }
        guard changed == 1 else {
            throw StoreError(
                code: .conflict,
                message: "Run \(run.id) was changed since its revision \(run.revision) was read, or is not stored. "
                    + "Read it again and decide anew.")
        }
        try saveOutputs(outputs, of: run.id)
    }

    func record(_ event: RunEvent, of run: RunID, at now: Timestamp) throws {
        try mapping("record an event of run \(run)") {
            let body = try RowJSON.text(event)
            try change(
                "record an event of run \(run)",
                """
                INSERT INTO run_event (run, sequence, at, body)
                SELECT ?1, coalesce(max(sequence), 0) + 1, ?2, ?3 FROM run_event WHERE run = ?1
                """, [run.rawValue, now.milliseconds, body])
        }
    }

    func events(of run: RunID) throws -> [(event: RunEvent, at: Timestamp)] {
        try all(
            "read the events of run \(run)", "SELECT at, body FROM run_event WHERE run = ? ORDER BY sequence",
            [run.rawValue]
        ) { row in
            (event: try RowJSON.value(RunEvent.self, from: row["body"]), at: moment(row, "at"))
        }
    }

    func openRuns() throws -> [Run] {
        try all(
            "read the open runs", "SELECT body FROM run WHERE is_open = 1 ORDER BY offered_at, rowid",
            StatementArguments(), run)
    }

    func runs(ofAlert alert: AlertID) throws -> [Run] {
        try all(
            "read the runs of alert \(alert)", "SELECT body FROM run WHERE alert = ? ORDER BY offered_at, rowid",
            [alert.rawValue], run)
    }

    func runs(ofRunbook runbook: RunbookID, limit: Int) throws -> [Run] {
        try all(
            "read the runs of runbook \(runbook)",
            "SELECT body FROM run WHERE runbook = ? ORDER BY offered_at DESC, rowid DESC LIMIT ?",
            [runbook.rawValue, limit], run)
    }

    func runs(since moment: Timestamp, limit: Int) throws -> [Run] {
        try all(
            "read the runs of late",
            "SELECT body FROM run WHERE offered_at >= ? ORDER BY offered_at DESC, rowid DESC LIMIT ?",
            [moment.milliseconds, limit], run)
    }
}
