import JSONTree

/// One rendering of one template. Work and output are bounded, so no binding can exhaust the process.
struct TemplateRendering {
    /// Nodes of the output, and steps on the way there.
    static let nodeLimit = 50_000
    /// UTF-8 bytes of text in the output.
    static let textLimit = 2 << 20
    /// Nesting of the template and of the values that it takes over.
    static let depthLimit = 100

    let file: String
    private var nodes = 0
    private var textBytes = 0
    private var depth = 0

    init(file: String) { self.file = file }

    private func error(_ place: String, _ reason: String) -> TemplateError {
        TemplateError(file: file, place: place, reason: reason)
    }

    private mutating func count(_ more: Int = 1, text: Int = 0) throws(TemplateError) {
        nodes += more
        textBytes += text
        guard nodes <= Self.nodeLimit, textBytes <= Self.textLimit else {
            throw error("", "the screen would become larger than any that Slack takes")
        }
    }

    private func value(_ placed: PlacedExpression, _ scope: TemplateScope) throws(TemplateError) -> JSONValue {
        do throws(ExpressionError) {
            return try placed.expression.value(in: scope)
        } catch {
            throw self.error(placed.place, "`\(placed.source)`: \(error.reason)")
        }
    }

    /// - Returns: `nil` where the element or member is left out.
    mutating func render(
        _ node: TemplateNode, _ scope: TemplateScope, at place: TextPlace, as treatment: TextTreatment = .verbatim,
        limit: Int? = nil
    ) throws(TemplateError) -> JSONValue? {
        try count()
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw error("", "nested too deeply") }
        switch node {
        case .scalar(.string(let text)):
            return .string(try text.isEmpty ? filled([], treatment, limit) : text)
        case .scalar(let value): return value
        case .text(let segments): return .string(try text(segments, scope, treatment, limit))
        case .array(let elements):
            var rendered: [JSONValue] = []
            for element in elements {
                if let value = try render(element, scope, at: place) { rendered.append(value) }
            }
            return .array(rendered)
        case .object(let members): return try object(members, scope, at: place)
        case .eval(let placed):
            let result = try value(placed, scope)
            if treatment != .verbatim, let text = result.interpolated {
                return .string(try filled([(text, true)], treatment, limit))
            }
            try check(result, placed.place, depth: 0)
            return result
        case .condition(let condition, let then, let otherwise):
            guard let branch = try value(condition, scope).isTruthy ? then : otherwise else { return nil }
            return try render(branch, scope, at: place, as: treatment, limit: limit)
        case .map(let list, let pointer, let item, let index, let body):
            guard let elements = try render(list, scope, at: place)?.array else {
                throw error(pointer, "`$map` needs an array")
            }
            var rendered: [JSONValue] = []
            for (number, element) in elements.enumerated() {
                var names = [item: element]
                if let index { names[index] = .int(number) }
                if let value = try render(body, scope.with(names), at: place) { rendered.append(value) }
            }
            return .array(rendered)
        case .scope(let names, let body):
            var values: [String: JSONValue] = [:]
            for (name, node) in names { values[name] = try render(node, scope, at: place) }
            return try render(body, scope.with(values), at: place, as: treatment, limit: limit)
        case .merge(let list, let pointer): return try merge(list, pointer, scope, at: place)
        case .flatten(let list, let pointer):
            guard let elements = try render(list, scope, at: place)?.array else {
                throw error(pointer, "`$flatten` needs an array")
            }
            return .array(elements.flatMap { $0.array ?? [$0] })
        }
    }

    private mutating func merge(
        _ list: TemplateNode, _ pointer: String, _ scope: TemplateScope, at place: TextPlace
    ) throws(TemplateError) -> JSONValue {
        guard let parts = try render(list, scope, at: place)?.array else {
            throw error(pointer, "`$merge` needs an array of objects")
        }
        var merged: [String: JSONValue] = [:]
        for part in parts {
            guard let members = part.object else { throw error(pointer, "`$merge` needs an array of objects") }
            merged.merge(members) { _, last in last }
        }
        return .object(merged)
    }

    private mutating func object(
        _ members: [(name: String, node: TemplateNode)], _ scope: TemplateScope, at place: TextPlace
    ) throws(TemplateError) -> JSONValue {
        let type = members.first { $0.name == "type" }?.node.constant
        let kind = place.kind(type)
        var rendered: [String: JSONValue] = [:]
        for (name, node) in members {
            var treatment = TextTreatment.verbatim
            var limit: Int?
            switch (kind, name) {
            case ("mrkdwn", "text"):
                (treatment, limit) = (.markup, place.textObjectLimit)
            case ("plain_text", "text"):
                (treatment, limit) = (.plain, place.textObjectLimit)
            case ("message", "text"):
                (treatment, limit) = (.markup, BlockKitLimits.sectionText)
            case (_, "alt_text"):
                (treatment, limit) = (.plain, 2000)
            case (_, "accessibility_label"):
                (treatment, limit) = (.plain, BlockKitLimits.buttonText)
            case (_, "text"), (_, "fallback"): treatment = .plain
            default: break
            }
            let inner = TextPlace(owner: kind, field: name)
            rendered[name] = try render(node, scope, at: inner, as: treatment, limit: limit)
        }
        if kind == "mrkdwn" { rendered["verbatim"] = true }
        return .object(rendered)
    }

    // MARK: Text

    private mutating func text(
        _ segments: [TextSegment], _ scope: TemplateScope, _ treatment: TextTreatment, _ limit: Int?
    ) throws(TemplateError) -> String {
        var parts: [(text: String, isValue: Bool)] = []
        for segment in segments {
            switch segment {
            case .literal(let text): parts.append((text, false))
            case .value(let placed):
                let result = try value(placed, scope)
                guard let text = result.interpolated else {
                    throw error(placed.place, "`\(placed.source)` is \(result.kind) and cannot stand in a text")
                }
                parts.append((text, true))
            }
        }
        return try filled(parts, treatment, limit)
    }

    /// Joins the parts. When they are too long together, the longest values are cut, never the template's own text.
    private mutating func filled(
        _ parts: [(text: String, isValue: Bool)], _ treatment: TextTreatment, _ limit: Int?
    ) throws(TemplateError) -> String {
        try count(text: parts.reduce(0) { $0 + $1.text.utf8.count })
        var ready = parts.map { $0.isValue ? treatment.apply($0.text) : $0.text }
        if let limit {
            var excess = ready.reduce(0) { $0 + $1.utf16.count } - limit
            let values = parts.indices.filter { parts[$0].isValue }
                .sorted { ready[$0].utf16.count > ready[$1].utf16.count }
            for index in values where excess > 0 {
                let before = ready[index].utf16.count
                ready[index] = treatment.apply(parts[index].text, limit: max(0, before - excess))
                excess -= before - ready[index].utf16.count
            }
        }
        let joined = ready.joined()
        // Slack refuses an empty text, and a screen with a gap is better than none.
        return joined.isEmpty && treatment != .verbatim ? "–" : joined
    }

    /// A value that is taken over as a whole: it may be large only so far, and may not bring markup of its own.
    private mutating func check(_ value: JSONValue, _ place: String, depth: Int) throws(TemplateError) {
        try count()
        guard depth <= Self.depthLimit else { throw error(place, "nested too deeply") }
        switch value {
        case .string(let text): try count(text: text.utf8.count)
        case .array(let elements):
            for element in elements { try check(element, place, depth: depth + 1) }
        case .object(let members):
            if members["type"] == "mrkdwn" {
                throw error(place, "a value may not be a mrkdwn object: markup stands in the template only")
            }
            for member in members.values { try check(member, place, depth: depth + 1) }
        default: break
        }
    }
}
