extension JSONValue {
    /// The document as JSON text. Members are sorted by name, so equal values give equal text.
    /// - Parameter pretty: indented by two spaces and one element a line; otherwise without white space.
    package func text(pretty: Bool = false) -> String {
        String(decoding: utf8(pretty: pretty), as: UTF8.self)
    }

    /// The document as the UTF-8 bytes of `text(pretty:)`.
    package func utf8(pretty: Bool = false) -> [UInt8] {
        var writer = JSONWriter(pretty: pretty)
        writer.write(self, depth: 0)
        return writer.output
    }
}

private struct JSONWriter {
    private static let digits = Array("0123456789abcdef".utf8)

    let pretty: Bool
    var output: [UInt8] = []

    init(pretty: Bool) { self.pretty = pretty }

    mutating func write(_ value: JSONValue, depth: Int) {
        switch value {
        case .null: literal("null")
        case .bool(let value): literal(value ? "true" : "false")
        case .int(let value): literal(String(value))
        case .double(let value): literal(value.isFinite ? String(value) : "null")
        case .string(let value): string(value)
        case .array(let elements):
            list("[", "]", elements, depth) { writer, element in writer.write(element, depth: depth + 1) }
        case .object(let members):
            list("{", "}", members.sorted { $0.key < $1.key }, depth) { writer, member in
                writer.string(member.key)
                writer.literal(writer.pretty ? ": " : ":")
                writer.write(member.value, depth: depth + 1)
            }
        }
    }

    mutating func list<Element>(
        _ open: String, _ close: String, _ elements: [Element], _ depth: Int,
        _ body: (inout JSONWriter, Element) -> Void
    ) {
        literal(open)
        for (index, element) in elements.enumerated() {
            if index > 0 { literal(",") }
            lineBreak(depth + 1)
            body(&self, element)
        }
        if !elements.isEmpty { lineBreak(depth) }
        literal(close)
    }

    mutating func lineBreak(_ depth: Int) {
        guard pretty else { return }
        output.append(0x0A)
        output.append(contentsOf: repeatElement(0x20, count: depth * 2))
    }

    mutating func literal(_ text: String) { output.append(contentsOf: text.utf8) }

    mutating func string(_ text: String) {
        var text = text
        text.withUTF8 { string($0) }
    }

    private mutating func string(_ bytes: UnsafeBufferPointer<UInt8>) {
        output.append(UInt8(ascii: "\""))
        var start = 0
        for (index, byte) in bytes.enumerated() {
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            output.append(contentsOf: bytes[start..<index])
            start = index + 1
            switch byte {
            case UInt8(ascii: "\""): literal("\\\"")
            case UInt8(ascii: "\\"): literal("\\\\")
            case 0x0A: literal("\\n")
            case 0x0D: literal("\\r")
            case 0x09: literal("\\t")
            default:
                literal("\\u00")
                output.append(Self.digits[Int(byte >> 4)])
                output.append(Self.digits[Int(byte & 15)])
            }
        }
        output.append(contentsOf: bytes[start...])
        output.append(UInt8(ascii: "\""))
    }
}
