import Bot
import RunbookModel

/// Looks at what a run needs by one command that only reads, on the run's own target and with its read-only profile.
package struct ShellPreflight: PreflightChecking {
    /// The longest that one look may take, and all of them together, in seconds.
    static let one = 5
    static let all = 10

    private let runner: any CommandRunning

    /// - Parameter runner: what runs commands on targets.
    package init(runner: any CommandRunning) { self.runner = runner }

    /// See `PreflightChecking`.
    package func check(_ request: PreflightRequest) async -> [PreflightReport.Finding] {
        let looks = Self.looks(request)
        let report = await runner.runOnce(
            ExecutionRequest(
                place: ExecutionPlace(run: request.run, step: 0, attempt: request.number), command: Self.script(looks),
                risk: .green, timeLimit: .seconds(Self.all), target: request.target))
        let lines = report.output.text.split(separator: "\n")
        guard lines.contains(Substring(Self.sign)) else {
            return [
                PreflightReport.Finding(
                    kind: .target, name: request.target ?? "", outcome: .missing, note: Self.reason(report))
            ]
        }
        return looks.enumerated().map { index, look in
            let outcome: PreflightReport.Finding.Outcome =
                lines.contains("\(index) yes") ? .found : lines.contains("\(index) no") ? .missing : .unknown
            return PreflightReport.Finding(kind: look.kind, name: look.name, outcome: outcome)
        }
    }

    /// Printed first: the target was reached.
    private static let sign = "here"

    private struct Look {
        var kind: PreflightReport.Finding.Kind
        var name: String
        /// A command that says by its exit code whether the thing is there.
        var test: String
    }

    private static func looks(_ request: PreflightRequest) -> [Look] {
        request.programs.map { Look(kind: .program, name: $0, test: "command -v -- \(RemoteShell.quoted($0))") }
            // A name of a variable holds letters, digits and `_`, or it is none.
            + request.variables.filter { $0.utf8.allSatisfy(isNamePart) }
            .map { Look(kind: .variable, name: $0, test: "[ -n \"${\($0)+set}\" ]") }
            + request.endpoints.map { endpoint in
                Look(
                    kind: .endpoint, name: "\(endpoint.host):\(endpoint.port)",
                    test: "timeout \(one) bash -c 'exec 3<>\"/dev/tcp/$0/$1\"' \(RemoteShell.quoted(endpoint.host)) "
                        + "\(endpoint.port)")
            }
            + (request.needsCluster
                ? [
                    Look(
                        kind: .cluster, name: "kubectl",
                        test: "timeout \(one) kubectl version --request-timeout=\(one - 1)s")
                ] : [])
    }

    private static func script(_ looks: [Look]) -> String {
        let tests = looks.enumerated().map { index, look in
            "{ if \(look.test); then echo \(index) yes >&3; else echo \(index) no >&3; fi; } >/dev/null 2>&1 &"
        }
        return (["exec 3>&1", "echo \(sign)"] + tests + ["wait"]).joined(separator: "\n")
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        SecretPatterns.isLetterOrDigit(byte) || byte == UInt8(ascii: "_")
    }

    /// Why the target could not be looked at, in its own words.
    static func reason(_ report: ExecutionReport) -> String? {
        let last = report.output.text.split(separator: "\n").last { $0.contains { !$0.isWhitespace } }
        let said = last.map { String($0.prefix(200)) }
        switch report.result {
        case .notStarted(let reason): return said ?? String(reason.prefix(200))
        case .timedOut: return "no answer within \(all) seconds"
        case .killed: return nil
        case .exited, .signaled, .unknown: return said
        }
    }
}
