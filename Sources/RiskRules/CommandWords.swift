import ByteText
import ShellSyntax

extension ShellParser {
    /// Words of each line, quotes removed: how a line-based client such as Redis' reads them.
    static func words(ofLinesIn text: String) -> [[Argument]] {
        var lines: [[Argument]] = []
        for line in text.parts(between: "\n") {
            var words: [Argument] = []
            var word = ""
            var isStarted = false
            var quote: Character?
            for character in line {
                if let open = quote {
                    if character == open { quote = nil } else { word.append(character) }
                } else if character == "\"" || character == "'" {
                    quote = character
                    isStarted = true
                } else if character == " " || character == "\t" || character == "\r" {
                    if isStarted { words.append(Argument(text: word, range: 0..<0)) }
                    word = ""
                    isStarted = false
                } else {
                    word.append(character)
                    isStarted = true
                }
            }
            if isStarted { words.append(Argument(text: word, range: 0..<0)) }
            lines.append(words)
        }
        return lines
    }
}
