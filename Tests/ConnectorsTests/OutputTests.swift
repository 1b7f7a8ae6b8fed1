import Bot
import Connectors
import Glibc
import Locking
import RunbookModel
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct OutputTests {
    @Test func aLongLineIsKeptWithinTheLimit() async {
        let report = await Bench().run("head -c 200000 /dev/zero | tr '\\0' x; echo; echo end")
        #expect(report.output.totalBytes == 200_005 && report.output.isCut)
        #expect(report.output.text.utf8.count <= Limits.outputBytes)
        #expect(report.output.text.hasPrefix("xxxx") && report.output.text.hasSuffix("\nend\n"))
        #expect(report.output.text.contains("bytes left out"))
    }

    @Test func beginningAndEndAreKept() async {
        let report = await Bench().run("seq 1 100000")
        #expect(report.output.totalBytes == 588_895 && report.output.isCut)
        let lines = report.output.text.split(separator: "\n")
        #expect(lines.prefix(3) == ["1", "2", "3"] && lines.suffix(2) == ["99999", "100000"])
        let numbers = lines.compactMap { Int($0) }
        #expect(numbers.count == lines.count - 1)
        #expect(numbers == numbers.sorted())
        #expect(report.output.text.utf8.count > Limits.outputBytes / 2)
    }

    @Test func whatFitsIsWhole() async {
        let report = await Bench().run("seq 1 10000")
        #expect(report.output.totalBytes == 48_894 && !report.output.isCut)
        #expect(report.output.text.utf8.count == 48_894)
    }

    @Test func whatIsNotUTF8IsReplaced() async {
        let report = await Bench().run(#"printf 'a\xff\xc3(\xe2\x82'"#)
        #expect(report.output.text == "a\u{FFFD}\u{FFFD}(\u{FFFD}")
    }

    @Test func aHundredMegabytesTakeNoMemory() async {
        let bench = Bench()
        _ = await bench.run("head -c 1000000 /dev/zero | tr '\\0' '\\n'")
        let before = anonymousMemory()
        let report = await bench.run("yes 'a line of output' | head -c 100000000")
        #expect(report.output.totalBytes == 100_000_000)
        #expect(anonymousMemory() - before < 16 << 10)
    }

    @Test func progressShowsWholeLines() async {
        let bench = Bench()
        let report = await bench.run("echo one; sleep 0.2; printf 'half of'; sleep 0.2; echo ' two'; sleep 0.2")
        #expect(report.output.text == "one\nhalf of two\n")
        let seen = bench.reports.withLock { $0.map(\.text) }
        #expect(seen.first == "one\n")
        #expect(seen.allSatisfy { $0 == "one\n" || $0 == "one\nhalf of two\n" }, "\(seen)")
    }

    @Test func progressIsRareHoweverMuchIsPrinted() async {
        let bench = Bench { $0.progressInterval = .milliseconds(200) }
        #expect(await bench.run("timeout 1 yes").result == .exited(124))
        let count = bench.reports.withLock(\.count)
        #expect((1...5).contains(count), "\(count)")
    }

    @Test func secretsThatComeInPiecesAreMasked() async {
        let bench = Bench(secrets: ["hunter2-is-long"])
        let report = await bench.run(
            """
            for c in x o x b - 1 2 3 - 4 5 6 - a b c; do printf $c; sleep 0.01; done; echo
            printf 'hunter2'; sleep 0.05; printf -- '-is-long and on'; echo
            printf 'xoxb-12\\033[31m34-5678\\033[0m-abcd end\\n'
            """)
        #expect(report.output.text == "***\n*** and on\n*** end\n")
        for seen in bench.reports.withLock({ $0 }) {
            #expect(!seen.text.contains("xox") && !seen.text.contains("hunt"))
        }
    }

    /// The secret is moved over both edges of what is kept, byte by byte.
    @Test func noSecretSurvivesTheCut() async {
        let secret = "Zq9-secret-value-Kx7"
        let bench = Bench(secrets: [secret]) { $0.outputBytes = 2048 }
        let keep = 1024 + 8192
        for offset in stride(from: -24, through: 24, by: 3) {
            let before = keep + offset
            let report = await bench.run(
                "head -c \(before) /dev/zero | tr '\\0' a; printf '\(secret)'; head -c 30000 /dev/zero | tr '\\0' b;"
                    + "printf '\(secret)'; head -c \(before) /dev/zero | tr '\\0' c")
            #expect(report.result == .exited(0) && report.output.isCut)
            for part in ["Zq9", "Kx7", "secret", "value"] { #expect(!report.output.text.contains(part), "\(offset)") }
        }
    }
}
