import ByteText
import RunbookModel

extension InverseRules {
    /// Kubernetes, Helm and other software of clusters.
    static let clusters: [String: Rule] = {
        var table: [String: Rule] = [:]
        for name in ["kubectl", "oc", "k"] { table[name] = kubernetes }
        table["helm"] = helm
        table["flux"] = { call in
            guard let parsed = call.parsed(values: ["-n", "--namespace", "--context", "--kubeconfig"]),
                parsed.operands.count >= 3, let verb = parsed.operands.first,
                let other = opposite(verb, in: [("suspend", "resume")])
            else { return nil }
            return call.exchanging(verb, for: other)
        }
        table["consul"] = { call in
            let values: Set<String> = ["-service", "-reason", "-http-addr", "-datacenter"]
            guard let parsed = call.parsed(values: values, flags: ["-enable"]), parsed.operands == ["maint"],
                parsed.has("-enable")
            else { return nil }
            return Inverse(
                command: call.line(
                    [call.name, "maint", "-disable"] + parsed.kept(["-service", "-http-addr", "-datacenter"])))
        }
        table["nomad"] = { call in
            let values: Set<String> = ["-address", "-region"]
            guard let parsed = call.parsed(values: values, flags: ["-enable", "-disable"]),
                parsed.operands.count == 3, parsed.operands.starts(with: ["node", "eligibility"])
            else { return nil }
            return parsed.has("-enable")
                ? call.exchanging("-enable", for: "-disable") : call.exchanging("-disable", for: "-enable")
        }
        table["ceph"] = { call in
            let names: Set<String> = [
                "noout", "noin", "noup", "nodown", "norebalance", "norecover", "nobackfill", "noscrub",
                "nodeep-scrub", "notieragent", "nosnaptrim",
            ]
            guard call.words.count == 3, call.words[0] == "osd", names.contains(call.words[2]),
                let other = opposite(call.words[1], in: [("set", "unset")])
            else { return nil }
            return Inverse(command: call.line([call.name, "osd", other, call.words[2]]))
        }
        table["gh"] = { call in
            guard let parsed = call.parsed(values: ["-R", "--repo"]), parsed.operands.count == 3,
                parsed.operands[0] == "workflow",
                let other = opposite(parsed.operands[1], in: [("enable", "disable")])
            else { return nil }
            return call.exchanging(parsed.operands[1], for: other)
        }
        table["ldcli"] = { call in
            let values: Set<String> = ["--project", "--flag", "--environment"]
            guard let parsed = call.parsed(values: values), parsed.options.count == 3, parsed.operands.count == 2,
                parsed.operands[0] == "flags", parsed.value("--flag") != nil, parsed.value("--environment") != nil,
                let other = opposite(parsed.operands[1], in: [("toggle-on", "toggle-off")])
            else { return nil }
            return call.exchanging(parsed.operands[1], for: other)
        }
        table["rabbitmqctl"] = { call in
            guard let parsed = call.parsed(values: ["-n", "--node"]), parsed.operands.count == 1,
                let other = opposite(parsed.operands[0], in: [("start_app", "stop_app")])
            else { return nil }
            return call.exchanging(parsed.operands[0], for: other)
        }
        table["docker"] = compose
        table["docker-compose"] = compose
        return table
    }()

    /// `docker compose stop web`. Without a name all services would start, also those that did not run.
    private static let compose: Rule = { call in
        let values: Set<String> = ["-f", "--file", "-p", "--project-name", "--project-directory"]
        guard let parsed = call.parsed(values: values) else { return nil }
        let words = call.name == "docker" ? parsed.operands.dropFirst() : parsed.operands[...]
        guard call.name != "docker" || parsed.operands.first == "compose", words.count > 1, let verb = words.first,
            let other = opposite(verb, in: [("stop", "start"), ("pause", "unpause")])
        else { return nil }
        return call.exchanging(verb, for: other)
    }

    private static let helm: Rule = { call in
        let scope: Set<String> = ["-n", "--namespace", "--kube-context", "--kubeconfig"]
        // Not `--history-max`: it may forget the very revision to go back to.
        let values: Set<String> = [
            "-f", "--values", "--set", "--set-string", "--set-file", "--set-json", "--version", "--timeout", "--repo",
            "--description",
        ]
        let flags: Set<String> = [
            "-i", "--install", "--wait", "--wait-for-jobs", "--atomic", "--rollback-on-failure", "--reuse-values",
            "--reset-values", "--reset-then-reuse-values", "--force", "--cleanup-on-fail", "--create-namespace",
            "--debug", "--no-hooks", "--skip-crds", "--devel", "--dependency-update",
        ]
        guard let parsed = call.parsed(values: values.union(scope), flags: flags), parsed.operands.count == 3,
            ["upgrade", "rollback"].contains(parsed.operands[0])
        else { return nil }
        let release = parsed.operands[1]
        let place = parsed.kept(scope)
        // Only a revision that is deployed is a state to go back to; a failed one, or none, prints nothing.
        let history = call.line([call.name, "history", release] + place + ["--max", "1"])
        return Inverse(
            command: call.line([call.name, "rollback", release, Inverse.previousPlaceholder] + place),
            capture: history + " | awk '$7 == \"deployed\" {print $1}'")
    }

    // MARK: Kubernetes

    private static let kubernetesScope: Set<String> = [
        "-n", "--namespace", "--context", "--kubeconfig", "--cluster", "--user", "--as",
    ]

    private static let kubernetes: Rule = { call in
        guard let parsed = call.parsed(values: kubernetesScope, flags: ["--overwrite", "--record"]) else { return nil }
        let place = parsed.kept(kubernetesScope)
        let operands = parsed.operands[...]
        switch operands.first {
        case "set" where operands.dropFirst().first == "image":
            return image(call, Array(operands.dropFirst(2)), place)
        case "taint" where !parsed.has("--overwrite"): return taint(call, Array(operands.dropFirst()), place)
        case "label": return mark("labels", call, Array(operands.dropFirst()), place)
        case "annotate": return mark("annotations", call, Array(operands.dropFirst()), place)
        case "config" where operands.count == 3 && operands.dropFirst().first == "use-context":
            let files = parsed.kept(["--kubeconfig"])
            return Inverse(
                command: call.line([call.name, "config", "use-context", Inverse.previousPlaceholder] + files),
                capture: call.line([call.name, "config", "current-context"] + files))
        default: return nil
        }
    }

    /// One object, as `type/name` or as two words; `nil` for several, or for none.
    private static func object(_ words: [String]) -> (words: [String], type: String)? {
        let hasList = words.contains { $0.holds(",") }
        if words.count == 1, !hasList {
            let parts = words[0].parts(between: "/", omittingEmpty: false)
            return parts.count == 2 && !parts[1].isEmpty ? (words, String(parts[0])) : nil
        }
        guard words.count == 2, !hasList, !words.contains(where: { $0.holds("/") }) else { return nil }
        return (words, words[0])
    }

    private static func isName(_ text: some StringProtocol, and further: String = "") -> Bool {
        !text.isEmpty
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || further.contains($0)) }
    }

    /// The image of one container. Not `rollout undo`: when the image was the same before, there is no new revision,
    /// and it would take back an older change.
    private static func image(_ call: PlainCall, _ operands: [String], _ place: [String]) -> Inverse? {
        let pairs = operands.filter { $0.holds("=") }
        guard pairs.count == 1, operands.last == pairs[0], let (words, type) = object(operands.dropLast()),
            ["deployment", "daemonset", "statefulset"].contains(KubernetesResources.singular(type)),
            let container = pairs[0].parts(between: "=").first, isName(container)
        else { return nil }
        let path = "jsonpath={.spec.template.spec.containers[?(@.name==\"\(container)\")].image}"
        return Inverse(
            command: call.line(
                [call.name, "set", "image"] + words + ["\(container)=\(Inverse.previousPlaceholder)"] + place),
            capture: call.line([call.name, "get"] + words + place + ["-o", path]))
    }

    /// Taints that are new: without `--overwrite` an equal one would have been refused.
    private static func taint(_ call: PlainCall, _ operands: [String], _ place: [String]) -> Inverse? {
        let effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"]
        let isShort = operands.first?.holds("/") ?? false
        let words = Array(operands.prefix(isShort ? 1 : 2))
        let taints = operands.dropFirst(words.count)
        guard let (_, type) = object(words), KubernetesResources.singular(type) == "node", taints.count == 1,
            taints.allSatisfy({ taint in effects.contains { taint.hasSuffix(":" + $0) } })
        else { return nil }
        return Inverse(command: call.line([call.name, "taint"] + words + taints.map { $0 + "-" } + place))
    }

    /// A label or an annotation: what stood there before, or that nothing did, is read first.
    private static func mark(_ field: String, _ call: PlainCall, _ operands: [String], _ place: [String]) -> Inverse? {
        guard let change = operands.last, let (words, _) = object(operands.dropLast()) else { return nil }
        let removes = change.hasSuffix("-") && !change.holds("=")
        let key = removes ? change.dropLast() : change.prefix { $0 != "=" }
        guard removes || change.holds("="), isName(key, and: "._/") else { return nil }
        var path = ""
        for character in key { path += character == "." ? "\\." : String(character) }
        let read = call.line(
            [call.name, "get"] + words + place + ["--no-headers", "-o", "custom-columns=V:.metadata.\(field).\(path)"])
        return Inverse(
            command: call.line(
                [call.name, field == "labels" ? "label" : "annotate"] + words
                    + ["--overwrite", Inverse.previousPlaceholder] + place),
            capture: read + " | sed -e 's|^|\(key)=|' -e 's|^\(key)=<none>$|\(key)-|'")
    }
}
