import CLinux

/// An absolute `http`, `https`, `ws` or `wss` address, in the parts that a connection needs.
package struct NetworkURL: Hashable, Sendable {
    /// In lower case.
    package let scheme: String
    /// Host name or IP address, in lower case, without brackets.
    package let host: String
    /// The port that stands in the address, or the scheme's own.
    package let port: UInt16
    /// Path and query; begins with a slash.
    package let target: String

    /// Reads an address.
    /// - Throws: `NetworkURLError` for what is not absolute, has another scheme, carries a user, or holds a character
    ///   that a request line cannot.
    package init(_ text: String) throws(NetworkURLError) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }), let colon = text.firstIndex(of: ":"),
            text[colon...].hasPrefix("://")
        else { throw .malformed }
        scheme = text[..<colon].lowercased()
        guard ["http", "https", "ws", "wss"].contains(scheme) else { throw .scheme(scheme) }
        let rest = text[text.index(colon, offsetBy: 3)...].prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let path = String(rest[authority.endIndex...])
        target = path.hasPrefix("/") ? path : "/" + path
        guard !authority.contains("@") else { throw .userNotAllowed }
        let (host, port) = try Self.split(authority)
        guard !host.isEmpty else { throw .malformed }
        self.host = host.lowercased()
        self.port = port ?? (scheme == "https" || scheme == "wss" ? 443 : 80)
    }

    /// Another place on the same host.
    /// - Parameter target: begins with a slash.
    func with(target: String) -> NetworkURL { NetworkURL(self, target: target) }

    private init(_ other: NetworkURL, target: String) {
        (scheme, host, port) = (other.scheme, other.host, other.port)
        self.target = target
    }

    private static func split(_ authority: Substring) throws(NetworkURLError) -> (String, UInt16?) {
        var host = authority
        var port = authority[authority.endIndex...]
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { throw .malformed }
            host = authority[authority.index(after: authority.startIndex)..<end]
            port = authority[authority.index(after: end)...]
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            port = authority[colon...]
        }
        guard !port.isEmpty else { return (String(host), nil) }
        guard port.hasPrefix(":"), let number = UInt16(port.dropFirst()), number > 0 else { throw .malformed }
        return (String(host), number)
    }

    /// Whether the connection is encrypted.
    package var isEncrypted: Bool { scheme == "https" || scheme == "wss" }

    /// Whether the host is an IP address.
    package var isAddress: Bool { host.contains(":") || isIPv4Address(host) }

    /// Whether the host is this computer by definition: `localhost`, 127.0.0.0/8, `::1`.
    package var isLoopback: Bool {
        host == "localhost" || host == "::1" || (host.hasPrefix("127.") && isIPv4Address(host))
    }

    /// The value of the `Host` header.
    package var hostField: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isEncrypted ? 443 : 80) ? name : "\(name):\(port)"
    }

    /// Refuses an address without encryption that leads off this computer.
    /// - Throws: `NetworkURLError.plainOffLoopback`.
    package func requireSafe() throws(NetworkURLError) {
        guard isEncrypted || isLoopback else { throw .plainOffLoopback(host: host) }
    }
}

/// Why a text is not an address that can be connected to. The text itself is left out: it may hold a ticket.
package enum NetworkURLError: Error, Hashable, Sendable, CustomStringConvertible {
    case malformed
    case scheme(String)
    case proxyScheme(String)
    case userNotAllowed
    case plainOffLoopback(host: String)

    package var description: String {
        switch self {
        case .malformed: "the address is not an absolute URL"
        case .scheme(let scheme): "the scheme '\(scheme.prefix(20))' is not http, https, ws or wss"
        case .proxyScheme(let scheme):
            "a proxy is reached by http://host:port; '\(scheme.prefix(20))' is not supported"
        case .userNotAllowed: "the address must not contain a user name or password"
        case .plainOffLoopback(let host):
            "'\(host)' would be reached without encryption, which is allowed for loopback addresses only"
        }
    }
}

private func isIPv4Address(_ text: String) -> Bool {
    var address = in_addr()
    return inet_pton(AF_INET, text, &address) == 1
}
