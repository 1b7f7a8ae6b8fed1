import Parsing
import RunbookModel
import Testing

@Suite struct NameTests {
    @Test(arguments: [
        ("---\nalert: DiskFull\nowner: storage\nseverity: P2\n---\n# X\n\n1. Run `df -h`", "storage", "P2"),
        ("# X\n\n**Severity:** P2 · **Owner:** storage\n\n1. Run `df -h`", "storage", "P2"),
        ("X\n=\n\n:Owner: storage\n:Severity: P2\n\n1. Run `df -h`", "storage", "P2"),
        ("# X\n\nTeam: storage | Priority: P2\n\n1. Run `df -h`", "storage", "P2"),
        ("# X\n\n1. Run `df -h`\n\n## Owner\n\nstorage", "storage", nil),
        ("# X\n\n1. Run `df -h`", nil, nil),
        ("# X\n\n**Owner:** Team Storage (#storage-oncall)\n\n1. Run `df -h`", "Team Storage (#storage-oncall)", nil),
        ("# X\n\nMaintained by: Disk Guild\n\n1. Run `df -h`", "Disk Guild", nil),
        ("# X\n\nOwned by the storage team.\n\n1. Run `df -h`", "storage team", nil),
        (
            "# X\n\nIt is for disks. It is owned by the storage team (@disks).\n\n1. Run `df -h`",
            "storage team (@disks)", nil
        ),
        ("Priority: P2 / high\n\n1. Run `df -h`", nil, "P2 / high"),
        ("Owner: storage\tSeverity: P2\n\n1. Run `df -h`", "storage", "P2"),
        ("| Owner | storage |\n|---|---|\n| Severity | P2 |\n\n## Fix\n\n1. Run `df -h`", "storage", "P2"),
    ])
    func ownerAndSeverity(text: String, owner: String?, severity: String?) {
        let content = parse(text)
        #expect(content.owner == owner)
        #expect(content.severity == severity)
        #expect(content.steps.map(\.command) == ["df -h"])
    }

    /// The head of a table about severities is no severity.
    @Test func headsOfTablesAreNoLabels() {
        #expect(parse("| Severity | Response |\n|---|---|\n| P1 | at once |\n\n1. Run `df -h`").severity == nil)
    }

    @Test(arguments: [
        ("# X\n\nWhen the alert **DiskFull** fires, act.\n\n1. Run `df -h`", ["DiskFull"]),
        ("# X\n\nThe alert PagerDuty sends is about disks.\n\n1. Run `df -h`", []),
        ("| Alert | DiskFull |\n|---|---|\n| Owner | storage |\n\n1. Run `df -h`", ["DiskFull"]),
    ])
    func alerts(text: String, names: [String]) {
        #expect(parse(text).alerts == names)
    }

    @Test(arguments: [
        ("Grafana: https://mon.example.net/a", "Grafana"), ("Dashboards: https://x.example.net/d/a", "Dashboards"),
        ("Look at https://grafana.example.net/d/a first.", "https://grafana.example.net/d/a"),
        ("| Owner | storage |\n|---|---|\n| Dashboard | https://x.example.net/d/a |", "Dashboard"),
    ])
    func addressesInTheText(text: String, label: String) {
        #expect(parse("# X\n\n\(text)\n\n1. Run `df -h`").dashboards?.map(\.label) == [label])
    }

    @Test func dashboardsAreLinks() {
        let content = parse(
            """
            # X

            1. Open the [latency panel](https://grafana.example.net/d/abc)
            2. Open the [service dashboard](https://stats.example.net/x) and the [wiki](https://wiki.example.net/x)
            3. Open the [latency panel](https://grafana.example.net/d/abc) again
            """)
        #expect(
            content.dashboards == [
                DocumentLink(label: "latency panel", target: "https://grafana.example.net/d/abc"),
                DocumentLink(label: "service dashboard", target: "https://stats.example.net/x"),
            ])
    }

    @Test func whatElseStandsOnALineOfLabelsStays() {
        let content = parse(
            "# X\n\nOwner: storage · Dashboard: [disks](https://grafana.example.net/d/1)\n\nRestart it.")
        #expect(content.owner == "storage")
        #expect(content.dashboards?.count == 1)
        let all = content.summary + content.steps.flatMap(\.notes).joined()
        #expect(all.contains("Dashboard: disks"))
    }

    @Test(arguments: [
        ("<pod-name>", VariableKind.pod, "pod"), ("{{ namespace }}", .namespace, "namespace"),
        ("$REGION", .region, "region"), ("YOUR_TOKEN", .secret, nil), ("NODE_NAME", .host, "instance"),
        ("<node-ip>", .address, nil), ("my-cluster", .cluster, "cluster"), ("10.0.0.x", .address, nil),
        ("<replica count>", .number, nil), ("$START_TIME", .time, nil), ("<affected pod>", .pod, "pod"),
        ("<customer-id>", .name, nil), ("<colour>", nil, nil),
    ])
    func kindsAndLabels(placeholder: String, kind: VariableKind?, label: String?) {
        let variable = parse("```bash\nsometool --flag \(placeholder) --x y\n```").variables.first
        #expect(variable?.placeholder == placeholder)
        #expect(variable?.kind == kind)
        #expect(variable?.alertLabel == label)
    }
}
