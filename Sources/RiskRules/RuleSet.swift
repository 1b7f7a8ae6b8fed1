/// All rule tables, by program: the built-in ones, and what a team added to them.
package struct RuleSet: Sendable {
    private(set) var tools: [String: ToolTable] = [:]
    /// What is wrong with the tables; empty for the built-in ones, which a test checks.
    private(set) var problems: [String] = []
    /// Rules of a team for programs that have built-in rules: they raise colours, nothing else.
    var raises: [String: [SubcommandRule]] = [:]
    /// Scripts that a team approved, by path.
    var scripts: [String: ToolTable] = [:]
    /// SHA-256 of those scripts as they are now, by path, in lower-case hexadecimal.
    var digests: [String: String] = [:]
    /// Digest of the text of the team's tables; 0 without any.
    var fingerprint: UInt64 = 0

    /// Version of the built-in tables; changes whenever the colour of any command may change.
    static let builtInVersion = "2026.11.6"

    /// The built-in tables, read once.
    /// Names of the programs that the built-in rules know.
    package static let builtInNames: Set<String> = Set(builtIn.tools.keys)
    package static let builtIn = RuleSet(tables: BuiltInTables.all)

    /// Version of these rules: that of the built-in ones, and behind a `+` what stands for the team's tables and the
    /// state of its scripts.
    package var version: String {
        guard fingerprint != 0 else { return Self.builtInVersion }
        var state = fingerprint
        for path in scripts.keys.sorted() { state = Self.mixed(state, (path + (digests[path] ?? "")).utf8) }
        return Self.builtInVersion + "+" + String(state, radix: 16)
    }

    init(tables: [(name: String, text: String)]) {
        for table in tables {
            do throws(RuleTableError) {
                for var tool in try ToolTableParser.parse(table.text) {
                    tool.readsFiles = table.name == "files" || table.name == "text"
                    for name in tool.names { tools[name] = tool }
                }
            } catch {
                problems.append("\(table.name), \(error)")
            }
        }
    }

    /// Whether the built-in rules say anything of a program of this name.
    func isBuiltIn(_ name: String) -> Bool { tools[name] != nil || ToolHandlers.all[name] != nil }

    /// Adds a tool that has no rules yet.
    mutating func insert(_ tool: ToolTable) {
        for name in tool.names where !isBuiltIn(name) { tools[name] = tool }
    }

    /// FNV-1a, for telling versions apart; not for security.
    static func mixed(_ hash: UInt64, _ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(hash == 0 ? 0xCBF2_9CE4_8422_2325 : hash) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}

extension RuleSet {
    /// What is wrong with the built-in tables.
    package static var builtInProblems: [String] { builtIn.problems }
}
