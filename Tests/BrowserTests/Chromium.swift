import JSONTree

/// A headless Chromium with one page.
final class Chromium {
    private let program: ChildProgram
    private let connection: DevToolsConnection
    private let session: String
    private let complaints: Complaints
    private let deadline: Deadline

    /// - Parameters:
    ///   - folder: for the profile and the log.
    ///   - deadline: after it every wait is given up.
    init(path: String, folder: String, deadline: Deadline) throws {
        self.deadline = deadline
        program = try ChildProgram(
            path,
            [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                "--no-first-run", "--no-default-browser-check", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-extensions", "--mute-audio",
                "--no-proxy-server",
                "--disable-features=Translate,OptimizationHints,MediaRouter", "--remote-debugging-port=0",
                "--user-data-dir=\(folder)/profile", "about:blank",
            ], logFile: "\(folder)/chromium.log")
        do {
            let address = try program.wait(for: "where it listens", until: deadline.within(seconds: 20)) { output in
                output.split(separator: "\n").first {
                    $0.contains("DevTools listening on ws://127.0.0.1:") && $0.contains("/devtools/")
                }
                .flatMap(Self.address)
            }
            let complaints = Complaints()
            self.complaints = complaints
            connection = try DevToolsConnection(
                port: address.port, path: address.path, until: deadline.within(seconds: 10),
                event: complaints.hear)
            let target = try connection.call("Target.createTarget", ["url": "about:blank"], until: deadline)
            let attached = try connection.call(
                "Target.attachToTarget", ["targetId": target["targetId"] ?? "", "flatten": true], until: deadline)
            session = attached["sessionId"]?.string ?? ""
            for domain in ["Page", "Runtime", "Log"] { _ = try call("\(domain).enable") }
        } catch {
            program.stop(patience: 0)
            throw error
        }
    }

    private static func address(_ line: Substring) -> (port: UInt16, path: String)? {
        guard let authority = line.split(separator: "127.0.0.1:").last, let slash = authority.firstIndex(of: "/"),
            let port = UInt16(authority[..<slash])
        else { return nil }
        return (port, String(authority[slash...].prefix { !$0.isWhitespace }))
    }

    /// Errors that the page's scripts have thrown or logged, and requests of it that failed.
    var errors: [String] { complaints.heard }

    func quit() { program.stop(patience: 2) }

    /// Calls a method of the DevTools protocol for the page.
    @discardableResult
    func call(_ method: String, _ parameters: JSONValue = [:]) throws -> JSONValue {
        try connection.call(method, parameters, session: session, until: deadline.within(seconds: 15))
    }

    /// The value of a JavaScript expression; a promise is waited for.
    func evaluate(_ expression: String) throws -> JSONValue {
        let answer = try call(
            "Runtime.evaluate",
            ["expression": .string(expression), "returnByValue": true, "awaitPromise": true])
        if let exception = answer["exceptionDetails"] {
            throw WalkFailure(
                "\(expression.prefix(200)): \(exception["exception"]?["description"]?.string ?? exception.text())")
        }
        return answer["result"]?["value"] ?? .null
    }

    /// Asks again until `check` answers; between two questions the page has time to draw.
    @discardableResult
    func wait<Found>(
        for what: @autoclosure () -> String, seconds: Double = 10, _ check: () throws -> Found?
    ) throws -> Found {
        let deadline = deadline.within(seconds: seconds)
        while true {
            if let found = try check() { return found }
            guard !deadline.isOver else { throw WalkFailure("waited \(seconds) s in vain for \(what())") }
            _ = try evaluate("new Promise(done => setTimeout(done, 30))")
        }
    }
}

/// Collects what the page's console says in red.
private final class Complaints {
    private(set) var heard: [String] = []

    func hear(_ method: String, _ parameters: JSONValue) {
        switch method {
        case "Runtime.exceptionThrown":
            let details = parameters["exceptionDetails"]
            heard.append(details?["exception"]?["description"]?.string ?? details?["text"]?.string ?? "an exception")
        case "Runtime.consoleAPICalled" where parameters["type"]?.string == "error":
            heard.append("console.error: \(parameters["args"]?.text() ?? "")")
        case "Log.entryAdded" where parameters["entry"]?["level"]?.string == "error":
            heard.append("\(parameters["entry"]?["text"]?.string ?? "") \(parameters["entry"]?["url"]?.string ?? "")")
        default: break
        }
    }
}
