import ArgumentParser
import FoundationEssentials
import Logging
import Metrics

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the bot: connect to Slack and serve until told to stop.")

    @OptionGroup var options: ServeOptions
    @OptionGroup var life: LifeOptions

    func run() async throws {
        try await ending {
            ResidentMemory.shareArenas()
            let environment = ProcessEnvironment.current
            let configuration = try Configuration(options, environment: environment)
            let redaction = Redaction(secrets: configuration.secrets)
            LoggingSystem.bootstrap { LineLogHandler(label: $0, level: configuration.logLevel, redaction: redaction) }
            let registry = PrometheusRegistry()
            MetricsSystem.bootstrap(registry)
            try LocalTime.use(configuration.timezone)
            try await BotProcess(configuration, registry, life).run()
        }
    }
}

/// How long a process lives beside its own work.
struct LifeOptions: ParsableArguments {
    @Flag(help: .hidden)
    var followParent = false
}
