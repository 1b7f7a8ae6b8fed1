/// Bytes as text.
enum TextDecoding {
    enum Outcome: Hashable, Sendable {
        case text(String)
        /// What the bytes are instead.
        case notText(String)
    }

    private static let signatures: [(bytes: [UInt8], name: String)] = [
        ([0x89, 0x50, 0x4E, 0x47], "a PNG picture"), ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
        ([0x47, 0x49, 0x46, 0x38], "a GIF picture"),
        ([0x25, 0x50, 0x44, 0x46], "a PDF document"),
        ([0x50, 0x4B, 0x03, 0x04], "a ZIP archive or an office document"),
        ([0x7F, 0x45, 0x4C, 0x46], "a program"), ([0x1F, 0x8B], "a gzip archive"),
        ([0x42, 0x5A, 0x68], "a bzip2 archive"),
        ([0xFD, 0x37, 0x7A, 0x58], "an xz archive"), ([0x28, 0xB5, 0x2F, 0xFD], "a zstd archive"),
        ([0x52, 0x49, 0x46, 0x46], "a media file"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an office document"),
        ([0x53, 0x51, 0x4C, 0x69, 0x74, 0x65, 0x20], "a SQLite database"),
    ]

    static func decode(_ bytes: [UInt8]) -> Outcome {
        if let known = signatures.first(where: { bytes.starts(with: $0.bytes) }) { return .notText(known.name) }
        if bytes.starts(with: [0xFF, 0xFE]) { return .text(utf16(bytes.dropFirst(2), bigEndian: false)) }
        if bytes.starts(with: [0xFE, 0xFF]) { return .text(utf16(bytes.dropFirst(2), bigEndian: true)) }
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        if let order = utf16Order(body) { return .text(utf16(body[...], bigEndian: order)) }
        let controls = body.prefix(8192).reduce(0) {
            $0 + ($1 < 0x09 || ($1 > 0x0D && $1 < 0x20 && $1 != 0x1B) ? 1 : 0)
        }
        if controls * 10 > min(body.count, 8192) { return .notText("binary data") }
        let clean = body.contains(0) ? body.filter { $0 != 0 } : body
        if let text = String(validating: clean, as: UTF8.self) { return .text(text) }
        // Latin-1 has a character for every byte, and so never fails.
        var scalars = String.UnicodeScalarView()
        for byte in clean { scalars.append(UnicodeScalar(byte)) }
        return .text(String(scalars))
    }

    /// UTF-16 without a mark shows in that every other byte of plain text is zero.
    private static func utf16Order(_ bytes: [UInt8]) -> Bool? {
        let head = bytes.prefix(512)
        guard head.count >= 8 else { return nil }
        var even = 0
        var odd = 0
        for (index, byte) in head.enumerated() where byte == 0 {
            if index % 2 == 0 { even += 1 } else { odd += 1 }
        }
        let half = head.count / 2
        if even * 10 > half * 8, odd * 10 < half { return true }
        if odd * 10 > half * 8, even * 10 < half { return false }
        return nil
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, bigEndian: Bool) -> String {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var index = bytes.startIndex
        while index + 1 < bytes.endIndex {
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            let unit = bigEndian ? first << 8 | second : second << 8 | first
            if unit != 0 { units.append(unit) }
            index += 2
        }
        return String(decoding: units, as: UTF16.self)
    }
}
