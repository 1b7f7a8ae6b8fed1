import Bot
import Glibc
import RunbookModel

/// What is enforced on this machine and on each target, found out by trying.
package struct TargetSurvey: Sendable {
    /// One line for an operator.
    package struct Finding: Hashable, Sendable {
        /// How much it matters.
        package enum Level: Hashable, Sendable {
            case good
            /// It works; something could be safer.
            case advice
            /// It does not work.
            case fault
        }

        package var level: Level
        package var text: String

        init(_ level: Level, _ text: String) {
            self.level = level
            self.text = text
        }
    }

    private let invocations: TargetInvocations
    private let runner: any CommandRunning

    /// - Parameter runner: one that runs what `invocations` makes.
    package init(_ invocations: TargetInvocations, runner: any CommandRunning) {
        self.invocations = invocations
        self.runner = runner
    }

    /// Looks at everything. Commands that only read are run, each for ten seconds at the most.
    /// - Parameter run: an id that no run has.
    package func findings(as run: RunID) async -> [Finding] {
        let kernel = await ReadOnlyFiles.probe()
        var findings = [account, finding(kernel)]
        let targets = invocations.targets.targets.values.sorted { $0.name < $1.name }
        findings += clients(of: targets)
        for (index, target) in targets.enumerated() {
            findings += await answers(of: target, index, run)
            if let advice = advice(on: target, kernel) { findings.append(advice) }
        }
        return findings
    }

    private var account: Finding {
        let name = invocations.account.name
        guard invocations.account.isRoot else {
            return Finding(.good, "commands run as \(name). What that account may do is the boundary")
        }
        return Finding(.advice, "commands run as root, who may do everything. Start the bot as an account of its own")
    }

    private func finding(_ kernel: ReadOnlyFiles) -> Finding {
        switch kernel {
        case .enforced(let version):
            Finding(.good, "the kernel holds commands that only read to it (Landlock, version \(version))")
        case .unavailable:
            Finding(
                .advice,
                "the kernel has no Landlock: commands that only read are believed, not held to it. Linux 5.13 and later "
                    + "have it; till then give reading an account of its own in the targets file")
        case .failed(let reason):
            Finding(
                .fault, "the kernel has Landlock, but it does not work: \(reason). Commands that only read will not run"
            )
        }
    }

    private func clients(of targets: [Target]) -> [Finding] {
        let names = Set(targets.compactMap(\.client)).sorted()
        return names.map { name in
            ProgramSearch.find(name, in: invocations.clientPath, from: "/").map {
                Finding(.good, "\(name) is \($0)")
            } ?? Finding(.fault, "\(name) is not installed here, and a target needs it")
        }
    }

    // MARK: One target

    private func answers(of target: Target, _ index: Int, _ run: RunID) async -> [Finding] {
        let words = target.words(account: invocations.account.name)
        var findings: [Finding] = []
        for (risk, purpose) in [(Risk.yellow, "changes"), (.green, "reading")] {
            let place = ExecutionPlace(run: run, step: index * 2 + (risk == .green ? 2 : 1), attempt: 1)
            findings.append(await who(target, risk, "target \(words.words(for: risk)), for \(purpose)", place))
        }
        return findings
    }

    private func advice(on target: Target, _ kernel: ReadOnlyFiles) -> Finding? {
        guard target.read == nil else { return nil }
        if target.isLocal, case .enforced = kernel { return nil }
        return Finding(
            .advice,
            "target \(target.name) reads as the account that changes: give it a \"read\" profile with an account that can "
                + "only read")
    }

    /// Who a command runs as there, by the answer of the place itself.
    private func who(_ target: Target, _ risk: Risk, _ words: String, _ place: ExecutionPlace) async -> Finding {
        let request = ExecutionRequest(
            place: place, command: "id -un", risk: risk, timeLimit: .seconds(10), target: target.name)
        let report = await runner.runOnce(request)
        let answer = report.output.text.split(separator: "\n").last.map(String.init) ?? ""
        guard report.result == .exited(0), !answer.isEmpty else {
            return Finding(.fault, "\(words): it does not answer. \(ShellPreflight.reason(report) ?? "")")
        }
        guard answer != "root" || invocations.account.isRoot && target.isLocal else {
            return Finding(.advice, "\(words): it runs as root, who may do everything")
        }
        return Finding(.good, "\(words): it runs as \(answer)")
    }
}

extension Target {
    /// The program that reaches it; `nil` for this machine.
    fileprivate var client: String? {
        switch place {
        case .local: nil
        case .ssh: "ssh"
        case .container(let container): container.engine
        case .pod: "kubectl"
        }
    }
}

extension CommandRunning {
    /// Runs a command that nobody else is told of, and forgets it.
    func runOnce(_ request: ExecutionRequest) async -> ExecutionReport {
        func notStarted(_ reason: String) -> ExecutionReport {
            ExecutionReport(
                place: request.place, result: .notStarted(reason),
                output: .nothing)
        }
        // What an earlier look left when it was interrupted.
        await forget(request.place)
        switch await prepare(request.place) {
        case .impossible(let reason): return notStarted(reason)
        case .begunBefore: return notStarted("it is being looked at already")
        case .ready(let ticket):
            let report = await run(request, ticket: ticket, started: { _ in }, progress: { _ in })
            await forget(request.place)
            return report ?? notStarted("the bot is being stopped")
        }
    }
}
