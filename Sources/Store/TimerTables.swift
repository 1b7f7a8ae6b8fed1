import Bot
import GRDB
import JSONTree
import RunbookModel

extension SQLiteTransaction {
    func setTimer(_ key: String, due: Timestamp, body: JSONValue) throws {
        wakes(.timers)
        try change(
            "set timer \(key)",
            """
            INSERT INTO timer (key, due, body) VALUES (?, ?, ?)
            ON CONFLICT (key) DO UPDATE SET due = excluded.due, body = excluded.body
            """, [key, due.milliseconds, body.text()])
    }

    func deleteTimer(_ key: String) throws {
        try change("delete timer \(key)", "DELETE FROM timer WHERE key = ?", [key])
    }

    func dueTimers(at now: Timestamp) throws -> [(key: String, due: Timestamp, body: JSONValue)] {
        try all(
            "read due timers", "SELECT key, due, body FROM timer WHERE due <= ? ORDER BY due, key", [now.milliseconds]
        ) { row in
            let key: String = row["key"]
            let body = try RowJSON.tree(from: row["body"], of: "timer \(key)")
            return (key: key, due: moment(row, "due"), body: body)
        }
    }

    func nextTimer() throws -> Timestamp? {
        try earliest("read the next timer", "SELECT min(due) FROM timer")
    }

    func setting(_ name: String) throws -> JSONValue? {
        try first("read setting \(name)", "SELECT value FROM setting WHERE name = ?", [name]) { row in
            try RowJSON.tree(from: row["value"], of: "setting \(name)")
        }
    }

    func setSetting(_ name: String, _ value: JSONValue) throws {
        try change(
            "set \(name)",
            """
            INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """, [name, value.text()])
    }
}
