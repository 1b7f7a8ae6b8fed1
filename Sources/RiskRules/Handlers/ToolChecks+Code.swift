import ByteText
import RunbookModel

extension ToolChecks {
    static let packages: [String: Check] = [
        "dpkg": { analyzer, call, parsed, operands in
            let words = call.arguments.map(\.text)
            if words.contains(where: {
                $0 == "-P" || $0.hasPrefix("--purge") || $0 == "-r" || $0.hasPrefix("--remove")
                    || $0.hasPrefix("--force")
            }) {
                analyzer.add(.red, "dpkg.remove", "Removes packages.", call.range, target: operands.last?.display)
            } else if parsed.options.isEmpty
                || words.contains(where: {
                    $0 == "-i" || $0 == "--install" || $0.hasPrefix("--configure") || $0.hasPrefix("--unpack")
                })
            {
                analyzer.add(.yellow, "dpkg.install", "Changes packages.", call.range, target: operands.last?.display)
            }
        },
        "rpm": { analyzer, call, parsed, operands in
            let words = call.arguments.filter(\.isOption).map(\.text)
            if words.contains(where: { $0.hasPrefix("-e") || $0 == "--erase" }) {
                analyzer.add(.red, "rpm.remove", "Removes packages.", call.range, target: operands.last?.display)
            } else if !parsed.has(
                "-q", "-V", "-K", "--query", "--verify", "--checksig", "--version", "--eval", "-qa", "-qi", "-ql",
                "-qf", "-qc", "-qp", "-qd", "-Va")
                || words.contains(where: { $0.hasPrefix("-i") || $0.hasPrefix("-U") || $0.hasPrefix("-F") })
            {
                analyzer.add(.yellow, "rpm.install", "Changes packages.", call.range, target: operands.last?.display)
            } else if words.contains(where: { $0.holds("eval") }) {
                analyzer.add(.yellow, "rpm.macro", "Macros can run programs.", call.range)
            }
        },
        "pacman": { analyzer, call, _, operands in
            if call.arguments.contains(where: { $0.text.hasPrefix("-R") || $0.text.holds("cc") && $0.isOption }) {
                analyzer.add(.red, "pacman.remove", "Removes packages.", call.range, target: operands.last?.display)
            }
        },
    ]

    static let repositories: [String: Check] = [
        // A repository's own settings may name programs that make text of a file, or show a difference. The names of
        // those settings can't be known beforehand, so no setting of ours outranks them; only these options do.
        "gitpatch": { analyzer, call, parsed, operands in
            let verb = parsed.operands.first?.text ?? ""
            let asksForPatch = parsed.has(
                "-p", "-u", "--patch", "-U", "--unified", "-L", "-c", "--cc", "--word-diff", "-W", "--function-context",
                "-S", "-G", "--patch-with-stat", "--binary", "--full-index")
            let isSummary = parsed.has(
                "--stat", "--shortstat", "--numstat", "--name-only", "--name-status", "--summary", "--dirstat", "-s",
                "--no-patch", "--quiet", "--raw", "--compact-summary")
            let makesPatch: Bool
            switch verb {
            case "diff", "show": makesPatch = asksForPatch || !isSummary
            case "blame", "annotate": makesPatch = true
            default: makesPatch = asksForPatch
            }
            let runsHelpers = !parsed.has("--no-ext-diff") && (verb == "diff" || verb == "stash")
            guard makesPatch, !parsed.has("--no-textconv") || runsHelpers else { return }
            analyzer.add(
                .yellow, "git.driver",
                "The repository's settings may make git run a program to show this; --no-ext-diff --no-textconv keep it from that.",
                call.range)
        },
        "gitremote": { analyzer, call, _, operands in
            for operand in operands where operand.text.holds("::") || !operand.isKnown && operand.unknown == .output {
                analyzer.add(.red, "git.transport", "The address makes git run a program.", operand.range)
            }
        },
        "gitbranch": { analyzer, call, parsed, operands in
            // `git branch name` makes a branch; with a list option the words are patterns.
            let lists =
                parsed.has(
                    "-l", "--list", "--contains", "--merged", "--no-merged", "--points-at", "--show-current", "-n",
                    "--no-contains") && !call.arguments.contains { $0.text.hasPrefix("--no-list") }
            if !operands.isEmpty, !lists {
                analyzer.add(
                    .yellow, "git.create", "Makes or moves a branch or tag.", call.range,
                    effect: "Makes \(operands[0].display).", target: operands[0].display)
            }
        },
        "gitconfig": { analyzer, call, parsed, operands in
            let reads = parsed.has("--list", "-l", "--get", "--get-all", "--get-regexp", "--get-urlmatch")
            if !reads, operands.count > 1 {
                let verbs = ["list", "get"]
                if !verbs.contains(operands[0].text) || operands.count > 2 {
                    analyzer.add(
                        .yellow, "git.config", "Changes a setting of git.", call.range, target: operands[0].display)
                }
            }
        },
        "gitfetch": { analyzer, call, parsed, operands in
            let isDry =
                parsed.has("--dry-run")
                || call.arguments.contains { $0.text == "-n" } && parsed.operands.first?.text == "push"
            let words = call.arguments.map(\.text)
            if !isDry {
                analyzer.add(
                    .yellow, "git.transfer", "Fetches or sends changes.", call.range,
                    effect: "Runs git \(parsed.operands.first?.text ?? "") with \(call.display(operands)).",
                    target: operands.last?.display)
            }
            if parsed.operands.first?.text == "push", !isDry {
                let forced = words.contains {
                    $0 == "--force" || $0 == "-f" || $0.hasPrefix("--force-") || $0 == "--delete" || $0 == "-d"
                        || $0 == "--mirror" || $0 == "--prune" || $0.hasPrefix("-f")
                }
                if forced || operands.dropFirst().contains(where: { $0.text.hasPrefix("+") || $0.text.hasPrefix(":") })
                {
                    analyzer.add(
                        .red, "git.push.force", "Overwrites or deletes what others have.", call.range,
                        effect: "Overwrites or deletes \(operands.last?.display ?? "branches") for everybody.",
                        target: operands.last?.display)
                }
            }
            for argument in call.arguments
            where argument.text.hasPrefix("--upload-pack") || argument.text.hasPrefix("--receive-pack")
                || argument.text.hasPrefix("--exec") || argument.text.hasPrefix("ext::")
            {
                analyzer.add(.red, "git.command", "git runs a program of its own accord.", argument.range)
            }
        },
        "git": { analyzer, call, parsed, operands in
            let verb = parsed.operands.first?.text ?? ""
            let words = call.arguments.map(\.text)
            func has(_ options: String...) -> Bool { words.contains { options.contains($0) } }
            let isSevere: Bool
            switch verb {
            case "reset": isSevere = has("--hard", "--merge", "--keep")
            case "clean":
                isSevere = !words.contains {
                    $0 == "-n" || $0 == "--dry-run" || $0.hasPrefix("-n") || $0 == "-dn" || $0 == "-fdn" || $0 == "-ndx"
                }
            case "checkout": isSevere = has("--", "-f", "--force", ".", "-B") || operands.contains { $0.text == "." }
            case "switch": isSevere = has("-f", "--force", "--discard-changes", "-C")
            case "restore": isSevere = !(has("--staged", "-S") && !has("--worktree", "-W"))
            case "stash": isSevere = operands.contains { ["drop", "clear", "pop-never"].contains($0.text) }
            case "filter-branch", "filter-repo", "update-ref", "prune", "rebase", "rm", "prune-packed", "replace":
                isSevere = verb != "rm" || !has("--cached")
            case "gc":
                isSevere = words.contains {
                    $0.hasPrefix("--prune=now") || $0.hasPrefix("--prune=all") || $0 == "--aggressive-never"
                }
            case "commit": isSevere = has("--amend")
            case "worktree", "remote", "submodule", "notes", "symbolic-ref", "bisect":
                isSevere =
                    operands.contains { ["remove", "rm", "prune", "deinit", "delete"].contains($0.text) }
                    || has("-d", "--delete", "-f", "--force") && verb == "symbolic-ref"
            case "lfs": isSevere = operands.contains { ["prune", "migrate"].contains($0.text) }
            case "read-tree", "svn", "p4": isSevere = has("--reset")
            default: isSevere = false
            }
            if isSevere {
                analyzer.add(
                    .red, "git.\(verb)", "git \(verb) can lose changes for good.", call.range,
                    effect: "Runs git \(verb): changes can be lost for good.", target: operands.last?.display)
            }
            for operand in operands
            where verb == "bisect" && operand.text == "run" || verb == "submodule" && operand.text == "foreach"
                || operand.text.hasPrefix("ext::")
            {
                let payload = Array(operands.drop { $0.range != operand.range }.dropFirst())
                if let text = analyzer.shellText(payload) {
                    analyzer.analyzePayload(text, of: "git", range: call.range)
                } else {
                    analyzer.add(.red, "git.command", "git runs a command that can't be known.", call.range)
                }
            }
            if let index = words.firstIndex(where: { $0 == "--exec" || $0 == "-x" }), verb == "rebase",
                index + 1 < words.count
            {
                analyzer.analyzePayload(words[index + 1], of: "git", range: call.range)
            }
        },
        "ghapi": { analyzer, call, parsed, operands in
            let method = (parsed.value("-X", "--method") ?? "GET").uppercased()
            if method == "DELETE" {
                analyzer.add(
                    .red, "gh.delete", "Deletes \(operands.first?.display ?? "something").", call.range,
                    target: operands.first?.display)
            } else if method != "GET" {
                analyzer.add(.yellow, "gh.write", "Sends \(method).", call.range)
            }
            if operands.first?.text == "graphql" {
                analyzer.add(.yellow, "gh.graphql", "Sends a request that may change something.", call.range)
            }
        },
    ]
}

/// Text that is sent over a plain connection.
enum NetworkText {
    private static let reads: Set<String> = [
        "stats", "ruok", "mntr", "srvr", "stat", "conf", "cons", "envi", "dump", "wchs", "isro", "ping", "version",
        "info",
    ]

    /// Whether it only asks: a question that memcached, ZooKeeper or a web server answers.
    static func isRead(_ text: String) -> Bool {
        let lines = text.split(whereSeparator: \.isNewline).map(\.trimmedSpace)
        guard let first = lines.first else { return false }
        if lines.count == 1, reads.contains(first.lowercased()) { return true }
        // HAProxy and memcached: words that only ask. HAProxy takes several commands on one line, divided by `;`.
        let questions = lines.flatMap { $0.parts(between: ";") }.map(\.trimmedSpace)
        if questions.allSatisfy({ question in
            let words = question.parts(between: " ").map(String.init)
            return words.count > 1 && words.count < 6
                && (words[0] == "show" || words[0] == "stats" && words[1] != "reset")
                && words.allSatisfy { word in
                    word.utf8.allSatisfy {
                        $0 > 0x2A && $0 < 0x7F && $0 != UInt8(ascii: "|") && $0 != UInt8(ascii: "`")
                    }
                }
        }) {
            return true
        }
        let isRequest = first.hasPrefix("GET /") || first.hasPrefix("HEAD /")
        return isRequest && lines.dropFirst().allSatisfy { $0.isEmpty || $0.holds(": ") }
    }
}
