import CLinux
import Glibc
import Testing
import WebSocket

@testable import Transport

@Suite struct Proxies {
    @Test("CONNECT with Basic authentication reaches a host that only the proxy can resolve")
    func connect() async throws {
        let server = try TestServer(script: echo)
        let seen = Recorder<String>()
        let proxy = try TestServer(nil) { peer in
            guard let (head, _) = peer.request() else { return }
            seen.record(head.startLine)
            guard head.only("proxy-authorization") == "Basic dXNlcjpwYTpzcw==" else {
                peer.respond("", status: "407 Proxy Authentication Required")
                return
            }
            peer.relay(to: server.port)
        }
        var options = WebSocketClientOptions()
        options.proxy = try ProxySettings(proxy: "http://user:pa%3Ass@127.0.0.1:\(proxy.port)", exceptions: nil)
        let client = try WebSocketClient("wss://wss.example.test/link", context: try trusting(), options: options)
        #expect(client.send("through"))
        #expect(await client.texts(1) == ["through"])
        #expect(seen.elements == ["CONNECT wss.example.test:443 HTTP/1.1"])
        options.proxy = try ProxySettings(proxy: "127.0.0.1:\(proxy.port)", exceptions: nil)
        let refused = try WebSocketClient("wss://wss.example.test/link", context: try trusting(), options: options)
        #expect(await refused.end() == .proxyRefused(status: 407))
    }

    @Test("a proxy that says nothing, nonsense, or too much is not trusted")
    func faults() async throws {
        func end(_ script: @escaping @Sendable (TestPeer) -> Void) async throws -> TransportError? {
            let proxy = try TestServer(nil, script: script)
            var options = WebSocketClientOptions()
            options.openTimeout = .seconds(2)
            options.proxy = try ProxySettings(proxy: "http://127.0.0.1:\(proxy.port)/", exceptions: nil)
            return await (try WebSocketClient("wss://wss.example.test/", context: try trusting(), options: options))
                .end()
        }
        #expect(try await end { peer in _ = peer.waitForEnd() } == .timedOut(.askingProxy))
        #expect(try await end { peer in peer.write(Array("SSH-2.0-x\r\n\r\n".utf8)) } == .proxyMalformed)
        #expect(
            try await end { peer in
                _ = peer.request()
                peer.write(Array("HTTP/1.1 200 OK\r\n\r\nunasked".utf8))
            } == .proxyMalformed)
        guard case .peerVanished = try await end({ peer in _ = peer.request() }) else {
            Issue.record("a proxy that hangs up was not reported")
            return
        }
    }

    @Test("user and password reach the proxy percent-decoded; an error never shows them")
    func credentials() throws {
        func authorization(_ proxy: String) throws -> String? {
            try ProxySettings(proxy: proxy, exceptions: nil).proxy(for: NetworkURL("wss://a/"))?.authorization
        }
        #expect(try authorization("http://user:pa%3Ass@p:1") == "Basic dXNlcjpwYTpzcw==")
        #expect(try authorization("user@p") == "Basic dXNlcjo=")
        #expect(try authorization("http://a%zz:@p") == "Basic YSV6ejo=")
        #expect(try authorization("p:3128") == nil)
        for proxy in ["https://user:hidden@p", "http://user:hidden@:1", "http://user:hidden@p:x"] {
            let error = #expect(throws: NetworkURLError.self) { try ProxySettings(proxy: proxy, exceptions: nil) }
            #expect(error.map { !"\($0)".contains("hidden") } == true)
        }
        #expect("\(TransportError.proxyRefused(status: 407))".contains("HTTPS_PROXY"))
    }

    @Test("NO_PROXY and loopback addresses go direct")
    func exceptions() throws {
        let settings = try ProxySettings(
            proxy: "http://proxy:3128",
            exceptions:
                "slack.com, .internal *.corp,10.0.0.1,host:444,192.168.0.0/17 [fd00::1],fe80::/10,Dotted.example.")
        func usesProxy(_ url: String) throws -> Bool { settings.proxy(for: try NetworkURL(url)) != nil }
        for proxied in [
            "wss://example.com/", "https://notslack.com/", "https://host/", "https://10.0.0.2/",
            "https://192.168.128.1/", "https://[fd00::2]/", "https://a10.0.0.1/", "https://slack.com.evil.example/",
        ] {
            #expect(try usesProxy(proxied), "\(proxied)")
        }
        for direct in [
            "https://slack.com/", "wss://wss.slack.com/", "https://a.internal/", "https://b.corp/",
            "https://10.0.0.1/", "https://host:444/", "https://192.168.127.255/", "https://[fd00::1]/",
            "https://[fe80::9]:8443/", "https://dotted.example/", "https://slack.com./", "https://localhost/",
            "https://127.0.0.9/", "https://[::1]:8443/", "http://example.com/",
        ] {
            #expect(try !usesProxy(direct), "\(direct)")
        }
        #expect(throws: NetworkURLError.proxyScheme("socks5")) {
            try ProxySettings(proxy: "socks5://x", exceptions: nil)
        }
        #expect(try ProxySettings(proxy: "", exceptions: nil).proxy(for: NetworkURL("https://a/")) == nil)
        #expect(try ProxySettings(proxy: "p", exceptions: "*").proxy(for: NetworkURL("https://a/")) == nil)
    }
}

extension TestPeer {
    /// Consents to CONNECT and copies both ways until one side ends.
    func relay(to port: UInt16) {
        let upstream = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = connect(upstream, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        write(Array("HTTP/1.1 200 Connection established\r\n\r\n".utf8))
        copy(with: upstream)
        Glibc.close(upstream)
    }
}
