import BotTestKit
import JSONTree
import RunbookModel

/// What is measured: the labelled commands where they are, else generated ones.
struct BenchCommands {
    struct Entry {
        var text: String
        var language: CommandLanguage
    }

    var texts: [Entry]
    var origin: String

    static func load() -> BenchCommands {
        var entries: [Entry] = []
        for line in String(decoding: Corpus.bytes("risk/commands.jsonl") ?? [], as: UTF8.self).split(separator: "\n") {
            do throws(JSONSyntaxError) {
                let row = try JSONValue(parsing: String(line))
                guard let text = row["command"]?.string else { continue }
                entries.append(
                    Entry(text: text, language: CommandLanguage(rawValue: row["kind"]?.string ?? "shell")))
            } catch {
                continue  // Not a row; what is left is still measured.
            }
        }
        if !entries.isEmpty { return BenchCommands(texts: entries, origin: "labelled") }
        return BenchCommands(texts: generated(), origin: "generated")
    }

    private static func generated() -> [Entry] {
        let heads = [
            "kubectl get pods -n payments -o wide", "kubectl rollout restart deployment/api -n prod",
            "aws ec2 describe-instances --region eu-west-1 --filters Name=tag:env,Values=prod",
            "docker ps -a --format '{{.Names}}'", "journalctl -u api --since '10 min ago' --no-pager",
            "systemctl restart nginx", "psql -h db -c \"SELECT count(*) FROM orders WHERE state = 'open'\"",
            "terraform plan -out=plan", "helm history api -n prod", "df -h /var", "git log --oneline -n 20",
            "curl -sS -o /dev/null -w '%{http_code}' https://example.com/health", "ps aux --sort=-%cpu",
            "redis-cli -h cache INFO memory", "find /var/log -name '*.log' -mtime +7 -size +100M",
        ]
        let tails = [
            "", " | head -20", " | grep -i 'error\\|timeout' | wc -l", " && echo done", "; date", " 2>&1 | tail -5",
        ]
        return heads.flatMap { head in tails.map { Entry(text: head + $0, language: .shell) } }
    }

    /// Texts by a number of pieces.
    static let shapes: [(name: String, make: @Sendable (Int) -> String)] = [
        ("a long pipeline", { "cat f" + String(repeating: " | grep -v abc", count: $0) }),
        ("many commands", { String(repeating: "kubectl get pods -n a; ", count: $0) }),
        ("many words", { "echo" + String(repeating: " word", count: $0 * 4) }),
        ("many options", { "kubectl get pods" + String(repeating: " -n a", count: $0 * 4) }),
        ("many variables", { (0..<$0).map { "v\($0)=a; echo $v\($0); " }.joined() }),
        ("many substitutions", { "echo" + String(repeating: " $(date)", count: $0) }),
        ("many quotes", { "echo " + String(repeating: "\"a 'b' c\"", count: $0) }),
        (
            "nested substitutions",
            {
                String(
                    repeating: "echo " + String(repeating: "$(echo ", count: 6) + "a" + String(repeating: ")", count: 6)
                        + ";", count: $0)
            }
        ),
        ("nested shells", { String(repeating: "bash -c 'sh -c \"ls -l\"'; ", count: $0) }),
        ("half indices", { String(repeating: "a[x;", count: $0 * 4) }),
        ("half arithmetic", { String(repeating: "((a\n", count: $0 * 4) }),
        ("here-documents", { String(repeating: "cat <<E\nx\nE\n", count: $0 * 2) }),
        ("functions", { (0..<$0).map { "f\($0)() { ls; }; " }.joined() }),
        ("braces", { "echo" + String(repeating: " {a,b}{c,d}", count: $0) }),
        (
            "a long SQL text",
            { "psql -c \"SELECT a FROM t WHERE " + String(repeating: "b = 'x' AND ", count: $0 * 2) + "c = 1\"" }
        ),
        ("a long awk program", { "awk '{ " + String(repeating: "x = x + $1; ", count: $0 * 2) + "print x }' f" }),
    ]
}
