import COpenSSL
import Glibc
import Logging
import SlackWire
import Testing
import WebSocket

@testable import Transport

/// `nghttpd` (Debian: nghttp2-server), which speaks HTTP/2 and nothing else, serving `auth.test` as a file.
private final class HTTP2Server: Sendable {
    static let program: String? = ["/usr/sbin/nghttpd", "/usr/bin/nghttpd", "/usr/local/bin/nghttpd"]
        .first { (path: String) in access(path, X_OK) == 0 }

    let port: UInt16
    private let process: pid_t
    private let folder: String

    init(program: String) throws {
        var template = Array("/tmp/dd0c-http2-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        try #require(mkdir(folder + "/api", 0o700) == 0)
        Self.write(#"{"ok":true,"user_id":"U1"}"#, to: folder + "/api/auth.test")
        let key = BIO_new_file(folder + "/key.pem", "w")
        PEM_write_bio_PrivateKey(key, TestCertificate.server.key, nil, nil, 0, nil, nil)
        BIO_free(key)
        let certificate = BIO_new_file(folder + "/certificate.pem", "w")
        PEM_write_bio_X509(certificate, TestCertificate.server.certificate)
        BIO_free(certificate)
        port = try Self.freePort()
        process = try Self.start(
            [
                program, "-v", "-d", folder, "-a", "127.0.0.1", "\(port)", folder + "/key.pem",
                folder + "/certificate.pem",
            ])
    }

    deinit {
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
        for name in ["/api/auth.test", "/key.pem", "/certificate.pem"] { unlink(folder + name) }
        rmdir(folder + "/api")
        rmdir(folder)
    }

    private static func write(_ text: String, to path: String) {
        let file = BIO_new_file(path, "w")
        BIO_write(file, text, Int32(text.utf8.count))
        BIO_free(file)
    }

    /// A port that nobody listens on: of a listener that is closed again.
    private static func freePort() throws -> UInt16 {
        let server = try TestServer(nil) { _ in }
        server.stop()
        return server.port
    }

    /// Starts the program and waits until it says that it listens.
    private static func start(_ arguments: [String]) throws -> pid_t {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        var process: pid_t = 0
        var list = arguments.map { strdup($0) } + [nil]
        defer { list.forEach { free($0) } }
        try #require(posix_spawn(&process, arguments[0], &actions, nil, &list, environ) == 0)
        close(ends[1])
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !String(decoding: output, as: UTF8.self).contains("listen ") {
            let count = read(ends[0], &buffer, buffer.count)
            try #require(count > 0, "nghttpd ended: \(String(decoding: output, as: UTF8.self))")
            output += buffer.prefix(count)
        }
        // Whatever it says from here on is read by nobody, until it ends with the test.
        let reader = ends[0]
        try startThread(named: "test-drain") {
            var buffer = [UInt8](repeating: 0, count: 4096)
            while read(reader, &buffer, buffer.count) > 0 {}
            close(reader)
        }
        return process
    }
}

@Suite struct HTTP2Tests {
    @Test("HTTP/2 where it is offered: many calls at once share one connection, which is used again")
    func multiplexing() async throws {
        guard let program = HTTP2Server.program else {
            return print("Skipped: nghttpd is not installed (Debian: nghttp2-server)")
        }
        let server = try HTTP2Server(program: program)
        let opened = Recorder<String>()
        let proxy = try TestServer(nil) { peer in
            guard let (head, _) = peer.request() else { return }
            opened.record(head.startLine)
            peer.relay(to: server.port)
        }
        var configuration = SlackWebAPIConfiguration(appToken: "xapp-secret", botToken: "xoxb-secret")
        configuration.apiURL = "https://wss.example.test/api"
        configuration.extraAuthorities = TestCertificate.authorityFile
        configuration.proxy = try ProxySettings(proxy: "http://127.0.0.1:\(proxy.port)", exceptions: nil)
        let client = try SlackWebAPIClient(
            configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        for round in 1...2 {
            try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<20 { group.addTask { try await client.perform(AuthTest()).user } }
                for try await user in group { #expect(user == "U1") }
            }
            #expect(opened.elements.count == 1, "after round \(round): \(opened.elements)")
        }
    }
}
