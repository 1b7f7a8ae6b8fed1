/// The rule tables that come with the program, one per family of tools.
enum BuiltInTables {
    static let all: [(name: String, text: String)] = [
        ("files", files), ("text", text), ("system", system), ("processes", processes), ("network", network),
        ("storage", storage), ("packages", packages), ("accounts", accounts), ("git", git), ("containers", containers),
        ("kubernetes", kubernetes), ("delivery", delivery), ("infrastructure", infrastructure),
        ("databases", databases),
        ("redis", redis), ("messaging", messaging), ("coordination", coordination), ("services", services),
        ("cloud", cloud), ("cluster-software", clusterSoftware), ("backups", backups), ("applications", applications),
    ]
}
