import HTTPServing
import JSONTree
import Locking
import Logging
import ServiceLifecycle

/// Where a running sandbox can be reached.
package struct SandboxAddresses: Sendable, Equatable {
    /// For `SLACK_API_URL`, with a slash at its end.
    package let api: String
    /// For a browser.
    package let page: String
    /// For `SSL_CERT_FILE`.
    package let certificate: String
}

/// A Slack workspace in a box: Slack's side over TLS, and a page for people, both on 127.0.0.1.
package final class Sandbox: Service {
    /// The largest body of a request, which is a file.
    private static let bodyLimit = 16 << 20

    private let configuration: SandboxConfiguration
    private let logger: Logger
    private let core: SandboxCore
    private let ready = Readiness()

    /// Makes a sandbox; `run()` starts it.
    package init(configuration: SandboxConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        core = SandboxCore(configuration: configuration, logger: logger)
    }

    private enum Input: Sendable {
        case socket(Int, SocketInput)
        case pageGone(Int)
    }

    /// Runs until a graceful shutdown or a cancellation.
    /// - Throws: when a port cannot be listened on, the certificate cannot be made or written.
    package func run() async throws {
        do {
            try await serve()
        } catch {
            await ready.settle(.failure(error))
            throw error
        }
        await ready.settle(.failure(SandboxAddressError(description: "the sandbox has stopped")))
    }

    private func serve() async throws {
        let certificate = try SandboxCertificate()
        let certificatePath = configuration.certificateDirectory + "/sandbox-ca.pem"
        try FileContents.write(certificate.authorityPEM, to: certificatePath)
        let (inputs, continuation) = AsyncStream.makeStream(of: Input.self, bufferingPolicy: .bufferingOldest(100_000))
        let terminator = try TLSTerminator(
            port: configuration.slackPort, context: certificate.context, timing: configuration.timing, logger: logger
        ) { connection, input in continuation.yield(.socket(connection, input)) }
        let backend = HTTPServer(host: "127.0.0.1", port: 0, bodyLimit: Self.bodyLimit, logger: logger) {
            [core] request in
            await core.slackSide(request)
        }
        let pages = HTTPServer(
            host: "127.0.0.1", port: configuration.pagePort, bodyLimit: Self.bodyLimit, logger: logger
        ) { [core] request in
            await core.page(request) { id in continuation.yield(.pageGone(id)) }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await backend.run() }
            group.addTask { try await pages.run() }
            group.addTask { [self] in
                let backendPort = try await backend.boundPort()
                let pagePort = try await pages.boundPort()
                terminator.backendPort.withLock { $0 = backendPort }
                await core.attach(terminator, pagePort: pagePort)
                await ready.settle(
                    .success(
                        SandboxAddresses(
                            api: "https://127.0.0.1:\(terminator.port)/api/", page: "http://127.0.0.1:\(pagePort)/",
                            certificate: certificatePath)))
                await terminator.run()
            }
            group.addTask { [core] in
                for await input in inputs.cancelOnGracefulShutdown() {
                    switch input {
                    case .socket(let connection, let input): await core.handle(input, on: connection)
                    case .pageGone(let id): await core.forgetPage(id)
                    }
                }
            }
            group.addTask { [self] in await keepTime() }
            // The first that ends, by an error or because it is told to, ends all.
            do { try await group.next() } catch {
                group.cancelAll()
                throw error
            }
            try await group.waitForAll()
        }
    }

    /// Fifty milliseconds are fine enough for deadlines of seconds.
    private func keepTime() async {
        await cancelWhenGracefulShutdown { [core] in
            while !Task.isCancelled {
                await core.tick()
                do { try await Task.sleep(for: .milliseconds(50)) } catch { break }
            }
        }
        await core.giveUp()
    }

    /// The addresses. Waits until they can be used.
    /// - Throws: what kept the sandbox from starting.
    package func addresses() async throws -> SandboxAddresses { try await ready.addresses() }

    /// Does what a person does on the page: `POST /sandbox/<name>` of the page's API.
    /// - Returns: the answer, with `ok`.
    package func act(_ name: String, _ body: JSONValue) async -> JSONValue { await core.act(name, body) }

    /// Reads what the page reads: `GET /sandbox/<name>` of the page's API.
    /// - Returns: the answer, with `ok`.
    package func read(_ name: String, _ query: [String: String] = [:]) async -> JSONValue {
        await core.read(name, query)
    }

    /// Switches a fault on or off.
    /// - Parameter duration: how long it lasts, 600 s at the most; `nil` for its usual time.
    package func set(_ fault: Fault, active: Bool, duration: Duration? = nil) async {
        await core.set(fault, active: active, duration: duration)
    }

    /// Does at once what the clock has made due, for tests that move the clock.
    package func tick() async { await core.tick() }

    /// What was to be delivered to the app, the oldest first; the newest 20,000.
    package func deliveries() async -> [SandboxDelivery] { await core.deliveries }

    /// What the app's connections came to since the start.
    package func sockets() async -> SandboxSockets { await core.sockets }

    /// What happens from now on, as the page's stream has it; ends with the sandbox.
    /// - Parameter user: whose events; `nil` for everybody's.
    /// - Returns: an ended stream when there are too many.
    package func events(user: String? = nil) async -> AsyncStream<JSONValue> {
        guard let feed = await core.subscribe(user: user) else { return AsyncStream { $0.finish() } }
        let iterator = FeedIterator(feed)
        return AsyncStream { await iterator.next() }
    }
}

/// Turns the bytes of an event stream back into events.
private actor FeedIterator {
    private var iterator: AsyncStream<[UInt8]>.AsyncIterator

    init(_ stream: AsyncStream<[UInt8]>) { iterator = stream.makeAsyncIterator() }

    func next() async -> JSONValue? {
        var iterator = iterator
        while let chunk = await iterator.next(isolation: self) {
            let text = String(decoding: chunk, as: UTF8.self)
            guard let mark = text.firstRange(of: "data: ") else { continue }
            do { return try JSONValue(parsing: String(text[mark.upperBound...])) } catch { continue }
        }
        return nil
    }
}

/// The addresses, once they are known, for whoever waits for them.
private actor Readiness {
    private var result: Result<SandboxAddresses, any Error>?
    private var waiting: [CheckedContinuation<SandboxAddresses, any Error>] = []

    func settle(_ result: Result<SandboxAddresses, any Error>) {
        self.result = result
        for continuation in waiting { continuation.resume(with: result) }
        waiting = []
    }

    func addresses() async throws -> SandboxAddresses {
        if let result { return try result.get() }
        return try await withCheckedThrowingContinuation { waiting.append($0) }
    }
}
