import CLinux
import Glibc
import Locking

/// Carries bytes between a TLS client and the HTTP server behind the terminator.
struct ProxySession {
    /// Bytes that may wait in one direction before the other side is no longer read.
    private static let bufferLimit = 262_144

    let connection: TerminatorConnection
    let stream: TLSStream

    private enum End {
        case orderly
        case reset
    }

    func run(_ first: [UInt8]) {
        let port = connection.terminator.backendPort.withLock { $0 }
        guard let backend = LoopbackSocket.connect(port: port, nonBlocking: true) else {
            stream.close()
            return
        }
        defer { close(backend) }
        var pipe = Pipe(stream: stream, backend: backend, toBackend: first)
        switch relay(&pipe) {
        case .orderly: stream.close()
        case .reset: stream.reset()
        }
    }

    private func relay(_ pipe: inout Pipe) -> End {
        var clientBytes = pipe.toBackend.count
        while !connection.isStopped {
            let faults = connection.terminator.faults.withLock { $0 }
            if clientBytes > 0 {
                if faults.reset { return struck("reset") }
                if faults.stall { return stall() }
            }
            if pipe.backendBytes > 0, faults.lateReset { return struck("reset") }
            pipe.backendBytes = 0
            pipe.flush()
            if pipe.isFinished { return .orderly }
            if stream.isBroken { return .reset }
            pipe.wait(wakeup: connection.wakeup.descriptor, limit: Self.bufferLimit)
            pipe.readBackend(limit: Self.bufferLimit)
            clientBytes = pipe.readClient(limit: Self.bufferLimit)
        }
        return .orderly
    }

    private func struck(_ how: String) -> End {
        connection.terminator.said(connection.id, .struck(how))
        return .reset
    }

    /// Answers nothing while the fault lasts, then resets.
    private func stall() -> End {
        connection.terminator.said(connection.id, .struck("stalled"))
        while !connection.isStopped, connection.terminator.faults.withLock({ $0.stall }) {
            connection.wait(stream, reading: false, writing: false, milliseconds: 100)
        }
        return .reset
    }

    private struct Pipe {
        let stream: TLSStream
        let backend: Int32
        var toBackend: [UInt8]
        var toClient: [UInt8] = []
        var clientEnded = false
        var backendEnded = false
        var backendBytes = 0
        private var hasShutDown = false
        private var buffer = [UInt8](repeating: 0, count: 65_536)

        init(stream: TLSStream, backend: Int32, toBackend: [UInt8]) {
            self.stream = stream
            self.backend = backend
            self.toBackend = toBackend
        }

        var isFinished: Bool { backendEnded && toClient.isEmpty }

        mutating func flush() {
            if !toBackend.isEmpty {
                let count = toBackend.withUnsafeBytes { send(backend, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                if count > 0 { toBackend.removeFirst(count) } else if errno != EAGAIN { backendEnded = true }
            }
            while !toClient.isEmpty {
                let count = stream.write(toClient[...])
                guard count > 0 else { break }
                toClient.removeFirst(count)
            }
            if clientEnded, toBackend.isEmpty, !hasShutDown {
                hasShutDown = true
                shutdown(backend, Int32(SHUT_WR))
            }
        }

        mutating func wait(wakeup: Int32, limit: Int) {
            let readsClient = !clientEnded && toBackend.count < limit
            let readsBackend = !backendEnded && toClient.count < limit
            var waits = [
                pollfd(
                    fd: stream.descriptor,
                    events: (readsClient ? Int16(POLLIN) : 0)
                        | (toClient.isEmpty && !stream.wantsToWrite ? 0 : Int16(POLLOUT)), revents: 0),
                pollfd(
                    fd: backend, events: (readsBackend ? Int16(POLLIN) : 0) | (toBackend.isEmpty ? 0 : Int16(POLLOUT)),
                    revents: 0),
                pollfd(fd: wakeup, events: Int16(POLLIN), revents: 0),
            ]
            for index in 0..<2 where waits[index].events == 0 { waits[index].fd = -1 }
            poll(&waits, 3, readsClient && stream.hasPending ? 0 : 1000)
        }

        mutating func readBackend(limit: Int) {
            while !backendEnded, toClient.count < limit {
                let count = recv(backend, &buffer, buffer.count, 0)
                if count > 0 {
                    toClient += buffer[..<count]
                    backendBytes += count
                } else {
                    if count == 0 || errno != EAGAIN { backendEnded = true }
                    return
                }
            }
        }

        /// - Returns: how many bytes came.
        mutating func readClient(limit: Int) -> Int {
            var total = 0
            while !clientEnded, toBackend.count < limit {
                switch stream.read(into: &buffer) {
                case .bytes(let count):
                    toBackend += buffer[..<count]
                    total += count
                case .later: return total
                case .ended: clientEnded = true
                }
            }
            return total
        }
    }
}
