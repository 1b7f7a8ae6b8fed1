import FoundationEssentials

/// Bytes in JSON (RFC 4648, section 4).
package enum Base64 {
    /// Text of the bytes.
    package static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    /// The bytes of a text; `nil` when it is not Base64.
    package static func decode(_ text: String) -> [UInt8]? { Data(base64Encoded: text).map { [UInt8]($0) } }
}
