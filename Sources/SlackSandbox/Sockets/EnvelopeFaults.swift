import JSONTree

/// What faults add to or make of the text frames on their way to the app.
struct EnvelopeFaults {
    /// The padding of `odd_records`, as a member that no app looks at.
    private static let paddingLength = 300_000

    let duplicates: Bool
    let malformed: Bool
    let padded: Bool

    /// What is sent for an envelope's text, and the ids of envelopes among it that the fault made up.
    func frames(for text: String, id: String) -> (commands: [SocketCommand], made: [String]) {
        guard text.contains("\"envelope_id\"") else { return ([.text(text)], []) }
        var commands: [SocketCommand] = []
        var made: [String] = []
        if malformed {
            made = ["\(id)-j", "\(id)-u", "\(id)-p"]
            commands = [
                .text("{\"type\":\"events_api\",\"envelope_id\":"), .binary([0, 1, 2, 0xFF]),
                .text("{\"type\":\"events_api\",\"envelope_id\":\"\(made[0])\",\"payload\":{\"broken\": }}"),
                .text("{\"type\":\"no_such_type\",\"envelope_id\":\"\(made[1])\",\"payload\":{}}"),
                .text("{\"type\":\"events_api\",\"envelope_id\":\"\(made[2])\",\"payload\":[1,2,3]}"),
            ]
        }
        var text = text
        if padded, text.hasSuffix("}") {
            text.removeLast()
            text += ",\"padding\":\"" + String(repeating: "x", count: Self.paddingLength) + "\"}"
        }
        commands.append(.text(text))
        if duplicates { commands.append(.text(text)) }
        return (commands, made)
    }
}
