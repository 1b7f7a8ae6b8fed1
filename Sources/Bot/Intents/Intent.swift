import JSONTree
import RunbookModel
import Views

/// Where a click or a submission came from.
package struct Click: Hashable, Sendable {
    package var user: UserID
    /// `nil` in a modal or on the Home tab.
    package var channel: ChannelID?
    /// The message that carries the button.
    package var message: MessageTimestamp?
    package var thread: MessageTimestamp?
    package var responseURL: String?
    /// Opens a modal within three seconds.
    package var trigger: String?
    /// The view that carries the button.
    package var viewID: String?
    /// Which modal that view is; `nil` for the Home tab and for messages.
    package var modal: ModalID?
    /// The modal beneath it.
    package var previousViewID: String?
    /// Key of the delivery: a modal that was opened at once for it is filled by it.
    package var deliveryKey: String
    /// What the fields of the view or message held.
    package var form: JSONValue

    package init(
        user: UserID, channel: ChannelID? = nil, message: MessageTimestamp? = nil, thread: MessageTimestamp? = nil,
        responseURL: String? = nil, trigger: String? = nil, viewID: String? = nil, modal: ModalID? = nil,
        previousViewID: String? = nil, deliveryKey: String, form: JSONValue = [:]
    ) {
        self.user = user
        self.channel = channel
        self.message = message
        self.thread = thread
        self.responseURL = responseURL
        self.trigger = trigger
        self.viewID = viewID
        self.modal = modal
        self.previousViewID = previousViewID
        self.deliveryKey = deliveryKey
        self.form = form
    }
}

/// What stands behind `/runbook`.
package enum RunbookCommand: Hashable, Sendable {
    case paste(String)
    case list(filter: String)
    case show(String)
    case start(String)
    case dryRun(String)
    case edit(String)
    case delete(String)
    /// Brings a deleted runbook back; without a name shows which can be.
    case restore(String)
    case history(String)
    /// What a command would do.
    case why(String)
    /// What is laid down for a runbook.
    case settings(String)
    /// Nothing is started any more; why.
    case freeze(String)
    case unfreeze
    case health
    case digest
    case help
    /// A word that is no command.
    case unknown(String)
}

/// Everything that can be wanted of the bot. Closed: each case has its handler.
package enum Intent: Hashable, Sendable {
    case command(RunbookCommand, Click)
    /// A message to the bot, decoded to Markdown.
    case directMessage(text: String, files: [SharedFile], Click)
    case mention(text: String, Click)
    /// A message in a thread: it may tell of something done by hand.
    case threadMessage(text: String, Click)
    /// A file that was fetched after it had been shared.
    case fileFetched(SharedFile, bytes: [UInt8], Click)
    case joinedChannel(ChannelID)
    case homeOpened(UserID)
    case pasteShortcut(Click)
    /// The message shortcut: parse that message.
    case parseMessage(text: String, files: [SharedFile], Click)
    case action(ActionID, ButtonValue, Click)
    case submission(ModalID, ButtonValue, Click)
    case alert(AlertDelivery)
    case executionEnded(ExecutionReport)
    case executionLost(ExecutionPlace)
    case timer(key: String, body: JSONValue)
    case preflightEnded(PreflightResult)
    /// Nothing for us, and why.
    case ignored(String)
}
