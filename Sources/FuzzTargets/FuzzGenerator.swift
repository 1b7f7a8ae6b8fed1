import WebSocket

/// Makes inputs that are nearly right, which is where decoders go wrong: the same ones for the same seed.
package struct FuzzGenerator {
    private var state: UInt64

    /// - Parameter seed: any number.
    package init(seed: UInt64) { state = seed }

    /// An input for the target.
    package mutating func input(for target: FuzzTarget) -> [UInt8] {
        var bytes: [UInt8] = [UInt8(below(256)), UInt8(chance(2) ? 0 : below(256))]
        switch target {
        case .frames: bytes += frames(masked: bytes[0] & 1 != 0)
        case .handshake: bytes += bytes[0] & 1 == 0 ? answer() : request()
        case .envelopes: bytes = envelope()
        }
        for _ in 0..<(chance(2) ? 0 : below(4)) { mutate(&bytes) }
        return bytes
    }

    // MARK: - Chance

    /// SplitMix64.
    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    private mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// Once in `count` times.
    private mutating func chance(_ count: Int) -> Bool { below(count) == 0 }

    private mutating func one<Element>(of choices: [Element]) -> Element { choices[below(choices.count)] }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let index = below(bytes.count)
        switch below(5) {
        case 0: bytes[index] ^= 1 << UInt8(below(8))
        case 1: bytes[index] = UInt8(below(256))
        case 2: bytes.remove(at: index)
        case 3: bytes.insert(one(of: [0x00, 0x0A, 0x0D, 0x22, 0x5C, 0x7F, 0x80, 0xC3, 0xED, 0xF4, 0xFF]), at: index)
        default: bytes.removeLast(bytes.count - index)
        }
    }

    // MARK: - Frames

    private mutating func frames(masked: Bool) -> [UInt8] {
        (0..<(1 + below(5))).flatMap { _ in frame(masked: masked) }
    }

    private mutating func frame(masked: Bool) -> [UInt8] {
        let opcode = UInt8(one(of: [0, 0, 1, 1, 1, 2, 2, 8, 9, 10, chance(8) ? 3 : 1]))
        var payload = payload(opcode)
        var bytes = [opcode | (chance(3) ? 0 : 0x80) | (chance(20) ? UInt8(1 + below(7)) << 4 : 0)]
        let flag: UInt8 = masked != chance(40) ? 0x80 : 0
        let form = payload.count > 125 || chance(30) ? (payload.count > 0xFFFF || chance(20) ? 8 : 2) : 0
        bytes.append(flag | UInt8(form == 0 ? payload.count : form == 2 ? 126 : 127))
        let length = chance(40) ? Int(next() >> 1) : payload.count
        for index in stride(from: form - 1, through: 0, by: -1) {
            bytes.append(UInt8(truncatingIfNeeded: length >> (8 * index)))
        }
        if flag != 0 {
            let key = (0..<4).map { _ in UInt8(below(256)) }
            for index in payload.indices { payload[index] ^= key[index & 3] }
            bytes += key
        }
        return bytes + payload
    }

    private mutating func payload(_ opcode: UInt8) -> [UInt8] {
        if opcode == 8 {
            let code = one(of: [1000, 1001, 1005, 1007, 1012, 2999, 3000, 4999, 5000, below(65536)])
            let text = Array(one(of: ["", "bye", "schön", String(repeating: "x", count: 123)]).utf8)
            return chance(6) ? [] : [UInt8(code >> 8), UInt8(code & 0xFF)] + text
        }
        switch below(6) {
        case 0: return []
        case 1: return Array(one(of: ["a", "äöü", "€", "😀 ok", "\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}"]).utf8)
        case 2:
            let broken: [[UInt8]] = [
                [0xC3], [0xE2, 0x82], [0xF0, 0x9F], [0x98, 0x80], [0xED, 0xA0, 0x80], [0xC0, 0x80],
            ]
            return one(of: broken)
        case 3: return [UInt8](repeating: 0x61, count: one(of: [124, 125, 126, 127, 150, 200, 201, 300]))
        default: return (0..<below(12)).map { _ in UInt8(below(256)) }
        }
    }

    // MARK: - Handshakes

    private mutating func answer() -> [UInt8] {
        var lines = [
            one(of: ["HTTP/1.1 101 Switching Protocols", "HTTP/1.1 101", "HTTP/1.0 101 X", "HTTP/1.1 429 Slow"]),
            one(of: ["Upgrade: websocket", "upgrade:WebSocket ", "Upgrade: h2c"]),
            one(of: ["Connection: Upgrade", "connection: keep-alive, upgrade", "Connection: close"]),
            "Sec-WebSocket-Accept: " + WebSocketHandshake.accept(for: sampleKey),
        ]
        if chance(3) {
            lines.append(one(of: ["Sec-WebSocket-Extensions: x", "Retry-After: 7", "A: b", " folded", "B"]))
        }
        if chance(4) { lines.insert(contentsOf: ["HTTP/1.1 103 Early Hints", ""], at: 0) }
        if chance(5) { lines.remove(at: below(lines.count)) }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + (chance(2) ? "\u{1}\u{0}" : "")).utf8)
    }

    private mutating func request() -> [UInt8] {
        var lines = [
            one(of: ["GET /link?ticket=1 HTTP/1.1", "GET  HTTP/1.1", "POST / HTTP/1.1", "GET / HTTP/1.0"]),
            "Host: localhost:1", one(of: ["Upgrade: websocket", "Upgrade: h2c, websocket"]),
            one(of: ["Connection: Upgrade", "Connection: keep-alive"]),
            one(of: ["Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8"]),
            "Sec-WebSocket-Key: " + one(of: [sampleKey, "AAAAAAAAAAAAAAAAAAAAAA==", "short"]),
        ]
        if chance(5) { lines.append(one(of: ["Host: b", "X-Long: " + String(repeating: "y", count: 1024)])) }
        if chance(5) { lines.remove(at: below(lines.count)) }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    // MARK: - Envelopes

    private mutating func envelope() -> [UInt8] {
        let type = one(of: ["events_api", "interactive", "slash_commands", "hello", "disconnect", "new"])
        var members = [
            "\"type\":\"\(type)\"",
            "\"envelope_id\":\"\(one(of: ["57d6a792-4d35", "", "a\\u0000\\n\\ud83d", "\\\"x"]))\"",
            "\"payload\":\(value(depth: 0))", "\"accepts_response_payload\":\(one(of: ["true", "false", "1"]))",
            "\"retry_attempt\":\(one(of: ["0", "1", "-1", "1e3", "99999999999999999999"]))",
            "\"reason\":\"\(one(of: ["warning", "refresh_requested", "x"]))\"",
            "\"debug_info\":{\"approximate_connection_time\":\(one(of: ["18060", "-1", "1e300", "0.5", "null"]))}",
        ]
        for _ in 0..<below(3) { members.remove(at: below(members.count)) }
        return Array("{\(members.joined(separator: one(of: [",", " ,\n"])))}".utf8)
    }

    private mutating func value(depth: Int) -> String {
        switch below(depth < 4 ? 8 : 6) {
        case 0: one(of: ["null", "true", "false"])
        case 1: one(of: ["0", "-0", "1.5e-7", "9007199254740993", "-0.0", "1E400", "0.1"])
        case 2: one(of: ["\"\"", "\"ä\\u00e4\\/\"", "\"\\ud800\"", "\"\\ud83d\\ude00\"", "\"\\u0000\""])
        case 3: chance(30) ? String(repeating: "[", count: 100 + below(60)) : "[]"
        case 4, 5: one(of: ["{}", "\"text\"", "{\"envelope_id\":\"inner\"}"])
        case 6: "[" + (0..<below(4)).map { _ in value(depth: depth + 1) }.joined(separator: ",") + "]"
        default:
            "{" + (0..<below(4)).map { "\"k\($0)\":" + value(depth: depth + 1) }.joined(separator: ",") + "}"
        }
    }
}
