/// Words that people in operations use for one another. Small on purpose: a wrong synonym costs more than a missing one.
enum OperationsThesaurus {
    private static let groups = [
        "filesystem fs disk volume mount mounted",
        "restart restarting restarts crashloop crashlooping crash crashing dying dies die bounce",
        "cert certificate certificates tls x509",
        "expire expiration expiry expires expiring",
        "memory mem ram oom",
        "cpu processor",
        "latency slow slowness slower slowly latencies duration",
        "down unreachable absent disappeared disappear gone unavailable offline missing dead",
        "full filling fill exhausted",
        "space bytes capacity",
        "node worker host master machine",
        "api apiserver",
        "hpa autoscaler horizontalpodautoscaler",
        "pvc persistentvolume persistentvolumeclaim pv volume",
        "fail failed failing failure failures cannot unable broken",
        "error errors errs",
        "config configuration configured",
        "sync synchronising synchronizing synced ntp",
        "degraded unhealthy lost",
        "rx receive receiving",
        "tx transmit transmitting sent send",
        "drop dropping dropped drops",
        "restart reboot",
        "quota limit limits",
        "queue queued queueing backlog",
        "batch job cronjob",
        "inode inodes files",
        "raid array md",
        "leader master",
        "quorum majority",
        "stuck hanging hang blocked pending waiting",
        "high spike elevated exceed exceeded",
        "postgres postgresql pg",
        "k8s kubernetes kube",
        "deploy deployment rollout rolled",
        "connection connections conn",
        "notification notifications notify",
        "scrape scraping scrapes",
        "evaluate evaluation evaluations evals evaluator evaluating",
        "database datastore db",
        "ingest ingestion ingesting",
        "instance instances box boxes",
        "ready unready notready",
        "process service daemon",
        "healthy unhealthy health",
        "southbound sb",
        "northbound nb",
        "oom killed kill",
    ]

    /// Names of products. A runbook that never mentions the product that an alert names is hardly the one for it.
    static let products = Set(
        """
        activemq airflow alertmanager ambassador ansible apache argocd aurora cassandra celery ceph cilium citus clamav \
        clickhouse cloudflare cockroachdb confluence consul containerd coredns couchbase couchdb datadog debezium django \
        docker druid dynamodb elasticsearch elastic envoy etcd fluentbit fluentd flink freeswitch gitea gitlab grafana \
        graylog hadoop haproxy harbor hbase hdfs hive influxdb ipsec istio jaeger jenkins jira juniper kafka keycloak \
        kibana kong kubelet lambda ldap linkerd logstash loki longhorn mariadb memcached metallb minio mongodb mssql \
        mysql nats neo4j netdata nfs nginx nomad opensearch openvpn oracle ovn patroni pgbouncer php postfix postgresql \
        presto prometheus promtail proxysql pulsar puma puppet rabbitmq rails redis rook sentry sidekiq singlestore \
        snowflake solr spark speedtest sqs squid statuspage telegraf tempo temporal terraform thanos tomcat traefik \
        trino unifi varnish vault velero vertica vmware wireguard zabbix zfs zookeeper
        """.split(separator: " ").map { TermExtraction.stem(String($0)) })

    /// For each term the terms that may stand for it.
    static let synonyms: [String: Set<String>] = {
        var synonyms: [String: Set<String>] = [:]
        for group in groups {
            let terms = Set(group.split(separator: " ").map { TermExtraction.stem(String($0)) })
            for term in terms { synonyms[term, default: []].formUnion(terms.subtracting([term])) }
        }
        return synonyms
    }()
}
