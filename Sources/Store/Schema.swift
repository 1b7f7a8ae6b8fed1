import GRDB

/// The tables, as numbered steps that are applied once each, in order. A step that was released is never changed.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("001 deliveries and messages") { db in
            try db.execute(sql: inbox + outbox)
        }
        migrator.registerMigration("002 runbooks, alerts and runs") { db in
            try db.execute(sql: runbooks + alertsAndRuns)
        }
        migrator.registerMigration("003 executions, audit trail, timers, settings") { db in
            try db.execute(sql: executions + audit + timersAndSettings)
        }
        migrator.registerMigration("004 messages of unknown fate, and those that are passed over") { db in
            try db.execute(sql: outboxFates)
        }
        migrator.registerMigration("005 messages in order") { db in
            try db.execute(sql: outboxOrder)
        }
        migrator.registerMigration("012 looks at what runs need") { db in
            try db.execute(sql: preflights)
        }
        migrator.registerMigration("013 deliveries that end the program") { db in
            try db.execute(sql: begunDeliveries)
        }
        return migrator
    }

    private static let preflights = """
        CREATE TABLE preflight (
            run TEXT NOT NULL PRIMARY KEY,
            -- Rises by one with each time that it is asked for.
            number INTEGER NOT NULL,
            request TEXT NOT NULL,
            requested_at INTEGER NOT NULL,
            ended_at INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX preflight_waiting ON preflight (requested_at) WHERE ended_at IS NULL;

        """

    private static let begunDeliveries = """
        -- Times that it was begun and neither handled nor put off: the program ended meanwhile.
        ALTER TABLE inbox ADD COLUMN begun INTEGER NOT NULL DEFAULT 0;

        """

    // Numbers are never used twice, not even after pruning: `AUTOINCREMENT`.
    private static let inbox = """
        CREATE TABLE inbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            key TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            body TEXT NOT NULL,
            received_at INTEGER NOT NULL,
            -- NULL once it is handled or parked.
            due_at INTEGER,
            attempts INTEGER NOT NULL DEFAULT 0,
            handled_at INTEGER,
            failure TEXT
        ) STRICT;
        CREATE INDEX inbox_waiting ON inbox (id) WHERE due_at IS NOT NULL;
        CREATE INDEX inbox_due ON inbox (due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX inbox_handled ON inbox (received_at) WHERE handled_at IS NOT NULL;

        """

    private static let outbox = """
        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            -- Place in the lane; a row that replaces another takes over its place.
            position INTEGER NOT NULL,
            lane TEXT NOT NULL,
            coalescing_key TEXT,
            message TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            not_before INTEGER NOT NULL,
            deadline INTEGER,
            attempts INTEGER NOT NULL DEFAULT 0,
            is_dead INTEGER NOT NULL DEFAULT 0,
            failure TEXT
        ) STRICT;
        CREATE INDEX outbox_waiting ON outbox (lane, position) WHERE is_dead = 0;
        CREATE INDEX outbox_dead ON outbox (id) WHERE is_dead = 1;
        -- Of the rows that no attempt has begun for, one per key.
        CREATE UNIQUE INDEX outbox_coalescing ON outbox (lane, coalescing_key)
            WHERE coalescing_key IS NOT NULL AND attempts = 0 AND is_dead = 0;

        CREATE TABLE posted_message (
            subject TEXT NOT NULL PRIMARY KEY,
            channel TEXT NOT NULL,
            timestamp TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        """

    private static let outboxFates = """
        -- Whether an attempt may have succeeded.
        ALTER TABLE outbox ADD COLUMN is_unsure INTEGER NOT NULL DEFAULT 0;
        UPDATE outbox SET is_unsure = 1 WHERE attempts > 0;
        -- Since when others of its lane get past it.
        ALTER TABLE outbox ADD COLUMN passed_at INTEGER;
        -- Of dead rows, whether the message cannot be read back.
        ALTER TABLE outbox ADD COLUMN is_unreadable INTEGER NOT NULL DEFAULT 0;
        -- When the operator last had it tried again.
        ALTER TABLE outbox ADD COLUMN revived_at INTEGER;
        DROP INDEX outbox_coalescing;
        -- Of the rows that certainly were not sent, one per key.
        CREATE UNIQUE INDEX outbox_coalescing ON outbox (lane, coalescing_key)
            WHERE coalescing_key IS NOT NULL AND is_unsure = 0 AND is_dead = 0;
        CREATE INDEX inbox_parked ON inbox (id) WHERE due_at IS NULL AND handled_at IS NULL;

        """

    private static let outboxOrder = """
        CREATE INDEX outbox_order ON outbox (position, id) WHERE is_dead = 0;
        CREATE INDEX outbox_urgent ON outbox (deadline) WHERE is_dead = 0 AND deadline IS NOT NULL;

        """

    private static let runbooks = """
        CREATE TABLE draft (
            id TEXT NOT NULL PRIMARY KEY,
            author TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            body TEXT NOT NULL
        ) STRICT;

        CREATE TABLE runbook (
            id TEXT NOT NULL PRIMARY KEY,
            newest_version INTEGER NOT NULL,
            title TEXT NOT NULL,
            deleted_at INTEGER
        ) STRICT;
        CREATE TABLE runbook_version (
            runbook TEXT NOT NULL REFERENCES runbook (id),
            version INTEGER NOT NULL CHECK (version >= 1),
            saved_at INTEGER NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (runbook, version)
        ) STRICT;
        CREATE TABLE alert_link (
            id INTEGER PRIMARY KEY,
            runbook TEXT NOT NULL REFERENCES runbook (id),
            pattern TEXT NOT NULL,
            -- Empty for any service.
            service TEXT NOT NULL,
            UNIQUE (runbook, pattern, service)
        ) STRICT;

        """

    private static let alertsAndRuns = """
        CREATE TABLE alert (
            id TEXT NOT NULL PRIMARY KEY,
            vendor TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            body TEXT NOT NULL
        ) STRICT;
        CREATE INDEX alert_fingerprint ON alert (vendor, fingerprint, started_at);
        CREATE INDEX alert_started ON alert (started_at);

        CREATE TABLE run (
            id TEXT NOT NULL PRIMARY KEY,
            runbook TEXT NOT NULL,
            runbook_version INTEGER NOT NULL,
            alert TEXT REFERENCES alert (id),
            offered_at INTEGER NOT NULL,
            is_open INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            body TEXT NOT NULL,
            FOREIGN KEY (runbook, runbook_version) REFERENCES runbook_version (runbook, version)
        ) STRICT;
        CREATE INDEX run_open ON run (offered_at) WHERE is_open = 1;
        CREATE INDEX run_offered ON run (offered_at);
        CREATE INDEX run_runbook ON run (runbook, offered_at);
        CREATE INDEX run_alert ON run (alert, offered_at);

        CREATE TABLE run_output (
            run TEXT NOT NULL REFERENCES run (id),
            digest TEXT NOT NULL,
            -- UTF-8.
            text BLOB NOT NULL,
            PRIMARY KEY (run, digest)
        ) STRICT;

        CREATE TABLE run_event (
            run TEXT NOT NULL REFERENCES run (id),
            sequence INTEGER NOT NULL,
            at INTEGER NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (run, sequence)
        ) STRICT;

        """

    private static let executions = """
        CREATE TABLE execution (
            run TEXT NOT NULL REFERENCES run (id),
            step INTEGER NOT NULL,
            attempt INTEGER NOT NULL,
            request TEXT NOT NULL,
            requested_at INTEGER NOT NULL,
            begun_at INTEGER,
            process TEXT,
            ended_at INTEGER,
            cancelled_at INTEGER,
            PRIMARY KEY (run, step, attempt)
        ) STRICT;
        CREATE INDEX execution_waiting ON execution (requested_at)
            WHERE begun_at IS NULL AND cancelled_at IS NULL;
        CREATE INDEX execution_open ON execution (begun_at) WHERE begun_at IS NOT NULL AND ended_at IS NULL;

        """

    private static let audit = """
        CREATE TABLE audit (
            sequence INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            run TEXT,
            -- JSON; the hash is over exactly this text.
            entry TEXT NOT NULL,
            -- UTF-8 of what was on the screen; its digest is in the entry.
            shown BLOB,
            previous TEXT NOT NULL,
            hash TEXT NOT NULL
        ) STRICT;
        CREATE INDEX audit_run ON audit (run, sequence) WHERE run IS NOT NULL;
        CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
        CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
        -- The last link once more: a trail that was cut off at the end is told from a whole one.
        CREATE TABLE audit_head (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            sequence INTEGER NOT NULL,
            hash TEXT NOT NULL
        ) STRICT;

        """

    private static let timersAndSettings = """
        CREATE TABLE timer (
            key TEXT NOT NULL PRIMARY KEY,
            due INTEGER NOT NULL,
            body TEXT NOT NULL
        ) STRICT;
        CREATE INDEX timer_due ON timer (due);
        CREATE TABLE setting (
            name TEXT NOT NULL PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT;

        """
}
