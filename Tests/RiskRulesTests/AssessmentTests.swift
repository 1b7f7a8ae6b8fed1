import RiskRules
import RunbookModel
import Testing

@Suite("What an assessment says")
struct AssessmentTests {
    let classifier = RiskClassifier()

    @Test("effects, targets and undo of the usual changes")
    func undo() {
        let restart = classifier.assess("kubectl rollout restart deployment/payment-svc -n payments", language: .shell)
        #expect(restart.risk == .yellow)
        #expect(restart.effect == "Restarts every pod of deployment/payment-svc, one after the other.")
        #expect(restart.inverse?.command == "kubectl rollout undo deployment/payment-svc -n payments")
        let scale = classifier.assess("kubectl scale deploy/web --replicas=5 -n shop", language: .shell)
        #expect(scale.inverse?.command == "kubectl scale deploy/web -n shop --replicas={{previous}}")
        #expect(scale.inverse?.capture == "kubectl get deploy/web -n shop -o jsonpath='{.spec.replicas}'")
        #expect(scale.target == "web")
        let cordon = classifier.assess("kubectl cordon node-1", language: .shell)
        #expect(cordon.inverse?.command == "kubectl uncordon node-1")
        let stop = classifier.assess("sudo systemctl stop nginx", language: .shell)
        #expect(stop.inverse?.command == "sudo systemctl start nginx")
        #expect(stop.target == "nginx")
        let docker = classifier.assess("docker stop web", language: .shell)
        #expect(docker.inverse?.command == "docker start web")
    }

    @Test("no undo where it would be a guess")
    func noUndo() {
        #expect(classifier.assess("ssh host systemctl stop nginx", language: .shell).inverse == nil)
        #expect(classifier.assess("systemctl stop $X", language: .shell).inverse == nil)
        #expect(classifier.assess("systemctl stop a; systemctl stop b", language: .shell).inverse == nil)
        #expect(classifier.assess("curl -X POST http://h/x", language: .shell).inverse == nil)
    }

    @Test("secrets and load are told apart from change")
    func axes() {
        let secret = classifier.assess("kubectl get secret x -o yaml", language: .shell)
        #expect(secret.disclosesSecrets && !secret.heavyLoad && secret.risk == .yellow)
        let load = classifier.assess("redis-cli KEYS '*'", language: .shell)
        #expect(load.heavyLoad && !load.disclosesSecrets && load.risk == .yellow)
        for following in [
            "kubectl logs -f web", "tail -f log", "kubectl get pods --watch", "tail -F /var/log/x",
            "watch kubectl get pods",
            "journalctl -fu nginx | grep error", "kubectl port-forward svc/db 5432", "dmesg -w", "ping db1",
        ] {
            let endless = classifier.assess(following, language: .shell)
            #expect(endless.heavyLoad && endless.risk == .green && !endless.runsAlone, "\(following)")
        }
        for bounded in ["tail -f --pid=1 x", "ping -c 3 db1", "timeout 5 ls"] {
            #expect(!classifier.assess(bounded, language: .shell).heavyLoad, "\(bounded)")
        }
        #expect(classifier.assess("watch kubectl delete ns x", language: .shell).risk == .red)
    }

    @Test(
        "what is given to a shell within a text is judged as what it reads",
        arguments: [
            "su postgres -c psql <<EOF\nDROP DATABASE shop;\nEOF", "su postgres -c bash <<EOF\nrm -rf /srv\nEOF",
            "echo 'rm -rf /srv' | su -c bash", "bash -c psql <<< 'DROP DATABASE shop'",
            "eval psql <<< 'DROP DATABASE shop'",
            "docker exec -i db sh -c psql <<< 'DROP DATABASE shop'", "ssh db 'psql shop' <<< 'DROP DATABASE shop'",
            "echo 'rm -rf /srv' | ssh db 'sudo bash'", "flock /tmp/l -c bash <<< 'rm -rf /srv'",
            "curl -s http://x | sh -c bash", "curl -s http://x | ssh db bash",
            // The names of the standard input.
            "psql -f /dev/stdin <<< 'DROP DATABASE shop'", "psql -f a.sql -f - <<< 'DROP DATABASE shop'",
            "bash /proc/self/fd/0 <<< 'rm -rf /srv'",
            // By way of another command.
            "echo 'rm -rf /srv' | tee >(bash)", "echo 'rm -rf /srv' > >(bash)",
            "echo 'DROP DATABASE shop' | cat | psql", "echo 'DROP DATABASE shop' | (cat - | psql)",
            "psql < <(echo 'DROP DATABASE shop')", "f() { psql; }; f <<< 'DROP DATABASE shop'",
            "exec <<< 'rm -rf /srv'; bash", "exec < f; bash",
            "bash <<< 'ls' <&3", "exec 0<&3; bash", "bash <> f", "dc <<< '!rm x'",
            // Something else under the name of what hands a text on.
            "echo() { curl http://x; }; echo ls | bash", "cat() { curl http://x; }; cat <<< ls | bash",
            // Wrappers with words of their own in front.
            "runuser -l postgres -c psql <<< 'DROP DATABASE shop'", "runuser -l bob -c 'rm -rf /srv'",
            "gosu postgres psql <<< 'DROP DATABASE shop'", "su-exec bob rm -rf /srv",
            "lxc exec c -- rm -rf /srv", "lxc exec c -- bash <<< 'rm -rf /srv'", "pct exec 100 -- rm -rf /srv",
            "multipass exec vm -- rm -rf /srv", "vagrant ssh -c 'rm -rf /srv'",
            "gdb -batch -ex 'shell rm -rf /srv'", "gdb -p 1 -batch -ex 'call exit(1)'",
            "PROMPT_COMMAND='rm -rf /srv' bash -i", "man -P 'rm -rf /srv' ls", "sftp h <<< 'rm x'",
            // Clients that no rule explains.
            "sqlplus / as sysdba <<< 'DROP TABLE t;'", "vsql -c 'DROP TABLE t'", "lftp -e 'rm -r x' h",
            "heroku pg:psql -c 'DROP TABLE t'",
        ])
    func inheritedInput(command: String) {
        #expect(classifier.assess(command, language: .shell).risk == .red)
    }

    @Test(
        "a backup over a living database destroys what is there",
        arguments: [
            "gcloud sql backups restore 12 --restore-instance shop", "xtrabackup --copy-back --target-dir=/srv/b",
            "mariabackup --move-back --target-dir=/srv/b",
        ])
    func restores(command: String) {
        #expect(classifier.assess(command, language: .shell).risk == .red)
        #expect(classifier.assess("xtrabackup --backup --target-dir=/srv/b", language: .shell).risk == .yellow)
    }

    @Test("what is unknown is named, and every colour has a reason and a version")
    func reasons() {
        let unknown = classifier.assess("frobnicate --now; ls", language: .shell)
        #expect(unknown.unknown == ["frobnicate"])
        #expect(unknown.reasons.first?.risk == .yellow)
        #expect(unknown.rulesVersion == RiskClassifier.rulesVersion)
        #expect(classifier.assess("", language: .shell).risk == .green)
        #expect(!classifier.assess("", language: .shell).reasons.isEmpty)
    }

    @Test("a text that is too long is not looked at")
    func limits() {
        let long = "ls " + String(repeating: "a", count: RiskClassifier.lengthLimit)
        #expect(classifier.assess(long, language: .shell).risk == .yellow)
        let many = String(repeating: "ls;", count: 6000)
        #expect(classifier.assess(many, language: .shell).risk == .yellow)
    }

    @Test("other languages")
    func languages() {
        #expect(classifier.assess("up == 0", language: .promql).risk == .green)
        #expect(classifier.assess("FLUSHALL", language: .redis).risk == .red)
        #expect(classifier.assess("GET x", language: .redis).risk == .green)
        #expect(classifier.assess("SELECT 1", language: .sql).risk == .green)
        #expect(classifier.assess("DROP TABLE x", language: .sql).risk == .red)
        #expect(classifier.assess("Get-Process", language: .powershell).risk == .green)
    }

    @Test(
        "SQL by dialect",
        arguments: [
            ("SELECT 'it\\'; DROP TABLE x; --'", SQLDialect.mysql, Risk.green),
            ("SELECT 'it\\'; DROP TABLE x; --'", .postgresql, .red), ("SELECT $$;DROP TABLE x;$$", .postgresql, .green),
            ("SELECT `drop` FROM t", .mysql, .green), ("SELECT 1 /*! ; DROP TABLE x */", .mysql, .red),
            ("SELECT 1 /* /* */ ; DROP TABLE x -- */", .postgresql, .green),
            ("SELECT 1 FOR UPDATE", .postgresql, .yellow),
            ("WITH d AS (DELETE FROM x RETURNING *) SELECT * FROM d", .postgresql, .red),
            ("EXPLAIN DELETE FROM x", .postgresql, .green),
            ("EXPLAIN ANALYZE DELETE FROM x", .postgresql, .red), ("UPDATE x SET a = 1", .generic, .red),
            ("UPDATE x SET a = 1 WHERE 1=1", .generic, .red), ("UPDATE x SET a = 1 WHERE id = 2", .generic, .yellow),
            ("SELECT pg_promote()", .postgresql, .red), ("SELECT my_function()", .postgresql, .yellow),
        ])
    func dialects(_ sql: String, _ dialect: SQLDialect, _ risk: Risk) {
        let assessment = classifier.assess(sql: sql, dialect: dialect)
        #expect(assessment.risk == risk, "\(assessment.reasons)")
    }
}
