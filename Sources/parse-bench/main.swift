import BotTestKit
import CMarkGFM
import Glibc
import Parsing
import RunbookModel

/// Measures the parser, alone and against cmark-gfm on the same bytes.
///
///     parse-bench small                 200 lines, a thousand times: p50 and p95
///     parse-bench case NAME BYTES       one input: milliseconds, those of cmark-gfm, megabytes at the peak
///     parse-bench cases                 names of the inputs
///     parse-bench fuzz SEED COUNT DIR   so many damaged texts; those of DIR are damaged as well
///     parse-bench text SEED INDEX DIR   one of these texts, to look at
enum Bench {
    static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1e6
    }

    static func milliseconds(_ body: () -> Void) -> Double {
        let start = now()
        body()
        return now() - start
    }

    /// The only place where this tool writes.
    static func write(_ text: String) {
        var text = text + "\n"
        text.withUTF8 { _ = Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }

    static func rounded(_ value: Double) -> String { String(Double(Int(value * 100)) / 100) }

    /// The peak of the resident memory, in megabytes.
    static func peak() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss / 1024
    }

    /// cmark-gfm with the extensions that the parser uses, and nothing else.
    static func cmark(_ text: String) {
        cmark_gfm_core_extensions_ensure_registered()
        guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else { return }
        defer { cmark_parser_free(parser) }
        for name in ["table", "strikethrough", "tasklist"] {
            if let syntax = cmark_find_syntax_extension(name) {
                cmark_parser_attach_syntax_extension(parser, syntax)
            }
        }
        var text = text
        text.withUTF8 { buffer in
            buffer.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
        }
        if let document = cmark_parser_finish(parser) { cmark_node_free(document) }
    }

    static func small() {
        var lines: [Substring] = []
        while lines.count < 200 { lines += BenchInput.runbook.split(separator: "\n", omittingEmptySubsequences: false) }
        let text = lines.prefix(200).joined(separator: "\n")
        let parser = RunbookParser()
        for _ in 0..<50 { _ = parser.parse(text) }
        let times = (0..<1000).map { _ in milliseconds { _ = parser.parse(text) } }.sorted()
        let plain = (0..<1000).map { _ in milliseconds { cmark(text) } }.sorted()
        write(
            "200 lines: p50 \(rounded(times[500])) ms, p95 \(rounded(times[950])) ms, max \(rounded(times[999])) ms; "
                + "cmark-gfm p50 \(rounded(plain[500])) ms, ratio \(rounded(times[500] / plain[500]))")
    }

    static func one(_ name: String, bytes: Int) {
        guard let input = ([BenchInput.typical] + BenchInput.worst).first(where: { $0.name == name }) else {
            return write("\(name): no such input")
        }
        let text = input.make(bytes)
        var steps = 0
        let parser = RunbookParser()
        let time = milliseconds {
            if case .runbook(let content, _) = parser.parse(bytes: Array(text.utf8)) { steps = content.steps.count }
        }
        let memory = peak()
        let other = milliseconds { cmark(text) }
        write(
            "\(name)\t\(text.utf8.count)\t\(rounded(time))\t\(rounded(other))\t\(rounded(time / max(other, 0.01)))\t"
                + "\(memory)\t\(steps)")
    }

    /// Texts of a folder.
    static func texts(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var texts: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard let file = fopen(folder + "/" + name, "rb") else { continue }
            defer { fclose(file) }
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            let count = fread(&buffer, 1, buffer.count, file)
            if count > 0 { texts.append(String(decoding: buffer[..<count], as: UTF8.self)) }
        }
        return texts.sorted()
    }

    static func fuzz(seed: UInt64, count: Int, seeds: [String]) {
        var texts = RunbookTexts(seed: seed, seeds: seeds)
        let parser = RunbookParser()
        var slowest = (time: 0.0, index: 0)
        var unequal = 0
        for index in 0..<count {
            let bytes = texts.next()
            var outcome: ParsedBytes?
            let time = milliseconds { outcome = parser.parse(bytes: bytes) }
            if time > slowest.time { slowest = (time, index) }
            if case .runbook(let content, _)? = outcome {
                let markdown = RunbookMarkdown.render(content)
                if RunbookMarkdown.render(parser.parse(markdown)) != markdown {
                    unequal += 1
                    if unequal < 4 { write("reads back differently: text \(index) of seed \(seed)") }
                }
            }
            if index % 100_000 == 99_999 { write("\(index + 1) texts, slowest \(rounded(slowest.time)) ms") }
        }
        write(
            "\(count) texts of seed \(seed): slowest \(rounded(slowest.time)) ms (text \(slowest.index)), "
                + "\(unequal) read back differently, peak \(peak()) MB")
    }
}

let arguments = CommandLine.arguments
let seeds = arguments.count > 4 ? Bench.texts(in: arguments[4]) : []
switch arguments.dropFirst().first {
case "small": Bench.small()
case "cases": for input in [BenchInput.typical] + BenchInput.worst { Bench.write(input.name) }
case "case" where arguments.count > 3: Bench.one(arguments[2], bytes: Int(arguments[3]) ?? 5_000_000)
case "fuzz" where arguments.count > 3:
    Bench.fuzz(seed: UInt64(arguments[2]) ?? 1, count: Int(arguments[3]) ?? 1000, seeds: seeds)
case "text" where arguments.count > 3:
    var texts = RunbookTexts(seed: UInt64(arguments[2]) ?? 1, seeds: seeds)
    for _ in 0..<(Int(arguments[3]) ?? 0) { _ = texts.next() }
    Bench.write(String(decoding: texts.next(), as: UTF8.self))
default:
    Bench.write("usage: parse-bench small | cases | case NAME BYTES | fuzz|text SEED COUNT|INDEX [FOLDER]")
}
