/// The answer to an `HTTPRequest`.
package struct HTTPResponse: Sendable {
    /// What is sent behind the head.
    package enum Body: Sendable {
        /// Bytes that are all known; sent with `Content-Length`.
        case bytes([UInt8])
        /// Bytes that come over time; sent in chunks, each as soon as it is there, until the stream or the server ends.
        case stream(AsyncStream<[UInt8]>)
    }

    /// The status code, 200 to 599.
    package var status: Int
    /// The header fields in order.
    package var headers: [(String, String)]
    /// The body.
    package var body: Body

    /// Makes a response from its parts.
    package init(status: Int, headers: [(String, String)] = [], body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A response of plain text in UTF-8.
    package static func text(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: [("Content-Type", "text/plain; charset=utf-8")], body: .bytes(Array(text.utf8)))
    }
}
