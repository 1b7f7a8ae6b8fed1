import JSONTree

/// The members of one object of a targets file. Each is taken once; one that nobody takes is a mistake of whoever wrote
/// it.
struct TargetFields {
    /// What a text must look like.
    enum Form {
        /// Letters, digits, `.`, `_` and `-`; people type it.
        case name
        /// One word that no program takes for an option.
        case word
        case host
        case jump
        /// Labels as kubectl takes them.
        case selector
        /// An absolute path.
        case path
        /// An absolute path that OpenSSH's own settings can hold: no blanks, quotes or percent signs.
        case plainPath
        /// Name of a variable that may be set.
        case variable
        /// Anything on one line.
        case line
    }

    /// Where the object stands in the file.
    let key: String
    private var members: [String: JSONValue]

    init(_ tree: JSONValue, _ key: String) throws(TargetFileError) {
        guard let members = tree.object else {
            throw TargetFileError(key, key.isEmpty ? "the file must hold an object { }" : "an object { } is wanted")
        }
        self.key = key
        self.members = members
    }

    var names: [String] { Array(members.keys) }

    func has(_ name: String) -> Bool { members[name] != nil }

    private func path(_ name: String) -> String { key.isEmpty ? name : "\(key).\(name)" }

    mutating func take(_ name: String) -> JSONValue? { members.removeValue(forKey: name) }

    mutating func required(_ name: String) throws(TargetFileError) -> JSONValue {
        guard let value = take(name) else { throw TargetFileError(path(name), "it is missing") }
        return value
    }

    /// Says which member is not known.
    func end() throws(TargetFileError) {
        guard let name = members.keys.sorted().first else { return }
        throw TargetFileError(path(name), "there is no such key here; docs/targets.md lists them")
    }

    mutating func text(_ name: String, _ form: Form) throws(TargetFileError) -> String? {
        guard let value = take(name) else { return nil }
        guard let text = value.string else { throw TargetFileError(path(name), "a text in \"quotes\" is wanted") }
        try Self.check(text, form, path(name))
        return text
    }

    mutating func requiredText(_ name: String, _ form: Form) throws(TargetFileError) -> String {
        guard let text = try text(name, form) else { throw TargetFileError(path(name), "it is missing") }
        return text
    }

    mutating func choice(_ name: String, _ choices: [String]) throws(TargetFileError) -> String {
        let text = try required(name).string
        guard let text, choices.contains(text) else {
            throw TargetFileError(path(name), "one of \(choices.joined(separator: ", ")) is wanted")
        }
        return text
    }

    mutating func number(_ name: String, _ range: ClosedRange<Int>) throws(TargetFileError) -> Int? {
        guard let value = take(name) else { return nil }
        guard let number = value.int, range.contains(number) else {
            throw TargetFileError(
                path(name), "a number from \(range.lowerBound) to \(range.upperBound) is wanted")
        }
        return number
    }

    mutating func flag(_ name: String) throws(TargetFileError) -> Bool? {
        guard let value = take(name) else { return nil }
        guard let flag = value.bool else { throw TargetFileError(path(name), "true or false is wanted") }
        return flag
    }

    mutating func list(_ name: String, _ form: Form) throws(TargetFileError) -> [String] {
        guard let value = take(name) else { return [] }
        guard let items = value.array else { throw TargetFileError(path(name), "a list [ ] is wanted") }
        var texts: [String] = []
        for (index, item) in items.enumerated() {
            let place = "\(path(name))[\(index)]"
            guard let text = item.string else { throw TargetFileError(place, "a text in \"quotes\" is wanted") }
            try Self.check(text, form, place)
            texts.append(text)
        }
        return texts
    }

    mutating func variables(_ name: String) throws(TargetFileError) -> [String: String] {
        guard let value = take(name) else { return [:] }
        guard let members = value.object else { throw TargetFileError(path(name), "an object { } is wanted") }
        var variables: [String: String] = [:]
        for (variable, value) in members.sorted(by: { $0.key < $1.key }) {
            let place = "\(path(name)).\(variable)"
            try Self.check(variable, .variable, place)
            guard let text = value.string else { throw TargetFileError(place, "a text in \"quotes\" is wanted") }
            guard !text.utf8.contains(0) else { throw TargetFileError(place, "it holds a NUL character") }
            variables[variable] = text
        }
        return variables
    }
}

extension TargetFields {
    static func check(_ text: String, _ form: Form, _ key: String) throws(TargetFileError) {
        let problem: String? =
            switch form {
            case .name: isName(text) ? nil : "a name of letters, digits, '.', '_' and '-' is wanted"
            case .word: isWord(text) ? nil : "one word is wanted that does not begin with '-'"
            case .host: isHost(text) ? nil : "a host name or an address is wanted"
            case .jump: isJump(text) ? nil : "a host such as user@host:22 is wanted"
            case .selector:
                isSelector(text) ? nil : "labels such as app=payments,tier!=test are wanted"
            case .path: text.hasPrefix("/") && isLine(text) ? nil : "an absolute path is wanted"
            case .plainPath:
                text.hasPrefix("/") && isWord(text) && !text.contains(where: { "\"'%\\,".contains($0) })
                    ? nil : "an absolute path without blanks, quotes and percent signs is wanted"
            case .variable:
                if !isVariable(text) {
                    "\"\(text)\" is no name of a variable"
                } else if CommandEnvironment.isReserved(text) {
                    "\(text) is set by dd0c/run, or never passed on, so that reading programs run no others"
                } else {
                    nil
                }
            case .line: !text.isEmpty && isLine(text) ? nil : "a text on one line is wanted"
            }
        if let problem { throw TargetFileError(key, problem) }
    }

    private static func isLine(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }

    private static func isWord(_ text: String) -> Bool {
        isLine(text) && !text.isEmpty && !text.hasPrefix("-") && !text.contains(where: \.isWhitespace)
    }

    private static func isName(_ text: String) -> Bool {
        isWord(text) && text.count <= 64
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
    }

    private static func isHost(_ text: String) -> Bool {
        isWord(text) && text.count <= 255
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".:_-".contains($0)) }
    }

    private static func isJump(_ text: String) -> Bool {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let host = parts.last, isHost(String(host)) else { return false }
        return parts.count == 1 || isName(String(parts[0]))
    }

    private static func isSelector(_ text: String) -> Bool {
        isLine(text) && !text.isEmpty && !text.hasPrefix("-")
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "=!,._/-() ".contains($0)) }
    }

    private static func isVariable(_ text: String) -> Bool {
        guard let first = text.first, first.isASCII, first.isLetter || first == "_" else { return false }
        return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }
}
