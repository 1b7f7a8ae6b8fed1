import WebSocket

/// How a WebSocket is opened.
package struct WebSocketClientOptions: Sendable {
    /// The proxy of the environment.
    package var proxy: ProxySettings = .none
    /// Further header fields of the handshake.
    package var headers: [(name: String, value: String)] = []
    /// What the server may send.
    package var limits = WebSocketLimits()
    /// From the start to the end of the handshake.
    package var openTimeout: Duration = .seconds(15)
    /// From a close frame to the close of the descriptor.
    package var closeTimeout: Duration = .seconds(1)
    /// Bytes that may wait in either direction; beyond it `send` refuses and the thread stops reading.
    package var queueLimit = 8 << 20
    /// Who turns names into addresses.
    var resolver = NameResolver.system
    /// The source of nonce and masking keys.
    package var random: @Sendable (_ count: Int) -> [UInt8] = SecureRandom.bytes

    /// No proxy, no further headers, system randomness.
    package init() {}
}

/// A WebSocket connection of the client's role over TLS. A thread of its own owns the descriptor; when the last
/// reference to this object goes, the connection is cut.
package final class WebSocketClient: Sendable {
    private let mailbox: WebSocketMailbox

    /// Begins to connect to a `wss` address, or to a `ws` address of this computer. How it went is reported by
    /// `next()`.
    /// - Throws: `TransportError` when the address cannot be used or the system lacks a thread or descriptor.
    package init(
        _ address: String, context: TLSContext, options: WebSocketClientOptions = WebSocketClientOptions()
    ) throws(TransportError) {
        let url: NetworkURL
        do {
            url = try NetworkURL(address)
            try url.requireSafe()
        } catch { throw .url(error) }
        let mailbox = try WebSocketMailbox(byteLimit: options.queueLimit)
        self.mailbox = mailbox
        try startThread(named: "websocket") {
            WebSocketThread(url: url, context: context, options: options, mailbox: mailbox).run()
        }
    }

    deinit { mailbox.abort() }

    /// Waits for what happens next, for one caller at a time. Cancelling the task cuts the connection.
    /// - Returns: at least one event; nothing once `.ended` was returned.
    package func next() async -> [WebSocketClientEvent] {
        await withTaskCancellationHandler {
            await mailbox.next()
        } onCancel: {
            mailbox.abort()
        }
    }

    /// Whether events wait to be taken.
    package var hasUnread: Bool { mailbox.hasUnread }

    /// Sends a text message as one frame.
    /// - Returns: `false` when the connection has ended or too much waits to be sent already.
    package func send(_ text: String) -> Bool { mailbox.post(.text(text), bytes: text.utf8.count) }

    /// Sends a binary message as one frame.
    /// - Returns: `false` when the connection has ended or too much waits to be sent already.
    package func send(_ bytes: [UInt8]) -> Bool { mailbox.post(.binary(bytes), bytes: bytes.count) }

    /// Sends an empty ping.
    package func ping() { _ = mailbox.post(.ping, bytes: 0) }

    /// Closes with a handshake; what was handed over before is sent first. The descriptor is closed after
    /// `closeTimeout` at the latest.
    package func close(_ code: WebSocketCloseCode = .normal, reason: String = "") {
        if !mailbox.post(.close(code, reason: reason), bytes: 0) { mailbox.abort() }
    }

    /// Cuts the connection at once.
    package func abort() { mailbox.abort() }
}
