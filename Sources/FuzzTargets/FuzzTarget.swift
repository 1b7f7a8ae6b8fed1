/// A decoder that takes bytes from the network, with what it promises for any bytes whatsoever.
///
/// `make fuzz` searches for inputs that break a promise with libFuzzer; a test does so with `FuzzGenerator`.
package enum FuzzTarget: String, CaseIterable, Sendable {
    /// WebSocket frames, in both roles.
    case frames
    /// The opening handshake: a server's answer or a client's request.
    case handshake
    /// The texts of Socket Mode.
    case envelopes

    /// Feeds the decoder.
    /// - Parameter input: a few bytes of choices, then what comes from the network.
    /// - Throws: `BrokenPromise`.
    package func check(_ input: [UInt8]) throws(BrokenPromise) {
        var input = FuzzInput(input)
        switch self {
        case .frames: try checkFrames(&input)
        case .handshake: try checkHandshake(&input)
        case .envelopes: try checkEnvelopes(&input)
        }
    }
}

/// What a decoder did that it must never do.
package struct BrokenPromise: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

/// Demands a promise.
func promise(_ holds: Bool, _ what: @autoclosure () -> String) throws(BrokenPromise) {
    guard holds else { throw BrokenPromise(what()) }
}

/// Bytes that are taken from the front.
struct FuzzInput {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    /// The next byte; 0 at the end.
    mutating func choice() -> Int { Int(rest.popFirst() ?? 0) }
}

/// The bytes in pieces of a size.
func pieces(_ bytes: ArraySlice<UInt8>, of size: Int) -> [ArraySlice<UInt8>] {
    stride(from: bytes.startIndex, to: bytes.endIndex, by: size).map { bytes[$0..<min($0 + size, bytes.endIndex)] }
}
