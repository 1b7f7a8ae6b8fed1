import Bot
import Glibc
import JSONTree
import RunbookModel
import Store

/// A directory of its own, removed at the end.
func withDirectory<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    var template = Array("/tmp/dd0c-store-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure(what: "mkdtemp: \(errno)") }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { removeTree(path) }
    return try await body(path)
}

/// A store in a file of its own.
func withStore<Value>(_ body: (SQLiteStore) async throws -> Value) async throws -> Value {
    try await withDirectory { directory in try await body(try SQLiteStore.open(path: directory + "/dd0c.db")) }
}

struct Failure: Error {
    var what: String
}

private func removeTree(_ path: String) {
    guard let directory = opendir(path) else { return }
    while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name == "." || name == ".." { continue }
        if unlink("\(path)/\(name)") != 0 { removeTree("\(path)/\(name)") }
    }
    closedir(directory)
    rmdir(path)
}

func at(_ seconds: Int64) -> Timestamp { Timestamp(milliseconds: 1_767_603_600_000 + seconds * 1000) }

let channel: ChannelID = "C1"

func runbook(_ id: RunbookID = "rb-1", version: Int = 1, title: String = "Slow pool", steps: Int = 2) -> Runbook {
    let content = RunbookContent(
        title: title, services: ["payments"],
        steps: (1...steps).map { number in
            Step(
                number: number, kind: .command, title: "Look \(number)", command: "uptime # \"quoted\" \u{1F600}\0",
                reasons: [RiskReason(rule: "uptime", text: "reads", risk: .green, range: 0..<6)], lines: 1...2)
        })
    return Runbook(id: id, version: version, content: content, source: "source\0text", savedBy: "U1", savedAt: at(0))
}

func run(_ id: RunID = "run-1", of runbook: Runbook = runbook(), offered: Int64 = 10) -> Run {
    Run(
        id: id, runbook: runbook.id, runbookVersion: runbook.version, title: runbook.content.title, channel: channel,
        steps: runbook.content.steps.map { RunStep(step: $0) }, incidentBegan: at(offered), offeredAt: at(offered))
}

func alert(_ id: AlertID, fingerprint: String = "f1", started: Int64 = 0) -> Alert {
    Alert(
        id: id, vendor: "generic", fingerprint: fingerprint, status: .firing, title: "It is slow",
        labels: ["service": "payments"], startedAt: at(started))
}

func delivery(_ key: String, _ body: JSONValue = ["n": 1]) -> Delivery {
    Delivery(key: key, kind: .slackEvent, body: body)
}

extension SQLiteStore {
    /// A store that holds a runbook and a run of it.
    func insertRun(_ run: Run = run()) async throws {
        try await write { transaction in
            if try transaction.runbook(run.runbook) == nil { try transaction.insert(runbook(run.runbook)) }
            try transaction.insert(run)
        }
    }
}

/// The code of the `StoreError` that `body` throws; `nil` when it throws none.
func storeError(_ body: () async throws -> Void) async throws -> StoreError? {
    do {
        try await body()
        return nil
    } catch let error as StoreError {
        return error
    }
}

extension StoreTransaction {
    /// The waiting messages themselves, in order.
    func pendingOutboxRows(limit: Int) throws -> [OutboxRow] {
        try waitingMessages(limit: limit).compactMap { try outboxRow($0.id) }
    }
}
