import ByteText
import RunbookModel
import ShellSyntax

extension ScriptAnalyzer {
    /// Judges assignments and the program that they stand before.
    /// - Returns: what it prints, where that stands in the text.
    mutating func analyze(_ simple: SimpleCommand, input: StandardInput, command: Command) -> String? {
        var arguments: [Argument] = []
        for word in simple.words { arguments += resolve(word) }
        for assignment in simple.assignments { assign(assignment, before: arguments.first) }
        guard !arguments.isEmpty else {
            if simple.words.isEmpty {
                if simple.assignments.isEmpty, command.redirections.contains(where: { $0.operation == .write }) {
                    add(.yellow, "file.truncate", "Empties the file.", command.range, effect: "Empties a file.")
                }
            } else {
                add(.red, "shell.hidden", "What runs here can't be known before it runs.", command.range)
            }
            return nil
        }
        dispatch(arguments, range: command.range, input: input)
        return printed(arguments, input: input)
    }

    /// The text that `echo` and `printf` print, and what `cat` and `tee` hand on.
    private func printed(_ arguments: [Argument], input: StandardInput) -> String? {
        // A function or another name may stand in for the program.
        guard arguments.allSatisfy({ $0.unknown == nil }), scope.functions[arguments[0].text] == nil,
            scope.aliases[arguments[0].text] == nil
        else { return nil }
        switch arguments[0].text {
        case "cat" where arguments.count == 1 || arguments.count == 2 && arguments[1].text == "-", "tee":
            if case .text(let text) = input { return text }
            return nil
        case "echo":
            var rest = arguments.dropFirst()
            var decodes = false
            while let first = rest.first?.text, first.hasPrefix("-"), first.count > 1,
                first.dropFirst().allSatisfy({ "neE".contains($0) })
            {
                if first.holds("e") { decodes = true }
                rest = rest.dropFirst()
            }
            let text = rest.map(\.text).joined(separator: " ")
            return decodes ? ANSIEscape.decode(text, style: .echo) : text
        case "printf" where arguments.count > 1 && !arguments[1].text.hasPrefix("-"):
            let format = ANSIEscape.decode(arguments[1].text, style: .format)
            guard format.holds("%") else { return format }
            return (format + " " + arguments.dropFirst(2).map(\.text).joined(separator: " "))
                .split(separator: "%s", omittingEmptySubsequences: true).joined(separator: " ")
        default: return nil
        }
    }

    /// Finds out what the first word is and judges the call.
    mutating func dispatch(
        _ arguments: [Argument], range: Range<Int>, input: StandardInput, prefix: [String] = [], isRemote: Bool = false
    ) {
        budget -= 1
        guard budget > 0 else {
            add(.yellow, "shell.size", "It is too long to be looked at in full.", range)
            return
        }
        guard let first = arguments.first else { return }
        trace?.append(TracedCall(arguments, isInner: depth > 0))
        note(arguments, input: input)
        let rest = Array(arguments.dropFirst())
        if first.unknown == .placeholder, !first.isManifold, first.text.holds("<") || first.text.holds("{{") {
            addUnknown("shell.placeholder", "The command itself has to be filled in first.", first.display, range)
            return
        }
        guard first.isKnown, !first.text.isEmpty else {
            add(
                Finding(
                    .red, "shell.hidden", "Which program runs here can't be known before it runs.", range: range,
                    unknown: first.display))
            return
        }
        var name = first.text
        if let body = scope.functions[name], prefix.isEmpty, !isRemote {
            callFunction(name, body, rest, range, input: input)
            // In another shell, or before the definition, the program of that name would run.
            guard scope.uncertain.contains(name) || rules.tools[name] != nil || ToolHandlers.all[name] != nil else {
                return
            }
        }
        if let alias = scope.aliases[name] {
            let words = rest.map { $0.isKnown ? ShellQuoting.quoted($0.text) : "\"$\(Self.unknownName)\"" }
            scope.aliases[name] = nil
            analyzePayload(
                ([alias] + words).joined(separator: " "), of: name, range: range, input: input, inThisShell: true)
            scope.aliases[name] = alias
        }
        if name.utf8.contains(UInt8(ascii: "/")) {
            let script = Call(
                name: name, arguments: rest, range: range, input: input, prefix: prefix, isRemote: isRemote)
            if judgeDeclaredScript(name, script) { return }
            let base = name.parts(between: "/").last.map(String.init) ?? name
            let folder = name.dropLast(base.count)
            if !Self.systemFolders.contains(String(folder)) {
                addUnknown(
                    "program.local", "'\(name)' is a program of its own; what it does is not known.", name, first.range)
            }
            name = base
        }
        let call = Call(name: name, arguments: rest, range: range, input: input, prefix: prefix, isRemote: isRemote)
        judge(call)
    }

    private static let unknownName = "DD0C_ARGUMENT"
    private static let systemFolders: Set<String> = [
        "/bin/", "/usr/bin/", "/sbin/", "/usr/sbin/", "/usr/local/bin/", "/usr/local/sbin/",
    ]

    mutating func judge(_ call: Call) {
        let mark = verdict.mark
        judgeByRules(call)
        if ["cd", "pushd", "popd"].contains(call.name) { verdict.dependsOnContext = true }
        deriveInverse(of: call, since: mark)
    }

    private mutating func judgeByRules(_ call: Call) {
        applyTeamRules(to: call)
        if let handler = ToolHandlers.all[call.name] {
            handler(&self, call)
            return
        }
        if let tool = rules.tools[call.name] {
            if judgeHelp(call, tool) { return }
            if let handler = tool.handler {
                guard let run = ToolHandlers.all[handler] else {
                    addUnknown("program.unknown", "'\(call.name)' has no rules.", call.name, call.range)
                    return
                }
                run(&self, call)
            } else {
                apply(tool, to: call)
            }
            return
        }
        if call.name.hasPrefix("mkfs") {
            add(
                .red, "mkfs", "Makes a new file system: what was there is lost.", call.range,
                effect: "Formats \(call.arguments.last?.display ?? "a device").", target: call.arguments.last?.display)
            return
        }
        judgeByVerb(call, [call.name] + call.arguments.filter { !$0.isOption }.map(\.text), rule: "program.unknown")
        judgeGivenText(call)
        if ["ftp", "lftp"].contains(call.name) { judgeTransfer(call) }
        addUnknown("program.unknown", "No rule explains the program '\(call.name)'.", call.name, call.range)
    }

    // MARK: Variables

    private mutating func assign(_ assignment: Assignment, before program: Argument?) {
        for part in assignment.index ?? [] { visit(part) }
        if let index = assignment.index {
            for case .literal(let text) in index where text.holds("$(") || text.holds("`") {
                add(.red, "shell.arithmetic", "An index runs a command.", assignment.range)
            }
            for case .quoted(let text) in index where text.holds("$(") || text.holds("`") {
                add(.red, "shell.arithmetic", "An index runs a command.", assignment.range)
            }
        }
        var value: Scope.Value?
        var shown = ""
        if case .array(let words)? = assignment.value.parts.first {
            var list: [String] = []
            var isKnown = true
            for word in words {
                for argument in resolve(word) {
                    list.append(argument.text)
                    isKnown = isKnown && argument.isKnown
                }
            }
            value = isKnown ? .list(list) : .changing
        } else {
            let word = ShellWord(parts: [.doubleQuoted(assignment.value.parts)], range: assignment.range)
            let fields = resolve(word)
            shown = fields.map(\.display).joined(separator: " ")
            value =
                fields.count <= 1 && fields.allSatisfy({ $0.unknown == nil })
                ? .text(fields.first?.text ?? "")
                : fields.count == 1 && fields[0].unknown == .name && fields[0].text.count == 1 ? .names : .changing
        }
        EnvironmentRules.judge(assignment.name, shown, isExported: program != nil, range: assignment.range, in: &self)
        guard program == nil else { return }
        if assignment.name == "IFS" {
            if case .text(let text)? = value { scope.separators = Set(text) } else { scope.separators = nil }
        }
        if case .changing? = value { scope.tainted.insert(assignment.name) }
        if shown.holds("$(") || shown.holds("`") { scope.holdsCommands = true }
        if assignment.isAppend || assignment.index != nil { value = .changing }
        scope.set(assignment.name, value, in: text, isCertain: branches == 0)
        add(
            .green, "shell.variable", "Sets the variable \(assignment.name) for the commands that follow.",
            assignment.range)
    }
}

/// Variables that change what programs do.
enum EnvironmentRules {
    private static let harmless: Set<String> = [
        "LANG", "LANGUAGE", "TZ", "PGHOST", "PGPORT", "PGDATABASE", "PGUSER", "PGPASSWORD", "PGCONNECT_TIMEOUT",
        "PGAPPNAME", "PGSSLMODE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "KUBECONFIG", "COLUMNS", "LINES",
        "NO_COLOR", "TERM", "DEBIAN_FRONTEND", "MYSQL_PWD", "VAULT_ADDR", "VAULT_NAMESPACE", "CONSUL_HTTP_ADDR",
        "NOMAD_ADDR", "ETCDCTL_API", "ETCDCTL_ENDPOINTS", "REDISCLI_AUTH", "GOOGLE_CLOUD_PROJECT", "CLUSTER",
        "NAMESPACE", "ENV", "REGION",
    ]
    /// Variables whose value a program runs as a command of the shell.
    private static let running = pagers.union(["PROMPT_COMMAND", "GIT_SSH_COMMAND", "KUBECTL_EXTERNAL_DIFF"])
    /// Variables that change nothing but how something is shown.
    private static let shownOnly: Set<String> = [
        "LANG", "LANGUAGE", "TZ", "COLUMNS", "LINES", "NO_COLOR", "TERM", "DEBIAN_FRONTEND", "PGCONNECT_TIMEOUT",
        "PGAPPNAME",
    ]
    /// Variables that say which server or account a program works with, when they are exported already.
    private static let aiming = harmless.subtracting(shownOnly).subtracting([
        "CLUSTER", "NAMESPACE", "ENV", "REGION",
    ])
    private static let pagers: Set<String> = [
        "PAGER", "GIT_PAGER", "MANPAGER", "SYSTEMD_PAGER", "AWS_PAGER", "PSQL_PAGER",
    ]
    private static let editors: Set<String> = ["EDITOR", "VISUAL", "KUBE_EDITOR", "GIT_EDITOR", "SYSTEMD_EDITOR"]
    private static let knownEditors: Set<String> = Set(
        ["vi", "vim", "nvim", "nano", "emacs", "ed", "pico", "micro", "joe"].flatMap {
            ["\($0)", "/usr/bin/\($0)", "/bin/\($0)"]
        })
    private static let hijacking: Set<String> = [
        "PATH", "BASH_ENV", "PROMPT_COMMAND", "SHELLOPTS", "BASHOPTS", "EDITOR", "VISUAL", "KUBE_EDITOR", "LESSOPEN",
        "LESSCLOSE", "LESS", "PERL5OPT", "PERL5LIB", "PYTHONSTARTUP", "PYTHONPATH", "RUBYOPT", "RUBYLIB",
        "NODE_OPTIONS", "JAVA_TOOL_OPTIONS", "KUBECTL_EXTERNAL_DIFF", "RIPGREP_CONFIG_PATH", "SSH_ASKPASS",
        "SUDO_ASKPASS", "GCONV_PATH", "ENV", "PS4", "PS1", "PS0", "CDPATH", "GLOBIGNORE", "BROWSER", "TAR_OPTIONS",
        "TMPDIR", "HOME", "CURL_HOME", "PSQLRC", "PSQL_EDITOR", "GREP_OPTIONS", "GREP_COLORS", "DOCKER_HOST",
        "http_proxy",
        "https_proxy", "HTTPS_PROXY", "HTTP_PROXY", "SHELL",
    ]

    private static func hijacks(_ name: String) -> Bool {
        hijacking.contains(name) || pagers.contains(name) || name.hasPrefix("LD_") || name.hasPrefix("DYLD_")
            || name.hasPrefix("GIT_") || name.hasPrefix("BASH_FUNC") || name.hasPrefix("npm_config")
            || name.hasPrefix("PYTHON")
    }

    /// Judges the setting of a variable.
    static func judge(
        _ name: String, _ value: String, isExported: Bool, range: Range<Int>, in analyzer: inout ScriptAnalyzer
    ) {
        if isExported && !shownOnly.contains(name) && !name.hasPrefix("LC_") || aiming.contains(name) {
            analyzer.verdict.dependsOnContext = true
        }
        if pagers.contains(name), ["cat", "", "less", "more", "/bin/cat"].contains(value) { return }
        if editors.contains(name), knownEditors.contains(String(value.trimmedSpace)) { return }
        if name == "IFS", !isExported { return }
        if name == "ENV", !value.holds("/") { return }
        if name == "PGOPTIONS", !value.holds("\\") { return }
        if running.contains(name), !value.isEmpty, !value.contains(Argument.unknownPart), !value.holds("…") {
            analyzer.analyzePayload(value, of: name, range: range)
        }
        if ["BASH_ENV", "PROMPT_COMMAND"].contains(name), value.contains(Argument.unknownPart) || value.holds("…") {
            analyzer.add(.red, "environment.hidden", "The variable \(name) runs what can't be known.", range)
        }
        if hijacks(name) {
            analyzer.add(
                .yellow, "environment.hijack", "The variable \(name) decides which code other programs run.", range)
        } else if isExported, !harmless.contains(name), !name.hasPrefix("LC_") {
            analyzer.addUnknown(
                "environment.unknown", "What the variable \(name) does to the program is not known.", name, range)
        }
    }
}
