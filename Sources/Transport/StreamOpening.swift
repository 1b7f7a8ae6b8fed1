import CLinux
import Glibc
import WebSocket

/// Makes a connection, step by step, on the thread that will own it.
struct StreamOpening {
    let url: NetworkURL
    let proxy: ProxySettings.Proxy?
    let context: TLSContext
    let resolver: NameResolver
    let waker: Waker
    let deadline: Duration
    /// Whether the connection is no longer wanted.
    let isAborted: () -> Bool

    /// Resolves, connects, asks the proxy and negotiates TLS. Comes back at the deadline, or when the waker is used and
    /// the connection is no longer wanted.
    func open() throws(TransportError) -> ByteStream {
        let (host, port) = proxy.map { ($0.host, $0.port) } ?? (url.host, url.port)
        let addresses = try resolve(host, port)
        let stream = try connect(addresses, host: host)
        if let proxy { try ask(proxy, stream) }
        if url.isEncrypted {
            try stream.beginTLS(context, url: url)
            while let events = try stream.handshake(host: url.host) {
                try wait(stream.descriptor, for: events, stage: .encrypting)
            }
        }
        return stream
    }

    /// Sends everything.
    func write(_ bytes: [UInt8], to stream: ByteStream, stage: TransportError.Stage) throws(TransportError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let progress = try rest.withUnsafeBufferPointer { (bytes) throws(TransportError) in
                try stream.write(UnsafeRawBufferPointer(bytes))
            }
            switch progress {
            case .moved(let count): rest = rest.dropFirst(count)
            case .waits(let events): try wait(stream.descriptor, for: events, stage: stage)
            case .ended: throw .peerVanished("the peer closed the connection")
            }
        }
    }

    /// Reads at least one byte, waiting for it.
    func read(from stream: ByteStream, stage: TransportError.Stage) throws(TransportError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 16384)
        while true {
            let progress = try buffer.withUnsafeMutableBufferPointer { (bytes) throws(TransportError) in
                try stream.read(into: UnsafeMutableRawBufferPointer(bytes))
            }
            switch progress {
            case .moved(let count) where count > 0: return Array(buffer.prefix(count))
            case .moved: continue
            case .waits(let events): try wait(stream.descriptor, for: events, stage: stage)
            case .ended: throw .peerVanished("the peer closed the connection while \(stage.rawValue)")
            }
        }
    }

    private func wait(
        _ descriptor: Int32, for events: Int16, until limit: Duration? = nil, stage: TransportError.Stage
    ) throws(TransportError) {
        let limit = min(limit ?? deadline, deadline)
        while true {
            let isReady = Transport.wait(descriptor, for: events, or: waker, until: limit)
            guard !isAborted() else { throw .aborted }
            if isReady { return }
            guard MonotonicClock.now() < limit else { throw .timedOut(stage) }
        }
    }

    private func ask(_ proxy: ProxySettings.Proxy, _ stream: ByteStream) throws(TransportError) {
        let place = (url.host.contains(":") ? "[\(url.host)]" : url.host) + ":\(url.port)"
        var lines = ["CONNECT \(place) HTTP/1.1", "Host: \(place)"]
        if let authorization = proxy.authorization { lines.append("Proxy-Authorization: \(authorization)") }
        let request = (lines + ["", ""]).joined(separator: "\r\n")
        try write(Array(request.utf8), to: stream, stage: .askingProxy)
        var parser = HTTPHeadParser()
        while true {
            let bytes = try read(from: stream, stage: .askingProxy)
            let answer: (head: HTTPHead, rest: [UInt8])?
            do { answer = try parser.receive(bytes) } catch { throw .proxyMalformed }
            guard let answer else { continue }
            guard let status = answer.head.status else { throw .proxyMalformed }
            guard (200..<300).contains(status) else { throw .proxyRefused(status: status) }
            guard answer.rest.isEmpty else { throw .proxyMalformed }
            return
        }
    }
}

// MARK: - TCP

extension StreamOpening {
    /// Waits for the name's addresses no longer than for anything else, whatever the system's resolver does.
    private func resolve(_ host: String, _ port: UInt16) throws(TransportError) -> [SocketAddress] {
        if let literal = NameResolver.literal(host, port) { return literal }
        let request = try resolver.begin(host, port, waker: waker)
        defer { resolver.forget(request) }
        while true {
            guard !isAborted() else { throw .aborted }
            if let answer = request.answer { return try answer.get() }
            guard MonotonicClock.now() < deadline else { throw .timedOut(.resolving) }
            _ = Transport.wait(-1, for: 0, or: waker, until: deadline)
        }
    }

    /// Tries the addresses in turn; none but the last may take more than its share of the time.
    private func connect(_ addresses: [SocketAddress], host: String) throws(TransportError) -> ByteStream {
        var failure = TransportError.connecting(host: host, "no address")
        for (index, address) in addresses.prefix(8).enumerated() {
            guard !isAborted() else { throw .aborted }
            let now = MonotonicClock.now()
            let share = (deadline - now) / (min(addresses.count, 8) - index)
            do {
                return try connect(address, host: host, until: now + share)
            } catch .aborted {
                throw .aborted
            } catch {
                failure = error
            }
        }
        throw failure
    }

    private func connect(
        _ address: SocketAddress, host: String, until limit: Duration
    ) throws(TransportError) -> ByteStream {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.family, type, 0)
        guard descriptor >= 0 else { throw .connecting(host: host, systemError(errno)) }
        let stream = ByteStream(descriptor: descriptor)
        setOptions(descriptor)
        let status = address.bytes.withUnsafeBytes { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) { pointer in
                Glibc.connect(descriptor, pointer.baseAddress, socklen_t(bytes.count))
            }
        }
        guard status != 0 else { return stream }
        guard errno == EINPROGRESS else { throw .connecting(host: host, systemError(errno)) }
        try wait(descriptor, for: Int16(POLLOUT), until: limit, stage: .connecting)
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size) == 0, code == 0 else {
            throw .connecting(host: host, systemError(code == 0 ? errno : code))
        }
        return stream
    }

    /// No delay for small frames; a peer that is gone without a word is noticed by the kernel too.
    private func setOptions(_ descriptor: Int32) {
        func set(_ level: Int32, _ name: Int32, _ value: Int32) {
            var value = value
            setsockopt(descriptor, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
        }
        set(Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        set(SOL_SOCKET, SO_KEEPALIVE, 1)
        set(Int32(IPPROTO_TCP), TCP_KEEPIDLE, 30)
        set(Int32(IPPROTO_TCP), TCP_KEEPINTVL, 10)
        set(Int32(IPPROTO_TCP), TCP_KEEPCNT, 3)
        set(Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, 60_000)
    }
}
