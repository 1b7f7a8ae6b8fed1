import Bot
import Connectors
import Glibc
import Locking
import RunbookModel
import Testing

/// Commands that go on while the bot is dead, and what the next life of it makes of them. Each bench is one life; both
/// are over the same spool.
@Suite(.serialized, .timeLimit(.minutes(2))) struct KeeperRunnerTests {
    private static let untilGo = "while [ ! -e go ]; do sleep 0.02; done"

    private func letGoOn(_ bench: Bench) { #expect(close(creat("\(bench.directory)/go", 0o600)) == 0) }

    /// Begins a command in one life, waits for `sign` among its output, and drops that life.
    private func abandon(_ bench: Bench, _ place: ExecutionPlace, _ command: String, sign: String) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                #expect(await bench.begin(Bench.request(place, command)) == nil, "it was let go")
            }
            await bench.saw(sign)
            bench.runner.letGo()
        }
    }

    @Test func whatStillRunsIsAdopted() async throws {
        let first = Bench()
        let place = first.place()
        await abandon(
            first, place, "echo one; \(Self.untilGo); echo two; exit 4", sign: "one")
        let second = Bench(workingDirectory: first.directory, spool: first.spool)
        #expect(await second.runner.find(place) == .running)
        async let report = second.adopt(place)
        await second.saw("one")
        letGoOn(first)
        #expect(await report?.result == .exited(4))
        #expect(await report?.output.text == "one\ntwo\n")
        #expect(second.processes.withLock(\.count) == 1)
        #expect(await second.runner.find(place) == .ended(try #require(await report)), "told again as often as asked")
    }

    @Test func anAdoptedOneIsKilledWithAllItsProcesses() async throws {
        let first = Bench()
        let place = first.place()
        await abandon(first, place, "setsid sh -c 'echo $$; exec sleep 61' & sleep 61", sign: "\n")
        let second = Bench(spool: first.spool)
        await withTaskGroup(of: ExecutionReport?.self) { group in
            group.addTask { await second.adopt(place) }
            await second.saw("\n")
            let began = ContinuousClock.now
            group.cancelAll()
            let report = await group.next() ?? nil
            #expect(report?.result == .killed)
            #expect(ContinuousClock.now - began < .seconds(1))
            #expect((report?.output.text.dropLast()).flatMap { Int32($0) }.map(isRunning) == false)
        }
    }

    @Test func theEndIsKnownAlsoWhenNobodyWasThere() async {
        let first = Bench()
        let place = first.place()
        await abandon(first, place, "echo begun; \(Self.untilGo); echo $((6 * 7)); exit 3", sign: "begun")
        letGoOn(first)
        await gone(first, place)
        let found = await Bench(spool: first.spool).runner.find(place)
        guard case .ended(let report) = found else {
            Issue.record("\(found)")
            return
        }
        #expect(report.result == .exited(3) && report.output.text == "begun\n42\n")
    }

    /// The keeper holds the time limit, whether or not there is a bot.
    @Test func theTimeLimitHoldsWhenNobodyIsThere() async {
        let first = Bench()
        let place = first.place()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                _ = await first.begin(
                    Bench.request(place, "trap '' TERM; echo $$; sleep 62; sleep 62", limit: .milliseconds(1500)))
            }
            await first.saw("\n")
            first.runner.letGo()
        }
        await gone(first, place)
        guard case .ended(let report) = await Bench(spool: first.spool).runner.find(place) else {
            Issue.record("its end is not known")
            return
        }
        #expect(report.result == .timedOut)
        #expect(Int32(report.output.text.dropLast()).map(isRunning) == false)
    }

    /// A program that begins a command and is killed in the middle.
    @Test func killNineOfTheProgramThatAsked() async throws {
        let bench = Bench()
        let place = bench.place()
        guard case .ready(let ticket) = await bench.runner.prepare(place) else {
            Issue.record("it cannot be prepared")
            return
        }
        let folder = "\(bench.spool)/\(names(in: bench.spool)[0])"
        // The launcher, its parent and everything of theirs are gone before the command ends.
        let script = """
            "$0" --spool "$1" --ticket "$2" -- /bin/sh -c 'cd "$3"; echo up; \(Self.untilGo); echo down' "" "" "" "$3"; kill -9 $$
            """
        let other = Bench()
        let killed = await other.run(
            "bash -c '\(script.replacing("'", with: "'\\''"))' \(Bench.keeper) \(folder) \(ticket) \(bench.directory)",
            limit: .seconds(5))
        #expect(killed.result == .signaled(9))
        #expect(await bench.runner.find(place) == .running)
        letGoOn(bench)
        let report = await bench.adopt(place)
        #expect(report?.result == .exited(0) && report?.output.text == "up\ndown\n")
    }

    @Test func withTheKeeperTheCommandDies() async {
        let bench = Bench()
        let place = bench.place()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                let report = await bench.begin(Bench.request(place, "sleep 63 & echo $!; echo $$; sleep 63"))
                #expect(report?.result == .unknown)
                let pids = (report?.output.text ?? "").split(separator: "\n").compactMap { Int32($0) }
                #expect(pids.count == 2)
                for pid in pids { await vanished(pid) }
            }
            await bench.saw("\n")
            if let keeper = bench.keeperOf(place) { kill(keeper, SIGKILL) }
        }
        let found = await Bench(spool: bench.spool).runner.find(place)
        guard case .ended(let report) = found else {
            Issue.record("\(found)")
            return
        }
        #expect(report.result == .unknown)
    }

    // MARK: Never started, or unknown

    @Test func whatWasPreparedOnlyNeverRanAndNeverWill() async {
        let bench = Bench()
        let place = bench.place()
        guard case .ready(let ticket) = await bench.runner.prepare(place) else {
            Issue.record("it cannot be prepared")
            return
        }
        #expect(await Bench(spool: bench.spool).runner.find(place) == .neverStarted)
        // The launcher that was on its way all the while comes too late.
        let late = await bench.runner.run(
            Bench.request(place, "touch ran"), ticket: ticket, started: { _ in }, progress: { _ in })
        guard case .notStarted = late?.result else {
            Issue.record("\(String(describing: late))")
            return
        }
        #expect(names(in: bench.directory).isEmpty)
    }

    /// Put back and begun anew: the ticket of then is worth nothing, the new one is good once.
    @Test func aTicketIsGoodOnce() async {
        let bench = Bench()
        let place = bench.place()
        guard case .ready(let old) = await bench.runner.prepare(place),
            case .ready(let new) = await bench.runner.prepare(place)
        else {
            Issue.record("it cannot be prepared")
            return
        }
        let late = Bench()
        func launch(_ ticket: String) async -> AttemptResult {
            await late.run(
                "\(Bench.keeper) --spool \(bench.spool)/* --ticket \(ticket) -- /bin/sh -c 'echo x >> \(bench.directory)/marks'"
            ).result
        }
        #expect(await launch(old) == .exited(3))
        let report = await bench.runner.run(
            Bench.request(place, "echo x >> marks"), ticket: new, started: { _ in }, progress: { _ in })
        #expect(report?.result == .exited(0))
        for ticket in [new, old] { #expect(await launch(ticket) == .exited(3)) }
        #expect(contents("\(bench.directory)/marks") == "x\n")
        #expect(await bench.runner.prepare(place) == .begunBefore)
    }

    /// Seven launchers with the same ticket, and one that takes it back in the middle: at most one command.
    @Test func aRaceForATicketRunsOneAtTheMost() async {
        for round in 0..<10 {
            let bench = Bench()
            let place = bench.place()
            guard case .ready(let ticket) = await bench.runner.prepare(place) else {
                Issue.record("it cannot be prepared")
                return
            }
            let found = Lock<[FoundExecution]>([])
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        if number == round % 8 {
                            let fate = await Bench(spool: bench.spool).runner.find(place)
                            found.withLock { $0.append(fate) }
                        } else {
                            _ = await bench.runner.run(
                                Bench.request(place, "echo x >> marks"), ticket: ticket, started: { _ in },
                                progress: { _ in })
                        }
                    }
                }
            }
            let marks = contents("\(bench.directory)/marks")
            if found.withLock({ $0.contains(.neverStarted) }) {
                #expect(marks == nil, "it was said to have never run")
            } else {
                #expect(marks == "x\n")
            }
        }
    }

    @Test func withoutAFolderNothingIsKnown() async {
        let bench = Bench()
        #expect(await bench.runner.find(bench.place()) == .unknown)
    }

    @Test(arguments: ["", "garbage", "dd0c-hold 1\nend exited 0\ntotal 3\nkept 3\n"])
    func aResultThatIsNotWholeIsNone(_ text: String) async {
        let bench = Bench()
        let place = bench.place()
        _ = await bench.begin(Bench.request(place, "echo out; exit 0"))
        let file = bench.path("result", of: place)
        guard let whole = contents(file) else {
            Issue.record("no result")
            return
        }
        for broken in [text, String(whole.prefix(40)), whole.replacing("exited 0", with: "exited 1")] {
            overwrite(file, broken)
            guard case .ended(let report) = await bench.runner.find(place) else {
                Issue.record("not found")
                continue
            }
            #expect(report.result == .unknown, "\(broken)")
        }
        overwrite(file, whole)
        guard case .ended(let report) = await bench.runner.find(place) else { return }
        #expect(report.result == .exited(0) && report.output.text == "out\n")
    }

    // MARK: What is kept

    @Test func whatIsForgottenIsGone() async {
        let bench = Bench()
        let place = bench.place()
        _ = await bench.begin(Bench.request(place, "echo x"))
        #expect(names(in: bench.spool).count == 1)
        await bench.runner.forget(place)
        #expect(names(in: bench.spool).isEmpty)
    }

    @Test func whatIsLeftOverIsSweptAndWhatRunsIsNot() async {
        let bench = Bench()
        let (old, running) = (bench.place(), bench.place())
        _ = await bench.begin(Bench.request(old, "echo x"))
        let now = Timestamp(milliseconds: Int64(time(nil)) * 1000)
        await bench.runner.sweep(at: now + .seconds(6 * 24 * 3600))
        #expect(names(in: bench.spool).count == 1)
        await abandon(bench, running, "echo up; \(Self.untilGo)", sign: "up")
        await bench.runner.sweep(at: now + .seconds(8 * 24 * 3600))
        #expect(names(in: bench.spool).count == 1)
        letGoOn(bench)
        #expect(await Bench(spool: bench.spool).adopt(running)?.result == .exited(0))
    }

    @Test func aSpoolThatOthersMayReadIsRefused() async {
        let bench = Bench()
        mkdir(bench.spool, 0o700)
        chmod(bench.spool, 0o755)
        guard case .impossible(let reason) = await bench.runner.prepare(bench.place()) else {
            Issue.record("it was taken")
            return
        }
        #expect(reason.contains(bench.spool))
    }

    @Test func aKeeperThatIsMissingIsSaid() async {
        #expect(await KeeperProgram.objection(to: Bench.keeper) == nil)
        #expect(await KeeperProgram.objection(to: "/no/dd0c-hold")?.contains("/no/dd0c-hold") == true)
        #expect(await KeeperProgram.objection(to: "/bin/echo")?.contains("same build") == true)
        let bench = Bench { $0.keeper = "/no/dd0c-hold" }
        guard case .notStarted(let reason) = await bench.run("true").result else {
            Issue.record("it was started")
            return
        }
        #expect(reason.contains("could not be started"))
    }

    private func gone(_ bench: Bench, _ place: ExecutionPlace) async {
        if let keeper = bench.keeperOf(place) { await vanished(keeper) }
    }
}
