import WebSocket

/// The key whose answer the generator knows (RFC 6455, section 1.3).
let sampleKey = "dGhlIHNhbXBsZSBub25jZQ=="

private let limit = 1024

/// The first byte chooses between answer and request, the second the size of the pieces.
func checkHandshake(_ input: inout FuzzInput) throws(BrokenPromise) {
    let (choice, size) = (input.choice(), input.choice() + 1)
    let whole = choice & 1 == 0 ? answer(input.rest, [input.rest]) : request(input.rest, [input.rest])
    let parts = pieces(input.rest, of: size)
    let pieced = choice & 1 == 0 ? answer(input.rest, parts) : request(input.rest, parts)
    try promise(whole == pieced, "pieces of \(size) bytes are read otherwise than the whole: \(pieced), not \(whole)")
    switch whole {
    case .open(let target, let key, let rest):
        try promise(input.rest.suffix(rest.count).elementsEqual(rest), "what stands behind the header was changed")
        if choice & 1 == 0 {
            let proof = Array(WebSocketHandshake.accept(for: sampleKey).utf8)
            try promise(contains(input.rest, proof), "an answer without the proof was accepted")
        } else {
            try promise(!target.isEmpty && !target.utf8.contains(0x20), "a request without a target was accepted")
            var client = WebSocketResponseParser(key: key)
            do {
                try promise(
                    try client.receive(WebSocketHandshake.acceptResponse(key: key)) == [],
                    "our consent is not understood")
            } catch { throw BrokenPromise("our consent is not understood") }
        }
    case .refused(let error):
        try promise(error.description.utf8.count < 200, "an endless error")
        try promise(error.rejection.starts(with: "HTTP/1.1 4".utf8), "a refusal that is none")
    case .incomplete:
        try promise(input.rest.count <= limit * 10, "a header without end is collected")
    }
}

private enum Outcome: Equatable {
    case incomplete
    case open(target: String, key: String, rest: [UInt8])
    case refused(WebSocketHandshakeError)
}

private func answer(_ bytes: ArraySlice<UInt8>, _ parts: [ArraySlice<UInt8>]) -> Outcome {
    var parser = WebSocketResponseParser(key: sampleKey, limit: limit)
    do {
        for part in parts {
            guard let rest = try parser.receive(part) else { continue }
            return .open(target: "", key: "", rest: rest + bytes[part.endIndex...])
        }
        return .incomplete
    } catch { return .refused(error) }
}

private func request(_ bytes: ArraySlice<UInt8>, _ parts: [ArraySlice<UInt8>]) -> Outcome {
    var parser = WebSocketRequestParser(limit: limit)
    do {
        for part in parts {
            guard let (request, rest) = try parser.receive(part) else { continue }
            return .open(target: request.target, key: request.key, rest: rest + bytes[part.endIndex...])
        }
        return .incomplete
    } catch { return .refused(error) }
}

private func contains(_ bytes: ArraySlice<UInt8>, _ needle: [UInt8]) -> Bool {
    guard bytes.count >= needle.count else { return false }
    return (bytes.startIndex...(bytes.endIndex - needle.count)).contains { bytes[$0...].starts(with: needle) }
}
