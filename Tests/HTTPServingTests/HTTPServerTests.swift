import HTTPServing
import Logging
import ServiceLifecycle
import Testing

private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// Runs `body` against a server and stops the server gracefully; returns only when both have ended.
private func withServer(
    bodyLimit: Int = 1000, handler: @escaping @Sendable (HTTPRequest) async -> HTTPResponse,
    _ body: @escaping @Sendable (Int) async throws -> Void
) async throws {
    let server = HTTPServer(host: "127.0.0.1", port: 0, bodyLimit: bodyLimit, logger: quiet, handler: handler)
    let group = ServiceGroup(configuration: .init(services: [server], logger: quiet))
    try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        try await body(try await server.boundPort())
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
    }
}

@Suite(.timeLimit(.minutes(1))) struct HTTPServerTests {
    @Test func handsOverTheRequest() async throws {
        try await withServer { request in
            let parts = [
                request.method, request.path, request.query["a"] ?? "-", request.query["b"] ?? "-",
                request.header("X-THING") ?? "-", request.header("host") ?? "-", request.remoteAddress ?? "-",
                String(decoding: request.body, as: UTF8.self),
            ]
            return .text(parts.joined(separator: "|"), status: 201)
        } _: { port in
            let answer = await onThread {
                let client = PlainClient(port: port)
                client.send("POST /p%20q?a=1+2&b=%C3%A4 HTTP/1.1\r\nHost: h:1\r\nx-thing: t\r\nContent-Length: 4\r\n")
                client.send("Connection: close\r\n\r\nbody")
                return client.receive()
            }
            #expect(answer.hasPrefix("HTTP/1.1 201 "))
            #expect(answer.hasSuffix("\r\n\r\nPOST|/p q|1 2|ä|t|h:1|127.0.0.1|body"))
        }
    }

    @Test func refusesALargeBodyBeforeReadingIt() async throws {
        try await withServer(bodyLimit: 10) { _ in
            .text("handled")
        } _: { port in
            let announced = await onThread {
                let client = PlainClient(port: port)
                client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\n")
                return client.receive { $0.contains("bytes.\n") }
            }
            #expect(announced.hasPrefix("HTTP/1.1 413 "))
            let chunked = await onThread {
                let client = PlainClient(port: port)
                client.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")
                client.send("6\r\nabcdef\r\n6\r\nabcdef\r\n")
                return client.receive { $0.contains("bytes.\n") }
            }
            #expect(chunked.hasPrefix("HTTP/1.1 413 "))
            let exact = await onThread {
                let client = PlainClient(port: port)
                client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\nConnection: close\r\n\r\n0123456789")
                return client.receive()
            }
            #expect(exact.hasSuffix("handled"))
        }
    }

    @Test func streamsAndStopsWithAnOpenStream() async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        let reader = PlainClientBox()
        try await withServer { _ in
            HTTPResponse(status: 200, headers: [("Content-Type", "text/event-stream")], body: .stream(stream))
        } _: { port in
            let first = await onThread {
                let client = PlainClient(port: port)
                client.send("GET /events HTTP/1.1\r\nHost: h\r\n\r\n")
                reader.keep(client)
                continuation.yield(Array("one".utf8))
                return client.receive { $0.contains("one") }
            }
            #expect(first.contains("one"))
            continuation.yield(Array("two".utf8))
            let second = await onThread { reader.client?.receive { $0.contains("two") } ?? "" }
            #expect(second.contains("two"))
        }
        // The shutdown ended the stream properly: the last chunk is the empty one.
        let rest = await onThread { reader.client?.receive() ?? "" }
        #expect(rest.hasSuffix("0\r\n\r\n"))
    }

    @Test func saysThatThePortIsTaken() async throws {
        try await withServer { _ in
            .text("")
        } _: { port in
            let second = HTTPServer(host: "127.0.0.1", port: port, bodyLimit: 1, logger: quiet) { _ in .text("") }
            await #expect(throws: HTTPServerError.self) { try await second.run() }
            await #expect(throws: HTTPServerError.self) { _ = try await second.boundPort() }
        }
    }
}

@Suite struct FormEncodingTests {
    @Test func decodes() {
        #expect(
            FormEncoding.fields("a=b+c&d=%26%3D&e&=f&g=1=2") == ["a": "b c", "d": "&=", "e": "", "": "f", "g": "1=2"])
        #expect(FormEncoding.fields("") == [:])
        #expect(FormEncoding.fields("a=%zz%4") == ["a": "%zz%4"])
        #expect(FormEncoding.percentDecoded("a+b%20c") == "a+b c")
    }
}

/// Keeps a connection open across two steps of a test that follow each other.
private final class PlainClientBox: @unchecked Sendable {
    private(set) var client: PlainClient?
    func keep(_ client: PlainClient) { self.client = client }
}
