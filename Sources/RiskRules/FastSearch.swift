/// Search for a text by its bytes. The standard library's compares characters, at many times the cost, and a command is
/// searched for dozens of texts.
extension StringProtocol {
    func contains(_ needle: String) -> Bool { offset(of: needle) != nil }

    /// The place of the first occurrence.
    func firstRange(of needle: String) -> Range<Index>? {
        guard let offset = offset(of: needle) else { return nil }
        let start = utf8.index(utf8.startIndex, offsetBy: offset)
        return start..<utf8.index(start, offsetBy: needle.utf8.count)
    }

    private func offset(of needle: String) -> Int? {
        var needle = needle
        return needle.withUTF8 { wanted -> Int? in
            let search = { (text: UnsafeBufferPointer<UInt8>) -> Int? in
                guard let first = wanted.first else { return 0 }
                guard text.count >= wanted.count else { return nil }
                var index = 0
                let last = text.count - wanted.count
                while index <= last {
                    if text[index] == first {
                        var length = 1
                        while length < wanted.count, text[index + length] == wanted[length] { length += 1 }
                        if length == wanted.count { return index }
                    }
                    index += 1
                }
                return nil
            }
            if let found = utf8.withContiguousStorageIfAvailable(search) { return found }
            return Array(utf8).withUnsafeBufferPointer(search)
        }
    }
}
