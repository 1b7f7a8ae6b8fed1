import Foundation
import ShellSyntax
import Testing

/// `bash -n` reads a text without running it: whatever it accepts, the grammar must accept, and the other way round.
@Suite("Against bash", .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/bash")))
struct BashDifferentialTests {
    /// Asks bash about many texts in one process.
    static func accepted(_ texts: [String]) throws -> [Bool] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("shell-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (index, text) in texts.enumerated() {
            try Data((text + "\n").utf8).write(to: folder.appendingPathComponent("\(index)"))
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/bash")
        process.arguments = [
            "-c",
            "cd \"$1\" && for ((i = 0; i < $2; i++)); do [[ -z $(bash -n \"$i\" 2>&1) ]] && echo 1 || echo 0; done",
            "bash", folder.path, "\(texts.count)",
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self).split(separator: "\n").map { $0 == "1" }
    }

    @Test("generated texts")
    func generated() throws {
        var generator = ScriptGenerator(state: 11)
        var texts: [String] = []
        while texts.count < 1500 { texts.append(generator.script()) }
        let verdicts = try Self.accepted(texts)
        try #require(verdicts.count == texts.count)
        var accepted = 0
        for (text, isAccepted) in zip(texts, verdicts) {
            let script = ShellParser().parse(text)
            if isAccepted { accepted += 1 }
            #expect(script.isComplete == isAccepted, "\(text) \(script.errors)")
        }
        // The generator must make enough of both kinds.
        #expect(accepted > 100)
        #expect(accepted < 1450)
    }
}

/// Makes scripts from the grammar of the shell, and breaks some of them.
struct ScriptGenerator {
    var state: UInt64

    mutating func number(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(limit))
    }

    mutating func pick(_ list: [String]) -> String { list[number(list.count)] }

    mutating func script() -> String {
        var text = list(1)
        if number(4) == 0 {
            // Damage: one character is taken out.
            let place = text.index(text.startIndex, offsetBy: number(text.count))
            text.remove(at: place)
        }
        return text
    }

    mutating func list(_ depth: Int) -> String {
        var text = pipeline(depth)
        for _ in 0..<number(3) { text += pick(["; ", " && ", " || ", "\n", " & "]) + pipeline(depth) }
        return text
    }

    mutating func pipeline(_ depth: Int) -> String {
        var text = pick(["", "", "", "! ", "time "]) + command(depth)
        for _ in 0..<number(2) { text += pick([" | ", " |& "]) + command(depth) }
        return text
    }

    mutating func command(_ depth: Int) -> String {
        guard depth > 0 else { return simple(0) }
        let inner = depth - 1
        switch number(12) {
        case 0: return "if \(list(inner)); then \(list(inner)); else \(list(inner)); fi"
        case 1: return "while \(list(inner)); do \(list(inner)); done"
        case 2: return "for x in \(word(inner)) \(word(inner)); do \(list(inner)); done"
        case 3: return "case \(word(inner)) in a|b) \(list(inner));; *) ;; esac"
        case 4: return "( \(list(inner)) )"
        case 5: return "{ \(list(inner)); }"
        case 6: return "f() { \(list(inner)); }"
        case 7: return "[[ \(word(inner)) == \(word(inner)) && -n \(word(inner)) ]]"
        case 8: return "(( x + \(number(9)) ))"
        default: return simple(inner)
        }
    }

    mutating func simple(_ depth: Int) -> String {
        var text = pick(["", "", "A=1 ", "B=\(word(depth)) "]) + pick(["ls", "echo", "grep -r", "kubectl get"])
        for _ in 0..<number(3) { text += " " + word(depth) }
        text += pick(["", "", "", " > f", " 2>&1", " < f", " >> f", " <<< \(word(depth))", " # c"])
        return text.hasSuffix("# c") ? text + "\ntrue" : text
    }

    mutating func word(_ depth: Int) -> String {
        let plain = [
            "a", "'b c'", "\"d e\"", "$x", "${x:-y}", "\\;", "$'a\\n'", "f*", "{a,b}", "-n", "a=b", "${#x}", "${x%%.*}",
        ]
        guard depth > 0 else { return pick(plain) }
        switch number(8) {
        case 0: return "$(\(simple(depth - 1).replacing("# c", with: "")))"
        case 1: return "\"a $(\(simple(depth - 1).replacing("# c", with: ""))) b\""
        case 2: return "$((1 + \(number(9))))"
        case 3: return "<(ls)"
        case 4: return "`echo a`"
        default: return pick(plain)
        }
    }
}
