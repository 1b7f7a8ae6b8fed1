import Bot
import Glibc
import Locking
import RunbookModel
import Testing

/// Many commands, one after the other. `make soak-runner` sets the number to ten thousand.
@Suite(.serialized, .timeLimit(.minutes(30))) struct SoakRunnerTests {
    private static let runs = contents("/proc/self/environ")?.split(separator: "\0")
        .first { $0.hasPrefix("DD0C_RUNS=") }.flatMap { Int($0.dropFirst(10)) }

    @Test func manyRunsLeaveNothing() async {
        let bench = Bench()
        _ = await bench.run("true")
        let (files, threads) = (names(in: "/proc/self/fd").count, names(in: "/proc/self/task").count)
        let runs = Self.runs ?? 300
        let before = anonymousMemory()
        let began = ContinuousClock.now
        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    for number in 0..<runs / 4 {
                        let report = await bench.run("echo \(number)", step: worker)
                        #expect(report.output.text == "\(number)\n" && report.result == .exited(0))
                    }
                }
            }
        }
        let (time, memory) = (ContinuousClock.now - began, anonymousMemory() - before)
        print("soak: \(runs) runs in \(time), \(memory) kB more memory")
        #expect(names(in: "/proc/self/fd").count <= files + 2)
        #expect(names(in: "/proc/self/task").count <= threads + 8)
        #expect(memory < 32 << 10)
        #expect(names(in: bench.spool).isEmpty)
        let stats = names(in: "/proc").compactMap { contents("/proc/\($0)/stat") }
        #expect(!stats.contains { $0.contains(") Z \(getpid()) ") }, "zombies")
        let left = names(in: "/proc").compactMap { contents("/proc/\($0)/cmdline") }.filter {
            $0.contains(bench.spool)
        }
        #expect(left.isEmpty, "keepers")
    }
}
