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
        "1. Read the chapter about fetching secrets, etcd and vault",
    ])
    func nothingToAsk(text: String) {
        #expect(parse("# X\n\n" + text).ambiguities == [])
    }

    /// The text answers by itself, and the doubt says where.
    @Test(arguments: [
        ("1. Check the logs\n2. Run `kubectl logs deploy/web -n web`", 1, "Step 2"),
        ("1. Run the failover script\n2. Run `/opt/failover.sh --now`", 1, "/opt/failover.sh"),
        ("1. SSH into the bastion (bastion-prod-east)", 1, "bastion-prod-east"),
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
