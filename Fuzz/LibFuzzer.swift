import FuzzTargets

#if FUZZ_FRAMES
private let target = FuzzTarget.frames
#elseif FUZZ_HANDSHAKE
private let target = FuzzTarget.handshake
#else
private let target = FuzzTarget.envelopes
#endif

/// What libFuzzer calls for every input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    do {
        try target.check(Array(UnsafeBufferPointer(start: bytes, count: count)))
    } catch {
        preconditionFailure("\(target.rawValue): \(error)")
    }
    return 0
}
