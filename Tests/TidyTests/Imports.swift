/// What each target may import. The arrows of docs/architecture.md, held by a test: the compiler lets a transitive
/// import pass.
enum Imports {
    /// The standard library's own modules, and the smallest part of Foundation.
    static let everywhere: Set<String> = ["Swift", "Glibc", "Synchronization", "FoundationEssentials"]

    static let allowed: [String: Set<String>] = [
        "JSONTree": [],
        "Locking": [],
        "RunbookModel": [],
        "ByteText": [],
        "ShellSyntax": [],
        "RiskRules": ["RunbookModel", "ShellSyntax", "ByteText"],
        "Parsing": ["RunbookModel", "ShellSyntax", "RiskRules", "JSONTree", "ByteText", "CMarkGFM"],
        "Engine": ["RunbookModel"],
        "Matching": ["RunbookModel"],
        "BlockKit": ["JSONTree", "Locking"],
        "Views": ["RunbookModel", "JSONTree", "BlockKit", "CEmbedded"],
        "WebSocket": [],
        "SlackWire": ["WebSocket", "BlockKit", "JSONTree"],
        "Bot": [
            "RunbookModel", "RiskRules", "Parsing", "Engine", "Matching", "JSONTree", "BlockKit", "Views",
            "SlackWire", "Locking", "Logging", "Metrics", "ServiceLifecycle",
        ],
        "Store": ["RunbookModel", "Engine", "Views", "JSONTree", "Bot", "GRDB", "COpenSSL", "Locking", "Dispatch"],
        "Transport": [
            "WebSocket", "SlackWire", "JSONTree", "Locking", "COpenSSL", "CCurl", "CLinux", "Logging",
            "ServiceLifecycle",
        ],
        "Connectors": [
            "RunbookModel", "ShellSyntax", "JSONTree", "Bot", "COpenSSL", "CLinux", "Locking", "Logging", "Subprocess",
            "SystemPackage",
        ],
        "HTTPServing": ["Hummingbird", "HTTPTypes", "NIOCore", "Logging", "ServiceLifecycle", "Locking"],
        "SlackSandbox": [
            "HTTPServing", "WebSocket", "BlockKit", "JSONTree", "COpenSSL", "CLinux", "CEmbedded", "Locking",
            "Logging", "ServiceLifecycle",
        ],
        "DemoWorld": [
            "HTTPServing", "JSONTree", "CEmbedded", "Locking", "Logging", "ServiceLifecycle", "NIOCore", "NIOPosix",
        ],
        "ddoc-parse": ["RunbookModel", "Parsing", "RiskRules", "JSONTree", "ArgumentParser"],
        // In C, with nothing but libc.
        "dd0c-hold": [],
        "bench-wire": ["Transport"],
        "bench-risk": ["RiskRules", "ShellSyntax", "RunbookModel", "JSONTree", "BotTestKit"],
        "parse-bench": ["RunbookModel", "Parsing", "CMarkGFM", "BotTestKit"],
        "autobahn-client": ["WebSocket", "Transport", "JSONTree"],
        "FuzzTargets": ["WebSocket", "SlackWire", "JSONTree"],
        "BotTestKit": ["RunbookModel", "JSONTree", "Locking"],
    ]
}
