import FoundationEssentials
import JSONTree

extension JSONValue {
    /// A value as a tree.
    /// - Throws: `EncodingError`.
    package init(encoding value: some Encodable) throws {
        try self.init(parsing: [UInt8](JSONEncoder().encode(value)))
    }

    /// The value that the tree stands for.
    /// - Throws: `DecodingError`.
    package func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(utf8()))
    }
}
