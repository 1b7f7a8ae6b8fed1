import Glibc
import Testing

@testable import Transport

/// What this process holds.
private struct Holdings: CustomStringConvertible {
    var descriptors = entries("/proc/self/fd")
    var threads = entries("/proc/self/task")
    var residentPages = statm()

    var description: String { "\(descriptors) descriptors, \(threads) threads, \(residentPages) resident pages" }

    private static func entries(_ path: String) -> Int {
        guard let directory = opendir(path) else { return 0 }
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        return count
    }

    private static func statm() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, 256, file) != nil else { return 0 }
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }
}

/// What was left behind.
private struct Leak: Error {
    let before: Holdings
    let after: Holdings
}

private func openAndClose(_ count: Int, _ server: TestServer, _ context: TLSContext) async throws {
    for number in 0..<count {
        let client = try WebSocketClient("wss://localhost:\(server.port)/", context: context)
        #expect(client.send("x"))
        #expect(await client.texts(1) == ["x"])
        // Every way to part: a handshake, a cut, and letting go.
        switch number % 3 {
        case 0:
            client.close()
            #expect(await client.end() == nil)
        case 1:
            client.abort()
            #expect(await client.end() == .aborted)
        default: break
        }
    }
}

@Suite struct Resources {
    @Test("a thousand connections leave no descriptor, no thread and no memory behind")
    func thousand() async {
        // A process of its own: other tests come and go in this one.
        await #expect(processExitsWith: .success) { try await countHoldings() }
    }
}

/// What is held once the last threads and the server's ends are gone: the least that is seen for a second.
private func settled() async throws -> Holdings {
    var least = Holdings()
    var unchanged = 0
    while unchanged < 50 {
        try await Task.sleep(for: .milliseconds(20))
        let next = Holdings()
        unchanged = next.descriptors < least.descriptors || next.threads < least.threads ? 0 : unchanged + 1
        least.descriptors = min(least.descriptors, next.descriptors)
        least.threads = min(least.threads, next.threads)
        least.residentPages = next.residentPages
    }
    return least
}

private func countHoldings() async throws {
    let server = try TestServer(script: echo)
    let context = try TLSContext(extraAuthorities: TestCertificate.authorityFile)
    try await openAndClose(60, server, context)
    let before = try await settled()
    try await openAndClose(1000, server, context)
    let after = try await settled()
    // Thrown, because that is what ends the process with a failure.
    // A few more may belong to the runtime and to the server.
    guard after.descriptors <= before.descriptors + 4, after.threads <= before.threads + 4,
        after.residentPages <= before.residentPages + 2048
    else { throw Leak(before: before, after: after) }
}
