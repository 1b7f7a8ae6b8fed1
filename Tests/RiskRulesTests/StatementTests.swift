import RiskRules
import RunbookModel
import Testing

/// What a tokeniser that follows each dialect's quoting must see, and what must not fool it.
@Suite("Statements")
struct StatementTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var dialect: SQLDialect
        var sql: String
        var risk: Risk

        init(_ dialect: SQLDialect, _ sql: String, _ risk: Risk) {
            self.dialect = dialect
            self.sql = sql
            self.risk = risk
        }

        var testDescription: String { "\(dialect.rawValue): \(sql)" }
    }

    static let cases: [Case] = [
        // Quotes hold what they hold.
        Case(.postgresql, "SELECT 'a''; DROP TABLE t; --'", .green),
        Case(.postgresql, "SELECT E'a\\'; DROP TABLE t; --'", .green),
        Case(.postgresql, "SELECT 'a\\'; DROP TABLE t; --'", .red),
        Case(.postgresql, "SELECT $q$ $$; DROP TABLE t; $$ $q$", .green),
        Case(.postgresql, "SELECT $$a$$; DROP TABLE t", .red),
        Case(.postgresql, "SELECT \"a\"\"; drop table t\" FROM x", .green),
        Case(.postgresql, "SELECT 1 /* /* */ ; DROP TABLE t; */", .green),
        Case(.mysql, "SELECT 1 /* /* */ ; DROP TABLE t", .red),
        Case(.mysql, "SELECT \"'; DROP TABLE t; \"", .green),
        Case(.mysql, "SELECT 1 # ; DROP TABLE t", .green),
        Case(.mysql, "SELECT 1 --; DROP TABLE t", .red),
        Case(.mysql, "SELECT 1 /*!99999 FROM dual */; DROP TABLE t", .red),
        Case(.mysql, "/*M! DROP TABLE t */", .red),
        Case(.mysql, "SELECT `a``; drop table t` FROM x", .green),
        Case(.tsql, "SELECT [a]]; drop table t] FROM x", .red),
        Case(.tsql, "SELECT [drop table t] FROM x", .green),
        Case(.sqlite, "SELECT [delete], `drop`, \"truncate\" FROM t", .green),
        Case(.clickhouse, "SELECT 'a\\'; drop table t'", .green),
        // Statements hidden behind others.
        Case(.tsql, "SELECT 1 DROP TABLE t", .red),
        Case(.tsql, "SELECT a FROM t DELETE FROM t", .red),
        Case(.tsql, "SELECT 1 EXEC xp_cmdshell 'dir'", .red),
        Case(.tsql, "USE app TRUNCATE TABLE t", .red),
        Case(.tsql, "BEGIN TRAN DELETE FROM t COMMIT", .red),
        Case(.generic, "SELECT 1 DROP TABLE t", .red),
        Case(.tsql, "SELECT a.[drop], b.[delete] FROM a JOIN b ON a.x = b.x", .green),
        Case(.tsql, "WITH x AS (SELECT 1 AS a) SELECT a FROM x", .green),
        Case(.cql, "BEGIN BATCH DELETE FROM t WHERE a=1; APPLY BATCH", .red),
        // Writes within queries.
        Case(.postgresql, "WITH a AS (SELECT 1), b AS (UPDATE t SET x=1 RETURNING *) SELECT * FROM b", .red),
        Case(.postgresql, "WITH a AS MATERIALIZED (DELETE FROM t RETURNING 1) SELECT 1", .red),
        Case(.postgresql, "EXPLAIN (ANALYZE true, VERBOSE) UPDATE t SET a=1", .red),
        Case(.postgresql, "EXPLAIN ANALYZE WITH d AS (DELETE FROM t RETURNING 1) SELECT 1", .red),
        Case(.postgresql, "EXPLAIN (ANALYZE) SELECT 1", .green),
        Case(.postgresql, "EXPLAIN VERBOSE DELETE FROM t", .green),
        Case(.postgresql, "SELECT a INTO TEMP x FROM t", .yellow),
        Case(.postgresql, "TABLE t", .green),
        Case(.postgresql, "VALUES (1), (2)", .green),
        Case(.postgresql, "SELECT 1 UNION SELECT pg_terminate_backend(2)", .yellow),
        Case(.postgresql, "SELECT * FROM t WHERE EXISTS (SELECT lo_unlink(1))", .red),
        Case(.postgresql, "SELECT pg_catalog.pg_terminate_backend(1)", .yellow),
        Case(.postgresql, "SELECT \"pg_terminate_backend\"(1)", .yellow),
        Case(.postgresql, "SELECT pg_terminate_backend (1)", .yellow),
        Case(.postgresql, "SELECT my_function(1)", .yellow),
        Case(.postgresql, "SELECT dblink_exec('x', 'drop table t')", .red),
        Case(.postgresql, "SELECT * FROM t FOR NO KEY UPDATE", .yellow),
        Case(.postgresql, "SELECT 1 \\gexec", .red),
        Case(.postgresql, "COPY (DELETE FROM t RETURNING *) TO STDOUT", .red),
        Case(.postgresql, "COPY (SELECT 1) TO '/tmp/x'", .yellow),
        Case(.postgresql, "PREPARE TRANSACTION 'x'", .yellow),
        Case(.postgresql, "SELECT * FROM pg_control_checkpoint()", .green),
        Case(.postgresql, "SELECT system_identifier FROM pg_control_system()", .green),
        Case(.postgresql, "SELECT pg_get_wal_replay_pause_state(), pg_current_snapshot()", .green),
        Case(.postgresql, "SELECT pg_wal_replay_pause()", .yellow),
        Case(.postgresql, "SELECT pg_log_backend_memory_contexts(1)", .yellow),
        Case(.mysql, "SELECT IS_USED_LOCK('x'), FORMAT_BYTES(1)", .green),
        Case(.mysql, "START REPLICA", .yellow),
        Case(.generic, ".tables", .green),
        Case(.generic, ".tables; DROP TABLE t", .red),
        Case(.mysql, "SELECT 1 INTO @x", .yellow),
        Case(.mysql, "SELECT 1 INTO DUMPFILE '/tmp/x'", .yellow),
        Case(.mysql, "SELECT BENCHMARK(1000000, MD5('x'))", .yellow),
        Case(.mysql, "SELECT GET_LOCK('x', 10)", .yellow),
        Case(.mysql, "SET PASSWORD FOR x = 'y'", .yellow),
        Case(.mysql, "HANDLER t OPEN", .yellow),
        Case(.mysql, "FLUSH PRIVILEGES", .yellow),
        Case(.mysql, "CHECKSUM TABLE t", .green),
        Case(.mysql, "SHOW GRANTS FOR x", .green),
        Case(.sqlite, "PRAGMA user_version", .green),
        Case(.sqlite, "PRAGMA wal_checkpoint(TRUNCATE)", .yellow),
        Case(.sqlite, "PRAGMA writable_schema=1", .yellow),
        Case(.sqlite, "DETACH x", .red),
        Case(.clickhouse, "SELECT * FROM remote('h', 'db.t')", .yellow),
        Case(.clickhouse, "SELECT * FROM file('/etc/passwd')", .yellow),
        Case(.clickhouse, "SELECT 1 SETTINGS max_threads=1", .green),
        Case(.clickhouse, "ALTER TABLE t UPDATE a=1 WHERE 1", .yellow),
        Case(.clickhouse, "SYSTEM SHUTDOWN", .red),
        Case(.cql, "SELECT TOKEN(id), WRITETIME(a) FROM t", .green),
        Case(.generic, "SELECT 1; SELECT 2", .yellow),
        Case(.generic, "SELEC 1", .yellow),
        Case(.generic, "", .green),
        Case(.generic, "-- only a comment", .green),
    ]

    @Test("have their colour", arguments: cases)
    func colours(_ item: Case) {
        let assessment = RiskClassifier().assess(sql: item.sql, dialect: item.dialect)
        if item.risk == .green || item.risk == .red {
            #expect(assessment.risk == item.risk, "\(assessment.reasons)")
        } else {
            #expect(assessment.risk >= .yellow, "\(assessment.reasons)")
        }
    }

    @Test(
        "clients' own commands",
        arguments: [
            ("psql -c '\\dt'", Risk.green), ("psql -c '\\! ls'", .yellow), ("psql -c '\\! rm -rf /srv'", .red),
            ("psql -c '\\o f'", .yellow), ("psql -c '\\copy t to program \"sh\"'", .red),
            ("psql -c '\\i f.sql'", .yellow),
            ("psql -c 'select 1' -c 'drop table t'", .red), ("psql -f x.sql", .yellow),
            ("psql -o out -c 'select 1'", .yellow),
            ("psql -c \"$SQL\"", .red), ("psql -v ON_ERROR_STOP=1 -c 'select 1'", .green),
            ("mysql -e 'system rm -rf /srv'", .red), ("mysql -e '\\! id'", .yellow),
            ("mysql -e 'source x.sql'", .yellow),
            ("mysql app -e 'select 1; drop table t'", .red), ("sqlite3 x.db '.shell rm -rf /'", .red),
            ("sqlite3 x.db '.read f'", .yellow), ("sqlite3 x.db .tables", .green),
            ("sqlite3 x.db '.output f'", .yellow),
            ("echo 'drop table t' | psql", .red), ("psql <<'E'\nselect 1;\nE", .green),
            ("psql <<'E'\ndrop table t;\nE", .red),
            ("clickhouse-client -q 'select 1 into outfile \"x\"'", .yellow),
            ("redis-cli <<< 'FLUSHALL'", .red), ("echo 'PING' | redis-cli", .green), ("redis-cli get x", .green),
            ("redis-cli --rdb x", .yellow), ("redis-cli eval 'return 1' 0", .red), ("redis-cli -x set k < f", .yellow),
            ("redis-cli GET x FLUSHALL", .green), ("redis-cli CLUSTER FAILOVER", .red),
            ("redis-cli DEBUG SEGFAULT", .red),
            ("mongosh --eval 'db.x.find({a: \"drop()\"})'", .green), ("mongosh --eval 'db[\"x\"][\"drop\"]()'", .red),
            ("mongosh --eval 'db.x.aggregate([{$merge: {into: \"y\"}}])'", .red),
            ("mongosh --eval 'db.adminCommand({shutdown: 1})'", .red), ("mongosh x.js", .yellow),
            ("mongosh --eval 'db.x.find().forEach(d => db.x.remove(d))'", .red),
            ("mongosh --eval 'load(\"x.js\")'", .yellow), ("mongosh --eval 'rs.status().members.length'", .green),
        ])
    func clients(_ command: String, _ risk: Risk) {
        let assessment = RiskClassifier().assess(command, language: .shell)
        if risk == .yellow {
            #expect(assessment.risk >= .yellow, "\(command): \(assessment.reasons)")
        } else {
            #expect(assessment.risk == risk, "\(command): \(assessment.reasons)")
        }
    }
}
