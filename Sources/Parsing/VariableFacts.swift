import ByteText
import RunbookModel

/// What a variable stands for and which label of an alert fills it, told by its name.
enum VariableFacts {
    /// Words that a name ends with or holds, the most telling first.
    private static let kinds: [(kind: VariableKind, words: Set<String>)] = [
        (.secret, ["password", "passwd", "token", "secret", "apikey", "credential", "credentials", "passphrase"]),
        (.namespace, ["namespace", "ns"]),
        (.pod, ["pod", "pods", "podname"]),
        (.region, ["region", "zone", "az", "location"]),
        (.environment, ["environment", "env", "stage"]),
        (.database, ["database", "db", "dbname", "schema"]),
        (.url, ["url", "uri", "endpoint", "link"]),
        (.address, ["ip", "address", "cidr", "subnet"]),
        (.host, ["host", "hostname", "node", "server", "machine", "instance", "bastion", "fqdn", "worker", "vm"]),
        (.cluster, ["cluster", "context"]),
        (.path, ["path", "file", "filename", "directory", "dir", "folder", "mountpoint"]),
        (.user, ["user", "username", "login", "email", "owner"]),
        (.time, ["date", "time", "timestamp", "since", "until", "duration", "timeout", "day", "hours", "minutes"]),
        (
            .number,
            [
                "count", "number", "replicas", "size", "limit", "port", "pid", "max", "min", "percent", "threshold",
                "seconds", "n",
            ]
        ),
        (.service, ["service", "svc", "app", "application", "deployment", "component", "statefulset", "daemonset"]),
        (.name, ["name", "id"]),
    ]

    /// Labels that alerting systems commonly set, by what the variable is called.
    private static let labels: [(label: String, names: Set<String>)] = [
        ("namespace", ["namespace", "ns"]), ("pod", ["pod", "podname", "podid"]),
        ("container", ["container", "containername"]),
        ("service", ["service", "svc", "servicename", "app", "appname"]),
        ("deployment", ["deployment", "deploymentname", "deploy"]),
        ("statefulset", ["statefulset", "sts", "statefulsetname"]),
        ("daemonset", ["daemonset", "ds", "daemonsetname"]), ("job", ["job", "jobname"]),
        (
            "instance",
            ["instance", "host", "hostname", "node", "nodename", "server", "servername", "machine", "instancename"]
        ),
        ("cluster", ["cluster", "clustername", "clusterid"]), ("region", ["region", "awsregion"]),
        ("zone", ["zone", "az"]), ("environment", ["environment", "env"]),
        ("persistentvolumeclaim", ["pvc", "persistentvolumeclaim", "pvcname"]), ("queue", ["queue", "queuename"]),
        ("topic", ["topic", "topicname"]), ("partition", ["partition"]),
        ("consumergroup", ["consumergroup", "group"]), ("device", ["device", "disk"]),
        ("mountpoint", ["mountpoint", "mount"]), ("database", ["database", "db", "dbname", "datname"]),
        ("severity", ["severity"]), ("alertname", ["alertname"]),
    ]

    /// The variable with its kind and label.
    static func complete(_ variable: Variable) -> Variable {
        var variable = variable
        let words = variable.name.parts(between: "_").map(String.init)
        // The last words tell most: `node_ip` is an address, `pod_name` a pod.
        for word in words.reversed() where variable.kind == nil || variable.kind == .name {
            variable.kind = kinds.first { $0.words.contains(word) }?.kind ?? variable.kind
        }
        if variable.kind == nil, let value = variable.defaultValue, !value.isEmpty, value.allSatisfy(\.isNumber) {
            variable.kind = .number
        }
        var joined = words.joined()
        for prefix in ["affected", "your", "the", "failing", "broken"]
        where joined.hasPrefix(prefix) && joined.utf8.count > prefix.utf8.count + 1 {
            joined.removeFirst(prefix.utf8.count)
        }
        variable.alertLabel = labels.first { $0.names.contains(joined) }?.label
        return variable
    }
}
