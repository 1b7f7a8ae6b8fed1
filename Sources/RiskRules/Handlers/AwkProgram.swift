import ByteText
import RunbookModel

/// What an awk program does besides reading, found without running it.
struct AwkProgram {
    /// Commands that it runs, as far as they are known.
    private(set) var commands: [String] = []
    private(set) var runsUnknown = false
    private(set) var files: [String] = []
    /// Files that it reads by itself.
    private(set) var reads: [String] = []
    private(set) var writesUnknown = false
    private(set) var readsEnvironment = false
    private(set) var loadsCode = false

    private enum Token: Equatable {
        case text(String)
        case word(String)
        case sign(Character)
    }

    init(_ source: String) {
        let tokens = Self.tokens(of: source)
        var isPrint = false
        var open = 0
        for (index, token) in tokens.enumerated() {
            let next = index + 1 < tokens.count ? tokens[index + 1] : nil
            switch token {
            case .word("print"), .word("printf"):
                isPrint = true
                open = 0
            case .word("system"):
                run(
                    next == .sign("(") && index + 2 < tokens.count ? tokens[index + 2] : nil, behind: index + 3,
                    in: tokens)
            case .word("getline"):
                // `"cmd" | getline` runs a command: seen at the `|`.
                break
            case .word("ENVIRON"): readsEnvironment = true
            case .word("SYMTAB"), .word("FUNCTAB"): loadsCode = true
            case .sign("@"): loadsCode = true
            case .sign("<"):
                if case .text(let file)? = next { reads.append(file) }
            case .sign("("), .sign("["): open += 1
            case .sign(")"), .sign("]"): open -= 1
            case .sign(";"), .sign("}"), .sign("\n"), .sign("{"):
                isPrint = false
                open = 0
            case .sign("¦"):
                if next == .word("getline") {
                    run(index > 0 ? tokens[index - 1] : nil, behind: nil, in: tokens)
                } else {
                    run(
                        next == .sign("&") && index + 2 < tokens.count ? tokens[index + 2] : next, behind: nil,
                        in: tokens)
                }
            case .sign(">") where isPrint && open <= 0:
                if case .text(let file)? = next == .sign(">") && index + 2 < tokens.count ? tokens[index + 2] : next {
                    files.append(file)
                } else if next != .sign(">") || index + 2 >= tokens.count {
                    writesUnknown = true
                }
            default: break
            }
        }
    }

    private mutating func run(_ token: Token?, behind: Int?, in tokens: [Token]) {
        if case .text(let command)? = token {
            let rest = behind.flatMap { $0 < tokens.count ? tokens[$0] : nil }
            if rest == nil || rest == .sign(")") {
                commands.append(command)
                return
            }
            commands.append(command)
        }
        runsUnknown = true
    }

    /// Strings decoded, regular expressions left out, `¦` for a pipe that is not `||`.
    private static func tokens(of source: String) -> [Token] {
        var tokens: [Token] = []
        let text = Array(source)
        var index = 0
        while index < text.count {
            let character = text[index]
            if character == "\"" {
                var value = ""
                index += 1
                while index < text.count, text[index] != "\"" {
                    if text[index] == "\\", index + 1 < text.count {
                        value.append("\\")
                        value.append(text[index + 1])
                        index += 2
                    } else {
                        value.append(text[index])
                        index += 1
                    }
                }
                index += 1
                tokens.append(.text(value.holds("\\") ? decoded(value) : value))
            } else if character == "/", startsPattern(tokens.last) {
                index += 1
                var inBrackets = false
                while index < text.count, text[index] != "/" || inBrackets, text[index] != "\n" {
                    if text[index] == "\\" {
                        index += 1
                    } else if text[index] == "[" {
                        inBrackets = true
                    } else if text[index] == "]" {
                        inBrackets = false
                    }
                    index += 1
                }
                index += 1
                tokens.append(.sign("~"))
            } else if character == "#" {
                while index < text.count, text[index] != "\n" { index += 1 }
            } else if character.isLetter || character == "_" {
                var word = ""
                while index < text.count, text[index].isLetter || text[index].isNumber || text[index] == "_" {
                    word.append(text[index])
                    index += 1
                }
                tokens.append(.word(word))
            } else if character == "|" {
                if index + 1 < text.count, text[index + 1] == "|" {
                    tokens.append(.sign("+"))
                    index += 2
                } else {
                    tokens.append(.sign("¦"))
                    index += 1
                }
            } else {
                if character != " ", character != "\t" { tokens.append(.sign(character)) }
                index += 1
            }
        }
        return tokens
    }

    /// Whether `/` starts a regular expression, or divides.
    private static func startsPattern(_ last: Token?) -> Bool {
        switch last {
        case nil: true
        case .text, .word("NF"), .word("NR"): false
        case .word(let word): ["print", "return", "case", "in", "printf"].contains(word)
        case .sign(let sign): !(sign.isNumber || sign == ")" || sign == "]" || sign == "$")
        }
    }

    private static func decoded(_ text: String) -> String {
        // Escapes inside a command only matter when they spell a command; `\"` is the usual one.
        var result = ""
        var index = text.startIndex
        while index < text.endIndex {
            if text[index] == "\\", text.index(after: index) < text.endIndex {
                index = text.index(after: index)
            }
            result.append(text[index])
            index = text.index(after: index)
        }
        return result
    }
}

extension ScriptAnalyzer {
    private static let judgeAwkOptions = WrapperRule(
        "-F= -v= -f= -e= -E= -i= -l= -W= -b -c -C -n -N -o? -O -p? -r -s -S -t -V -h -M -I -d? -g --csv --field-separator= --assign= --sandbox --posix --traditional --version --re-interval --lint? --file= --source= --include= --load="
    )

    mutating func judgeAwk(_ call: Call) {
        let rule = Self.judgeAwkOptions
        let parsed = ParsedCall(call.arguments, arities: rule.arities, singleDash: false, stops: true)
        reportStrangers(parsed, call)
        var programs = parsed.options.filter { ["-e", "--source"].contains($0.name) }.compactMap(\.value)
        var operands = parsed.operands
        if parsed.has("-f", "-i", "-l", "-E", "--file", "--include", "--load", "-W", "-o", "-p", "-d") {
            let opaque = parsed.options.contains { $0.value?.text.hasPrefix("/dev/") ?? false }
            add(
                opaque ? .red : .yellow, "awk.file", "Runs a program or writes a file that is not shown here.",
                call.range)
        } else if programs.isEmpty {
            guard !operands.isEmpty else {
                if parsed.has("--version", "-V", "-h") {
                    add(.green, "awk.help", "Shows the version.", call.range)
                } else {
                    addUnknown("awk", "The awk program is missing.", "awk", call.range)
                }
                return
            }
            programs = [operands.removeFirst()]
        }
        for program in programs {
            if program.unknown == .output {
                add(.red, "awk.program", "The awk program can't be known: it may run commands.", program.range)
            } else if program.unknown == .placeholder {
                let isInText = program.text.contains { $0 != Argument.unknownPart }
                add(isInText ? .yellow : .red, "awk.program", "A value becomes part of an awk program.", program.range)
            }
            judge(AwkProgram(program.text), call)
        }
        checkDisclosure(operands, call)
        add(
            .green, "awk", "Picks and formats lines of text.", call.range,
            effect: "Picks and formats lines of \(operands.isEmpty ? "its input" : call.display(operands)).")
    }

    private mutating func judge(_ program: AwkProgram, _ call: Call) {
        for command in program.commands {
            add(.yellow, "awk.command", "The awk program runs commands.", call.range)
            analyzePayload(command, of: call.name, range: call.range, input: .opaque)
        }
        if program.runsUnknown {
            add(.red, "awk.command", "The awk program runs commands that can't be known.", call.range)
        }
        for file in program.files { writeFile(Argument(text: file, range: call.range), call.range) }
        checkDisclosure(program.reads.map { Argument(text: $0, range: call.range) }, call)
        if program.writesUnknown { add(.yellow, "awk.write", "The awk program writes files.", call.range) }
        if program.loadsCode {
            add(.yellow, "awk.indirect", "The awk program calls functions that can't be followed.", call.range)
        }
        if program.readsEnvironment {
            add(
                Finding(
                    .yellow, "awk.environment", "It reads environment variables, secrets among them.",
                    range: call.range, discloses: true))
        }
    }
}
