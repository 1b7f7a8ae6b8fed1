import BlockKit
import JSONTree

/// The checked text, blocks and attachments of a message that the app sends.
struct MessageContent {
    var text: String
    /// `nil` when there was no such argument; an empty list takes the old blocks away.
    var blocks: [JSONValue]?
    var attachments: JSONValue?

    private static let textLimit = 40_000

    /// Checks what a Web API call sends.
    /// - Parameter replacesOld: as for `chat.update`, where blocks may stay and the text is not cut.
    /// - Throws: `no_text`, `msg_too_long`, `invalid_blocks_format`, `invalid_blocks`, `msg_blocks_too_long`,
    ///   `too_many_attachments`, `invalid_attachments`.
    init(_ arguments: APIArguments, replacesOld: Bool = false, in workspace: inout Workspace) throws(APIError) {
        text = arguments.text("text") ?? ""
        let format = APIError("invalid_blocks_format")
        if let tree = try arguments.tree("blocks", or: format) {
            guard let blocks = tree.array else { throw format }
            try Self.check(blocks)
            self.blocks = workspace.withIDs(blocks)
        }
        if let tree = try arguments.tree("attachments", or: APIError("invalid_attachments")) {
            guard let list = tree.array else { throw APIError("invalid_attachments") }
            guard list.count <= 100 else { throw APIError("too_many_attachments") }
            attachments = list.isEmpty ? nil : tree
        }
        if replacesOld, text.utf16.count > BlockKitLimits.messageText { throw APIError("msg_too_long") }
        if text.count > Self.textLimit { text = String(text.prefix(Self.textLimit)) }
        let isEmpty = text.allSatisfy(\.isWhitespace) && (blocks ?? []).isEmpty && attachments == nil
        if isEmpty { throw APIError("no_text") }
    }

    /// Checks what an ack or a response address carries.
    init(_ payload: JSONValue, in workspace: inout Workspace) throws(APIError) {
        guard let members = payload.object else { throw APIError("invalid_payload") }
        try self.init(APIArguments(members), in: &workspace)
    }

    static func check(_ blocks: [JSONValue]) throws(APIError) {
        let problems = BlockKitValidator.problems(inMessageBlocks: blocks)
        guard problems.isEmpty else {
            let lines = problems.map(\.description)
            throw APIError("invalid_blocks", messages: lines.map { "[ERROR] \($0)" }, errors: lines)
        }
        if BlockKitValidator.textLength(of: blocks) > BlockKitLimits.messageBlocksText {
            throw APIError("msg_blocks_too_long")
        }
    }
}
