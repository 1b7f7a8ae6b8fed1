/// How a text is to be read.
package enum SourceFormat: String, CaseIterable, Sendable {
    /// Decided from the text itself.
    case auto
    /// CommonMark with GitHub's tables and strikethrough; also what most wikis export.
    case markdown
    /// Slack's mrkdwn, as pasted or as it comes in a message.
    case slack
    /// Prose without mark-up.
    case plain
    /// Lines of a shell history, with or without numbers and times.
    case history
    /// A terminal recording in asciicast form, version 1, 2 or 3.
    case cast
}
