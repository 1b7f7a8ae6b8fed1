extension FamilyCommands {
    static let sqlstatements = #"""
        g postgresql SELECT relname, n_dead_tup FROM pg_stat_user_tables ORDER BY 2 DESC LIMIT 5
        g postgresql WITH x AS (SELECT 1) SELECT * FROM x
        r postgresql WITH d AS (DELETE FROM t WHERE id=1 RETURNING *) SELECT * FROM d
        y postgresql WITH i AS (INSERT INTO t VALUES (1) RETURNING id) SELECT id FROM i
        y postgresql SELECT * INTO t2 FROM t
        y postgresql SELECT * FROM t WHERE id=1 FOR UPDATE SKIP LOCKED
        y postgresql SELECT nextval('s')
        y postgresql SELECT pg_advisory_lock(1)
        gy postgresql SELECT pg_read_file('/etc/passwd')
        y postgresql SELECT lo_import('/etc/passwd')
        gy postgresql SELECT pg_sleep(10)
        r postgresql COPY t TO PROGRAM 'cat > /tmp/x'
        g postgresql COPY t TO STDOUT
        y postgresql COPY t FROM '/tmp/x'
        g postgresql EXPLAIN (FORMAT JSON) DELETE FROM t
        r postgresql EXPLAIN (ANALYZE, BUFFERS) DELETE FROM t
        g postgresql EXPLAIN (ANALYZE off) DELETE FROM t
        g postgresql SHOW max_connections
        gy postgresql SET statement_timeout = '5s'
        y postgresql VACUUM (VERBOSE) t
        yr postgresql VACUUM (FULL) t
        y postgresql REINDEX INDEX CONCURRENTLY i
        r postgresql SELECT pg_promote()
        r postgresql SELECT pg_drop_replication_slot('s')
        yr postgresql ALTER SUBSCRIPTION s DISABLE
        r postgresql ALTER TABLE t DROP COLUMN c
        y postgresql ALTER TABLE t ADD COLUMN c int
        yr postgresql ALTER TABLE t ALTER COLUMN c TYPE bigint
        y postgresql GRANT SELECT ON t TO bob
        yr postgresql REVOKE ALL ON t FROM bob
        y postgresql LOCK TABLE t IN SHARE MODE
        r postgresql DROP ROLE bob
        r postgresql UPDATE t SET a=1
        yr postgresql UPDATE t SET a=1 WHERE id=4
        r postgresql UPDATE t SET a=1 WHERE 1=1
        y postgresql REFRESH MATERIALIZED VIEW CONCURRENTLY mv
        g postgresql SELECT $$drop table x$$
        g postgresql SELECT $a$ it's; delete from t $a$ AS x
        g postgresql SELECT 1 /* a /* nested; drop table t */ b */
        g postgresql SELECT "delete" FROM t
        g postgresql SELECT * FROM pg_locks WHERE NOT granted
        g postgresql SELECT pg_size_pretty(pg_database_size('app'))
        g postgresql SELECT blocked.pid, pg_blocking_pids(blocked.pid) FROM pg_stat_activity blocked
        g postgresql SELECT count(*) FILTER (WHERE state='active') FROM pg_stat_activity
        g postgresql SELECT string_agg(x, ',' ORDER BY x) FROM t
        g postgresql SELECT a::int, b->>'c', ARRAY[1,2] FROM t WHERE d @> '{}'
        g postgresql SELECT * FROM t TABLESAMPLE SYSTEM (1)
        g postgresql SELECT EXTRACT(EPOCH FROM now() - pg_last_xact_replay_timestamp())
        g postgresql SELECT slot_name, pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) FROM pg_replication_slots
        y postgresql CHECKPOINT
        r postgresql DROP EXTENSION postgis CASCADE
        y postgresql CREATE EXTENSION pg_stat_statements
        y postgresql SELECT pg_stat_statements_reset()
        gy postgresql SELECT rolname, rolpassword FROM pg_authid
        y postgresql DO $$ BEGIN PERFORM 1; END $$
        y postgresql CALL p()
        yr postgresql BEGIN; UPDATE t SET a=1 WHERE id=2; ROLLBACK
        g mysql SHOW FULL PROCESSLIST
        g mysql SHOW CREATE TABLE t
        g mysql SELECT * FROM information_schema.innodb_trx
        r mysql SELECT 1 /*! ; DROP TABLE t */
        r mysql /*!50000 DROP TABLE t */
        g mysql SELECT 'a\'; drop table t; --'
        y mysql SELECT * FROM t INTO OUTFILE '/tmp/x'
        gy mysql SELECT SLEEP(5)
        gy mysql SELECT LOAD_FILE('/etc/passwd')
        y mysql SET GLOBAL max_connections=500
        yr mysql SET GLOBAL super_read_only=ON
        y mysql KILL 12
        y mysql KILL QUERY 12
        y mysql FLUSH LOGS
        yr mysql FLUSH TABLES WITH READ LOCK
        y mysql UNLOCK TABLES
        y mysql OPTIMIZE TABLE t
        y mysql ANALYZE TABLE t
        g mysql CHECK TABLE t
        r mysql RESET MASTER
        yr mysql CHANGE MASTER TO MASTER_HOST='x'
        yr mysql STOP REPLICA
        y mysql START REPLICA
        r mysql PURGE BINARY LOGS BEFORE '2024-01-01'
        yr mysql REPLACE INTO t VALUES (1)
        r mysql DELETE FROM t WHERE id=1 LIMIT 1
        g mysql SELECT `drop` FROM `delete`
        g mysql SELECT * FROM t LIMIT 10 -- delete from t
        g mysql EXPLAIN SELECT * FROM t
        g mysql DESCRIBE t
        y mysql CREATE USER 'x'@'%' IDENTIFIED BY 'y'
        r mysql DROP USER 'x'
        y mysql LOAD DATA INFILE '/tmp/x' INTO TABLE t
        y mysql SELECT * FROM t LOCK IN SHARE MODE
        gy mysql SELECT user, authentication_string FROM mysql.user
        g mysql SHOW BINARY LOGS
        g sqlite PRAGMA table_info(t)
        g sqlite PRAGMA integrity_check
        y sqlite PRAGMA journal_mode=WAL
        y sqlite VACUUM
        y sqlite ATTACH 'x.db' AS x
        r sqlite DROP TABLE t
        g sqlite SELECT * FROM [order]
        g sqlite SELECT datetime('now')
        g sqlite EXPLAIN QUERY PLAN SELECT * FROM t
        r sqlite SELECT load_extension('x')
        y sqlite REINDEX t
        g tsql SELECT TOP 10 * FROM sys.dm_exec_requests
        r tsql EXEC xp_cmdshell 'dir'
        y tsql EXEC sp_updatestats
        g tsql SELECT [drop] FROM [dbo].[t] WITH (NOLOCK)
        g tsql DBCC SQLPERF(LOGSPACE)
        yr tsql DBCC FREEPROCCACHE
        y tsql KILL 53
        yr tsql ALTER DATABASE app SET OFFLINE
        r tsql TRUNCATE TABLE t
        r tsql RESTORE DATABASE app FROM DISK='x'
        y tsql BACKUP DATABASE app TO DISK='x'
        yr tsql SHUTDOWN
        y tsql SELECT * INTO t2 FROM t
        r tsql ALTER AVAILABILITY GROUP ag FAILOVER
        r tsql DBCC CHECKDB ('app', REPAIR_ALLOW_DATA_LOSS)
        g tsql DBCC CHECKDB ('app')
        g cql SELECT * FROM app.t WHERE id = 1 LIMIT 10
        r cql DELETE FROM app.t WHERE id = 1
        r cql TRUNCATE app.t
        g cql DESCRIBE TABLES
        y cql INSERT INTO t (a) VALUES (1) USING TTL 60
        r cql DROP KEYSPACE app
        y cql ALTER KEYSPACE app WITH replication = {'class':'SimpleStrategy'}
        gy cql CONSISTENCY QUORUM
        r cql BEGIN BATCH DELETE FROM t WHERE a=1; APPLY BATCH
        g clickhouse SELECT query, elapsed FROM system.processes ORDER BY elapsed DESC LIMIT 5
        y clickhouse KILL QUERY WHERE query_id='x'
        r clickhouse ALTER TABLE t DROP PARTITION 202401
        yr clickhouse ALTER TABLE t DETACH PARTITION 202401
        r clickhouse TRUNCATE TABLE t
        y clickhouse SYSTEM FLUSH LOGS
        yr clickhouse SYSTEM STOP MERGES
        g clickhouse SELECT count() FROM t WHERE d >= today() - 7 FORMAT JSON
        g clickhouse SHOW TABLES
        y clickhouse INSERT INTO t SELECT * FROM t2
        r clickhouse DROP DATABASE app
        y clickhouse SELECT * FROM t INTO OUTFILE 'x.csv'
        gy clickhouse SELECT * FROM url('http://x','CSV')
        g clickhouse SELECT quantile(0.95)(x), sumIf(a, b>1) FROM t
        """#
}
