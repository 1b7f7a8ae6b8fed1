import RunbookModel

/// What came of a file or an upload.
package enum ParsedBytes: Hashable, Sendable {
    /// The runbook, and the text that the bytes were decoded to.
    case runbook(RunbookContent, text: String)
    /// The bytes are not text; what they are instead, in words for the person who sent them: "a PNG picture".
    case notText(String)
}

extension RunbookParser {
    /// Decodes UTF-8 (with or without a byte order mark), UTF-16 and Latin-1, and parses. NULs are dropped, ends of
    /// lines may be of any system. At most `Limits.sourceBytes` are read.
    package func parse(bytes: [UInt8], as format: SourceFormat = .auto) -> ParsedBytes {
        switch TextDecoding.decode(bytes) {
        case .notText(let what): .notText(what)
        case .text(let text): .runbook(parse(text, as: format), text: text)
        }
    }
}
