extension JSONValue: Codable {
    /// Reads the JSON text that `encode(to:)` writes.
    /// - Throws: `DecodingError` when the string is not JSON.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do throws(JSONSyntaxError) {
            try self.init(parsing: text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    /// Within other values, a tree is stored as its JSON text: one string, whichever coder is used.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text())
    }
}
