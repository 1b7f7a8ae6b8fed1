import ArgumentParser
import JSONTree
import Parsing
import RunbookModel

/// Writes what came of each input as it comes, and a summary where there are several.
struct Report {
    let format: OutputFormat
    let explain: Bool
    let display: DisplayOptions
    /// Set when only problems are looked for.
    let check: Checker?
    private var isMany = false
    private var files = 0
    private var withoutSteps = 0
    private var unreadable = 0
    private var findings = 0
    private var filesWithFindings = 0
    private var steps = 0
    private var colours: [Risk: Int] = [:]
    private var openDoubts = 0

    init(format: OutputFormat, explain: Bool, display: DisplayOptions, check: Checker?) {
        self.format = format
        self.explain = explain
        self.display = display
        self.check = check
    }

    mutating func begin(fileCount: Int, isMany: Bool) { self.isMany = isMany }

    mutating func add(_ file: RunbookFile, path: String) {
        files += 1
        switch file {
        case .failed(let problem, let code): fail(path, problem, code)
        case .runbook(let content):
            steps += content.steps.count
            for risk in Risk.allCases { colours[risk, default: 0] += content.stepCount(risk) }
            openDoubts += content.ambiguities.count { $0.resolution == nil }
            if let check { write(check.findings(in: content), path) } else { write(content, path) }
        }
    }

    private mutating func fail(_ path: String, _ problem: String, _ code: ExitCode) {
        let hasNoSteps = code == RunbookFile.noSteps
        if hasNoSteps { withoutSteps += 1 } else { unreadable += 1 }
        if hasNoSteps, let check, check.rules.contains(.noSteps) {
            let finding = CheckFinding(
                rule: .noSteps, text: "Nothing in it is a step.",
                suggestion: "Write what to do as commands or in a list.")
            return write([finding], path)
        }
        if isMany, format == .json {
            Console.write(
                JSONValue.object(["file": .string(path), "error": .string(problem)]).text() + "\n")
        }
        // Among many files it is no news that one is no runbook.
        if !(isMany && hasNoSteps) { Console.complain("\(Console.name(of: path)): \(problem)") }
    }

    private func write(_ content: RunbookContent, _ path: String) {
        switch format {
        case .json where isMany:
            var object = RunbookJSON.encode(content)
            object["file"] = .string(path)
            Console.write(object.text() + "\n")
        case .json: Console.write(RunbookJSON.encode(content).text(pretty: true) + "\n")
        case .markdown: Console.write(RunbookMarkdown.render(content))
        case .text:
            var report = TextReport(colours: display.hasColours, width: display.columns, explain: explain)
            if isMany { Console.write(report.heading(path, isFirst: files == 1)) }
            Console.write(report.render(content))
        }
    }

    private mutating func write(_ found: [CheckFinding], _ path: String) {
        findings += found.count
        if !found.isEmpty { filesWithFindings += 1 }
        if format == .json {
            let object: JSONValue = [
                "file": .string(path), "ok": .bool(found.isEmpty), "findings": .array(found.map(\.json)),
            ]
            Console.write(object.text() + "\n")
        } else {
            var report = TextReport(colours: display.hasColours, width: display.columns)
            for finding in found { Console.write(report.render(finding, path)) }
        }
    }

    mutating func end(unread: [String]) {
        for problem in unread { Console.complain(problem) }
        unreadable += unread.count
        guard isMany || check != nil else { return }
        if format == .json {
            if isMany { Console.write(JSONValue.object(["summary": summary]).text() + "\n") }
        } else if format == .text {
            var report = TextReport(colours: display.hasColours, width: display.columns)
            Console.write(report.summary(lines))
        }
    }

    private var summary: JSONValue {
        var members: [String: JSONValue] = [
            "files": .int(files), "withoutSteps": .int(withoutSteps), "unreadable": .int(unreadable),
            "steps": .int(steps), "openDoubts": .int(openDoubts),
        ]
        for risk in Risk.allCases { members[risk.rawValue] = .int(colours[risk] ?? 0) }
        if check != nil {
            members["findings"] = .int(findings)
            members["filesWithFindings"] = .int(filesWithFindings)
        }
        return .object(members)
    }

    private var lines: [String] {
        func count(_ number: Int, _ noun: String) -> String { number == 1 ? "1 \(noun)" : "\(number) \(noun)s" }
        var lines: [String] = []
        if check != nil {
            lines.append(
                findings == 0
                    ? "No problem found in \(count(files - withoutSteps, "runbook"))."
                    : "\(count(findings, "problem")) in \(count(filesWithFindings, "file")).")
        }
        if isMany {
            let parts = Risk.allCases.map { "\(colours[$0] ?? 0) \($0.rawValue)" }.joined(separator: ", ")
            lines.append(
                "\(count(files, "file")): \(count(steps, "step")) (\(parts)), \(count(openDoubts, "open doubt")).")
            if withoutSteps > 0 { lines.append("\(count(withoutSteps, "file")) without steps.") }
            if unreadable > 0 { lines.append("\(count(unreadable, "input")) could not be read.") }
        }
        return lines
    }

    /// `nil` for success. What could not be read weighs more than what was found.
    var exitCode: ExitCode? {
        if unreadable > 0 { return RunbookFile.noInput }
        if findings > 0 { return ExitCode(1) }
        return withoutSteps == files ? RunbookFile.noSteps : nil
    }
}
