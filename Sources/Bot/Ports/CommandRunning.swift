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

/// A command that was approved, exactly as it will run.
package struct ExecutionRequest: Codable, Hashable, Sendable {
    package var place: ExecutionPlace
    package var command: String
    package var risk: Risk
    package var timeLimit: Duration

    package init(place: ExecutionPlace, command: String, risk: Risk, timeLimit: Duration) {
        self.place = place
        self.command = command
        self.risk = risk
        self.timeLimit = timeLimit
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

    package init(place: ExecutionPlace, result: AttemptResult, output: CommandOutput) {
        self.place = place
        self.result = result
        self.output = output
    }
}

/// Runs commands on this machine.
package protocol CommandRunning: Sendable {
    /// Runs a command to its end. Cancelling the task kills the whole process group, within a second.
    /// - Parameters:
    ///   - started: called with the process once it exists.
    ///   - progress: called with what was printed so far, masked and cut, at most a few times a second.
    func run(
        _ request: ExecutionRequest, started: @escaping @Sendable (ProcessIdentity) async -> Void,
        progress: @escaping @Sendable (CommandOutput) async -> Void
    ) async -> ExecutionReport

    /// Whether the process of an earlier life of this program is still there.
    func isAlive(_ process: ProcessIdentity) -> Bool
    /// Kills what is left of the process group of an earlier life.
    func kill(_ process: ProcessIdentity)
}
