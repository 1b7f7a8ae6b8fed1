import ByteText
import RunbookModel

/// Conditions in words as conditions that a program can evaluate.
enum ConditionReader {
    private static let comparisons: [(words: [String], comparison: Comparison)] = [
        (["greater", "than", "or", "equal", "to"], .greaterOrEqual),
        (["less", "than", "or", "equal", "to"], .lessOrEqual),
        (["more", "than"], .greater), (["greater", "than"], .greater), (["higher", "than"], .greater),
        (["exceeds"], .greater),
        (["exceed"], .greater), (["above"], .greater), (["over"], .greater), (["larger", "than"], .greater),
        (["less", "than"], .less), (["fewer", "than"], .less), (["lower", "than"], .less), (["below"], .less),
        (["under"], .less),
        (["at", "least"], .greaterOrEqual), (["at", "most"], .lessOrEqual), (["equals"], .equal),
        (["equal", "to"], .equal),
        ([">", "="], .greaterOrEqual), (["<", "="], .lessOrEqual), ([">"], .greater), (["<"], .less),
    ]

    /// What can be tested after a step ran; `nil` where a person must judge.
    static func test(_ condition: String, after step: Step) -> Condition? {
        guard step.kind == .command, let command = step.command, !condition.hasPrefix("not: ") else { return nil }
        let sentence = Sentence(MarkedText(plain: condition, line: 1))
        if let code = exitCode(sentence) { return code }
        if step.language == .shell, let unit = unit(of: command), let number = number(sentence, unit) { return number }
        return pattern(condition, sentence)
    }

    private static func exitCode(_ sentence: Sentence) -> Condition? {
        guard let place = sentence.index(of: ["exit", "code"]) ?? sentence.index(of: ["exit", "status"]) else {
            return nil
        }
        let rest = sentence.tokens[(place + 2)...]
        guard let token = rest.first(where: { $0.kind == .number }), let code = Int(token.text) else {
            return rest.contains { $0.text == "non-zero" || $0.text == "nonzero" } ? .exitCode(.notEqual, 0) : nil
        }
        return .exitCode(rest.contains { $0.text == "not" || $0.text == "isn't" } ? .notEqual : .equal, code)
    }

    /// What the one number that a command prints counts; `nil` when it prints something else.
    private enum Unit {
        case count
        case percent
        /// Bytes, in units of this many.
        case bytes(Double)
    }

    /// Whether a command prints one number that counts something, and nothing else.
    static func printsCount(_ command: String) -> Bool {
        if case .count? = unit(of: command) { return true }
        return false
    }

    private static let countingCommands: Set<String> = ["DBSIZE", "LLEN", "SCARD", "ZCARD", "HLEN", "TTL", "XLEN"]

    private static func unit(of command: String) -> Unit? {
        let last = command.parts(between: "|").last.map { $0.trimmedSpace } ?? ""
        let words = last.parts(between: " \n")
        guard let program = words.first else { return nil }
        func has(_ flags: String...) -> Bool { flags.contains { flag in words.contains { $0 == flag } } }
        switch program {
        case "wc": return has("-c", "-m") ? .bytes(1) : has("-l", "-w") ? .count : nil
        case "grep", "egrep", "zgrep":
            let counts = words.contains { $0.hasPrefix("-") && !$0.hasPrefix("--") && $0.holds("c") }
            return counts || has("--count") ? .count : nil
        case "stat": return has("%s", "--format=%s", "'%s'", "-c%s") ? .bytes(1) : nil
        case "du" where has("-sb", "-bs"): return .bytes(1)
        case "du" where has("-sk", "-ks"): return .bytes(1024)
        case "du" where has("-sm", "-ms"): return .bytes(1024 * 1024)
        case "df" where words.contains { $0 == "--output=pcent" }: return .percent
        case "nproc": return .count
        case "redis-cli":
            return words.contains { Self.countingCommands.contains($0.uppercased()) } ? .count : nil
        case "psql", "mysql":
            let isBare = words.contains { $0.hasPrefix("-") && ($0.holds("t") || $0.holds("N")) }
            return isBare && last.lowercased().holds("count(") ? .count : nil
        case "kubectl", "oc":
            return words.contains { $0.holds("jsonpath=") && ($0.holds("eplicas}") || $0.holds("ount}")) }
                ? .count : nil
        case "jq": return last.holds("length") ? .count : nil
        default: return nil
        }
    }

    private static let spelled: [String: Double] = [
        "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
        "ten": 10, "twelve": 12, "twenty": 20, "thirty": 30, "fifty": 50, "hundred": 100, "thousand": 1000,
    ]
    private static let scales: [String: Double] = [
        "b": 1, "bytes": 1, "byte": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12, "kib": 1024, "ki": 1024,
        "mib": 1_048_576, "mi": 1_048_576, "gib": 1_073_741_824, "gi": 1_073_741_824, "tib": 1_099_511_627_776,
        "k": 1024, "m": 1_048_576, "g": 1_073_741_824, "t": 1_099_511_627_776, "megabytes": 1e6, "gigabytes": 1e9,
    ]
    /// Words after a number of things that a program counts.
    private static let otherUnits: Set<String> = [
        "seconds", "second", "minutes", "minute", "hours", "hour", "days", "day", "ms", "s", "weeks", "week", "times",
    ]

    private static func number(_ sentence: Sentence, _ unit: Unit) -> Condition? {
        for (words, comparison) in comparisons {
            guard let place = sentence.index(of: words), place + words.count < sentence.tokens.count else { continue }
            guard let (value, end) = value(sentence.tokens, at: place + words.count) else { continue }
            let next = end < sentence.tokens.count ? sentence.tokens[end].text : ""
            switch unit {
            case .count:
                if next == "%" || next == "percent" || scales[next] != nil && next != "k" && next != "m" { return nil }
                if otherUnits.contains(next) { return nil }
                return .number(comparison, value)
            case .percent:
                return next == "%" || next == "percent" || sentence.tokens[end - 1].text.hasSuffix("%")
                    ? .number(comparison, value) : nil
            case .bytes(let size):
                guard let scale = scales[next] else { return size == 1 ? .number(comparison, value) : nil }
                return .number(comparison, (value * scale / size).rounded())
            }
        }
        return nil
    }

    /// A number at a token, with what joins it: `10 000`, `10,000`, `2.5`, `95%`, `five`; and the token after it.
    private static func value(_ tokens: [Token], at start: Int) -> (Double, Int)? {
        guard start < tokens.count else { return nil }
        let text = tokens[start].text
        if let value = spelled[text] {
            if start + 1 < tokens.count, ["hundred", "thousand"].contains(tokens[start + 1].text) {
                return (value * (spelled[tokens[start + 1].text] ?? 1), start + 2)
            }
            return (value, start + 1)
        }
        var digits = text.hasSuffix("%") ? String(text.dropLast()) : text
        var end = start + 1
        guard digits.utf8.first?.isDigit == true else { return nil }
        // Groups of three: the sign between them is a comma, which may be a token, or a space.
        while digits.utf8.count < 16 {
            if end < tokens.count, isGroup(tokens[end].text), digits.utf8.count < 4 || digits.utf8.count % 3 == 0 {
                digits += tokens[end].text
                end += 1
            } else if end + 1 < tokens.count, tokens[end].text == ",", isGroup(tokens[end + 1].text),
                tokens[end + 1].range.lowerBound == tokens[end].range.upperBound
            {
                digits += tokens[end + 1].text
                end += 2
            } else {
                break
            }
        }
        if let value = Double(digits) { return (value, end) }
        // `1gb`, `500mib`
        let number = digits.prefix { $0.isNumber || $0 == "." }
        guard let value = Double(number), let scale = scales[String(digits.dropFirst(number.count))] else { return nil }
        return (value * scale, end)
    }

    private static func isGroup(_ text: String) -> Bool { text.utf8.count == 3 && text.utf8.allSatisfy(\.isDigit) }

    /// "the output contains `x`".
    private static func pattern(_ condition: String, _ sentence: Sentence) -> Condition? {
        let words = Set(sentence.words)
        guard words.contains("output") || words.contains("result"),
            !words.isDisjoint(with: ["contains", "includes", "shows", "says", "has"]),
            words.isDisjoint(with: ["not", "no", "doesn't", "isn't", "without"])
        else { return nil }
        for mark in ["`", "\"", "'"] {
            let parts = condition.split(separator: mark, omittingEmptySubsequences: false)
            if parts.count == 3, !parts[1].isEmpty { return .contains(String(parts[1])) }
        }
        return nil
    }
}
