import BlockKit
import RunbookModel

/// What does not fit where it is shown, so that it is given as a file beside it.
extension Screen {
    /// Whether the message of a step shows all that its command wrote.
    package static func showsAll(of output: CommandOutput) -> Bool {
        let tail = tail(of: output)
        return tail.omittedLines == 0 && !output.isCut && !tail.text.hasPrefix("…")
    }

    /// Whether the modal about a step shows the whole of a command.
    package static func showsAll(ofCommand text: String) -> Bool {
        DisplayText.pieces(DisplayText.reveal(text), limit: pieceLength).count <= pieceLimit
    }

    /// UTF-16 code units of one piece of a text that is shown whole, and pieces.
    static let (pieceLength, pieceLimit) = (2900, 20)

    /// The end of an output, as much as a message takes.
    static func tail(of output: CommandOutput) -> (text: String, omittedLines: Int) {
        let end = DisplayText.end(output.text, bytes: 16 << 10)
        var tail = DisplayText.tail(DisplayText.sanitize(String(end.text)), lines: 20, characters: 1800)
        tail.omittedLines += end.linesBefore
        return tail
    }
}
