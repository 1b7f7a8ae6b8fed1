import RiskRules

/// The tables of a team, from a directory.
enum TeamTables {
    private static let scriptLimit = 16 << 20

    /// The rules with the tables of a directory; `nil` after saying what is wrong with them.
    static func rules(in directory: String) -> RuleSet? {
        let names: [String]
        switch Console.names(in: directory) {
        case .success(let all): names = all.filter(TeamTable.isTable(fileNamed:))
        case .failure(let problem):
            Console.complain("\(directory): \(problem.text)")
            return nil
        }
        var tables: [TeamTable] = []
        // One more than are taken, so that the rules refuse them.
        for name in names.prefix(RuleSet.teamTableLimit + 1) {
            guard let bytes = read(directory + "/" + name, limit: RuleSet.teamTextLimit) else { return nil }
            tables.append(TeamTable(file: name, text: String(decoding: bytes, as: UTF8.self)))
        }
        let (rules, errors) = RuleSet.builtIn(with: tables)
        guard errors.isEmpty else {
            for error in errors { Console.complain("\(directory)/\(error)") }
            return nil
        }
        var digests: [String: String] = [:]
        for path in rules.declaredScripts {
            if let bytes = read(path, limit: scriptLimit), bytes.count <= scriptLimit {
                digests[path] = SHA256.hexadecimal(of: bytes)
            }
        }
        return rules.with(digests: digests)
    }

    /// The bytes of a file; `nil` after saying why it cannot be read.
    private static func read(_ path: String, limit: Int) -> [UInt8]? {
        switch Console.read(path, limit: limit) {
        case .success(let bytes): return bytes
        case .failure(let problem):
            Console.complain("\(path): \(problem.text)")
            return nil
        }
    }
}
