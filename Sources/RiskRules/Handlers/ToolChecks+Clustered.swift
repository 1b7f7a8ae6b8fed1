import ByteText
import RunbookModel

extension ToolChecks {
    static let clustered: [String: Check] = [
        // `vtysh -c '…'`: the commands of a router, by their first word.
        "router": { analyzer, call, parsed, operands in
            let commands = call.arguments.enumerated().compactMap { index, argument -> Argument? in
                ["-c", "--command"].contains(argument.text) && index + 1 < call.arguments.count
                    ? call.arguments[index + 1] : nil
            }
            guard !commands.isEmpty else {
                analyzer.judgeInput(call, of: "a router's console")
                return
            }
            for command in commands {
                let first = command.text.parts(between: " ").first.map { $0.lowercased() } ?? ""
                if ["show", "sh", "ping", "traceroute", "list", "terminal"].contains(first), command.isKnown {
                    analyzer.add(.green, "router.show", "Asks the router.", command.range)
                } else if ["no", "clear", "reload", "write-erase", "erase"].contains(first) || !command.isKnown {
                    analyzer.add(
                        .red, "router.clear", "'\(command.display)' takes routes or settings away.", command.range,
                        effect: "Runs '\(command.display)' on the router.", target: command.display)
                } else {
                    analyzer.add(
                        .yellow, "router.change", "'\(command.display)' changes the router.", command.range,
                        effect: "Runs '\(command.display)' on the router.", target: command.display)
                }
            }
        },
        // RAID controllers: words in any order, many spellings.
        "raidcontroller": { analyzer, call, parsed, _ in
            let words = call.arguments.map { $0.text.lowercased().drop { $0 == "-" } }
            let reads = [
                "show", "ldinfo", "pdlist", "pdinfo", "adpallinfo", "adpcount", "encinfo", "ldpdinfo", "adpbbucmd",
                "getconfig", "getstatus", "detail", "status", "getbbustatus", "fwtermlog", "adpeventlog",
                "phyerrorcounters",
            ]
            let severe = [
                "delete", "del", "remove", "erase", "init", "format", "clear", "cfglddel", "cfgclr", "offline",
                "pdoffline",
                "pdmarkmissing", "flush", "shutdown", "restart", "modify-never", "secureerase", "sanitize", "cfgldadd",
                "pdmakegood", "pdclear", "ldinit",
            ]
            if words.contains(where: { word in severe.contains { word == $0 || word.hasPrefix($0) && $0.count > 4 } }) {
                analyzer.add(
                    .red, "raid.destroy", "Takes disks or arrays away.", call.range,
                    effect: "Takes disks or arrays of the controller away.",
                    target: call.display(call.arguments.suffix(2)))
            } else if !words.contains(where: { reads.contains(String($0)) }) || words.contains("set")
                || words.contains(where: {
                    $0.hasPrefix("set") || $0.hasPrefix("start") || $0 == "add" || $0 == "download"
                })
            {
                analyzer.add(.yellow, "raid.change", "It may change the disk controller.", call.range)
            }
        },
        "needrestart": { analyzer, call, parsed, _ in
            if !parsed.has("-b", "-l", "-p"), parsed.value("-r") != "l" {
                analyzer.add(.yellow, "needrestart", "It may restart services.", call.range)
            }
        },
        "salttest": { analyzer, call, _, operands in
            if operands.contains(where: { $0.text.lowercased() == "test=false" }) {
                analyzer.add(.yellow, "salt.apply", "Applies settings.", call.range)
            }
        },
        "condaconfig": needs(["--show", "--show-sources", "--get"], "Changes settings."),
    ]
}
