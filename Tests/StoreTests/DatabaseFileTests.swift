import Bot
import FoundationEssentials
import GRDB
import Glibc
import JSONTree
import RunbookModel
import Store
import Testing

@Suite struct DatabaseFileTests {
    private static func mode(_ path: String) -> UInt32 {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    private static func refusal(_ path: String, _ access: SQLiteStore.Access = .owner) async throws -> StoreError? {
        try await storeError { _ = try SQLiteStore.open(path: path, access: access) }
    }

    @Test func directoriesAndFilesAreForThisAccountAlone() async throws {
        try await withDirectory { directory in
            let path = directory + "/state/dd0c-run/dd0c.db"
            let store = try SQLiteStore.open(path: path)
            try await store.write { _ = try $0.accept(delivery("k"), at: at(0)) }
            #expect(Self.mode(directory + "/state") == 0o700)
            #expect(Self.mode(directory + "/state/dd0c-run") == 0o700)
            for suffix in ["", "-wal", "-shm", ".lock"] { #expect(Self.mode(path + suffix) == 0o600, "\(suffix)") }
        }
    }

    @Test func everyCommitIsFlushed() async throws {
        try await withDirectory { directory in
            let path = directory + "/dd0c.db"
            let store = try SQLiteStore.open(path: path)
            #expect(try await store.synchronousMode() == 2)
            #expect(
                try await DatabaseQueue(path: path).read { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
                    == "wal")
        }
    }

    @Test func oneOwnerAtATime() async throws {
        try await withDirectory { directory in
            let path = directory + "/dd0c.db"
            var first: SQLiteStore? = try SQLiteStore.open(path: path)
            try await first?.write { try $0.setSetting("a", 1) }
            let error = try await Self.refusal(path)
            #expect(error?.code == .unavailable)
            #expect(error?.message.contains("process \(getpid())") == true)
            // Others may look, and write shortly.
            let guest = try SQLiteStore.open(path: path, access: .guest)
            try await guest.write { try $0.setSetting("b", 2) }
            let reader = try SQLiteStore.open(path: path, access: .reader)
            #expect(try await reader.read { try $0.setting("b") } == 2)
            #expect(try await first?.read { try $0.setting("b") } == 2)
            let refused = try await storeError { try await reader.write { try $0.setSetting("c", 3) } }
            #expect(refused?.code == .unavailable)
            first = nil
            #expect(try await Self.refusal(path) == nil)
        }
    }

    /// What a process that is being started inherits is the same open file as the lock's own.
    @Test func aLockThatAProcessInheritedIsGivenBackAllTheSame() async throws {
        try await withDirectory { directory in
            let path = directory + "/dd0c.db"
            var first: SQLiteStore? = try SQLiteStore.open(path: path)
            try await first?.write { try $0.setSetting("a", 1) }
            let inherited = try #require(try Self.duplicate(of: path + ".lock"))
            defer { close(inherited) }
            #expect(try await Self.refusal(path)?.code == .unavailable)
            first = nil
            #expect(try await Self.refusal(path) == nil)
        }
    }

    /// Another number for the file of this process that is open at `path`.
    private static func duplicate(of path: String) throws -> Int32? {
        let numbers = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap(Int32.init)
        return numbers.first { number in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(number)")) == path
        }.map { dup($0) }
    }

    @Test func foreignFilesAreRefusedAndLeftAlone() async throws {
        try await withDirectory { directory in
            let text = directory + "/notes.txt"
            try Data("SQLite is nice, but this is a text. ".utf8 + Array(repeating: 65, count: 200)).write(
                to: URL(filePath: text))
            #expect(try await Self.refusal(text)?.message.contains("not an SQLite database") == true)
            let other = directory + "/other.db"
            let queue = try DatabaseQueue(path: other)
            try await queue.write { try $0.execute(sql: "CREATE TABLE t (a)") }
            try queue.close()
            let before = try Data(contentsOf: URL(filePath: other))
            #expect(try await Self.refusal(other)?.message.contains("another program") == true)
            #expect(try Data(contentsOf: URL(filePath: other)) == before)
            #expect(try await Self.refusal(directory)?.code == .unavailable)
            #expect(try await Self.refusal(directory + "/missing.db", .reader)?.code == .unavailable)
            #expect(try await Self.refusal(text + "/below/dd0c.db")?.code == .unavailable)
        }
    }

    @Test func aNewerFileIsRefused() async throws {
        try await withDirectory { directory in
            let path = directory + "/dd0c.db"
            try SQLiteStore.open(path: path).close()
            let queue = try DatabaseQueue(path: path)
            try await queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999 the future')") }
            try queue.close()
            #expect(try await Self.refusal(path)?.message.contains("newer version") == true)
        }
    }

    @Test func anOlderFileIsForItsOwnerToBringUpToDate() async throws {
        try await withDirectory { directory in
            let path = directory + "/dd0c.db"
            try SQLiteStore.open(path: path).close()
            let queue = try DatabaseQueue(path: path)
            try await queue.write { db in
                try db.execute(
                    sql: """
                        DELETE FROM grdb_migrations WHERE identifier LIKE '003%';
                        DROP TABLE execution; DROP TABLE audit; DROP TABLE audit_head; DROP TABLE timer;
                        DROP TABLE setting;
                        """)
            }
            try queue.close()
            #expect(try await Self.refusal(path, .reader)?.message.contains("older version") == true)
            try SQLiteStore.open(path: path).close()
            #expect(try await Self.refusal(path, .reader) == nil)
        }
    }

    @Test func migrationsRunOnce() async throws {
        try await withDirectory { directory in
            let path = directory + "/dd0c.db"
            for round in 1...3 {
                let store = try SQLiteStore.open(path: path)
                #expect(try await store.write { try $0.accept(delivery("once"), at: at(0)) } == (round == 1))
                try store.close()
            }
        }
    }

    @Test func aDamagedRowIsToldOf() async throws {
        try await withDirectory { directory in
            let path = directory + "/dd0c.db"
            let store = try SQLiteStore.open(path: path)
            try await store.insertRun()
            try await DatabaseQueue(path: path).write { try $0.execute(sql: "UPDATE run SET body = '{}'") }
            let error = try await storeError { _ = try await store.read { try $0.run("run-1") } }
            #expect(error?.code == .corrupt && error?.message.contains("run-1") == true)
        }
    }
}
