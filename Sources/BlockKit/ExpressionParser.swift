import JSONTree

/// Reads one expression by precedence climbing.
struct ExpressionParser {
    /// Brackets and operators nested deeper are refused.
    static let depthLimit = 40

    private enum Token: Hashable {
        case number(JSONValue)
        case string(String)
        case word(String)
        case symbol(String)
    }

    private var tokens: [Token] = []
    private var position = 0
    private var depth = 0

    /// - Throws: `ExpressionError` that quotes the expression.
    static func parse(_ source: String) throws(ExpressionError) -> Expression {
        do throws(ExpressionError) {
            var parser = ExpressionParser()
            parser.tokens = try tokenize(source)
            let expression = try parser.expression(atLeast: 1)
            guard parser.position == parser.tokens.count else { throw ExpressionError("something stands behind it") }
            return expression
        } catch {
            throw ExpressionError("cannot read the expression `\(source)`: \(error.reason)")
        }
    }

    private var current: Token? { position < tokens.count ? tokens[position] : nil }

    private mutating func take(_ symbol: String) -> Bool {
        guard current == .symbol(symbol) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ symbol: String) throws(ExpressionError) {
        guard take(symbol) else { throw ExpressionError("`\(symbol)` is missing") }
    }

    private var operatorHere: Expression.Operator? {
        switch current {
        case .symbol(let text): Expression.Operator(rawValue: text)
        case .word("in"): .in
        default: nil
        }
    }

    private mutating func expression(atLeast precedence: Int) throws(ExpressionError) -> Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw ExpressionError("it is nested too deeply") }
        var left = try prefixed()
        while let next = operatorHere, next.precedence >= precedence {
            position += 1
            left = .binary(next, left, try expression(atLeast: next.precedence + 1))
        }
        return left
    }

    private mutating func prefixed() throws(ExpressionError) -> Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw ExpressionError("it is nested too deeply") }
        if take("!") { return .not(try prefixed()) }
        if take("-") { return .negated(try prefixed()) }
        var value = try primary()
        while true {
            if take(".") {
                guard case .word(let name) = current else { throw ExpressionError("a name must follow `.`") }
                position += 1
                value = .member(value, name)
            } else if take("[") {
                value = try subscripted(value)
            } else if current == .symbol("("), case .name(let function) = value {
                position += 1
                value = .call(function, try list(closing: ")"))
            } else {
                return value
            }
        }
    }

    private mutating func subscripted(_ value: Expression) throws(ExpressionError) -> Expression {
        var start: Expression?
        if current != .symbol(":") { start = try expression(atLeast: 1) }
        if take(":") {
            var end: Expression?
            if current != .symbol("]") { end = try expression(atLeast: 1) }
            try expect("]")
            return .slice(value, start, end)
        }
        try expect("]")
        guard let start else { throw ExpressionError("an index is missing") }
        return .index(value, start)
    }

    private mutating func list(closing: String) throws(ExpressionError) -> [Expression] {
        var elements: [Expression] = []
        if take(closing) { return elements }
        while true {
            elements.append(try expression(atLeast: 1))
            if take(closing) { return elements }
            try expect(",")
        }
    }

    private mutating func primary() throws(ExpressionError) -> Expression {
        guard let token = current else { throw ExpressionError("it ends too early") }
        position += 1
        switch token {
        case .number(let value): return .literal(value)
        case .string(let text): return .literal(.string(text))
        case .word("true"): return .literal(true)
        case .word("false"): return .literal(false)
        case .word("null"): return .literal(nil)
        case .word(let name): return .name(name)
        case .symbol("("):
            let inner = try expression(atLeast: 1)
            try expect(")")
            return inner
        case .symbol("["): return .list(try list(closing: "]"))
        case .symbol("{"): return try object()
        case .symbol(let text): throw ExpressionError("`\(text)` cannot stand here")
        }
    }

    private mutating func object() throws(ExpressionError) -> Expression {
        var members: [String: Expression] = [:]
        if take("}") { return .object(members) }
        while true {
            switch current {
            case .word(let name), .string(let name):
                position += 1
                try expect(":")
                members[name] = try expression(atLeast: 1)
            default: throw ExpressionError("a name must stand in an object")
            }
            if take("}") { return .object(members) }
            try expect(",")
        }
    }
}

// MARK: - Tokens

extension ExpressionParser {
    private static let pairs: Set<String> = ["||", "&&", "==", "!=", "<=", ">="]
    private static let singles: Set<UInt8> = Set("<>+-*/!.[](){},:".utf8)

    private static func tokenize(_ source: String) throws(ExpressionError) -> [Token] {
        let text = Array(source.utf8)
        var tokens: [Token] = []
        var position = 0
        while position < text.count {
            let byte = text[position]
            let pair = position + 1 < text.count ? String(decoding: text[position...position + 1], as: UTF8.self) : ""
            if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t") {
                position += 1
            } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                guard let end = text[(position + 1)...].firstIndex(of: byte) else {
                    throw ExpressionError("a string does not end")
                }
                tokens.append(.string(String(decoding: text[(position + 1)..<end], as: UTF8.self)))
                position = end + 1
            } else if isDigit(byte) {
                tokens.append(try number(text, &position))
            } else if isWordPart(byte) {
                let start = position
                while position < text.count, isWordPart(text[position]) { position += 1 }
                tokens.append(.word(String(decoding: text[start..<position], as: UTF8.self)))
            } else if pairs.contains(pair) {
                tokens.append(.symbol(pair))
                position += 2
            } else if singles.contains(byte) {
                tokens.append(.symbol(String(decoding: [byte], as: UTF8.self)))
                position += 1
            } else {
                throw ExpressionError("there is a character that means nothing, behind \(position) bytes")
            }
        }
        return tokens
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isWordPart(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    }

    private static func number(_ text: [UInt8], _ position: inout Int) throws(ExpressionError) -> Token {
        let start = position
        while position < text.count, isDigit(text[position]) { position += 1 }
        if position + 1 < text.count, text[position] == UInt8(ascii: "."), isDigit(text[position + 1]) {
            position += 1
            while position < text.count, isDigit(text[position]) { position += 1 }
        }
        let digits = String(decoding: text[start..<position], as: UTF8.self)
        if let whole = Int(digits) { return .number(.int(whole)) }
        guard let value = Double(digits), value.isFinite else {
            throw ExpressionError("the number \(digits) is out of range")
        }
        return .number(.double(value))
    }
}
