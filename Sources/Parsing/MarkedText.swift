/// Running text as bytes, with code spans and links told apart by control bytes that the source can't hold.
struct MarkedText: Hashable, Sendable {
    static let codeStart: UInt8 = 0x01
    static let codeEnd: UInt8 = 0x02
    static let linkStart: UInt8 = 0x03
    /// Between the label and the target of a link.
    static let linkTarget: UInt8 = 0x05
    static let linkEnd: UInt8 = 0x04
    static let lineBreak: UInt8 = 0x0A

    struct Link: Hashable, Sendable {
        var label: String
        var target: String
    }

    var bytes: [UInt8]
    /// Line in the source that the text begins on.
    var line: Int

    init(bytes: [UInt8] = [], line: Int) {
        self.bytes = bytes
        self.line = line
    }

    /// Text without marks.
    init(plain: String, line: Int) {
        bytes = plain.utf8.filter { !Self.isMark($0) }
        self.line = line
    }

    static func isMark(_ byte: UInt8) -> Bool { byte < 0x06 && byte != 0 }

    var isBlank: Bool { bytes.allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 } }

    /// The text for people: code in backticks, links as their labels, on one line.
    var display: String { Self.display(bytes[...]) }

    /// The part `range` for people.
    func display(_ range: Range<Int>) -> String { Self.display(bytes[range]) }

    static func display(_ bytes: ArraySlice<UInt8>) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var inTarget = false
        var codeBegan = 0
        for byte in bytes {
            switch byte {
            case codeStart:
                codeBegan = output.count
                output.append(UInt8(ascii: "`"))
            case codeEnd:
                closeCode(&output, from: codeBegan)
            case linkTarget: inTarget = true
            case linkEnd: inTarget = false
            case linkStart: break
            case _ where inTarget: break
            case 0x0A, 0x09, 0x20:
                if let last = output.last, last != 0x20 { output.append(0x20) }
            default: output.append(byte)
            }
        }
        while output.last == 0x20 { output.removeLast() }
        return String(decoding: output, as: UTF8.self)
    }

    /// Ends a code span; one that holds backticks itself gets two around it.
    private static func closeCode(_ output: inout [UInt8], from start: Int) {
        let tick = UInt8(ascii: "`")
        if output[min(start + 1, output.count)...].contains(tick) {
            output.insert(contentsOf: [tick, 0x20], at: min(start + 1, output.count))
            output.append(contentsOf: [0x20, tick, tick])
        } else {
            output.append(tick)
        }
    }

    /// The code spans: offsets of what stands between the marks.
    var codeSpans: [Range<Int>] {
        var spans: [Range<Int>] = []
        var start: Int?
        for (offset, byte) in bytes.enumerated() {
            if byte == Self.codeStart {
                start = offset + 1
            } else if byte == Self.codeEnd, let began = start {
                spans.append(began..<offset)
                start = nil
            }
        }
        return spans
    }

    /// The links with a target, in order.
    var links: [Link] {
        var found: [Link] = []
        var start: Int?
        var target: Int?
        for (offset, byte) in bytes.enumerated() {
            switch byte {
            case Self.linkStart: (start, target) = (offset + 1, nil)
            case Self.linkTarget: target = offset
            case Self.linkEnd:
                if let start, let target {
                    let url = String(decoding: bytes[(target + 1)..<offset], as: UTF8.self)
                    if !url.isEmpty { found.append(Link(label: Self.display(bytes[start..<target]), target: url)) }
                }
                (start, target) = (nil, nil)
            default: break
            }
        }
        return found
    }

    /// A part of the text, with the line that it begins on.
    func part(_ range: Range<Int>) -> MarkedText {
        let before = bytes[..<range.lowerBound].reduce(into: 0) { $0 += $1 == Self.lineBreak ? 1 : 0 }
        return MarkedText(bytes: Array(bytes[range]), line: line + before)
    }

    /// Last line that the text stands on.
    var lastLine: Int { line + bytes.reduce(into: 0) { $0 += $1 == Self.lineBreak ? 1 : 0 } }
}
