import Testing
import WebSocket

@testable import Transport

@Suite struct HTTPClientTests {
    private static func client(connectTimeout: Duration = .seconds(10)) throws -> HTTPClient {
        try HTTPClient(
            HTTPClientSettings(
                proxy: .none, authorities: try TrustedAuthorities(extra: TestCertificate.authorityFile),
                connectTimeout: connectTimeout))
    }

    private func failure(_ client: HTTPClient, _ call: HTTPCall) async -> HTTPFailure? {
        do throws(HTTPFailure) {
            _ = try await client.send(call)
            return nil
        } catch { return error }
    }

    @Test("a connection that does not come about in time is given up, and nothing was sent")
    func connectTimeout() async throws {
        // Takes the connection, but never answers the TLS handshake.
        let server = try TestServer(nil) { peer in _ = peer.waitForEnd() }
        let call = HTTPCall(url: try NetworkURL("https://localhost:\(server.port)/"), body: Array("x".utf8))
        let start = ContinuousClock.now
        let failure = try #require(await failure(try Self.client(connectTimeout: .milliseconds(300)), call))
        #expect(failure.kind == .timeout && !failure.wasSent, "\(failure)")
        #expect(ContinuousClock.now - start < .seconds(15))
    }

    @Test("a body, packed or not, and headers are taken up to their limits")
    func limits() async throws {
        let server = try TestServer { peer in
            while let (head, _) = peer.request() {
                if head.startLine.contains("/headers") {
                    peer.write(Array("HTTP/1.1 200 OK\r\n".utf8))
                    let line = Array(("X-Filler: " + String(repeating: "x", count: 1000) + "\r\n").utf8)
                    while peer.write(line) {}
                } else if head.startLine.contains("/endless") {
                    peer.write(Array("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".utf8))
                    let piece = [UInt8](repeating: 0x78, count: 10_000)
                    while peer.write(piece) {}
                } else {
                    peer.respond(String(repeating: "x", count: 1000))
                }
            }
        }
        let client = try Self.client()
        func call(_ path: String) throws -> HTTPCall {
            var call = HTTPCall(url: try NetworkURL("https://localhost:\(server.port)\(path)"))
            call.bodyLimit = 1000
            return call
        }
        let exactly = await failure(client, try call("/exactly"))
        #expect(exactly == nil)
        var short = try call("/exactly")
        short.bodyLimit = 999
        for call in [short, try call("/endless"), try call("/headers")] {
            let kind = await failure(client, call)?.kind
            #expect(kind == .bodyTooLong, "\(call.url.target)")
        }
    }

    @Test("so many requests may be waiting, no more; those that are cancelled make room")
    func waiting() async throws {
        let server = try TestServer { peer in _ = peer.waitForEnd() }
        let client = try Self.client()
        let call = HTTPCall(url: try NetworkURL("https://localhost:\(server.port)/"), timeout: .seconds(120))
        let kinds = await withTaskGroup(of: HTTPFailure.Kind?.self) { group in
            for _ in 0..<600 { group.addTask { await failure(client, call)?.kind } }
            // Those beyond the limit are refused at once; the others wait until they are cancelled.
            var kinds: [HTTPFailure.Kind?] = []
            while kinds.count < 600 - HTTPClient.waitingLimit, let kind = await group.next() { kinds.append(kind) }
            group.cancelAll()
            for await kind in group { kinds.append(kind) }
            return kinds
        }
        #expect(kinds.count { $0 == .overloaded } == 600 - HTTPClient.waitingLimit)
        #expect(kinds.count { $0 == .cancelled } == HTTPClient.waitingLimit)
    }
}
