import RunbookModel
import Testing

@Suite struct CodeBlockTests {
    @Test func promptsTellCommandsFromOutput() {
        let text = """
            ```
            $ kubectl get pods -n shop
            NAME    READY   STATUS
            web-1   1/1     Running
            $ kubectl logs web-1 \\
                --tail=20
            ready
            ```
            """
        #expect(commands(text) == ["kubectl get pods -n shop", "kubectl logs web-1 \\\n    --tail=20"])
        let notes = parse(text).steps[0].notes
        #expect(notes.contains { $0.contains("web-1   1/1     Running") })
    }

    @Test(arguments: [
        ("root@db1:~# mysqladmin status", "mysqladmin status", "shell"),
        ("[root@db1 ~]# systemctl restart mysql", "systemctl restart mysql", "shell"),
        ("sh-4.4# cat /etc/hosts", "cat /etc/hosts", "shell"),
        ("❯ docker ps", "docker ps", "shell"),
        ("PS C:\\Users\\me> Get-Service -Name web", "Get-Service -Name web", "powershell"),
        ("mysql> SHOW PROCESSLIST;", "SHOW PROCESSLIST;", "sql"),
        ("postgres=# SELECT 1;", "SELECT 1;", "sql"),
        ("127.0.0.1:6379> INFO memory", "INFO memory", "redis"),
    ])
    func prompts(line: String, command: String, language: String) {
        let steps = parse("```\n\(line)\n```").steps
        #expect(steps.map(\.command) == [command])
        #expect(steps.first?.language.rawValue == language)
    }

    @Test func compoundCommandsStayWhole() {
        let text = """
            ```bash
            for pod in a b; do
              kubectl delete pod $pod
            done
            cat <<EOF | kubectl apply -f -
            kind: ConfigMap
            rm -rf /
            EOF
            restart() {
              systemctl restart "$1"
            }
            grep 'a
            b' file
            ps aux |
              grep nginx
            ```
            """
        #expect(
            commands(text) == [
                "for pod in a b; do\n  kubectl delete pod $pod\ndone",
                "cat <<EOF | kubectl apply -f -\nkind: ConfigMap\nrm -rf /\nEOF",
                "restart() {\n  systemctl restart \"$1\"\n}", "grep 'a\nb' file", "ps aux |\n  grep nginx",
            ])
    }

    @Test func anApostropheInOutputSwallowsNothing() {
        let text = "```\n$ ls /x\nls: can't open '/x\n$ df -h\n```"
        #expect(commands(text) == ["ls /x", "df -h"])
        #expect(commands("```bash\ndf -h # it's full\nkubectl get nodes -o 'wide\nuptime -p\n```").first == "df -h")
    }

    @Test func commentsBecomeTitles() {
        let steps = parse(
            """
            ```bash
            # Stop the workers
            systemctl stop worker

            systemctl start worker   # and start them
            ```
            """
        ).steps
        #expect(steps.map(\.title) == ["Stop the workers", "And start them"])
        #expect(steps.map(\.command) == ["systemctl stop worker", "systemctl start worker"])
    }

    @Test(arguments: [
        "```yaml\nkind: Pod\nmetadata:\n  name: x\n```", "```json\n{\"a\": 1}\n```",
        "```\nERROR 2024-01-01 it broke\n```",
        "```bash\nError: release failed: timed out waiting for the condition\n```",
        "```\nNAME    READY   STATUS\nweb-1   1/1     Running\n```", "```\nlevel=error msg=\"it broke\" pod=x\n```",
        "```bash\n      --debug    enable debug logging\n  -f, --force   force it\n```",
        "```console\n1 drain_controller.go:173] node x: initiating drain\n```",
        "```shell\nnotAfter=Aug  6 13:11:20 2025 GMT\n```", "```ruby\nputs 1\n```",
        "```hcl\nresource \"a\" \"b\" {\n}\n```",
        "```bash\n#!/bin/bash\nrm -rf /tmp/x\n```",
    ])
    func contentAndOutputAreNoCommands(block: String) {
        #expect(commands("You will see this output:\n\n" + block) == [])
        #expect(commands(block) == [])
    }

    @Test func leadDecidesAboutPromQL() {
        #expect(
            commands("Run this query:\n\n```promql\nsum(rate(errors_total[5m]))\n```") == [
                "sum(rate(errors_total[5m]))"
            ])
        #expect(commands("The alert fires on this expression:\n\n```promql\nup == 0\n```") == [])
        let step = parse("Query:\n\n```\nsum by (pod) (rate(http_requests_total{code=~\"5..\"}[5m]))\n```").steps.first
        #expect(step?.language == .promql)
    }

    @Test func otherLanguages() {
        let sql = parse("```sql\n-- who waits\nSELECT pid\nFROM pg_locks;\n\nSELECT 1; -- one\n```").steps
        #expect(sql.map(\.command) == ["SELECT pid\nFROM pg_locks;", "SELECT 1;"])
        #expect(sql.map(\.title) == ["Who waits", "One"])
        let requests = parse("```\nGET /_cluster/health\nPOST /_cluster/reroute\n{\n  \"a\": 1\n}\n```").steps
        #expect(requests.map(\.command) == ["GET /_cluster/health", "POST /_cluster/reroute\n{\n  \"a\": 1\n}"])
        #expect(requests.allSatisfy { $0.language.rawValue == "http" })
    }

    @Test func whatIsForbiddenIsNoStep() {
        #expect(commands("1. Do not run `rm -rf /data` here.\n2. Run `df -h`.") == ["df -h"])
        #expect(commands("Never run this:\n\n```bash\nkubectl delete ns prod\n```") == [])
    }

    @Test func commandsWithoutMarkUp() {
        #expect(
            commands("First do this\n\nkubectl get pods -n web\n\nkubectl is a tool to manage clusters.") == [
                "kubectl get pods -n web"
            ])
        #expect(
            commands("Then run kubectl rollout undo deploy/web -n web and wait.") == [
                "kubectl rollout undo deploy/web -n web"
            ])
        #expect(
            commands("Verify with psql -h db -c \"select pg_is_in_recovery()\" that it returns f.") == [
                "psql -h db -c \"select pg_is_in_recovery()\""
            ])
    }

    @Test(arguments: [
        "The output of `kubectl get pods` shows the state.", "Before you ran `helm install`, it worked.",
        "`kubectl` is a tool.", "Set `replicas` to 3.", "See `/etc/nginx/nginx.conf`.",
    ])
    func mentionsAreNoCommands(text: String) {
        #expect(commands(text) == [])
    }
}
