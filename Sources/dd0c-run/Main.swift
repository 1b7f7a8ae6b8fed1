import ArgumentParser

@main
struct DD0CRun: AsyncParsableCommand {
    // Every command gives its name: to make it of that of the type costs each start a few milliseconds.
    static let configuration = CommandConfiguration(
        commandName: "dd0c-run",
        abstract: "The runbook copilot: paste a runbook, and it walks you through the incident.",
        discussion: """
            Try it without a Slack workspace:   dd0c-run demo
            Run it for your workspace:          dd0c-run serve
            """,
        version: Version.text,
        subcommands: [
            Serve.self, Demo.self, SandboxCommand.self, Import.self, Match.self, Audit.self, Backup.self,
            Inbox.self, Outbox.self, Manifest.self, Doctor.self, DemoService.self,
        ])
}

/// The version of the program.
enum Version {
    static let text = "0.1.0"
}
