import JSONTree

extension Expression {
    /// Strings that an expression puts together may not be longer, in UTF-8 bytes.
    static let textLimit = 1 << 20

    /// - Throws: `ExpressionError` for a name that the binding lacks and for operands of the wrong kind.
    func value(in scope: TemplateScope) throws(ExpressionError) -> JSONValue {
        switch self {
        case .literal(let value): return value
        case .name(let name):
            guard let value = scope[name] else { throw ExpressionError("the binding has no `\(name)`") }
            return value
        case .member(let object, let name): return try Self.member(try object.value(in: scope), name)
        case .index(let list, let index):
            return try Self.element(try list.value(in: scope), try index.value(in: scope))
        case .slice(let list, let start, let end):
            let from = try start.map { (bound) throws(ExpressionError) in try bound.value(in: scope) }
            let to = try end.map { (bound) throws(ExpressionError) in try bound.value(in: scope) }
            return try Self.slice(try list.value(in: scope), from?.int, to?.int)
        case .call("defined", let arguments):
            guard case .name(let name) = arguments.first, arguments.count == 1 else {
                throw ExpressionError("defined() takes one name")
            }
            return .bool(scope[name] != nil)
        case .call(let name, let arguments):
            return try Self.call(name, try Self.values(arguments, in: scope))
        case .not(let operand): return .bool(!(try operand.value(in: scope)).isTruthy)
        case .negated(let operand): return try Self.arithmetic(.minus, 0, try operand.value(in: scope))
        case .list(let elements): return .array(try Self.values(elements, in: scope))
        case .object(let members):
            var object: [String: JSONValue] = [:]
            for (name, member) in members { object[name] = try member.value(in: scope) }
            return .object(object)
        case .binary(.and, let left, let right):
            guard try left.value(in: scope).isTruthy else { return false }
            return .bool(try right.value(in: scope).isTruthy)
        case .binary(.or, let left, let right):
            if try left.value(in: scope).isTruthy { return true }
            return .bool(try right.value(in: scope).isTruthy)
        case .binary(let sign, let left, let right):
            return try Self.combine(sign, try left.value(in: scope), try right.value(in: scope))
        }
    }

    private static func values(
        _ expressions: [Expression], in scope: TemplateScope
    ) throws(ExpressionError) -> [JSONValue] {
        var values: [JSONValue] = []
        for expression in expressions { values.append(try expression.value(in: scope)) }
        return values
    }

    private static func member(_ object: JSONValue, _ name: String) throws(ExpressionError) -> JSONValue {
        guard case .object(let members) = object else {
            throw ExpressionError("`.\(name)` needs an object, not \(object.kind)")
        }
        guard let value = members[name] else { throw ExpressionError("the object has no `\(name)`") }
        return value
    }

    private static func element(_ list: JSONValue, _ index: JSONValue) throws(ExpressionError) -> JSONValue {
        if case .string(let name) = index { return try member(list, name) }
        guard let elements = list.array, let number = index.int else {
            throw ExpressionError("cannot take element \(index.text()) of \(list.kind)")
        }
        let place = number < 0 ? number + elements.count : number
        guard elements.indices.contains(place) else { throw ExpressionError("there is no element \(number)") }
        return elements[place]
    }

    private static func slice(_ list: JSONValue, _ start: Int?, _ end: Int?) throws(ExpressionError) -> JSONValue {
        func range(_ count: Int) -> Range<Int> {
            let from = min(max(start.map { $0 < 0 ? $0 + count : $0 } ?? 0, 0), count)
            let to = min(max(end.map { $0 < 0 ? $0 + count : $0 } ?? count, 0), count)
            return from..<max(from, to)
        }
        switch list {
        case .array(let elements): return .array(Array(elements[range(elements.count)]))
        case .string(let text):
            let characters = Array(text)
            return .string(String(characters[range(characters.count)]))
        default: throw ExpressionError("cannot take a part of \(list.kind)")
        }
    }

    private static func combine(
        _ sign: Operator, _ left: JSONValue, _ right: JSONValue
    ) throws(ExpressionError) -> JSONValue {
        switch sign {
        case .equal: return .bool(equal(left, right))
        case .notEqual: return .bool(!equal(left, right))
        case .in: return .bool(try contains(right, left))
        case .less, .lessOrEqual, .greater, .greaterOrEqual: return .bool(try ordered(sign, left, right))
        case .plus:
            if case .string(let first) = left, case .string(let second) = right {
                guard first.utf8.count + second.utf8.count <= textLimit else { throw ExpressionError("too much text") }
                return .string(first + second)
            }
            return try arithmetic(sign, left, right)
        case .minus, .times, .divided: return try arithmetic(sign, left, right)
        case .and, .or: preconditionFailure("evaluated by the caller, which stops at the first operand")
        }
    }

    private static func equal(_ left: JSONValue, _ right: JSONValue) -> Bool {
        if let first = left.double, let second = right.double { return first == second }
        return left == right
    }

    private static func contains(_ whole: JSONValue, _ part: JSONValue) throws(ExpressionError) -> Bool {
        switch (whole, part) {
        case (.array(let elements), _): return elements.contains { equal($0, part) }
        case (.object(let members), .string(let name)): return members[name] != nil
        case (.string(let text), .string(let part)): return part.isEmpty || text.contains(part)
        default: throw ExpressionError("`in` cannot look for \(part.kind) in \(whole.kind)")
        }
    }

    private static func ordered(
        _ sign: Operator, _ left: JSONValue, _ right: JSONValue
    ) throws(ExpressionError) -> Bool {
        func holds<Value: Comparable>(_ first: Value, _ second: Value) -> Bool {
            switch sign {
            case .less: first < second
            case .lessOrEqual: first <= second
            case .greater: first > second
            default: first >= second
            }
        }
        if let first = left.double, let second = right.double { return holds(first, second) }
        if let first = left.string, let second = right.string { return holds(first, second) }
        throw ExpressionError("cannot compare \(left.kind) with \(right.kind)")
    }

    private static func arithmetic(
        _ sign: Operator, _ left: JSONValue, _ right: JSONValue
    ) throws(ExpressionError) -> JSONValue {
        guard let first = left.double, let second = right.double else {
            throw ExpressionError("`\(sign.rawValue)` cannot join \(left.kind) and \(right.kind)")
        }
        let result: Double
        switch sign {
        case .plus: result = first + second
        case .minus: result = first - second
        case .times: result = first * second
        default:
            guard second != 0 else { throw ExpressionError("division by zero") }
            result = first / second
        }
        guard result.isFinite else { throw ExpressionError("the result is out of range") }
        return Int(exactly: result).map(JSONValue.int) ?? .double(result)
    }

    private static func call(_ name: String, _ arguments: [JSONValue]) throws(ExpressionError) -> JSONValue {
        switch (name, arguments.first, arguments.count) {
        case ("len", .array(let elements), 1): return .int(elements.count)
        case ("len", .string(let text), 1): return .int(text.count)
        case ("len", .object(let members), 1): return .int(members.count)
        case ("str", let value?, 1):
            guard let text = value.interpolated else { throw ExpressionError("str() takes no \(value.kind)") }
            return .string(text)
        case ("lowercase", .string(let text), 1): return .string(text.lowercased())
        case ("uppercase", .string(let text), 1): return .string(text.uppercased())
        case ("join", .array(let elements), 2):
            guard let separator = arguments[1].string else { throw ExpressionError("join() needs a string between") }
            let parts = elements.compactMap(\.interpolated)
            guard parts.reduce(0, { $0 + $1.utf8.count + separator.utf8.count }) <= textLimit else {
                throw ExpressionError("too much text")
            }
            return .string(parts.joined(separator: separator))
        default:
            let kinds = arguments.map(\.kind).joined(separator: ", ")
            throw ExpressionError("there is no function \(name)(\(kinds))")
        }
    }
}
