import Connectors
import Foundation
import Testing

@Suite struct ScriptDigesterTests {
    private let folder = NSTemporaryDirectory() + "dd0c-digest-\(UUID().uuidString)"

    @Test func aChangedScriptHasAnotherDigest() async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/drain.sh"
        try Data("abc".utf8).write(to: URL(filePath: path))
        let first = await ScriptDigester.digests(of: [path])
        // FIPS 180-2, appendix B.1.
        #expect(first == [path: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"])
        try Data("abd".utf8).write(to: URL(filePath: path))
        #expect(await ScriptDigester.digests(of: [path]) != first)
    }

    @Test func whatCannotBeReadHasNone() async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let large = folder + "/large.sh"
        try Data(count: ScriptDigester.sizeLimit + 1).write(to: URL(filePath: large))
        let pipe = folder + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(await ScriptDigester.digests(of: [folder + "/none", folder, "/dev/zero", large, pipe]).isEmpty)
    }
}
