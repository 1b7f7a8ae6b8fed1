import ByteText
import RunbookModel

extension ToolChecks {
    static let networks: [String: Check] = [
        "ip": { analyzer, call, parsed, operands in
            let words = operands.map { $0.text.lowercased() }
            if call.name == "ip", parsed.operands.count > 1, ["exec", "e"].contains(parsed.operands[1].text) {
                // Behind the name of the network stands a command.
                analyzer.dispatch(
                    Array(call.arguments.drop { $0.range != parsed.operands[1].range }.dropFirst(2)), range: call.range,
                    input: call.input, isRemote: true)
                return
            }
            guard let verb = words.first else { return }
            let reads = [
                "show", "list", "ls", "lst", "sh", "get", "help", "dev", "save-never", "s", "li", "showmacs", "showstp",
            ]
            let severe = ["del", "delete", "d", "de", "flush", "f", "fl", "down"]
            if severe.contains(verb) || words.contains("down") && verb != "show" {
                analyzer.add(
                    .red, "ip.\(verb)", "Takes a network setting away: \(call.display(operands)).", call.range,
                    effect: "Takes away \(call.display(operands.dropFirst())).",
                    target: operands.count > 1 ? operands[1].display : nil)
            } else if !reads.contains(verb),
                ![
                    "up", "via", "default", "to", "scope", "table", "type", "master", "permanent", "from", "proto",
                    "-br",
                ].contains(verb) || words.contains("add")
            {
                analyzer.add(
                    .yellow, "ip.\(verb)", "Changes a network setting: \(call.display(operands)).", call.range,
                    effect: "Changes \(call.display(operands)).", target: operands.last?.display)
            }
        },
        "ifconfig": { analyzer, call, _, operands in
            if operands.contains(where: { $0.text == "down" }) || call.arguments.contains(where: { $0.text == "down" })
            {
                analyzer.add(
                    .red, "ifconfig.down", "Takes the network card down.", call.range,
                    target: call.arguments.first?.display)
            }
        },
        "keygen": needs(["-l", "-F", "-B", "-L", "-R", "-y"], "Makes keys."),
        "trace": { analyzer, call, _, _ in
            if call.name == "mtr",
                !call.arguments.contains(where: {
                    $0.text == "-r" || $0.text == "-c" || $0.text.hasPrefix("--report") || $0.text.hasPrefix("-r")
                })
            {
                analyzer.add(.endless("mtr", call.range))
            }
        },
        "firewalld": { analyzer, call, _, _ in
            for argument in call.arguments
            where argument.text.holds("panic") || argument.text.hasPrefix("--remove")
                || argument.text.hasPrefix("--delete")
            {
                analyzer.add(
                    .red, "firewall.remove", "Closes or removes something in the firewall.", argument.range,
                    target: "firewall")
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
            let reads = [
                "show", "status", "list", "hostname", "permissions", "connectivity", "general", "g", "device", "dev",
                "d", "connection", "con", "c", "networking", "n", "radio", "r", "wifi", "monitor", "logging",
            ]
            if words.contains(where: { ["down", "delete", "del", "off", "disconnect"].contains($0) }) {
                analyzer.add(.red, "nmcli.down", "Takes a network down.", call.range, target: words.last)
            } else if !words.prefix(2).allSatisfy({ reads.contains($0) }) || words.contains("up")
                || words.contains("modify") || words.contains("connect") || words.contains("on")
            {
                analyzer.add(.yellow, "nmcli.change", "Changes a network.", call.range, target: words.last)
            }
            if call.arguments.contains(where: { $0.text == "-s" || $0.text == "--show-secrets" }) {
                analyzer.add(
                    Finding(.yellow, "nmcli.secret", "It prints passwords.", range: call.range, discloses: true))
            }
        },
        "socat": { analyzer, call, _, operands in
            let ends = operands.map(\.text)
            let isInput = ends.first.map { ["-", "stdio", "STDIO", "stdin", "STDIN"].contains($0) } ?? false
            let isSocket =
                ends.last.map { end in
                    let kinds = [
                        "unix-connect:", "unix:", "unix-client:", "tcp:", "tcp4:", "tcp-connect:", "tcp4-connect:",
                    ]
                    return !end.holds(",")
                        && (kinds.contains { end.lowercased().hasPrefix($0) }
                            || end.hasPrefix("/") && (end.hasSuffix(".sock") || end.hasSuffix(".socket")))
                } ?? false
            if case .text(let text) = call.input, NetworkText.isRead(text), isInput, isSocket, ends.count == 2,
                operands.allSatisfy(\.isKnown)
            {
                return
            }
            for operand in operands {
                let kind = operand.text.prefix { $0 != ":" }.lowercased()
                if ["exec", "system", "shell", "create", "open", "gopen"].contains(kind) || !operand.isKnown {
                    analyzer.add(.red, "socat.command", "It runs a program, or writes to a file.", operand.range)
                }
            }
            analyzer.add(.yellow, "socat", "Opens a connection: what is sent over it is not known.", call.range)
        },
        "netcat": { analyzer, call, parsed, _ in
            if case .text(let text) = call.input, NetworkText.isRead(text) { return }
            if !parsed.has("-z", "-vz", "-zv") {
                analyzer.add(.yellow, "nc", "Opens a connection: what is sent over it is not known.", call.range)
            }
            for argument in call.arguments
            where argument.text == "-e" || argument.text == "-c" || argument.text.hasPrefix("--exec")
                || argument.text.hasPrefix("--sh-exec")
            {
                analyzer.add(.red, "nc.command", "It runs a program for whoever connects.", argument.range)
            }
        },
        "openssl": { analyzer, call, parsed, _ in
            let verb = parsed.operands.first?.text
            if verb == "s_client", !call.arguments.contains(where: { $0.text == "-brief" }), call.input == .none {
                // It waits for input, which is empty here, and ends.
                analyzer.add(.green, "openssl.client", "Opens a connection and ends.", call.range)
            }
            if verb == "req",
                call.arguments.contains(where: { $0.text == "-new" || $0.text == "-x509" || $0.text == "-newkey" })
            {
                analyzer.add(.yellow, "openssl.req", "Makes a certificate.", call.range)
            }
        },
        "wg": { analyzer, call, _, operands in
            if operands.contains(where: { $0.text == "private-key" || $0.text == "dump" || $0.text == "preshared-keys" }
            ) {
                analyzer.add(Finding(.yellow, "wg.secret", "It prints keys.", range: call.range, discloses: true))
            }
        },
    ]

    static let disks: [String: Check] = [
        "partition": { analyzer, call, parsed, operands in
            if call.arguments.contains(where: {
                ["-Z", "--zap-all", "-z", "-o", "--clear", "--delete", "-d"].contains($0.text)
            }), call.name == "sgdisk" || call.name == "sfdisk" || call.name == "partx",
                !(call.name == "sfdisk" && call.arguments.first?.text == "-d")
            {
                analyzer.add(.red, "partition.wipe", "Deletes partitions.", call.range, target: operands.last?.display)
            } else if ["fdisk", "sfdisk"].contains(call.name),
                !parsed.has("-l", "--list", "-x", "-d", "--dump", "-V", "-s", "-J", "--json", "-F")
            {
                analyzer.add(.red, "partition.edit", "Changes partitions.", call.range, target: operands.last?.display)
            }
        },
        "sgdisk": { analyzer, call, parsed, operands in
            let reads = parsed.has("-p", "-i", "-v", "-L", "-s", "-E", "-F", "-f", "-D")
            if !parsed.strangers.isEmpty || !reads {
                let wipes = call.arguments.contains {
                    ["-Z", "--zap-all", "-z", "--zap", "-o", "--clear", "-d"].contains($0.text)
                        || $0.text.hasPrefix("-d") || $0.text.hasPrefix("--delete")
                }
                analyzer.add(
                    wipes ? .red : .yellow, "sgdisk", "Changes partitions.", call.range, target: operands.last?.display)
            }
        },
        "parted": { analyzer, call, _, operands in
            let words = operands.dropFirst().map(\.text)
            let destroying = ["mklabel", "mktable", "rm", "resizepart", "mkpart", "rescue", "move"]
            if words.isEmpty, call.arguments.contains(where: { $0.text == "-l" || $0.text == "--list" }) { return }
            if words.contains(where: { destroying.contains($0) }) {
                let creates = words.contains("mkpart") && !words.contains("mklabel") && !words.contains("rm")
                analyzer.add(
                    creates ? .yellow : .red, "parted", "Changes partitions.", call.range,
                    target: operands.first?.display)
            } else if !words.allSatisfy({
                [
                    "print", "p", "unit", "s", "B", "GiB", "MiB", "free", "all", "align-check", "KB", "MB", "GB", "TB",
                    "%",
                ].contains($0)
            }) || words.isEmpty {
                analyzer.add(
                    .yellow, "parted", "Changes partitions, or opens a dialogue.", call.range,
                    target: operands.first?.display)
            }
        },
        "hdparm": needs(
            ["-I", "-i", "-t", "-T", "-tT", "-g", "-C", "-v", "-H", "--Istdout", "--read-sector", "--fibmap"],
            "Changes a disk."),
        "mount": { analyzer, call, parsed, _ in
            if !parsed.strangers.isEmpty || !parsed.operands.isEmpty
                || parsed.has("-t") && !parsed.has("-l") && !parsed.operands.isEmpty
            {
                analyzer.add(
                    .yellow, "mount", "Mounts a file system.", call.range,
                    effect: "Mounts \(call.display(parsed.operands)).", target: parsed.operands.last?.display)
            }
        },
        "fsck": { analyzer, call, parsed, operands in
            let words = call.arguments.filter(\.isOption).map(\.text)
            let isDry = words.contains { $0 == "-n" || $0 == "-N" || $0 == "-nf" || $0 == "-fn" || $0 == "-nv" }
            let repairs = words.contains {
                $0 == "-y" || $0 == "-p" || $0 == "-a" || $0 == "-L" || $0.holds("repair") || $0.holds("force")
                    || $0 == "-fy" || $0 == "-yf" || $0 == "-f"
            }
            if !isDry || repairs {
                analyzer.add(
                    .red, "fsck.repair", "Repairs a file system, which can lose files.", call.range,
                    effect: "Repairs the file system on \(operands.last?.display ?? "a device").",
                    target: operands.last?.display)
            }
        },
        "onlylist": { _, _, _, _ in },
        "resize": { analyzer, call, parsed, operands in
            let sizes = parsed.options.filter { ["-L", "--size", "-l", "--extents"].contains($0.name) }.compactMap {
                $0.value?.text
            }
            if call.name == "lvresize", sizes.contains(where: { !$0.hasPrefix("+") }) {
                analyzer.add(
                    .red, "lvresize.shrink", "It may make the volume smaller.", call.range,
                    target: operands.last?.display)
            }
            if call.name == "resize2fs", operands.count > 1 {
                analyzer.add(
                    .red, "resize2fs.shrink", "It may make the file system smaller.", call.range,
                    target: operands.first?.display)
            }
        },
        "wipe": { analyzer, call, parsed, _ in
            if parsed.has("-l", "--list"), call.name == "wipefs" || call.name == "badblocks" { return }
        },
        "mdadm": { analyzer, call, _, operands in
            let words = call.arguments.map(\.text)
            let severe = [
                "--zero-superblock", "--stop", "-S", "--remove", "-r", "--fail", "-f", "--create", "-C", "--replace",
                "--kill-subarray",
            ]
            if words.contains(where: { severe.contains($0) }) {
                analyzer.add(
                    .red, "mdadm.remove", "Takes a disk or an array away.", call.range, target: operands.last?.display)
            } else if !words.contains(where: {
                ["-D", "--detail", "-E", "--examine", "-Q", "--query", "-Db", "-Es", "-Ds", "--version", "-V"].contains(
                    $0)
            }) {
                analyzer.add(.yellow, "mdadm.change", "Changes an array.", call.range, target: operands.last?.display)
            }
        },
        "exportfs": { analyzer, call, _, _ in
            if call.arguments.contains(where: { $0.text.hasPrefix("-u") || $0.text == "-au" || $0.text == "-ua" }) {
                analyzer.add(.red, "exportfs.remove", "Takes shares away.", call.range)
            }
        },
    ]
}
