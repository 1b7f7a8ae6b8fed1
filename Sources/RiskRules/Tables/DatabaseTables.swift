extension BuiltInTables {
    /// Tools around databases; what SQL and Redis commands do is judged elsewhere.
    static let databases = """
        tool pg_isready pg_lsclusters pg_controldata pg_waldump pg_config pg_checksums-info pg_test_fsync pg_test_timing pgbadger pg_activity pg_top pgcenter mytop innotop mysqlshow-info pg_verifybackup pg_amcheck
        green - | * | Shows the state of the database.
        tool mysqladmin mariadb-admin
        options -h= -u= -p? -P= -S= -i= -c= -r -v -s -E --host= --user= --password? --port= --socket= --defaults-file= --protocol= --ssl-mode= --connect-timeout= --login-path= --defaults-extra-file=
        green ping,status,extended-status,processlist,variables,version,proc,stat,ver | | Shows the state of MySQL. | args=0
        yellow flush-hosts,flush-logs,flush-status,flush-tables,flush-threads,flush-privileges,refresh,reload,create,kill,start-slave,start-replica,debug,password | | Changes MySQL: {args}.
        red shutdown,drop,stop-slave,stop-replica | | Stops MySQL or drops a database. | target={1}
        tool mysqlshow mysqlbinlog mysql_config_editor-info pt-query-digest pt-mysql-summary pt-summary pt-show-grants pt-table-checksum-info pt-heartbeat-info pt-duplicate-key-checker pt-stalk-info myisamchk-info perror
        green - | * | Shows the state of MySQL. | handler=pt
        tool pt-kill pt-slave-restart
        green - | --print --kill!r --kill-query!r --execute-command=!x -h= -u= -p= -P= -S= -D= --host= --user= --password= --port= --socket= --busy-time= --idle-time= --interval= --match-command= --match-user= --match-db= --match-host= --match-info= --match-state= --ignore-user= --ignore-db= --ignore-command= --ignore-info= --victims= --run-time= --group-by= --query-count= --each-busy-time= --any-busy-time --version --daemonize!y --log=!y --defaults-file= | Finds queries to be killed. | target=queries; handler=ptkill
        tool pt-online-schema-change pt-osc
        yellow - | --dry-run!d --execute --print -h= -u= -p= -P= -S= --host= --user= --password= --port= --alter= --no-drop-old-table --nodrop-old-table --drop-old-table --chunk-size= --chunk-time= --max-load= --critical-load= --recursion-method= --set-vars= --ask-pass --alter-foreign-keys-method= --no-check-alter --progress= --version!d --charset= | Changes a table while it is used. | target={1}; handler=osc
        tool pt-archiver pt-table-sync
        red - | --dry-run!d --print!d --execute -h= -u= -p= --host= --user= --password= --source= --dest= --where= --limit= --txn-size= --no-delete --purge --sync-to-master --replicate= --version!d --databases= --tables= | Moves or deletes rows. | target={last}
        tool pg_ctl pg_ctlcluster
        green status | -D= | Shows whether PostgreSQL runs.
        green * * status | | Shows whether PostgreSQL runs.
        yellow start,restart,reload,logrotate,initdb,kill | * | Changes PostgreSQL. | target=postgresql
        yellow * * start,restart,reload | * | Changes PostgreSQL. | target={2}
        red promote,stop | * | Stops PostgreSQL or makes a replica the primary. | target=postgresql
        red * * promote,stop | * | Stops PostgreSQL or makes a replica the primary. | target={2}
        tool pg_dump pg_dumpall mysqldump mariadb-dump mongodump mydumper pg_basebackup sqlite3_analyzer redis-dump influxd-backup cqldump
        yellow - | * | Copies a database; it may put load on it. | target={last}
        tool xtrabackup mariabackup
        yellow - | * --copy-back!r --move-back!r | Copies a database; it may put load on it. | target={last}
        tool pgbackrest barman wal-g wal-e
        green info,check,list-backup,list-backups,backup-list,wal-show,list-server,show-server,show-backup,diagnose,verify,status,show-servers,list-servers,help,version | * | Shows backups.
        yellow - | * | Copies a database; it may put load on it. | target={last}
        yellow backup,stanza-create,archive-push,backup-push,cron,receive-wal,switch-wal,start,stop,annotate,switch-xlog | * | Makes a backup.
        red restore,expire,delete,stanza-delete,backup-fetch,recover,copy-back,prepare,--copy-back,wal-fetch | * | Restores over data or deletes backups. | target={last}
        tool pg_restore mongorestore mysqlimport myloader
        green - | -l --list | Lists a backup. | handler=pgrestore
        tool createdb createuser vacuumdb reindexdb clusterdb mongoimport pgbench
        yellow - | --mode=(delete)!r --drop!r --full!r | Changes the database. | target={last}
        tool dropdb dropuser pg_resetwal pg_rewind initdb pg_upgrade pg_dropcluster pg_archivecleanup pg_resetxlog
        red - | -n!y --dry-run!y | Drops or rewrites a database: {last}. | target={last}
        tool pg_createcluster mongoexport pg_receivewal pg_recvlogical
        yellow - | * | Makes files.
        tool repmgr patronictl pg_autoctl stolonctl
        options -f= --config-file= -c= -D= -F= --compact -d= --dcs=
        green cluster,node,daemon,show,service show,check,status,matrix,crosscheck,event,list,state,uri,settings
        green list,topology,version,show-config,query-info,history,dsn,status,clusterdata | -e -t -f= --extended --timestamp -W!e -w!e --format= | Shows the cluster.
        yellow reload,pause,resume,edit-config,restart,configure,scaffold,spec,update,register,standby,primary,node,watch,enable,disable,perform,set,run,create,activate | * | Changes the cluster. | target={1}
        red failover,switchover,reinit,remove,flush,promote,drop,failkeeper,removekeeper,init,demote-cluster | * | Moves the primary or takes a node away. | target={1}
        red standby promote,switchover,follow,clone,unregister
        red node rejoin
        red perform failover,switchover,promotion
        red cluster cleanup
        tool nodetool
        options -h= -p= -u= -pw= --host= --port=
        green status,info,ring,tpstats,tablestats,cfstats,netstats,compactionstats,describecluster,gossipinfo,version,proxyhistograms,tablehistograms,cfhistograms,getendpoints,statusgossip,statusbinary,getlogginglevels,describering,toppartitions,listsnapshots,gcstats,compactionhistory,getcompactionthroughput,getstreamthroughput,statusbackup,statushandoff,failuredetector,rangekeysample,viewbuildstatus,getsstables,getseeds,clientstats,profileload,getconcurrentcompactors,gettimeout,help,repair_admin-info | -H -r --human-readable -F= -k= | Shows the state of Cassandra.
        yellow flush,repair,cleanup,compact,snapshot,enable*,disable*,set*,rebuild,refresh,scrub,upgradesstables,drain,invalidate*,move,join,resumehandoff,pausehandoff,reload*,garbagecollect,relocatesstables,verify,import,stop,resetlocalschema,replaybatchlog,sjk,repair_admin,bootstrap | * | Changes Cassandra: {args}. | target={1}
        red decommission,removenode,assassinate,clearsnapshot,stopdaemon,truncatehints,deletesnapshot | * | Takes a node or data away. | target={1}
        tool cockroach
        options --insecure --certs-dir= --host= --url= --user= -p= --port= --format= --all --stats --ranges --decommission --timeout= -u=
        green node,debug,version,sql-info status,ls,zip-info
        green version | * | Shows the version.
        yellow sql | * | | run=cockroach-sql
        yellow start,init,cert,workload,import,node,debug,auth-session,userfile,statement-diag,nodelocal,gen,demo,start-single-node | * | Changes the cluster.
        red quit,node decommission,drain | * | Takes a node away. | target={last}
        tool influxd mongod mysqld postgres redis-server sqlservr clickhouse-server mongos
        green - | --version -V | Shows the version. | handler=versiononly
        tool redis-benchmark redis-check-aof redis-check-rdb memtier_benchmark sysbench mongoperf cassandra-stress
        yellow - | * | Puts load on a server or repairs files.
        tool mongostat mongotop mongofiles-info
        green - | -h= --host= --port= -n= --rowcount= -u= -p= --username= --password= --authenticationDatabase= --all --discover --noheaders --json --uri= --ssl --quiet | Shows load of MongoDB. | handler=interval
        tool pgbouncer pgpool odyssey proxysql-admin
        yellow - | * | Changes the pool.
        tool bq
        options --format= --project_id= --location= --quiet --dataset_id= -q --nosync -n=
        green ls,show,head,version,info,help,wait | -n= --format= --schema -j --max_results= -a --all --view --headless | Shows tables.
        yellow query,mk,load,update,cp,insert,extract,cancel,partition,mkdef,add-iam-policy-binding | * | Changes data or runs SQL. | handler=bq
        red rm,truncate,undelete | * | Deletes {args}. | target={last}
        """
    /// Commands of Redis.
    static let redis = """
        tool redis-command
        green get,mget,getrange,substr,strlen,exists,type,ttl,pttl,expiretime,pexpiretime,dbsize,ping,echo,time,info,lastsave,role,command,randomkey,hget,hgetall,hmget,hkeys,hvals,hlen,hexists,hscan,hstrlen,hrandfield,llen,lrange,lindex,lpos,scard,smembers,sismember,smismember,sscan,srandmember,sinter,sunion,sdiff,sintercard,zcard,zcount,zrange,zrangebyscore,zrevrange,zrevrangebyscore,zrank,zrevrank,zscore,zmscore,zscan,zlexcount,zrangebylex,zrandmember,zdiff,zinter,zunion,xlen,xrange,xrevrange,xinfo,xpending,pfcount,bitcount,bitpos,getbit,geopos,geodist,geohash,geosearch,georadius_ro,scan,select,auth,hello,dump,lolwut,readonly,readwrite,wait,json.get,json.type,ft.info,ft.search,ft._list,ts.get,ts.range,ts.info,lcs,quit,sort_ro,bitfield_ro | | Reads from Redis.
        yellow xread | | Reads a stream, and may wait for more.
        green keys | | Lists all matching keys. | heavy
        green monitor,subscribe,psubscribe,ssubscribe | | Shows all commands as they come. | heavy
        green config get | | Shows settings. | handler=redisconfig
        green acl getuser,genpass,list | | Shows users. | secret
        green object,memory,slowlog,latency,client,config,cluster,acl,script,pubsub,module,function,xinfo,command,debug encoding,freq,idletime,refcount,usage,stats,doctor,malloc-stats,get,len,latest,history,graph,histogram,list,getname,id,info,trackinginfo,nodes,slots,shards,myid,countkeysinslot,getkeysinslot,keyslot,links,count-failure-reports,whoami,users,cat,log,exists,channels,numsub,numpat,shardchannels,dump,help,docs,object,stream,groups,consumers,getkeys,getkeysandflags | | Reads from Redis.
        green sentinel masters,master,slaves,replicas,sentinels,get-master-addr-by-name,ckquorum,info-cache,myid,pending-scripts,config-get | | Reads from Sentinel.
        yellow set,setex,psetex,setnx,mset,msetnx,append,incr,incrby,incrbyfloat,decr,decrby,getset,setrange,setbit,expire,pexpire,expireat,pexpireat,persist,rename,renamenx,copy,move,restore,hset,hmset,hsetnx,hincrby,hincrbyfloat,lpush,rpush,lpushx,rpushx,linsert,lset,lmove,rpoplpush,sadd,smove,zadd,zincrby,xadd,xack,xgroup,xclaim,xautoclaim,xreadgroup,pfadd,pfmerge,geoadd,publish,spublish,bgsave,bgrewriteaof,touch,multi,exec,discard,watch,unwatch,sort,bitop,bitfield,getex,zrangestore,sinterstore,sunionstore,sdiffstore,zinterstore,zunionstore,georadius,replconf,json.set,slowlog,latency,client,config,cluster,acl,script,function,memory,module,object,swapdb,asking,reset,save,debug,blpop,brpop,sentinel | | Changes {1} in Redis. | target={1}
        red flushall | | Deletes every key of every database in Redis. | target=redis
        red flushdb | | Deletes every key of a database in Redis. | target=redis
        yellow config set | | Sets {1} to {2} in Redis. | target={1}
        red del,unlink,hdel,lrem,ltrim,lpop,rpop,spop,srem,zrem,zremrangebyrank,zremrangebyscore,zremrangebylex,zpopmin,zpopmax,xdel,xtrim,getdel,shutdown,failover,replicaof,slaveof,eval,evalsha,fcall,migrate,sync,psync,json.del,ft.dropindex,hgetdel | | Deletes, stops or moves something in Redis: {1}. | target={1}
        red cluster reset,failover,forget,flushslots,delslots,delslotsrange,replicate,setslot,bumpepoch,set-config-epoch | | Changes who holds what in the cluster. | target=cluster
        red debug segfault,sleep,crash-and-recover,restart,reload,loadaof,flushall,set-active-expire,panic,oom,jmap | | Stops or crashes Redis. | target=redis
        red script,function flush,kill,delete,restore | | Takes scripts away. | target=scripts
        red acl deluser,setuser,load | | Changes who may do what. | target={1}
        red client pause,no-evict | | Holds up clients. | target=clients
        red sentinel failover,reset,remove,set,monitor,flushconfig,simulate-failure | | Moves the primary or forgets it. | target={1}
        red module load,loadex,unload | | Loads code. | target={1}
        red swapdb * | | Exchanges two databases. | target={1}
        """
}
