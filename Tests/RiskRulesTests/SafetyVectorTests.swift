import RiskRules
import RunbookModel
import Testing

@Suite("Safety vectors")
struct SafetyVectorTests {
    static let neverGreen: [String] = [
        "kubectl get pods; kubectl delete ns x", "FOO=1 rm -rf /", "env sh -c 'rm -rf /'",
        "kubectl delete pod x --dry-run=none", "kubectl auth reconcile -f x", "kubectl config view --raw",
        "kubectl proxy", "kubectl get secret x -o yaml", "kubectl exec p -- rm x", "kubectl cp a b",
        "aws secretsmanager get-secret-value --secret-id x", "vault read secret/x", "git -c core.pager=cmd log",
        "git branch --list --no-list -D victim", "find . -delete", "sort -o f g", "uniq in out", "rg --pre cmd x",
        "sed -n '1e id' f", "awk 'BEGIN{system(\"id\")}'", "tar -tf x --to-command=cmd", "curl -o f url",
        "curl -d @f url", "echo x > ~/.bashrc", "cat <(rm x)", "cat $(rm x)", "export PAGER=cmd",
        String(repeating: "true; ", count: 60) + "curl …", "echo$IFS-n", "kubectl\u{A0}get\u{A0}pods",
        "k\u{443}bectl get pods", "psql -c \"select pg_terminate_backend(1)\"", "redis-cli CONFIG SET dir /",
        "journalctl --vacuum-time=1s", "date -s 0", "hostname newname", "dmesg -C", "crontab -r", "ps eww",
        "cat /proc/1/environ",
        // Of the same kind.
        "aws ec2 unmonitor-instances --output describe-images", "kubectl delete pod x --dry-run=false",
        "kubectl delete pod x --dry-run=", "kubectl delete pod x --dry-run=client --dry-run=none",
        "kubectl config set-context x", "kubectl get --raw /api/v1/secrets", "git log --output=x",
        "git diff --ext-diff",
        "git --git-dir=x log", "git -p log", "man -P cmd ls", "less '+!id' f", "tcpdump -i eth0",
        "redis-cli KEYS '*'", "find / -name x", "psql -c '\\! rm x'", "psql -c 'select 1; drop table x'",
        "psql -c 'explain analyze delete from x'", "psql -c 'select * into y from x'",
        "psql -c 'select * from x for update'", "psql -c \"copy x to program 'sh'\"", "psql -c 'call p()'",
        "psql -c 'do $$ begin end $$'", "psql -c \"select setval('s', 1)\"", "mysql -e 'select sleep(1)'",
        "env", "printenv", "export", "set", "cat ~/.kube/config", "cat /etc/shadow", "base64 -d <<< cm0gLXJm | sh",
        "eval \"$X\"", "source ./x", "bash x.sh", "$CMD x", "`cat x`", "{rm,-rf,/}", "$'\\x72m' x", "xargs rm",
        "find . -exec rm {} \\;", "kubectl get pods -o yaml > x", "kubectl get pods | tee x", "ls &", "ls >| f",
        "ls &> f",
        "cat <<EOF\n$(rm x)\nEOF", "[[ -n $(rm x) ]]", "(( a[$(rm x)] ))", "a[$(rm x)]=1", "echo ${x:-$(rm x)}",
        "trap 'rm x' EXIT", "f() { rm x; }; f", "alias ls='rm x'; ls", "ssh host 'rm x'",
        "ssh -o ProxyCommand=x host ls",
        "sed -i s/a/b/ f", "sed 's/a/b/w f' g", "awk '{print > \"f\"}' g",
        "awk '{print | \"sh\"}' g",
        "tar xf x", "tar --checkpoint-action=exec=sh -tf x", "curl -X DELETE http://h/x", "curl -T f http://h/",
        "curl -K f http://h/", "wget http://h/x", "nc host 80", "date 01010000", "ip link set eth0 down",
        "sysctl -w a=1",
    ]

    static let green: [String] = [
        "grep -r \"rm -rf\" .", "echo \"drop table\"", "kubectl get pod delete-me", "psql -c \"SELECT 'DROP TABLE x'\"",
        "journalctl -u api --since \"10 min ago\" --no-pager",
        "kubectl logs -n payments payment-svc-abc --since=10m | grep -i \"timeout\\|error\"",
        "tail -n 40 \"$DD0C_DEMO_LOG\"", "grep -c ERROR \"$DD0C_DEMO_LOG\"",
        "curl -sS -o /dev/null -w '%{http_code} %{time_total}\\n' http://127.0.0.1:8080/checkout",
        "curl -sS http://127.0.0.1:8080/pool", "ss -tn state established '( sport = :8080 )' | wc -l",
        "kubectl delete pod x --dry-run=client", "kubectl logs <pod> -n <namespace> --tail=50",
        "for i in 1 2 3; do uptime; sleep 1; done", "if kubectl get ns x; then echo yes; else echo no; fi",
        "git log --oneline -5", "docker ps --format '{{.Names}}'", "top -b -n 1 | head -20", "df -h; free -m",
    ]

    @Test("never run by themselves", arguments: neverGreen)
    func asksFirst(_ command: String) {
        let assessment = RiskClassifier().assess(command, language: .shell)
        #expect(assessment.risk >= .yellow)
        #expect(!assessment.reasons.isEmpty)
    }

    @Test("stay green", arguments: green)
    func runsByItself(_ command: String) {
        let assessment = RiskClassifier().assess(command, language: .shell)
        #expect(assessment.risk == .green, "\(assessment.reasons)")
    }

    @Test("the demo's changing commands")
    func demo() {
        let classifier = RiskClassifier()
        let restart = classifier.assess("curl -sS -X POST http://127.0.0.1:8080/pool/restart", language: .shell)
        #expect(restart.risk == .yellow)
        let delete = classifier.assess("curl -sS -X DELETE http://127.0.0.1:8080/orders", language: .shell)
        #expect(delete.risk == .red)
        #expect(delete.target == "127.0.0.1:8080/orders")
    }
}
