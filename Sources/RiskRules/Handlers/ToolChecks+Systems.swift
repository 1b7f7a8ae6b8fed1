import RunbookModel

extension ToolChecks {
    static let networks: [String: Check] = [
        "ip": { analyzer, call, parsed, operands in
            let words = operands.map { $0.text.lowercased() }
            guard let verb = words.first else { return }
            let reads = ["show", "list", "ls", "lst", "sh", "get", "help", "dev", "save-never", "s", "li", "showmacs", "showstp"]
            let severe = ["del", "delete", "d", "de", "flush", "f", "fl", "down"]
            if verb == "netns", words.count > 1 { return }
            if call.name == "ip", let object = parsed.operands.first?.text, object == "netns" || object == "vrf", verb == "exec" || verb == "e" {
                analyzer.dispatch(Array(operands.dropFirst(2)), range: call.range, input: call.input, isRemote: true)
                return
            }
            if severe.contains(verb) || words.contains("down") && verb != "show" {
                analyzer.add(.red, "ip.\(verb)", "Takes a network setting away: \(call.display(operands)).", call.range, effect: "Takes away \(call.display(operands.dropFirst())).", target: operands.count > 1 ? operands[1].display : nil)
            } else if !reads.contains(verb), !["up", "via", "default", "to", "scope", "table", "type", "master", "permanent", "from", "proto", "-br"].contains(verb) || words.contains("add") {
                analyzer.add(.yellow, "ip.\(verb)", "Changes a network setting: \(call.display(operands)).", call.range, effect: "Changes \(call.display(operands)).", target: operands.last?.display)
            }
        },
        "ifconfig": { analyzer, call, _, operands in
            if operands.contains(where: { $0.text == "down" }) || call.arguments.contains(where: { $0.text == "down" }) {
                analyzer.add(.red, "ifconfig.down", "Takes the network card down.", call.range, target: call.arguments.first?.display)
            }
        },
        "trace": { analyzer, call, _, _ in
            if call.name == "mtr", !call.arguments.contains(where: { $0.text == "-r" || $0.text == "-c" || $0.text.hasPrefix("--report") || $0.text.hasPrefix("-r") }) {
                analyzer.add(Finding(.yellow, "mtr", "It goes on until it is stopped.", range: call.range, isHeavy: true))
            }
        },
        "firewalld": { analyzer, call, _, _ in
            for argument in call.arguments where argument.text.contains("panic") || argument.text.hasPrefix("--remove") || argument.text.hasPrefix("--delete") {
                analyzer.add(.red, "firewall.remove", "Closes or removes something in the firewall.", argument.range, target: "firewall")
            }
        },
        "tc": { analyzer, call, _, operands in
            let verb = operands.first?.text ?? "show"
            if ["del", "delete"].contains(verb) {
                analyzer.add(.red, "tc.delete", "Takes traffic shaping away.", call.range)
            } else if !["show", "list", "ls", "get", "help"].contains(verb) {
                analyzer.add(.yellow, "tc.change", "Changes traffic shaping.", call.range)
            }
        },
        "nmcli": { analyzer, call, _, _ in
            let words = call.arguments.filter { !$0.isOption }.map(\.text)
            let reads = ["show", "status", "list", "hostname", "permissions", "connectivity", "general", "g", "device", "dev", "d", "connection", "con", "c", "networking", "n", "radio", "r", "wifi", "monitor", "logging"]
            if words.contains(where: { ["down", "delete", "del", "off", "disconnect"].contains($0) }) {
                analyzer.add(.red, "nmcli.down", "Takes a network down.", call.range, target: words.last)
            } else if !words.prefix(2).allSatisfy({ reads.contains($0) }) || words.contains("up") || words.contains("modify") || words.contains("connect") || words.contains("on") {
                analyzer.add(.yellow, "nmcli.change", "Changes a network.", call.range, target: words.last)
            }
            if call.arguments.contains(where: { $0.text == "-s" || $0.text == "--show-secrets" }) {
                analyzer.add(Finding(.yellow, "nmcli.secret", "It prints passwords.", range: call.range, discloses: true))
            }
        },
        "netcat": { analyzer, call, parsed, _ in
            if case .text(let text) = call.input, NetworkText.isRead(text) { return }
            if !parsed.has("-z", "-vz", "-zv") { analyzer.add(.yellow, "nc", "Opens a connection: what is sent over it is not known.", call.range) }
            for argument in call.arguments where argument.text == "-e" || argument.text == "-c" || argument.text.hasPrefix("--exec") || argument.text.hasPrefix("--sh-exec") {
                analyzer.add(.red, "nc.command", "It runs a program for whoever connects.", argument.range)
            }
        },
        "openssl": { analyzer, call, parsed, _ in
            let verb = parsed.operands.first?.text
            if verb == "s_client", !call.arguments.contains(where: { $0.text == "-brief" }), call.input == .none {
                // It waits for input, which is empty here, and ends.
                analyzer.add(.green, "openssl.client", "Opens a connection and ends.", call.range)
            }
            if verb == "req", call.arguments.contains(where: { $0.text == "-new" || $0.text == "-x509" || $0.text == "-newkey" }) {
                analyzer.add(.yellow, "openssl.req", "Makes a certificate.", call.range)
            }
        },
        "wg": { analyzer, call, _, operands in
            if operands.contains(where: { $0.text == "private-key" || $0.text == "dump" || $0.text == "preshared-keys" }) {
                analyzer.add(Finding(.yellow, "wg.secret", "It prints keys.", range: call.range, discloses: true))
            }
        },
    ]

    static let disks: [String: Check] = [
        "partition": { analyzer, call, parsed, operands in
            if call.arguments.contains(where: { ["-Z", "--zap-all", "-z", "-o", "--clear", "--delete", "-d"].contains($0.text) }), call.name == "sgdisk" || call.name == "sfdisk" || call.name == "partx", !(call.name == "sfdisk" && call.arguments.first?.text == "-d") {
                analyzer.add(.red, "partition.wipe", "Deletes partitions.", call.range, target: operands.last?.display)
            } else if ["fdisk", "sfdisk"].contains(call.name), !parsed.has("-l", "--list", "-x", "-d", "--dump", "-V", "-s", "-J", "--json", "-F") {
                analyzer.add(.red, "partition.edit", "Changes partitions.", call.range, target: operands.last?.display)
            }
        },
        "sgdisk": { analyzer, call, parsed, operands in
            let reads = parsed.has("-p", "-i", "-v", "-L", "-s", "-E", "-F", "-f", "-D")
            if !parsed.strangers.isEmpty || !reads {
                let wipes = call.arguments.contains { ["-Z", "--zap-all", "-z", "--zap", "-o", "--clear", "-d"].contains($0.text) || $0.text.hasPrefix("-d") || $0.text.hasPrefix("--delete") }
                analyzer.add(wipes ? .red : .yellow, "sgdisk", "Changes partitions.", call.range, target: operands.last?.display)
            }
        },
        "parted": { analyzer, call, _, operands in
            let words = operands.dropFirst().map(\.text)
            let destroying = ["mklabel", "mktable", "rm", "resizepart", "mkpart", "rescue", "move"]
            if words.isEmpty, call.arguments.contains(where: { $0.text == "-l" || $0.text == "--list" }) { return }
            if words.contains(where: { destroying.contains($0) }) {
                let creates = words.contains("mkpart") && !words.contains("mklabel") && !words.contains("rm")
                analyzer.add(creates ? .yellow : .red, "parted", "Changes partitions.", call.range, target: operands.first?.display)
            } else if !words.allSatisfy({ ["print", "p", "unit", "s", "B", "GiB", "MiB", "free", "all", "align-check", "KB", "MB", "GB", "TB", "%"].contains($0) }) || words.isEmpty {
                analyzer.add(.yellow, "parted", "Changes partitions, or opens a dialogue.", call.range, target: operands.first?.display)
            }
        },
        "hdparm": needs(["-I", "-i", "-t", "-T", "-g", "-C", "-v"], "Changes a disk.", .yellow),
        "mount": { analyzer, call, parsed, _ in
            if !parsed.strangers.isEmpty || !parsed.operands.isEmpty || parsed.has("-t") && !parsed.has("-l") && !parsed.operands.isEmpty {
                analyzer.add(.yellow, "mount", "Mounts a file system.", call.range, effect: "Mounts \(call.display(parsed.operands)).", target: parsed.operands.last?.display)
            }
        },
        "fsck": { analyzer, call, parsed, operands in
            let words = call.arguments.filter(\.isOption).map(\.text)
            let isDry = words.contains { $0 == "-n" || $0 == "-N" || $0 == "-nf" || $0 == "-fn" || $0 == "-nv" }
            let repairs = words.contains { $0 == "-y" || $0 == "-p" || $0 == "-a" || $0 == "-L" || $0.contains("repair") || $0.contains("force") || $0 == "-fy" || $0 == "-yf" || $0 == "-f" }
            if !isDry || repairs {
                analyzer.add(.red, "fsck.repair", "Repairs a file system, which can lose files.", call.range, effect: "Repairs the file system on \(operands.last?.display ?? "a device").", target: operands.last?.display)
            }
        },
        "onlylist": { _, _, _, _ in },
        "resize": { analyzer, call, parsed, operands in
            let sizes = parsed.options.filter { ["-L", "--size", "-l", "--extents"].contains($0.name) }.compactMap { $0.value?.text }
            if call.name == "lvresize", sizes.contains(where: { !$0.hasPrefix("+") }) {
                analyzer.add(.red, "lvresize.shrink", "It may make the volume smaller.", call.range, target: operands.last?.display)
            }
            if call.name == "resize2fs", operands.count > 1 {
                analyzer.add(.red, "resize2fs.shrink", "It may make the file system smaller.", call.range, target: operands.first?.display)
            }
        },
        "wipe": { analyzer, call, parsed, _ in
            if parsed.has("-l", "--list"), call.name == "wipefs" || call.name == "badblocks" { return }
        },
        "mdadm": { analyzer, call, _, operands in
            let words = call.arguments.map(\.text)
            let severe = ["--zero-superblock", "--stop", "-S", "--remove", "-r", "--fail", "-f", "--create", "-C", "--replace", "--kill-subarray"]
            if words.contains(where: { severe.contains($0) }) {
                analyzer.add(.red, "mdadm.remove", "Takes a disk or an array away.", call.range, target: operands.last?.display)
            } else if !words.contains(where: { ["-D", "--detail", "-E", "--examine", "-Q", "--query", "-Db", "-Es", "-Ds", "--version", "-V"].contains($0) }) {
                analyzer.add(.yellow, "mdadm.change", "Changes an array.", call.range, target: operands.last?.display)
            }
        },
        "exportfs": { analyzer, call, _, _ in
            if call.arguments.contains(where: { $0.text.hasPrefix("-u") || $0.text == "-au" || $0.text == "-ua" }) {
                analyzer.add(.red, "exportfs.remove", "Takes shares away.", call.range)
            }
        },
    ]

    static let packages: [String: Check] = [
        "dpkg": { analyzer, call, parsed, operands in
            let words = call.arguments.map(\.text)
            if words.contains(where: { $0 == "-P" || $0.hasPrefix("--purge") || $0 == "-r" || $0.hasPrefix("--remove") || $0.hasPrefix("--force") }) {
                analyzer.add(.red, "dpkg.remove", "Removes packages.", call.range, target: operands.last?.display)
            } else if parsed.options.isEmpty || words.contains(where: { $0 == "-i" || $0 == "--install" || $0.hasPrefix("--configure") || $0.hasPrefix("--unpack") }) {
                analyzer.add(.yellow, "dpkg.install", "Changes packages.", call.range, target: operands.last?.display)
            }
        },
        "rpm": { analyzer, call, parsed, operands in
            let words = call.arguments.filter(\.isOption).map(\.text)
            if words.contains(where: { $0.hasPrefix("-e") || $0 == "--erase" }) {
                analyzer.add(.red, "rpm.remove", "Removes packages.", call.range, target: operands.last?.display)
            } else if !parsed.has("-q", "-V", "-K", "--query", "--verify", "--checksig", "--version", "--eval", "-qa", "-qi", "-ql", "-qf", "-qc", "-qp", "-qd", "-Va") || words.contains(where: { $0.hasPrefix("-i") || $0.hasPrefix("-U") || $0.hasPrefix("-F") }) {
                analyzer.add(.yellow, "rpm.install", "Changes packages.", call.range, target: operands.last?.display)
            } else if words.contains(where: { $0.contains("eval") }) {
                analyzer.add(.yellow, "rpm.macro", "Macros can run programs.", call.range)
            }
        },
        "pacman": { analyzer, call, _, operands in
            if call.arguments.contains(where: { $0.text.hasPrefix("-R") || $0.text.contains("cc") && $0.isOption }) {
                analyzer.add(.red, "pacman.remove", "Removes packages.", call.range, target: operands.last?.display)
            }
        },
    ]

    static let repositories: [String: Check] = [
        "gitbranch": { analyzer, call, parsed, operands in
            // `git branch name` makes a branch; with a list option the words are patterns.
            let lists = parsed.has("-l", "--list", "--contains", "--merged", "--no-merged", "--points-at", "--show-current", "-n", "--no-contains") && !call.arguments.contains { $0.text.hasPrefix("--no-list") }
            if !operands.isEmpty, !lists {
                analyzer.add(.yellow, "git.create", "Makes or moves a branch or tag.", call.range, effect: "Makes \(operands[0].display).", target: operands[0].display)
            }
        },
        "gitconfig": { analyzer, call, parsed, operands in
            let reads = parsed.has("--list", "-l", "--get", "--get-all", "--get-regexp", "--get-urlmatch")
            if !reads, operands.count > 1 {
                let verbs = ["list", "get"]
                if !verbs.contains(operands[0].text) || operands.count > 2 { analyzer.add(.yellow, "git.config", "Changes a setting of git.", call.range, target: operands[0].display) }
            }
        },
        "gitfetch": { analyzer, call, parsed, operands in
            let isDry = parsed.has("--dry-run") || call.arguments.contains { $0.text == "-n" } && parsed.operands.first?.text == "push"
            let words = call.arguments.map(\.text)
            if !isDry { analyzer.add(.yellow, "git.transfer", "Fetches or sends changes.", call.range, effect: "Runs git \(parsed.operands.first?.text ?? "") with \(call.display(operands)).", target: operands.last?.display) }
            if parsed.operands.first?.text == "push", !isDry {
                let forced = words.contains { $0 == "--force" || $0 == "-f" || $0.hasPrefix("--force-") || $0 == "--delete" || $0 == "-d" || $0 == "--mirror" || $0 == "--prune" || $0.hasPrefix("-f") }
                if forced || operands.dropFirst().contains(where: { $0.text.hasPrefix("+") || $0.text.hasPrefix(":") }) {
                    analyzer.add(.red, "git.push.force", "Overwrites or deletes what others have.", call.range, effect: "Overwrites or deletes \(operands.last?.display ?? "branches") for everybody.", target: operands.last?.display)
                }
            }
            for argument in call.arguments where argument.text.hasPrefix("--upload-pack") || argument.text.hasPrefix("--receive-pack") || argument.text.hasPrefix("--exec") || argument.text.hasPrefix("ext::") {
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
            case "clean": isSevere = !words.contains { $0 == "-n" || $0 == "--dry-run" || $0.hasPrefix("-n") || $0 == "-dn" || $0 == "-fdn" || $0 == "-ndx" }
            case "checkout": isSevere = has("--", "-f", "--force", ".", "-B") || operands.contains { $0.text == "." }
            case "switch": isSevere = has("-f", "--force", "--discard-changes", "-C")
            case "restore": isSevere = !(has("--staged", "-S") && !has("--worktree", "-W"))
            case "stash": isSevere = operands.contains { ["drop", "clear", "pop-never"].contains($0.text) }
            case "filter-branch", "filter-repo", "update-ref", "prune", "rebase", "rm", "prune-packed", "replace": isSevere = verb != "rm" || !has("--cached")
            case "gc": isSevere = words.contains { $0.hasPrefix("--prune=now") || $0.hasPrefix("--prune=all") || $0 == "--aggressive-never" }
            case "commit": isSevere = has("--amend")
            case "worktree", "remote", "submodule", "notes", "symbolic-ref", "bisect": isSevere = operands.contains { ["remove", "rm", "prune", "deinit", "delete"].contains($0.text) } || has("-d", "--delete", "-f", "--force") && verb == "symbolic-ref"
            case "lfs": isSevere = operands.contains { ["prune", "migrate"].contains($0.text) }
            case "read-tree", "svn", "p4": isSevere = has("--reset")
            default: isSevere = false
            }
            if isSevere {
                analyzer.add(.red, "git.\(verb)", "git \(verb) can lose changes for good.", call.range, effect: "Runs git \(verb): changes can be lost for good.", target: operands.last?.display)
            }
            for operand in operands where verb == "bisect" && operand.text == "run" || verb == "submodule" && operand.text == "foreach" || operand.text.hasPrefix("ext::") {
                let payload = Array(operands.drop { $0.range != operand.range }.dropFirst())
                if let text = analyzer.shellText(payload) { analyzer.analyzePayload(text, of: "git", range: call.range) } else {
                    analyzer.add(.red, "git.command", "git runs a command that can't be known.", call.range)
                }
            }
            if let index = words.firstIndex(where: { $0 == "--exec" || $0 == "-x" }), verb == "rebase", index + 1 < words.count {
                analyzer.analyzePayload(words[index + 1], of: "git", range: call.range)
            }
        },
        "ghapi": { analyzer, call, parsed, operands in
            let method = (parsed.value("-X", "--method") ?? "GET").uppercased()
            if method == "DELETE" { analyzer.add(.red, "gh.delete", "Deletes \(operands.first?.display ?? "something").", call.range, target: operands.first?.display) } else if method != "GET" {
                analyzer.add(.yellow, "gh.write", "Sends \(method).", call.range)
            }
            if operands.first?.text == "graphql" { analyzer.add(.yellow, "gh.graphql", "Sends a request that may change something.", call.range) }
        },
    ]
}

/// Text that is sent over a plain connection.
enum NetworkText {
    private static let reads: Set<String> = [
        "stats", "ruok", "mntr", "srvr", "stat", "conf", "cons", "envi", "dump", "wchs", "isro", "ping", "version", "info",
    ]

    /// Whether it only asks: a question that memcached, ZooKeeper or a web server answers.
    static func isRead(_ text: String) -> Bool {
        let lines = text.split(whereSeparator: \.isNewline).map { Substring($0).trimmed }
        guard let first = lines.first else { return false }
        if lines.count == 1, reads.contains(first.lowercased()) { return true }
        let isRequest = first.hasPrefix("GET /") || first.hasPrefix("HEAD /")
        return isRequest && lines.dropFirst().allSatisfy { $0.isEmpty || $0.contains(": ") }
    }
}
