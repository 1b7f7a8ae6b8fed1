import JSONTree

/// An answer with `ok: false`.
struct APIError: Error, Equatable {
    let code: String
    /// For `response_metadata.messages`.
    var messages: [String] = []
    /// For `errors`, as `invalid_blocks` has it.
    var errors: [String] = []
    /// The scope that is missing.
    var needed: String?

    init(_ code: String, messages: [String] = [], errors: [String] = [], needed: String? = nil) {
        self.code = code
        self.messages = messages
        self.errors = errors
        self.needed = needed
    }

    static func missing(_ field: String) -> APIError {
        APIError("invalid_arguments", messages: ["[ERROR] missing required field: \(field)"])
    }

    func json(provided scopes: [String]) -> JSONValue {
        var answer: JSONValue = ["ok": false, "error": .string(code)]
        if !messages.isEmpty { answer["response_metadata"] = ["messages": .array(messages.map(JSONValue.string))] }
        if !errors.isEmpty { answer["errors"] = .array(errors.map(JSONValue.string)) }
        if let needed {
            answer["needed"] = .string(needed)
            answer["provided"] = .string(scopes.joined(separator: ","))
        }
        return answer
    }
}
