import ArgumentParser
import Parsing
import RunbookModel

/// What came of one input.
enum RunbookFile {
    case runbook(RunbookContent)
    /// Why not, and the exit status for it.
    case failed(String, ExitCode)

    /// Exit status for input without steps (`EX_DATAERR` of sysexits.h) and for input that can't be read
    /// (`EX_NOINPUT`).
    static let noSteps = ExitCode(65)
    static let noInput = ExitCode(66)

    /// Reads and parses an input.
    static func read(_ path: String, as format: SourceFormat) -> RunbookFile {
        let bytes: [UInt8]
        switch Console.read(path, limit: Limits.sourceBytes) {
        case .failure(let problem): return .failed(problem.text, noInput)
        case .success(let read): bytes = read
        }
        switch RunbookParser().parse(bytes: bytes, as: format) {
        case .notText(let what): return .failed("this is \(what), not text.", noSteps)
        case .runbook(let content, _) where content.steps.isEmpty:
            return .failed(
                """
                nothing in it is a step. Looked for: commands in code blocks, after a prompt, in backticks and on lines \
                of their own; numbered and bulleted instructions; sentences that ask for something; conditions; tables \
                of causes and actions.
                """, noSteps)
        case .runbook(let content, _): return .runbook(content)
        }
    }
}
