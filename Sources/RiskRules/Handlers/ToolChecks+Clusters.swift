import ByteText
import RunbookModel

extension ToolChecks {
    /// Words further back that change something, for tools whose words come in any order.
    static let changingWords: Set<String> = [
        "create", "apply", "set", "start", "stop", "restart", "update", "enable", "disable", "add", "edit", "patch",
        "put", "write", "import", "upgrade",
        "scale", "sync", "run", "exec", "ssh", "install", "deploy", "rollback", "pause", "resume", "suspend", "restore",
        "backup", "rename", "move", "reload",
        "rotate", "approve", "cancel", "kill", "invite", "leave", "join", "config:set", "unset", "save", "load",
        "activate", "retry", "produce", "reset-offsets", "generate", "kubectl", "reset", "drain", "zap", "evict",
        "flush", "mount", "unmount",
    ]

    static let clusterVerb: Check = { analyzer, call, parsed, operands in
        // The words in front name the action; what comes behind them are names of things.
        for operand in operands.prefix(2) where operand.isKnown {
            let word = operand.text.lowercased()
            if Verbs.destroys(word) || ["reset", "decommission", "wipe", "shutdown", "failover"].contains(word) {
                analyzer.add(
                    .red, call.name, "'\(call.display(parsed.operands.prefix(3)))' destroys something.", call.range,
                    target: parsed.operands.last?.display)
            } else if changingWords.contains(word) {
                analyzer.add(
                    .yellow, call.name, "'\(call.display(parsed.operands.prefix(3)))' changes something.", call.range,
                    target: parsed.operands.last?.display)
            }
        }
    }

    private static func isSecretType(_ text: String) -> Bool {
        KubernetesResources.includes("secret", in: text) || KubernetesResources.includes("sealedsecret", in: text)
            || KubernetesResources.includes("token", in: text)
    }

    static let clusters: [String: Check] = [
        "clusterverb": clusterVerb,
        "kubeget": { analyzer, call, parsed, operands in
            if let path = parsed.value("--raw") {
                let plain = [
                    "/healthz", "/readyz", "/livez", "/version", "/metrics", "/openapi", "/apis/metrics.k8s.io/",
                    "/apis/custom.metrics.k8s.io/", "/apis/external.metrics.k8s.io/",
                ]
                if !plain.contains(where: { path.hasPrefix($0) }) {
                    analyzer.add(
                        .yellow, "kubectl.raw", "It reads an address of the API that may hold anything.", call.range)
                }
            }
            guard operands.contains(where: { isSecretType($0.text) }), parsed.operands.first?.text == "get" else {
                if operands.first?.unknown == .output {
                    analyzer.addUnknown(
                        "kubectl.get", "Which resources it reads is not known.", operands[0].display, call.range)
                }
                return
            }
            let format = parsed.value("-o", "--output") ?? ""
            if !["", "name", "wide"].contains(format) || parsed.has("--template") {
                analyzer.add(
                    Finding(.yellow, "kubectl.secret", "It prints secrets.", range: call.range, discloses: true))
            }
        },
        "kubediff": { analyzer, call, parsed, _ in
            if parsed.has("-f", "-k", "--filename", "--kustomize") { return }
            analyzer.addUnknown("kubectl.diff", "There is no file to compare.", "diff", call.range)
        },
        "kubelocal": { analyzer, call, parsed, operands in
            let verb = parsed.operands.first?.text ?? ""
            if verb == "kustomize",
                operands.contains(where: { $0.text.holds("://") || $0.text.holds("github.com") })
            {
                analyzer.add(.yellow, "kubectl.kustomize", "It fetches what it builds from elsewhere.", call.range)
            }
            if verb == "plugin", operands.first?.text != "list" {
                analyzer.add(.yellow, "kubectl.plugin", "Runs a plug-in.", call.range)
            }
            if call.arguments.contains(where: {
                $0.text.hasPrefix("--enable-alpha") || $0.text.hasPrefix("--enable-exec") || $0.text == "--output"
                    || $0.text == "-o"
            }), verb == "kustomize" {
                analyzer.add(.yellow, "kubectl.kustomize", "It may write a file or run a plug-in.", call.range)
            }
        },
        "kubetaint": { analyzer, call, _, operands in
            if operands.contains(where: { $0.text.holds("NoExecute") && !$0.text.hasSuffix("-") }) {
                analyzer.add(
                    .red, "kubectl.taint", "Throws every pod off the node.", call.range,
                    effect: "Throws every pod off \(operands.count > 1 ? operands[1].display : "the node").",
                    target: operands.count > 1 ? operands[1].display : nil)
            }
        },
        "kubereplace": { _, _, _, _ in },
        "kubechange": { analyzer, call, parsed, operands in
            let verb = parsed.operands.first?.text ?? ""
            if verb == "exec" { analyzer.add(.red, "kubectl.exec", "What it runs can't be known.", call.range) }
            if verb == "debug" || verb == "run" {
                let index = call.arguments.firstIndex { $0.text == "--" }
                if let index {
                    analyzer.dispatch(
                        Array(call.arguments[(index + 1)...]), range: call.range, input: call.input, isRemote: true)
                }
            }
            let patch = call.arguments.map(\.text).joined(separator: " ")
            if verb == "patch",
                patch.holds("finalizers") || patch.holds("\"remove\"") || patch.holds("$patch")
            {
                analyzer.add(
                    .red, "kubectl.patch", "Takes away what protects a resource.", call.range,
                    target: operands.count > 1 ? operands[1].display : nil)
            }
            if verb == "idle" {
                analyzer.add(.red, "oc.idle", "Takes a service down.", call.range, target: operands.last?.display)
            }
            if call.input == .opaque || parsed.value("-f", "--filename").map({ $0.hasPrefix("http") }) ?? false,
                verb == "apply" || verb == "create"
            {
                analyzer.add(.yellow, "kubectl.remote", "Applies what is not shown here.", call.range)
            }
        },
        "kubectx": { analyzer, call, parsed, operands in
            if parsed.has("-d") || call.arguments.contains(where: { $0.text == "-d" }) {
                analyzer.add(.red, "kubectx.delete", "Deletes a context.", call.range)
            }
            _ = operands
        },
        "mesh": { analyzer, call, parsed, operands in
            let words = operands.map(\.text)
            if !["stat", "top", "edges", "routes", "authz"].contains(words.first ?? parsed.operands.last?.text ?? "") {
                clusterVerb(&analyzer, call, parsed, operands)
            }
            if parsed.operands.first?.text == "proxy-config" || parsed.operands.first?.text == "pc",
                words.first == "secret" || words.first == "log"
            {
                analyzer.add(.yellow, "istioctl.proxy", "It shows secrets or changes log levels.", call.range)
            }
            if [
                "x", "experimental", "viz", "multicluster", "hubble", "policy", "endpoint", "service", "bpf", "map",
                "node", "profile", "identity",
            ].contains(parsed.operands.first?.text ?? "") {
                let reads = [
                    "list", "get", "describe", "check", "status", "stat", "top", "edges", "routes", "precheck",
                    "version", "proxy-status", "ps", "authz", "gateways", "allow-scrapes", "wait", "metrics", "analyze",
                    "show", "health", "validate", "dump", "selectors", "trace",
                ]
                if let first = words.first, !reads.contains(first) {
                    analyzer.add(.yellow, call.name, "What '\(first)' does is not known.", call.range)
                }
            }
        },
        "terraform": { analyzer, call, parsed, operands in
            let verb = parsed.operands.first?.text ?? ""
            if verb == "providers", let first = operands.first?.text, first == "lock" || first == "mirror" {
                analyzer.add(.yellow, "terraform.providers", "Writes files.", call.range)
            }
            if verb == "output", parsed.has("-raw") { return }
            if verb == "show", !operands.isEmpty { analyzer.checkDisclosure(operands, call) }
        },
        "terraformfmt": { analyzer, call, parsed, _ in
            let writes = parsed.value("-write").map { $0 != "false" } ?? true
            if !parsed.has("-check"), writes { analyzer.add(.yellow, "terraform.fmt", "Rewrites files.", call.range) }
        },
        "container": { analyzer, call, parsed, operands in
            let verb = parsed.operands.first?.text ?? ""
            let words = call.arguments.map(\.text)
            if verb == "kill" || verb == "stop", operands.contains(where: { $0.unknown == .output }) {
                analyzer.add(.yellow, "docker.many", "It hits every container that is listed.", call.range)
            }
            let runsOnHost = words.contains {
                $0 == "--privileged" || $0.hasPrefix("--pid=host") || $0 == "/:/host" || $0.hasPrefix("/:")
            }
            if verb == "run" || operands.first?.text == "run" || operands.first?.text == "create", runsOnHost {
                analyzer.add(.yellow, "docker.privileged", "The container may change the host.", call.range)
            }
            // The command of `run` may be known.
            if verb == "run" {
                let tail = operands.dropFirst()
                for (index, word) in tail.enumerated()
                where Verbs.destroys(word.text) || ShellNames.all.contains(word.text) && index < tail.count - 1 {
                    analyzer.dispatch(Array(tail.dropFirst(index)), range: call.range, input: .none, isRemote: true)
                    break
                }
            }
            if operands.first.map({ Verbs.destroys($0.text) }) ?? false,
                !["image", "run", "build", "pull"].contains(verb) || verb == "image"
            {
                analyzer.add(.red, "docker.\(verb)", "Removes something.", call.range, target: operands.last?.display)
            }
        },
    ]

    static let data: [String: Check] = [
        "ptkill": { analyzer, call, parsed, _ in
            if !parsed.has("--print", "--version") {
                analyzer.add(.red, "pt-kill", "Kills queries.", call.range, target: "queries")
            }
        },
        "osc": { analyzer, call, parsed, _ in
            if (parsed.value("--alter") ?? "").lowercased().holds("drop") {
                analyzer.add(
                    .red, "schema.drop", "Drops a part of the table.", call.range, target: call.arguments.last?.display)
            }
        },
        "pt": { analyzer, call, _, _ in
            if call.arguments.contains(where: {
                $0.text.hasPrefix("--stop-never") || $0.text.hasPrefix("--save") || $0.text.hasPrefix("--review")
                    || $0.text.hasPrefix("--history") || $0.text.hasPrefix("--result-file") || $0.text == "-r"
                    || $0.text.hasPrefix("--output=")
            }) {
                analyzer.add(.yellow, call.name, "It writes files or tables.", call.range)
            }
        },
        "pgrestore": needs(["-l", "--list"], "Restores over data.", .red),
        "bq": { analyzer, call, parsed, operands in
            guard parsed.operands.first?.text == "query", let sql = operands.last else { return }
            if !sql.isOption { analyzer.judge(sql: sql.text, .generic, client: "bq", range: sql.range) }
        },
        "kafka": { analyzer, call, _, _ in
            let words = call.arguments.map {
                $0.text.hasPrefix("--") ? String($0.text.dropFirst(2)) : String($0.text.drop { $0 == "-" })
            }
            .map { String($0.prefix { $0 != "=" }) }
            func has(_ options: String...) -> Bool { words.contains { options.contains($0) } }
            let topic = call.arguments.firstIndex { $0.text == "--topic" || $0.text == "--group" }.flatMap {
                $0 + 1 < call.arguments.count ? call.arguments[$0 + 1].display : nil
            }
            if has("delete", "delete-offsets", "remove", "delete-config") {
                analyzer.add(
                    has("delete-config") ? .yellow : .red, "kafka.delete", "Deletes \(topic ?? "something") in Kafka.",
                    call.range, effect: "Deletes \(topic ?? "something") in Kafka.", target: topic)
            } else if has("execute", "elect-leader", "unregister") {
                analyzer.add(
                    .red, "kafka.execute", "Moves offsets or partitions.", call.range,
                    effect: "Moves offsets or partitions of \(topic ?? "Kafka").", target: topic)
            } else if has(
                "create", "alter", "add", "add-config", "generate", "cancel", "update", "upgrade", "add-controller",
                "abort", "renew", "expire", "force-terminate") && !has("dry-run")
            {
                analyzer.add(
                    .yellow, "kafka.change", "Changes \(topic ?? "something") in Kafka.", call.range,
                    effect: "Changes \(topic ?? "something") in Kafka.", target: topic)
            } else if !has(
                "list", "describe", "verify", "dry-run", "version", "help", "export", "members", "state", "offsets",
                "print-data-log", "files", "status", "cluster-id", "find-hanging", "describe-producers",
                "bootstrap-server", "zookeeper", "broker-list")
                || call.name.holds("run-class")
                    && !(call.arguments.first.map { $0.isKnown && $0.text.hasSuffix("GetOffsetShell") } ?? false)
            {
                analyzer.addUnknown(
                    "kafka.unknown", "What it does in Kafka is not known.", call.display(call.arguments), call.range)
            }
            let known: Set<String> = [
                "list", "describe", "verify", "dry-run", "version", "help", "export", "members", "state", "offsets",
                "print-data-log", "files", "status", "cluster-id", "bootstrap-server", "zookeeper", "topic", "topics",
                "group", "all-groups", "all-topics", "entity-type", "entity-name", "command-config",
                "unavailable-partitions", "under-replicated-partitions", "at-min-isr-partitions",
                "under-min-isr-partitions", "topics-with-overrides", "reset-offsets", "to-earliest", "to-latest",
                "to-offset", "to-datetime", "shift-by", "reassignment-json-file", "broker-list", "topic-list", "time",
                "partitions", "bootstrap-controller", "replication", "all", "verbose", "timeout", "exclude-internal",
                "principal", "producer", "consumer", "describe-producers", "broker", "find-hanging", "human-readable",
                "deep-iteration", "throttle", "json",
            ]
            for (word, argument) in zip(words, call.arguments) where argument.isOption && !known.contains(word) {
                analyzer.addUnknown(
                    "kafka.option", "The option \(argument.display) is not known.", argument.display, argument.range)
            }
            if has("reset-offsets"), !has("dry-run"), !has("execute"), !has("export") {
                analyzer.add(.green, "kafka.plan", "Shows what would be moved.", call.range)
            }
        },
        "kcat": { analyzer, call, parsed, _ in
            if parsed.has("-G", "-P") || !parsed.has("-L", "-C", "-Q") {
                analyzer.add(.yellow, "kcat", "It may write messages or move offsets.", call.range)
            }
            if parsed.has("-C"), !parsed.has("-c", "-e") {
                analyzer.add(.endless("kcat", call.range))
            }
        },
        "zookeeper": { analyzer, call, parsed, operands in
            let words = operands.map(\.text).filter { !$0.holds(":") || $0.hasPrefix("/") }
            if case .text(let text) = call.input {
                for line in text.parts(between: "\n") {
                    judgeZooKeeper(String(line.parts(between: " ").first ?? ""), &analyzer, call)
                }
                return
            }
            judgeZooKeeper(words.first ?? "", &analyzer, call)
        },
        "rabbitget": { analyzer, call, _, _ in
            if call.arguments.contains(where: {
                $0.text.holds("requeue") && ($0.text.hasSuffix("true") || $0.text.hasSuffix("requeue_true"))
            }) {
                return
            }
            analyzer.add(.yellow, "rabbitmq.get", "Takes messages out of the queue.", call.range)
        },
        "etcdget": { analyzer, call, parsed, operands in
            if operands.contains(where: { $0.text.holds("secret") }) {
                analyzer.add(Finding(.yellow, "etcd.secret", "It prints secrets.", range: call.range, discloses: true))
            }
            if parsed.has("--prefix", "--from-key"), !parsed.has("--limit", "--keys-only", "--count-only"),
                operands.first.map({ $0.text.count < 2 }) ?? true
            {
                analyzer.add(Finding(.yellow, "etcd.wide", "It reads every key.", range: call.range, isHeavy: true))
            }
        },
        "consul": { analyzer, call, parsed, operands in
            clusterVerb(&analyzer, call, parsed, operands)
            let verb = parsed.operands.first?.text ?? ""
            if verb == "exec" || verb == "lock" || verb == "watch" {
                let payload = verb == "exec" ? operands : Array(operands.dropFirst())
                if let text = analyzer.shellText(payload) {
                    analyzer.analyzePayload(text, of: "consul", range: call.range)
                } else if verb == "exec" {
                    analyzer.add(.red, "consul.exec", "The command can't be known.", call.range)
                }
            }
        },
        "vaultlist": { analyzer, call, parsed, operands in
            let verb = parsed.operands.first?.text ?? ""
            let second = parsed.operands.dropFirst().first?.text ?? ""
            if verb == "kv" && second != "list" && second != "metadata" || second == "read" && verb != "policy"
                || parsed.has("-field")
            {
                analyzer.add(
                    Finding(.yellow, "vault.secret", "It may print secrets.", range: call.range, discloses: true))
            }
            clusterVerb(&analyzer, call, parsed, operands)
            if call.arguments.contains(where: { ["put", "patch", "delete", "destroy"].contains($0.text) }) {
                analyzer.add(.red, "vault.metadata", "Changes or deletes.", call.range)
            }
        },
        "vaultkv": { analyzer, call, parsed, operands in
            let words = parsed.operands.dropFirst().prefix(2).map(\.text)
            if words.contains(where: {
                ["delete", "destroy", "disable", "seal", "step-down", "revoke", "remove-peer", "restore", "rekey"]
                    .contains($0)
            }) {
                analyzer.add(
                    .red, "vault.destroy", "Destroys or locks something in Vault.", call.range,
                    target: parsed.operands.last?.display)
            }
            if parsed.operands.first?.text == "write",
                operands.first.map({
                    $0.text.hasPrefix("sys/")
                        && ($0.text.holds("seal") || $0.text.holds("step-down") || $0.text.holds("revoke"))
                }) ?? false
            {
                analyzer.add(
                    .red, "vault.sys", "Seals Vault or takes credentials away.", call.range,
                    target: operands.first?.display)
            }
        },
        "nomad": { analyzer, call, parsed, operands in
            let words = parsed.operands.prefix(2).map(\.text)
            if words.contains("exec") { analyzer.add(.yellow, "nomad.exec", "Runs a command in a job.", call.range) }
            clusterVerb(&analyzer, call, parsed, operands)
            if call.arguments.contains(where: { $0.text == "-enable" }), words.contains("drain") {
                analyzer.add(.red, "nomad.drain", "Moves everything away from a node.", call.range)
            }
            if words.first == "var", words.last == "get" {
                analyzer.add(
                    Finding(.yellow, "nomad.secret", "It may print secrets.", range: call.range, discloses: true))
            }
        },
        "redisconfig": { analyzer, call, _, operands in
            if operands.contains(where: {
                $0.text == "*" || $0.text.holds("pass") || $0.text.holds("auth") || $0.isGlob
            }) {
                analyzer.add(
                    Finding(.yellow, "redis.secret", "It prints passwords.", range: call.range, discloses: true))
            }
        },
        "s3copy": { analyzer, call, parsed, operands in
            if parsed.has("--dryrun")
                || operands.count == 2 && operands[1].text == "-" && operands[0].text.hasPrefix("s3://")
            {
                return
            }
            analyzer.add(
                .yellow, "aws.s3.cp", "Copies \(call.display(operands)).", call.range,
                effect: "Copies \(operands.first?.display ?? "") to \(operands.last?.display ?? "").",
                target: operands.last?.display)
        },
        "route53": { analyzer, call, _, _ in
            if call.arguments.contains(where: { $0.text.holds("DELETE") }) {
                analyzer.add(.red, "dns.delete", "Deletes DNS records.", call.range)
            }
        },
    ]

    private static func judgeZooKeeper(_ word: String, _ analyzer: inout ScriptAnalyzer, _ call: Call) {
        switch word {
        case "ls", "ls2", "get", "stat", "getAcl", "listquota", "getAllChildrenNumber", "getEphemerals", "version",
            "config", "quit", "history":
            break
        case "delete", "deleteall", "rmr", "reconfig", "delquota":
            analyzer.add(
                .red, "zookeeper.delete", "Deletes from ZooKeeper.", call.range, target: call.arguments.last?.display)
        default: analyzer.add(.yellow, "zookeeper.change", "It may change ZooKeeper.", call.range)
        }
    }
}
