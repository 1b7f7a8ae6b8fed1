import ArgumentParser
import DemoWorld
import Logging
import ServiceLifecycle
import UnixSignals

/// The checkout service of the demo incident, as a process of its own.
struct DemoService: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo-service", abstract: "The service that the demo incident happens to.", shouldDisplay: false)

    @Option(help: "Port on 127.0.0.1")
    var port = 0
    @Option(help: "Log file")
    var logFile: String
    @OptionGroup var life: LifeOptions

    func run() async throws {
        try await ending {
            let logger = Logger(label: "checkout") { label in
                LineLogHandler(label: label, level: .warning, redaction: Redaction(secrets: []))
            }
            var services: [any Service] = [try CheckoutService(port: port, logFile: logFile, logger: logger)]
            if life.followParent { services.append(ParentWatch(logger: logger)) }
            do {
                try await ServiceGroup(
                    services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
                ).run()
            } catch is ParentWatch.ParentGone {
                return
            }
        }
    }
}
