extension BuiltInTables {
    /// Queues and streams.
    static let messaging = """
        tool kafka-topics kafka-topics.sh kafka-configs kafka-configs.sh kafka-acls kafka-acls.sh kafka-consumer-groups kafka-consumer-groups.sh kafka-reassign-partitions kafka-reassign-partitions.sh kafka-broker-api-versions kafka-broker-api-versions.sh kafka-log-dirs kafka-log-dirs.sh kafka-run-class kafka-run-class.sh kafka-get-offsets kafka-get-offsets.sh kafka-dump-log kafka-dump-log.sh kafka-metadata-quorum kafka-metadata-quorum.sh kafka-cluster kafka-cluster.sh kafka-features kafka-features.sh kafka-replica-verification kafka-replica-verification.sh kafka-delegation-tokens kafka-delegation-tokens.sh kafka-transactions kafka-transactions.sh : single-dash
        green - | * | Asks Kafka. | handler=kafka
        tool kafka-console-consumer kafka-console-consumer.sh kafka-avro-console-consumer : single-dash
        green - | -bootstrap-server= -topic= -from-beginning -max-messages= -partition= -offset= -timeout-ms= -property= -formatter= -key-deserializer= -value-deserializer= -isolation-level= -consumer.config= -skip-message-on-error -zookeeper= -group=!y -consumer-property=!y -whitelist= -include= | Reads messages of topic {-topic}.
        tool kafka-console-producer kafka-console-producer.sh kafka-verifiable-producer kafka-producer-perf-test kafka-producer-perf-test.sh kafka-mirror-maker kafka-storage kafka-server-start kafka-server-start.sh kafka-avro-console-producer kafka-consumer-perf-test
        yellow - | * | Writes into Kafka or starts it.
        tool kafka-delete-records kafka-delete-records.sh kafka-server-stop kafka-server-stop.sh kafka-streams-application-reset zookeeper-server-stop kafka-streams-application-reset.sh
        red - | * | Deletes records or stops Kafka. | target={last}
        tool kafka-preferred-replica-election kafka-leader-election kafka-leader-election.sh kafka-preferred-replica-election.sh
        red - | * | Moves leaders. | target=leaders
        tool kcat kafkacat
        green - | -L -C -b= -t= -p= -o= -c= -e -q -J -f= -F= -X= -Q= -u -Z -K= -D= -s= -r= -d= -v -E -G!y -P!y | Reads from Kafka. | handler=kcat
        tool kafkactl kaf rpk kcctl
        green topics,topic,groups,group,cluster,nodes,describe,get,list,version,consume,node,brokers,config-get,connectors,info | * | Asks Kafka. | handler=clusterverb
        green topic,group,groups,cluster,connectors,acl,security,config list,ls,describe,info,lag,health,status,metadata,consume,peek,get,export
        yellow create,produce,alter,apply,reset,topic,group,config,patch,restart,pause,resume,edit,redpanda,acl | | Changes Kafka: {args}. | target={last}
        red delete,clean-table,topic delete,trim-prefix,decommission | | Deletes {args}. | target={last}
        red topic,group,groups,connectors,acl,cluster delete,rm,trim-prefix,seek,delete-offsets,decommission
        tool zookeeper-shell zookeeper-shell.sh zkCli.sh zkCli
        green - | -server= | Asks ZooKeeper. | handler=zookeeper
        tool rabbitmqctl rabbitmq-diagnostics rabbitmq-queues rabbitmq-plugins rabbitmq-upgrade rabbitmq-streams
        options -n= --node= -p= --vhost= -q --quiet -l --longnames -t= --timeout= -s --silent --formatter= --no-table-headers --online --offline --local -E -e -m
        green list_*,status,cluster_status,node_health_check,ping,list,check_*,is_*,alarms,server_version,version,memory_breakdown,listeners,runtime_thread_stats,maybe_stuck,log_tail,observer,quorum_status,discover_peers,erlang_version,cipher_suites,os_env,resolve_hostname,resolve_nodename,schema_info,log_location,tls_versions,command_line_arguments,consume_event_stream,check_if_node_is_quorum_critical,await_startup,await_online_nodes,help,directories,data_dir | * | Shows the state of RabbitMQ. | args=9
        green environment,report | * | Shows all settings. | secret
        yellow add_*,set_*,change_password,authenticate_user,close_connection,close_all_connections,enable,disable,start_app,sync_queue,cancel_sync_queue,trace_on,trace_off,rotate_logs,join_cluster,restart_vhost,rebalance,grow,shrink,enable_feature_flag,encode,decode,hash_password,transfer_leadership,update_cluster_nodes,rename_cluster_node,import_definitions,export_definitions,post_upgrade,drain,revive,suspend_listeners,resume_listeners,add_member,force_gc,hipe_compile,wait,forget_suspended,clear_global_parameter,clear_parameter,clear_permissions,clear_policy,clear_operator_policy,clear_vhost_limits,clear_topic_permissions,clear_password,clear_user_limits,await_online_quorum_plus_one,restart_stream | * | Changes RabbitMQ: {args}. | target={1}
        red stop_app,stop,shutdown,purge_queue,delete_queue,delete_vhost,delete_user,delete_member,reset,force_reset,forget_cluster_node,force_boot,eval,eval_file,exec,delete_*,reclaim_quorum_memory,remote_shell | * | Stops RabbitMQ or deletes from it: {args}. | target={1}
        tool rabbitmqadmin
        options -H= -P= -u= -p= -V= --host= --port= --username= --password= --vhost= -f= --format= -s -k --ssl -c= --config= -N= --path-prefix= -q -d= -S=
        green list,show | * | Shows the state of RabbitMQ.
        green get | * | Takes a look at messages. | handler=rabbitget
        yellow declare,publish,close,import,export | * | Changes RabbitMQ: {args}. | target={2}
        red delete,purge | * | Deletes from RabbitMQ: {args}. | target={last}
        tool nats nsc pulsar-admin activemq artemis
        green stream,consumer,server,account,context,kv,object,topics,namespaces,tenants,brokers,clusters,persistent,rtt ls,list,info,report,state,ping,check,stats,get,report-info,subjects,history,find,partitioned-stats,health,healthcheck,internal-stats,stats-internal
        yellow pub,sub,req,stream,consumer,context,kv,topics,namespaces,tenants,server,account,bench,push,generate,produce,subscribe,sinks,functions,sources,brokers,schemas | | Changes queues: {args}. | target={last}
        red stream,consumer,kv,object,topics,namespaces,tenants,context rm,delete,purge,del,clear-backlog,unload,truncate,skip-all,terminate,delete-partitioned-topic,reset-cursor,clear,destroy
        tool mosquitto_sub amqp-get amqp-consume stomp
        yellow - | * | Reads messages, which may take them away.
        tool mosquitto_pub amqp-publish
        yellow - | * | Sends a message. | target={last}
        tool postqueue mailq postcat exim
        green - | -p -j -q -v -bp -bpc -bv= | Shows mail that waits. | handler=mail
        tool postsuper
        red - | -d= -r= -h= -H= -s -p -v | Deletes or moves mail that waits. | target=mail queue
        tool postfix postconf exiqgrep sendmail mail mailx mutt sendemail
        green status,check | * | Shows the state of the mail server.
        green - | -n -d -m -h -M= -l | Shows settings. | handler=mail
        """
}
