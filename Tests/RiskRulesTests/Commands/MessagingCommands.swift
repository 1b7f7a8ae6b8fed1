extension FamilyCommands {
    static let messaging = #"""
        g kafka-topics.sh --bootstrap-server k:9092 --list
        g kafka-topics.sh --bootstrap-server k:9092 --describe --under-replicated-partitions
        g kafka-topics --describe --topic orders --bootstrap-server k:9092
        y kafka-topics.sh --bootstrap-server k:9092 --create --topic t --partitions 6 --replication-factor 3
        y kafka-topics.sh --bootstrap-server k:9092 --alter --topic t --partitions 12
        r kafka-topics.sh --bootstrap-server k:9092 --delete --topic t
        g kafka-consumer-groups.sh --bootstrap-server k:9092 --describe --group g
        g kafka-consumer-groups.sh --bootstrap-server k:9092 --list
        g kafka-consumer-groups.sh --bootstrap-server k:9092 --group g --topic t --reset-offsets --to-latest --dry-run
        yr kafka-consumer-groups.sh --bootstrap-server k:9092 --group g --topic t --reset-offsets --to-latest --execute
        r kafka-consumer-groups.sh --bootstrap-server k:9092 --delete --group g
        g kafka-configs.sh --bootstrap-server k:9092 --entity-type topics --entity-name t --describe
        y kafka-configs.sh --bootstrap-server k:9092 --entity-type topics --entity-name t --alter --add-config retention.ms=1000
        g kafka-console-consumer.sh --bootstrap-server k:9092 --topic t --max-messages 5
        y kafka-console-consumer.sh --bootstrap-server k:9092 --topic t --group g
        y kafka-console-producer.sh --bootstrap-server k:9092 --topic t
        yr kafka-reassign-partitions.sh --bootstrap-server k:9092 --reassignment-json-file r.json --execute
        g kafka-reassign-partitions.sh --bootstrap-server k:9092 --reassignment-json-file r.json --verify
        yr kafka-leader-election.sh --bootstrap-server k:9092 --election-type preferred --all-topic-partitions
        r kafka-delete-records.sh --bootstrap-server k:9092 --offset-json-file o.json
        g kafka-broker-api-versions.sh --bootstrap-server k:9092
        g kafka-log-dirs.sh --bootstrap-server k:9092 --describe
        g kafka-acls.sh --bootstrap-server k:9092 --list
        y kafka-acls.sh --bootstrap-server k:9092 --add --allow-principal User:bob --operation Read --topic t
        g kafka-run-class.sh kafka.tools.GetOffsetShell --broker-list k:9092 --topic t
        g kcat -b k:9092 -L
        g kcat -b k:9092 -t t -C -c 5
        y echo x | kcat -b k:9092 -t t -P
        g rpk cluster health
        g rpk topic list
        r rpk topic delete t
        g rabbitmqctl list_queues name messages consumers
        g rabbitmqctl cluster_status
        g rabbitmq-diagnostics check_running
        g rabbitmq-diagnostics memory_breakdown
        y rabbitmqctl set_policy ha '.*' '{"ha-mode":"all"}'
        y rabbitmqctl add_user bob pw
        r rabbitmqctl delete_user bob
        r rabbitmqctl purge_queue q
        r rabbitmqctl delete_queue q
        yr rabbitmqctl stop_app
        y rabbitmqctl start_app
        r rabbitmqctl reset
        r rabbitmqctl force_reset
        r rabbitmqctl forget_cluster_node rabbit@n2
        y rabbitmqctl close_connection '<0.1.0>' bye
        y rabbitmq-plugins enable rabbitmq_management
        g rabbitmq-plugins list
        y rabbitmqctl set_vm_memory_high_watermark 0.6
        g rabbitmqadmin list queues
        r rabbitmqadmin delete queue name=q
        r rabbitmqadmin purge queue name=q
        g etcdctl endpoint health --cluster
        g etcdctl endpoint status -w table
        g etcdctl member list
        g etcdctl get /app --prefix --keys-only
        g etcdctl alarm list
        y etcdctl alarm disarm
        y etcdctl defrag --cluster
        yr etcdctl compact 1234
        y etcdctl snapshot save s.db
        g etcdctl snapshot status s.db
        r etcdctl snapshot restore s.db
        r etcdctl del /app --prefix
        y etcdctl put /app/x 1
        r etcdctl member remove 8e9e05c52164694d
        yr etcdctl move-leader 8e9e05c52164694d
        g consul members
        g consul operator raft list-peers
        g consul kv get -recurse app/
        y consul kv put app/x 1
        r consul kv delete -recurse app/
        yr consul leave
        yr consul force-leave n2
        y consul reload
        y consul maint -enable
        r consul operator raft remove-peer -address=10.0.0.1:8300
        y consul snapshot save c.snap
        r consul snapshot restore c.snap
        g consul catalog services
        gy consul monitor
        g vault status
        gy vault token lookup
        g vault secrets list
        g vault policy read app
        gy vault kv get secret/app
        g vault kv list secret/
        y vault kv put secret/app x=1
        r vault kv delete secret/app
        r vault kv destroy -versions=1 secret/app
        y vault operator unseal
        r vault operator seal
        r vault operator step-down
        g vault operator raft list-peers
        r vault operator raft remove-peer n2
        y vault login -method=oidc
        r vault lease revoke -prefix aws/
        yr vault token revoke abc
        r vault secrets disable aws
        y vault write auth/x/role/y ttl=1h
        y vault operator raft snapshot save v.snap
        g nomad status
        g nomad job status web
        g nomad node status
        g nomad alloc logs -tail -n 50 abc
        g nomad job plan web.nomad
        y nomad job run web.nomad
        yr nomad job stop web
        r nomad job stop -purge web
        yr nomad node drain -enable n1
        y nomad alloc restart abc
        y nomad job revert web 3
        y nomad system gc
        g nats stream ls
        r nats stream rm s
        r nats stream purge s
        g pulsar-admin topics stats t
        r pulsar-admin topics delete t
        yr celery -A app control shutdown
        g celery -A app inspect active
        r celery -A app purge -f
        g zkCli.sh -server z:2181 ls /
        r zkCli.sh -server z:2181 deleteall /app
        g echo ruok | nc z 2181
        g echo stat | nc localhost 2181
        """#
}
