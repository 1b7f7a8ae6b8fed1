import WebSocket

/// The proxy of the environment, for encrypted connections: `HTTPS_PROXY` and `NO_PROXY`.
package struct ProxySettings: Hashable, Sendable {
    /// A proxy that takes CONNECT over plain HTTP.
    package struct Proxy: Hashable, Sendable {
        /// Host name or address.
        package let host: String
        /// Its port; 80 unless the address names one.
        package let port: UInt16
        /// `Basic …` for `Proxy-Authorization`; secret.
        package let authorization: String?
    }

    private let proxy: Proxy?
    private let exceptions: ProxyExceptions

    /// No proxy at all.
    package static let none = ProxySettings()

    private init() {
        proxy = nil
        exceptions = ProxyExceptions("")
    }

    /// - Parameters:
    ///   - proxy: the value of `HTTPS_PROXY`: `http://[user:password@]host[:port]`; the scheme may be left out.
    ///   - exceptions: the value of `NO_PROXY`: hosts, domains and address blocks, separated by commas or spaces; `*`
    ///     is every host.
    /// - Throws: `NetworkURLError` when the proxy's address cannot be used.
    package init(proxy: String?, exceptions: String?) throws(NetworkURLError) {
        self.exceptions = ProxyExceptions(exceptions ?? "")
        guard let proxy, !proxy.isEmpty else {
            self.proxy = nil
            return
        }
        var rest = proxy[...]
        if let scheme = rest.firstRange(of: "://") {
            let name = rest[..<scheme.lowerBound].lowercased()
            guard name == "http" else { throw .proxyScheme(name) }
            rest = rest[scheme.upperBound...]
        }
        var authorization: String?
        let authority = rest.prefix { $0 != "/" }
        var hostPart = authority
        if let at = authority.lastIndex(of: "@") {
            let user = authority[..<at]
            authorization = "Basic " + base64(percentDecoded(user.contains(":") ? user : user + ":"))
            hostPart = authority[authority.index(after: at)...]
        }
        let url = try NetworkURL("http://\(hostPart)/")
        self.proxy = Proxy(host: url.host, port: url.port, authorization: authorization)
    }

    /// The proxy through which the address is reached; `nil` for plain and loopback addresses and for exceptions.
    package func proxy(for url: NetworkURL) -> Proxy? {
        guard let proxy, url.isEncrypted, !url.isLoopback, !exceptions.contains(url.host, port: url.port) else {
            return nil
        }
        return proxy
    }
}

private func percentDecoded(_ text: Substring) -> [UInt8] {
    var output: [UInt8] = []
    var bytes = text.utf8[...]
    while let byte = bytes.popFirst() {
        if byte == UInt8(ascii: "%"), bytes.count >= 2,
            let value = UInt8(String(decoding: bytes.prefix(2), as: UTF8.self), radix: 16)
        {
            output.append(value)
            bytes = bytes.dropFirst(2)
        } else {
            output.append(byte)
        }
    }
    return output
}
