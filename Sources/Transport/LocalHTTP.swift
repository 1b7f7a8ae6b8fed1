/// HTTP to servers on this machine: what the demo's monitor measures and reports with.
package struct LocalHTTP: Sendable {
    /// Why there is no answer.
    package struct Failure: Error, Sendable, CustomStringConvertible {
        package let description: String
    }

    private let client: HTTPClient

    /// - Throws: `TransportError` when the system has no thread left.
    package init() throws(TransportError) {
        client = try HTTPClient(HTTPClientSettings(proxy: .none, authorities: try TrustedAuthorities(extra: nil)))
    }

    /// Makes a GET request, or a POST request where there is a body.
    /// - Parameters:
    ///   - url: an `http` address of this machine.
    ///   - headers: whole lines, such as `Accept: text/plain`.
    /// - Throws: `Failure`.
    package func send(
        _ url: String, body: [UInt8]? = nil, headers: [String] = [], timeout: Duration = .seconds(10)
    ) async throws(Failure) -> (status: Int, body: [UInt8]) {
        let address: NetworkURL
        do {
            address = try NetworkURL(url)
        } catch {
            throw Failure(description: "\(url): \(error)")
        }
        guard address.isLoopback else { throw Failure(description: "\(url) is not on this machine") }
        do {
            let answer = try await client.send(
                HTTPCall(url: address, body: body, headers: headers, timeout: timeout, bodyLimit: 1 << 20))
            return (answer.status, answer.body)
        } catch {
            throw Failure(description: "\(url): \(error.reason)")
        }
    }
}
