import JSONTree

/// What faults add to or make of the text frames on their way to the app.
enum EnvelopeFaults {
    /// The padding of `odd_records`, as a member that no app looks at.
    private static let paddingLength = 300_000

    static func commands(
        for text: String, duplicates: Bool, malformed: Bool, padded: Bool, id: String
    ) -> [SocketCommand] {
        guard text.contains("\"envelope_id\"") else { return [.text(text)] }
        var commands: [SocketCommand] = []
        if malformed {
            commands += [
                .text("{\"type\":\"events_api\",\"envelope_id\":"), .binary([0, 1, 2, 0xFF]),
                .text("{\"type\":\"no_such_type\",\"envelope_id\":\"\(id)-u\",\"payload\":{}}"),
                .text("{\"type\":\"events_api\",\"envelope_id\":\"\(id)-p\",\"payload\":[1,2,3]}"),
            ]
        }
        var text = text
        if padded, text.hasSuffix("}") {
            text.removeLast()
            text += ",\"padding\":\"" + String(repeating: "x", count: paddingLength) + "\"}"
        }
        commands.append(.text(text))
        if duplicates { commands.append(.text(text)) }
        return commands
    }
}
