import FoundationEssentials

/// A text as bytes in a column: SQLite ends a text at its first NUL, bytes it keeps whole.
enum TextBlob {
    static func data(_ text: String) -> Data { Data(text.utf8) }

    static func text(_ data: Data?) -> String? { data.map { String(decoding: $0, as: UTF8.self) } }
}
