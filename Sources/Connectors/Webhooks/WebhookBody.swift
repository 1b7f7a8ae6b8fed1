import Bot
import JSONTree
import RunbookModel

/// The body of a webhook: tolerant of what is missing, strict about what it is.
struct WebhookBody {
    /// Alerts that one request may carry.
    static let alertLimit = 1000
    /// Labels of one alert that are kept.
    static let labelLimit = 200

    let json: JSONValue
    private let vendor: String

    init(_ bytes: [UInt8], vendor: String) throws(WebhookRefusal) {
        do {
            json = try JSONValue(parsing: bytes)
        } catch {
            throw .malformed("The body is not JSON: \(error).")
        }
        guard json.object != nil else { throw .malformed("The body is JSON, but not an object as \(vendor) sends it.") }
        self.vendor = vendor
    }

    private init(_ json: JSONValue, vendor: String) {
        self.json = json
        self.vendor = vendor
    }

    subscript(key: String) -> WebhookBody { WebhookBody(json[key] ?? .null, vendor: vendor) }

    /// The first of these members that holds a text or a number, without white space around it.
    func text(_ keys: String...) -> String? {
        for key in keys {
            if let text = json[key].flatMap(Self.text), !text.isEmpty { return text }
        }
        return nil
    }

    /// The same, but missing it is an error.
    func required(_ key: String, in place: String) throws(WebhookRefusal) -> String {
        if let text = text(key) { return text }
        throw .malformed("The body is not what \(vendor) sends: \(place) has no `\(key)`.")
    }

    /// The elements of a member, which must be objects.
    func objects(_ key: String) throws(WebhookRefusal) -> [WebhookBody] {
        guard let elements = json[key]?.array else {
            throw .malformed("The body is not what \(vendor) sends: `\(key)` is not a list.")
        }
        guard elements.count <= Self.alertLimit else {
            throw .malformed("\(elements.count) alerts in one request; \(Self.alertLimit) are taken at the most.")
        }
        guard elements.allSatisfy({ $0.object != nil }) else {
            throw .malformed("The body is not what \(vendor) sends: `\(key)` holds something other than objects.")
        }
        return elements.map { WebhookBody($0, vendor: vendor) }
    }

    /// A member as names with texts; what is neither text, number nor truth value is left out.
    func texts(_ key: String) -> [String: String] {
        let members = json[key]?.object ?? [:]
        let pairs = members.sorted { $0.key < $1.key }.prefix(Self.labelLimit)
        return Dictionary(uniqueKeysWithValues: pairs.map { ($0.key, $0.value) }).compactMapValues(Self.text)
    }

    /// Tags such as `["env:prod", "urgent"]` or `"env:prod,urgent"` as labels; a tag without a value is `true`.
    func tags(_ key: String) -> [String: String] {
        let list: [String]
        if let text = json[key]?.string {
            list = text.split(separator: ",").map(String.init)
        } else {
            list = (json[key]?.array ?? []).compactMap(\.string)
        }
        var labels: [String: String] = [:]
        for tag in list.prefix(Self.labelLimit) {
            let parts = tag.trimmed.split(separator: ":", maxSplits: 1).map { String($0).trimmed }
            if let name = parts.first, !name.isEmpty { labels[name] = parts.count == 2 ? parts[1] : "true" }
        }
        return labels
    }

    func moment(_ keys: String...) -> Timestamp? {
        for key in keys {
            if let moment = json[key].flatMap(Self.moment) { return moment }
        }
        return nil
    }

    private static func text(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text.trimmed
        case .int(let number): String(number)
        case .double(let number): String(number)
        case .bool(let truth): String(truth)
        case .null, .array, .object: nil
        }
    }

    /// A moment as text, or as a number of seconds, milliseconds, microseconds or nanoseconds since 1970: which of
    /// them tells the size.
    private static func moment(_ value: JSONValue) -> Timestamp? {
        if let text = value.string, Double(text) == nil { return WebhookTime.timestamp(from: text) }
        guard let number = value.double ?? value.string.flatMap(Double.init), number > 0, number < 4e18 else {
            return nil
        }
        switch number {
        case ..<4e10: return Timestamp(milliseconds: Int64(number * 1000))
        case ..<4e13: return Timestamp(milliseconds: Int64(number))
        case ..<4e16: return Timestamp(milliseconds: Int64(number / 1000))
        default: return Timestamp(milliseconds: Int64(number / 1_000_000))
        }
    }
}

extension String {
    /// Without white space around it.
    var trimmed: String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }

    /// As a title: one line, nothing that moves or hides, at most 300 characters.
    var asTitle: String {
        let line = OutputText.sanitize(self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count > 300 ? line.prefix(299) + "…" : line
    }

    /// `nil` for the empty text.
    var nonEmpty: String? { isEmpty ? nil : self }
}
