import RunbookModel
import Testing

@testable import Matching

func alert(
    _ title: String, name: String? = nil, service: String? = nil, labels: [String: String] = [:],
    annotations: [String: String] = [:]
) -> Alert {
    Alert(
        id: "a", vendor: "generic", fingerprint: "f", status: .firing, name: name, title: title, service: service,
        labels: labels, annotations: annotations, startedAt: Timestamp(milliseconds: 0))
}

let library = [
    MatchCandidate(
        id: "lag", title: "Replica lag on the orders database", alerts: ["OrdersReplicaLagging"],
        services: ["orders-db"],
        summary: "The replica is behind the primary.",
        text: "Check replication delay with psql. Restart the wal receiver."),
    MatchCandidate(
        id: "disk", title: "Disk almost full", services: ["storage"], summary: "A filesystem runs out of space.",
        text: "Look with df -h. Delete old logs.", path: "node/NodeFilesystemAlmostFull.md"),
    MatchCandidate(
        id: "pool", title: "Connection pool exhausted", services: ["checkout"],
        summary: "Requests wait because every connection of the pool is in use.",
        text: "Restart the pool. Count connections."),
    MatchCandidate(
        id: "cert", title: "TLS certificate expires soon", summary: "A certificate is about to expire.",
        text: "Renew it with certbot."),
    MatchCandidate(
        id: "pods", title: "Pods keep restarting", summary: "A container crashes and is started again and again.",
        text: "kubectl logs --previous shows why."),
]

@Suite struct Matching {
    private let matcher = RunbookMatcher(library: library, links: [])

    @Test func listedNameIsNearlyCertain() {
        let best = matcher.bestMatch(alert("something odd", name: "orders_replica_lagging"))
        #expect(best?.runbook == "lag")
        #expect((best?.confidence ?? 0) > 0.95)
        #expect(best?.reasons.first == "it lists this alert by name")
    }

    @Test func fileNameAndTitleCountAsNames() {
        #expect(matcher.bestMatch(alert("x", name: "NodeFilesystemAlmostFull"))?.runbook == "disk")
        #expect(
            matcher.bestMatch(alert("x", labels: ["alertname": "NodeFilesystemAlmostFull"]))?.reasons.first
                == "its file is named like the alert")
        #expect(matcher.bestMatch(alert("connection-pool exhausted"))?.reasons.first == "its title is the alert's name")
    }

    @Test(arguments: [
        ("volume /data on db-02.example.net:9100 will fill up", "disk"), ("cert of the shop expiring", "cert"),
        ("orders database replica 40 s behind", "lag"), ("pod crashlooping in shop", "pods"),
        ("all connections in use, requests waiting", "pool"),
    ])
    func otherWordsForTheSame(_ title: String, _ expected: RunbookID) {
        #expect(matcher.rank(alert(title), limit: 3).first?.runbook == expected)
    }

    @Test func foreignTechnologyGetsNothing() {
        for title in ["Kafka consumer group stopped", "Jenkins plugins outdated", "zookeeper ensemble split", ""] {
            #expect(matcher.bestMatch(alert(title)) == nil, "\(title)")
        }
    }

    @Test func runbookThatDoesNotNameTheProductIsNotOffered() {
        let books = ["nginx", "the proxy"].map {
            MatchCandidate(id: RunbookID($0), title: "HTTP 5xx errors too high", text: "Look at the log of \($0).")
        }
        let title = "Traefik HTTP 5xx errors too high"
        #expect(RunbookMatcher(library: books, links: []).bestMatch(alert(title)) == nil)
        let nginx = RunbookMatcher(library: books, links: []).bestMatch(alert("Nginx HTTP 5xx errors too high"))
        #expect(nginx?.runbook == "nginx")
    }

    @Test func serviceDecidesBetweenEquals() {
        let twins = ["checkout", "search"].map {
            MatchCandidate(id: RunbookID($0), title: "High latency", services: [$0], text: "Measure latency.")
        }
        let matcher = RunbookMatcher(library: twins, links: [])
        for service in ["checkout", "search"] {
            let found = matcher.rank(alert("latency is high", service: service), limit: 2)
            #expect(found.map(\.runbook).first == RunbookID(service))
            #expect(found.first?.reasons.contains("it is about the service \(service)") == true)
        }
    }

    @Test func recentSuccessDecidesBetweenEqualsAndNoMore() {
        var twins = ["a", "b"].map {
            MatchCandidate(id: RunbookID($0), title: "High latency", text: "Measure latency.")
        }
        twins[1].recentSuccesses = 5
        let found = RunbookMatcher(library: twins, links: []).rank(alert("latency is high"), limit: 2)
        #expect(found.map(\.runbook) == ["b", "a"])
        var unfit = library
        unfit[3].recentSuccesses = 10_000
        #expect(
            RunbookMatcher(library: unfit, links: []).rank(alert("disk is full"), limit: 1).first?.runbook == "disk")
    }

    @Test func sameNameTwiceIsHalfAsSure() {
        let twins = ["a", "b"].map { MatchCandidate(id: RunbookID($0), title: "t \($0)", alerts: ["PoolFull"]) }
        let found = RunbookMatcher(library: twins, links: []).rank(alert("x", name: "PoolFull"), limit: 5)
        #expect(found.map(\.runbook) == ["a", "b"])
        #expect(found.allSatisfy { $0.confidence < RunbookMatcher.threshold })
    }

    @Test func confidencesFallAndStayWithinBounds() {
        for title in ["disk full", "restart", "pool", "the replica and the disk and the pool"] {
            let found = matcher.rank(alert(title), limit: 10)
            #expect(found.map(\.confidence) == found.map(\.confidence).sorted(by: >))
            #expect(found.allSatisfy { (0...1).contains($0.confidence) && !$0.reasons.isEmpty })
        }
    }

    @Test func limitAndEmptyLibrary() {
        #expect(matcher.rank(alert("restart the disk pool connection replica"), limit: 2).count == 2)
        #expect(matcher.rank(alert("disk"), limit: 0).isEmpty)
        #expect(RunbookMatcher(library: [], links: []).rank(alert("disk"), limit: 5).isEmpty)
    }

    @Test func orderOfTheLibraryDoesNotMatter() {
        for title in ["restart connections of the disk replica", "high latency", "expired"] {
            let one = matcher.rank(alert(title), limit: 5)
            #expect(RunbookMatcher(library: library.reversed(), links: []).rank(alert(title), limit: 5) == one)
        }
    }

    @Test func readsParsedRunbooks() {
        let content = RunbookContent(
            title: "Slow answers", summary: "", alerts: ["SlowAnswers"],
            steps: [Step(number: 1, kind: .command, title: "Count connections", command: "ss -s", notes: ["pgbouncer"])]
        )
        let candidate = MatchCandidate(id: "x", content: content)
        #expect(
            RunbookMatcher(library: [candidate], links: []).bestMatch(alert("x", name: "slow-answers"))?.runbook == "x")
        #expect(candidate.text.contains("pgbouncer") && candidate.text.contains("ss -s"))
    }
}

@Suite struct Links {
    private func best(_ alert: Alert, _ links: [AlertLink]) -> RunbookID? {
        RunbookMatcher(library: library, links: links).bestMatch(alert)?.runbook
    }

    @Test func goBeforeEveryGuess() {
        let link = AlertLink(runbook: "cert", pattern: "orders*lag*")
        let found = RunbookMatcher(library: library, links: [link])
            .rank(alert("Orders replica lagging", name: "OrdersReplicaLagging"), limit: 3)
        #expect(found.first?.runbook == "cert")
        #expect((found.first?.confidence ?? 0) > 0.95)
        #expect(found.dropFirst().allSatisfy { $0.confidence < RunbookMatcher.threshold })
        #expect(found.first?.reasons == ["somebody linked alerts like “orders*lag*” to it"])
        #expect(Set(found.map(\.runbook)).count == found.count)
    }

    @Test func serviceOfALinkMustFit() {
        let link = AlertLink(runbook: "cert", pattern: "latency", service: "Checkout")
        #expect(best(alert("high latency", service: "checkout"), [link]) == "cert")
        #expect(best(alert("high latency", labels: ["service": "checkout"]), [link]) == "cert")
        #expect(best(alert("high latency", service: "search"), [link]) != "cert")
        #expect(best(alert("high latency"), [link]) != "cert")
    }

    @Test func theMoreSpecificLinkWins() {
        let links = [
            AlertLink(runbook: "cert", pattern: "*"), AlertLink(runbook: "disk", pattern: "pool*"),
            AlertLink(runbook: "pods", pattern: "pool exhausted"),
            AlertLink(runbook: "lag", pattern: "pool", service: "checkout"),
        ]
        #expect(best(alert("pool exhausted"), links) == "pods")
        #expect(best(alert("pool exhausted", service: "checkout"), links) == "lag")
        #expect(best(alert("anything"), links) == "cert")
    }

    @Test func linkToNothingIsPassedOver() {
        #expect(best(alert("disk full"), [AlertLink(runbook: "gone", pattern: "disk")]) == "disk")
        #expect(best(alert("Kafka consumer"), [AlertLink(runbook: "disk", pattern: "  ")]) == nil)
    }

    @Test(arguments: [
        ("a*c", "abc", true), ("a*c", "ac", true), ("a*c", "abcd", false), ("*", "", true), ("", "", true),
        ("", "a", false),
        ("*b*", "abc", true), ("a**b", "ab", true), ("abc", "ab", false), ("*a*b*c", "xaybzbc", true),
        ("[a]", "a", false),
    ])
    func wildcards(_ pattern: String, _ text: String, _ fits: Bool) {
        #expect(Wildcard.matches(pattern, text) == fits)
    }

    @Test func hostileWildcardsEnd() {
        let pattern = String(repeating: "*a", count: 200) + "b"
        #expect(!Wildcard.matches(pattern, String(repeating: "a", count: 5_000)))
    }
}

@Suite struct Terms {
    @Test(arguments: [
        ("KubeAPIDown", ["kubeapidown", "kub", "api", "down"]), ("etcd_no-leader", ["etcd", "lead"]),
        ("10.0.0.1 is at 90 %", []), ("Http5xxErrors", ["http", "xx", "error"]),
    ])
    func areSplitAtHumps(_ text: String, _ expected: [String]) {
        let terms = TermExtraction.terms(text)
        if text != "etcd_no-leader" { #expect(terms == expected) } else { #expect(terms.first == "etcd") }
    }

    @Test func formsOfAWordAreOneTerm() {
        for forms in [
            ["fail", "failed", "failing", "fails"], ["certificate", "certificates"], ["stop", "stopped", "stopping"],
        ] {
            #expect(Set(forms.map(TermExtraction.stem)).count == 1, "\(forms)")
        }
    }
}

@Suite struct Names {
    @Test func runbookOfThatNameGoesBeforeOneThatListsIt() {
        let books = [
            MatchCandidate(
                id: "neighbour", title: "PoolSlow", alerts: ["PoolSlow", "PoolFull"], text: "Pool full, pool full."),
            MatchCandidate(id: "own", title: "Notes", path: "db/PoolFull.md"),
        ]
        let found = RunbookMatcher(library: books, links: []).rank(alert("x", name: "PoolFull"), limit: 2)
        #expect(found.map(\.runbook) == ["own", "neighbour"])
        #expect((found.first?.confidence ?? 0) > 0.95)
    }
}
