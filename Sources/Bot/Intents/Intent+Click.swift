extension Intent {
    /// Who asked, and where; `nil` when nobody did.
    var click: Click? {
        switch self {
        case .command(_, let click), .directMessage(_, _, let click), .mention(_, let click),
            .fileFetched(_, _, let click), .pasteShortcut(let click), .parseMessage(_, _, let click),
            .action(_, _, let click), .submission(_, _, let click):
            click
        case .threadMessage, .joinedChannel, .homeOpened, .alert, .executionEnded, .executionLost, .timer,
            .preflightEnded, .ignored:
            nil
        }
    }

    /// Whether the answer depends on who may do what: it is looked up before.
    var needsApprovers: Bool {
        switch self {
        case .action, .submission, .mention, .command(.settings, _), .command(.unfreeze, _): true
        case .command, .directMessage, .threadMessage, .fileFetched, .joinedChannel, .homeOpened,
            .pasteShortcut, .parseMessage, .alert, .executionEnded, .executionLost, .timer, .preflightEnded, .ignored:
            false
        }
    }
}
