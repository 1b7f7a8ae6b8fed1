/// What a peer may send before the connection is failed with close code 1009.
package struct WebSocketLimits: Hashable, Sendable {
    /// Largest payload of one frame, in bytes.
    package var framePayload: Int
    /// Largest reassembled message, in bytes.
    package var message: Int
    /// Most frames that one message may be split into.
    package var fragments: Int

    /// Limits in bytes and frames; all of them must be positive.
    package init(framePayload: Int = 16 << 20, message: Int = 16 << 20, fragments: Int = 8192) {
        self.framePayload = framePayload
        self.message = message
        self.fragments = fragments
    }
}
