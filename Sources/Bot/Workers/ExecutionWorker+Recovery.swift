import JSONTree
import Logging
import RunbookModel

/// Commands that an earlier life of this program began, and whose end it did not see.
extension ExecutionWorker {
    /// Looks each of them up and records what became of it. No command is run before all of them are known.
    /// - Returns: those that still run.
    func recover() async -> [ExecutionPlace] {
        var running: [ExecutionPlace] = []
        repeat {
            do {
                let open = try await store.read { try $0.openExecutions() }
                for (place, process) in open where !running.contains(place) {
                    if try await recover(place, process) { running.append(place) }
                }
                if !open.isEmpty { bells.inbox.ring() }
                return running
            } catch {
                logger.critical("the execution journal cannot be read", metadata: ["error": "\(error)"])
            }
        } while await pause()
        return running
    }

    /// - Returns: whether it still runs.
    private func recover(_ place: ExecutionPlace, _ process: ProcessIdentity?) async throws -> Bool {
        switch await runner.find(place) {
        case .running:
            register(place)
            return true
        case .ended(let report) where report.result != .unknown:
            logger.notice("a command ended meanwhile", metadata: place.metadata)
            await finish(report)
        case .neverStarted: try await takeBack(place)
        case .ended, .unknown: try await declareLost(place, process)
        }
        return false
    }

    /// Follows a command that still runs to its end.
    func adopt(_ place: ExecutionPlace) async {
        defer { isDone(place) }
        logger.notice("a command that still runs was found again", metadata: place.metadata)
        let killSwitch = killSwitch(of: place)
        // A stop that came before it was found again did not reach it.
        if await isStopped(place) { killSwitch.pull() }
        let report = await killSwitch.run {
            await self.runner.adopt(place) {
                await self.note($0, of: place)
            } progress: {
                await self.show($0, of: place)
            }
        }
        await finish(report)
    }

    private func isStopped(_ place: ExecutionPlace) async -> Bool {
        repeat {
            do {
                return try await store.read { try $0.run(place.run)?.phase == .finished(.stopped) }
            } catch {
                logger.error("a run cannot be read", metadata: place.metadata(error))
            }
        } while await pause()
        return false
    }

    /// A command that was begun in the journal only. What reads and needs no approval is begun anew; about all else
    /// somebody is asked: what was approved was approved for then.
    private func takeBack(_ place: ExecutionPlace) async throws {
        let isPutBack = try await store.write { store -> Bool in
            guard let run = try store.run(place.run), !run.isFinished,
                let (_, attempt) = run.attempt(at: place),
                attempt.approvedBy == .system, attempt.command.assessment.risk == .green
            else { return false }
            return try store.putBackExecution(place)
        }
        logger.notice(
            "a command was begun but never started", metadata: place.metadata.merging(["anew": "\(isPutBack)"]) { $1 })
        if !isPutBack { await refuse(place, Self.neverStarted) }
    }

    /// For people.
    static let neverStarted = "The bot was restarted just before it would have started this command. It did not run."

    private func declareLost(_ place: ExecutionPlace, _ process: ProcessIdentity?) async throws {
        let now = ambient.now()
        let isAlive = process.map(runner.isAlive) ?? false
        logger.warning(
            "the outcome of a command is unknown",
            metadata: place.metadata.merging(["stillRunning": "\(isAlive)"]) { $1 })
        let body = try JSONValue(encoding: place)
        let isStopped = try await store.write { store in
            _ = try store.accept(Delivery(key: "lost:\(place.key)", kind: .executionLost, body: body), at: now)
            try store.endExecution(place, at: now)
            return try store.run(place.run)?.phase == .finished(.stopped)
        }
        if isAlive, isStopped, let process { runner.kill(process) }
    }

    /// What becomes of a command that turns out to have been begun before the journal says so.
    func follow(_ place: ExecutionPlace) async {
        do {
            if try await recover(place, nil) { await adopt(place) }
        } catch {
            // It counts as begun: the next start looks it up again.
            logger.critical("the end of a command cannot be recorded", metadata: place.metadata(error))
        }
    }
}
