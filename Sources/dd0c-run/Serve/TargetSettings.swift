import Bot
import Connectors
import FoundationEssentials

/// The operator's targets file.
enum TargetSettings {
    /// Longest file, in bytes.
    private static let limit = 1 << 20

    /// What is in the file; no targets without one.
    /// - Throws: `Exit` with the first mistake in one line.
    static func file(_ path: String?) throws -> TargetFile {
        guard let path else { return .none }
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw Configuration.unusable("DD0C_TARGETS", "the file \(path) cannot be read")
        }
        guard data.count <= limit else { throw Configuration.unusable("DD0C_TARGETS", "\(path) is longer than 1 MiB") }
        do {
            return try TargetFile(parsing: Array(data))
        } catch {
            throw Configuration.unusable("DD0C_TARGETS", "in \(path), \(error)")
        }
    }
}

extension Configuration {
    /// How commands are run.
    var invocations: TargetInvocations {
        TargetInvocations(
            environment: environment, targets: targets,
            thisMachine: .thisMachine(directory: commandDirectory, passed: commandEnvironment))
    }
}
