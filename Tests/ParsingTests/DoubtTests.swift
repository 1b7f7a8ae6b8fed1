import Parsing
import RunbookModel
import Testing

@Suite struct DoubtTests {
    /// What an author must be asked.
    @Test(arguments: [
        ("1. Check the logs", "which logs"), ("1. Run the failover script", "no path"),
        ("1. Contact the database team", "who"), ("1. Open the service dashboard", "without a link"),
        ("1. Restart it if necessary", "if necessary"), ("1. Wait a while", "a while"),
        ("1. Run `./fix.sh --all`", "working directory"), ("1. SSH into the bastion", "which one"),
        ("1. Run `df -h`\n2. If latency is high, restart node-7", "high"),
        ("1. Restart node-7 (TODO: say how)", "unfinished"),
        ("1. Run `df -h`\n2. If it fails, go to step 8", "“8”"), ("1. Run `rm -rf /data/cache`", "no way back"),
        ("1. Look at the log file", "which log"), ("1. Check the application logs for errors", "which logs"),
        ("1. Restart node-3\n2. Tail the logs", "which logs"),
        ("1. Log on to any of the mail servers", "what are the servers called"),
        ("1. Restart one of the nodes", "what are the nodes called"), ("1. Run rebalance.sh", "no path"),
        ("1. Wait for a bit", "a bit"), ("1. Give it a moment", "a moment"),
        ("1. After a while, look again", "a while"),
        ("1. Call the storage folks", "who"), ("1. Get in touch with the vendor", "who"), ("1. Escalate to L3", "who"),
        ("1. Have a look at Grafana", "which page"),
        ("1. Restart node-3\n2. Typically you should drain node-7", "typically"),
        ("1. Restart node-3\n2. Maybe restart node-7", "maybe"), ("1. Kill some workers", "which, and how many"),
        ("1. Run `df -h`\n2. If there are lots of errors, restart node-7", "lots"),
        ("1. See the other runbook for details", "where is it"),
        ("1. Restart node-3\n2. Fill in ??? there", "unfinished"),
        ("```bash\ndocker run \u{2026} nginx\n```", "leaves something out"),
        ("```bash\nls -l /srv/...\n```", "leaves something out"),
        ("```bash\necho \u{201C}a\u{201D}\n```", "typographic"), ("```bash\nexport TOKEN=...\n```", "left as dots"),
    ])
    func doubts(text: String, words: String) {
        let found = parse("# X\n\n" + text).ambiguities
        #expect(found.contains { $0.text.contains(words) && !$0.suggestion.isEmpty && $0.step != nil }, "\(found)")
        #expect(found.count == 1, "\(found)")
    }

    /// Nothing to ask about.
    @Test(arguments: [
        "1. Check `/etc/hosts` and `/etc/resolv.conf`", "1. Refer to the tab Observe -> Dashboards",
        "1. Check the logs of checkout", "1. Contact the database team in #db-oncall", "1. Run `/opt/fix.sh --all`",
        "1. Open the [service dashboard](https://grafana.example.net/d/x)", "1. Wait five minutes",
        "1. Copy /etc/nginx/nginx.conf to the new host db-7", "## Have you asked for too many nodes?\n\nRun `df -h`.",
        "| Cause | Action |\n|---|---|\n| the disk is slow | Restart node-7 |", "1. Run `df -h`", "1. Restart node-7",
        "1. SSH to the bastion `gate-1.example.net`", "1. SSH to the bastion gate-1.example.net",
        "1. Contact the mail team (PagerDuty: MAIL)", "1. Page the mail on-call via Opsgenie",
        "1. Usually a full queue causes this", "1. This usually takes five minutes",
        "1. Restart node-7, which usually helps", "1. Open the orders board in Grafana", "1. Run `rm -f /run/x.lock`",
        "```bash\ngo vet ./...\n```", "1. See the wiki at https://wiki.example.net/x",
        "1. Read the chapter about fetching secrets, etcd and vault",
    ])
    func nothingToAsk(text: String) {
        #expect(parse("# X\n\n" + text).ambiguities == [])
    }

    /// What takes a change back needs no way back of its own.
    @Test func rollbacksNeedNone() {
        let content = parse("# X\n\n1. Run `systemctl stop app`\n\n## Rollback\n\n1. Run `rm -rf /srv/app-new`")
        #expect(content.steps.contains { $0.risk == .red })
        #expect(content.ambiguities == [])
    }

    /// The text answers by itself, and the doubt says where.
    @Test(arguments: [
        ("1. Check the logs\n2. Run `kubectl logs deploy/web -n web`", 1, "Step 2"),
        ("1. Run the failover script\n2. Run `/opt/failover.sh --now`", 1, "/opt/failover.sh"),
        ("1. SSH into the bastion (bastion-prod-east)", 1, "bastion-prod-east"),
        ("Logs are in /var/log/app/app.log.\n\n1. Check the logs", 1, "/var/log/app/app.log"),
        ("The script is at /opt/x/tidy.sh.\n\n1. Run the tidy script", 1, "/opt/x/tidy.sh"),
        ("The script is at /opt/x/tidy.sh.\n\n1. Run tidy.sh", 1, "/opt/x/tidy.sh"),
        ("The bastion is gate-1.example.net.\n\n1. SSH to the bastion", 1, "gate-1.example.net"),
        ("The servers are web-1 and web-2.\n\n1. Log in to one of the servers", 1, "web-2"),
        ("Storage team: #storage-oncall\n\n1. Contact the storage team", 1, "#storage-oncall"),
        ("Dashboard: https://grafana.example.net/d/y\n\n1. Look at the dashboard", 1, "grafana.example.net/d/y"),
        (
            "See [latency](https://grafana.example.net/d/x).\n\n1. Open the dashboard", 1,
            "https://grafana.example.net/d/x"
        ),
    ])
    func answered(text: String, step: Int, words: String) {
        let found = parse("# X\n\n" + text).ambiguities.filter { $0.step == step }
        #expect(found.count == 1 && found[0].resolution?.contains(words) == true, "\(found)")
    }
}
