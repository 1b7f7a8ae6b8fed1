import ByteText
import RunbookModel

/// `find`: a language of its own, in which every word is a test, an option or an action.
enum FindExpression {
    static let flags: Set<String> = [
        "-daystart", "-depth", "-d", "-mount", "-xdev", "-noleaf", "-follow", "-print", "-print0", "-ls", "-prune",
        "-quit", "-empty", "-readable", "-writable", "-executable", "-nouser", "-nogroup", "-true", "-false", "-not",
        "-a", "-o", "-and", "-or", "-ignore_readdir_race", "-nowarn", "-warn", "!", "(", ")", ",", "-H", "-L", "-P",
        "-help", "--help", "-version", "--version", "-x",
    ]
    static let tests: Set<String> = [
        "-maxdepth", "-mindepth", "-name", "-iname", "-path", "-ipath", "-wholename", "-iwholename", "-lname",
        "-ilname",
        "-regex", "-iregex", "-regextype", "-type", "-xtype", "-size", "-mtime", "-atime", "-ctime", "-mmin", "-amin",
        "-cmin", "-newer", "-anewer", "-cnewer", "-newermt", "-newerct", "-newerat", "-user", "-group", "-uid", "-gid",
        "-perm", "-inum", "-links", "-samefile", "-fstype", "-used", "-context", "-printf", "-D", "-E",
    ]
    static let writes: Set<String> = ["-fprint", "-fprint0", "-fls", "-fprintf"]
    static let runs: Set<String> = ["-exec", "-execdir", "-ok", "-okdir"]
}

extension ScriptAnalyzer {
    mutating func judgeFind(_ call: Call) {
        let arguments = call.arguments
        var index = 0
        var roots: [Argument] = []
        var inExpression = false
        var isBounded = false
        while index < arguments.count {
            let argument = arguments[index]
            index += 1
            let text = argument.text
            if FindExpression.flags.contains(text), argument.isKnown || text == "!" {
                if !["-H", "-L", "-P"].contains(text) { inExpression = true }
            } else if FindExpression.tests.contains(text) {
                inExpression = true
                if ["-maxdepth", "-mtime", "-mmin", "-newermt", "-xdev"].contains(text) {
                    isBounded = isBounded || text == "-maxdepth"
                }
                index += 1
            } else if text.hasPrefix("-O"), text.count == 3 {
                continue
            } else if text == "-delete" {
                add(
                    .red, "find.delete", "Deletes every file that it finds.", argument.range,
                    effect: "Deletes files below \(roots.first?.display ?? "this folder").",
                    target: roots.first?.display)
            } else if FindExpression.writes.contains(text) {
                if index < arguments.count { writeFile(arguments[index], call.range) }
                index += text == "-fprintf" ? 2 : 1
                inExpression = true
            } else if FindExpression.runs.contains(text) {
                let end = arguments[index...].firstIndex { $0.text == ";" || $0.text == "+" } ?? arguments.count
                judgeTemplate(Array(arguments[index..<end]), mark: "{}", call)
                if !arguments[index..<end].contains(where: { $0.text.holds("{}") }) { inExpression = true }
                index = end + 1
                inExpression = true
            } else if !inExpression, !argument.isOption {
                roots.append(argument)
                if argument.mayBeOption {
                    addUnknown(
                        "find", "The output of a command stands where find takes tests and actions.", "$(…)",
                        argument.range)
                }
            } else {
                addUnknown(
                    "find", "find has no test or action '\(argument.display)' that is known.", argument.display,
                    argument.range)
            }
        }
        let isWide = roots.contains {
            ["/", "/home", "/usr", "/mnt", "/data"].contains(PathRules.normalized($0.text)) || $0.text == "~"
        }
        if isWide, !isBounded {
            add(
                Finding(
                    .yellow, "find.wide", "It walks through a whole file system.", range: call.range, isHeavy: true))
        }
        let place = call.display(roots.prefix(3))
        add(
            .green, "find", "Lists files below \(place.isEmpty ? "this folder" : place).", call.range,
            effect: "Lists files below \(place.isEmpty ? "this folder" : place).")
    }
}
