import Bot
import Connectors
import Glibc
import Locking
import RunbookModel
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct RunnerTests {
    @Test(arguments: [
        ("true", AttemptResult.exited(0)), ("exit 3", .exited(3)), ("kill -TERM $$", .signaled(15)),
        ("kill -KILL $$", .signaled(9)), ("no-such-program", .exited(127)), ("if then", .exited(2)),
        ("yes | head -1 >/dev/null; echo ${PIPESTATUS[0]} >&2; exit ${PIPESTATUS[0]}", .exited(0)),
    ])
    func theEndIsToldAsItWas(_ command: String, _ result: AttemptResult) async {
        #expect(await Bench().run(command).result == result)
    }

    @Test func theTextIsOneArgument() async {
        let report = await Bench().run(#"printf '%s|' "$0" "$#" "a  b" 'c"d' $'e\nf'; echo -- "#)
        #expect(report.output.text == "/bin/bash|0|a  b|c\"d|e\nf|--\n")
    }

    @Test func bothStreamsComeAsTheyWereWritten() async {
        let report = await Bench().run("for i in 1 2 3; do echo out$i; echo err$i >&2; done")
        #expect(report.output.text == "out1\nerr1\nout2\nerr2\nout3\nerr3\n")
        #expect(report.output.totalBytes == 30 && !report.output.isCut)
    }

    @Test func standardInputIsEmptyAndNoTerminal() async {
        #expect(await Bench().run("cat; tty; readlink /proc/self/fd/0").output.text == "not a tty\n/dev/null\n")
    }

    @Test func nothingElseIsOpenInTheChild() async {
        // The fourth is the directory that is being listed.
        #expect(await Bench().run("ls /proc/self/fd | tr '\\n' ' '").output.text == "0 1 2 3 ")
    }

    @Test func theWorkingDirectoryIsItsOwn() async {
        let bench = Bench()
        #expect(await bench.run("pwd; echo $PWD").output.text == "\(bench.directory)\n\(bench.directory)\n")
        let missing = Bench(workingDirectory: "/proc/no/such")
        guard case .notStarted(let reason) = await missing.run("true").result else {
            Issue.record("it was started")
            return
        }
        #expect(reason.contains("/proc/no/such"))
    }

    @Test func onlyListedVariablesGetThrough() async {
        let bench = Bench(
            environment: [
                "HOME": "/home/x", "SLACK_BOT_TOKEN": "xoxb-1-2-3", "KUBECONFIG": "/k", "LD_PRELOAD": "/x.so",
                "BASH_ENV": "/evil", "PATH": "/evil", "BASH_FUNC_ls%%": "() { echo evil; }", "PAGER": "evil",
            ], extraNames: ["KUBECONFIG", "LD_PRELOAD", "BASH_ENV", "PATH", "PAGER", "BASH_FUNC_ls%%"])
        let names = await bench.run("env | cut -d= -f1 | sort | tr '\\n' ' '").output.text
        #expect(names.contains("KUBECONFIG") && names.contains("HOME"))
        for name in ["SLACK", "LD_PRELOAD", "BASH_ENV", "BASH_FUNC"] { #expect(!names.contains(name), "\(name)") }
        #expect(await bench.run("echo $PATH $PAGER").output.text == "\(CommandEnvironment.standardPath) cat\n")
    }

    @Test func greenDatabaseSessionsOnlyRead() async {
        let bench = Bench(environment: ["PGOPTIONS": "-c a=b"], extraNames: ["PGOPTIONS"])
        let green = await bench.run("echo $PGOPTIONS", risk: .green)
        #expect(green.output.text == "-c a=b -c default_transaction_read_only=on\n")
        #expect(await bench.run("echo $PGOPTIONS", risk: .yellow).output.text == "-c a=b\n")
    }

    @Test func aRepositoryCannotMakeGitRunAProgram() async {
        let bench = Bench()
        let report = await bench.run(
            """
            git init -q r && cd r && git config core.fsmonitor 'touch ../pwned; false' && \
            git config core.pager 'touch ../pwned' && git config alias.st '!touch ../pwned' && \
            git status >/dev/null && git log 2>/dev/null; cd ..; rm -rf r; ls
            """)
        #expect(report.output.text == "")
    }

    @Test func whatCannotBeRunIsSaid() async {
        for command in ["echo \0", String(repeating: "#", count: 200_000)] {
            guard case .notStarted(let reason) = await Bench().run(command).result else {
                Issue.record("it was started")
                continue
            }
            #expect(!reason.isEmpty)
        }
        // The longest that Linux takes.
        let longest = "exit 7 #" + String(repeating: "x", count: LocalCommandRunner.commandBytes - 8)
        #expect(await Bench().run(longest).result == .exited(7))
    }

    @Test func theProcessIsNamed() async {
        let bench = Bench()
        let report = await bench.run("echo $$; sleep 0.1")
        let process = bench.processes.withLock { $0.first }
        #expect(report.output.text == "\(process?.pid ?? 0)\n")
        #expect(process.map(bench.runner.isAlive) == false)
    }

    @Test func aLivingProcessIsToldFromALaterOne() async throws {
        let bench = Bench()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = await bench.run("sleep 30 & sleep 30") }
            while bench.processes.withLock(\.isEmpty) { try await Task.sleep(for: .milliseconds(2)) }
            let process = try #require(bench.processes.withLock { $0.first })
            #expect(bench.runner.isAlive(process))
            var other = process
            other.startTicks += 1
            #expect(!bench.runner.isAlive(other))
            bench.runner.kill(other)
            other = process
            other.bootID = "another start"
            #expect(!bench.runner.isAlive(other))
            bench.runner.kill(other)
            #expect(bench.runner.isAlive(process))
            bench.runner.kill(process)
            try await group.waitForAll()
            #expect(!bench.runner.isAlive(process))
        }
    }

    @Test func theTimeLimitEndsTheWholeGroup() async throws {
        let bench = Bench()
        let began = ContinuousClock.now
        let report = await bench.run(
            "trap '' TERM; (trap '' TERM; sleep 31.5) & echo $! $$; sleep 31.5; sleep 31.5", limit: .milliseconds(300))
        #expect(report.result == .timedOut)
        #expect(ContinuousClock.now - began < .milliseconds(1300))
        let pids = report.output.text.split(whereSeparator: \.isWhitespace).compactMap { Int32($0) }
        #expect(pids.count == 2)
        for pid in pids { #expect(!isRunning(pid)) }
    }

    @Test func stopEndsTheWholeGroupWithinASecond() async {
        for command in ["echo $$; sleep 32", "trap '' TERM; sleep 32 & echo $$; while :; do sleep 32; done"] {
            let (report, wait) = await Bench().runUntil("\n", command)
            #expect(report.result == .killed)
            #expect(wait < .seconds(1), "\(wait)")
            #expect(Int32(report.output.text.dropLast()).map(isRunning) == false)
        }
    }

    @Test func aPoliteProcessMayTidyUp() async {
        let (report, wait) = await Bench().runUntil(
            "ready", "trap 'echo tidied; exit 0' TERM; echo ready; sleep 33 & wait")
        #expect(report.result == .killed && report.output.text == "ready\ntidied\n")
        #expect(wait < .milliseconds(700))
    }

    @Test func whatLeftTheGroupIsStoppedToo() async {
        let (report, wait) = await Bench().runUntil("\n", "setsid sh -c 'echo $$; exec sleep 34' & sleep 34")
        #expect(report.result == .killed && wait < .seconds(1))
        #expect(Int32(report.output.text.dropLast()).map(isRunning) == false)
    }

    /// Two runs of the same name, as two programs on one machine may have: the sweep of one spares the other.
    @Test func aStopSparesEverybodyElse() async {
        async let other = Bench().run("sleep 0.6; echo whole")
        let (report, _) = await Bench().runUntil("ready", "trap '' TERM; echo ready; while :; do sleep 37; done")
        #expect(report.result == .killed)
        #expect(await other.output.text == "whole\n")
    }

    @Test func nothingIsLeftAfterANormalEnd() async {
        let began = ContinuousClock.now
        let report = await Bench().run("sleep 35 & echo $!; echo done")
        #expect(report.result == .exited(0))
        #expect(ContinuousClock.now - began < .milliseconds(500))
        let lines = report.output.text.split(separator: "\n")
        #expect(lines.last == "done" && Int32(lines[0]).map(isRunning) == false)
    }

    /// The limit of what is promised: after a normal end, what left the group with `setsid` lives on. It holds the
    /// output open, and is waited for a quarter of a second only.
    @Test func whatLeftTheGroupOutlivesANormalEnd() async {
        let began = ContinuousClock.now
        let report = await Bench().run("setsid sh -c 'echo $$; exec sleep 36' & sleep 0.1; echo done")
        #expect(report.result == .exited(0))
        #expect(ContinuousClock.now - began < .seconds(1))
        let pid = Int32(report.output.text.split(separator: "\n").first ?? "") ?? 0
        #expect(isRunning(pid))
        kill(pid, SIGKILL)
    }

    @Test func aTaskThatIsCancelledAlreadyStartsNothing() async {
        let bench = Bench()
        await withTaskGroup(of: Void.self) { group in
            group.cancelAll()
            group.addTask { #expect(await bench.run("touch started").result == .killed) }
        }
        #expect(names(in: bench.directory).isEmpty)
    }
}
