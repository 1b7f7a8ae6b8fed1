import ByteText
import RunbookModel

extension ToolHandlers {
    static let texts: [String: Handler] = {
        var table: [String: Handler] = [:]
        table["find"] = { analyzer, call in analyzer.judgeFind(call) }
        for name in ["awk", "gawk", "mawk", "nawk"] { table[name] = { analyzer, call in analyzer.judgeAwk(call) } }
        for name in ["sed", "gsed"] { table[name] = { analyzer, call in analyzer.judgeSed(call) } }
        table["tee"] = { analyzer, call in
            for file in call.arguments where !file.isOption || file.startsUnknown {
                analyzer.writeFile(file, appends: call.arguments.contains { $0.text == "-a" }, call.range)
            }
            analyzer.add(.green, "tee", "Copies its input to its output.", call.range)
        }
        return table
    }()

    /// Programs that delete, copy, move and format.
    static let files: [String: Handler] = {
        var table: [String: Handler] = [:]
        for name in ["rm", "unlink", "shred", "wipe", "srm"] { table[name] = remove }
        table["dd"] = convert
        table["truncate"] = truncate
        for name in ["cp", "mv", "install", "ln"] { table[name] = place }
        for name in ["chmod", "chown", "chgrp", "setfacl", "chattr"] { table[name] = permit }
        table["tar"] = tar
        table["rsync"] = rsync
        return table
    }()

    private static func operands(_ call: Call) -> [Argument] {
        call.arguments.filter { !$0.isOption }
    }

    private static let remove: Handler = { analyzer, call in
        if call.arguments.count == 1, ScriptAnalyzer.asksForHelp(call.arguments[0].text) {
            analyzer.add(.green, "rm.help", "Shows help.", call.range)
            return
        }
        let files = operands(call)
        let shown = call.display(files.prefix(4))
        let isRecursive = call.arguments.contains { $0.isOption && ($0.text.holds("r") || $0.text.holds("R")) }
        analyzer.add(
            .red, call.name,
            "Deletes \(shown.isEmpty ? "files" : shown)\(isRecursive ? " with everything below" : "").", call.range,
            effect:
                "Deletes \(shown.isEmpty ? "files" : shown)\(isRecursive ? " with everything below" : "") for good.",
            target: files.last?.display)
    }

    private static let convert: Handler = { analyzer, call in
        var output: Argument?
        for argument in call.arguments {
            if argument.text.hasPrefix("of=") {
                var file = argument
                file.text = String(argument.text.dropFirst(3))
                output = file
            }
            if argument.text.hasPrefix("if=") {
                var file = argument
                file.text = String(argument.text.dropFirst(3))
                if PathRules.disclosesSecrets(file.text) { analyzer.checkDisclosure([file], call) }
            }
        }
        let isBounded = call.arguments.contains { $0.text.hasPrefix("count=") }
        if let output {
            if !output.isKnown || output.text.hasPrefix("/dev/") && !PathRules.isHarmlessOutput(output.text) {
                analyzer.add(
                    .red, "dd", "Overwrites \(output.display) block by block.", call.range,
                    effect: "Overwrites \(output.display); what was there is lost.", target: output.display)
                return
            }
            analyzer.writeFile(output, call.range)
        }
        if !isBounded {
            analyzer.add(Finding(.yellow, "dd.bound", "It copies without a bound.", range: call.range, isHeavy: true))
        }
        analyzer.add(.green, "dd", "Copies bytes.", call.range)
    }

    private static let truncate: Handler = { analyzer, call in
        let files = call.arguments.filter { !$0.isOption }
        analyzer.add(
            .red, "truncate", "Cuts off the content of a file.", call.range,
            effect: "Cuts off the content of \(files.last?.display ?? "a file").", target: files.last?.display)
    }

    private static let place: Handler = { analyzer, call in
        let files = operands(call)
        let last = files.last
        if let last, PathRules.isCritical(last.text) || last.text == "/dev/null" {
            analyzer.add(
                .red, call.name, "'\(last.display)' is a place that must not be overwritten.", call.range,
                effect: "Overwrites \(last.display).", target: last.display)
            return
        }
        if call.name == "mv", let first = files.first,
            PathRules.isSystemFolder(first.text) || PathRules.isCritical(first.text)
        {
            analyzer.add(
                .red, "mv", "Moves '\(first.display)' away, which the system lives on.", call.range,
                target: first.display)
        }
        if call.name == "cp", let first = files.first, first.text == "/dev/null" || first.text == "/dev/zero" {
            analyzer.add(.red, "cp.empty", "Empties '\(last?.display ?? "a file")'.", call.range, target: last?.display)
        }
        let verb = ["mv": "Moves", "cp": "Copies", "ln": "Links"][call.name] ?? "Installs"
        let sources = call.display(files.dropLast().prefix(3))
        let isPlainMove =
            call.name == "mv" && files.count == 2 && files.allSatisfy(\.isKnown) && !call.isRemote
            && call.arguments.count == 2 && isRenaming(files[0].text, files[1].text)
        analyzer.add(
            Finding(
                .yellow, call.name, "\(verb) files.", range: call.range,
                effect: "\(verb) \(sources) to \(last?.display ?? "a new place").", target: last?.display,
                inverse: isPlainMove && !files[1].text.hasSuffix("/")
                    ? Inverse(
                        command: (call.prefix + [
                            "mv", ShellQuoting.quoted(files[1].text), ShellQuoting.quoted(files[0].text),
                        ]).joined(separator: " "))
                    : nil))
    }

    /// Whether the second name is surely that of the file, not of a folder that it goes into: taking the latter back
    /// would move the folder.
    private static func isRenaming(_ old: String, _ new: String) -> Bool {
        func name(_ path: String) -> Substring { path.parts(between: "/").last ?? "" }
        let (one, other) = (name(old), name(new))
        guard !one.isEmpty, !other.isEmpty, one != ".", other != "." else { return false }
        if one == other || one.hasPrefix(other) || other.hasPrefix(one) { return true }
        let extensions = [one, other].map { $0.parts(between: ".").last ?? "" }
        return one.holds(".") && other.holds(".") && extensions[0] == extensions[1]
    }

    private static let permit: Handler = { analyzer, call in
        let files = operands(call).dropFirst()
        let isRecursive = call.arguments.contains { $0.isOption && $0.text.holds("R") || $0.text == "--recursive" }
        let wide = files.first { PathRules.isSystemFolder($0.text) }
        if isRecursive, let wide {
            analyzer.add(
                .red, call.name, "Changes the rights of everything below \(wide.display).", call.range,
                effect: "Changes the rights of everything below \(wide.display); the system may not start again.",
                target: wide.display)
            return
        }
        analyzer.add(
            .yellow, call.name, "Changes rights.", call.range,
            effect: "Changes the owner or the rights of \(call.display(files.prefix(3))).", target: files.first?.display
        )
    }

    private static let tar: Handler = { analyzer, call in
        var arguments = call.arguments
        if let first = arguments.first, first.isKnown, !first.text.hasPrefix("-"), first.text.allSatisfy(\.isLetter) {
            // `tar tf x`: letters without a dash. Those with values take them from the words that follow, in order.
            let letters = first.text
            arguments.removeFirst()
            var rest = arguments
            var rebuilt: [Argument] = []
            for letter in letters {
                rebuilt.append(Argument(text: "-\(letter)", range: first.range))
                if "fCbTXHKLNV".contains(letter), !rest.isEmpty { rebuilt.append(rest.removeFirst()) }
            }
            arguments = rebuilt + rest
        }
        let rule = WrapperRule(
            "-t -x -c -r -u -A -d -v -z -j -J -a -O -k -p -P -h -S -m -w -o -W -s -l -i -f= -C= -b= -T= -X= -H= -K= -N= -V= -g= -I= -F= -L= -M --list --extract --get --create --gzip --bzip2 --xz --zstd --file= --verbose --exclude= --wildcards --directory= --strip-components= --to-stdout --full-time --numeric-owner --occurrence? --append --update --delete --remove-files --overwrite --diff --compare --totals? --auto-compress --one-file-system --exclude-from= --files-from= --no-same-owner --preserve-permissions --keep-old-files"
        )
        let parsed = ParsedCall(arguments, arities: rule.arities, singleDash: false)
        analyzer.reportStrangers(parsed, call)
        for argument in arguments
        where argument.text.hasPrefix("--to-c") || argument.text.hasPrefix("--checkpoint-a")
            || argument.text.hasPrefix("--use-c") || argument.text.hasPrefix("--info-s")
            || argument.text.hasPrefix("--new-v") || argument.text.hasPrefix("--rsh")
            || argument.text.hasPrefix("--rmt") || argument.text.hasPrefix("-I") || argument.text.hasPrefix("-F")
        {
            analyzer.add(
                .red, "tar.command", "tar runs a program of its own accord: \(argument.display).", argument.range)
        }
        if parsed.has("--delete", "--remove-files") { analyzer.add(.red, "tar.delete", "Deletes files.", call.range) }
        if parsed.mayHideOptions {
            analyzer.addUnknown("tar", "The output of a command stands where tar takes options.", "$(…)", call.range)
        }
        let file = parsed.options.last { $0.name == "-f" || $0.name == "--file" }?.value
        if let file, file.text.holds(":") {
            analyzer.addUnknown("tar.remote", "The archive is on another host.", file.display, file.range)
        }
        if parsed.has("-t", "--list") || (parsed.has("-O", "--to-stdout") && parsed.has("-x", "--extract", "--get"))
            || parsed.has("-d", "--diff", "--compare")
        {
            if parsed.has("-x", "--extract", "--get", "-c", "--create", "-r", "--append", "-u", "--update", "-A"),
                parsed.has("-t", "--list")
            {
                analyzer.add(.yellow, "tar", "More than one action is named.", call.range)
            }
            analyzer.add(.green, "tar.list", "Lists what is in an archive.", call.range)
        } else if parsed.has("-c", "--create"), let file, PathRules.isHarmlessOutput(file.text) {
            analyzer.add(.green, "tar.create", "Reads files into an archive on its output.", call.range)
            analyzer.checkDisclosure(parsed.operands, call)
        } else if let file, PathRules.isCritical(file.text), parsed.has("-c", "--create") {
            analyzer.writeFile(file, call.range)
        } else {
            let unpacks = parsed.has("-x", "--extract", "--get")
            let place = parsed.value("-C", "--directory") ?? "this folder"
            let isRoot = unpacks && PathRules.isSystemFolder(place)
            analyzer.add(
                isRoot ? .red : .yellow, "tar", unpacks ? "Unpacks files." : "Writes an archive.", call.range,
                effect: unpacks ? "Unpacks files into \(place)." : "Packs files into \(file?.display ?? "an archive").",
                target: file?.display)
        }
    }

    private static let rsync: Handler = { analyzer, call in
        let isDry = call.arguments.contains { argument in
            argument.text == "--dry-run" || argument.text == "--list-only"
                || argument.text.hasPrefix("-") && !argument.text.hasPrefix("--") && argument.isKnown
                    && argument.text.dropFirst().allSatisfy { "navzrltpgoDPhuxHAXSimcqRk".contains($0) }
                    && argument.text.holds("n")
        }
        let known: Set<String> = [
            "--dry-run", "--list-only", "--archive", "--verbose", "--recursive", "--stats", "--itemize-changes",
            "--human-readable", "--progress", "--delete", "--compress", "--checksum", "--update", "--partial",
        ]
        let strange = call.arguments.first { argument in
            guard argument.isOption || argument.mayBeOption else { return false }
            if known.contains(argument.text) || argument.text.hasPrefix("--exclude=")
                || argument.text.hasPrefix("--include=")
            {
                return false
            }
            return argument.text.hasPrefix("--")
                || !argument.text.dropFirst().allSatisfy { "navzrltpgoDPhuxHAXSimcqRk".contains($0) }
        }
        let files = call.arguments.filter { !$0.isOption }
        if isDry, strange == nil {
            analyzer.add(.green, "rsync.dry", "Shows what would be copied, changes nothing.", call.range)
            return
        }
        let deletes = call.arguments.contains { $0.text.hasPrefix("--del") || $0.text.hasPrefix("--remove-source") }
        if let shell = call.arguments.firstIndex(where: {
            $0.text == "-e" || $0.text.hasPrefix("--rsh") || $0.text.hasPrefix("--rsync-path")
        }) {
            let text = call.arguments[shell].text
            let value =
                text == "-e" || !text.holds("=")
                ? (shell + 1 < call.arguments.count ? call.arguments[shell + 1].text : "")
                : String(text[text.index(after: text.firstIndex(of: "=") ?? text.startIndex)...])
            if !value.hasPrefix("ssh"), !value.hasPrefix("sudo rsync") {
                analyzer.add(.red, "rsync.shell", "rsync runs '\(value)'.", call.range)
            }
        }
        if files.count < 2, !deletes, strange == nil {
            analyzer.add(.green, "rsync.list", "Lists files.", call.range)
            return
        }
        analyzer.add(
            deletes ? .red : .yellow, "rsync",
            deletes ? "Copies files and deletes those that the source does not have." : "Copies files.",
            call.range,
            effect: deletes
                ? "Makes \(files.last?.display ?? "the target") like \(files.first?.display ?? "the source"): files that are not there are deleted."
                : "Copies files to \(files.last?.display ?? "another place").",
            target: files.last?.display)
    }
}
