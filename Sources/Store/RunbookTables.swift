import Bot
import GRDB
import RunbookModel

extension SQLiteTransaction {
    func draft(_ id: DraftID) throws -> Draft? {
        try first("read draft \(id)", "SELECT body FROM draft WHERE id = ?", [id.rawValue]) { row in
            try RowJSON.value(Draft.self, from: row["body"])
        }
    }

    func save(_ draft: Draft) throws {
        try mapping("save draft \(draft.id)") {
            let body = try RowJSON.text(draft)
            try change(
                "save draft \(draft.id)",
                """
                INSERT INTO draft (id, author, created_at, body) VALUES (?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET body = excluded.body
                """, [draft.id.rawValue, draft.author.rawValue, draft.createdAt.milliseconds, body])
        }
    }

    func drafts(of author: UserID) throws -> [Draft] {
        try all(
            "read the drafts of \(author)", "SELECT body FROM draft WHERE author = ? ORDER BY created_at, id",
            [author.rawValue]
        ) { row in
            try RowJSON.value(Draft.self, from: row["body"])
        }
    }

    func deleteDraft(_ id: DraftID) throws {
        try change("delete draft \(id)", "DELETE FROM draft WHERE id = ?", [id.rawValue])
    }

    func insert(_ runbook: Runbook) throws {
        let id = runbook.id.rawValue
        let newest: Int =
            try first("read runbook \(id)", "SELECT newest_version FROM runbook WHERE id = ?", [id]) { $0[0] } ?? 0
        guard runbook.version == newest + 1 else {
            throw StoreError(
                code: .conflict,
                message: "Runbook \(id) is at version \(newest), so version \(runbook.version) cannot be the next. "
                    + "Read it again and save what you have as version \(newest + 1).")
        }
        try mapping("save runbook \(id)") {
            let body = try RowJSON.text(runbook)
            // Saving a runbook that was deleted brings it back.
            try change(
                "save runbook \(id)",
                """
                INSERT INTO runbook (id, newest_version, title) VALUES (?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET newest_version = excluded.newest_version, title = excluded.title,
                    deleted_at = NULL
                """, [id, runbook.version, runbook.content.title])
            try change(
                "save runbook \(id)",
                "INSERT INTO runbook_version (runbook, version, saved_at, body) VALUES (?, ?, ?, ?)",
                [id, runbook.version, runbook.savedAt.milliseconds, body])
        }
    }

    func runbook(_ id: RunbookID) throws -> Runbook? {
        try first(
            "read runbook \(id)",
            "SELECT runbook, version, body FROM runbook_version WHERE runbook = ? ORDER BY version DESC LIMIT 1",
            [id.rawValue], runbook)
    }

    func runbook(_ id: RunbookID, version: Int) throws -> Runbook? {
        try first(
            "read version \(version) of runbook \(id)",
            "SELECT runbook, version, body FROM runbook_version WHERE runbook = ? AND version = ?",
            [id.rawValue, version], runbook)
    }

    private func runbook(_ row: Row) throws -> Runbook {
        try cache.runbooks.runbook(row["runbook"], version: row["version"], body: row["body"])
    }

    func runbooks() throws -> [Runbook] {
        try all(
            "read the library",
            """
            SELECT runbook, version, body FROM runbook
            JOIN runbook_version ON runbook_version.runbook = runbook.id AND version = newest_version
            WHERE deleted_at IS NULL ORDER BY title COLLATE NOCASE, runbook.id
            """, StatementArguments(), runbook)
    }

    func deleteRunbook(_ id: RunbookID, at now: Timestamp) throws {
        try change(
            "delete runbook \(id)", "UPDATE runbook SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL",
            [now.milliseconds, id.rawValue])
    }

    func restoreRunbook(_ id: RunbookID) throws {
        try change("restore runbook \(id)", "UPDATE runbook SET deleted_at = NULL WHERE id = ?", [id.rawValue])
    }

    func deletedRunbooks(since moment: Timestamp) throws -> [(runbook: Runbook, deletedAt: Timestamp)] {
        try all(
            "read the deleted runbooks",
            """
            SELECT runbook, version, body, deleted_at FROM runbook
            JOIN runbook_version ON runbook_version.runbook = runbook.id AND version = newest_version
            WHERE deleted_at >= ? ORDER BY deleted_at DESC, runbook.id
            """, [moment.milliseconds]
        ) { row in
            (runbook: try runbook(row), deletedAt: Timestamp(milliseconds: row["deleted_at"]))
        }
    }

    func alertLinks() throws -> [AlertLink] {
        try all(
            "read the links to alerts",
            """
            SELECT alert_link.runbook, pattern, service FROM alert_link
            JOIN runbook ON runbook.id = alert_link.runbook
            WHERE deleted_at IS NULL ORDER BY alert_link.id
            """
        ) { row in
            let service: String = row["service"]
            return AlertLink(
                runbook: RunbookID(row["runbook"]), pattern: row["pattern"], service: service.isEmpty ? nil : service)
        }
    }

    func insert(_ link: AlertLink) throws {
        try change(
            "link runbook \(link.runbook) to alerts",
            """
            INSERT INTO alert_link (runbook, pattern, service) VALUES (?, ?, ?)
            ON CONFLICT (runbook, pattern, service) DO NOTHING
            """, [link.runbook.rawValue, link.pattern, link.service ?? ""])
    }

    func deleteAlertLinks(of runbook: RunbookID) throws {
        try change(
            "unlink runbook \(runbook)", "DELETE FROM alert_link WHERE runbook = ?", [runbook.rawValue])
    }
}
