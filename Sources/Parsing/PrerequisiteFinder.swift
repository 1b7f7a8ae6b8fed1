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
        // What the shell of Windows has built in or beside it.
        "del", "net", "dir", "copy", "move", "type", "ren", "rd", "md", "cls", "sc", "tasklist", "taskkill", "ipconfig",
    ]

    static func addTools(to content: inout RunbookContent) {
        var tools: [String] = []
        var namespaces: [String] = []
        var regions: [String] = []
        var exported: [String] = []
        var keys: [String] = []
        var functions: Set<String> = []
        var text = content.summary.lowercased()
        for step in content.steps {
            text += " " + step.title.lowercased()
            if text.utf8.count < 1 << 16 {
                for note in step.notes.prefix(4) { text += " " + note.prefix(400).lowercased() }
            }
            guard let command = step.command, step.language == .shell else { continue }
            if let (name, value) = ShellNames.assignment(command), command.hasPrefix("export"),
                !exported.contains(name), isLeftToReader(value) || isAskedFor(step, in: content)
            {
                exported.append(name)
            }
            functions.formUnion(functionNames(in: command))
            for tool in programs(in: command) where !tools.contains(tool) && tools.count < 40 { tools.append(tool) }
            for part in command.parts(between: "|;&\n") where isForCluster(part) {
                collect(after: ["-n", "--namespace", "--namespace="], in: String(part), to: &namespaces)
            }
            for key in keyFiles(in: command) where !keys.contains(key) && keys.count < 4 { keys.append(key) }
            collect(after: ["--region", "--region="], in: command, to: &regions)
        }
        var found: [String] = []
        let named = content.prerequisites.map(\.text).joined(separator: "\n")
        for tool in tools where !named.holds("`\(tool)`") && !functions.contains(tool) {
            found.append(describe(tool, namespaces: namespaces, regions: regions))
        }
        for key in keys where !named.holds(key) { found.append("SSH key `\(key)`") }
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

    // MARK: Variables, functions, keys

    /// Whether a value is the reader's to give: then the variable must be known before one begins.
    private static func isLeftToReader(_ value: String) -> Bool {
        value.isEmpty || value.hasSuffix("...") || value.hasSuffix("…")
            || !PlaceholderScanner.scan(value, language: .shell).isEmpty
    }

    /// Lines between the sentence that asks for something and the command that does it.
    private static let reach = 5

    /// Whether a sentence just before says that the command must have been run.
    private static func isAskedFor(_ step: Step, in content: RunbookContent) -> Bool {
        guard let line = step.lines?.lowerBound else { return false }
        return content.prerequisites.contains { written in
            written.line.map { $0 <= line && line - $0 <= reach } ?? false
        }
    }

    /// The functions that a command defines.
    private static func functionNames(in command: String) -> [String] {
        guard command.holds("()") || command.holds("function ") else { return [] }
        return command.parts(between: "\n;{").compactMap { part in
            let text = part.trimmedSpace
            if let rest = text.after("function ") { return String(rest.prefix { $0 != " " && $0 != "(" }) }
            guard let place = text.firstByte(of: "()"), place > 0 else { return nil }
            return String(Substring(text.utf8.prefix(place)).trimmedSpace)
        }
    }

    /// Only what speaks to a cluster means its namespaces by `-n`.
    private static func isForCluster(_ part: Substring) -> Bool {
        part.parts(between: " \t(\"'").contains { ["kubectl", "oc", "helm", "stern", "velero"].contains($0) }
    }

    /// The key files that `ssh` and the like are given.
    private static func keyFiles(in command: String) -> [String] {
        var keys: [String] = []
        for part in command.parts(between: "|;&\n") {
            let text = part.trimmedSpace
            guard ["ssh ", "scp ", "sftp "].contains(where: text.hasPrefix), let place = text.firstByte(of: " -i ")
            else { continue }
            let rest = Substring(text.utf8.dropFirst(place + 4)).trimmedSpace
            if rest.hasPrefix("<"), let end = rest.firstIndex(of: ">") {
                keys.append(String(rest[...end]))
            } else if let word = rest.parts(between: " \t").first, !word.hasPrefix("-") {
                keys.append(String(word))
            }
        }
        return keys
    }

    private static func describe(_ tool: String, namespaces: [String], regions: [String]) -> String {
        switch tool {
        case "kubectl", "oc", "helm":
            let places = namespaces.prefix(6).joined(separator: ", ")
            return "`\(tool)` CLI with access to the cluster" + (places.isEmpty ? "" : " (namespace \(places))")
        case "aws":
            return "`aws` CLI with AWS credentials"
                + (regions.isEmpty ? "" : " (region \(regions.joined(separator: ", ")))")
        case "az": return "`az`, the Azure CLI, logged in"
        case "gcloud", "gsutil": return "`\(tool)` CLI, logged in"
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

    /// Flags of `sudo`, `nice`, `watch` and the like that take the next word.
    private static let flagsWithWord: Set<String> = ["-u", "-g", "-U", "-n", "-C", "-p", "-h", "-s", "-k"]

    /// Programs that a command calls, as far as its words tell, without what every machine has.
    static func programs(in command: String) -> [String] {
        var programs: [String] = []
        for part in command.parts(between: "|;&\n(`").prefix(40) {
            var words = ShellWords.split(part.trimmedSpace)[...]
            var isWrapped = false
            while let word = words.first,
                word.isAssignment || ProgramNames.wrappers.contains(word.text) || word.text.hasPrefix("-")
                    || ["do", "then", "else", "if", "while", "xargs", "!"].contains(word.text)
            {
                // `sudo -u postgres psql`: the user is no program.
                let takesWord = isWrapped && Self.flagsWithWord.contains(word.text)
                isWrapped = isWrapped || ProgramNames.wrappers.contains(word.text)
                words.removeFirst()
                if takesWord, words.count > 1 { words.removeFirst() }
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
