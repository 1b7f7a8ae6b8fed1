import FoundationEssentials
import RiskRules

/// The rule tables of a team, from a directory.
enum RiskTableFolder {
    /// The built-in rules with those of the directory; `nil` without a directory.
    /// - Throws: `Exit` with the first mistake in one line.
    static func rules(in directory: String?) throws -> RuleSet? {
        guard let directory else { return nil }
        let (rules, errors) = RuleSet.builtIn(with: try tables(in: directory))
        guard let first = errors.first else { return rules }
        let more = errors.count > 1 ? " And \(errors.count - 1) more." : ""
        throw Configuration.unusable("DD0C_RISK_TABLES", "\(directory)/\(first.description)\(more)")
    }

    private static func tables(in directory: String) throws -> [TeamTable] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
                .filter(TeamTable.isTable(fileNamed:))
                .map { TeamTable(file: $0, text: try String(contentsOfFile: "\(directory)/\($0)", encoding: .utf8)) }
        } catch {
            throw Configuration.unusable("DD0C_RISK_TABLES", "the directory \(directory) cannot be read: \(error)")
        }
    }
}
