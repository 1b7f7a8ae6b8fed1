import JSONTree

/// An expression with the place that it stands at.
struct PlacedExpression: Sendable {
    var expression: Expression
    var source: String
    var place: String
}

/// A part of a text that has values in it.
enum TextSegment: Sendable {
    /// Written in the template: trusted.
    case literal(String)
    /// Comes from the binding: data.
    case value(PlacedExpression)
}

/// A template, read.
indirect enum TemplateNode: Sendable {
    case scalar(JSONValue)
    case text([TextSegment])
    case array([TemplateNode])
    case object([(name: String, node: TemplateNode)])
    case eval(PlacedExpression)
    case condition(PlacedExpression, then: TemplateNode?, otherwise: TemplateNode?)
    case map(over: TemplateNode, place: String, item: String, index: String?, body: TemplateNode)
    case scope([(name: String, node: TemplateNode)], body: TemplateNode)
    case merge(TemplateNode, place: String)
    case flatten(TemplateNode, place: String)

    /// The text of a string without values in it.
    var constant: String? {
        if case .scalar(.string(let text)) = self { text } else { nil }
    }
}

/// Reads a template: finds the operators and parses their expressions, so that a mistake is found at the start.
struct TemplateReader {
    let file: String

    func read(_ value: JSONValue, at place: String) throws(TemplateError) -> TemplateNode {
        switch value {
        case .string(let text): return try read(text, at: place)
        case .array(let elements):
            var nodes: [TemplateNode] = []
            for (index, element) in elements.enumerated() { nodes.append(try read(element, at: "\(place)/\(index)")) }
            return .array(nodes)
        case .object(let members):
            if let name = members.keys.filter(Self.isOperator).min() {
                return try read(operator: name, members, at: place)
            }
            var nodes: [(name: String, node: TemplateNode)] = []
            for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                let written = name.utf8.first == Self.sign ? String(name.dropFirst()) : name
                nodes.append((written, try read(member, at: "\(place)/\(name)")))
            }
            return .object(nodes)
        default: return .scalar(value)
        }
    }

    private static let sign = UInt8(ascii: "$")

    private static func isOperator(_ name: String) -> Bool {
        name.utf8.first == sign && name.utf8.dropFirst().first != sign
    }

    private func error(_ place: String, _ reason: String) -> TemplateError {
        TemplateError(file: file, place: place, reason: reason)
    }

    private func expression(_ value: JSONValue?, at place: String) throws(TemplateError) -> PlacedExpression {
        guard let source = value?.string else { throw error(place, "an expression must be a string") }
        do throws(ExpressionError) {
            return PlacedExpression(expression: try ExpressionParser.parse(source), source: source, place: place)
        } catch {
            throw self.error(place, error.reason)
        }
    }

    private func allow(
        _ names: Set<String>, in members: [String: JSONValue], of name: String, at place: String
    ) throws(TemplateError) {
        guard let stray = members.keys.sorted().first(where: { !names.contains($0) && $0 != name }) else { return }
        throw error(place, "`\(stray)` cannot stand beside `\(name)`")
    }

    private func optional(_ value: JSONValue?, at place: String) throws(TemplateError) -> TemplateNode? {
        guard let value else { return nil }
        return try read(value, at: place)
    }

    private func read(
        operator name: String, _ members: [String: JSONValue], at place: String
    ) throws(TemplateError) -> TemplateNode {
        let operand = members[name] ?? .null
        let inside = "\(place)/\(name)"
        switch name {
        case "$eval":
            try allow([], in: members, of: name, at: place)
            return .eval(try expression(operand, at: inside))
        case "$if":
            try allow(["then", "else"], in: members, of: name, at: place)
            return .condition(
                try expression(operand, at: inside), then: try optional(members["then"], at: "\(place)/then"),
                otherwise: try optional(members["else"], at: "\(place)/else"))
        case "$map":
            return try readMap(operand, members, at: place)
        case "$let":
            try allow(["in"], in: members, of: name, at: place)
            guard case .object(let names) = operand, let body = members["in"] else {
                throw error(place, "`$let` needs an object of names, and `in`")
            }
            var values: [(name: String, node: TemplateNode)] = []
            for (key, value) in names.sorted(by: { $0.key < $1.key }) {
                values.append((key, try read(value, at: "\(inside)/\(key)")))
            }
            return .scope(values, body: try read(body, at: "\(place)/in"))
        case "$merge":
            try allow([], in: members, of: name, at: place)
            return .merge(try read(operand, at: inside), place: place)
        case "$flatten":
            try allow([], in: members, of: name, at: place)
            return .flatten(try read(operand, at: inside), place: place)
        default:
            throw error(place, "there is no operator `\(name)`; a name that begins with `$` is written `$\(name)`")
        }
    }

    private func readMap(
        _ operand: JSONValue, _ members: [String: JSONValue], at place: String
    ) throws(TemplateError) -> TemplateNode {
        guard members.count == 2,
            let each = members.first(where: { $0.key.hasPrefix("each(") && $0.key.hasSuffix(")") })
        else { throw error(place, "`$map` needs one `each(x)` or `each(x,i)` beside it") }
        let names = each.key.dropFirst(5).dropLast().split(separator: ",").map { $0.filter { $0 != " " } }
        guard (1...2).contains(names.count), names.allSatisfy({ !$0.isEmpty }) else {
            throw error(place, "`\(each.key)` must name one or two variables")
        }
        return .map(
            over: try read(operand, at: "\(place)/$map"), place: place, item: names[0],
            index: names.count > 1 ? names[1] : nil, body: try read(each.value, at: "\(place)/\(each.key)"))
    }

    private func read(_ text: String, at place: String) throws(TemplateError) -> TemplateNode {
        guard text.utf8.contains(Self.sign) else { return .scalar(.string(text)) }
        var segments: [TextSegment] = []
        var literal = ""
        var rest = text[...]
        while let sign = rest.firstIndex(of: "$") {
            literal += rest[..<sign]
            let after = rest[sign...]
            if after.hasPrefix("$${") {
                literal += "${"
                rest = after.dropFirst(3)
            } else if after.hasPrefix("${") {
                guard let end = after.firstIndex(of: "}") else { throw error(place, "`${` without `}`") }
                if !literal.isEmpty { segments.append(.literal(literal)) }
                literal = ""
                let source = String(after[after.index(after.startIndex, offsetBy: 2)..<end])
                segments.append(.value(try expression(.string(source), at: place)))
                rest = after[after.index(after: end)...]
            } else {
                literal += "$"
                rest = after.dropFirst()
            }
        }
        literal += rest
        if segments.isEmpty { return .scalar(.string(literal)) }
        if !literal.isEmpty { segments.append(.literal(literal)) }
        return .text(segments)
    }
}
