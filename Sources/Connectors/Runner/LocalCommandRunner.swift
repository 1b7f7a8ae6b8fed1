import Bot
import Glibc
import Locking
import RunbookModel
import Subprocess
import SystemPackage

/// Runs commands on this machine, each in a session and process group of its own; what is run for a command is decided by
/// an `InvocationMaking`.
///
/// What ends a command is one thread that watches its process (`ProcessWatch`): its exit, the time limit, or the
/// cancellation of the task. In each case the whole process group is gone when `run` returns. A process that left the
/// group with `setsid` is killed too when the command is stopped or times out, as long as it kept the environment
/// that it was given; after a normal exit it lives on. The boundary is the account that this program runs as.
package struct LocalCommandRunner: CommandRunning {
    /// How commands are run.
    package struct Settings: Sendable {
        /// How each command is run. A working directory that does not exist is made, with mode 0700.
        package var invocations: any InvocationMaking
        /// What is masked in their output.
        package var mask: OutputMask
        /// Bytes of output that are kept, at the most.
        package var outputBytes = Limits.outputBytes
        /// Time between the request to end and the end that cannot be refused.
        package var grace: Duration = .milliseconds(300)
        /// How long output is still read after the command itself has ended.
        package var drain: Duration = .milliseconds(250)
        /// Time between two reports of progress.
        package var progressInterval: Duration = .milliseconds(400)

        /// Settings with the limits of the product.
        package init(invocations: any InvocationMaking, mask: OutputMask) {
            self.invocations = invocations
            self.mask = mask
        }
    }

    /// Longest command in bytes: Linux takes no single argument of more than 128 KiB.
    package static let commandBytes = 128 << 10 - 1

    private let settings: Settings

    /// A runner that keeps no state between commands.
    package init(_ settings: Settings) { self.settings = settings }

    /// Runs a command to its end, or until the task is cancelled. Never throws: what goes wrong is in the report.
    package func run(
        _ request: ExecutionRequest, started: @escaping @Sendable (ProcessIdentity) async -> Void,
        progress: @escaping @Sendable (CommandOutput) async -> Void
    ) async -> ExecutionReport {
        let nothing = CommandOutput(text: "", totalBytes: 0, isCut: false)
        if Task.isCancelled { return ExecutionReport(place: request.place, result: .killed, output: nothing) }
        do {
            let invocation = try await settings.invocations.invocation(for: request)
            try Self.check(invocation)
            let watch = try ProcessWatch(
                marker: Self.marker(of: request.place), timeLimit: request.timeLimit, grace: settings.grace,
                drain: settings.drain, outputBytes: settings.outputBytes)
            let end = await withTaskCancellationHandler {
                await spawn(invocation, watch, started: started, progress: progress)
            } onCancel: {
                watch.stop()
            }
            let output = watch.output.rendered(by: settings.mask, complete: true)
            return ExecutionReport(place: request.place, result: end, output: output)
        } catch {
            return ExecutionReport(place: request.place, result: .notStarted("\(error)"), output: nothing)
        }
    }

    private static func check(_ invocation: Invocation) throws(InvocationRefusal) {
        for argument in invocation.arguments {
            if argument.utf8.contains(0) {
                throw InvocationRefusal("The command contains a NUL character, which no program can be given.")
            }
            let count = argument.utf8.count
            guard count <= commandBytes else {
                throw InvocationRefusal("The command is \(count) bytes long; Linux takes at most \(commandBytes).")
            }
        }
        let directory = invocation.workingDirectory
        guard mkdir(directory, 0o700) == 0 || errno == EEXIST else {
            throw InvocationRefusal(
                "The working directory \(directory) cannot be made: \(String(cString: strerror(errno))).")
        }
    }

    private func spawn(
        _ invocation: Invocation, _ watch: ProcessWatch,
        started: @escaping @Sendable (ProcessIdentity) async -> Void,
        progress: @escaping @Sendable (CommandOutput) async -> Void
    ) async -> AttemptResult {
        var variables = invocation.environment
        variables[ProcessTable.markerName] = watch.marker
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: settings.grace)
        ]
        // Given twice rather than as `.combinedWithOutput`, whose duplicate stays open (swift-subprocess 1.0.2).
        let pipe = FileDescriptor(rawValue: watch.writeEnd)
        do {
            _ = try await Subprocess.run(
                .path(FilePath(invocation.arguments[0])), arguments: Arguments(Array(invocation.arguments.dropFirst())),
                environment: .custom(
                    Dictionary(
                        uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0.key), $0.value) })),
                workingDirectory: FilePath(invocation.workingDirectory), platformOptions: options, input: .none,
                output: .fileDescriptor(pipe, closeAfterSpawningProcess: false),
                error: .fileDescriptor(pipe, closeAfterSpawningProcess: false)
            ) { execution in
                watch.closeWriteEnd()
                await follow(execution.processIdentifier, watch, started: started, progress: progress)
            }
        } catch {
            // Once the process was there, what the watch saw counts, not how the library tells of a cancellation.
            return watch.end
                ?? (Task.isCancelled ? .killed : .notStarted("The command could not be started: \(error)"))
        }
        return watch.end ?? .unknown
    }

    /// Returns when the process and its group are gone. Only then may the library reap the process: until then its
    /// number cannot be given to another.
    private func follow(
        _ process: ProcessIdentifier, _ watch: ProcessWatch,
        started: @escaping @Sendable (ProcessIdentity) async -> Void,
        progress: @escaping @Sendable (CommandOutput) async -> Void
    ) async {
        let identity = ProcessTable.identity(of: process.value)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                if let identity { await started(identity) }
                await report(watch, progress)
            }
            await watch.watch(process.value, descriptor: process.processDescriptor)
            group.cancelAll()
        }
    }

    /// Tells of the output again and again as it grows, until the task is cancelled.
    private func report(
        _ watch: ProcessWatch, _ progress: @escaping @Sendable (CommandOutput) async -> Void
    ) async {
        var reported = 0
        while true {
            do {
                try await Task.sleep(for: settings.progressInterval)
            } catch {
                return
            }
            let output = watch.output.rendered(by: settings.mask, complete: false)
            guard output.totalBytes > reported, !output.text.isEmpty else { continue }
            reported = output.totalBytes
            await progress(output)
        }
    }

    private static let lastMarker = Lock(0)

    /// What only this execution's processes carry: the sweep for stragglers kills whatever has it, so it must differ
    /// also between programs that happen to count their runs alike.
    private static func marker(of place: ExecutionPlace) -> String {
        let number = lastMarker.withLock { last in
            last += 1
            return last
        }
        return "\(place.run.rawValue)/\(place.step)/\(place.attempt)@\(getpid()).\(number)"
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
