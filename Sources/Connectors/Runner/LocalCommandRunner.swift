import Bot
import CLinux
import Glibc
import Locking
import RunbookModel

/// Runs commands on this machine, each kept by a process of its own (`dd0c-hold`) that does not die with this program:
/// it holds the time limit, writes down what the command prints and how it ends, and ends it when it is told to. What is
/// run for a command is decided by an `InvocationMaking`.
///
/// When `run` returns a report, the process group of the command is gone, and after a stop or a time limit everything
/// else that it left behind, other than what changed its account. The boundary is the account that this program runs as.
package struct LocalCommandRunner: CommandRunning {
    /// How commands are run.
    package struct Settings: Sendable {
        /// How each command is run. A working directory that does not exist is made, with mode 0700.
        package var invocations: any InvocationMaking
        /// What is masked in their output.
        package var mask: OutputMask
        /// Where keepers leave what they know; made with mode 0700 when it does not exist.
        package var spool: String
        /// The program `dd0c-hold`.
        package var keeper: String
        /// Bytes of output that are shown, at the most.
        package var outputBytes = Limits.outputBytes
        /// Bytes of output that are kept on disk for each command, at the most: the beginning and the end.
        package var keptBytes = 16 << 20
        /// Time between the request to end and the end that cannot be refused.
        package var grace: Duration = .milliseconds(300)
        /// How long output is still read after the command itself has ended.
        package var drain: Duration = .milliseconds(250)
        /// Time between two reports of progress.
        package var progressInterval: Duration = .milliseconds(400)
        /// The share of a processor that the progress of each command may take: many are looked at less often.
        package var progressShare: Duration = .milliseconds(20)
        /// How long a keeper may take to end its command before it is ended itself.
        package var patience: Duration = .seconds(5)

        /// Settings with the limits of the product.
        package init(
            invocations: any InvocationMaking, mask: OutputMask, spool: String, keeper: String = KeeperProgram.path()
        ) {
            self.invocations = invocations
            self.mask = mask
            self.spool = spool
            self.keeper = keeper
        }
    }

    /// Longest command in bytes: Linux takes no single argument of more than 128 KiB.
    package static let commandBytes = 128 << 10 - 1
    /// Commands beside which a further one must not take the processor from this program.
    private static let crowd = 8
    /// Bytes of output that are shown of a command that runs; its message takes less.
    private static let liveBytes = 16 << 10

    let settings: Settings
    let files = FileThread(named: "spool")
    private let exports = FileThread(named: "output")
    /// Masking takes a while: one thread for all commands, so that no more than one processor is busy with it, and no
    /// click waits behind it.
    private let masking = FileThread(named: "masking")
    private let watch: KeeperWatch
    private let isLetGo = Lock(false)

    /// A runner whose state is all in the spool.
    package init(_ settings: Settings) {
        self.settings = settings
        watch = KeeperWatch(patience: settings.patience)
    }

    // MARK: Running

    /// Makes the folder of the command ready.
    package func prepare(_ place: ExecutionPlace) async -> ExecutionPreparation {
        let spool = settings.spool
        return await files.perform {
            if let problem = SpoolFolder.make(spool) { return .impossible(problem) }
            return switch KeeperFolder(of: place, in: spool).claim() {
            case .ready(let ticket): .ready(ticket: ticket)
            case .begunBefore: .begunBefore
            case .failed(let reason): .impossible(reason)
            }
        }
    }

    /// Runs a command to its end, or until the task is cancelled. Never throws: what goes wrong is in the report.
    package func run(
        _ request: ExecutionRequest, ticket: String, started: @escaping @Sendable (ProcessIdentity) async -> Void,
        progress: @escaping @Sendable (CommandOutput) async -> Void
    ) async -> ExecutionReport? {
        let place = request.place
        if Task.isCancelled { return ExecutionReport(place: place, result: .killed, output: .nothing) }
        let folder = folder(of: place)
        let order: KeeperOrder
        do {
            let invocation = try await settings.invocations.invocation(for: request)
            try Self.check(invocation)
            order = KeeperOrder(
                program: settings.keeper, folder: folder, ticket: ticket, timeLimit: request.timeLimit,
                grace: settings.grace, drain: settings.drain, keptBytes: keptBytes,
                niceness: watch.count < Self.crowd ? 0 : 19, invocation: invocation)
        } catch {
            return ExecutionReport(place: place, result: .notStarted("\(error)"), output: .nothing)
        }
        let objection = await order.launch()
        // What the launcher says is not what counts: it may have been stopped, and the keeper have begun all the same.
        switch await settled(folder) {
        case .neverStarted:
            let reason = "The command could not be started: \(objection ?? "its keeper did not begin")"
            return ExecutionReport(
                place: place, result: Task.isCancelled ? .killed : .notStarted(reason), output: .nothing)
        case .held(let start?): return await follow(start, place, started: started, progress: progress)
        case .ended, .lost, .noFolder, .held(nil), .unreadable: return await conclusion(of: place)
        }
    }

    private var liveBytes: Int { min(Self.liveBytes, settings.outputBytes) }

    /// Enough of the output for what is shown of it.
    private var keptBytes: Int {
        max(settings.keptBytes, 2 * OutputExcerpt.capacity(for: settings.outputBytes) + (128 << 10))
    }

    func folder(of place: ExecutionPlace) -> KeeperFolder { KeeperFolder(of: place, in: settings.spool) }

    /// What the folder tells, once its keeper has said who it is. It does so within moments of taking the folder, and
    /// nobody else could: so it is looked at again and again, on a thread that has nothing else to do.
    func settled(_ folder: KeeperFolder) async -> KeeperFolder.Fate {
        let fate = await files.perform { folder.fate() }
        guard case .held(nil) = fate else { return fate }
        return await withCheckedContinuation { continuation in
            OwnThread.start(named: "settling") {
                while true {
                    _ = poll(nil, 0, 10)
                    let fate = folder.fate()
                    if case .held(nil) = fate { continue }
                    return continuation.resume(returning: fate)
                }
            }
        }
    }

    /// A text that can be an argument of a program.
    static func check(_ argument: String) throws(InvocationRefusal) {
        if argument.utf8.contains(0) {
            throw InvocationRefusal("The command contains a NUL character, which no program can be given.")
        }
        let count = argument.utf8.count
        guard count <= commandBytes else {
            throw InvocationRefusal("The command is \(count) bytes long; Linux takes at most \(commandBytes).")
        }
    }

    private static func check(_ invocation: Invocation) throws(InvocationRefusal) {
        for argument in invocation.arguments { try check(argument) }
        let directory = invocation.workingDirectory
        guard mkdir(directory, 0o700) == 0 || errno == EEXIST else {
            throw InvocationRefusal("The working directory \(directory) cannot be made: \(ErrorText.of(errno)).")
        }
    }

    // MARK: Following

    /// - Returns: `nil` when the command was let go.
    private func follow(
        _ start: KeeperStart, _ place: ExecutionPlace,
        started: @escaping @Sendable (ProcessIdentity) async -> Void,
        progress: @escaping @Sendable (CommandOutput) async -> Void
    ) async -> ExecutionReport? {
        let vigil = watch.keep(start.keeper)
        if isLetGo.withLock(\.self) { watch.letGo() }
        let isOver = await withTaskCancellationHandler {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    if let command = start.command { await started(command) }
                    await report(place, progress)
                }
                let isOver = await vigil.end()
                group.cancelAll()
                return isOver
            }
        } onCancel: {
            // What was let go is to go on, also when the tasks that followed it are torn down.
            if !isLetGo.withLock(\.self) { watch.stop(vigil) }
        }
        return isOver ? await conclusion(of: place) : nil
    }

    /// Tells of the output again and again as it grows, until the task is cancelled.
    private func report(
        _ place: ExecutionPlace, _ progress: @escaping @Sendable (CommandOutput) async -> Void
    ) async {
        var reported = 0
        while true {
            do {
                try await Task.sleep(for: max(settings.progressInterval, settings.progressShare * watch.count))
            } catch {
                return
            }
            guard let excerpt = await excerpt(of: place, after: reported) else { continue }
            let output = await rendered(excerpt, complete: false, limit: liveBytes)
            guard !output.text.isEmpty, !Task.isCancelled else { continue }
            reported = output.totalBytes
            await progress(output)
        }
    }

    private func rendered(_ excerpt: OutputExcerpt, complete: Bool, limit: Int) async -> CommandOutput {
        let mask = settings.mask
        return await masking.perform { excerpt.rendered(by: mask, complete: complete, limit: limit) }
    }

    private func excerpt(of place: ExecutionPlace, after reported: Int) async -> OutputExcerpt? {
        let path = "\(folder(of: place).path)/output"
        let capacity = OutputExcerpt.capacity(for: liveBytes)
        return await files.perform {
            guard var output = KeptOutput(path), output.totalBytes > reported else { return nil }
            return output.excerpt(capacity: capacity)
        }
    }

    /// The report on a command whose keeper is gone.
    func conclusion(of place: ExecutionPlace) async -> ExecutionReport {
        let folder = folder(of: place)
        let capacity = OutputExcerpt.capacity(for: settings.outputBytes)
        let invocations = settings.invocations
        let (result, excerpt, kept) = await files.perform {
            let end = folder.result()
            if end == nil { Self.clear(folder) }
            let result = end.map { invocations.outcome(of: $0.result, at: place) }
            guard var output = KeptOutput("\(folder.path)/output") else {
                return (result, OutputExcerpt.nothing, 0)
            }
            let kept = output.parts.reduce(0) { $0 + Int(clamping: $1.upperBound - $1.lowerBound) }
            return (result, output.excerpt(capacity: capacity) ?? .nothing, kept)
        }
        let output = await rendered(excerpt, complete: true, limit: settings.outputBytes)
        return ExecutionReport(
            place: place, result: result ?? .unknown, output: output, keptBytes: output.isCut ? kept : nil)
    }

    /// Ends what is left of the group of a command whose keeper died: nobody limits it any more.
    private static func clear(_ folder: KeeperFolder) {
        guard let start = folder.start(), start.keeper.bootID == ProcessTable.bootID(), let command = start.command
        else { return }
        let marked = ProcessTable.processes(marked: folder.marker(SmallFile.text("\(folder.path)/ticket") ?? ""))
        if marked.contains(where: { getpgid($0) == command.pid }) { _ = Glibc.kill(-command.pid, SIGKILL) }
    }

    /// Lets go of what runs: it goes on, and is found again by the next start.
    package func letGo() {
        isLetGo.withLock { $0 = true }
        watch.letGo()
    }

    // MARK: After a restart

    /// What became of a command that an earlier life of this program began.
    package func find(_ place: ExecutionPlace) async -> FoundExecution {
        switch await settled(folder(of: place)) {
        case .held: .running
        case .ended, .lost: .ended(await conclusion(of: place))
        case .neverStarted: .neverStarted
        case .noFolder, .unreadable: .unknown
        }
    }

    /// Follows a command that an earlier life began, as `run` does its own.
    package func adopt(
        _ place: ExecutionPlace, started: @escaping @Sendable (ProcessIdentity) async -> Void,
        progress: @escaping @Sendable (CommandOutput) async -> Void
    ) async -> ExecutionReport? {
        guard case .held(let start?) = await settled(folder(of: place)) else { return await conclusion(of: place) }
        return await follow(start, place, started: started, progress: progress)
    }

    /// Whether this very process is still running; a zombie is not.
    package func isAlive(_ process: ProcessIdentity) -> Bool { ProcessTable.identity(of: process.pid) == process }

    /// Kills what is left of the group of a process that an earlier life of this program started.
    package func kill(_ process: ProcessIdentity) {
        guard ProcessTable.bootID() == process.bootID else { return }
        // A process of that number with another start time shows that the number was given anew, which the kernel
        // does only when nothing of the old group is left.
        if let now = ProcessTable.identity(of: process.pid), now != process { return }
        // Fails when the group is gone, which is what was asked for.
        _ = Glibc.kill(-process.pid, SIGKILL)
    }
}

// MARK: - What is kept

extension LocalCommandRunner: OutputKeeping {
    /// All that was kept of an output, masked; `nil` when it is not there any more.
    package func keptOutput(of place: ExecutionPlace) async -> [UInt8]? {
        let (path, mask) = ("\(folder(of: place).path)/output", settings.mask)
        return await exports.perform {
            guard let output = KeptOutput(path) else { return nil }
            return output.masked(by: mask)
        }
    }

    /// Removes what is kept of a command. Its end must be recorded.
    package func forget(_ place: ExecutionPlace) async {
        let (folder, invocations) = (folder(of: place), settings.invocations)
        await files.perform {
            folder.remove()
            invocations.forget(place)
        }
    }

    /// Removes what was left over: what is older than a week, and the oldest of what is more than the disk is to hold.
    /// Folders that a keeper holds stay.
    package func sweep(at now: Timestamp) async {
        let spool = settings.spool
        await files.perform { SpoolFolder.sweep(spool, now: now) }
    }
}
