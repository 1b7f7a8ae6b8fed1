import ArgumentParser

/// The parser as a tool of its own.
@main
struct Main: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ddoc-parse",
        abstract: "Reads a runbook that was written for people and shows its steps, their risk and its doubts.",
        discussion: """
            Reads Markdown, reStructuredText, AsciiDoc, text pasted from Slack or a wiki, plain prose, shell histories \
            and terminal recordings. Nothing is run and nothing leaves this machine.

              ddoc-parse runbook.md                        show what is in it
              ddoc-parse --explain runbook.md              and why
              ddoc-parse --format json runbook.md          the same for programs
              ddoc-parse --check docs/runbooks             what readers would have to ask
              ddoc-parse --diff old.md new.md              what changed, step by step
              ddoc-parse risk 'kubectl delete pod web-1'   the colour of one command

            ddoc-parse help parse lists all options.

            Exit status: 0 when steps were found, 1 when --check found a problem or --diff a difference, 64 for wrong \
            usage, 65 when nothing in the input is a step, 66 when an input can't be read.
            """,
        subcommands: [ParseCommand.self, RiskCommand.self], defaultSubcommand: ParseCommand.self)
}

/// The forms that output can have.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
    case markdown
}

/// The forms that risks can be written in.
enum RiskFormat: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
}
