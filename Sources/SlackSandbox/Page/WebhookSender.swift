import COpenSSL
import Glibc

/// Posts an alert to the app's webhook, as its vendor would.
enum WebhookSender {
    private static let waitSeconds = 5
    private static let answerLimit = 65_536

    /// Posts an alert.
    /// - Returns: the status of the answer.
    /// - Throws: a `PageRefusal` when nobody answers.
    static func send(_ alert: SandboxAlert, to base: String, id: String, now: SandboxTime) async throws(PageRefusal)
        -> Int
    {
        guard let port = loopbackPort(of: base) else {
            throw PageRefusal("Alerts go to an address such as http://127.0.0.1:8080, not to \(base).")
        }
        let body = alert.body.replacing("{{sandbox.id}}", with: id)
            .replacing("{{sandbox.now}}", with: rfc3339(now))
        let bytes = Array(body.utf8)
        var head = "POST \(alert.path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
        head += "Content-Length: \(bytes.count)\r\nUser-Agent: dd0c-sandbox\r\n"
        for (name, value) in alert.headers + authentication(alert.authentication, of: bytes) {
            head += "\(name): \(value)\r\n"
        }
        let request = Array((head + "\r\n").utf8) + bytes
        let answer = await BlockingThread.run { exchange(request, port: port) } ?? nil
        guard let answer else { throw PageRefusal("Nobody answers at \(base)\(alert.path).") }
        let status = answer.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        guard answer.hasPrefix("HTTP/1."), let status else {
            throw PageRefusal("What answers at \(base)\(alert.path) is not an HTTP server.")
        }
        return status
    }

    /// The port of `http://127.0.0.1:PORT` or `http://localhost:PORT`.
    static func loopbackPort(of base: String) -> Int? {
        for prefix in ["http://127.0.0.1:", "http://localhost:"] where base.hasPrefix(prefix) {
            return Int(base.dropFirst(prefix.count).prefix { $0 != "/" })
        }
        return nil
    }

    private static func authentication(
        _ authentication: SandboxAlert.Authentication, of body: [UInt8]
    ) -> [(String, String)] {
        switch authentication {
        case .none: []
        case .header(let name, let value): [(name, value)]
        case .signature(let header, let prefix, let secret):
            [(header, prefix + hmacSHA256(body, key: Array(secret.utf8)))]
        }
    }

    /// HMAC-SHA-256 (RFC 2104) in hexadecimal.
    static func hmacSHA256(_ message: [UInt8], key: [UInt8]) -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 0
        HMAC(EVP_sha256(), key, Int32(key.count), message, message.count, &digest, &length)
        return digest.map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }

    private static func exchange(_ request: [UInt8], port: Int) -> String? {
        guard let descriptor = LoopbackSocket.connect(port: port, nonBlocking: false) else { return nil }
        defer { close(descriptor) }
        var limit = timeval(tv_sec: waitSeconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var sent = 0
        while sent < request.count {
            let count = request[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return nil }
            sent += count
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while answer.count < answerLimit {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            answer += buffer[..<count]
        }
        return answer.isEmpty ? nil : String(decoding: answer, as: UTF8.self)
    }

    /// A moment as in RFC 3339, in UTC, whole seconds.
    static func rfc3339(_ moment: SandboxTime) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let days = moment.seconds / 86_400
        let second = moment.seconds % 86_400
        // Civil date from days (Hinnant, "chrono-compatible low-level date algorithms"), years from 1970 on.
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(year)-\(two(month))-\(two(day))T\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))Z"
    }
}
