import ByteText
import RunbookModel

extension ToolHandlers {
    /// The clouds' command lines: regular enough to be judged by the family of the verb.
    static let clouds: [String: Handler] = [
        "aws": { analyzer, call in analyzer.judgeAWS(call) },
        "awslocal": { analyzer, call in analyzer.judgeAWS(call) },
        "gcloud": { analyzer, call in analyzer.judgeCloud(call, .gcloud) },
        "az": { analyzer, call in analyzer.judgeCloud(call, .azure) },
        "doctl": { analyzer, call in analyzer.judgeCloud(call, .doctl) },
        "oci": { analyzer, call in analyzer.judgeCloud(call, .other) },
        "ibmcloud": { analyzer, call in analyzer.judgeCloud(call, .other) },
        "linode-cli": { analyzer, call in analyzer.judgeCloud(call, .other) },
        "hcloud": { analyzer, call in analyzer.judgeCloud(call, .other) },
        "openstack": { analyzer, call in analyzer.judgeCloud(call, .other) },
        "scw": { analyzer, call in analyzer.judgeCloud(call, .other) },
        "kubectl-delete": { analyzer, call in analyzer.judgeKubernetesDelete(call) },
        "kubectl-scale": { analyzer, call in analyzer.judgeKubernetesScale(call) },
    ]
}

/// What a verb of a cloud's command line does.
enum CloudVerbs {
    enum Provider { case gcloud, azure, doctl, other }

    private static let reading = [
        "describe", "list", "get", "head", "show", "lookup", "search", "scan", "query", "batch-get", "view", "filter",
        "estimate",
        "preview", "check", "validate", "ls", "wait", "tail", "help", "history", "status", "info", "count", "read",
        "test", "simulate", "detect",
    ]
    private static let destroying = [
        "delete", "terminate", "remove", "destroy", "purge", "deregister", "rb", "rm", "batch-delete", "drop",
        "failover", "promote", "wipe", "revoke",
        "release", "schedule-key-deletion", "detach", "disassociate", "force", "abort", "evict", "clear", "empty",
        "erase", "disable", "cancel", "reset", "uninstall", "deprovision", "switchover", "undeploy",
    ]
    /// Words that say: the answer is a secret.
    private static let disclosing = [
        "secret-value", "secret", "password", "token", "credential", "access-key", "key-data", "session-token",
        "authorization", "kubeconfig",
        "connection-string", "keys", "signin", "login-token", "decrypt", "sas", "generate", "auth", "data-key",
        "export",
    ]

    static func isReading(_ verb: String) -> Bool { starts(verb, with: reading) }
    static func isDestroying(_ verb: String) -> Bool { starts(verb, with: destroying) }

    private static let changing: Set<String> = [
        "create", "update", "set", "add", "start", "stop", "restart", "reboot", "patch", "put", "edit", "enable",
        "apply",
        "import", "export", "run", "invoke", "deploy", "resize", "scale", "attach", "assign", "move", "rename", "sync",
        "copy",
        "upload", "download", "install", "upgrade", "rotate", "renew", "regenerate", "approve", "reject", "publish",
        "restore",
    ]

    /// Whether the word is itself a verb that changes something; names such as `delete-me` are not.
    static func isChange(_ word: String) -> Bool { changing.contains(word) || destroying.contains(word) }

    static func discloses(_ words: [String]) -> Bool {
        words.contains { word in disclosing.contains { word.contains($0) } }
    }

    private static func starts(_ verb: String, with families: [String]) -> Bool {
        families.contains { verb == $0 || verb.hasPrefix($0 + "-") }
    }
}

extension ScriptAnalyzer {
    private static let awsGlobals = WrapperRule(
        "--region= --profile= --output= --query= --endpoint-url= --debug --no-verify-ssl --no-paginate --no-sign-request --ca-bundle= --cli-read-timeout= --cli-connect-timeout= --color= --no-cli-pager --version --no-cli-auto-prompt"
    )

    mutating func judgeAWS(_ call: Call) {
        let early = ParsedCall(call.arguments, arities: Self.awsGlobals.arities, singleDash: false)
        // Only what stands in front decides: `--output describe-images` names no operation.
        let words = early.operands.map(\.text)
        guard let service = words.first else {
            if early.has("--version") {
                add(.green, "aws.help", "Shows the version.", call.range)
            } else {
                addUnknown("aws", "There is no service.", "aws", call.range)
            }
            return
        }
        let position = call.arguments.firstIndex { $0.text == service } ?? 0
        let front = call.arguments[..<position].filter { $0.isOption && early.strangers.map(\.text).contains($0.text) }
        for stranger in front {
            addUnknown("aws.option", "The option \(stranger.display) is not known.", stranger.display, stranger.range)
        }
        guard early.operands[0].isKnown, words.count > 1, early.operands[1].isKnown else {
            if words.count > 1 {
                add(.red, "aws.hidden", "Which operation runs can't be known.", call.range)
            } else {
                addUnknown("aws", "There is no operation.", service, call.range)
            }
            return
        }
        let operation = words[1]
        let target = awsTarget(call, words)
        if words.last == "help", words.count <= 3, call.arguments.count == words.count {
            add(.green, "aws.help", "Shows help.", call.range)
            return
        }
        if let tool = rules.tools["aws"], bestRule(of: tool, for: early.operands) != nil {
            apply(tool, to: call)
            return
        }
        let options = Set(call.arguments.map(\.text))
        let isDryRun =
            options.contains("--generate-cli-skeleton")
            || (service == "ec2" && options.contains("--dry-run") && !options.contains("--no-dry-run"))
        if isDryRun, !CloudVerbs.isReading(operation) {
            add(.green, "aws.dry", "Shows what would happen, changes nothing (dry run).", call.range, target: target)
            return
        }
        judgeVerb("aws.\(service)", operation, words, call, target)
    }

    private func awsTarget(_ call: Call, _ words: [String]) -> String? {
        for (index, argument) in call.arguments.enumerated() where argument.isOption && index + 1 < call.arguments.count
        {
            let name = argument.text
            if name.hasSuffix("-id") || name.hasSuffix("-ids") || name.hasSuffix("-name")
                || name.hasSuffix("-identifier") || name.hasSuffix("-arn") || name == "--name" || name == "--bucket"
                || name == "--cluster" || name == "--service"
            {
                return call.arguments[index + 1].display
            }
        }
        return words.count > 2 ? words.last : nil
    }

    /// By the family of the verb.
    private mutating func judgeVerb(_ rule: String, _ verb: String, _ words: [String], _ call: Call, _ target: String?)
    {
        let shown = words.prefix(3).joined(separator: " ")
        if CloudVerbs.isReading(verb) {
            add(.green, rule, "'\(shown)' only reads.", call.range, effect: "Reads from \(call.name): \(shown).")
            let lists =
                verb == "list" || verb == "ls" || verb.hasPrefix("list-") || verb == "describe"
                || verb.hasPrefix("describe-")
            if !lists, CloudVerbs.discloses(words.map { $0.lowercased() }) {
                add(Finding(.yellow, rule, "The answer may hold secrets.", range: call.range, discloses: true))
            }
            for argument in call.arguments
            where argument.text.hasPrefix("--outfile") || argument.text.hasPrefix("--endpoint-url")
                || argument.text.hasPrefix("--file") || argument.text == "--with-decryption"
            {
                add(.yellow, rule, "The option \(argument.display) makes it more than a plain read.", argument.range)
            }
            for argument in call.arguments where argument.text == "--follow" {
                add(.endless(rule, argument.range))
            }
        } else if CloudVerbs.isDestroying(verb) {
            add(
                .red, rule, "'\(shown)' destroys something or takes it out of service.", call.range,
                effect: "'\(call.name) \(shown)' destroys something or takes it out of service.", target: target)
        } else {
            let isForced = call.arguments.contains {
                $0.text.holds("force-failover") || $0.text == "--allow-data-loss" || $0.text == "--force-delete"
            }
            add(
                isForced ? .red : .yellow, rule, "'\(shown)' changes something.", call.range,
                effect: "'\(call.name) \(shown)' changes something.", target: target)
        }
    }

    /// The words that name the command. An option in front of them is taken to have a value, but a value that could
    /// be a verb is kept among the words.
    private func cloudWords(_ call: Call) -> [String] {
        let boolean: Set<String> = [
            "--quiet", "-q", "--verbose", "--debug", "--only-show-errors", "-v", "--no-user-output-enabled",
        ]
        var words: [String] = []
        var index = 0
        while index < call.arguments.count {
            let argument = call.arguments[index]
            index += 1
            guard argument.isOption else {
                words.append(argument.isKnown ? argument.text.lowercased() : String(Argument.unknownPart))
                continue
            }
            guard words.count < 4 else { break }
            guard !argument.text.holds("="), !boolean.contains(argument.text), index < call.arguments.count,
                !call.arguments[index].isOption
            else { continue }
            let value = call.arguments[index].text.lowercased()
            if CloudVerbs.isDestroying(value) { words.append(value) }
            index += 1
        }
        return words
    }

    mutating func judgeCloud(_ call: Call, _ provider: CloudVerbs.Provider) {
        if let tool = rules.tools[call.name] {
            let parsed = ParsedCall(call.arguments, arities: tool.arities, singleDash: false)
            if bestRule(of: tool, for: parsed.operands) != nil {
                apply(tool, to: call)
                return
            }
        }
        let words = cloudWords(call)
        let target = awsTarget(call, words) ?? words.last
        if words.isEmpty {
            let isHelp =
                call.arguments.allSatisfy { ["--version", "--help", "-h", "version"].contains($0.text) }
                && !call.arguments.isEmpty
            add(isHelp ? .green : .yellow, "\(call.name).help", "Shows help.", call.range)
            return
        }
        if words.first == "version" || words.last == "help" {
            add(.green, "\(call.name).help", "Shows help.", call.range)
            return
        }
        // Any destroying verb among the words counts; reading only where the verb stands and nothing else speaks.
        let verbs = words.prefix(6)
        if let verb = verbs.first(where: { CloudVerbs.isDestroying($0) && !CloudVerbs.isReading($0) }),
            verbs.firstIndex(of: verb).map({ $0 > 0 || provider == .other }) ?? false
        {
            let firstReading = verbs.firstIndex(where: CloudVerbs.isReading)
            if firstReading.map({ $0 > verbs.firstIndex(of: verb) ?? 0 }) ?? true {
                judgeVerb(call.name, verb, words, call, target)
                return
            }
        }
        guard let index = verbs.indices.first(where: { $0 > 0 && CloudVerbs.isReading(verbs[$0]) }) else {
            let verb = verbs.count > 1 ? verbs[verbs.count > 2 ? 2 : 1] : verbs[0]
            let changing = verbs.first { CloudVerbs.isDestroying($0) } ?? (CloudVerbs.isReading(verb) ? "change" : verb)
            judgeVerb(call.name, changing, words, call, target)
            return
        }
        // A group may have the name of a verb: `uptime check delete`, `query-pack delete`.
        if let later = verbs[(index + 1)...].first(where: CloudVerbs.isChange) {
            judgeVerb(call.name, later, words, call, target)
            return
        }
        let verb = verbs[index]
        let before = verbs[..<index]
        if provider == .azure, verb == "show" || verb == "list",
            before.contains(where: { ["keys", "credential", "secret", "connection-string"].contains($0) })
        {
            add(Finding(.yellow, call.name, "The answer holds secrets.", range: call.range, discloses: true))
        }
        judgeVerb(call.name, verb, Array(words), call, target)
        if provider == .gcloud,
            call.arguments.contains(where: { $0.text.hasPrefix("--log-http") || $0.text.hasPrefix("--flags-file") })
        {
            add(.yellow, call.name, "An option makes it more than a plain read.", call.range)
        }
    }

    // MARK: Kubernetes

    mutating func judgeKubernetesDelete(_ call: Call) {
        let tool = rules.tools["kubectl"] ?? ToolTable(names: ["kubectl"])
        let parsed = ParsedCall(call.arguments, arities: tool.arities, singleDash: false)
        let operands = parsed.operands
        let dryRuns = parsed.options.filter { $0.name == "--dry-run" }
        let allowed: Set<String> = ["client", "server"]
        if let last = dryRuns.last, allowed.contains(last.value?.text ?? ""), parsed.strangers.isEmpty,
            last.value?.isKnown ?? false
        {
            add(.green, "kubectl.delete", "Shows what would be deleted, changes nothing (dry run).", call.range)
            return
        }
        let file = parsed.value("-f", "--filename", "-k", "--kustomize")
        let type =
            operands.first?.display ?? file.map { "what \($0 == "-" ? "its input" : $0) describes" } ?? "resources"
        let names = operands.dropFirst()
        let isScoped = !parsed.has("--all", "-A", "--all-namespaces", "-l", "--selector")
        let isPod =
            operands.first.map { operand in
                operand.isKnown
                    && operand.text.parts(between: ",").allSatisfy {
                        ["pod", "job"].contains(KubernetesResources.singular($0.prefix { $0 != "/" }.lowercased()))
                    }
            } ?? false
        let isForced = parsed.has("--force") || parsed.value("--grace-period") == "0"
        let shown = names.isEmpty ? type : "\(type) \(call.display(names.prefix(4)))"
        let target = names.last?.display ?? operands.first.map { String($0.display.parts(between: "/").last ?? "") }
        if isPod, isScoped, !isForced, operands.allSatisfy({ !$0.isManifold || $0.unknown == .placeholder }),
            operands.count <= 3
        {
            add(
                .yellow, "kubectl.delete.pod", "Deletes a pod; its controller starts a new one.", call.range,
                effect: "Deletes \(shown); its controller starts a new one.", target: target)
        } else {
            let isNamespace = KubernetesResources.singular(type.prefix { $0 != "/" }.lowercased()) == "namespace"
            let extent = isNamespace ? ", with everything in it" : isScoped ? "" : ", every one that matches"
            add(
                Finding(
                    .red, isNamespace ? "kubectl.delete.namespace" : "kubectl.delete", "Deletes \(shown)\(extent).",
                    range: call.range, effect: "Deletes \(shown)\(extent). It does not come back by itself.",
                    target: target, radius: isNamespace || !isScoped ? .everything : nil))
        }
    }

    mutating func judgeKubernetesScale(_ call: Call) {
        let tool = rules.tools["kubectl"] ?? ToolTable(names: ["kubectl"])
        let parsed = ParsedCall(call.arguments, arities: tool.arities, singleDash: false)
        let operands = parsed.operands
        if let last = parsed.options.last(where: { $0.name == "--dry-run" }),
            ["client", "server"].contains(last.value?.text ?? ""), parsed.strangers.isEmpty
        {
            add(.green, "kubectl.scale", "Shows what would happen, changes nothing (dry run).", call.range)
            return
        }
        let count = parsed.value("--replicas") ?? "?"
        let name = call.display(operands)
        let place = parsed.value("-n", "--namespace")
        let places = ["-n", "--namespace", "--context", "--kubeconfig", "--cluster", "--user", "--as"]
        let scopes = parsed.options.filter { places.contains($0.name) }
            .compactMap { option in option.value.map { "\(option.name) \(ShellQuoting.quoted($0.text))" } }
        let resource = operands.map { ShellQuoting.quoted($0.text) }.joined(separator: " ")
        let tail = ([resource] + scopes).joined(separator: " ")
        var inverse: Inverse?
        if !call.isRemote, call.arguments.allSatisfy(\.isKnown), !operands.isEmpty,
            !parsed.has("--all", "-l", "--selector", "-f", "--filename", "-k", "-A", "--all-namespaces"),
            parsed.strangers.isEmpty
        {
            inverse = Inverse(
                command: (call.prefix + ["\(call.name) scale \(tail) --replicas={{previous}}"]).joined(separator: " "),
                capture: (call.prefix + ["\(call.name) get \(tail) -o jsonpath='{.spec.replicas}'"]).joined(
                    separator: " "))
        }
        let isZero = Int(count) == 0
        add(
            Finding(
                isZero ? .red : .yellow, "kubectl.scale",
                isZero
                    ? "Takes \(name) out of service: no replica is left."
                    : "Sets the number of replicas of \(name) to \(count).",
                range: call.range,
                effect: isZero
                    ? "Stops every pod of \(name)\(place.map { " in \($0)" } ?? "")."
                    : "Sets \(name)\(place.map { " in \($0)" } ?? "") to \(count) replicas.",
                target: operands.last.map { String($0.display.parts(between: "/").last ?? "") }, inverse: inverse))
    }
}
