/// The start line and header fields of an HTTP/1.1 message (RFC 9112), as a handshake needs them.
package struct HTTPHead: Hashable, Sendable {
    /// A header field; the name in lower case, the value without surrounding white space.
    package struct Field: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    /// The request line or status line.
    package let startLine: String
    /// The fields in their order.
    package let fields: [Field]

    /// Every value of a field, in order. `name` must be in lower case.
    package func values(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// The value of a field that stands exactly once; `nil` when it is missing or repeated.
    package func only(_ name: String) -> String? {
        let found = values(name)
        return found.count == 1 ? found[0] : nil
    }

    /// Whether a comma-separated field (`Connection`, `Upgrade`) names the token, in any case.
    package func lists(_ token: String, in name: String) -> Bool {
        values(name).contains { value in
            value.split(separator: ",").contains { $0.trimmed.lowercased() == token }
        }
    }

    /// The code of a status line `HTTP/1.1 101 …`; `nil` when this is no HTTP/1.x response.
    package var status: Int? {
        let parts = startLine.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0] == "HTTP/1.1" || parts[0] == "HTTP/1.0", parts[1].utf8.count == 3,
            let code = Int(parts[1]), (100...599).contains(code)
        else { return nil }
        return code
    }
}

/// Why bytes are not the head of an HTTP/1.1 message.
package enum HTTPHeadError: Error, Hashable, Sendable, CustomStringConvertible {
    case tooLong(limit: Int)
    case malformedLine(number: Int)

    package var description: String {
        switch self {
        case .tooLong(let limit): "the HTTP header is longer than \(limit) bytes"
        case .malformedLine(let number): "line \(number) of the HTTP header is malformed"
        }
    }
}

/// Collects bytes until the empty line that ends an HTTP head.
package struct HTTPHeadParser: Sendable {
    private let limit: Int
    private var buffer: [UInt8] = []

    /// - Parameter limit: longest head in bytes, the empty line included.
    package init(limit: Int = 16384) { self.limit = limit }

    /// Takes bytes in any pieces.
    /// - Returns: the head and the bytes that stood behind it, or `nil` when more are needed.
    /// - Throws: `HTTPHeadError`.
    package mutating func receive(
        _ bytes: some Collection<UInt8>
    ) throws(HTTPHeadError) -> (head: HTTPHead, rest: [UInt8])? {
        var index = bytes.startIndex
        while index != bytes.endIndex {
            let byte = bytes[index]
            bytes.formIndex(after: &index)
            if byte == 0x0A, buffer.last != 0x0D { throw .malformedLine(number: buffer.count { $0 == 0x0A } + 1) }
            buffer.append(byte)
            guard buffer.count <= limit else { throw .tooLong(limit: limit) }
            if byte == 0x0A, buffer.ends(with: [0x0D, 0x0A, 0x0D, 0x0A]) {
                return (try HTTPHead(buffer.dropLast(4)), Array(bytes[index...]))
            }
        }
        return nil
    }
}

extension Collection<UInt8> {
    fileprivate func ends(with ending: [UInt8]) -> Bool { suffix(ending.count).elementsEqual(ending) }
}

extension HTTPHead {
    init(_ bytes: some Collection<UInt8>) throws(HTTPHeadError) {
        var lines: [String] = []
        var line: [UInt8] = []
        var previous: UInt8 = 0
        for byte in bytes {
            if byte == 0x0A {
                guard previous == 0x0D else { throw .malformedLine(number: lines.count + 1) }
                line.removeLast()
                lines.append(String(decoding: line, as: UTF8.self))
                line.removeAll(keepingCapacity: true)
            } else {
                line.append(byte)
            }
            previous = byte
        }
        lines.append(String(decoding: line, as: UTF8.self))
        startLine = lines[0]
        var fields: [Field] = []
        for (index, line) in lines.enumerated() {
            guard line.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
                throw .malformedLine(number: index + 1)
            }
            guard index > 0 else { continue }
            guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
                line[..<colon].utf8.allSatisfy(isTokenByte)
            else { throw .malformedLine(number: index + 1) }
            fields.append(
                Field(name: line[..<colon].lowercased(), value: String(line[line.utf8.index(after: colon)...].trimmed)))
        }
        self.fields = fields
    }
}

/// Whether the byte may stand in a token (RFC 9110, section 5.6.2).
func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
    default:
        "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
}

extension StringProtocol {
    /// Without spaces and tabs at both ends.
    var trimmed: SubSequence {
        var text = self[...]
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
