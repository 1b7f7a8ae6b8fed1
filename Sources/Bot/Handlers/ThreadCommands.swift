/// Finds the commands that somebody wrote into a thread: lines after a prompt, and code blocks.
package enum ThreadCommands {
    /// Commands that are taken from one message.
    static let limit = 5
    /// Characters of one command that are kept.
    static let lengthLimit = 500

    /// The commands in a message that was decoded to Markdown, in order. Prose gives none.
    package static func commands(in text: String) -> [String] {
        var commands: [String] = []
        var isInFence = false
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.drop { $0 == " " }
            if line.hasPrefix("```") {
                isInFence.toggle()
                continue
            }
            if line.hasPrefix("$ ") {
                commands.append(String(line.dropFirst(2)))
            } else if isInFence, !line.hasPrefix("#"), !line.isEmpty {
                commands.append(String(line))
            }
        }
        return commands.prefix(limit).map { String($0.prefix(lengthLimit)) }
    }
}
