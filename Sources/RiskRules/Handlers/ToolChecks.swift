import ByteText
import RunbookModel

/// Checks of single rules that a table can't express. They only ever raise what the rule says.
enum ToolChecks {
    typealias Check = @Sendable (inout ScriptAnalyzer, Call, ParsedCall, [Argument]) -> Void

    static let all: [String: Check] = [
        files, hosts, networks, disks, packages, repositories, clusters, clustered, data,
    ]

    .reduce(into: [:]) { all, part in all.merge(part) { first, _ in first } }

    /// Raises when operands stand where none may.
    static func noOperands(_ text: String, _ risk: Risk = .yellow) -> Check {
        { analyzer, call, _, operands in
            if !operands.isEmpty { analyzer.add(risk, call.name, text, call.range, target: operands.last?.display) }
        }
    }

    /// Raises when none of the options that make it a plain read is there.
    static func needs(_ options: [String], _ text: String, _ risk: Risk = .yellow) -> Check {
        { analyzer, call, parsed, operands in
            if !parsed.options.contains(where: { options.contains($0.name) }) {
                analyzer.add(risk, call.name, text, call.range, target: operands.last?.display)
            }
        }
    }

    static let files: [String: Check] = [
        "compressor": { analyzer, call, parsed, operands in
            let reads = parsed.has("-l", "-t", "-c", "--list", "--test", "--stdout", "--to-stdout") || operands.isEmpty
            if !reads {
                analyzer.add(
                    .yellow, call.name, "Replaces \(call.display(operands)) by another form.", call.range,
                    target: operands.first?.display)
            }
        },
        "unzip": needs(["-l", "-v", "-t", "-p", "-Z", "-c"], "Unpacks files."),
        "archiver": { analyzer, call, _, _ in
            for argument in call.arguments where argument.text.holds("command") || argument.text == "-TT" {
                analyzer.add(.red, "\(call.name).command", "It runs a program of its own accord.", argument.range)
            }
            if call.arguments.contains(where: { $0.text == "-m" || $0.text == "-sdel" || $0.text.hasPrefix("-d") }) {
                analyzer.add(.red, call.name, "Deletes files.", call.range)
            }
        },
        "copier": { analyzer, call, _, operands in
            if call.name == "sftp" { analyzer.judgeTransfer(call) }
            if let last = operands.last, PathRules.isCritical(last.text) { analyzer.writeFile(last, call.range) }
            for argument in call.arguments
            where argument.text == "-S" || argument.text.lowercased().holds("proxycommand") {
                analyzer.add(.red, "\(call.name).command", "It runs a program of its own accord.", argument.range)
            }
        },
        "jq": { analyzer, call, parsed, operands in
            let program = operands.first?.text ?? ""
            if program.holds("env.") || program.holds("$ENV") || program == "env" || program.hasSuffix("|env")
                || program.holds("env |") || program.holds("env(") || program.holds("strenv")
                || program.holds("| env")
            {
                analyzer.add(
                    Finding(
                        .yellow, "jq.environment", "It reads environment variables, secrets among them.",
                        range: call.range, discloses: true))
            }
            if program.holds("import ") || program.holds("include ") || program.holds("load(")
                || program.holds("split_doc") && parsed.has("-s")
            {
                analyzer.add(.yellow, "jq.import", "It reads code from other files.", call.range)
            }
        },
        "gpg": { analyzer, call, parsed, _ in
            if parsed.options.isEmpty { analyzer.add(.yellow, "gpg", "Works with keys.", call.range) }
        },
        "crontab": { analyzer, call, parsed, operands in
            if !operands.isEmpty || call.input != .none && !parsed.has("-l") {
                analyzer.add(
                    .red, "crontab.replace", "Replaces the whole schedule.", call.range,
                    effect: "Replaces the whole schedule.", target: "crontab")
            } else if parsed.has("-r") {
                analyzer.add(
                    .red, "crontab.remove", "Removes the whole schedule.", call.range,
                    effect: "Removes the whole schedule.", target: "crontab")
            } else if parsed.has("-e") {
                analyzer.add(
                    .yellow, "crontab.edit", "Opens the schedule in an editor.", call.range,
                    effect: "Opens the schedule in an editor.")
            } else if !parsed.has("-l") {
                analyzer.add(
                    .yellow, "crontab", "Changes the schedule.", call.range, effect: "Changes the schedule.")
            }
        },
        "account": { analyzer, call, parsed, operands in
            if call.name == "passwd",
                call.arguments.contains(where: { ["-d", "-l", "--delete", "--lock"].contains($0.text) })
            {
                analyzer.add(
                    .red, "passwd.delete", "Takes a password away.", call.range, target: operands.last?.display)
            } else if call.name == "visudo", parsed.has("-c") {
                return
            } else if !parsed.has("-l", "-S", "--list", "--status") || call.name == "usermod" || call.name == "useradd"
            {
                analyzer.add(
                    .yellow, call.name, "Changes an account.", call.range,
                    effect: "Changes the account \(operands.last?.display ?? "").", target: operands.last?.display)
            }
        },
    ]

    static let hosts: [String: Check] = [
        "debugger": { analyzer, call, _, _ in analyzer.judgeDebugger(call) },
        "interval": { analyzer, call, parsed, operands in
            let numbers = operands.filter { Double($0.text) != nil }
            let counts = call.arguments.contains { $0.text.hasPrefix("-c") || $0.text.hasPrefix("-n") }
            if numbers.count == 1 && !counts
                || call.arguments.contains(where: { $0.text == "-s" }) && call.name == "free" && !counts
                || (call.name.hasPrefix("mongo") || call.name == "dstat" || call.name == "atop") && !counts
                    && numbers.count < 2
            {
                analyzer.add(.endless(call.name, call.range))
            }
            if call.arguments.contains(where: {
                $0.text == "-w" || $0.text == "--output" || $0.text == "-o" && call.name == "sar"
                    || $0.text == "-f" && call.name == "dstat"
            }), call.name == "sar" || call.name == "atop" || call.name == "dstat" {
                if call.name != "sar" {
                    analyzer.add(.yellow, call.name, "It may write a file.", call.range)
                } else if call.arguments.contains(where: { $0.text == "-o" }) {
                    analyzer.add(.yellow, call.name, "It writes a file.", call.range)
                }
            }
        },
        "sysctl": { analyzer, call, parsed, operands in
            for operand in operands where operand.text.holds("=") {
                let isSevere = operand.text.hasPrefix("kernel.panic") || operand.text.hasPrefix("kernel.sysrq")
                analyzer.add(
                    isSevere ? .red : .yellow, "sysctl.write", "Changes the kernel setting \(operand.display).",
                    operand.range, effect: "Changes the kernel setting \(operand.display).",
                    target: String(operand.text.prefix { $0 != "=" }))
            }
        },
        "shutdown": { _, _, _, _ in },
        "logrotate": { analyzer, call, parsed, _ in
            let reads = parsed.has("-d", "--debug")
            if !reads { analyzer.add(.yellow, "logrotate", "Rotates log files now.", call.range) }
        },
        "ipmi": { analyzer, call, _, operands in
            let words = call.arguments.map(\.text)
            let reading = ["status", "list", "elist", "info", "print", "get", "show", "sdr", "sensor", "fru"]
            if words.contains("off") || words.contains("cycle") || words.contains("reset") || words.contains("soft")
                || words.contains("clear") || words.contains("raw")
            {
                analyzer.add(
                    .red, "ipmi.power", "Turns a host off, or wipes its record.", call.range,
                    target: operands.last?.display)
            } else if !words.contains(where: { reading.contains($0) }) || words.contains("set") || words.contains("on")
            {
                analyzer.add(.yellow, "ipmi", "Changes the board.", call.range)
            }
        },
        "top": { analyzer, call, parsed, _ in
            if parsed.has("-b", "--batch-mode"), !parsed.has("-n", "--iterations", "-l") {
                analyzer.add(.endless("top", call.range))
            }
        },
        "clock": { analyzer, call, parsed, _ in
            if !parsed.has("-q", "-r", "--show", "--query") || call.name == "sntp" {
                if call.name != "hwclock" || !parsed.options.isEmpty || !parsed.strangers.isEmpty {
                    analyzer.add(.yellow, call.name, "Changes the clock.", call.range)
                }
            }
        },
        "nginx": { analyzer, call, parsed, operands in
            if let signal = parsed.value("-s") {
                if signal == "stop" || signal == "quit" {
                    analyzer.add(
                        .red, "nginx.stop", "Stops nginx.", call.range, effect: "Stops nginx.", target: "nginx")
                }
                analyzer.add(
                    .yellow, "nginx.signal", "Sends '\(signal)' to nginx.", call.range,
                    effect: "Makes nginx \(signal).", target: "nginx")
            } else if !parsed.has("-t", "-T", "-v", "-V", "-h") {
                analyzer.add(.yellow, "nginx.start", "Starts nginx.", call.range)
            }
        },
        "apache": needs(["-t", "-S", "-M", "-V", "-v", "-l", "-L"], "Starts Apache."),
        "haproxy": needs(["-c", "-v", "-vv"], "Starts HAProxy."),
        "versiononly": needs(
            ["--version", "-version", "-V", "-v", "-t", "--validate", "--test", "--dry-run"],
            "Starts a server or a program."),
        "java": { analyzer, call, _, _ in
            analyzer.add(.yellow, "java", "Runs a program that is not shown here.", call.range)
        },
        "rake": { analyzer, call, _, operands in
            for operand in operands {
                let text = operand.text.lowercased()
                if [
                    "drop", "reset", "purge", "destroy", "truncate", "flush", "wipe", "rollback", "delete", "clobber",
                    "setup", "fresh", "clear",
                ].contains(where: { text.contains($0) }) {
                    analyzer.add(
                        .red, "task.destroy", "The task '\(operand.display)' destroys data, by its name.",
                        operand.range, effect: "Runs the task \(operand.display).", target: operand.display)
                }
            }
            let code = ["runner", "shell", "eval", "tinker"]
            if let first = operands.first, code.contains(first.text), operands.count > 1 {
                let text = ProgramText(language: .ruby, source: operands[1].text)
                if text.destroysSomething || text.source.holds("delete") || text.source.holds("destroy") {
                    analyzer.add(.red, "task.code", "The code deletes something.", call.range)
                }
            }
        },
        "gitlabctl": { analyzer, call, parsed, _ in
            if parsed.operands.first?.text == "tail" {
                analyzer.add(.endless("gitlab.tail", call.range))
            }
        },
        "keystore": { analyzer, call, _, operands in
            if operands.isEmpty || call.name == "logstash" || call.name == "kibana" {
                analyzer.add(.yellow, call.name, "Starts a program.", call.range)
            }
        },
        "squid": { analyzer, call, parsed, _ in
            if parsed.options.isEmpty { analyzer.add(.yellow, "squid", "Starts a server.", call.range) }
            if ["shutdown", "kill", "interrupt"].contains(parsed.value("-k") ?? "") {
                analyzer.add(.red, "squid.stop", "Stops the proxy.", call.range, target: "squid")
            }
        },
        "solr": { _, _, _, _ in },
        "mail": { analyzer, call, parsed, operands in
            if call.arguments.contains(where: {
                $0.text.hasPrefix("-M") || $0.text == "-e" || $0.text == "-f" || $0.text == "-i"
            }) || !operands.isEmpty && !["mailq", "postcat"].contains(call.name)
                || parsed.options.isEmpty && call.name != "mailq"
            {
                analyzer.add(.yellow, call.name, "Changes or sends mail.", call.range)
            }
            if call.arguments.contains(where: { $0.text.hasPrefix("-Mrm") }) {
                analyzer.add(.red, call.name, "Deletes mail.", call.range)
            }
        },
        "playbook": { analyzer, call, _, _ in
            let words = call.arguments.map(\.text)
            if words.contains("--list-hosts") || words.contains("--list-tasks") || words.contains("--syntax-check") {
                return
            }
            if words.contains(where: {
                $0.holds("destroy") || $0.holds("decommission") || $0.holds("wipe") || $0.holds("purge")
                    || $0.holds("teardown") || $0.holds("state=absent")
            }) {
                analyzer.add(.red, "playbook.destroy", "By its name, the playbook destroys something.", call.range)
            }
        },
        "puppet": { analyzer, call, parsed, _ in
            if !parsed.has("--configprint") && !parsed.has("--noop") || parsed.has("-t") && !parsed.has("--noop") {
                analyzer.add(.yellow, "puppet.apply", "Applies the settings.", call.range)
            }
        },
        "chef": { analyzer, call, parsed, operands in
            let reads = parsed.has(
                "-W", "--why-run", "-L", "--list", "--version", "-v", "-l", "--list-all", "-F", "--finger-all",
                "--print")
            if !reads
                || call.arguments.contains(where: {
                    ["-d", "-D", "-a", "-A", "-r", "--delete", "--accept"].contains($0.text)
                })
            {
                let deletes = call.arguments.contains { ["-d", "-D", "--delete", "--delete-all"].contains($0.text) }
                analyzer.add(
                    deletes ? .red : .yellow, call.name, "Applies settings or keys.", call.range,
                    target: operands.last?.display)
            }
        },
    ]
}
