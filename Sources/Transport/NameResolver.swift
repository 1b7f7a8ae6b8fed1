import CLinux
import Glibc
import Locking

/// A socket address as getaddrinfo(3) gave it.
struct SocketAddress: Hashable, Sendable {
    let family: Int32
    let bytes: [UInt8]
}

/// Looks names up on threads of its own, because getaddrinfo(3) can neither be interrupted nor given a deadline: whoever
/// asks may walk away at any time. A resolver that hangs costs at most `limit` threads, however often it is asked.
final class NameResolver: Sendable {
    /// Finds the addresses of a host and port; may block.
    typealias LookUp =
        @Sendable (_ host: String, _ port: UInt16) throws(TransportError) -> [SocketAddress]

    /// One caller's question.
    final class Request: Sendable {
        private let waker: Waker
        private let result = Lock<Result<[SocketAddress], TransportError>?>(nil)

        fileprivate init(_ waker: Waker) { self.waker = waker }

        /// `nil` until the look-up has come back; then the waker has been used.
        var answer: Result<[SocketAddress], TransportError>? { result.withLock { $0 } }

        fileprivate func complete(_ answer: Result<[SocketAddress], TransportError>) {
            result.withLock { $0 = answer }
            waker.wake()
        }
    }

    private struct Running {
        let number: Int
        let host: String
        let port: UInt16
        let started: Duration
        var requests: [Request]
    }

    private struct State {
        var started = 0
        var running: [Running] = []
    }

    /// The system's resolver.
    static let system = NameResolver(lookUp: systemLookUp)

    private let limit: Int
    private let joinable: Duration
    private let lookUp: LookUp
    private let state = Lock(State())

    /// - Parameters:
    ///   - limit: most threads, those that hang included.
    ///   - joinable: how old a look-up of the same name may be for a new question to wait for it as well, instead of
    ///     beginning another.
    init(limit: Int = 4, joinable: Duration = .seconds(5), lookUp: @escaping LookUp) {
        self.limit = limit
        self.joinable = joinable
        self.lookUp = lookUp
    }

    /// Begins to look a name up, or joins those who wait for the same one. The caller waits for the waker and looks at
    /// `answer`; `forget` must follow.
    /// - Throws: `.resolving` when every thread hangs with other names; `.systemCall`.
    func begin(_ host: String, _ port: UInt16, waker: Waker) throws(TransportError) -> Request {
        let request = Request(waker)
        let now = MonotonicClock.now()
        let number = try state.withLock { (state) throws(TransportError) -> Int? in
            let same = state.running.lastIndex { $0.host == host && $0.port == port }
            if let same, now - state.running[same].started < joinable || state.running.count >= limit {
                state.running[same].requests.append(request)
                return nil
            }
            guard state.running.count < limit else {
                throw .resolving(host: host, "\(limit) earlier look-ups have not come back")
            }
            state.started += 1
            state.running.append(
                Running(number: state.started, host: host, port: port, started: now, requests: [request]))
            return state.started
        }
        guard let number else { return request }
        do {
            try startThread(named: "resolver") { self.run(number, host, port) }
        } catch {
            complete(number, .failure(error))
        }
        return request
    }

    /// The caller no longer waits.
    func forget(_ request: Request) {
        state.withLock { state in
            for index in state.running.indices { state.running[index].requests.removeAll { $0 === request } }
        }
    }

    private func run(_ number: Int, _ host: String, _ port: UInt16) {
        do {
            complete(number, .success(try lookUp(host, port)))
        } catch {
            complete(number, .failure(error))
        }
    }

    private func complete(_ number: Int, _ answer: Result<[SocketAddress], TransportError>) {
        let requests = state.withLock { state -> [Request] in
            guard let index = state.running.firstIndex(where: { $0.number == number }) else { return [] }
            return state.running.remove(at: index).requests
        }
        for request in requests { request.complete(answer) }
    }

    /// The address that a host is when it is an IP address already; needs no look-up.
    static func literal(_ host: String, _ port: UInt16) -> [SocketAddress]? {
        do {
            return try addresses(host, port, flags: AI_NUMERICHOST)
        } catch {
            // A name, not an address.
            return nil
        }
    }

    private static func systemLookUp(_ host: String, _ port: UInt16) throws(TransportError) -> [SocketAddress] {
        try addresses(host, port, flags: 0)
    }

    private static func addresses(
        _ host: String, _ port: UInt16, flags: Int32
    ) throws(TransportError) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV | flags
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, String(port), &hints, &list)
        guard status == 0 else {
            throw .resolving(
                host: host, status == EAI_SYSTEM ? systemError(errno) : String(cString: gai_strerror(status)))
        }
        defer { freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var next = list
        while let entry = next {
            if let address = entry.pointee.ai_addr {
                let bytes = UnsafeRawBufferPointer(start: address, count: Int(entry.pointee.ai_addrlen))
                addresses.append(SocketAddress(family: entry.pointee.ai_family, bytes: Array(bytes)))
            }
            next = entry.pointee.ai_next
        }
        return addresses
    }
}
