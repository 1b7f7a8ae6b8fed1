import ByteText
import RunbookModel

extension ToolHandlers {
    static let processes: [String: Handler] = {
        var table: [String: Handler] = [:]
        table["kill"] = kill
        for name in ["pkill", "killall", "killall5", "skill", "slay"] { table[name] = killByName }
        table["fuser"] = { analyzer, call in
            let kills = call.arguments.contains { $0.isOption && $0.text.holds("k") }
            analyzer.add(
                kills ? .red : .green, "fuser",
                kills ? "Kills every process that uses the file." : "Shows who uses a file.", call.range,
                target: call.arguments.last?.display)
        }
        return table
    }()

    private static let mild: Set<String> = ["0", "L"]
    private static let dumps: Set<String> = ["3", "QUIT", "SIGQUIT", "TTIN", "SIGTTIN"]

    private static let kill: Handler = { analyzer, call in
        var signal = "TERM"
        var targets: [Argument] = []
        var index = 0
        var isList = false
        while index < call.arguments.count {
            let argument = call.arguments[index]
            index += 1
            switch argument.text {
            case "-l", "-L", "--list", "--table": isList = true
            case "-s", "-n", "--signal":
                if index < call.arguments.count { signal = call.arguments[index].text }
                index += 1
            case "--": continue
            default:
                if argument.isOption, targets.isEmpty, argument.isKnown, index <= call.arguments.count,
                    index < call.arguments.count || call.arguments.count == 1, signal == "TERM"
                {
                    signal = String(argument.text.dropFirst())
                } else {
                    targets.append(argument)
                }
            }
        }
        if isList, targets.allSatisfy({ $0.text.allSatisfy(\.isNumber) }) {
            analyzer.add(.green, "kill.list", "Lists signals.", call.range)
            return
        }
        let name = signal.uppercased().hasPrefix("SIG") ? String(signal.uppercased().dropFirst(3)) : signal.uppercased()
        let shown = call.display(targets.prefix(3))
        if name == "0" {
            analyzer.add(.green, "kill.probe", "Checks whether process \(shown) is there.", call.range)
        } else if targets.contains(where: { ["-1", "0"].contains($0.text) })
            || targets.contains(where: { $0.text == "1" }) && !["HUP", "USR1", "USR2", "WINCH"].contains(name)
        {
            analyzer.add(
                .red, "kill.all", "It hits the first process of the system, or all processes.", call.range,
                effect: "Kills all processes or the first one of the system.", target: shown)
        } else if name == "9" || name == "KILL" {
            analyzer.add(
                .red, "kill.force", "Ends process \(shown) by force, with no chance to clean up.", call.range,
                effect: "Ends process \(shown) by force.", target: targets.first?.display)
        } else {
            analyzer.add(
                .yellow, "kill", "Sends signal \(name) to process \(shown).", call.range,
                effect: "Sends signal \(name) to process \(shown).", target: targets.first?.display)
        }
    }

    private static let killByName: Handler = { analyzer, call in
        if call.arguments.first?.text == "-l" || call.arguments.contains(where: { $0.text == "-0" }) {
            analyzer.add(.green, "pkill.probe", "Checks for processes, sends nothing.", call.range)
            return
        }
        let names = call.arguments.filter { !$0.isOption }
        analyzer.add(
            .red, call.name, "Ends every process that matches '\(call.display(names))'.", call.range,
            effect: "Ends every process that matches \(call.display(names)).", target: names.last?.display)
    }
}
