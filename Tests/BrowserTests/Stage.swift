import Glibc
import JSONTree

/// A setting of the environment; `nil` when it is missing or empty.
enum Setting {
    static func value(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// What the walks need: the program as it was built beside the tests, and Chromium.
enum Needed {
    case both(program: String, chromium: String)
    /// A sentence for whoever reads the log.
    case missing(String)

    static let here: Needed = {
        guard let program = program() else { return .missing("dd0c-run is not beside the tests: build it first") }
        guard let chromium = chromium() else { return .missing("Chromium is not installed: apt-get install chromium") }
        return .both(program: program, chromium: chromium)
    }()

    /// Without the two nothing can be walked. CI installs and builds both, so there their absence is an error.
    static func found() throws -> (program: String, chromium: String)? {
        switch here {
        case .both(let program, let chromium): return (program, chromium)
        case .missing(let why):
            if Setting.value("CI") == "true" { throw WalkFailure(why) }
            print("notice: the browser tests are skipped. \(why)")
            return nil
        }
    }

    private static func program() -> String? {
        if let named = Setting.value("DD0C_PROGRAM") { return access(named, X_OK) == 0 ? named : nil }
        var buffer = [CChar](repeating: 0, count: 4096)
        let length = readlink("/proc/self/exe", &buffer, buffer.count)
        guard length > 0 else { return nil }
        let own = String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let folders = own.split(separator: "/").dropLast()
        let path = "/" + folders.joined(separator: "/") + "/dd0c-run"
        return access(path, X_OK) == 0 ? path : nil
    }

    private static func chromium() -> String? {
        let folders = (Setting.value("PATH") ?? "/usr/bin").split(separator: ":")
        return folders.map { "\($0)/chromium" }.first { access($0, X_OK) == 0 }
    }
}

/// The demo and a browser with its page open.
final class Stage {
    let page: Chromium
    let folder: String
    let address: String
    private let demo: ChildProgram

    /// Runs `walk` with everything started, and ends everything whatever comes of it.
    /// - Parameter seconds: the most that the whole walk may take.
    static func run(seconds: Double, _ walk: @escaping @Sendable (Stage) throws -> Void) async throws {
        guard let needed = try Needed.found() else { return }
        try await onOwnThread {
            let folder = try File.makeTemporaryFolder("dd0c-browser")
            defer { File.removeTree(folder) }
            let deadline = Deadline(seconds: seconds)
            var arguments = ["demo", "--port", "0", "--incident-after", "0", "--directory", "\(folder)/demo"]
            // The page's files from a folder, so that they can be changed without building.
            if let page = Setting.value("DD0C_PAGE") { arguments += ["--page", page] }
            let demo = try ChildProgram(needed.program, arguments, logFile: "\(folder)/demo.log")
            defer { demo.stop(patience: 6) }
            let address = try demo.wait(for: "which address to open", until: deadline.within(seconds: 20)) { output in
                output.split(whereSeparator: \.isWhitespace).first {
                    $0.hasPrefix("http://127.0.0.1:") && $0.hasSuffix("/")
                }
                .map(String.init)
            }
            let page = try Chromium(path: needed.chromium, folder: folder, deadline: deadline)
            defer { page.quit() }
            let stage = Stage(page: page, folder: folder, address: address, demo: demo)
            do {
                try walk(stage)
            } catch {
                let name = Screenshots.keepFailure(of: page)
                throw WalkFailure(
                    "\(error)\nA picture of the moment is in \(name). The bot's log ends with:\n\(stage.botLog)")
            }
            guard page.errors.isEmpty else {
                throw WalkFailure("the page's console has errors:\n\(page.errors.joined(separator: "\n"))")
            }
        }
    }

    private init(page: Chromium, folder: String, address: String, demo: ChildProgram) {
        self.page = page
        self.folder = folder
        self.address = address
        self.demo = demo
    }

    private var botLog: String {
        String(decoding: (File.bytes("\(folder)/demo/bot.log") ?? []).suffix(1500), as: UTF8.self)
    }

    /// Opens the page and waits until it can be used.
    /// - Returns: milliseconds to the first contentful paint, and until the page is ready.
    func openPage() throws -> (firstPaint: Int, ready: Int) {
        try page.resize(width: 1440, height: 900)
        try page.call("Page.navigate", ["url": .string(address)])
        let ready = try page.wait(for: "the page", seconds: 20) {
            try page.evaluate("document.documentElement?.dataset.ready === 'true' ? performance.now() : null").double
        }
        let paint = try page.wait(for: "the first paint") {
            try page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null").double
        }
        try page.setTheme("light")
        return (Int(paint), Int(ready))
    }
}
