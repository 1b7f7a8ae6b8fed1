import CLinux
import Glibc
import Testing
import WebSocket

@testable import Transport

/// A resolver whose look-ups hang until they are let go; then every name is this computer.
private final class HangingResolver: Sendable {
    let names = Recorder<String>()
    private let gate: (read: Int32, write: Int32)

    init() throws {
        var ends: [Int32] = [-1, -1]
        try #require(dd_pipe_cloexec(&ends) == 0)
        gate = (ends[0], ends[1])
    }

    func resolver(limit: Int = 4, joinable: Duration = .seconds(3600)) -> NameResolver {
        NameResolver(limit: limit, joinable: joinable) { [names, gate] host, port in
            names.record(host)
            var byte: UInt8 = 0
            // Comes back when the other end is closed.
            _ = Glibc.read(gate.read, &byte, 1)
            return NameResolver.literal("127.0.0.1", port) ?? []
        }
    }

    func letGo() { close(gate.write) }
}

@Suite struct NameResolution {
    private func client(
        _ resolver: NameResolver, port: UInt16 = 1, timeout: Duration = .seconds(15), host: String = "wss.example.test"
    ) throws -> WebSocketClient {
        var options = WebSocketClientOptions()
        options.resolver = resolver
        options.openTimeout = timeout
        return try WebSocketClient("wss://\(host):\(port)/", context: try trusting(), options: options)
    }

    @Test("a look-up that hangs costs the time for opening and no more, and can be interrupted at once")
    func hangs() async throws {
        let hanging = try HangingResolver()
        defer { hanging.letGo() }
        let resolver = hanging.resolver()
        let start = MonotonicClock.now()
        #expect(await (try client(resolver, timeout: .milliseconds(200))).end() == .timedOut(.resolving))
        let abandoned = try client(resolver, timeout: .seconds(300))
        abandoned.abort()
        #expect(await abandoned.end() == .aborted)
        #expect(MonotonicClock.now() - start < .seconds(120))
    }

    @Test("those who ask for the same name wait for one look-up, and all get its answer")
    func joined() async throws {
        let server = try TestServer(script: echo)
        let hanging = try HangingResolver()
        let resolver = hanging.resolver()
        let clients = try (0..<8).map { _ in try client(resolver, port: server.port, timeout: .seconds(300)) }
        for _ in 0..<20 {
            let given = try client(resolver, port: server.port, timeout: .milliseconds(20))
            #expect(await given.end() == .timedOut(.resolving))
        }
        #expect(hanging.names.elements == ["wss.example.test"])
        hanging.letGo()
        for client in clients {
            #expect(client.send("x"))
            #expect(await client.texts(1) == ["x"])
        }
    }

    @Test("look-ups that hang are begun anew after a while, on a limited number of threads")
    func limited() async throws {
        let hanging = try HangingResolver()
        let resolver = hanging.resolver(limit: 3, joinable: .zero)
        for _ in 0..<6 {
            #expect(await (try client(resolver, timeout: .milliseconds(50))).end() == .timedOut(.resolving))
        }
        try await hanging.names.wait { $0.count >= 3 }
        #expect(hanging.names.elements.count == 3)
        #expect(
            await (try client(resolver, host: "other.example.test")).end()
                == .resolving(host: "other.example.test", "3 earlier look-ups have not come back"))
        hanging.letGo()
        // The threads come back, and another name can be asked for.
        let server = try TestServer(script: echo)
        var isBack = false
        for _ in 0..<1000 where !isBack {
            let client = try client(resolver, port: server.port, host: "localhost")
            isBack = client.send("x") ? await client.texts(1) == ["x"] : false
        }
        #expect(isBack && hanging.names.elements.last == "localhost")
    }

    @Test("the system's resolver finds this computer, and says which name it does not know")
    func system() async throws {
        let server = try TestServer(script: echo)
        let client = try client(.system, port: server.port, host: "localhost")
        #expect(client.send("x"))
        #expect(await client.texts(1) == ["x"])
        guard
            case .resolving("no-such-host.invalid", _) = await (try self.client(.system, host: "no-such-host.invalid"))
                .end()
        else {
            Issue.record("a name that cannot exist was resolved")
            return
        }
    }

    @Test("an address needs no look-up")
    func literals() {
        #expect(NameResolver.literal("127.0.0.1", 80)?.first?.family == AF_INET)
        #expect(NameResolver.literal("::1", 80)?.first?.family == AF_INET6)
        #expect(NameResolver.literal("localhost", 80) == nil)
    }
}
