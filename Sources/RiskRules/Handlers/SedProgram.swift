import ByteText
import RunbookModel

/// What a sed script does besides reading.
struct SedProgram {
    private(set) var runs = false
    private(set) var files: [String] = []
    /// Files that it prints.
    private(set) var reads: [String] = []
    /// Whether each command of the script is known.
    private(set) var isUnderstood = true

    private let text: [Character]
    private var index = 0

    init(_ source: String) {
        text = Array(source)
        while index < text.count, isUnderstood { command() }
    }

    private var current: Character? { index < text.count ? text[index] : nil }

    private mutating func skipBlanks() {
        while let character = current, character == " " || character == "\t" || character == "\n" || character == ";" {
            index += 1
        }
    }

    private mutating func command() {
        skipBlanks()
        addresses()
        while let character = current, character == " " || character == "!" { index += 1 }
        guard let name = current else { return }
        index += 1
        switch name {
        case "{", "}", "=", "d", "D", "g", "G", "h", "H", "n", "N", "p", "P", "x", "z", "F": break
        case "#": skipLine()
        case "q", "Q", "l", "L":
            while let character = current, character.isNumber || character == " " { index += 1 }
        case "a", "i", "c", "r", "R":
            if name == "r" || name == "R" { reads.append(restOfLine()) } else { skipText() }
        case ":", "b", "t", "T", "v":
            while let character = current, character != ";", character != "\n", character != "}" { index += 1 }
        case "y": delimited(2)
        case "s":
            delimited(2)
            substitutionFlags()
        case "w", "W": files.append(restOfLine())
        case "e": runs = true; skipLine()
        default: isUnderstood = false
        }
    }

    private mutating func addresses() {
        for _ in 0..<2 {
            guard let first = current else { return }
            if first.isNumber || first == "$" {
                index += 1
                while let character = current, character.isNumber || character == "~" { index += 1 }
            } else if first == "/" || first == "\\" {
                if first == "\\" { index += 1 }
                delimited(1)
                while let character = current, character == "I" || character == "M" { index += 1 }
            } else if first == "+" || first == "~" {
                index += 1
                while let character = current, character.isNumber { index += 1 }
            } else {
                return
            }
            while current == " " { index += 1 }
            guard current == "," else { return }
            index += 1
            while current == " " { index += 1 }
        }
    }

    /// Moves behind `count` texts between delimiters; the first delimiter is here.
    private mutating func delimited(_ count: Int) {
        guard let delimiter = current else {
            isUnderstood = false
            return
        }
        index += 1
        for _ in 0..<count {
            var inBrackets = false
            while let character = current, character != delimiter || (inBrackets && count == 1) {
                if character == "\\" {
                    index += 1
                } else if character == "[" {
                    inBrackets = true
                } else if character == "]" {
                    inBrackets = false
                }
                index += 1
            }
            guard current != nil else {
                isUnderstood = false
                return
            }
            index += 1
        }
    }

    private mutating func substitutionFlags() {
        while let flag = current {
            switch flag {
            case "g", "p", "i", "I", "m", "M", "0"..."9": index += 1
            case "e":
                runs = true
                index += 1
            case "w":
                index += 1
                files.append(restOfLine())
                return
            case ";", "}", "\n", " ", "#": return
            default:
                isUnderstood = false
                return
            }
        }
    }

    private mutating func skipLine() {
        while let character = current, character != "\n" { index += 1 }
    }

    private mutating func skipText() {
        while let character = current, character != "\n" { index += character == "\\" ? 2 : 1 }
    }

    private mutating func restOfLine() -> String {
        let start = index
        skipLine()
        return String(String(text[min(start, text.count)..<min(index, text.count)]).trimmedSpace)
    }
}

extension ScriptAnalyzer {
    private static let judgeSedOptions = WrapperRule(
        "-n -E -r -e= -f= -s -u -z -i? -l= -b --quiet --silent --expression= --file= --in-place? --regexp-extended --separate --unbuffered --null-data --posix --debug --sandbox --help --version --line-length= --follow-symlinks"
    )

    mutating func judgeSed(_ call: Call) {
        let rule = Self.judgeSedOptions
        let parsed = ParsedCall(call.arguments, arities: rule.arities, singleDash: false)
        reportStrangers(parsed, call)
        var operands = parsed.operands
        var scripts = parsed.options.filter { ["-e", "--expression"].contains($0.name) }.compactMap(\.value)
        if parsed.has("-f", "--file") {
            add(.yellow, "sed.file", "Runs a sed script that is not shown here.", call.range)
        } else if scripts.isEmpty, !operands.isEmpty {
            scripts = [operands.removeFirst()]
        }
        for script in scripts {
            if script.unknown != nil {
                let isPlaceholder = script.unknown == .placeholder
                add(
                    isPlaceholder ? .yellow : .red, "sed.script",
                    "A value becomes part of a sed script, which can run commands.", script.range)
            }
            let program = SedProgram(script.text)
            if program.runs { add(.red, "sed.execute", "The sed script runs commands.", script.range) }
            for file in program.files where file != "/dev/stdout" && file != "/dev/stderr" {
                writeFile(Argument(text: file, range: script.range), script.range)
            }
            checkDisclosure(program.reads.map { Argument(text: $0, range: script.range) }, call)
            if !program.isUnderstood {
                addUnknown("sed.script", "The sed script is not understood.", script.display, script.range)
            }
        }
        if parsed.has("-i", "--in-place") {
            let files = call.display(operands)
            for file in operands where PathRules.isCritical(file.text) { writeFile(file, call.range) }
            add(
                .yellow, "sed.inplace", "Changes files in place.", call.range, effect: "Changes \(files) in place.",
                target: operands.first?.display)
        }
        if parsed.mayHideOptions {
            addUnknown("sed", "The output of a command stands where sed takes options.", "$(…)", call.range)
        }
        checkDisclosure(operands, call)
        add(.green, "sed", "Picks or rewrites lines on their way.", call.range)
    }
}
