import Bot
import GRDB
import Glibc
import JSONTree
import Testing

@testable import Store

@Suite struct CheckpointerTests {
    private func size(_ path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : -1
    }

    @Test func theLogIsMovedBesideTheWrites() async throws {
        try await withDirectory { directory in
            let path = directory + "/dd0c.db"
            let store = try SQLiteStore.open(path: path)
            let before = size(path)
            let text = String(repeating: "x", count: 2000)
            for number in 0..<30 { try await store.write { try $0.setSetting("s\(number)", .string(text)) } }
            #expect(size(path) == before, "so far it is in the log alone")
            let checkpointer = try Checkpointer(path: path, interval: 3)
            checkpointer.didCommit()
            checkpointer.didCommit()
            checkpointer.didCommit()
            // Waits for what was begun.
            try checkpointer.close()
            #expect(size(path) > before)
            #expect(try await store.read { try $0.setting("s29")?.string } == text)
        }
    }

    @Test func aBusyLogIsBounded() async throws {
        try await withDirectory { directory in
            let path = directory + "/dd0c.db"
            let store = try SQLiteStore.open(path: path)
            let page = String(repeating: "x", count: 3000)
            var longest = 0
            for round in 0..<40 {
                try await store.write { transaction in
                    for number in 0..<200 { try transaction.setSetting("s\(number)", .string("\(round)" + page)) }
                }
                longest = max(longest, size(path + "-wal"))
            }
            #expect(longest <= 2 * Checkpointer.longestLog * 4096)
        }
    }
}
