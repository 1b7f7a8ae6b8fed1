import RunbookModel

/// A value that an alert gives to a variable.
package struct FilledValue: Hashable, Sendable {
    package var value: String
    /// Where it was found, in words: "label namespace".
    package var source: String

    /// A value and where it was found.
    package init(value: String, source: String) {
        self.value = value
        self.source = source
    }
}

/// Fills the variables of a runbook from an alert.
package enum VariableFilling {
    /// The values that the alert has for the variables, by the variables' names. What it does not name, and what must
    /// not get into a command, is left out: a person is asked for it.
    package static func values(for variables: [Variable], from alert: Alert) -> [String: FilledValue] {
        let facts = Facts(alert)
        var values: [String: FilledValue] = [:]
        for variable in variables { values[variable.name] = facts.value(for: variable.name) }
        return values
    }

    /// Whether a value may stand in a command as one argument: not empty, within `Limits.valueBytes`, not taken for a
    /// flag, and nothing in it that a person would not see.
    package static func isAcceptable(_ value: String) -> Bool {
        guard !value.isEmpty, value.utf8.count <= Limits.valueBytes, value.first != "-" else { return false }
        guard value.contains(where: { !$0.isWhitespace }) else { return false }
        return value.unicodeScalars.allSatisfy { scalar in
            scalar.isVisible && (scalar.properties.generalCategory != .spaceSeparator || scalar == " ")
        }
    }
}

/// What an alert says, by the names that it says it under.
private struct Facts {
    /// By simplified name; labels before annotations, the alert's own fields last.
    private var values: [String: FilledValue] = [:]

    init(_ alert: Alert) {
        for (name, value) in alert.labels.sorted(by: { $0.key < $1.key }) { add(name, value, "label \(name)") }
        for (name, value) in alert.annotations.sorted(by: { $0.key < $1.key }) where !value.contains(" ") {
            add(name, value, "annotation \(name)")
        }
        add("service", alert.service, "the alert's service")
        add("severity", alert.severity, "the alert's severity")
        add("alertname", alert.name, "the alert's name")
        add("alerturl", alert.url, "the alert's address")
    }

    private mutating func add(_ name: String, _ value: String?, _ source: String) {
        let name = name.simplified
        guard let value, VariableFilling.isAcceptable(value), values[name] == nil else { return }
        values[name] = FilledValue(value: value, source: source)
    }

    func value(for variable: String) -> FilledValue? {
        let name = variable.simplified
        if let same = values[name] { return same }
        guard let concept = VariableConcepts.all.first(where: { $0.variableNames.contains(name) }) else { return nil }
        for factName in concept.factNames {
            guard var found = values[factName] else { continue }
            if concept.isHost { found.value = found.value.withoutPort }
            return found
        }
        return nil
    }
}

/// Names that mean the same.
private struct VariableConcepts {
    /// Simplified names of variables.
    var variableNames: Set<String>
    /// Simplified names of facts in an alert, the best first.
    var factNames: [String]
    /// A host: without the port that a scrape target carries.
    var isHost = false

    private init(_ names: String, alsoFrom others: String = "", isHost: Bool = false) {
        let own = names.split(separator: " ").map(String.init)
        variableNames = Set(own)
        factNames = own + others.split(separator: " ").map(String.init)
        self.isHost = isHost
    }

    static let all: [VariableConcepts] = [
        VariableConcepts("namespace ns kubenamespace k8snamespace kubernetesnamespace exportednamespace project"),
        VariableConcepts("pod podname podid kubernetespod kubernetespodname exportedpod"),
        VariableConcepts(
            "service svc servicename svcname app application appname applicationname component",
            alsoFrom: "deployment statefulset kubernetesname workload"),
        VariableConcepts("container containername"),
        VariableConcepts("deployment deploy deploymentname", alsoFrom: "workload app"),
        VariableConcepts("statefulset sts statefulsetname", alsoFrom: "workload"),
        VariableConcepts("daemonset ds daemonsetname", alsoFrom: "workload"),
        VariableConcepts("job jobname", alsoFrom: "cronjob"),
        VariableConcepts("cronjob cronjobname"),
        VariableConcepts(
            "node nodename host hostname server servername machine worker fqdn instance instancename target vm",
            alsoFrom: "kubernetesnode exportedinstance", isHost: true),
        VariableConcepts("instanceid ec2instanceid", alsoFrom: "instance"),
        VariableConcepts("region awsregion gcpregion location", alsoFrom: ""),
        VariableConcepts("zone az availabilityzone"),
        VariableConcepts("cluster clustername clusterid kubecluster k8scluster kubernetescluster context"),
        VariableConcepts("environment env stage tier"),
        VariableConcepts("database db dbname databasename datname schema"),
        VariableConcepts("dbinstance dbidentifier dbinstanceidentifier dbinstanceid rdsinstance"),
        VariableConcepts("queue queuename"), VariableConcepts("topic topicname"),
        VariableConcepts("consumergroup group consumer"), VariableConcepts("partition"),
        VariableConcepts("persistentvolumeclaim pvc pvcname claim"),
        VariableConcepts("persistentvolume pv pvname volume volumename"),
        VariableConcepts("mountpoint mount mountpath", alsoFrom: "path"), VariableConcepts("device disk blockdevice"),
        VariableConcepts("interface iface nic", alsoFrom: "device"),
        VariableConcepts("ingress ingressname"), VariableConcepts("bucket bucketname s3bucket"),
        VariableConcepts("severity sev"), VariableConcepts("alertname alert"),
        VariableConcepts("url endpoint uri"), VariableConcepts("account accountid awsaccount awsaccountid"),
    ]
}

extension String {
    /// A name without case, separators, and the words that say nothing: `Affected_Pod-Name` is `podname`.
    fileprivate var simplified: String {
        let plain = lowercased().filter { $0.isLetter || $0.isNumber }
        for prefix in ["affected", "your", "the", "my", "failing"]
        where plain.hasPrefix(prefix) && plain.count > prefix.count + 1 {
            return String(plain.dropFirst(prefix.count))
        }
        return plain
    }

    /// `db-02.example.net:9100` is the host `db-02.example.net`; an IPv6 address stays as it is.
    fileprivate var withoutPort: String {
        let parts = split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, parts[1].allSatisfy(\.isNumber) else {
            return self
        }
        return String(parts[0])
    }
}
