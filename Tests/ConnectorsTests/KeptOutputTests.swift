import Bot
import BotTestKit
import Glibc
import Locking
import RunbookModel
import Testing

@testable import Connectors

/// What is kept beside what is shown, and given away as a file.
@Suite(.serialized, .timeLimit(.minutes(2))) struct KeptOutputTests {
    private func kept(_ bench: Bench, _ command: String) async -> (report: ExecutionReport?, text: String?) {
        let place = bench.place()
        let report = await bench.begin(Bench.request(place, command))
        let bytes = await bench.runner.keptOutput(of: place)
        return (report, bytes.map { String(decoding: $0, as: UTF8.self) })
    }

    @Test func whatIsNotShownIsKept() async {
        let (report, text) = await kept(Bench(), "seq 1 100000")
        #expect(report?.output.isCut == true && report?.keptBytes == 588_895)
        #expect(text?.utf8.count == 588_895)
        #expect(text?.hasPrefix("1\n2\n") == true && text?.hasSuffix("\n99999\n100000\n") == true)
    }

    @Test func whatIsShownNeedsNoFile() async {
        let (report, _) = await kept(Bench(), "seq 1 1000")
        #expect(report?.output.isCut == false && report?.keptBytes == nil)
    }

    @Test func beyondTheBoundTheMiddleIsLeftOut() async {
        let bench = Bench { $0.keptBytes = 1 << 20 }
        let (report, text) = await kept(bench, "seq 1 1000000")
        #expect(report?.keptBytes == 1 << 20)
        let lines = (text ?? "").split(separator: "\n")
        #expect(lines.first == "1" && lines.last == "1000000")
        #expect(lines.count { $0.contains("bytes left out") } == 1)
        let numbers = lines.compactMap { Int($0) }
        #expect(numbers.count == lines.count - 1 && numbers == numbers.sorted())
        #expect((text ?? "").utf8.count > (1 << 20) - 20_000)
    }

    @Test func noSecretSurvivesTheGapOrTheBorders() async {
        let secret = "Zq9-secret-value-Kx7"
        let bench = Bench(secrets: [secret]) { $0.keptBytes = 512 << 10 }
        for offset in stride(from: -24, through: 24, by: 6) {
            let before = (256 << 10) + offset
            let (report, text) = await kept(
                bench,
                "head -c \(before) /dev/zero | tr '\\0' a; printf '\(secret)'; head -c 900000 /dev/zero | tr '\\0' b;"
                    + "printf '\(secret)'; head -c \(before) /dev/zero | tr '\\0' c")
            #expect(report?.result == .exited(0) && text != nil)
            for part in ["Zq9", "Kx7", "secret", "value"] { #expect(text?.contains(part) == false, "\(offset)") }
        }
    }

    // MARK: The stream

    private func streamed(_ bytes: [UInt8], _ mask: OutputMask, pieces: (Int) -> Int) -> String {
        var stream = MaskedStream(mask)
        var position = 0
        while position < bytes.count {
            let end = min(bytes.count, position + max(1, pieces(position)))
            stream.append(Array(bytes[position..<end]))
            position = end
        }
        stream.finish()
        return String(decoding: stream.output, as: UTF8.self)
    }

    private static let samples = [
        "plain line of text\n", "password=hunter2-long-word and more\n", "\u{1B}[31mred\u{1B}[0m\n", "über ☃ 𝄞\n",
        "Authorization: Bearer abcdef0123456789abcdef\n", "x\r\n", "known: Zq9-secret-value-Kx7 end\n",
        "postgres://u:p4ssw0rd@host/db\n", "xoxb-123456-abcdef\n", "\u{202E}bidi\u{202C}\n",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\nabc\n-----END RSA PRIVATE KEY-----\n",
        "{\"token\": \"ghp_0123456789abcdefghij\"}\n",
    ]

    /// However it is cut into pieces, what comes out is what the mask makes of the whole.
    @Test(arguments: 0..<6) func piecesMakeNoDifference(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var text = ""
        while text.utf8.count < 400 << 10 { text += Self.samples.randomElement(using: &random) ?? "" }
        let mask = OutputMask(secrets: ["Zq9-secret-value-Kx7"])
        let size = [1000, 4096, 65536, 100_003][Int(seed % 4)]
        let pieces = streamed(Array(text.utf8), mask) { _ in Int.random(in: 1...size, using: &random) }
        #expect(pieces == mask.clean(Array(text.utf8)))
    }

    /// A line without end: what lies over a cut is still recognised.
    @Test(arguments: [0, 1, 2, 3]) func aLineWithoutEndHidesNothing(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let mask = OutputMask(secrets: ["Zq9-secret-value-Kx7"])
        var text = ""
        while text.utf8.count < 1 << 20 {
            text += String(repeating: "a", count: Int.random(in: 1...3000, using: &random))
            text +=
                [" Zq9-secret-value-Kx7 ", " password=Zq9hunter ", " xoxb-Zq9Zq9-Zq9 "].randomElement(using: &random)
                ?? ""
        }
        let pieces = streamed(Array(text.utf8), mask) { _ in 65536 }
        #expect(!pieces.contains("Zq9"))
        #expect(pieces.utf8.count > text.utf8.count / 2)
    }

    @Test func aSecretLargerThanTheWindowIsLeftOut() {
        let mask = OutputMask()
        let body = String(repeating: "MIIEowIBAAKCAQEA0123\n", count: 40_000)
        let key = "before\n-----BEGIN PRIVATE KEY-----\n\(body)-----END PRIVATE KEY-----\nafter\n"
        #expect(streamed(Array(key.utf8), mask) { _ in 50_000 } == "before\n***\nafter\n")
        let open = "before\n-----BEGIN PRIVATE KEY-----\n\(body)"
        #expect(streamed(Array(open.utf8), mask) { _ in 50_000 } == "before\n***")
        let value = "a\npassword=" + String(repeating: "x", count: 900_000) + "\nafter\n"
        #expect(streamed(Array(value.utf8), mask) { _ in 50_000 } == "a\npassword=***\nafter\n")
        let end = "\n" + body + "-----END PRIVATE KEY-----\nafter\n"
        #expect(streamed(Array(end.utf8), mask) { _ in 50_000 }.hasSuffix("after\n"))
    }

    @Test func memoryOfTheKeeperIsFlat() async {
        let bench = Bench()
        let place = bench.place()
        let peak = Lock(0)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                let report = await bench.begin(Bench.request(place, "yes 'a line of output' | head -c 300000000"))
                #expect(report?.output.totalBytes == 300_000_000)
            }
            group.addTask {
                while !Task.isCancelled {
                    if let keeper = bench.keeperOf(place), let status = contents("/proc/\(keeper)/status"),
                        let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM") })
                    {
                        peak.withLock { $0 = max($0, Int(line.filter(\.isNumber)) ?? 0) }
                    }
                    do { try await Task.sleep(for: .milliseconds(5)) } catch { return }
                }
            }
            await group.next()
            group.cancelAll()
        }
        #expect((1..<1000).contains(peak.withLock(\.self)), "\(peak.withLock(\.self)) kB")
    }

    @Test func theOldestGoesWhenThereIsTooMuch() async {
        let bench = Bench()
        for _ in 1...3 { _ = await bench.begin(Bench.request(bench.place(), "seq 1 10000")) }
        let later = Timestamp(milliseconds: Int64(time(nil)) * 1000) + .seconds(7200)
        SpoolFolder.sweep(bench.spool, now: later - .seconds(7100), bytes: 100_000)
        #expect(names(in: bench.spool).count == 3, "what is young stays")
        SpoolFolder.sweep(bench.spool, now: later, bytes: 100_000)
        #expect(names(in: bench.spool).count == 1)
    }

    @Test func aPlaceHasItsOwnFolder() {
        func name(_ run: String, _ step: Int, _ attempt: Int) -> String {
            KeeperFolder.name(of: .init(run: RunID(run), step: step, attempt: attempt))
        }
        #expect(name("a.1", 1, 1) != name("a", 11, 1) && name("../x", 1, 1) == "%2e%2e%2fx.1.1")
        let long = String(repeating: "ü", count: 500)
        #expect(name(long, 1, 1).utf8.count < 200 && name(long, 1, 1) != name(long + "x", 1, 1))
    }
}
