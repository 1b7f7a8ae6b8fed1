import RiskRules
import RunbookModel
import Testing

/// What a command does, in a sentence that names what it does it to.
@Suite("Effects")
struct EffectTests {
    let classifier = RiskClassifier()

    @Test(
        "name the object, and what the options make of it",
        arguments: [
            ("crontab -r", "Removes the whole schedule."), ("crontab -e", "Opens the schedule in an editor."),
            ("sysctl -w a=b", "Changes the kernel setting a=b."), ("swapoff -a", "Turns swap space off."),
            ("kubectl apply -f x.yaml", "Changes what x.yaml describes."),
            ("kubectl delete -f x.yaml", "Deletes what x.yaml describes. It does not come back by itself."),
            ("redis-cli CONFIG SET maxmemory 2gb", "Sets maxmemory to 2gb in Redis."),
            ("redis-cli FLUSHALL", "Deletes every key of every database in Redis."),
            ("systemctl daemon-reload", "Makes systemd read its units again."),
            ("service nginx stop", "Stops the service nginx."),
            ("for i in $(seq 3); do curl -s http://x/y; done", "Reads x/y."),
            ("dmesg -C", "'dmesg -C' does more than a read."),
        ])
    func shell(_ command: String, _ effect: String) {
        #expect(classifier.assess(command, language: .shell).effect == effect)
    }

    @Test(
        "of statements",
        arguments: [
            ("START SLAVE", "Starts the replication of this server."), ("\\q", "Ends the session."),
            (".tables", "Lists the tables."), ("START TRANSACTION", "Starts or ends a transaction."),
            ("SET GLOBAL max_connections = 5", "Changes the setting max_connections of the whole server."),
            ("ALTER SYSTEM SET work_mem = '1MB'", "Changes the setting work_mem of the whole server."),
        ])
    func statements(_ command: String, _ effect: String) {
        #expect(classifier.assess(command, language: .sql).effect == effect)
    }

    @Test("nothing is to be typed that names nothing")
    func targets() {
        #expect(classifier.assess("kubectl delete -f x.yaml", language: .shell).target != "it")
        #expect(classifier.assess("docker rm", language: .shell).target == nil)
    }
}
