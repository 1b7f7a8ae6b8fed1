import RunbookModel

/// Which attempt an execution belongs to.
package struct ExecutionPlace: Codable, Hashable, Sendable {
    package var run: RunID
    /// Number of the step, from 1.
    package var step: Int
    package var attempt: Int

    package init(run: RunID, step: Int, attempt: Int) {
        self.run = run
        self.step = step
        self.attempt = attempt
    }
}

extension Run {
    /// The attempt that an execution belongs to, and its step; `nil` where the run has none such.
    func attempt(at place: ExecutionPlace) -> (step: RunStep, attempt: Attempt)? {
        guard let step = step(numbered: place.step),
            let attempt = step.attempts.first(where: { $0.number == place.attempt })
        else { return nil }
        return (step, attempt)
    }
}

/// A command that was approved, exactly as it will run.
package struct ExecutionRequest: Codable, Hashable, Sendable {
    package var place: ExecutionPlace
    package var command: String
    package var risk: Risk
    package var timeLimit: Duration
    /// Name of the target that it runs on; `nil` for the machine that this program runs on.
    package var target: String?
    /// Where it runs and as whom, as it was shown to whoever approved it: it is not started when that is another by now.
    /// `nil` when nothing was shown.
    package var account: String?

    package init(
        place: ExecutionPlace, command: String, risk: Risk, timeLimit: Duration, target: String? = nil,
        account: String? = nil
    ) {
        self.place = place
        self.command = command
        self.risk = risk
        self.timeLimit = timeLimit
        self.target = target
        self.account = account
    }
}

/// A process in a way that a later process with the same number can be told from it.
package struct ProcessIdentity: Codable, Hashable, Sendable {
    package var pid: Int32
    /// Start time in clock ticks after boot, from `/proc/<pid>/stat`.
    package var startTicks: UInt64
    /// `/proc/sys/kernel/random/boot_id`.
    package var bootID: String

    package init(pid: Int32, startTicks: UInt64, bootID: String) {
        self.pid = pid
        self.startTicks = startTicks
        self.bootID = bootID
    }
}

/// How a command ended, with what it printed.
package struct ExecutionReport: Codable, Hashable, Sendable {
    package var place: ExecutionPlace
    package var result: AttemptResult
    package var output: CommandOutput
    /// Bytes of an output that was cut which are kept beside it, to be fetched with `OutputKeeping`; `nil` for none.
    package var keptBytes: Int?

    package init(place: ExecutionPlace, result: AttemptResult, output: CommandOutput, keptBytes: Int? = nil) {
        self.place = place
        self.result = result
        self.output = output
        self.keptBytes = keptBytes
    }
}

/// Whether a command can be begun.
package enum ExecutionPreparation: Hashable, Sendable {
    /// It can, by whoever has this ticket.
    case ready(ticket: String)
    /// It was begun before, whatever the journal says: what became of it must be looked up.
    case begunBefore
    /// It cannot, and why.
    case impossible(String)
}

/// What is known of a command that an earlier life of this program began.
package enum FoundExecution: Hashable, Sendable {
    /// It still runs, and can be adopted.
    case running
    /// It ended, or nobody can know any more how: the report says which.
    case ended(ExecutionReport)
    /// It certainly never ran, and from now on never will by what was begun then.
    case neverStarted
    /// Nothing at all is known.
    case unknown
}

/// Runs commands on this machine. A command goes on when this program dies; the next start finds it again.
package protocol CommandRunning: Sendable {
    /// Makes ready for a command. Called before its intent is made durable: a command that was begun and of which no
    /// preparation is found is then one that nothing is known of, never one that certainly did not run.
    func prepare(_ place: ExecutionPlace) async -> ExecutionPreparation

    /// Runs a command to its end. Cancelling the task kills the whole process group, within a second.
    /// - Parameters:
    ///   - ticket: what `prepare` gave. It is good for one command at the most.
    ///   - started: called with the process once it exists.
    ///   - progress: called with what was printed so far, masked and cut, at most a few times a second.
    /// - Returns: `nil` when the command was let go and may still run.
    func run(
        _ request: ExecutionRequest, ticket: String, started: @escaping @Sendable (ProcessIdentity) async -> Void,
        progress: @escaping @Sendable (CommandOutput) async -> Void
    ) async -> ExecutionReport?

    /// What became of a command that an earlier life of this program began.
    func find(_ place: ExecutionPlace) async -> FoundExecution

    /// Follows a command that an earlier life began and that still runs, just as `run` does: progress, kill, end.
    func adopt(
        _ place: ExecutionPlace, started: @escaping @Sendable (ProcessIdentity) async -> Void,
        progress: @escaping @Sendable (CommandOutput) async -> Void
    ) async -> ExecutionReport?

    /// Lets go of what runs, for good: `run` and `adopt` return `nil`, and the commands go on.
    func letGo()

    /// Whether the process of an earlier life of this program is still there.
    func isAlive(_ process: ProcessIdentity) -> Bool
    /// Kills what is left of the process group of an earlier life.
    func kill(_ process: ProcessIdentity)

    /// Removes what is kept of a command: its end is recorded, and its output given away.
    func forget(_ place: ExecutionPlace) async
    /// Removes what was left over.
    func sweep(at now: Timestamp) async
}

/// Keeps what is too long to be stored.
package protocol OutputKeeping: Sendable {
    /// All that was kept of an output, masked; `nil` when it is not there any more.
    func keptOutput(of place: ExecutionPlace) async -> [UInt8]?
    /// Removes it.
    func forget(_ place: ExecutionPlace) async
}
