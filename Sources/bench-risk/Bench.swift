import BotTestKit
import Glibc
import JSONTree
import RiskRules
import RunbookModel
import ShellSyntax

/// How fast commands get their colour: run by `make bench-risk`, never by a test, and it never fails on a time.
@main
struct Bench {
    static func main() {
        let commands = BenchCommands.load()
        report("\(commands.texts.count) commands, \(commands.origin); one core, release build")
        let classifier = RiskClassifier()
        let shellOnly = Measurement(of: commands.texts.filter { $0.language == .shell }, rounds: 20) { command in
            ShellParser().parse(command.text).work
        }
        report("  parsing          \(shellOnly)")
        let whole = Measurement(of: commands.texts, rounds: 20) { command in
            classifier.assess(command.text, language: command.language).reasons.count
        }
        report("  parsing + rules  \(whole)")
        report(
            "  slowest: " + whole.slowest.map { "\(decimal($0.microseconds)) µs \($0.text)" }.joined(separator: " · "))
        compareWithBash(whole)
        linearity(classifier)
    }

    /// The same minute, the same machine: how many commands are judged while bash only starts to read one.
    private static func compareWithBash(_ whole: Measurement) {
        let clock = ContinuousClock()
        var times: [Double] = []
        for _ in 0..<40 {
            let elapsed = clock.measure { _ = system("exec bash -nc true") }
            times.append(microseconds(elapsed))
        }
        let start = times.sorted()[times.count / 2]
        report(
            "  bash -n starts in \(decimal(start)) µs (median): \(decimal(start / whole.mean)) commands are judged meanwhile"
        )
    }

    /// Texts that are hard to read, at three sizes: the time for a byte must stay the same.
    private static func linearity(_ classifier: RiskClassifier) {
        report("  worst cases, ns for each byte at 1, 10 and 100 times the size:")
        let clock = ContinuousClock()
        for (name, make) in BenchCommands.shapes {
            var figures: [String] = []
            for factor in [1, 10, 100] {
                let text = make(6 * factor)
                var best = Double.infinity
                for _ in 0..<(factor == 100 ? 5 : 40) {
                    var count = 0
                    let elapsed = clock.measure { count = classifier.assess(text, language: .shell).reasons.count }
                    if count > 0 { best = min(best, microseconds(elapsed)) }
                }
                figures.append(decimal(best * 1000 / Double(text.utf8.count)))
            }
            report("    \(name): " + figures.joined(separator: " "))
        }
    }

    static func microseconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) * 1e6 + Double(duration.components.attoseconds) / 1e12
    }

    static func decimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// The one place that writes.
    private static func report(_ line: String) { print(line) }
}

/// Times of single calls, each command many times.
struct Measurement: CustomStringConvertible {
    private(set) var mean = 0.0
    private(set) var median = 0.0
    private(set) var high = 0.0
    private(set) var worst = 0.0
    private(set) var slowest: [(microseconds: Double, text: String)] = []

    init(of commands: [BenchCommands.Entry], rounds: Int, _ body: (BenchCommands.Entry) -> Int) {
        let clock = ContinuousClock()
        var samples: [Double] = []
        var sums = [Double](repeating: 0, count: commands.count)
        var seen = 0
        for round in 0..<(rounds + 3) {
            for (index, command) in commands.enumerated() {
                let elapsed = clock.measure { seen &+= body(command) }
                // The first rounds fill caches and read the tables.
                guard round >= 3 else { continue }
                let time = Bench.microseconds(elapsed)
                samples.append(time)
                sums[index] += time / Double(rounds)
            }
        }
        guard seen > 0, !samples.isEmpty else { return }
        samples.sort()
        mean = samples.reduce(0, +) / Double(samples.count)
        median = samples[samples.count / 2]
        high = samples[samples.count * 99 / 100]
        worst = sums.max() ?? 0
        slowest = sums.indices.sorted { sums[$0] > sums[$1] }.prefix(4).map { index in
            (sums[index], String(commands[index].text.prefix(48)).debugDescription)
        }
    }

    var description: String {
        "mean \(Bench.decimal(mean)) µs, median \(Bench.decimal(median)), p99 \(Bench.decimal(high)), slowest command "
            + "\(Bench.decimal(worst)); \(Int(1e6 / max(mean, 0.001))) commands/s"
    }
}
