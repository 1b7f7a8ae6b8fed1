import ByteText
import RunbookModel

/// Adds what the steps need to the prerequisites that the author named.
enum PrerequisiteFinder {
    private static let everywhere: Set<String> = [
        "ls", "cat", "grep", "egrep", "fgrep", "awk", "gawk", "sed", "echo", "printf", "wc", "sort", "uniq", "head",
        "tail", "tr",
        "cut", "xargs", "tee", "export", "cd", "pwd", "mkdir", "rm", "cp", "mv", "ln", "chmod", "chown", "test", "true",
        "false",
        "exit", "for", "while", "if", "until", "case", "do", "done", "then", "fi", "else", "set", "unset", "read",
        "source", "eval",
        "exec", "sudo", "su", "time", "watch", "sleep", "find", "ps", "kill", "df", "du", "date", "env", "which",
        "less", "more",
        "diff", "touch", "id", "whoami", "hostname", "uname", "stat", "bash", "sh", "printenv", "basename", "dirname",
        "seq", "yes",
        "local", "function", "return", "shift", "wait", "nohup", "nice", "timeout", "history", "file", "base64", "in",
        "break", "esac",
        "top", "free", "uptime", "kubens", "lsof", "mount", "umount", "tar", "gzip", "reboot", "shutdown", "install",
    ]

    static func addTools(to content: inout RunbookContent) {
        var tools: [String] = []
        var namespaces: [String] = []
        var regions: [String] = []
        var exported: [String] = []
        var text = content.summary.lowercased()
        for step in content.steps {
            text += " " + step.title.lowercased()
            if text.utf8.count < 1 << 16 {
                for note in step.notes.prefix(4) { text += " " + note.prefix(400).lowercased() }
            }
            guard let command = step.command, step.language == .shell else { continue }
            if let (name, _) = ShellNames.assignment(command), command.hasPrefix("export"), !exported.contains(name) {
                exported.append(name)
            }
            for tool in programs(in: command) where !tools.contains(tool) && tools.count < 40 { tools.append(tool) }
            collect(after: ["-n", "--namespace", "--namespace="], in: command, to: &namespaces)
            collect(after: ["--region", "--region="], in: command, to: &regions)
        }
        var found: [String] = []
        let named = content.prerequisites.map(\.text).joined(separator: "\n")
        for tool in tools where !named.holds("`\(tool)`") {
            found.append(describe(tool, namespaces: namespaces, regions: regions))
        }
        if text.holds("vpn"), !tools.contains("VPN") { found.append("VPN access") }
        if text.holds("aws"), text.holds("console") {
            let places = Self.regions(in: text)
            found.append(
                "Access to the AWS console" + (places.isEmpty ? "" : " (region \(places.joined(separator: ", ")))"))
        }
        if !exported.isEmpty { found.append("Environment: " + exported.joined(separator: ", ") + " set and exported") }
        let written = content.prerequisites.map { $0.text.lowercased() }
        for entry in found where !written.contains(where: { $0 == entry.lowercased() }) {
            content.prerequisites.append(Prerequisite(text: entry, isDerived: true))
        }
    }

    private static func describe(_ tool: String, namespaces: [String], regions: [String]) -> String {
        switch tool {
        case "kubectl", "oc", "helm":
            let places = namespaces.prefix(6).joined(separator: ", ")
            return "`\(tool)` CLI with access to the cluster" + (places.isEmpty ? "" : " (namespace \(places))")
        case "aws":
            return "`aws` CLI with AWS credentials"
                + (regions.isEmpty ? "" : " (region \(regions.joined(separator: ", ")))")
        case "gcloud", "az", "gsutil": return "`\(tool)` CLI, logged in"
        case "terraform", "terragrunt", "tofu":
            return "`\(tool)` CLI with credentials for its state"
                + (regions.isEmpty ? "" : " (region \(regions.joined(separator: ", ")))")
        case "docker", "podman": return "`\(tool)` (Docker or Podman running)"
        case "ssh": return "`ssh` access to the hosts"
        case "psql", "mysql", "mongosh", "mongo", "redis-cli": return "`\(tool)` with access to the database"
        default: return "`\(tool)` CLI"
        }
    }

    private static let regionAreas: Set<Substring> = ["us", "eu", "ap", "sa", "ca", "me", "af", "il"]

    /// Regions of AWS that a text names, such as `eu-west-1`.
    private static func regions(in text: String) -> [String] {
        var found: [String] = []
        for word in text.utf8.split(whereSeparator: { !$0.isLetter && !$0.isDigit && $0 != UInt8(ascii: "-") }) {
            let parts = Substring(word).parts(between: "-", omittingEmpty: false)
            guard parts.count == 3, Self.regionAreas.contains(parts[0]), parts[2].utf8.count == 1,
                parts[2].utf8.allSatisfy(\.isDigit),
                parts[1].utf8.count > 3
            else { continue }
            let region = String(Substring(word))
            if !found.contains(region), found.count < 4 { found.append(region) }
        }
        return found
    }

    private static func collect(after flags: [String], in command: String, to values: inout [String]) {
        let words = command.parts(between: " \n\t")
        for (index, word) in words.enumerated() {
            var value: Substring?
            if flags.contains(String(word)), index + 1 < words.count {
                value = words[index + 1]
            } else if let flag = flags.last, word.hasPrefix(flag) {
                value = word.dropFirst(flag.count)
            }
            guard let value, let first = value.utf8.first, (first | 0x20) >= 0x61, (first | 0x20) <= 0x7A,
                values.count < 12
            else { continue }
            if !values.contains(String(value)), value.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" }) {
                values.append(String(value))
            }
        }
    }

    /// Programs that a command calls, as far as its words tell, without what every machine has.
    static func programs(in command: String) -> [String] {
        var programs: [String] = []
        for part in command.parts(between: "|;&\n(`").prefix(40) {
            var words = ShellWords.split(part.trimmedSpace)[...]
            while let word = words.first,
                word.isAssignment || ProgramNames.wrappers.contains(word.text) || word.text.hasPrefix("-")
                    || ["do", "then", "else", "if", "while", "xargs", "!"].contains(word.text)
            {
                words.removeFirst()
            }
            guard let name = words.first?.text, CommandShape.isProgramName(name), !everywhere.contains(name) else {
                continue
            }
            guard
                ProgramNames.distinct.contains(name) || ProgramNames.ambiguous.contains(name)
                    || (programs.isEmpty && part.startIndex == command.startIndex && words.count > 1)
            else { continue }
            if !programs.contains(name) { programs.append(name) }
        }
        return programs
    }
}
