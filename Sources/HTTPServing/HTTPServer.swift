import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// Why a server could not be used.
package enum HTTPServerError: Error, CustomStringConvertible {
    /// The address could not be listened on.
    case cannotListen(address: String, reason: String)
    /// The server ended before the port was asked for.
    case stopped(address: String)

    package var description: String {
        switch self {
        case .cannotListen(let address, let reason):
            "cannot listen on \(address): \(reason). Is the port taken? Name another one, or 0 for any."
        case .stopped(let address): "the HTTP server on \(address) has stopped"
        }
    }
}

/// An HTTP/1.1 server without TLS: one handler for all requests.
///
/// Bodies over the limit are refused with 413 before they are read. A graceful shutdown stops listening, ends open
/// streams, lets running requests finish and returns.
package final class HTTPServer: Service {
    private let host: String
    private let port: Int
    private let bodyLimit: Int
    private let logger: Logger
    private let handler: @Sendable (HTTPRequest) async -> HTTPResponse
    private let bound = BoundPort()

    /// Makes a server; `run()` starts it.
    /// - Parameters:
    ///   - host: The address to listen on.
    ///   - port: The port; 0 takes any free one, see `boundPort()`.
    ///   - bodyLimit: The most bytes that a request's body may have.
    ///   - logger: Takes what goes wrong; never a body.
    ///   - handler: Answers every request. Requests of different connections run at the same time.
    package init(
        host: String, port: Int, bodyLimit: Int, logger: Logger,
        handler: @escaping @Sendable (HTTPRequest) async -> HTTPResponse
    ) {
        precondition(bodyLimit >= 0, "a body cannot be shorter than nothing")
        self.host = host
        self.port = port
        self.bodyLimit = bodyLimit
        self.logger = logger
        self.handler = handler
    }

    /// Serves until a graceful shutdown or a cancellation.
    /// - Throws: `HTTPServerError.cannotListen`.
    package func run() async throws {
        let address = "\(host):\(port)"
        let application = Application(
            responder: CallbackResponder<Context> { [self] request, context in
                try await respond(to: request, from: context.remoteAddress)
            },
            configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { [bound] channel in
                await bound.settle(.success(channel.localAddress?.port ?? 0))
            },
            logger: quiet(logger))
        do {
            try await application.run()
            await bound.settle(.failure(.stopped(address: address)))
        } catch {
            let failure = HTTPServerError.cannotListen(address: address, reason: String(describing: error))
            await bound.settle(.failure(failure))
            if await bound.wasBound { throw error }
            throw failure
        }
    }

    /// The port that is listened on. Waits until the server listens.
    /// - Throws: `HTTPServerError` when it could not, or has stopped before.
    package func boundPort() async throws -> Int { try await bound.port() }

    /// Hummingbird tells every start and stop at `info`, which is our caller's business.
    private func quiet(_ logger: Logger) -> Logger {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return quiet
    }

    private func respond(to request: Request, from remoteAddress: String?) async throws -> Response {
        if let length = request.headers[.contentLength].flatMap(Int.init), length > bodyLimit { return tooLarge() }
        let body: [UInt8]
        do {
            body = Array(buffer: try await request.body.collect(upTo: bodyLimit))
        } catch is NIOTooManyBytesError {
            return tooLarge()
        }
        let uri = request.uri.string
        let (path, query) = Self.split(uri)
        let answer = await handler(
            HTTPRequest(
                method: request.method.rawValue, path: FormEncoding.percentDecoded(path),
                query: FormEncoding.fields(query),
                headers: Self.headers(of: request), body: body, remoteAddress: remoteAddress))
        return response(answer)
    }

    private func tooLarge() -> Response {
        response(.text("The body is larger than \(bodyLimit) bytes.\n", status: 413))
    }

    private static func split(_ uri: String) -> (path: Substring, query: Substring) {
        guard let mark = uri.firstIndex(of: "?") else { return (uri[...], "") }
        return (uri[..<mark], uri[uri.index(after: mark)...])
    }

    private static func headers(of request: Request) -> [(name: String, value: String)] {
        var headers = request.headers.map { (name: $0.name.rawName, value: $0.value) }
        // The authority of HTTP/1.1 is the Host field, which HTTPTypes takes out of the list.
        if let authority = request.head.authority { headers.append((name: "Host", value: authority)) }
        return headers
    }

    private func response(_ answer: HTTPResponse) -> Response {
        var fields = HTTPFields()
        for (name, value) in answer.headers {
            guard let name = HTTPField.Name(name) else { continue }
            fields.append(HTTPField(name: name, value: value))
        }
        let status = HTTPTypes.HTTPResponse.Status(code: answer.status)
        switch answer.body {
        case .bytes(let bytes):
            return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        case .stream(let stream):
            let body = ResponseBody { writer in
                for await bytes in stream.cancelOnGracefulShutdown() {
                    try await writer.write(ByteBuffer(bytes: bytes))
                }
                try await writer.finish(nil)
            }
            return Response(status: status, headers: fields, body: body)
        }
    }
}

/// The port, once it is known, for whoever waits for it.
private actor BoundPort {
    private var result: Result<Int, HTTPServerError>?
    private var waiting: [CheckedContinuation<Int, any Error>] = []
    private(set) var wasBound = false

    func settle(_ result: Result<Int, HTTPServerError>) {
        if case .success = result { wasBound = true }
        self.result = result
        for continuation in waiting { continuation.resume(with: result.mapError { $0 as any Error }) }
        waiting = []
    }

    func port() async throws -> Int {
        if let result { return try result.get() }
        return try await withCheckedThrowingContinuation { waiting.append($0) }
    }
}

private struct Context: RequestContext {
    var coreContext: CoreRequestContextStorage
    let remoteAddress: String?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress?.ipAddress
    }
}
