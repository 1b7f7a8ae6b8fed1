/// Why a text is not JSON, and where.
package struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was wrong, in words.
    package let reason: String
    /// Offset of the first offending byte.
    package let offset: Int

    package var description: String { "not valid JSON at byte \(offset): \(reason)" }
}

extension JSONValue {
    /// Nesting deeper than this is refused, so that no input can exhaust the stack.
    package static let depthLimit = 128

    /// Parses one JSON document.
    /// - Throws: `JSONSyntaxError` for anything that RFC 8259 does not allow, invalid UTF-8 included, and for nesting
    ///   beyond `depthLimit`.
    package init(parsing text: String) throws(JSONSyntaxError) {
        var text = text
        self = try text.withUTF8 { JSONParser.parse($0) }.get()
    }

    /// Parses one JSON document from its UTF-8 bytes.
    /// - Throws: `JSONSyntaxError`.
    package init(parsing bytes: [UInt8]) throws(JSONSyntaxError) {
        self = try bytes.withUnsafeBufferPointer { JSONParser.parse($0) }.get()
    }
}

private struct JSONParser {
    /// Valid for as long as `parse` runs.
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0
    var depth = 0

    static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Result<JSONValue, JSONSyntaxError> {
        Result { () throws(JSONSyntaxError) in
            var parser = JSONParser(bytes: bytes)
            return try parser.document()
        }
    }

    mutating func document() throws(JSONSyntaxError) -> JSONValue {
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw error("something stands behind the document") }
        return value
    }

    func error(_ reason: String) -> JSONSyntaxError { JSONSyntaxError(reason: reason, offset: position) }

    var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    mutating func value() throws(JSONSyntaxError) -> JSONValue {
        skipSpace()
        guard let byte = current else { throw error("the text ends where a value should stand") }
        switch byte {
        case UInt8(ascii: "{"): return try nested { (parser) throws(JSONSyntaxError) in try parser.object() }
        case UInt8(ascii: "["): return try nested { (parser) throws(JSONSyntaxError) in try parser.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw error("no value begins like this")
        }
    }

    mutating func nested(
        _ body: (inout JSONParser) throws(JSONSyntaxError) -> JSONValue
    ) throws(JSONSyntaxError) -> JSONValue {
        guard depth < JSONValue.depthLimit else { throw error("nested deeper than \(JSONValue.depthLimit) levels") }
        depth += 1
        position += 1
        let value = try body(&self)
        depth -= 1
        return value
    }

    mutating func object() throws(JSONSyntaxError) -> JSONValue {
        var members: [String: JSONValue] = [:]
        skipSpace()
        if current == UInt8(ascii: "}") {
            position += 1
            return .object(members)
        }
        while true {
            skipSpace()
            guard current == UInt8(ascii: "\"") else { throw error("a member's name must stand here") }
            let name = try string()
            skipSpace()
            guard current == UInt8(ascii: ":") else { throw error("':' must stand behind a member's name") }
            position += 1
            members[name] = try value()
            skipSpace()
            guard try separator(closing: UInt8(ascii: "}")) else { return .object(members) }
        }
    }

    mutating func array() throws(JSONSyntaxError) -> JSONValue {
        var elements: [JSONValue] = []
        skipSpace()
        if current == UInt8(ascii: "]") {
            position += 1
            return .array(elements)
        }
        while true {
            elements.append(try value())
            skipSpace()
            guard try separator(closing: UInt8(ascii: "]")) else { return .array(elements) }
        }
    }

    /// Whether another element follows; `false` when the closing bracket stood there.
    mutating func separator(closing: UInt8) throws(JSONSyntaxError) -> Bool {
        guard let byte = current, byte == UInt8(ascii: ",") || byte == closing else {
            throw error("',' or the closing bracket must stand here")
        }
        position += 1
        return byte != closing
    }

    mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
        let end = position + word.utf8CodeUnitCount
        guard end <= bytes.count,
            word.withUTF8Buffer({ buffer in bytes[position..<end].elementsEqual(buffer) })
        else { throw error("no value begins like this") }
        position = end
        return value
    }

    mutating func digits() throws(JSONSyntaxError) {
        let start = position
        while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw error("a digit must stand here") }
    }

    mutating func number() throws(JSONSyntaxError) -> JSONValue {
        let start = position
        var whole = true
        if current == UInt8(ascii: "-") { position += 1 }
        if current == UInt8(ascii: "0") { position += 1 } else { try digits() }
        if current == UInt8(ascii: ".") {
            whole = false
            position += 1
            try digits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            whole = false
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if whole, let value = Int(text) { return .int(value) }
        guard let value = Double(text), value.isFinite else { throw error("the number \(text) is out of range") }
        return .double(value)
    }
}

extension JSONParser {
    mutating func string() throws(JSONSyntaxError) -> String {
        position += 1
        let start = position
        while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
        guard let stop = current, stop >= 0x20 else { throw unfinishedString() }
        if stop == UInt8(ascii: "\"") {
            defer { position += 1 }
            return try text(bytes[start..<position])
        }
        var decoded = Array(bytes[start..<position])
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return try text(decoded)
            case UInt8(ascii: "\\"):
                position += 1
                try escape(into: &decoded)
            case 0..<0x20:
                throw unfinishedString()
            default:
                decoded.append(byte)
                position += 1
            }
        }
        throw unfinishedString()
    }

    private func unfinishedString() -> JSONSyntaxError {
        error(current == nil ? "the string does not end" : "a control character must be escaped")
    }

    private func text(_ bytes: some Collection<UInt8>) throws(JSONSyntaxError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw error("the string is not valid UTF-8") }
        return text
    }

    private mutating func escape(into decoded: inout [UInt8]) throws(JSONSyntaxError) {
        guard let byte = current else { throw unfinishedString() }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(byte)
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0C)
        case UInt8(ascii: "n"): decoded.append(0x0A)
        case UInt8(ascii: "r"): decoded.append(0x0D)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"): decoded.append(contentsOf: String(try unicodeEscape()).utf8)
        default: throw error("no such escape in a string")
        }
    }

    /// A lone surrogate becomes U+FFFD, as in every browser: Slack clients do send them.
    private mutating func unicodeEscape() throws(JSONSyntaxError) -> Character {
        let first = try hexadecimal()
        if (0xD800..<0xDC00).contains(first), current == UInt8(ascii: "\\"), position + 1 < bytes.count,
            bytes[position + 1] == UInt8(ascii: "u")
        {
            let before = position
            position += 2
            let second = try hexadecimal()
            if (0xDC00..<0xE000).contains(second),
                let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
            {
                return Character(scalar)
            }
            position = before
        }
        return Character(Unicode.Scalar(first) ?? "\u{FFFD}")
    }

    private mutating func hexadecimal() throws(JSONSyntaxError) -> UInt32 {
        guard position + 4 <= bytes.count else { throw error("four hexadecimal digits must stand here") }
        var value: UInt32 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw error("four hexadecimal digits must stand here")
            }
            value = value << 4 | UInt32(digit)
        }
        position += 4
        return value
    }
}
