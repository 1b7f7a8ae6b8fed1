/// Commands, rules and runbooks are cut at spaces and bars, and searched for words in ASCII, all day long. The standard
/// library does that by characters, for which it must find where each of them ends: for ASCII it comes to the same, and
/// takes ten times as long.
extension Substring {
    /// The parts between these bytes.
    /// - Parameters:
    ///   - maxSplits: after so many parts the rest is one.
    ///   - omittingEmpty: leaves out parts without a byte.
    package func parts(between separators: ByteSet, maxSplits: Int = .max, omittingEmpty: Bool = true) -> [Substring] {
        var parts: [Substring] = []
        var start = utf8.startIndex
        var position = start
        while position != utf8.endIndex, parts.count < maxSplits {
            let next = utf8.index(after: position)
            if separators.contains(utf8[position]) {
                if start != position || !omittingEmpty { parts.append(Substring(utf8[start..<position])) }
                start = next
            }
            position = next
        }
        if start != utf8.endIndex || !omittingEmpty { parts.append(Substring(utf8[start...])) }
        return parts
    }

    /// Whether these bytes stand in the text.
    package func holds(_ needle: String) -> Bool { firstByte(of: needle) != nil }

    /// Offset of the first place where these bytes stand; `nil` for an empty needle.
    package func firstByte(of needle: String) -> Int? {
        let found = utf8.withContiguousStorageIfAvailable { text in
            needle.utf8.withContiguousStorageIfAvailable { Self.firstPlace(of: $0, in: text) }
        }
        if let found, let found { return found }
        return Array(utf8).withUnsafeBufferPointer { text in
            Array(needle.utf8).withUnsafeBufferPointer { Self.firstPlace(of: $0, in: text) }
        }
    }

    private static func firstPlace(of needle: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let first = needle.first, text.count >= needle.count else { return nil }
        var place = 0
        while place <= text.count - needle.count {
            if text[place] == first, needle.indices.allSatisfy({ text[place + $0] == needle[$0] }) { return place }
            place += 1
        }
        return nil
    }

    /// Whether the text begins with these bytes. Stands before the standard library's, which compares characters.
    package func hasPrefix(_ prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }

    /// The text behind these bytes; `nil` when it does not begin with them.
    package func after(_ prefix: String) -> Substring? {
        hasPrefix(prefix) ? Substring(utf8.dropFirst(prefix.utf8.count)) : nil
    }

    /// Whether the text ends with these bytes. Stands before the standard library's, which compares characters.
    package func hasSuffix(_ suffix: String) -> Bool {
        let count = suffix.utf8.count
        guard let start = utf8.index(endIndex, offsetBy: -count, limitedBy: startIndex) else { return false }
        return utf8[start...].elementsEqual(suffix.utf8)
    }

    /// Without the spaces, tabs and line ends at both ends.
    package var trimmedSpace: Substring {
        let space: ByteSet = " \t\r\n"
        guard let first = utf8.firstIndex(where: { !space.contains($0) }) else { return self[endIndex..<endIndex] }
        var end = endIndex
        while end > first {
            let before = utf8.index(before: end)
            guard space.contains(utf8[before]) else { break }
            end = before
        }
        return self[first..<end]
    }
}

extension String {
    /// The parts between these bytes. See `Substring.parts`.
    package func parts(between separators: ByteSet, maxSplits: Int = .max, omittingEmpty: Bool = true) -> [Substring] {
        self[...].parts(between: separators, maxSplits: maxSplits, omittingEmpty: omittingEmpty)
    }

    /// Whether these bytes stand in the text.
    package func holds(_ needle: String) -> Bool { self[...].holds(needle) }

    /// Offset of the first place where these bytes stand; `nil` for an empty needle.
    package func firstByte(of needle: String) -> Int? { self[...].firstByte(of: needle) }

    /// The text with each place of these bytes replaced.
    package func replacing(_ part: String, by other: String) -> String {
        var result = ""
        var rest = self[...]
        while let place = rest.firstByte(of: part) {
            let start = rest.utf8.index(rest.startIndex, offsetBy: place)
            result += rest[..<start]
            result += other
            rest = rest[rest.utf8.index(start, offsetBy: part.utf8.count)...]
        }
        return result + rest
    }

    /// Without the spaces, tabs and line ends at both ends.
    package var trimmedSpace: Substring { self[...].trimmedSpace }
}
