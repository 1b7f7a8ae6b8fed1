/// Slack's limits of Block Kit and of messages. Text is counted in UTF-16 code units, the strictest way to count
/// characters that a server may use.
package enum BlockKitLimits {
    /// Blocks of one message.
    package static let messageBlocks = 50
    /// Blocks of one view.
    package static let viewBlocks = 100
    /// Text over all blocks of one message beyond which Slack answers `msg_blocks_too_long`. The figure is not
    /// documented; failures were measured from 11,300 on.
    package static let messageBlocksText = 11_000
    /// What we allow ourselves of `messageBlocksText`.
    package static let messageBlocksTextKept = 10_000
    /// Text of a `section`, and of a text object in general.
    package static let sectionText = 3000
    /// Text of one of a section's fields.
    package static let fieldText = 2000
    package static let headerText = 150
    package static let buttonText = 75
    package static let buttonValue = 2000
    package static let optionText = 75
    package static let optionValue = 150
    /// Options of a `static_select`.
    package static let options = 100
    package static let placeholder = 150
    package static let inputLabel = 2000
    package static let inputHint = 2000
    /// The most that a `plain_text_input` takes.
    package static let inputText = 3000
    /// Title, submit and close of a modal.
    package static let modalTitle = 24
    package static let alertText = 200
    package static let identifier = 255
    package static let privateMetadata = 3000
    /// Top-level text of a message: `chat.update` refuses more.
    package static let messageText = 4000
    /// Cumulative text of `markdown` blocks.
    package static let markdownText = 12_000
    /// Bytes of a view.
    package static let viewBytes = 250_000
    package static let url = 3000
}
