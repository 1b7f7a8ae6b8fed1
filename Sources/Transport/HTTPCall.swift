/// One HTTP request.
struct HTTPCall: Sendable {
    var url: NetworkURL
    /// `nil` makes it a GET.
    var body: [UInt8]?
    /// Whole lines, such as `Accept: */*`; they may hold a token.
    var headers: [String] = []
    /// Whether libcurl may send the request again when a connection that was kept open turns out to be dead. The server
    /// may have received the first one.
    var isRepeatable = true
    /// For the whole exchange.
    var timeout: Duration = .seconds(30)
    /// Most bytes of a body that are taken, counted as they are once they are unpacked.
    var bodyLimit = 8 << 20
    /// Most bytes of all header lines of an answer, a proxy's included.
    static let headerLimit = 128 << 10
}

/// The answer to an `HTTPCall`.
struct HTTPAnswer: Sendable {
    var status: Int
    var retryAfter: String?
    var body: [UInt8]
}

/// Why there is no answer.
struct HTTPFailure: Error, Sendable {
    enum Kind: Sendable {
        case connection
        case certificate
        case timeout
        case bodyTooLong
        case cancelled
        case overloaded
    }

    var kind: Kind
    /// What libcurl says; holds no header and no query.
    var reason: String
    /// Whether any byte of the request had left.
    var wasSent: Bool
}
