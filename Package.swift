// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

func library(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
    name: "dd0c-run",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "dd0c-run", targets: ["dd0c-run"]),
        .executable(name: "ddoc-parse", targets: ["ddoc-parse"]),
        .executable(name: "dd0c-hold", targets: ["dd0c-hold"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/apple/swift-nio", from: "2.100.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0", traits: []),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
    ],
    targets: [
        // System libraries and what is embedded in the binary
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CMarkGFM", providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
        .systemLibrary(name: "CLinux"),
        .target(name: "CEmbedded", cSettings: [.unsafeFlags(["-Wno-c23-extensions"])]),

        // The pure core
        library("JSONTree"),
        library("Locking"),
        library("RunbookModel"),
        library("ByteText"),
        library("ShellSyntax"),
        library("RiskRules", ["RunbookModel", "ShellSyntax", "ByteText"]),
        library("Parsing", ["RunbookModel", "ShellSyntax", "RiskRules", "JSONTree", "ByteText", "CMarkGFM"]),
        library("Engine", ["RunbookModel"]),
        library("Matching", ["RunbookModel"]),
        library("BlockKit", ["JSONTree", "Locking"]),
        library("Views", ["RunbookModel", "JSONTree", "BlockKit", "CEmbedded"]),
        library("WebSocket"),
        library("SlackWire", ["WebSocket", "JSONTree"]),

        // The bot and its ports
        library(
            "Bot",
            [
                "RunbookModel", "ShellSyntax", "RiskRules", "Parsing", "Engine", "Matching", "JSONTree", "BlockKit",
                "Views", "SlackWire", "Locking", logging, metrics, lifecycle,
            ]),
        library(
            "Store",
            [
                "RunbookModel", "JSONTree", "Engine", "Views", "Bot", "Locking", "COpenSSL",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        library(
            "Transport",
            [
                "WebSocket", "SlackWire", "JSONTree", "Locking", "COpenSSL", "CCurl", "CLinux", logging, lifecycle,
            ]),
        library(
            "Connectors",
            [
                "RunbookModel", "ShellSyntax", "JSONTree", "Bot", "Locking", "COpenSSL", "CLinux", logging,
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]),

        // The HTTP server, alone in its target because it is slow to build
        library("HTTPServing", [hummingbird, .product(name: "NIOCore", package: "swift-nio"), logging, lifecycle]),

        // A Slack workspace in a box, and the incident of the demo
        library(
            "SlackSandbox",
            [
                "HTTPServing", "WebSocket", "BlockKit", "JSONTree", "Locking", "COpenSSL", "CLinux", "CEmbedded",
                logging, lifecycle,
            ]),
        library(
            "DemoWorld",
            [
                "HTTPServing", "JSONTree", "Locking", "CEmbedded", logging, lifecycle,
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ]),

        // Programs
        .executableTarget(
            name: "dd0c-run",
            dependencies: [
                "RunbookModel", "RiskRules", "Parsing", "Engine", "Matching", "JSONTree", "BlockKit", "Views",
                "SlackWire", "Bot", "Store", "Transport", "Connectors", "HTTPServing", "SlackSandbox", "DemoWorld",
                "CEmbedded", "CLinux", "Locking", arguments, logging, metrics, lifecycle,
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ], swiftSettings: settings),
        .executableTarget(
            name: "ddoc-parse",
            dependencies: ["RunbookModel", "Parsing", "RiskRules", "JSONTree", arguments], swiftSettings: settings),

        // Keeps one running command; it stands beside dd0c-run
        .executableTarget(
            name: "dd0c-hold",
            // It is in C: without Swift's libraries, which are linked to everything, it takes a quarter of the memory.
            linkerSettings: [.unsafeFlags(["-nostartfiles", "-static-executable"])]),

        // Not a product: the client's half of `make bench-wire`
        .executableTarget(name: "bench-wire", dependencies: ["Transport"], swiftSettings: settings),
        // Measurements, apart from the tests
        .executableTarget(
            name: "bench-risk",
            dependencies: ["RiskRules", "ShellSyntax", "RunbookModel", "JSONTree", "BotTestKit"],
            swiftSettings: settings),
        // Runs the Autobahn suite against our WebSocket client: make autobahn
        .executableTarget(
            name: "autobahn-client", dependencies: ["Transport", "WebSocket", "JSONTree"], swiftSettings: settings),

        // What the decoders promise for any bytes; searched by make fuzz, and by a test
        library("FuzzTargets", ["WebSocket", "SlackWire", "JSONTree"]),

        library("BotTestKit", ["RunbookModel", "JSONTree", "Locking"]),
        .executableTarget(
            name: "parse-bench", dependencies: ["RunbookModel", "Parsing", "CMarkGFM", "BotTestKit"],
            swiftSettings: settings),

        tests("JSONTreeTests", ["JSONTree"]),
        tests("ByteTextTests", ["ByteText", "BotTestKit"]),
        tests("RunbookModelTests", ["RunbookModel"]),
        tests("ShellSyntaxTests", ["ShellSyntax", "BotTestKit", "JSONTree"]),
        tests("RiskRulesTests", ["RiskRules", "RunbookModel", "ShellSyntax", "JSONTree", "BotTestKit"]),
        .testTarget(
            name: "ParsingTests", dependencies: ["Parsing", "RunbookModel", "JSONTree", "BotTestKit"],
            exclude: ["Runbooks"], swiftSettings: settings),
        tests("EngineTests", ["Engine", "RunbookModel", "BotTestKit"]),
        tests("MatchingTests", ["Matching", "RunbookModel", "JSONTree", "BotTestKit"]),
        tests("BlockKitTests", ["BlockKit", "JSONTree"]),
        .testTarget(
            name: "ViewsTests", dependencies: ["Views", "BlockKit", "RunbookModel", "JSONTree", "BotTestKit"],
            exclude: ["Snapshots"], swiftSettings: settings),
        tests("WebSocketTests", ["WebSocket"]),
        tests("FuzzTests", ["FuzzTargets"]),
        tests("SlackWireTests", ["SlackWire", "WebSocket", "JSONTree"]),
        tests(
            "StoreTests",
            [
                "Store", "Bot", "Engine", "Views", "RunbookModel", "JSONTree", "Locking", "BotTestKit",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        tests(
            "TransportTests",
            ["Transport", "SlackWire", "WebSocket", "JSONTree", "Locking", "COpenSSL", "CLinux", logging, lifecycle]),
        tests(
            "ConnectorsTests",
            [
                "Connectors", "Bot", "RunbookModel", "ShellSyntax", "JSONTree", "Locking", "CLinux", "BotTestKit",
            ]),
        tests(
            "BotTests",
            [
                "Bot", "Store", "Connectors", "Engine", "Views", "BlockKit", "SlackWire", "RunbookModel", "RiskRules",
                "Parsing", "JSONTree", "Locking", "BotTestKit", logging, lifecycle,
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        // The bot with a real runner and a real database, which fail or die at every call.
        tests(
            "SurvivalTests",
            [
                "Bot", "Store", "Connectors", "Engine", "Views", "SlackWire", "RunbookModel", "RiskRules", "JSONTree",
                "Locking", "BotTestKit", logging,
            ]),
        tests("HTTPServingTests", ["HTTPServing", logging, lifecycle]),
        tests(
            "SlackSandboxTests",
            [
                "SlackSandbox", "HTTPServing", "WebSocket", "BlockKit", "JSONTree", "Locking", "COpenSSL", "CLinux",
                logging, lifecycle,
            ]),
        tests(
            "SocketScenarioTests",
            [
                "SlackSandbox", "Transport", "Store", "Bot", "Views", "SlackWire", "RunbookModel", "JSONTree",
                "Locking", "BotTestKit", logging, lifecycle, .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        tests("DemoWorldTests", ["DemoWorld", "JSONTree", "Locking", logging]),
        tests(
            "ProgramTests",
            [
                "dd0c-run", "Bot", "Connectors", "RunbookModel", logging,
                .product(name: "CoreMetrics", package: "swift-metrics"),
            ]),
        tests("EndToEndTests", ["Store", "Bot", "RunbookModel", "JSONTree", "Locking", "BotTestKit"]),
        tests("BrowserTests", ["WebSocket", "JSONTree"]),
        tests("TidyTests", []),
    ]
)
