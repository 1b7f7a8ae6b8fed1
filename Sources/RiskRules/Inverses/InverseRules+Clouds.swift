import ByteText
import RunbookModel

extension InverseRules {
    /// Command lines of clouds.
    static let clouds: [String: Rule] = ["aws": aws, "gcloud": gcloud, "az": azure, "heroku": heroku]

    private static let awsScope: Set<String> = ["--region", "--profile"]
    private static let awsShown: Set<String> = ["--output", "--query"]

    private static let aws: Rule = { call in
        guard call.words.count > 2 else { return nil }
        switch call.words[0] + " " + call.words[1] {
        case "ec2 stop-instances": return awsPair(call, "start-instances", lists: ["--instance-ids"], ["--force"])
        case "ec2 start-instances": return awsPair(call, "stop-instances", lists: ["--instance-ids"])
        case "rds stop-db-instance": return awsPair(call, "start-db-instance", values: ["--db-instance-identifier"])
        case "rds start-db-instance": return awsPair(call, "stop-db-instance", values: ["--db-instance-identifier"])
        case "rds stop-db-cluster": return awsPair(call, "start-db-cluster", values: ["--db-cluster-identifier"])
        case "rds start-db-cluster": return awsPair(call, "stop-db-cluster", values: ["--db-cluster-identifier"])
        case "cloudwatch disable-alarm-actions":
            return awsPair(call, "enable-alarm-actions", lists: ["--alarm-names"])
        case "cloudwatch enable-alarm-actions":
            return awsPair(call, "disable-alarm-actions", lists: ["--alarm-names"])
        case "events disable-rule": return awsPair(call, "enable-rule", values: ["--name", "--event-bus-name"])
        case "events enable-rule": return awsPair(call, "disable-rule", values: ["--name", "--event-bus-name"])
        case "ecs update-service": return desiredCount(call)
        case "autoscaling set-desired-capacity", "autoscaling update-auto-scaling-group":
            return desiredCapacity(call)
        default: return nil
        }
    }

    private static func awsPair(
        _ call: PlainCall, _ other: String, values: Set<String> = [], lists: Set<String> = [],
        _ flags: Set<String> = []
    ) -> Inverse? {
        let known = values.union(awsScope).union(awsShown)
        let things = values.union(lists)
        guard let parsed = call.parsed(values: known, lists: lists, flags: flags.union(["--no-cli-pager"])),
            parsed.operands.count == 2, parsed.options.contains(where: { things.contains($0.name) })
        else { return nil }
        return Inverse(
            command: call.line([call.name, parsed.operands[0], other] + parsed.kept(things.union(awsScope))))
    }

    private static func desiredCount(_ call: PlainCall) -> Inverse? {
        let values: Set<String> = ["--cluster", "--service", "--desired-count"]
        guard let parsed = call.parsed(values: values.union(awsScope).union(awsShown), flags: ["--no-cli-pager"]),
            parsed.operands.count == 2, let service = parsed.value("--service"),
            parsed.value("--desired-count") != nil
        else { return nil }
        let place = parsed.kept(awsScope.union(["--cluster"]))
        return Inverse(
            command: call.line(
                [call.name, "ecs", "update-service", "--service", service, "--desired-count"]
                    + [Inverse.previousPlaceholder] + place),
            capture: call.line(
                [call.name, "ecs", "describe-services", "--services", service] + place
                    + ["--query", "services[0].desiredCount", "--output", "text"]))
    }

    private static func desiredCapacity(_ call: PlainCall) -> Inverse? {
        let values: Set<String> = ["--auto-scaling-group-name", "--desired-capacity"]
        let flags: Set<String> = ["--no-cli-pager", "--honor-cooldown", "--no-honor-cooldown"]
        guard let parsed = call.parsed(values: values.union(awsScope).union(awsShown), flags: flags),
            parsed.operands.count == 2, let group = parsed.value("--auto-scaling-group-name"),
            parsed.value("--desired-capacity") != nil
        else { return nil }
        let place = parsed.kept(awsScope)
        return Inverse(
            command: call.line(
                [call.name, "autoscaling", parsed.operands[1], "--auto-scaling-group-name", group]
                    + ["--desired-capacity", Inverse.previousPlaceholder] + place),
            capture: call.line(
                [call.name, "autoscaling", "describe-auto-scaling-groups", "--auto-scaling-group-names", group] + place
                    + ["--query", "AutoScalingGroups[0].DesiredCapacity", "--output", "text"]))
    }

    /// Not with `--discard-local-ssd`, which loses data.
    private static let gcloud: Rule = { call in
        let scope: Set<String> = ["--zone", "--region", "--project", "--account", "--configuration"]
        let flags: Set<String> = ["--quiet", "-q", "--async"]
        guard let parsed = call.parsed(values: scope.union(["--size"]), flags: flags), parsed.operands.count > 3,
            parsed.operands[0] == "compute"
        else { return nil }
        let place = parsed.kept(scope)
        let operands = parsed.operands
        if operands[1] == "instances", !parsed.has("--size"),
            let other = opposite(operands[2], in: [("start", "stop"), ("suspend", "resume")])
        {
            return Inverse(
                command: call.line([call.name, "compute", "instances", other] + operands.dropFirst(3) + place))
        }
        guard operands.count == 5, operands[1] == "instance-groups", operands[2] == "managed",
            operands[3] == "resize", parsed.has("--size")
        else { return nil }
        let group = [call.name, "compute", "instance-groups", "managed"]
        return Inverse(
            command: call.line(group + ["resize", operands[4], "--size", Inverse.previousPlaceholder] + place),
            capture: call.line(group + ["describe", operands[4]] + place + ["--format=value(targetSize)"]))
    }

    /// What was started may have been stopped or deallocated before, so only stopping a machine is taken back.
    private static let azure: Rule = { call in
        let scope: Set<String> = ["-g", "--resource-group", "-n", "--name", "--subscription", "-s", "--slot"]
        guard let parsed = call.parsed(values: scope.union(["--new-capacity"]), flags: ["--no-wait"]),
            parsed.operands.count == 2, parsed.has("-n", "--name"), parsed.has("-g", "--resource-group")
        else { return nil }
        let place = parsed.kept(scope)
        if parsed.has("--new-capacity") {
            guard parsed.operands == ["vmss", "scale"] else { return nil }
            return Inverse(
                command: call.line([call.name, "vmss", "scale"] + place)
                    + " --new-capacity \(Inverse.previousPlaceholder)",
                capture: call.line([call.name, "vmss", "show"] + place + ["--query", "sku.capacity", "-o", "tsv"]))
        }
        switch (parsed.operands[0], parsed.operands[1]) {
        case ("vm", "stop"), ("vm", "deallocate"):
            return Inverse(command: call.line([call.name, "vm", "start"] + place))
        case ("webapp", let verb), ("functionapp", let verb), ("aks", let verb):
            return opposite(verb, in: [("start", "stop")]).map {
                Inverse(command: call.line([call.name, parsed.operands[0], $0] + place))
            }
        default: return nil
        }
    }

    private static let heroku: Rule = { call in
        guard let parsed = call.parsed(values: ["-a", "--app"]), parsed.operands.count == 1,
            let other = opposite(parsed.operands[0], in: [("maintenance:on", "maintenance:off")])
        else { return nil }
        return call.exchanging(parsed.operands[0], for: other)
    }
}
