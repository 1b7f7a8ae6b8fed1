import ArgumentParser
import JSONTree
import Parsing
import RunbookModel

/// `ddoc-parse [FILE|-]`
struct ParseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse", abstract: "Show the steps of a runbook (the default).")

    @Argument(help: "The file to read; - or nothing reads standard input.", completion: .file())
    var file = "-"

    @Option(help: "What kind of text it is: \(SourceFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
    var from: SourceFormat = .auto

    @Option(help: "How to write the result: text, json, markdown.")
    var format: OutputFormat = .text

    @Flag(help: "Exit with 1 when a doubt has no answer in the text, or a step is red and has no way back.")
    var check = false

    /// Exit status for input without steps (`EX_DATAERR` of sysexits.h) and for input that can't be read
    /// (`EX_NOINPUT`).
    private static let noSteps = ExitCode(65)
    private static let noInput = ExitCode(66)

    func run() throws {
        guard let bytes = Console.read(file, limit: Limits.sourceBytes) else { throw Self.noInput }
        let content: RunbookContent
        switch RunbookParser().parse(bytes: bytes, as: from) {
        case .notText(let what):
            Console.complain("\(file): this is \(what), not text.")
            throw Self.noSteps
        case .runbook(let parsed, _): content = parsed
        }
        guard !content.steps.isEmpty else {
            Console.complain(
                """
                \(file): nothing in it is a step. Looked for: commands in code blocks, after a prompt, in backticks and on \
                lines of their own; numbered and bulleted instructions; sentences that ask for something; conditions; \
                tables of causes and actions.
                """)
            throw Self.noSteps
        }
        switch format {
        case .json: Console.write(RunbookJSON.encode(content).text(pretty: true) + "\n")
        case .markdown: Console.write(RunbookMarkdown.render(content))
        case .text:
            var report = TextReport(colours: Console.hasColours, width: min(Console.width, 110))
            Console.write(report.render(content))
        }
        if check, !Self.isClean(content) { throw ExitCode(1) }
    }

    private static func isClean(_ content: RunbookContent) -> Bool {
        content.ambiguities.allSatisfy { $0.resolution != nil }
            && content.steps.allSatisfy { $0.risk != .red || $0.rollback != nil || $0.kind != .command }
    }
}

extension SourceFormat: ExpressibleByArgument {}
