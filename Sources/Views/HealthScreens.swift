import BlockKit
import JSONTree
import RunbookModel

extension Screen {
    /// The weekly digest, posted into a channel.
    /// - Parameter broken: runs in which the rules about people were set aside.
    package static func digest(_ report: HealthReport, broken: [Run] = []) -> Screen {
        health(report, broken, isDigest: true)
    }

    /// The same figures for one person who asked.
    package static func health(_ report: HealthReport, broken: [Run] = []) -> Screen {
        health(report, broken, isDigest: false)
    }

    /// Runs with broken glass that are named.
    private static let brokenLimit = 8

    private static func glassLines(_ runs: [Run]) -> JSONValue {
        var lines = runs.prefix(brokenLimit).compactMap { run in
            run.brokenGlass.map { glass in
                Line("🔨 ").bold(Words.clip(run.title, 120)).text(": glass broken by ").mention(glass.by.rawValue)
                    .text(", \(Words.clip(glass.reason, 300))")
            }
        }
        if runs.count > lines.count { lines.append(Line("\(runs.count - lines.count) more with broken glass.")) }
        return JSONValue(lines: lines)
    }

    private static func health(_ report: HealthReport, _ broken: [Run], isDigest: Bool) -> Screen {
        let concerns: [JSONValue] = report.concerns.prefix(8).map { concern in
            [
                "light": .string(Words.light(concern.severity)), "subject": .string(Words.clip(concern.subject, 120)),
                "text": .string(words(concern.kind)),
            ]
        }
        let performers: [JSONValue] = report.performers.prefix(5).map { performer in
            [
                "title": .string(Words.clip(performer.title, 120)),
                "time": .string(Words.duration(performer.meanTimeToResolve)),
                "success": .string(Words.percent(performer.resolved, of: performer.runs)),
                "runs": .string(Words.count(performer.runs, "run")),
            ]
        }
        return Screen(
            "health",
            [
                "is_digest": .bool(isDigest), "glass_lines": glassLines(broken),
                "days": .int(max(1, Int((report.to - report.from).components.seconds / 86_400))),
                "figures": figures(report), "concerns": .array(concerns),
                "more_concerns": .int(max(0, report.concerns.count - 8)), "performers": .array(performers),
                "uncovered": .string(
                    report.uncoveredServices.prefix(10).map { Words.clip($0, 40) }.joined(separator: ", ")),
            ])
    }

    /// The figures of a report in words.
    static func figures(_ report: HealthReport) -> JSONValue {
        let covered = report.coveredServices.count
        let services = covered + report.uncoveredServices.count
        let filled = services > 0 ? covered * 10 / services : 0
        return [
            "runbooks": .string(Words.count(report.runbooks, "runbook")),
            "coverage": JSONValue(
                services > 0
                    ? "\(covered) of \(Words.count(services, "service")) (\(Words.percent(covered, of: services)))"
                    : nil),
            "bar": .string(String(repeating: "🟩", count: filled) + String(repeating: "⬜", count: 10 - filled)),
            "age": JSONValue(report.averageAge.map(Words.duration)),
            "with": JSONValue(report.meanTimeWithRunbook.map(Words.duration)),
            "without": JSONValue(report.meanTimeWithoutRunbook.map(Words.duration)),
            "incidents": .string(Words.count(report.incidents, "incident")),
        ]
    }

    private static func words(_ kind: HealthReport.Concern.Kind) -> String {
        switch kind {
        case .stale(let days):
            return "Not looked at for \(Words.count(days, "day")). Read it through and save it again."
        case .noRunbook(let incidents):
            return "\(Words.count(incidents, "incident")) and no runbook. Paste one with /runbook paste."
        case .seldomResolves(let resolved, let runs):
            return "It helped in \(resolved) of \(Words.count(runs, "run")) (\(Words.percent(resolved, of: runs)))."
        case .stepSkipped(let number, let title, let skipped, let runs):
            return
                "Step \(number) (\(Words.clip(title, 80))) was skipped in \(skipped) of \(Words.count(runs, "run")). "
                + "Remove it or mend it."
        case .openDoubts(let count): return "\(Words.count(count, "thing")) in it \(count == 1 ? "is" : "are") unclear."
        case .neverUsed(let alerts):
            return "\(Words.count(alerts, "alert")) fired for it and nobody used it. Does it fit the alert?"
        }
    }
}
