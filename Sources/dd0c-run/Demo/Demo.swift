import ArgumentParser
import FoundationEssentials
import Glibc
import Logging
import ServiceLifecycle
import SlackSandbox
import UnixSignals

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Start a Slack workspace in a box with the bot in it, and a real incident.")

    @Option(help: "Port of the page on 127.0.0.1; 0 takes any")
    var port = 8080
    @Option(help: "Seconds until the incident begins by itself; 0 waits to be asked")
    var incidentAfter = 60
    @Option(help: "Directory for the database and the logs of this demo; a new temporary one unless given")
    var directory: String?
    @Option(help: "Directory of the page, to change it without building")
    var page: String?

    func run() async throws {
        try await ending {
            let redaction = Redaction(secrets: [])
            LoggingSystem.bootstrap { LineLogHandler(label: $0, level: .warning, redaction: redaction) }
            let isTemporary = directory == nil
            let folder = try directory ?? TemporaryFolder.make("dd0c-demo")
            do {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            } catch {
                throw Exit(code: .cannotCreate, line: "\(folder): \(error)")
            }
            let stage = try await DemoStage(
                folder: folder, port: port, page: page, incidentAfter: incidentAfter)
            let logger = Logger(label: "demo")
            try await ServiceGroup(
                configuration: ServiceGroupConfiguration(
                    services: stage.services.map { .init(service: $0) },
                    gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
            ).run()
            guard isTemporary else { return }
            do {
                try FileManager.default.removeItem(atPath: folder)
            } catch {
                logger.warning("the demo's directory stays", metadata: ["path": "\(folder)", "error": "\(error)"])
            }
        }
    }
}

/// A port that nobody listens on at this moment.
enum FreePort {
    static func find() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Exit(code: .unavailable, line: "no socket can be made") }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && getsockname(descriptor, address, &length) == 0
            }
        }
        guard isBound else { throw Exit(code: .unavailable, line: "no port is free on 127.0.0.1") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
