import ArgumentParser
import JSONTree
import RiskRules
import RunbookModel

/// `ddoc-parse risk [COMMAND]`
struct RiskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "risk", abstract: "Show the risk of a command.",
        discussion: """
            Without COMMAND it reads JSON Lines {"id", "command", "kind": "shell|sql", "dialect"} from standard input and \
            writes {"id", "risk", "reasons"} for each, in order. A line that can't be read is answered with red and the \
            reason, and the next one is read.
            """)

    @Option(help: "How to write the result: text, json.")
    var format: RiskFormat?

    @Option(help: "What the command is written in: shell, sql, promql, redis, powershell.")
    var language = "shell"

    @Flag(help: "Say of every part of COMMAND what it is and what it does.")
    var explain = false

    @Option(help: "A directory of your team's rule tables, *.rules.", completion: .directory)
    var tables: String?

    @Argument(help: "The command, as one argument.")
    var command: String?

    /// Bytes of one line of input; what goes beyond is cut, and the line then can't be read.
    private static let lineLimit = 1 << 20
    /// Exit status for tables that can't be used (`EX_CONFIG` of sysexits.h).
    private static let badTables = ExitCode(78)

    func validate() throws {
        if explain, command == nil { throw ValidationError("--explain needs a COMMAND.") }
    }

    func run() throws {
        var rules = RuleSet.builtIn
        if let tables {
            guard let extended = TeamTables.rules(in: tables) else { throw Self.badTables }
            rules = extended
        }
        let classifier = RiskClassifier(rules: rules)
        if let command {
            answer(command, classifier)
            return
        }
        Console.eachLine(limit: Self.lineLimit) { line in
            guard line.utf8.contains(where: { $0 > 0x20 }) else { return }
            let (id, assessment) = Self.assess(line, classifier)
            if format == .text {
                let name = id.string ?? id.text()
                Console.write("\(name)\t\(assessment.risk.rawValue)\t\(assessment.reasons.first?.text ?? "")\n")
            } else {
                Console.write(RiskReport.json(assessment, id: id).text() + "\n")
            }
        }
    }

    private func answer(_ command: String, _ classifier: RiskClassifier) {
        let kind = CommandLanguage(rawValue: language)
        if explain {
            let explanation = classifier.explain(command, language: kind)
            if format == .json {
                Console.write(RiskReport.json(explanation).text(pretty: true) + "\n")
            } else {
                var report = TextReport(colours: Console.hasColours, width: min(Console.width, 110))
                Console.write(report.render(explanation))
            }
            return
        }
        let assessment = classifier.assess(command, language: kind)
        if format == .json {
            Console.write(RiskReport.json(assessment, id: .null).text() + "\n")
        } else {
            var report = TextReport(colours: Console.hasColours, width: min(Console.width, 110))
            Console.write(report.render(command, assessment))
        }
    }

    private static func assess(_ line: String, _ classifier: RiskClassifier) -> (JSONValue, RiskAssessment) {
        let request: JSONValue
        do {
            request = try JSONValue(parsing: line)
        } catch {
            return (.null, unreadable("The line is not JSON: \(error)"))
        }
        let id = request["id"] ?? .null
        guard let command = request["command"]?.string else { return (id, unreadable("The line has no \"command\".")) }
        let kind = request["kind"]?.string ?? "shell"
        if kind == "sql", let name = request["dialect"]?.string?.lowercased() {
            let names = [
                "postgres": "postgresql", "psql": "postgresql", "mariadb": "mysql", "mssql": "tsql", "cassandra": "cql",
            ]
            let dialect = SQLDialect(rawValue: names[name] ?? name) ?? .generic
            return (id, classifier.assess(sql: command, dialect: dialect))
        }
        return (id, classifier.assess(command, language: CommandLanguage(rawValue: kind)))
    }

    private static func unreadable(_ why: String) -> RiskAssessment {
        RiskAssessment(
            risk: .red, reasons: [RiskReason(rule: "input.unreadable", text: why, risk: .red)], effect: "Unknown.",
            rulesVersion: RiskClassifier.rulesVersion)
    }
}
