import BlockKit
import RunbookModel

/// What the inputs for a step of a draft begin with. A part that an input can't hold is `nil`: it isn't shown, and stays
/// as it is.
package struct DraftStepInputs: Hashable, Sendable {
    package var title: String
    package var command: String?
    package var undo: String?
    package var expected: String?
    package var notes: String?
    package var condition: String?
    package var then: String?
    package var otherwise: String?
    package var captures: String?
    package var checkCommand: String?
    package var checkCondition: String?
    package var runbook: String?

    /// UTF-16 code units that the input for a title takes.
    static let titleLimit = 200
    /// UTF-16 code units that the inputs for the parts of a decision take.
    static let wayLimit = 500
    /// UTF-16 code units that the other inputs take.
    static let textLimit = 1500

    package init(_ step: Step) {
        title = Self.cut(step.title, Self.titleLimit)
        command = Self.fitting(step.command, BlockKitLimits.inputText)
        undo = Self.fitting(step.rollback?.command, Self.textLimit)
        expected = Self.fitting(step.expected, Self.textLimit)
        notes = Self.fitting(step.notes.joined(separator: "\n\n"), BlockKitLimits.inputText)
        condition = Self.fitting(step.branch?.condition, Self.wayLimit)
        then = step.branch?.thenStep.map { "step \($0)" } ?? Self.fitting(step.branch?.then, Self.wayLimit)
        captures = Self.fitting((step.captures ?? []).map(\.line).joined(separator: "\n"), Self.textLimit)
        checkCommand = Self.fitting(step.check?.command, Self.textLimit)
        checkCondition = Self.fitting(step.check?.condition?.line, Self.wayLimit)
        runbook = Self.fitting(step.runbook, Self.titleLimit)
        otherwise = step.branch?.elseStep.map { "step \($0)" } ?? Self.fitting(step.branch?.otherwise, Self.wayLimit)
    }

    private static func fitting(_ text: String?, _ limit: Int) -> String? {
        let text = text ?? ""
        return text.utf16.count <= limit ? text : nil
    }

    private static func cut(_ text: String, _ limit: Int) -> String {
        var length = 0
        return String(
            text.prefix { character in
                length += character.utf16.count
                return length <= limit
            })
    }
}
