import CLinux
import COpenSSL
import Glibc
import Testing
import WebSocket

@testable import Transport

@Suite struct Certificates {
    private func end(
        _ certificate: TestCertificate, host: String = "localhost", maximumVersion: Int32 = 0, trust: Bool = true
    ) async throws -> TransportError? {
        let server = try TestServer(certificate, maximumVersion: maximumVersion) { peer in
            guard let socket = peer.upgrade() else { return }
            socket.close(.normal)
            _ = socket.next()
        }
        defer { server.stop() }
        let context = trust ? try trusting() : try TLSContext(extraAuthorities: nil)
        return await (try WebSocketClient("wss://\(host):\(server.port)/", context: context)).end()
    }

    @Test(
        "a certificate of a trusted authority is accepted by name and by address",
        arguments: ["localhost", "127.0.0.1"])
    func accepted(_ host: String) async throws {
        #expect(try await end(.server, host: host) == nil)
        #expect(try await end(.server, host: host, maximumVersion: TLS1_2_VERSION) == nil)
    }

    @Test("a certificate for another host is refused, by name and by address", arguments: ["localhost", "127.0.0.1"])
    func otherHost(_ host: String) async throws {
        let fault = CertificateFault.otherHost(names: "DNS:other.example.test")
        #expect(try await end(.wrongHost, host: host) == .certificate(host: host, fault))
    }

    @Test("an expired certificate is refused with the moment at which it expired")
    func expired() async throws {
        let error = try await end(.expired)
        guard case .certificate("localhost", .expired(let moment)) = error else {
            Issue.record("not refused, or not for that: \(String(describing: error))")
            return
        }
        #expect(try moment.wholeMatch(of: Regex(#"20\d\d-\d\d-\d\d \d\d:\d\d UTC"#)) != nil, "\(moment)")
    }

    @Test("a certificate of the future is refused")
    func notYetValid() async throws {
        guard case .certificate("localhost", .notYetValid) = try await end(.notYetValid) else {
            Issue.record("not refused")
            return
        }
    }

    @Test("a self-signed certificate is refused, unless it is named as an authority")
    func selfSigned() async throws {
        #expect(try await end(.selfSigned) == .certificate(host: "localhost", .selfSigned))
    }

    @Test("a certificate of an authority that is not trusted is refused")
    func unknownAuthority() async throws {
        #expect(try await end(.server, trust: false) == .certificate(host: "localhost", .unknownAuthority))
    }

    @Test("the error says what is wrong and what to do")
    func words() {
        let error = TransportError.certificate(host: "wss.slack.com", .otherHost(names: "DNS:proxy.example"))
        #expect(
            error.description
                == "the certificate of 'wss.slack.com' is not accepted: it is for DNS:proxy.example; is the address right?"
        )
        #expect("\(TransportError.certificate(host: "a", .selfSigned))".contains("SSL_CERT_FILE"))
        #expect("\(TransportError.certificate(host: "a", .unknownAuthority))".contains("SSL_CERT_FILE"))
        #expect("\(TransportError.certificate(host: "a", .expired(at: "2026-01-31 12:00 UTC")))".contains("2026-01-31"))
    }

    @Test("TLS 1.1 is refused")
    func oldVersion() async throws {
        let error = try await end(.server, maximumVersion: TLS1_1_VERSION)
        guard case .tls = error else {
            Issue.record("not refused, or not for that: \(String(describing: error))")
            return
        }
    }

    @Test("a file of authorities that cannot be read is said at once")
    func missingFile() {
        #expect(throws: TransportError.self) { try TLSContext(extraAuthorities: "/nonexistent.pem") }
    }

    @Test("the system's authorities stay trusted beside SSL_CERT_FILE")
    func systemStore() throws {
        let context = try trusting()
        guard let file = BIO_new_file("/etc/ssl/certs/ca-certificates.crt", "r") else {
            print("NOTICE: this computer has no authorities of its own; that they stay trusted was not tested")
            return
        }
        defer { BIO_free(file) }
        var accepted = 0
        while let certificate = PEM_read_bio_X509(file, nil, nil, nil) {
            let chain = X509_STORE_CTX_new()
            X509_STORE_CTX_init(chain, SSL_CTX_get_cert_store(context.pointer), certificate, nil)
            if X509_verify_cert(chain) == 1 { accepted += 1 }
            X509_STORE_CTX_free(chain)
            X509_free(certificate)
        }
        ERR_clear_error()
        #expect(accepted > 10)
    }

    @Test("the host is named to the server, an address is not, and only HTTP/1.1 is offered")
    func indication() async throws {
        let seen = Recorder<[String]>()
        let server = try TestServer { peer in
            seen.record([peer.serverName ?? "none", peer.applicationProtocol ?? "none"])
            echo(peer)
        }
        for host in ["localhost", "127.0.0.1"] {
            let client = try WebSocketClient("wss://\(host):\(server.port)/", context: try trusting())
            #expect(await client.next() == [.opened])
            client.close()
            #expect(await client.end() == nil)
        }
        #expect(seen.elements == [["localhost", "http/1.1"], ["none", "http/1.1"]])
    }

    @Test(
        "a connection resumes the session of an earlier one to the same place, which may still be open",
        arguments: [(0, true), (0, false), (TLS1_2_VERSION, true), (TLS1_2_VERSION, false)])
    func resumption(_ version: Int32, _ overlaps: Bool) async throws {
        let resumed = Recorder<Bool>()
        let server = try TestServer(maximumVersion: version) { peer in
            resumed.record(peer.isResumed)
            echo(peer)
        }
        let context = try trusting()
        var clients: [WebSocketClient] = []
        for _ in 0..<3 {
            let client = try WebSocketClient("wss://localhost:\(server.port)/", context: context)
            #expect(client.send("x"))
            #expect(await client.texts(1) == ["x"])
            clients.append(client)
            if !overlaps {
                client.close()
                #expect(await client.end() == nil)
            }
        }
        #expect(resumed.elements == [false, true, true])
        for client in clients { client.abort() }
    }

    @Test("a server that never negotiates TLS, and one that is left meanwhile, keep nobody waiting")
    func silence() async throws {
        let server = try TestServer(nil) { peer in _ = peer.waitForEnd() }
        var options = WebSocketClientOptions()
        options.openTimeout = .milliseconds(300)
        let address = "wss://localhost:\(server.port)/"
        let context = try trusting()
        #expect(
            await (try WebSocketClient(address, context: context, options: options)).end() == .timedOut(.encrypting))
        let abandoned = try WebSocketClient(address, context: context)
        abandoned.abort()
        #expect(await abandoned.end() == .aborted)
    }
}

@Suite struct SocketOptions {
    @Test("small frames go out at once, and the kernel watches a silent peer too")
    func options() throws {
        let server = try TestServer(nil) { peer in _ = peer.waitForEnd() }
        let opening = StreamOpening(
            url: try NetworkURL("ws://127.0.0.1:\(server.port)/"), proxy: nil, context: try trusting(),
            resolver: .system, waker: try Waker(), deadline: MonotonicClock.now() + .seconds(10),
            isAborted: { false })
        let stream = try opening.open()
        defer { stream.close() }
        func option(_ level: Int32, _ name: Int32) -> Int32 {
            var value: Int32 = -1
            var size = socklen_t(MemoryLayout<Int32>.size)
            getsockopt(stream.descriptor, level, name, &value, &size)
            return value
        }
        #expect(option(Int32(IPPROTO_TCP), TCP_NODELAY) == 1)
        #expect(option(SOL_SOCKET, SO_KEEPALIVE) == 1)
        #expect(option(Int32(IPPROTO_TCP), TCP_KEEPIDLE) == 30)
        #expect(option(Int32(IPPROTO_TCP), TCP_USER_TIMEOUT) == 60_000)
        #expect(fcntl(stream.descriptor, F_GETFD) & FD_CLOEXEC != 0)
    }
}
