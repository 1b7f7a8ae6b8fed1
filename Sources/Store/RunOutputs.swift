import Bot
import FoundationEssentials
import GRDB
import RunbookModel

/// Keeps the outputs of a run's attempts beside the run: a run is stored with every click, its outputs only once.
///
/// In the stored run an output stands as `output:` and its SHA-256. The table holds the text for it.
enum RunOutputs {
    /// Shorter outputs stay within the run.
    static let shortest = 256
    private static let prefix = "output:"

    /// Takes the outputs out of a run.
    static func detach(from run: inout Run) -> [String: String] {
        var outputs: [String: String] = [:]
        for step in run.steps.indices {
            for attempt in run.steps[step].attempts.indices {
                guard let text = run.steps[step].attempts[attempt].output?.text, text.utf8.count >= shortest else {
                    continue
                }
                let digest = AuditChain.digest(Array(text.utf8))
                outputs[digest] = text
                run.steps[step].attempts[attempt].output?.text = prefix + digest
            }
        }
        return outputs
    }

    /// Puts them back.
    static func attach(_ outputs: [String: String], to run: inout Run) {
        for step in run.steps.indices {
            for attempt in run.steps[step].attempts.indices {
                guard let text = run.steps[step].attempts[attempt].output?.text, text.hasPrefix(prefix),
                    let output = outputs[String(text.dropFirst(prefix.count))]
                else { continue }
                run.steps[step].attempts[attempt].output?.text = output
            }
        }
    }
}

extension SQLiteTransaction {
    /// Stores the outputs that a run has now, and deletes those that it has no more.
    func saveOutputs(_ outputs: [String: String], of run: RunID) throws {
        let known = Set(
            try all(
                "read the outputs of run \(run)", "SELECT digest FROM run_output WHERE run = ?", [run.rawValue]
            ) { $0["digest"] as String })
        for (digest, text) in outputs where !known.contains(digest) {
            try change(
                "store an output of run \(run)", "INSERT INTO run_output (run, digest, text) VALUES (?, ?, ?)",
                [run.rawValue, digest, TextBlob.data(text)])
        }
        for digest in known where outputs[digest] == nil {
            try change(
                "delete an output of run \(run)", "DELETE FROM run_output WHERE run = ? AND digest = ?",
                [run.rawValue, digest])
        }
    }

    /// A run as it was given to `save`.
    func wholeRun(_ body: String) throws -> Run {
        var run = try RowJSON.value(Run.self, from: body)
        let outputs = try all(
            "read the outputs of run \(run.id)", "SELECT digest, text FROM run_output WHERE run = ?", [run.id.rawValue]
        ) { row in
            (row["digest"] as String, TextBlob.text(row["text"]) ?? "")
        }
        if !outputs.isEmpty { RunOutputs.attach(Dictionary(outputs) { first, _ in first }, to: &run) }
        return run
    }
}
