import JSONTree

/// An expression of a template, as in `len(steps) > 3 && run.title`. The syntax is that of JSON-e.
indirect enum Expression: Sendable {
    enum Operator: String, Sendable, CaseIterable {
        case or = "||"
        case and = "&&"
        case `in` = "in"
        case equal = "=="
        case notEqual = "!="
        case lessOrEqual = "<="
        case greaterOrEqual = ">="
        case less = "<"
        case greater = ">"
        case plus = "+"
        case minus = "-"
        case times = "*"
        case divided = "/"

        /// A higher one binds more tightly.
        var precedence: Int {
            switch self {
            case .or: 1
            case .and: 2
            case .in, .equal, .notEqual: 3
            case .lessOrEqual, .greaterOrEqual, .less, .greater: 4
            case .plus, .minus: 5
            case .times, .divided: 6
            }
        }
    }

    case literal(JSONValue)
    case name(String)
    case member(Expression, String)
    case index(Expression, Expression)
    case slice(Expression, Expression?, Expression?)
    case call(String, [Expression])
    case not(Expression)
    case negated(Expression)
    case binary(Operator, Expression, Expression)
    case list([Expression])
    case object([String: Expression])
}

/// Why an expression cannot be read or has no value.
struct ExpressionError: Error, Hashable, Sendable {
    var reason: String

    init(_ reason: String) { self.reason = reason }
}

/// The names that an expression can use, innermost last.
struct TemplateScope: Sendable {
    private var names: [String: JSONValue]

    init(_ binding: JSONValue) { names = binding.object ?? [:] }

    subscript(name: String) -> JSONValue? { names[name] }

    func with(_ additions: [String: JSONValue]) -> TemplateScope {
        var scope = self
        for (name, value) in additions { scope.names[name] = value }
        return scope
    }
}

extension JSONValue {
    /// Whether JSON-e takes the value for true: everything but null, false, zero and what is empty.
    var isTruthy: Bool {
        switch self {
        case .null: false
        case .bool(let value): value
        case .int(let value): value != 0
        case .double(let value): value != 0
        case .string(let value): !value.isEmpty
        case .array(let value): !value.isEmpty
        case .object(let value): !value.isEmpty
        }
    }

    /// The value as interpolated text; `nil` for arrays and objects.
    var interpolated: String? {
        switch self {
        case .null: ""
        case .bool(let value): value ? "true" : "false"
        case .int(let value): String(value)
        case .double(let value): value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
        case .string(let value): value
        case .array, .object: nil
        }
    }

    var kind: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .int, .double: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}
