extension FamilyCommands {
    static let database = #"""
        g psql -h db -U app -c 'select count(*) from pg_stat_activity'
        g psql -d app -tAc "select pid, state, now()-query_start from pg_stat_activity where state <> 'idle' order by 3 desc limit 10"
        g psql -c '\dt+'
        g psql -l
        gy psql -f report.sql
        yr psql app < dump.sql
        y psql -h db app
        g psql <<< 'select 1;'
        y psql -c 'vacuum analyze orders'
        yr psql -c 'vacuum full orders'
        r psql -c 'drop database app'
        y psql -c "select pg_cancel_backend(4711)"
        yr psql -c "select pg_terminate_backend(pid) from pg_stat_activity where usename='app'"
        g psql -c 'explain analyze select * from orders where id=4'
        r psql -c 'explain analyze delete from orders'
        r psql -c "delete from sessions where created < now() - interval '30 days'"
        r psql -c 'truncate sessions'
        y psql -c 'create index concurrently i on orders(created)'
        yr psql -c 'drop index concurrently i'
        y psql -c "alter system set work_mem='64MB'"
        y psql -c 'select pg_reload_conf()'
        g psql -c "copy (select * from orders limit 10) to stdout with csv header"
        y psql -c "\copy orders to 'o.csv' csv"
        r psql -c "copy t from program 'curl http://x/y'"
        y pg_dump -Fc app -f app.dump
        gy pg_dump -s app
        yr pg_restore -d app app.dump
        r pg_restore --clean -d app app.dump
        g pg_restore -l app.dump
        g pg_isready -h db
        g pg_lsclusters
        y pg_ctlcluster 14 main reload
        yr pg_ctlcluster 14 main stop
        y pg_ctl reload -D /data
        r pg_ctl promote -D /data
        yr pg_ctl stop -m fast -D /data
        g pg_controldata /data
        r pg_resetwal -f /data
        y pg_basebackup -h primary -D /data -P
        g patronictl -c /etc/patroni.yml list
        r patronictl failover pg --force
        r patronictl switchover
        yr patronictl restart pg node1
        y patronictl pause
        r patronictl reinit pg node2
        g pgbackrest info
        y pgbackrest --stanza=main backup
        r pgbackrest --stanza=main restore
        g repmgr cluster show
        r repmgr standby promote
        g mysql -e 'show processlist'
        g mysql -uroot -e "show slave status\G"
        g mysql -e 'show engine innodb status\G'
        g mysqladmin processlist
        g mysqladmin status
        yr mysqladmin shutdown
        y mysqladmin kill 44
        y mysqladmin flush-logs
        y mysql -e 'kill 44'
        yr mysql -e 'stop slave'
        y mysql -e 'start slave'
        yr mysql -e 'set global read_only=1'
        y mysql -e "set global slow_query_log=1"
        r mysql -e 'reset master'
        r mysql -e "purge binary logs to 'mysql-bin.010'"
        yr mysql -e 'flush tables with read lock'
        y mysql app < fix.sql
        gy mysqldump --single-transaction app
        y mysqldump app > app.sql
        y mysqlcheck --optimize app
        g mysqlcheck app
        g mysqlbinlog --start-datetime='2024-01-01 00:00:00' bin.001
        yr mysqlbinlog bin.001 | mysql
        g pt-query-digest slow.log
        yr pt-kill --busy-time 60 --kill
        g pt-kill --busy-time 60 --print
        g pt-table-checksum --version
        y pt-online-schema-change --alter 'add column x int' D=app,t=orders --execute
        g pt-online-schema-change --alter 'add column x int' D=app,t=orders --dry-run
        g xtrabackup --version
        y xtrabackup --backup --target-dir=/b
        g sqlite3 app.db 'select count(*) from t'
        g sqlite3 app.db .schema
        g sqlite3 -readonly app.db 'pragma integrity_check'
        r sqlite3 app.db 'delete from t'
        y sqlite3 app.db '.backup b.db'
        y sqlite3 app.db vacuum
        g mongosh --quiet --eval 'rs.status()'
        g mongosh app --eval 'db.orders.countDocuments({state:"x"})'
        g mongosh --eval 'db.currentOp()'
        y mongosh --eval 'db.killOp(12)'
        r mongosh app --eval 'db.orders.deleteMany({})'
        r mongosh app --eval 'db.orders.drop()'
        r mongosh --eval 'rs.stepDown(60)'
        yr mongosh --eval 'rs.reconfig(cfg)'
        yr mongosh app --eval 'db.orders.updateMany({}, {$set:{a:1}})'
        y mongosh app --eval 'db.orders.insertOne({a:1})'
        r mongosh app --eval 'db.orders.aggregate([{$match:{}},{$out:"x"}])'
        g mongosh app --eval 'db.orders.aggregate([{$match:{a:1}},{$group:{_id:"$b",n:{$sum:1}}}])'
        y mongodump --db app --out /b
        yr mongorestore --drop /b
        g mongostat -n 5
        g redis-cli info replication
        g redis-cli -h cache llen jobs
        g redis-cli --bigkeys
        gy redis-cli monitor
        gy redis-cli keys 'session:*'
        g redis-cli config get maxmemory
        y redis-cli config set maxmemory 2gb
        yr redis-cli del session:1
        r redis-cli flushall
        r redis-cli -n 2 flushdb async
        g redis-cli slowlog get 10
        y redis-cli slowlog reset
        g redis-cli client list
        y redis-cli client kill id 4
        g redis-cli cluster nodes
        r redis-cli cluster failover
        r redis-cli replicaof no one
        y redis-cli bgsave
        r redis-cli shutdown nosave
        yr redis-cli eval "return redis.call('del',KEYS[1])" 1 x
        g redis-cli memory doctor
        g redis-cli ttl x
        y redis-cli expire x 60
        yr redis-cli --scan --pattern 'tmp:*' | xargs redis-cli del
        g redis-cli -p 26379 sentinel masters
        r redis-cli -p 26379 sentinel failover mymaster
        yr redis-cli debug sleep 5
        yr redis-cli script flush
        g redis-cli object encoding x
        g cqlsh -e 'describe keyspaces'
        g cqlsh -e "select * from app.users where id=1"
        r cqlsh -e 'drop keyspace app'
        r cqlsh -e 'truncate app.users'
        g nodetool status
        g nodetool tpstats
        g nodetool compactionstats
        y nodetool repair -pr
        y nodetool flush app
        yr nodetool drain
        r nodetool decommission
        r nodetool removenode abc
        r nodetool assassinate 10.0.0.1
        r nodetool clearsnapshot --all
        y nodetool snapshot app
        y nodetool setcompactionthroughput 64
        g clickhouse-client -q 'select count() from system.parts'
        g clickhouse-client --query "select * from system.replicas where is_readonly format Vertical"
        r clickhouse-client -q 'drop table t'
        yr clickhouse-client -q 'alter table t delete where 1'
        y clickhouse-client -q 'system restart replica t'
        y clickhouse-client -q 'optimize table t final'
        g influx -execute 'show databases'
        y createdb app2
        r dropdb app
        r dropuser bob
        y createuser bob
        g sqlcmd -S s -Q 'select @@version'
        r sqlcmd -Q 'drop database app'
        g cockroach node status --insecure
        g cockroach sql -e 'show jobs'
        yr cockroach node drain 3
        r cockroach node decommission 3
        g pgbouncer --version
        g psql -p 6432 pgbouncer -c 'show pools'
        y psql -p 6432 pgbouncer -c 'reload'
        yr psql -p 6432 pgbouncer -c 'pause app'
        """#
}
