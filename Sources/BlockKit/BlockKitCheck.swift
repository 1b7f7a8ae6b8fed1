import JSONTree

/// One walk over blocks or a view, collecting problems.
struct BlockKitCheck {
    let surface: BlockKitSurface
    var problems: [BlockKitProblem] = []
    private var blockIDs: Set<String> = []
    private var actionIDs: Set<String> = []
    private var counts: [String: Int] = [:]
    private var markdownLength = 0
    private var hasFocus = false

    init(surface: BlockKitSurface) { self.surface = surface }

    mutating func report(_ pointer: String, _ code: BlockKitProblem.Code, _ message: String) {
        guard problems.count < BlockKitValidator.problemLimit else { return }
        problems.append(BlockKitProblem(pointer: pointer, code: code, message: message))
    }

    // MARK: Wholes

    mutating func view(_ view: JSONValue) {
        var optional: [String: FieldRule] = [
            "private_metadata": .string(0...BlockKitLimits.privateMetadata),
            "callback_id": .string(0...BlockKitLimits.identifier),
            "external_id": .string(0...BlockKitLimits.identifier),
        ]
        var required: [String: FieldRule] = ["blocks": .anything]
        if surface == .modal {
            let label = FieldRule.plainText(1...BlockKitLimits.modalTitle)
            required["title"] = label
            optional.merge([
                "close": label, "submit": label, "clear_on_close": .bool, "notify_on_close": .bool,
                "submit_disabled": .bool,
            ]) { own, _ in own }
        }
        object(view, at: "/view", ObjectRule(required: required, optional: optional), typed: true)
        if let list = view["blocks"] {
            let least = surface == .modal ? 1 : 0
            blocks(list, at: "/view/blocks", least...BlockKitLimits.viewBlocks)
            let hasInput = list.array?.contains { $0["type"]?.string == "input" } ?? false
            if surface == .modal, hasInput, view["submit"] == nil {
                report("/view", .missingField, "missing required field: submit")
            }
        }
        let size = view.utf8().count
        if size > BlockKitLimits.viewBytes {
            report("/view", .tooLarge, "view is too large: \(size) bytes, at most \(BlockKitLimits.viewBytes)")
        }
    }

    mutating func blocks(_ list: JSONValue, at pointer: String, _ range: ClosedRange<Int>) {
        guard let elements = list.array else { return report(pointer, .wrongType, "must provide an array") }
        count(elements.count, at: pointer, range)
        for (index, element) in elements.enumerated() {
            block(element, at: "\(pointer)/\(index)", among: nil)
        }
    }

    private mutating func block(_ value: JSONValue, at pointer: String, among allowed: Set<String>?) {
        guard let type = type(of: value, at: pointer) else { return }
        guard let rule = BlockKitSchema.blocks[type], allowed?.contains(type) ?? true else {
            return report("\(pointer)/type", .unsupportedType, "unsupported type: \(type)")
        }
        if !rule.surfaces.contains(surface) {
            report("\(pointer)/type", .wrongSurface, "block type \(type) is not allowed in a \(surface.rawValue)")
        }
        counts[type, default: 0] += 1
        if let most = rule.most, let count = counts[type], count > most {
            report(pointer, .tooMany, type == "table" ? "only_one_table_allowed" : "only \(most) \(type) allowed")
        }
        object(value, at: pointer, rule.fields, typed: true)
        if type != "markdown", let id = value["block_id"]?.string, !blockIDs.insert(id).inserted {
            report("\(pointer)/block_id", .duplicate, "`block_id` \"\(id)\" already exists")
        }
        particulars(of: type, value, at: pointer)
    }

    /// The rules that no schema of fields can say.
    private mutating func particulars(of type: String, _ value: JSONValue, at pointer: String) {
        switch type {
        case "markdown":
            markdownLength += value["text"]?.string?.utf16.count ?? 0
            if markdownLength > BlockKitLimits.markdownText {
                report("\(pointer)/text", .tooLong, "markdown text of one payload is limited to 12000 characters")
            }
        case "table":
            let rows = value["rows"]?.array ?? []
            let total = rows.reduce(0) { $0 + BlockKitValidator.textLength(of: $1.array ?? []) }
            if total > 10_000 { report("\(pointer)/rows", .tooLong, "table cells are limited to 10000 characters") }
            if Set(rows.map { $0.array?.count ?? 0 }).count > 1 {
                report("\(pointer)/rows", .wrongValue, "rows must have the same number of cells")
            }
        default: break
        }
    }

    // MARK: Parts

    /// The value's `type`; reports what is missing.
    private mutating func type(of value: JSONValue, at pointer: String) -> String? {
        guard value.object != nil else {
            report(pointer, .wrongType, "must provide an object")
            return nil
        }
        guard let type = value["type"] else {
            report(pointer, .missingField, "missing required field: type")
            return nil
        }
        guard let name = type.string else {
            report("\(pointer)/type", .wrongType, "must provide a string")
            return nil
        }
        return name
    }

    /// - Parameter typed: whether the object carries a `type` that the caller has looked at.
    private mutating func object(_ value: JSONValue, at pointer: String, _ rule: ObjectRule, typed: Bool) {
        guard let members = value.object else { return report(pointer, .wrongType, "must provide an object") }
        for name in rule.required.keys.sorted() where members[name] == nil {
            report(pointer, .missingField, "missing required field: \(name)")
        }
        if !rule.either.isEmpty, !rule.either.contains(where: { members[$0] != nil }) {
            let names = rule.either.map { "`\($0)`" }.joined(separator: " or ")
            report(pointer, .missingField, "must define either \(names)")
        }
        if rule.exclusive.filter({ members[$0] != nil }).count > 1 {
            let names = rule.exclusive.map { "`\($0)`" }.joined(separator: ", ")
            report(pointer, .conflict, "must define only one of \(names)")
        }
        for (name, member) in members.sorted(by: { $0.key < $1.key }) {
            let place = "\(pointer)/\(escaped(name))"
            if let field = rule.required[name] ?? rule.optional[name] {
                check(member, at: place, field)
            } else if !(typed && name == "type") {
                report(pointer, .unknownField, "invalid additional property: \(name)")
            }
        }
    }

    private mutating func element(_ value: JSONValue, at pointer: String, among allowed: Set<String>) {
        guard let type = type(of: value, at: pointer) else { return }
        guard allowed.contains(type), let rule = BlockKitSchema.elements[type] ?? BlockKitSchema.richText[type]
        else { return report("\(pointer)/type", .unsupportedType, "unsupported type: \(type)") }
        object(value, at: pointer, rule, typed: true)
        if let id = value["action_id"]?.string, !actionIDs.insert(id).inserted {
            report("\(pointer)/action_id", .duplicate, "`action_id` \"\(id)\" already exists")
        }
        elementParticulars(of: type, value, at: pointer)
    }

    private mutating func elementParticulars(of type: String, _ value: JSONValue, at pointer: String) {
        if let options = value["options"]?.array {
            let values = options.compactMap { $0["value"]?.string }
            if Set(values).count < values.count {
                report("\(pointer)/options", .duplicate, "option values must be unique")
            }
            initialOptions(of: value, among: options, at: pointer)
            if type != "overflow", options.contains(where: { $0["url"] != nil }) {
                report("\(pointer)/options", .unknownField, "invalid additional property: url")
            }
            let plainOnly = type != "checkboxes" && type != "radio_buttons"
            for (index, option) in options.enumerated() where plainOnly && option["text"]?["type"] == "mrkdwn" {
                report("\(pointer)/options/\(index)/text/type", .wrongValue, "must be plain_text")
            }
        }
        if value["focus_on_load"] == true {
            if hasFocus { report("\(pointer)/focus_on_load", .conflict, "only one element may have focus_on_load") }
            hasFocus = true
        }
        if type == "plain_text_input" {
            let least = value["min_length"]?.int ?? 0
            let most = value["max_length"]?.int ?? BlockKitLimits.inputText
            if least > most { report("\(pointer)/min_length", .wrongValue, "min_length must be less than max_length") }
            if let text = value["initial_value"]?.string, text.utf16.count > most {
                report("\(pointer)/initial_value", .tooLong, "must be less than \(most + 1) characters")
            }
        }
    }

    private mutating func initialOptions(of value: JSONValue, among options: [JSONValue], at pointer: String) {
        let chosen = value["initial_options"]?.array ?? (value["initial_option"].map { [$0] } ?? [])
        for option in chosen where !options.contains(option) {
            report(pointer, .wrongValue, "initial option must be exactly one of the options")
        }
    }

    private mutating func count(_ count: Int, at pointer: String, _ range: ClosedRange<Int>) {
        if count > range.upperBound { report(pointer, .tooMany, "no more than \(range.upperBound) items allowed") }
        if count < range.lowerBound { report(pointer, .tooFew, "no fewer than \(range.lowerBound) items allowed") }
    }

    private mutating func length(_ text: String, at pointer: String, _ range: ClosedRange<Int>) {
        let length = text.utf16.count
        if length > range.upperBound {
            report(pointer, .tooLong, "must be less than \(range.upperBound + 1) characters")
        }
        if length < range.lowerBound {
            report(pointer, .tooShort, "must be more than \(range.lowerBound - 1) characters")
        }
    }

    private func escaped(_ name: String) -> String {
        name.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
            .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
    }
}

// MARK: - Fields

extension BlockKitCheck {
    private mutating func check(_ value: JSONValue, at pointer: String, _ rule: FieldRule) {
        switch rule {
        case .string(let range):
            guard let text = value.string else { return report(pointer, .wrongType, "must provide a string") }
            length(text, at: pointer, range)
        case .oneOf(let names):
            guard let text = value.string else { return report(pointer, .wrongType, "must provide a string") }
            if !names.contains(text) {
                report(pointer, .wrongValue, "value must be one of \(names.joined(separator: ", "))")
            }
        case .bool:
            if value.bool == nil { report(pointer, .wrongType, "must provide a boolean") }
        case .int(let range):
            guard let number = value.int else { return report(pointer, .wrongType, "must provide an integer") }
            if !range.contains(number) {
                report(pointer, .wrongValue, "must be between \(range.lowerBound) and \(range.upperBound)")
            }
        case .url: url(value, at: pointer)
        case .plainText(let range): text(value, at: pointer, range, types: ["plain_text"])
        case .textObject(let range): text(value, at: pointer, range, types: ["plain_text", "mrkdwn"])
        case .object(let rule): object(value, at: pointer, rule, typed: false)
        case .element(let allowed): element(value, at: pointer, among: allowed)
        case .array(let range, let rule):
            guard let elements = value.array else { return report(pointer, .wrongType, "must provide an array") }
            count(elements.count, at: pointer, range)
            for (index, element) in elements.enumerated() { check(element, at: "\(pointer)/\(index)", rule) }
        case .block(let allowed): block(value, at: pointer, among: allowed)
        case .textOrElement(let range, let allowed):
            if ["plain_text", "mrkdwn"].contains(value["type"]?.string) {
                text(value, at: pointer, range, types: ["plain_text", "mrkdwn"])
            } else {
                element(value, at: pointer, among: allowed)
            }
        case .cell: cell(value, at: pointer)
        case .anything: break
        }
    }

    private mutating func url(_ value: JSONValue, at pointer: String) {
        guard let text = value.string else { return report(pointer, .wrongType, "must provide a string") }
        length(text, at: pointer, 1...BlockKitLimits.url)
        let schemes = ["http://", "https://", "mailto:", "slack://"]
        if !schemes.contains(where: { text.lowercased().hasPrefix($0) }) || text.contains(where: \.isWhitespace) {
            report(pointer, .wrongValue, "must be a valid URL")
        }
    }

    private mutating func text(
        _ value: JSONValue, at pointer: String, _ range: ClosedRange<Int>, types: [String]
    ) {
        guard let type = type(of: value, at: pointer) else { return }
        guard types.contains(type) else {
            return report("\(pointer)/type", .unsupportedType, "unsupported type: \(type)")
        }
        let extra = type == "plain_text" ? "emoji" : "verbatim"
        object(
            value, at: pointer, ObjectRule(required: ["text": .string(range)], optional: [extra: .bool]), typed: true)
    }

    private mutating func cell(_ value: JSONValue, at pointer: String) {
        guard let type = type(of: value, at: pointer) else { return }
        switch type {
        case "raw_text":
            object(value, at: pointer, ObjectRule(required: ["text": .string(1...10_000)]), typed: true)
        case "raw_number":
            object(
                value, at: pointer, ObjectRule(required: ["value": .anything], optional: ["text": .string(1...100)]),
                typed: true)
        case "rich_text": block(value, at: pointer, among: ["rich_text"])
        default: report("\(pointer)/type", .unsupportedType, "unsupported type: \(type)")
        }
    }
}
