import JSONTree

/// Slack's limits and rules for Block Kit, checked as strictly as Slack checks them.
package enum BlockKitValidator {
    /// More problems than this are not listed.
    package static let problemLimit = 100

    /// What is wrong with the `blocks` of a message. Pointers begin with `/blocks`.
    package static func problems(inMessageBlocks blocks: [JSONValue]) -> [BlockKitProblem] {
        var check = BlockKitCheck(surface: .message)
        check.blocks(.array(blocks), at: "/blocks", 0...BlockKitLimits.messageBlocks)
        return check.problems
    }

    /// What is wrong with a modal or a home view. Pointers begin with `/view`.
    package static func problems(inView view: JSONValue) -> [BlockKitProblem] {
        guard view.object != nil else {
            return [BlockKitProblem(pointer: "/view", code: .wrongType, message: "must provide an object")]
        }
        guard let type = view["type"] else {
            return [BlockKitProblem(pointer: "/view", code: .missingField, message: "missing required field: type")]
        }
        guard let name = type.string, let surface = BlockKitSurface(rawValue: name), surface != .message else {
            return [
                BlockKitProblem(
                    pointer: "/view/type", code: .unsupportedType, message: "unsupported type: \(type.text())")
            ]
        }
        var check = BlockKitCheck(surface: surface)
        check.view(view)
        return check.problems
    }

    /// The text over all `blocks` in UTF-16 code units, as it counts towards `msg_blocks_too_long`.
    package static func textLength(of blocks: [JSONValue]) -> Int {
        blocks.reduce(0) { $0 + length($1) }
    }

    private static func length(_ value: JSONValue) -> Int {
        switch value {
        case .array(let elements):
            return elements.reduce(0) { $0 + length($1) }
        case .object(let members):
            return members.reduce(0) { total, member in
                if case .string(let text) = member.value {
                    return ["text", "alt_text", "fallback"].contains(member.key) ? total + text.utf16.count : total
                }
                return total + length(member.value)
            }
        default:
            return 0
        }
    }
}
