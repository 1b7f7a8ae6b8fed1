/// All rule tables, by program.
package struct RuleSet: Sendable {
    private(set) var tools: [String: ToolTable] = [:]
    /// What is wrong with the tables; empty for the built-in ones, which a test checks.
    private(set) var problems: [String] = []

    /// The built-in tables, read once.
    static let builtIn = RuleSet(tables: BuiltInTables.all)

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
}

extension RuleSet {
    /// What is wrong with the built-in tables.
    package static var builtInProblems: [String] { builtIn.problems }
}
