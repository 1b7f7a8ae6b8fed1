/// An HTTP request with its whole body.
package struct HTTPRequest: Sendable {
    /// The method, in capitals.
    package let method: String
    /// The path, percent-decoded, without the query.
    package let path: String
    /// The query's fields, decoded. Of a name that comes twice, the last one counts.
    package let query: [String: String]
    /// The header fields in order. Read them with `header(_:)`.
    package let headers: [(name: String, value: String)]
    /// The body; empty when there was none.
    package let body: [UInt8]
    /// The address of the other end, without the port.
    package let remoteAddress: String?

    /// Makes a request, for handlers that are called directly.
    package init(
        method: String, path: String, query: [String: String] = [:], headers: [(name: String, value: String)] = [],
        body: [UInt8] = [], remoteAddress: String? = nil
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.remoteAddress = remoteAddress
    }

    /// The first header field of that name, whatever the case of its letters (RFC 9110, section 5.1).
    package func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }
}
