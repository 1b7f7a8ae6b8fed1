import BotTestKit

/// Makes scripts from the grammar of bash, and breaks some of them.
struct ScriptGenerator {
    var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    mutating func number(_ limit: Int) -> Int { random.number(in: 0..<limit) }
    mutating func pick(_ list: [String]) -> String { random.pick(list) }

    mutating func script() -> String {
        var text = list(1 + (number(4) == 0 ? 1 : 0))
        if number(3) == 0 { text = damaged(text) }
        return text
    }

    // MARK: Damage

    private static let splinters = [
        ";", "&", "|", "(", ")", "{", "}", "<", ">", "'", "\"", "`", "$", "$(", "${", "((", "))", "[[", "]]", "\\", "#",
        "\n", " ", "!", "in", "do", "done", "fi", "esac", "then", "<<E", "=", "[", "]", ";;", "&&", "||", "time", "}",
        "\\\n", "$((", "*", "E\n",
    ]

    /// A character or a few are taken out, put in, doubled or swapped.
    mutating func damaged(_ text: String) -> String {
        var characters = Array(text)
        guard !characters.isEmpty else { return text }
        for _ in 0...number(2) {
            let place = number(characters.count)
            switch number(5) {
            case 0: if characters.count > 1 { characters.remove(at: place) }
            case 1: characters.insert(contentsOf: Array(pick(Self.splinters)), at: place)
            case 2: characters.insert(characters[place], at: place)
            case 3: characters.swapAt(place, number(characters.count))
            default: if place > 0 { characters.removeLast(characters.count - place) }
            }
        }
        return String(characters)
    }

    // MARK: Lists and pipelines

    mutating func list(_ depth: Int) -> String {
        var text = pipeline(depth)
        for _ in 0..<number(2) {
            text += pick(["; ", " && ", " || ", "\n", " & ", ";", "\n\n# c\n", " &&\n", " ||\n\n"]) + pipeline(depth)
        }
        return text + pick(["", "", "", ";", " &", " # c"])
    }

    mutating func pipeline(_ depth: Int) -> String {
        var text = pick(["", "", "", "", "! ", "time ", "time -p ", "! time "]) + command(depth)
        for _ in 0..<number(2) { text += pick([" | ", " |& ", "|", " |\n"]) + command(depth) }
        return text
    }

    /// A list that a closing word follows.
    mutating func body(_ depth: Int) -> String {
        var text = pipeline(depth)
        for _ in 0..<number(2) { text += pick(["; ", " && ", "\n", " & "]) + pipeline(depth) }
        return text + pick(["; ", "; ", "\n", " & ", ";\n"])
    }

    mutating func command(_ depth: Int) -> String {
        guard depth > 0 else { return simple(0) }
        let inner = depth - 1
        let text: String
        switch number(18) {
        case 0:
            text =
                "if \(body(inner))then \(body(inner))"
                + pick(["", "else \(body(inner))", "elif \(body(inner))then \(body(inner))"]) + "fi"
        case 1: text = "\(pick(["while", "until"])) \(body(inner))do \(body(inner))done"
        case 2:
            text =
                "\(pick(["for", "select"])) x\(pick([" in \(word(inner)) \(word(inner));", ";", "\nin a\n", " "])) "
                + "do \(body(inner))done"
        case 3: text = caseCommand(inner)
        case 4: text = "(\(pick(["", " "]))\(list(inner)))"
        case 5: text = "{ \(body(inner))}"
        case 6:
            return pick(["f() { \(body(inner))}", "function g { \(body(inner))}", "function h() ( \(body(inner)))"])
        case 7: text = test(inner)
        case 8: text = "((\(arithmetic(inner))))"
        case 9: text = "for ((i=0; i<\(arithmetic(inner)); i++)); do \(body(inner))done"
        case 10: return "coproc \(pick(["", "C "])){ \(body(inner))}"
        case 11: return hereDocument(inner)
        default: return simple(inner)
        }
        return text + pick(["", "", "", " > f", " 2>&1", " < f"])
    }

    private mutating func caseCommand(_ depth: Int) -> String {
        var text = "case \(word(depth)) in"
        for _ in 0...number(2) {
            text += pick([" ", "\n"]) + pick(["", "("]) + pick(["a", "a|b", "*", "[a-c]*", "\"x y\"", "$x"]) + ") "
            text += pick(["", list(depth)]) + pick([" ;;", ";;", "\n;;", " ;&", " ;;&"])
        }
        return text + pick([" ", "\n"]) + "esac"
    }

    private mutating func test(_ depth: Int) -> String {
        func simple(_ generator: inout ScriptGenerator) -> String {
            let left = generator.word(depth)
            let right = generator.word(depth)
            return generator.pick([
                "\(left) == \(right)", "-n \(left)", "\(left) -eq 3", "\(left)", "\(left) =~ ^(a|b c)[0-9]+$",
                "! -f \(left)", "( \(left) != \(right) )", "\(left) < \(right)", "\(left) =~ \(right)",
            ])
        }
        var text = "[[ " + simple(&self)
        for _ in 0..<number(3) { text += pick([" && ", " || ", " &&\n"]) + simple(&self) }
        return text + " ]]"
    }

    private mutating func arithmetic(_ depth: Int) -> String {
        pick([
            "1", "x + 1", "(x * 2) % 3", "x++", "a[1] ? 2 : 3", "\(depth > 0 ? "$(echo 1)" : "2") - ${#x}", "x << 2",
            "x == 1 && y",
        ])
    }

    private mutating func hereDocument(_ depth: Int) -> String {
        let body = pick(["x\n", "", "a $x b\n", "$(echo a)\n", "don't \"\n", "\tx\n", "a\\\nb\n", "`ls`\n"])
        switch number(6) {
        case 0: return "cat <<E\n\(body)E"
        case 1: return "cat <<'E' | sort\n\(body)E"
        case 2: return "cat <<-E > f\n\(body)\tE"
        case 3: return "cat <<A; cat <<\"B\"\n\(body)A\n\(body)B"
        case 4: return "cat <<E $(echo \(simple(depth).filter { $0 != "\n" })) # don't\n\(body)E"
        default: return "cat <<E && {\n\(body)E\necho; }"
        }
    }

    // MARK: Simple commands and words

    mutating func simple(_ depth: Int) -> String {
        var text = pick(["", "", "", "A=1 ", "B=\(word(depth)) ", "a[1]=2 ", "x=(1 \(word(depth))) ", "C+=d "])
        text += pick(["ls", "echo", "grep -r", "kubectl get", "declare", "export x=1", "> f", "[ a ]", "eval"])
        for _ in 0..<number(4) { text += pick([" ", "  ", " \\\n "]) + word(depth) }
        text += pick([
            "", "", "", "", " > f", " 2>&1", " < f", ">> f", " <<< \(word(depth))", " &> f", " 3<> f", " >| f",
            " {fd}> f", " 2>&-", " <&3", " &>>f", " > >(cat)",
        ])
        return text
    }

    mutating func word(_ depth: Int) -> String {
        var text = piece(depth)
        while number(3) == 0 { text += piece(depth) }
        return text
    }

    private mutating func piece(_ depth: Int) -> String {
        let plain = [
            "a", "'b c'", "\"d e\"", "$x", "${x:-y}", "\\;", "$'a\\n\\'b'", "f*", "{a,b}", "-n", "a=b", "${#x}",
            "${x%%.*}", "$\"t\"", "${x[0]}", "${x[@]:1:2}", "${x//a/b}", "${!x}", "${x@Q}", "${x^^}", "$1", "$?", "$$",
            "$!", "\"$x ${y:-z}\"", "~/a", "[a-z]?", "{1..3}", "\"\\\"\"", "a\\ b", "#x", "x#", "%", "@", "é", "a\\\nb",
            "${x:-'a b'}", "${x:+\"$y\"}", "\"${x:-\"a\"}\"", "2", "!", "]", "}", "\"it's\"", "'\"'",
        ]
        guard depth > 0 else { return pick(plain) }
        switch number(12) {
        case 0: return "$(\(list(depth - 1).replacing("# c", with: "")))"
        case 1: return "\"a $(\(simple(depth - 1))) b\""
        case 2: return "$((\(arithmetic(depth - 1))))"
        case 3: return "<(\(simple(depth - 1)))"
        case 4: return "`echo \(pick(["a", "'b'", "$x", "\\`ls\\`", "\\$x"]))`"
        case 5: return "${x:-$(\(simple(depth - 1)))}"
        case 6: return "$[1 + a[2]]"
        default: return pick(plain)
        }
    }
}
