import Bot
import Foundation
import GRDB
import RunbookModel
import Store
import Testing

@Suite struct AuditTests {
    private static let entries = [
        AuditEntry(at: at(1), actor: .user("U1"), action: "runbook.saved", runbook: "rb-1"),
        AuditEntry(
            at: at(2), actor: .user("U2"), action: "step.approved", run: "run-1", runbook: "rb-1", step: 3,
            detail: ["command": "echo \"ä\" \u{2028}", "b": ""], shown: "*Step 3*\0 `echo`"),
        AuditEntry(at: at(3), actor: .system, action: "step.ended", run: "run-1", step: 3),
        AuditEntry(at: at(4), actor: .vendor("pagerduty"), action: "alert.resolved", run: "run-1"),
    ]

    /// A file with four entries, closed again.
    private static func trail(in directory: String) async throws -> String {
        let path = directory + "/dd0c.db"
        let store = try SQLiteStore.open(path: path)
        for entry in entries { try await store.write { try $0.audit(entry) } }
        try store.close()
        return path
    }

    @Test func entriesComeBackWhole() async throws {
        try await withStore { store in
            for entry in Self.entries { try await store.write { try $0.audit(entry) } }
            #expect(try await store.read { try $0.auditEntries(of: "run-1") } == Array(Self.entries[1...]))
            let page = try await store.auditEntries(after: 1, limit: 2)
            #expect(page.map(\.sequence) == [2, 3] && page.map(\.entry) == Array(Self.entries[1...2]))
            let check = try await store.verifyAudit()
            #expect(check.entries == 4 && check.broken == nil)
        }
    }

    @Test func anEmptyTrailIsGood() async throws {
        try await withStore { store in
            let check = try await store.verifyAudit()
            #expect(check.entries == 0 && check.broken == nil)
        }
    }

    /// The chain is a documented format: the digest is one that `sha256sum` gave.
    @Test func theHashIsTheOneThatIsDocumented() async throws {
        try await withDirectory { directory in
            let path = try await Self.trail(in: directory)
            let row = try DatabaseQueue(path: path).read { try Row.fetchOne($0, sql: "SELECT * FROM audit") }
            let entry =
                #"{"action":"runbook.saved","actor":{"user":"U1"},"at":1767603601000,"detail":{},"#
                + #""runbook":"rb-1","sequence":1}"#
            #expect(row?["entry"] == entry)
            #expect(row?["previous"] == String(repeating: "0", count: 64))
            #expect(row?["hash"] == "3009d597ab783dbfd8f53df69c67a8f665b960a658ef9bd59dc8e43e9b179f69")
        }
    }

    @Test func theTrailCannotBeChangedThroughTheDatabase() async throws {
        try await withDirectory { directory in
            let path = try await Self.trail(in: directory)
            let queue = try DatabaseQueue(path: path)
            for sql in ["UPDATE audit SET entry = '{}'", "DELETE FROM audit WHERE sequence = 4"] {
                await #expect(throws: DatabaseError.self) { try await queue.write { try $0.execute(sql: sql) } }
            }
        }
    }

    /// What somebody with the file in hand can do, each with the first link that shows it.
    private static let tamperings: [(sql: String, sequence: Int64)] = [
        ("UPDATE audit SET entry = replace(entry, 'U2', 'U9') WHERE sequence = 2", 2),
        ("UPDATE audit SET shown = x'00' WHERE sequence = 2", 2),
        ("UPDATE audit SET shown = NULL WHERE sequence = 2", 2),
        ("UPDATE audit SET run = NULL WHERE sequence = 3", 3),
        ("UPDATE audit SET at = at + 1 WHERE sequence = 3", 3),
        ("UPDATE audit SET hash = previous WHERE sequence = 1", 1),
        ("UPDATE audit SET previous = hash WHERE sequence = 4", 4),
        ("DELETE FROM audit WHERE sequence = 2", 2),
        ("DELETE FROM audit WHERE sequence = 4", 4),
        ("DELETE FROM audit", 1),
        ("UPDATE audit SET sequence = 5 WHERE sequence = 4", 4),
    ]

    private static func tamper(_ path: String, _ sql: String) async throws {
        let queue = try DatabaseQueue(path: path)
        try await queue.write { db in
            try db.execute(sql: "DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_shortened; " + sql)
        }
        try queue.close()
    }

    @Test(arguments: tamperings)
    func theFirstBrokenLinkIsNamed(_ sql: String, _ sequence: Int64) async throws {
        try await withDirectory { directory in
            let path = try await Self.trail(in: directory)
            try await Self.tamper(path, sql)
            let check = try await SQLiteStore.open(path: path, access: .reader).verifyAudit()
            #expect(check.broken?.sequence == sequence)
            #expect(check.entries == Int(sequence) - 1)
            #expect(check.broken?.reason.isEmpty == false)
        }
    }

    @Test func anEntryGoesWithItsTransaction() async throws {
        try await withStore { store in
            await #expect(throws: Failure.self) {
                try await store.write { transaction in
                    try transaction.audit(Self.entries[0])
                    throw Failure(what: "on purpose")
                }
            }
            try await store.write { try $0.audit(Self.entries[1]) }
            let check = try await store.verifyAudit()
            #expect(check.entries == 1 && check.broken == nil)
        }
    }

    // MARK: The script that knows nothing of this program

    private static func verifyIndependently(_ arguments: String...) throws -> (code: Int32, said: String) {
        let script = URL(filePath: #filePath).appending(path: "../../../scripts/verify-audit").standardized
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script.path] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, said)
    }

    @Test func theIndependentVerifierAgreesOnAGoodTrail() async throws {
        try await withDirectory { directory in
            let path = try await Self.trail(in: directory)
            let head = try await SQLiteStore.open(path: path, access: .reader).verifyAudit().head
            let answer = try Self.verifyIndependently(path, head)
            #expect(answer.code == 0 && answer.said == "unbroken, 4 entries, head \(head)\n")
            #expect(try Self.verifyIndependently(path, String(repeating: "0", count: 64)).code == 1)
            #expect(try Self.verifyIndependently(directory + "/none.db").code == 2)
        }
    }

    @Test(arguments: tamperings)
    func theIndependentVerifierNamesTheSameLink(_ sql: String, _ sequence: Int64) async throws {
        try await withDirectory { directory in
            let path = try await Self.trail(in: directory)
            try await Self.tamper(path, sql)
            let reason = try #require(try await SQLiteStore.open(path: path, access: .reader).verifyAudit().broken)
                .reason
            let answer = try Self.verifyIndependently(path)
            #expect(answer.code == 1 && answer.said == "broken at entry \(sequence): \(reason)\n")
        }
    }

    @Test func whatWasPrintedIsKeptByItsDigest() async throws {
        try await withDirectory { directory in
            let path = directory + "/dd0c.db"
            let store = try SQLiteStore.open(path: path)
            let entry = AuditEntry(at: at(1), actor: .system, action: "command.ended", output: "hello\n")
            try await store.write { try $0.audit(entry) }
            try store.close()
            let stored = try await DatabaseQueue(path: path).read {
                try String.fetchOne($0, sql: "SELECT entry FROM audit")
            }
            let digest = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"
            #expect(stored?.contains(#""output":"\#(digest)""#) == true && stored?.contains("hello") == false)
            #expect(try Self.verifyIndependently(path).code == 0)
        }
    }
}
