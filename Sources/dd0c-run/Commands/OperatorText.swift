import BlockKit
import FoundationEssentials
import RunbookModel

/// Values as the lists for the operator show them.
enum OperatorText {
    static func time(_ moment: Timestamp) -> String {
        Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000).ISO8601Format()
    }

    /// A text from outside as one line that does nothing to a terminal, at most 300 characters.
    static func line(_ text: String) -> String {
        String(DisplayText.sanitize(text).map { $0.isNewline || $0 == "\t" ? " " : $0 }.prefix(300))
    }
}
