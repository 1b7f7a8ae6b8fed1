import HTTPServing
import JSONTree

/// The arguments of a Web API call, whatever form they came in.
struct APIArguments {
    private var values: [String: JSONValue]
    /// For `warning` and `response_metadata.warnings`.
    private(set) var warnings: [String] = []
    /// A token among the arguments instead of in the header.
    let token: String?

    /// For callers that have the values already.
    init(_ values: [String: JSONValue]) {
        self.values = values
        token = nil
    }

    /// Reads query and body.
    /// - Parameter acceptsJSON: Methods that only read do not look at JSON bodies.
    /// - Throws: `invalid_json`, `json_not_object`, `missing_post_type`, `invalid_post_type`, `invalid_form_data`.
    init(_ request: HTTPRequest, acceptsJSON: Bool) throws(APIError) {
        var values = request.query.mapValues(JSONValue.string)
        let type = (request.header("Content-Type") ?? "").lowercased()
        let kind = type.split(separator: ";").first.map { $0.filter { $0 != " " } } ?? ""
        switch kind {
        case _ where request.method == "GET" || request.body.isEmpty: break
        case "application/json":
            if !type.contains("charset") { warnings.append("missing_charset") }
            guard let body = Self.json(request.body) else { throw APIError("invalid_json") }
            guard let members = body.object else { throw APIError("json_not_object") }
            if acceptsJSON { values.merge(members, uniquingKeysWith: { $1 }) }
        case "application/x-www-form-urlencoded":
            let fields = FormEncoding.fields(String(decoding: request.body, as: UTF8.self))
            values.merge(fields.mapValues(JSONValue.string), uniquingKeysWith: { $1 })
        case "multipart/form-data":
            let fields = MultipartForm.fields(request.body, contentType: request.header("Content-Type") ?? "")
            guard let fields else { throw APIError("invalid_form_data") }
            values.merge(fields.mapValues { .string(String(decoding: $0, as: UTF8.self)) }, uniquingKeysWith: { $1 })
        case "": throw APIError("missing_post_type")
        default: throw APIError("invalid_post_type")
        }
        // A token in a JSON body does not count.
        token = kind == "application/json" ? request.query["token"] : values["token"]?.string
        self.values = values
    }

    private static func json(_ bytes: [UInt8]) -> JSONValue? {
        do { return try JSONValue(parsing: bytes) } catch { return nil }
    }

    mutating func warn(_ warning: String) { warnings.append(warning) }

    /// A text; numbers and booleans count as their text, empty ones as missing.
    func text(_ name: String) -> String? {
        switch values[name] {
        case .string(let text): text.isEmpty ? nil : text
        case .int(let number): String(number)
        case .double(let number): String(number)
        case .bool(let flag): flag ? "true" : "false"
        default: nil
        }
    }

    /// A text that must be there.
    func required(_ name: String) throws(APIError) -> String {
        guard let text = text(name) else { throw APIError.missing(name) }
        return text
    }

    func flag(_ name: String) -> Bool? {
        switch text(name)?.lowercased() {
        case "true", "1": true
        case "false", "0": false
        default: nil
        }
    }

    func number(_ name: String) throws(APIError) -> Int? {
        guard let text = text(name) else { return nil }
        guard let number = Int(text) else {
            throw APIError("invalid_arguments", messages: ["[ERROR] must be an integer [json-pointer:/\(name)]"])
        }
        return number
    }

    /// A list, or a text with commas.
    func list(_ name: String) -> [String] {
        if let elements = values[name]?.array { return elements.compactMap(\.string) }
        return (text(name) ?? "").split(separator: ",").map { String($0.filter { $0 != " " }) }
    }

    /// An object or array; in forms it stands as JSON text.
    /// - Throws: `error` when the text is not JSON.
    func tree(_ name: String, or error: APIError) throws(APIError) -> JSONValue? {
        guard let value = values[name], value != .null else { return nil }
        guard let text = value.string else { return value }
        if text.isEmpty { return nil }
        guard let tree = Self.json(Array(text.utf8)) else { throw error }
        return tree
    }
}

/// `multipart/form-data` (RFC 7578), as curl and the SDKs write it.
enum MultipartForm {
    /// The fields by name; `nil` when the body is not what the type says.
    static func fields(_ body: [UInt8], contentType: String) -> [String: [UInt8]]? {
        guard let mark = contentType.firstRange(of: "boundary=") else { return nil }
        let boundary = contentType[mark.upperBound...].prefix { $0 != ";" }.filter { $0 != "\"" }
        guard !boundary.isEmpty else { return nil }
        let delimiter = Array("--\(boundary)".utf8)
        var fields: [String: [UInt8]] = [:]
        var rest = body[...]
        guard let first = rest.firstRange(of: delimiter) else { return nil }
        rest = rest[first.upperBound...]
        while let next = rest.firstRange(of: [0x0D, 0x0A] + delimiter) {
            let part = rest[..<next.lowerBound].dropFirst(2)
            rest = rest[next.upperBound...]
            guard let gap = part.firstRange(of: [0x0D, 0x0A, 0x0D, 0x0A]) else { continue }
            let head = String(decoding: part[..<gap.lowerBound], as: UTF8.self)
            guard let open = head.firstRange(of: " name=\"") ?? head.firstRange(of: ";name=\"") else { continue }
            fields[String(head[open.upperBound...].prefix { $0 != "\"" })] = Array(part[gap.upperBound...])
        }
        return fields
    }
}
