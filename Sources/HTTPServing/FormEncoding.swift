/// `application/x-www-form-urlencoded`, as the WHATWG URL standard defines it, in a request's query and in bodies.
package enum FormEncoding {
    /// The fields of a form. Of a name that comes twice, the last one counts; bytes that are not UTF-8 are replaced.
    package static func fields(_ text: some StringProtocol) -> [String: String] {
        var fields: [String: String] = [:]
        for pair in text.utf8.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            fields[decoded(parts[0], plusIsSpace: true)] = parts.count > 1 ? decoded(parts[1], plusIsSpace: true) : ""
        }
        return fields
    }

    /// The text without its percent escapes. A `%` that begins no escape stands for itself.
    package static func percentDecoded(_ text: some StringProtocol) -> String {
        decoded(text.utf8, plusIsSpace: false)
    }

    private static func decoded(_ bytes: some Collection<UInt8>, plusIsSpace: Bool) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = escape(rest.prefix(2)) {
                output.append(value)
                rest = rest.dropFirst(2)
            } else if byte == UInt8(ascii: "+"), plusIsSpace {
                output.append(UInt8(ascii: " "))
            } else {
                output.append(byte)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func escape(_ digits: some Collection<UInt8>) -> UInt8? {
        let values = digits.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard values.count == 2 else { return nil }
        return UInt8(values[0] << 4 | values[1])
    }
}
