import RunbookModel
import Testing

@testable import Matching

@Suite struct FillingVariables {
    private func value(_ variable: String, _ alert: Alert) -> FilledValue? {
        VariableFilling.values(for: [Variable(name: variable, placeholder: "<\(variable)>")], from: alert)[variable]
    }

    @Test(arguments: [
        ("namespace", "shop"), ("ns", "shop"), ("pod_name", "web-1"), ("affected_pod", "web-1"), ("svc", "checkout"),
        ("app_name", "checkout"), ("node", "db-02.example.net"), ("hostname", "db-02.example.net"),
        ("cluster_name", "eu-1"), ("aws_region", "eu-west-1"), ("severity", "critical"), ("pvc", "data-0"),
        ("db_name", "orders"),
    ])
    func findsThemByWhatTheyMean(_ variable: String, _ expected: String) {
        var alert = alert(
            "x",
            labels: [
                "namespace": "shop", "pod": "web-1", "instance": "db-02.example.net:9100", "cluster": "eu-1",
                "region": "eu-west-1", "persistentvolumeclaim": "data-0", "datname": "orders",
            ])
        alert.service = "checkout"
        alert.severity = "critical"
        #expect(value(variable, alert)?.value == expected)
    }

    @Test func saysWhereItWasFound() {
        #expect(value("ns", alert("x", labels: ["namespace": "shop"]))?.source == "label namespace")
        #expect(value("service", alert("x", service: "shop"))?.source == "the alert's service")
        #expect(value("queue", alert("x", annotations: ["queue": "mail"]))?.source == "annotation queue")
    }

    @Test func sameNameGoesBeforeALikeOne() {
        let alert = alert("x", labels: ["app": "a", "service": "s", "instance": "i:1", "node": "n"])
        #expect(value("app", alert)?.value == "a")
        #expect(value("service", alert)?.value == "s")
        #expect(value("instance", alert)?.value == "i:1")
        #expect(value("host", alert)?.value == "n")
    }

    @Test func unknownStaysOpen() {
        #expect(value("ticket", alert("x", labels: ["namespace": "shop"])) == nil)
        #expect(value("queue", alert("x", annotations: ["queue": "the mail queue"])) == nil)
    }

    @Test(arguments: [
        "", " ", "-rf", "--all", "a\nb", "a\u{0}b", "a\u{1B}[31m", "a\u{202E}b", "a\u{200B}b", "a\u{FEFF}",
        "a\u{00A0}b",
        "a\u{2028}b", "\u{2066}a", "a\tb", "a\rb", "a\u{00AD}b", "\u{E000}",
    ])
    func hostileValuesStayOpen(_ hostile: String) {
        #expect(value("namespace", alert("x", labels: ["namespace": hostile])) == nil)
        #expect(value("ns", alert("x", labels: ["namespace": hostile])) == nil)
    }

    @Test func longValuesStayOpen() {
        let longest = String(repeating: "a", count: Limits.valueBytes)
        #expect(value("namespace", alert("x", labels: ["namespace": longest]))?.value == longest)
        #expect(value("namespace", alert("x", labels: ["namespace": longest + "a"])) == nil)
    }

    @Test(arguments: ["; rm -rf /", "$(reboot)", "a b", "`id`", "ümlaut", "'"])
    func whatOnlyLooksDangerousIsAValue(_ value: String) {
        // It becomes one quoted argument; whether it fits is for the person who sees the command.
        #expect(VariableFilling.isAcceptable(value))
    }
}
