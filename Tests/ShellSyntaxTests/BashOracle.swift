import Foundation

/// The real bash as the measure of the grammar. It only ever reads: `-n` runs nothing, and words are printed by the
/// builtin `printf` in a restricted shell without programs.
struct BashOracle {
    static let path = "/usr/bin/bash"
    static var isThere: Bool { FileManager.default.isExecutableFile(atPath: path) }

    /// Which of many texts `bash -n` accepts, in one process. A warning counts as a refusal.
    static func accepts(_ texts: [String], extendedGlobs: Bool = false) throws -> [Bool] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("shell-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (index, text) in texts.enumerated() {
            try Data((text + "\n").utf8).write(to: folder.appendingPathComponent("\(index)"))
        }
        let output = try run(
            [
                "-c",
                "cd \"$1\" && for ((i = 0; i < $2; i++)); do "
                    + "o=$(bash \(extendedGlobs ? "-O extglob" : "") -n \"$i\" 2>&1) && [[ -z $o ]] && echo 1 || echo 0; done",
                "bash", folder.path, "\(texts.count)",
            ], environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"])
        return output.split(separator: UInt8(ascii: "\n")).map { $0.elementsEqual("1".utf8) }
    }

    /// The words that bash makes of each text, which must hold static words only: no expansion, no operator.
    static func words(of texts: [String]) throws -> [[String]] {
        let script =
            "set -f +B\n" + texts.map { "printf '%s\\0' \($0)\nprintf '\\1\\0'\n" }.joined()
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("words-\(UUID().uuidString)")
        try Data(script.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let output = try run(["-r", file.path], environment: ["PATH": "/nonexistent", "LC_ALL": "C.UTF-8"])
        var lists: [[String]] = [[]]
        for word in output.split(separator: 0, omittingEmptySubsequences: false).dropLast() {
            let text = String(decoding: word, as: UTF8.self)
            if text == "\u{1}" { lists.append([]) } else { lists[lists.count - 1].append(text) }
        }
        return lists.dropLast()
    }

    static func run(_ arguments: [String], environment: [String: String]) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = environment
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Array(output)
    }
}
