/// Reads the text of a pattern into a program.
struct PatternReader {
    private typealias Instruction = BoundedPattern.Instruction
    typealias Problem = BoundedPattern.Problem

    private indirect enum Node {
        case empty
        case scalar(ScalarClass)
        case lineStart
        case lineEnd
        case sequence([Node])
        case either(Node, Node)
        case group(Node, isSaved: Bool)
        case repeated(Node, least: Int, most: Int?, isReluctant: Bool)
    }

    /// How often something may be asked for in `{m,n}`.
    private static let countLimit = 100
    /// Groups within groups.
    private static let depthLimit = 20

    private let text: [Unicode.Scalar]
    private var place = 0
    private var hasGroup = false
    private var depth = 0
    private var output: [Instruction] = []

    init(_ text: [Unicode.Scalar]) { self.text = text }

    mutating func program() throws(Problem) -> [BoundedPattern.Instruction] {
        guard !text.isEmpty else { throw Problem(sentence: "The pattern is empty.") }
        let node = try alternatives()
        guard place == text.count else { throw Problem(sentence: "There is a “)” too many in the pattern.") }
        output = [.save(0)]
        try emit(node)
        output += [.save(1), .match]
        return output
    }

    // MARK: Reading

    private var next: Unicode.Scalar? { place < text.count ? text[place] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        place += 1
        return true
    }

    private mutating func alternatives() throws(Problem) -> Node {
        var node = try sequence()
        while take("|") { node = .either(node, try sequence()) }
        return node
    }

    private mutating func sequence() throws(Problem) -> Node {
        var nodes: [Node] = []
        while let scalar = next, scalar != "|", scalar != ")" { nodes.append(try quantified()) }
        return nodes.isEmpty ? .empty : .sequence(nodes)
    }

    private mutating func quantified() throws(Problem) -> Node {
        let atom = try atom()
        let least: Int
        let most: Int?
        if take("*") {
            (least, most) = (0, nil)
        } else if take("+") {
            (least, most) = (1, nil)
        } else if take("?") {
            (least, most) = (0, 1)
        } else if let counts = try counts() {
            (least, most) = counts
        } else {
            return atom
        }
        let isReluctant = take("?")
        if let next, next == "*" || next == "+" {
            throw Problem(sentence: "There is nothing before “\(next)” that could be repeated.")
        }
        return .repeated(atom, least: least, most: most, isReluctant: isReluctant)
    }

    /// `{3}`, `{3,}` or `{3,5}`; anything else in braces is text.
    private mutating func counts() throws(Problem) -> (Int, Int?)? {
        guard next == "{", let end = text[place...].firstIndex(of: "}") else { return nil }
        var inner = String.UnicodeScalarView()
        inner.append(contentsOf: text[(place + 1)..<end])
        let parts = String(inner).split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count <= 2, let least = Int(parts[0]) else { return nil }
        let most = parts.count == 1 ? least : Int(parts[1])
        guard most != nil || parts[1].isEmpty else { return nil }
        guard least >= 0, least <= Self.countLimit, most.map({ (least...Self.countLimit).contains($0) }) ?? true else {
            throw Problem(sentence: "Counts in braces go up to \(Self.countLimit).")
        }
        place = end + 1
        return (least, most)
    }

    private mutating func atom() throws(Problem) -> Node {
        guard let scalar = next else { throw Problem(sentence: "The pattern ends too early.") }
        place += 1
        switch scalar {
        case "(": return try group()
        case "[": return .scalar(try classInBrackets())
        case ".": return .scalar(.notNewline)
        case "^": return .lineStart
        case "$": return .lineEnd
        case "\\": return .scalar(try escaped())
        case "*", "+", "?": throw Problem(sentence: "There is nothing before “\(scalar)” that could be repeated.")
        default: return .scalar(ScalarClass(ranges: [scalar.value...scalar.value]))
        }
    }

    private mutating func group() throws(Problem) -> Node {
        depth += 1
        guard depth <= Self.depthLimit else { throw Problem(sentence: "There are too many groups within groups.") }
        var isSaved = false
        if take("?") {
            guard take(":") else { throw Problem(sentence: "Of the forms that begin with “(?”, only “(?:” is known.") }
        } else if !hasGroup {
            hasGroup = true
            isSaved = true
        }
        let node = try alternatives()
        guard take(")") else { throw Problem(sentence: "There is a “(” without its “)”.") }
        depth -= 1
        return .group(node, isSaved: isSaved)
    }

    private mutating func escaped() throws(Problem) -> ScalarClass {
        guard let scalar = next else { throw Problem(sentence: "There is nothing behind the last backslash.") }
        place += 1
        if let named = ScalarClass.named(scalar) { return named }
        let value = scalar.value
        guard !(0x30...0x39).contains(value), !(0x41...0x5A).contains(value), !(0x61...0x7A).contains(value) else {
            throw Problem(sentence: "“\\\(scalar)” is not known.")
        }
        return ScalarClass(ranges: [value...value])
    }

    private mutating func classInBrackets() throws(Problem) -> ScalarClass {
        var set = ScalarClass(ranges: [], isNegated: take("^"))
        var isFirst = true
        while let scalar = next, scalar != "]" || isFirst {
            isFirst = false
            place += 1
            var from = scalar.value
            if scalar == "\\" {
                let named = try escaped()
                guard !named.isNegated, named.ranges.count == 1, let only = named.ranges.first, only.count == 1 else {
                    guard !named.isNegated else {
                        throw Problem(sentence: "“\\D”, “\\W” and “\\S” cannot stand in brackets.")
                    }
                    set.ranges += named.ranges
                    continue
                }
                from = only.lowerBound
            }
            var to = from
            if next == "-", place + 1 < text.count, text[place + 1] != "]" {
                place += 1
                to = text[place].value
                place += 1
            }
            guard from <= to else { throw Problem(sentence: "A range in brackets goes backwards.") }
            set.ranges.append(from...to)
        }
        guard take("]") else { throw Problem(sentence: "There is a “[” without its “]”.") }
        return set
    }

    // MARK: Writing

    private mutating func emit(_ node: Node) throws(Problem) {
        guard output.count < BoundedPattern.programLimit else {
            throw Problem(sentence: "The pattern is too large. Use smaller counts.")
        }
        switch node {
        case .empty: break
        case .scalar(let set): output.append(.scalar(set))
        case .lineStart: output.append(.lineStart)
        case .lineEnd: output.append(.lineEnd)
        case .sequence(let nodes): for node in nodes { try emit(node) }
        case .either(let first, let second):
            let split = output.count
            output.append(.match)
            try emit(first)
            let jump = output.count
            output.append(.match)
            output[split] = .split(split + 1, output.count)
            try emit(second)
            output[jump] = .jump(output.count)
        case .group(let node, let isSaved):
            if isSaved { output.append(.save(2)) }
            try emit(node)
            if isSaved { output.append(.save(3)) }
        case .repeated(let node, let least, let most, let isReluctant):
            for _ in 0..<least { try emit(node) }
            if let most {
                for _ in least..<most { try emitOption(node, isReluctant, turnsBack: false) }
            } else {
                try emitOption(node, isReluctant, turnsBack: true)
            }
        }
    }

    private mutating func emitOption(_ node: Node, _ isReluctant: Bool, turnsBack: Bool) throws(Problem) {
        let split = output.count
        output.append(.match)
        try emit(node)
        if turnsBack { output.append(.jump(split)) }
        output[split] = isReluctant ? .split(output.count, split + 1) : .split(split + 1, output.count)
    }
}
