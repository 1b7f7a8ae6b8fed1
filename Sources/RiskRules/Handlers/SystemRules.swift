import ByteText
import RunbookModel

extension ToolHandlers {
    /// Further programs whose arguments need code.
    static let systems: [String: Handler] = {
        var table: [String: Handler] = [:]
        table["ps"] = processes(of:_:)
        table["date"] = date
        table["git"] = git
        table["iptables"] = firewall
        table["cockroach-sql"] = { analyzer, call in
            if let client = SQLClient.all["cockroach-sql"] { analyzer.judgeSQLClient(call, client) }
        }
        table["nomad-exec"] = { analyzer, call in
            let rule = WrapperRule("-i -t -task= -job= -e=")
            let parsed = ParsedCall(call.arguments, arities: rule.arities, singleDash: true, stops: true)
            analyzer.reportStrangers(parsed, call)
            analyzer.judgeInContainer(Array(parsed.operands.dropFirst(parsed.has("-job") ? 0 : 1)), call)
        }
        table["gcloud-ssh"] = { analyzer, call in
            let rule = WrapperRule(
                "--zone= --project= --command= --tunnel-through-iap --internal-ip --ssh-flag= --quiet -q --region=")
            let parsed = ParsedCall(call.arguments, arities: rule.arities, singleDash: false, stops: false)
            analyzer.reportStrangers(parsed, call)
            let payload = parsed.options.last { $0.name == "--command" }?.value
            if let payload {
                guard payload.unknown != .output else {
                    analyzer.add(.red, "remote.hidden", "The command that runs elsewhere can't be known.", call.range)
                    return
                }
                analyzer.judgeRemoteText([payload], call)
            } else if let index = call.arguments.firstIndex(where: { $0.text == "--" }),
                index + 1 < call.arguments.count
            {
                analyzer.judgeRemoteText(Array(call.arguments[(index + 1)...]), call)
            } else {
                analyzer.judgeInput(call, of: "a session on \(parsed.operands.first?.display ?? "a host")")
            }
        }
        table["shutdown"] = { analyzer, call in
            let cancels = call.arguments.contains { $0.text == "-c" } && call.arguments.count <= 2
            if cancels {
                analyzer.add(.yellow, "shutdown.cancel", "Cancels a shutdown that was planned.", call.range)
            } else {
                analyzer.add(
                    .red, "shutdown", "Takes the whole host down.", call.range, effect: "Takes the whole host down.",
                    target: "this host")
            }
        }
        return table
    }()

    /// `ps`: with an `e` among the letters without a dash it shows the environment.
    private static func processes(of analyzer: inout ScriptAnalyzer, _ call: Call) {
        let withValue: Set<Character> = ["o", "O", "p", "C", "u", "U", "t", "g", "G", "s", "k", "q"]
        var index = 0
        while index < call.arguments.count {
            let text = call.arguments[index].text
            index += 1
            if text.hasPrefix("--") { continue }
            if text.hasPrefix("-") {
                if let last = text.last, withValue.contains(last), text.count > 1, index < call.arguments.count {
                    index += 1
                }
                continue
            }
            guard text.allSatisfy(\.isLetter) else { continue }
            if text.holds("e") {
                analyzer.add(
                    Finding(
                        .yellow, "ps.environment", "Shows the environment of processes, secrets among it.",
                        range: call.range, discloses: true))
            }
            if let last = text.last, withValue.contains(last), index < call.arguments.count { index += 1 }
        }
        analyzer.add(.green, "ps", "Lists processes.", call.range, effect: "Lists processes.")
    }

    private static let date: Handler = {
        let rule = WrapperRule(
            "-u -R -d= -r= -f= -I? -s= -j -v= --utc --universal --date= --iso-8601? --rfc-3339= --rfc-email --reference= --set= --help --version --file= --debug -n"
        )
        return { analyzer, call in
            let parsed = ParsedCall(call.arguments, arities: rule.arities, singleDash: false)
            analyzer.reportStrangers(parsed, call)
            if parsed.has("-s", "--set")
                || parsed.operands.contains(where: { !$0.text.hasPrefix("+") && !parsed.has("-j") })
                || parsed.mayHideOptions
            {
                analyzer.add(
                    .yellow, "date.set", "Changes the clock.", call.range, effect: "Changes the clock of the host.")
            }
            analyzer.add(.green, "date", "Shows the time.", call.range)
        }
    }()

    /// Settings of git whose value is a command.
    private static let runningSettings = [
        "pager", "fsmonitor", "sshcommand", "editor", "external", "textconv", "hookspath", "askpass", "program",
        "command", "helper", "cmd", "clean",
        "smudge", "process", "gitproxy", "receivepack", "uploadpack", "tool", "path",
    ]

    private static let git: Handler = { analyzer, call in
        guard let tool = analyzer.rules.tools["git-table"] else { return }
        for (index, argument) in call.arguments.enumerated() {
            if !argument.isOption { break }
            if argument.text == "-p" || argument.text == "--paginate" {
                analyzer.add(
                    .yellow, "git.pager", "git shows its output in a program of its own choice.", argument.range)
            }
            guard argument.text == "-c", index + 1 < call.arguments.count else { continue }
            let setting = call.arguments[index + 1].text
            let name = setting.prefix { $0 != "=" }.lowercased()
            let value = String(setting.drop { $0 != "=" }.dropFirst())
            if value.hasPrefix("!") || name.hasPrefix("alias.") {
                analyzer.add(.red, "git.alias", "git runs the command '\(value)'.", call.range)
                analyzer.analyzePayload(String(value.drop { $0 == "!" }), of: "git", range: call.range)
            } else if runningSettings.contains(where: { name.hasSuffix($0) }) {
                analyzer.add(.red, "git.setting", "git runs '\(value)' because of the setting \(name).", call.range)
            }
        }
        for argument in call.arguments where argument.text.holds(":") {
            var file = argument
            file.text = String(argument.text.drop { $0 != ":" }.dropFirst())
            analyzer.checkDisclosure([file], call)
        }
        analyzer.apply(tool, to: call)
    }

    private static let firewall: Handler = { analyzer, call in
        let words = call.arguments.map(\.text)
        func has(_ options: String...) -> Bool { words.contains { options.contains($0) } }
        let lists = words.contains {
            $0 == "-L" || $0 == "-S" || $0 == "--list" || $0 == "--list-rules"
                || ($0.hasPrefix("-L") || $0.hasPrefix("-n") || $0.hasPrefix("-v") || $0.hasPrefix("-S"))
                    && $0.dropFirst().allSatisfy { "LSnvx".contains($0) } && ($0.holds("L") || $0.holds("S"))
        }
        let changes = words.contains { word in
            [
                "-A", "-I", "-R", "-N", "-E", "-Z", "--append", "--insert", "--replace", "--new-chain",
                "--rename-chain", "--zero",
            ].contains(word)
        }
        if has("-F", "--flush", "-X", "--delete-chain", "-D", "--delete")
            || words.contains(where: { $0.hasPrefix("-F") || $0.hasPrefix("-D") || $0.hasPrefix("-X") })
        {
            analyzer.add(
                .red, "iptables.delete", "Takes rules out of the firewall.", call.range,
                effect: "Takes rules out of the firewall.", target: "firewall")
        } else if words.contains(where: { $0.hasPrefix("-P") || $0 == "--policy" }) {
            analyzer.add(
                .red, "iptables.policy", "Changes what the firewall does with everything else.", call.range,
                effect: "Changes what the firewall does with everything else.", target: "firewall")
        } else if changes || !lists {
            analyzer.add(
                .yellow, "iptables.add", "Changes the firewall.", call.range, effect: "Adds to the firewall.",
                target: "firewall")
        } else {
            let known: Set<String> = [
                "-L", "-S", "-n", "-v", "-x", "-t", "-w", "--list", "--list-rules", "--line-numbers", "--verbose",
                "--numeric", "-4", "-6", "--exact", "--wait", "-c",
            ]
            for argument in call.arguments
            where argument.isOption && !known.contains(argument.text)
                && !argument.text.dropFirst().allSatisfy({ "LSnvx".contains($0) })
            {
                analyzer.addUnknown(
                    "iptables.option", "The option \(argument.display) is not known.", argument.display, argument.range)
            }
            analyzer.add(.green, "iptables.list", "Shows the firewall.", call.range)
        }
    }
}
