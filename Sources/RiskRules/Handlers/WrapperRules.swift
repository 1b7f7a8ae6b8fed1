import ByteText
import RunbookModel

/// A program that runs the command in its arguments.
struct WrapperRule {
    var arities: [String: OptionRule.Arity]
    /// Operands in front of the command: one for `timeout 5 …`.
    var skipped: Int
    /// `NAME=value` may stand in front of the command.
    var takesAssignments: Bool
    /// Options that make it more than a wrapper, by the colour that they ask for.
    var raising: [String: Risk]
    /// Belongs in front of the inverse as well.
    var staysInInverse: Bool

    init(
        _ options: String = "", skipped: Int = 0, takesAssignments: Bool = false, raising: [String: Risk] = [:],
        staysInInverse: Bool = false
    ) {
        var arities: [String: OptionRule.Arity] = [:]
        for word in options.parts(between: " ") {
            if word.hasSuffix("=") {
                arities[String(word.dropLast())] = .value
            } else if word.hasSuffix("?") {
                arities[String(word.dropLast())] = .optionalValue
            } else {
                arities[String(word)] = OptionRule.Arity.none
            }
        }
        self.arities = arities
        self.skipped = skipped
        self.takesAssignments = takesAssignments
        self.raising = raising
        self.staysInInverse = staysInInverse
    }
}

extension ToolHandlers {
    private static let wrapperRules: [String: WrapperRule] = [
        "sudo": WrapperRule(
            "-l -U= --list -u= -g= -n -E -H -S -k -b -A -P -p= -C= -h= -T= -R= -D= --user= --group= --non-interactive -i -s "
                + "--preserve-env? --login --shell --set-home --background --chroot= --chdir= --",
            takesAssignments: true,
            raising: ["-b": .yellow, "--background": .yellow, "-R": .yellow, "--chroot": .yellow],
            staysInInverse: true),
        "doas": WrapperRule("-u= -n -C= -s -L", raising: ["-C": .yellow], staysInInverse: true),
        "env": WrapperRule(
            "-i -u= -0 -C= --ignore-environment --unset= --chdir= -v --debug --null", takesAssignments: true),
        "nice": WrapperRule("-n= --adjustment= -#"),
        "ionice": WrapperRule("-c= -n= -t --class= --classdata= --ignore"),
        "chrt": WrapperRule("-f -r -o -b -i -v -R", skipped: 1),
        "nohup": WrapperRule(),
        "setsid": WrapperRule("-c -f -w --ctty --fork --wait", raising: ["-f": .yellow, "--fork": .yellow]),
        "stdbuf": WrapperRule("-i= -o= -e= --input= --output= --error="),
        "timeout": WrapperRule(
            "-k= -s= -v --kill-after= --signal= --foreground --preserve-status --verbose", skipped: 1),
        "time": WrapperRule(
            "-p -v -f= -o= -a --format= --output= --verbose", raising: ["-o": .yellow, "--output": .yellow]),
        "command": WrapperRule("-p"),
        "builtin": WrapperRule(),
        "exec": WrapperRule("-a= -c -l"),
        "busybox": WrapperRule(),
        "toybox": WrapperRule(),
        "unbuffer": WrapperRule("-p"),
        "fakeroot": WrapperRule(),
        "catchsegv": WrapperRule(),
        "taskset": WrapperRule("-a -c -p", skipped: 1),
        "numactl": WrapperRule(
            "-m= -N= -C= -H -s --hardware --show --membind= --cpunodebind= --physcpubind= --interleave="),
        "flock": WrapperRule(
            "-n -x -s -u -w= -E= -o -c= -F -v --nonblock --exclusive --shared --timeout= --wait=", skipped: 1),
        "chroot": WrapperRule("--userspec= --groups= --skip-chdir", skipped: 1, raising: ["--userspec": .yellow]),
        "nsenter": WrapperRule(
            "-t= -m? -u? -i? -n? -p? -U? -C? -T? -a -F -Z -S= -G= -r? -w? --target= --mount? --uts? --ipc? --net? --pid? --user? --all --no-fork"
        ),
        "unshare": WrapperRule("-m -u -i -n -p -U -f -r --mount --uts --ipc --net --pid --user --fork --map-root-user"),
        "ip-netns-exec": WrapperRule("", skipped: 1),
        "systemd-run": WrapperRule(
            "-u= -p= -q -t -P -S -r -G --unit= --property= --scope --slice= --user --system --pty --pipe --wait --collect "
                + "--quiet --uid= --gid= --nice= --on-calendar= --on-active= --same-dir --setenv= -E= -d"),
        "strace": WrapperRule(
            "-f -ff -c -C -e= -s= -t -tt -ttt -T -y -yy -v -x -q -qq -r -i -k -w -o= -p= -P= -u= -E= -S= -a= -b= -O= -Z -z",
            raising: ["-o": .yellow]),
        "ltrace": WrapperRule("-f -c -e= -s= -t -T -o= -p= -u= -S -l= -n= -x=", raising: ["-o": .yellow]),
        "perf-stat": WrapperRule("-e= -a -p= -r= -d"),
        "proxychains": WrapperRule("-q -f="), "proxychains4": WrapperRule("-q -f="), "torsocks": WrapperRule(),
        "runuser": WrapperRule("-u= -l -g= -G= -m -p -f -s= --user="),
        "gosu": WrapperRule("", skipped: 1), "su-exec": WrapperRule("", skipped: 1),
        "setuidgid": WrapperRule("", skipped: 1),
        "chpst": WrapperRule("-u= -U= -b= -e= -/= -n= -l= -L= -m= -d= -o= -p= -f= -c= -v -P"),
        "setpriv": WrapperRule("--reuid= --regid= --clear-groups --init-groups --no-new-privs"),
        "prlimit": WrapperRule("--nofile= --nproc= --as= --core="),
        "cgexec": WrapperRule("-g= --sticky"),
        "aws-vault": WrapperRule("-d= --duration= --no-session -n", skipped: 2),
        "direnv": WrapperRule("", skipped: 2),
        "dotenv": WrapperRule("-f= -e="),
        "bundle": WrapperRule("", skipped: 1),
        "chronic": WrapperRule(), "ts": WrapperRule(), "eatmydata": WrapperRule(), "linux32": WrapperRule(),
        "setarch": WrapperRule("-R", skipped: 1),
    ]

    static let wrappers: [String: Handler] = {
        var table: [String: Handler] = [:]
        for (name, rule) in wrapperRules {
            table[name] = { analyzer, call in analyzer.judgeWrapped(call, rule) }
        }
        table["command"] = { analyzer, call in
            if let first = call.arguments.first, first.text == "-v" || first.text == "-V" {
                analyzer.add(.green, "command.find", "Shows where a program is.", call.range)
            } else {
                analyzer.judgeWrapped(call, WrapperRule("-p"))
            }
        }
        table["watch"] = watch
        table["xargs"] = xargs
        table["parallel"] = parallel
        table["su"] = switchUser
        table["runuser"] = { analyzer, call in
            // Without `-u` it is another `su`.
            let isWrapper = call.arguments.contains { $0.text.hasPrefix("-u") || $0.text.hasPrefix("--user") }
            if isWrapper, let rule = wrapperRules["runuser"] {
                analyzer.judgeWrapped(call, rule)
            } else {
                switchUser(&analyzer, call)
            }
        }
        table["script"] = { analyzer, call in analyzer.judgeCommandOption(call, "-c", "--command", risk: .yellow) }
        table["bundle"] = { analyzer, call in
            if call.arguments.first?.text == "exec" {
                analyzer.dispatch(Array(call.arguments.dropFirst()), range: call.range, input: call.input)
                analyzer.addUnknown(
                    "bundle.exec", "It runs with the code of a local project.", "bundle exec", call.range)
            } else {
                analyzer.addUnknown(
                    "bundle", "No rule explains this call of bundle.", call.display(call.arguments), call.range)
            }
        }
        return table
    }()

    private static let watch: Handler = {
        let rule = WrapperRule(
            "-n= -d? -t -b -e -g -c -x -p -w --interval= --differences? --no-title --beep --errexit --chgexit --color --exec --precise"
        )
        return { analyzer, call in
            let parsed = ParsedCall(call.arguments, arities: rule.arities, singleDash: false, stops: true)
            analyzer.reportStrangers(parsed, call)
            guard let payload = analyzer.shellText(parsed.operands) else {
                analyzer.add(.red, "watch", "What it runs again and again can't be known.", call.range)
                return
            }
            analyzer.analyzePayload(payload, of: "watch", range: call.range, input: call.input)
            analyzer.add(.endless("watch", call.range))
        }
    }()

    private static let switchUser: Handler = {
        let rule = WrapperRule("-l -m -p -c= -s= -g= -G= -P -f -h -T --login --command= --shell= -")
        return { analyzer, call in
            let parsed = ParsedCall(call.arguments, arities: rule.arities, singleDash: false)
            let payload = parsed.options.last { $0.name == "-c" || $0.name == "--command" }?.value
            guard let payload else {
                analyzer.judgeInput(call, of: "a shell of another user")
                return
            }
            guard payload.unknown == nil else {
                analyzer.add(.red, "su", "The command that it runs can't be known.", call.range)
                return
            }
            analyzer.reportStrangers(parsed, call)
            analyzer.analyzePayload(payload.text, of: "su", range: call.range, input: call.input)
        }
    }()

    private static let xargs: Handler = {
        let rule = WrapperRule(
            "-0 -r -t -p -x -n= -L= -l? -P= -s= -I= -i? -d= -E= -e? -a= -J= -R= -o --null --no-run-if-empty --verbose --interactive "
                + "--max-args= --max-lines? --max-procs= --max-chars= --replace? --delimiter= --eof? --arg-file= --exit"
        )
        return { analyzer, call in
            let parsed = ParsedCall(call.arguments, arities: rule.arities, singleDash: false, stops: true)
            analyzer.reportStrangers(parsed, call)
            let sources = parsed.options.filter { $0.name == "-a" || $0.name == "--arg-file" }.compactMap(\.value)
            analyzer.checkDisclosure(sources, call)
            guard !parsed.operands.isEmpty else {
                analyzer.add(.green, "xargs", "Prints its input as words.", call.range)
                return
            }
            let mark = parsed.value("-I", "--replace", "-J") ?? (parsed.has("-i", "-I", "--replace") ? "{}" : nil)
            analyzer.judgeTemplate(parsed.operands, mark: mark, call)
        }
    }()

    private static let parallel: Handler = {
        let rule = WrapperRule(
            "-j= -k -u -q -X -m -n= -N= -a= -0 -d= -I= -v -t -P= --jobs= --keep-order --dry-run --bar --progress --eta --halt= "
                + "--timeout= --delay= --joblog= --retries= --tag --no-notice --will-cite --line-buffer --lb --arg-file= -S= --sshlogin= --linebuffer"
        )
        return { analyzer, call in
            let parsed = ParsedCall(call.arguments, arities: rule.arities, singleDash: false, stops: true)
            analyzer.reportStrangers(parsed, call)
            if parsed.has("--joblog") { analyzer.add(.yellow, "parallel", "Writes a log file.", call.range) }
            let command = parsed.operands.prefix { !$0.text.hasPrefix(":::") }
            guard !command.isEmpty else {
                if case .text(let text) = call.input {
                    analyzer.analyzePayload(text, of: "parallel", range: call.range)
                } else {
                    analyzer.add(
                        .red, "parallel", "It runs each line of its input as a command; they can't be known.",
                        call.range)
                }
                return
            }
            guard let text = analyzer.shellText(Array(command)) else {
                analyzer.add(.red, "parallel", "The command that it runs can't be known.", call.range)
                return
            }
            let replaced = ["{}", "{.}", "{/}", "{//}", "{/.}", "{1}", "{2}", "{3}"].contains { text.contains($0) }
            var payload = text
            for mark in ["{//}", "{/.}", "{.}", "{/}", "{1}", "{2}", "{3}", "{}"] {
                payload = payload.split(separator: mark, omittingEmptySubsequences: false).joined(separator: "\"$1\"")
            }
            if !replaced { payload += " \"$1\"" }
            analyzer.analyzePayload(
                payload, of: "parallel", range: call.range,
                positional: [
                    Argument(
                        text: String(Argument.unknownPart), unknown: .output, startsUnknown: true, range: call.range)
                ])
        }
    }()
}

extension ScriptAnalyzer {
    /// Judges the command in the arguments of a wrapper.
    mutating func judgeWrapped(_ call: Call, _ rule: WrapperRule) {
        let parsed = ParsedCall(call.arguments, arities: rule.arities, singleDash: false, stops: true)
        reportStrangers(parsed, call)
        for option in parsed.options {
            if let risk = rule.raising[option.name] {
                add(
                    risk, "\(call.name).option", "The option \(option.name) of \(call.name) changes something.",
                    option.range)
            }
        }
        if call.name == "flock", let payload = flockPayload(call) {
            analyzePayload(payload, of: "flock", range: call.range, input: call.input)
            return
        }
        var rest = parsed.operands[...]
        while rule.takesAssignments, let first = rest.first, let sign = first.text.firstIndex(of: "="),
            first.text[..<sign].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }), sign > first.text.startIndex
        {
            EnvironmentRules.judge(
                String(first.text[..<sign]), String(first.text[first.text.index(after: sign)...]), isExported: true,
                range: first.range, in: &self)
            rest = rest.dropFirst()
        }
        rest = rest.dropFirst(rule.skipped)
        guard !rest.isEmpty else {
            judgeBareWrapper(call, parsed)
            return
        }
        let prefix = inversePrefix(call, rule, parsed)
        dispatch(
            Array(rest), range: call.range, input: call.input, prefix: prefix,
            isRemote: call.isRemote || call.name == "nsenter" || call.name == "unshare"
                || (!rule.staysInInverse && rule.skipped > 0 && call.name != "timeout"))
        // The words behind an unknown option may be its value: the command may start one word later.
        if !parsed.strangers.isEmpty, rest.count > 1 {
            dispatch(Array(rest.dropFirst()), range: call.range, input: call.input)
        }
    }

    private func flockPayload(_ call: Call) -> String? {
        guard let index = call.arguments.firstIndex(where: { $0.text == "-c" || $0.text == "--command" }),
            index + 1 < call.arguments.count, call.arguments[index + 1].unknown == nil
        else { return nil }
        return call.arguments[index + 1].text
    }

    private mutating func judgeBareWrapper(_ call: Call, _ parsed: ParsedCall) {
        switch call.name {
        case "env":
            add(
                Finding(
                    .yellow, "env", "Shows all environment variables, secrets among them.", range: call.range,
                    discloses: true))
        case "numactl" where parsed.has("-H", "--hardware", "-s", "--show"):
            add(.green, "numactl", "Shows the memory of the host.", call.range)
        case "sudo" where parsed.has("-l", "--list") && !parsed.has("-i", "-s", "--login", "--shell"):
            add(.green, "sudo.list", "Shows what one may run as another user.", call.range)
        case "sudo" where parsed.has("-i", "-s", "--login", "--shell"): judgeInput(call, of: "a root shell")
        case "sudo", "doas", "time", "nohup", "exec", "command", "builtin":
            add(.yellow, call.name, "Runs nothing that can be seen.", call.range)
        case "strace", "ltrace":
            add(
                Finding(
                    .yellow, call.name, "Traces a running process, which slows it down.", range: call.range,
                    isHeavy: true))
        default: judgeInput(call, of: call.name)
        }
    }

    /// Options that the wrapper is not known to have.
    mutating func reportStrangers(_ parsed: ParsedCall, _ call: Call) {
        for stranger in parsed.strangers where stranger.text != "-" {
            addUnknown(
                "\(call.name).option", "The option \(stranger.display) of \(call.name) is not known.",
                stranger.display, stranger.range)
        }
        if parsed.mayHideOptions, parsed.operands.first?.mayBeOption ?? false {
            addUnknown(
                "\(call.name).option", "The output of a command stands where \(call.name) takes options.", "$(…)",
                call.range)
        }
    }

    /// A shell or interpreter that runs what it reads.
    mutating func judgeInput(_ call: Call, of what: String) {
        switch call.input {
        case .text(let text): analyzePayload(text, of: call.name, range: call.range)
        case .opaque:
            add(
                .red, "shell.opaque", "\(call.name) runs whatever its input says; that can't be known.", call.range,
                effect: "Runs commands that cannot be seen here.")
        case .none:
            add(
                .yellow, "shell.interactive", "Opens \(what): what is typed there is not known.", call.range,
                effect: "Opens \(what).")
        }
    }

    /// Words as one shell text, the way `watch` and `ssh` join them; nil when a part is unknown.
    func shellText(_ words: [Argument]) -> String? {
        guard !words.isEmpty else { return nil }
        var parts: [String] = []
        for word in words {
            if word.unknown == .output { return nil }
            // A placeholder is put in as one word later on; here it stands for any plain word.
            parts.append(
                word.unknown == nil
                    ? word.text
                    : word.text.split(separator: Argument.unknownPart, omittingEmptySubsequences: false)
                        .joined(separator: "$DD0C_VALUE"))
        }
        return parts.joined(separator: " ")
    }

    /// A command that gets further words from outside, at `mark` or at its end.
    mutating func judgeTemplate(_ words: [Argument], mark: String?, _ call: Call) {
        let given = Argument(
            text: String(Argument.unknownPart), unknown: .output, startsUnknown: true, isManifold: mark == nil,
            range: call.range)
        var arguments: [Argument] = []
        var isSpliced = false
        for word in words {
            guard let mark, word.text.contains(mark) else {
                arguments.append(word)
                continue
            }
            var filled = word
            if word.text != mark { isSpliced = true }
            filled.startsUnknown = word.text.hasPrefix(mark)
            filled.text = word.text.split(separator: mark, omittingEmptySubsequences: false)
                .joined(separator: String(Argument.unknownPart))
            filled.unknown = .output
            arguments.append(filled)
        }
        if mark == nil { arguments.append(given) }
        let name = arguments.first?.text ?? ""
        if isSpliced, ShellNames.all.contains(name.parts(between: "/").last.map(String.init) ?? name) {
            // The words become part of a shell text: judge the text with a plain word, and never call it green.
            var plain = words
            for index in plain.indices {
                plain[index].text = plain[index].text.split(separator: mark ?? "{}", omittingEmptySubsequences: false)
                    .joined(separator: "\"$1\"")
            }
            dispatch(plain, range: call.range, input: .none)
            add(.yellow, "xargs.splice", "Words from outside become part of a shell command.", call.range)
            return
        }
        dispatch(arguments, range: call.range, input: .none, isRemote: true)
    }

    /// A program that runs the value of one option as a shell command.
    mutating func judgeCommandOption(_ call: Call, _ short: String, _ long: String, risk: Risk) {
        for (index, argument) in call.arguments.enumerated() where argument.text == short || argument.text == long {
            if index + 1 < call.arguments.count, call.arguments[index + 1].unknown == nil {
                analyzePayload(
                    call.arguments[index + 1].text, of: call.name, range: call.range, input: call.input)
            } else {
                add(.red, call.name, "The command that it runs can't be known.", call.range)
            }
        }
        add(risk, call.name, "\(call.name) runs a command of its own.", call.range)
    }
}

/// Names of shells.
enum ShellNames {
    static let all: Set<String> = ["sh", "bash", "zsh", "dash", "ksh", "ash", "fish", "mksh", "rbash"]
}
