import ByteText
import ShellSyntax

/// Commands whose output is names of Kubernetes resources: those hold letters, digits, `-`, `.` and `/` and never start
/// with a dash (RFC 1123, checked by the API server), so they can't be taken for options.
enum ResourceNames {
    private static let programs: Set<String> = ["kubectl", "oc", "k"]

    /// Whether a list prints such names and nothing else.
    static func arePrinted(by list: CommandList) -> Bool {
        guard list.items.count == 1, let item = list.items.first, item.pipelines.count == 1, !item.inBackground,
            let stages = item.pipelines.first?.stages, let first = stages.first,
            let words = words(of: first), programs.contains(words.first ?? ""), words.contains("get")
        else { return false }
        let filters = stages.dropFirst().map { Self.words(of: $0) ?? [""] }
        guard filters.allSatisfy(isFilter) else { return false }
        if printsNames(words) { return true }
        let hasFormat = words.contains { $0.hasPrefix("-o") || $0.hasPrefix("--output") || $0.hasPrefix("--template") }
        let takesFirstColumn = filters.contains(["awk", "{print $1}"]) || filters.contains(["awk", "{ print $1 }"])
        return !hasFormat && words.contains("--no-headers")
            && !words.contains { ["-A", "--all-namespaces"].contains($0) }
            && takesFirstColumn
    }

    private static func words(of command: Command) -> [String]? {
        guard case .simple(let simple) = command.kind, simple.assignments.isEmpty,
            command.redirections.allSatisfy({ $0.operation == .duplicateOutput || $0.target.plainText == "/dev/null" })
        else { return nil }
        // A word with a value in it is no format.
        return simple.words.map { $0.staticText ?? "" }
    }

    private static func isFilter(_ words: [String]) -> Bool {
        switch words.first {
        case "head", "tail", "sort", "uniq", "grep", "egrep": !words.contains { $0.hasPrefix("-o") || $0 == "-c" }
        case "awk": words.dropFirst() == ["{print $1}"] || words.dropFirst() == ["{ print $1 }"]
        default: false
        }
    }

    private static func printsNames(_ words: [String]) -> Bool {
        for (index, word) in words.enumerated() {
            var format = ""
            if word == "-o" || word == "--output" {
                format = index + 1 < words.count ? words[index + 1] : ""
            } else if word.hasPrefix("-o") {
                format = String(word.dropFirst(2).drop { $0 == "=" })
            } else if word.hasPrefix("--output=") {
                format = String(word.dropFirst(9))
            } else {
                continue
            }
            if format == "name" { return true }
            guard format.hasPrefix("jsonpath=") else { return false }
            return holdsOnlyNames(format.dropFirst(9))
        }
        return false
    }

    /// `{.items[*].metadata.name}` and the like: fields that are names, and blanks between them.
    private static func holdsOnlyNames(_ template: Substring) -> Bool {
        var rest = template
        while let character = rest.first {
            if character == " " || character == "\n" {
                rest.removeFirst()
                continue
            }
            guard character == "{", let close = rest.firstIndex(of: "}") else { return false }
            let field = rest[rest.index(after: rest.startIndex)..<close]
            let isBlank =
                ["\"\\n\"", "\" \"", "'\\n'", "end"].contains(String(field)) || field.hasPrefix("range .items")
            let isName = [".metadata.name", ".metadata.namespace", ".spec.nodeName", ".status.podIP"].contains {
                field.hasSuffix($0)
            }
            guard isBlank || isName else { return false }
            rest = rest[rest.index(after: close)...]
        }
        return true
    }
}

extension ShellWord {
    /// The text of a word that nothing is put into, without its quotes.
    var staticText: String? {
        func text(_ parts: [WordPart]) -> String? {
            var result = ""
            for part in parts {
                switch part {
                case .literal(let piece), .quoted(let piece): result += piece
                case .doubleQuoted(let inner):
                    guard let piece = text(inner) else { return nil }
                    result += piece
                default: return nil
                }
            }
            return result
        }
        return text(parts)
    }
}
