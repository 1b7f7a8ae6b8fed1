import WebSocket

/// Why a connection could not be made or did not last. No case holds an address with its query, a header or a key.
package enum TransportError: Error, Hashable, Sendable {
    /// What was being done when time ran out.
    package enum Stage: String, Hashable, Sendable {
        case resolving = "resolving the name"
        case connecting
        case askingProxy = "asking the proxy"
        case encrypting = "negotiating TLS"
        case upgrading = "upgrading to WebSocket"
    }

    case url(NetworkURLError)
    case resolving(host: String, String)
    case connecting(host: String, String)
    case proxyRefused(status: Int)
    case proxyMalformed
    case certificate(host: String, CertificateFault)
    case tls(String)
    case timedOut(Stage)
    case handshake(WebSocketHandshakeError)
    case webSocket(WebSocketError)
    case peerVanished(String)
    case aborted
    case systemCall(String)
}

extension TransportError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .url(let error): error.description
        case .resolving(let host, let reason): "the name '\(host)' cannot be resolved: \(reason)"
        case .connecting(let host, let reason): "no connection to '\(host)': \(reason)"
        case .proxyRefused(status: 407):
            "the proxy asks for another user or password: HTTPS_PROXY=http://user:password@host:port"
        case .proxyRefused(let status): "the proxy refused the connection with HTTP status \(status)"
        case .proxyMalformed: "the proxy's answer is not HTTP"
        case .certificate(let host, let reason):
            "the certificate of '\(host)' is not accepted: \(reason)"
        case .tls(let reason): "TLS failed: \(reason)"
        case .timedOut(let stage): "timed out while \(stage.rawValue)"
        case .handshake(let error): error.description
        case .webSocket(let error): "the peer broke the WebSocket protocol: \(error)"
        case .peerVanished(let reason): "the connection broke: \(reason)"
        case .aborted: "the connection was cut by us"
        case .systemCall(let reason): reason
        }
    }
}
