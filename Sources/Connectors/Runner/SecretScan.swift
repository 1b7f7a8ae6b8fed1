/// One walk over a text.
struct SecretScan {
    let text: [UInt8]
    private(set) var found: [Range<Int>] = []
    private var position = 0
    private let classes = SecretPatterns.byteClasses

    init(text: [UInt8]) { self.text = text }

    mutating func run() {
        while position < text.count {
            let byte = text[position]
            if byte == UInt8(ascii: "-"), takeKeyBlock() { continue }
            if classes[Int(byte)].contains(.word) {
                takeWord()
                continue
            }
            if byte == UInt8(ascii: ":"), let password = SecretPatterns.urlPassword(in: text, at: position) {
                found.append(password)
                position = password.upperBound
                continue
            }
            position += 1
        }
    }

    private func has(_ word: String, at index: Int) -> Bool {
        index + word.utf8.count <= text.count && text[index..<index + word.utf8.count].elementsEqual(word.utf8)
    }

    /// `-----BEGIN … PRIVATE KEY-----` up to its end, or to the end of the text; or the end of a block whose beginning
    /// is not in the text.
    private mutating func takeKeyBlock() -> Bool {
        guard has("-----", at: position) else { return false }
        let line = text[position...].prefix { $0 != 0x0A }
        let name = String(decoding: line, as: UTF8.self)
        guard name.contains("PRIVATE KEY-----") else { return false }
        if has("-----END ", at: position) {
            found.append(0..<line.endIndex)
            position = line.endIndex
        } else {
            var end = line.endIndex
            while end < text.count, !has("-----END ", at: end) { end += 1 }
            end += text[end...].prefix { $0 != 0x0A }.count
            found.append(position..<end)
            position = end
        }
        return true
    }

    private mutating func takeWord() {
        let start = position
        var end = start
        while end < text.count {
            let byteClass = classes[Int(text[end])]
            guard byteClass.contains(.word) else { break }
            if byteClass.contains(.token), let tokenEnd = SecretPatterns.tokenEnd(in: text, at: end) {
                found.append(end..<tokenEnd)
                position = tokenEnd
                return
            }
            end += 1
        }
        position = end
        if end - start == 6, isWord("bearer", at: start) { return takeBearer() }
        guard let value = assignedValue(isOption: text[start] == UInt8(ascii: "-")) else { return }
        let name = Array(text[start..<min(end, start + 256)])
        if isWord("authorization", at: start) || isWord("proxy-authorization", at: start) {
            takeValue(valueRange(at: value, wholeLine: true))
        } else if SecretPatterns.namesSecret(name) {
            takeValue(valueRange(at: value, wholeLine: false))
        }
    }

    /// Whether the word from `start` to the position is this one, in any letter case.
    private func isWord(_ word: String, at start: Int) -> Bool {
        word.utf8.count == position - start
            && text[start..<position].map(SecretPatterns.lowercased).elementsEqual(word.utf8)
    }

    /// The token behind `Bearer`.
    private mutating func takeBearer() {
        let start = text[position...].firstIndex { $0 != 0x20 } ?? text.count
        let token = text[start...].prefix(while: SecretPatterns.isTokenCharacter)
        guard start > position, token.count >= 8 else { return }
        found.append(start..<token.endIndex)
        position = token.endIndex
    }

    /// Where the value behind a name begins: `name=value`, `"name": "value"`, `--name value`; `nil` when none follows.
    private func assignedValue(isOption: Bool) -> Int? {
        var index = position
        func skipSpaces() { while index < text.count, text[index] == 0x20 || text[index] == 0x09 { index += 1 } }
        if index < text.count, text[index] == UInt8(ascii: "\"") || text[index] == UInt8(ascii: "'") { index += 1 }
        let afterName = index
        skipSpaces()
        guard index < text.count else { return nil }
        if text[index] == UInt8(ascii: "=") || text[index] == UInt8(ascii: ":") {
            index += 1
            if index < text.count, text[index] == UInt8(ascii: ">") { index += 1 }
            skipSpaces()
            return index
        }
        return isOption && index > afterName ? index : nil
    }

    private mutating func takeValue(_ range: Range<Int>) {
        guard !SecretPatterns.isHarmless(text[range]) else { return }
        found.append(range)
        position = range.upperBound
    }

    private func valueRange(at index: Int, wholeLine: Bool) -> Range<Int> {
        guard index < text.count else { return index..<index }
        let quote = text[index]
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            var end = index + 1
            while end < text.count, text[end] != quote, text[end] != 0x0A {
                end += text[end] == UInt8(ascii: "\\") && end + 1 < text.count ? 2 : 1
            }
            return index + 1..<max(index + 1, min(end, text.count))
        }
        let value = text[index...].prefix { byte in
            if byte == 0x0A || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return false }
            return wholeLine || (byte != 0x20 && byte != 0x09 && byte != UInt8(ascii: "&"))
        }
        return index..<value.endIndex
    }
}
