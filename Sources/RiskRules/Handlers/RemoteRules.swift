import ByteText
import RunbookModel

extension ToolHandlers {
    /// Programs that run commands elsewhere.
    static let remote: [String: Handler] = {
        var table: [String: Handler] = [:]
        table["ssh"] = ssh
        table["autossh"] = ssh
        for name in ["pdsh", "clush", "pssh", "parallel-ssh", "mussh", "dsh"] {
            table[name] = { analyzer, call in
                let rule = WrapperRule(
                    "-w= -g= -x= -l= -f= -u= -t= -h= -H= -i -P -b -B -a -m= -M -c= -o= -R= --group= --hosts= --user= -q -v -S -N -O="
                )
                let parsed = ParsedCall(call.arguments, arities: rule.arities, singleDash: false, stops: true)
                analyzer.reportStrangers(parsed, call)
                analyzer.judgeRemoteText(parsed.operands, call)
                analyzer.raiseFleet(call)
            }
        }
        table["container-exec"] = containerExec
        table["kubectl-exec"] = kubernetesExec
        table["kubectl-inner"] = { analyzer, call in
            let program = Argument(text: "kubectl", range: call.range)
            analyzer.dispatch([program] + call.arguments, range: call.range, input: call.input)
        }
        table["salt"] = { analyzer, call in
            guard let index = call.arguments.firstIndex(where: { $0.text == "cmd.run" || $0.text == "cmd.shell" })
            else {
                // `test=True` is the dry run of states.
                if call.arguments.contains(where: { $0.isKnown && $0.text.lowercased() == "test=true" }),
                    call.arguments.contains(where: {
                        ["state.apply", "state.highstate", "state.sls"].contains($0.text)
                    }),
                    call.arguments.allSatisfy({ !$0.isOption && $0.unknown != .output })
                {
                    analyzer.add(.green, "salt.test", "Shows what would change, changes nothing.", call.range)
                    return
                }
                analyzer.apply(analyzer.rules.tools["salt-table"] ?? ToolTable(names: ["salt"]), to: call)
                return
            }
            analyzer.judgeRemoteText(Array(call.arguments[(index + 1)...]), call)
            analyzer.raiseFleet(call)
        }
        table["ansible"] = ansible
        table["tmux"] = terminal
        table["screen"] = terminal
        table["entr"] = { analyzer, call in
            analyzer.dispatch(call.arguments.filter { !$0.isOption }, range: call.range, input: .opaque)
            analyzer.add(.yellow, "entr", "Runs a command whenever a file changes.", call.range)
        }
        return table
    }()

    private static let ssh: Handler = {
        let rule = WrapperRule(
            "-4 -6 -A -a -C -f -G -g -K -k -M -N -n -q -s -T -t -V -v -X -x -Y -y -B= -b= -c= -D= -E= -e= -F= -I= -i= -J= -L= -l= -m= -O= -o= -p= -P= -Q= -R= -S= -W= -w="
        )
        return { analyzer, call in
            let parsed = ParsedCall(call.arguments, arities: rule.arities, singleDash: false, stops: true)
            analyzer.reportStrangers(parsed, call)
            for option in parsed.options where option.name == "-o" || option.name == "-F" || option.name == "-E" {
                let value = option.value?.text.lowercased() ?? ""
                let isHarmless = [
                    "stricthostkeychecking", "connecttimeout", "batchmode", "userknownhostsfile=/dev/null", "loglevel",
                    "serveralive", "port=", "user=", "identityfile", "identitiesonly", "passwordauthentication",
                    "preferredauthentications", "controlmaster=no", "connectionattempts", "requesttty",
                ]
                .contains { value.hasPrefix($0) }
                if !isHarmless {
                    analyzer.add(
                        .red, "ssh.option", "The ssh option '\(option.value?.display ?? "")' may run a local command.",
                        option.range)
                }
            }
            if parsed.has("-L", "-R", "-D", "-w", "-f", "-N", "-W") {
                analyzer.add(.yellow, "ssh.tunnel", "Opens a tunnel.", call.range)
            }
            if parsed.has("-V", "-G", "-Q") {
                analyzer.add(.green, "ssh.info", "Shows the version or the settings.", call.range); return
            }
            guard let host = parsed.operands.first else {
                analyzer.addUnknown("ssh", "There is no host.", "ssh", call.range)
                return
            }
            if host.mayBeOption {
                analyzer.addUnknown(
                    "ssh", "The output of a command stands where ssh takes options.", "$(…)", call.range)
            }
            // Options may also stand behind the host.
            let behind = ParsedCall(
                Array(call.arguments.drop { $0.range != host.range }.dropFirst()), arities: rule.arities,
                singleDash: false,
                stops: true)
            let words = behind.options.isEmpty ? Array(parsed.operands.dropFirst()) : behind.operands
            guard !words.isEmpty else {
                analyzer.judgeInput(call, of: "a session on \(host.display)")
                return
            }
            analyzer.judgeRemoteText(words, call)
        }
    }()

    private static let containerExec: Handler = {
        let rule = WrapperRule(
            "-i -t -d -u= -e= -w= --interactive --tty --detach --user= --env= --workdir= --privileged --env-file= --index= -T --container= --no-TTY"
        )
        return { analyzer, call in
            let parsed = ParsedCall(call.arguments, arities: rule.arities, singleDash: false, stops: true)
            analyzer.reportStrangers(parsed, call)
            if parsed.has("-d", "--detach") {
                analyzer.add(.yellow, "exec.detached", "It goes on in the background, unwatched.", call.range)
            }
            if parsed.has("--privileged") {
                analyzer.add(.yellow, "exec.privileged", "It runs with all rights.", call.range)
            }
            guard parsed.operands.count > 1 else {
                analyzer.addUnknown("exec", "There is no command.", call.display(call.arguments), call.range)
                return
            }
            analyzer.judgeInContainer(Array(parsed.operands.dropFirst()), call)
        }
    }()

    private static let kubernetesExec: Handler = {
        let rule = WrapperRule(
            "-i -t -c= -n= -q -f= --stdin --tty --container= --namespace= --context= --kubeconfig= --cluster= --quiet --request-timeout= --pod-running-timeout= --as= -v= --user="
        )
        return { analyzer, call in
            let beforeDashes = call.arguments.prefix { $0.text != "--" }
            let hasDashes = beforeDashes.count < call.arguments.count
            let parsed = ParsedCall(Array(beforeDashes), arities: rule.arities, singleDash: false)
            analyzer.reportStrangers(parsed, call)
            var command = Array(call.arguments.dropFirst(beforeDashes.count + 1))
            if !hasDashes {
                let early = ParsedCall(call.arguments, arities: rule.arities, singleDash: false, stops: true)
                command = Array(early.operands.dropFirst())
                if let first = command.first, first.isOption {
                    let late = ParsedCall(command, arities: rule.arities, singleDash: false, stops: true)
                    command = late.operands
                }
            }
            guard !command.isEmpty else {
                analyzer.addUnknown("kubectl.exec", "There is no command.", call.display(call.arguments), call.range)
                return
            }
            analyzer.judgeInContainer(command, call)
        }
    }()

    private static let ansible: Handler = {
        let rule = WrapperRule(
            "-i= -m= -a= -b -u= -l= -f= -K -k -v -vv -vvv -C -D -o -B= -P= -e= -t= --become --become-user= --module-name= --args= --limit= --check --diff --list-hosts --inventory= --extra-vars= --one-line --version --forks="
        )
        return { analyzer, call in
            let parsed = ParsedCall(call.arguments, arities: rule.arities, singleDash: false)
            if parsed.has("--list-hosts", "--version") {
                analyzer.reportStrangers(parsed, call);
                analyzer.add(.green, "ansible.list", "Lists hosts.", call.range);
                return
            }
            let module = parsed.value("-m", "--module-name")?.parts(between: ".").last.map(String.init) ?? "command"
            let text = parsed.options.last { $0.name == "-a" || $0.name == "--args" }?.value
            switch module {
            case "ping", "setup", "debug", "stat", "service_facts", "package_facts", "win_ping":
                analyzer.reportStrangers(parsed, call)
                analyzer.add(.green, "ansible.\(module)", "Asks the hosts for facts.", call.range)
            case "shell", "command", "raw":
                analyzer.reportStrangers(parsed, call)
                guard let text, text.unknown == nil else {
                    analyzer.add(.red, "ansible.shell", "The command can't be known.", call.range)
                    return
                }
                analyzer.analyzePayload(text.text, of: "ansible", range: call.range)
                analyzer.raiseFleet(call)
            default:
                let destroys = text?.text.holds("state=absent") ?? false
                analyzer.add(
                    destroys ? .red : .yellow, "ansible.module", "Runs the module \(module) on many hosts.", call.range,
                    target: parsed.operands.first?.display)
            }
        }
    }()

    private static let terminal: Handler = { analyzer, call in
        let list = [
            "ls", "list-sessions", "list-windows", "-ls", "-list", "lsw", "lsp", "list-panes", "-V", "-v",
            "has-session", "display-message",
        ]
        if let first = call.arguments.first, first.isKnown, list.contains(first.text), call.arguments.count < 4 {
            analyzer.add(.green, "terminal.list", "Lists sessions.", call.range)
            return
        }
        let kills = call.arguments.contains { $0.text.hasPrefix("kill-") || $0.text == "quit" }
        for argument in call.arguments where argument.text.holds(" ") && argument.unknown == nil {
            analyzer.analyzePayload(argument.text, of: call.name, range: call.range)
        }
        analyzer.judgeByVerb(call, call.arguments.filter { !$0.isOption }.map(\.text), rule: "terminal")
        analyzer.add(
            kills ? .red : .yellow, "terminal",
            kills ? "Ends a session with everything in it." : "Opens a session: what is typed there is not known.",
            call.range)
    }
}

extension ScriptAnalyzer {
    /// Words that a shell elsewhere gets as one text.
    mutating func judgeRemoteText(_ words: [Argument], _ call: Call) {
        guard let text = shellText(words) else {
            if let name = words.first, name.isKnown {
                // Output of a local command among the words: the remote shell reads it as a command again.
                dispatch(words, range: call.range, input: call.input, isRemote: true)
                add(.yellow, "remote.splice", "Output of a local command becomes part of a remote one.", call.range)
            } else {
                add(.red, "remote.hidden", "The command that runs elsewhere can't be known.", call.range)
            }
            return
        }
        analyzePayload(text, of: call.name, range: call.range, input: call.input)
    }

    /// Words that are run as they are in a container.
    mutating func judgeInContainer(_ words: [Argument], _ call: Call) {
        dispatch(words, range: call.range, input: call.input, isRemote: true)
    }

    /// What is reversible on one host takes production down on all of them.
    mutating func raiseFleet(_ call: Call) {
        if verdict.risk > .green {
            add(.yellow, "remote.fleet", "It runs on many hosts at once.", call.range)
        }
    }
}
