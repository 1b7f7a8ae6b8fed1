import BotTestKit
import Connectors
import Foundation
import Testing

@Suite(.timeLimit(.minutes(1))) struct RemoteShellTests {
    /// Shells that an account may have; those that this machine has are tried.
    private static let shells = ["bash", "dash", "zsh", "ksh", "mksh", "fish", "busybox"]

    private func output(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: shells) func aTextIsOneWordToAnyShell(_ shell: String) throws {
        guard ["/bin", "/usr/bin"].contains(where: { FileManager.default.isExecutableFile(atPath: "\($0)/\(shell)") })
        else {
            print("notice: no \(shell) on this machine; not tried")
            return
        }
        var random = SeededRandom(seed: 7)
        let pieces = [
            "'", "\"", "\\", "\\\\", "\\'", "$", "`", "!", "a", " ", "\n", "\t", ";", "&", "|", "<", ">", "(", ")", "*",
            "?", "[", "]", "{", "}", "~", "#", "%", "^", "-", "$(id)", "${x}", "é", "\u{1F600}", "\u{1}", "\u{202E}",
            "\\n",
        ]
        let texts = (0..<500).map { _ in
            (0..<random.number(in: 1..<12)).map { _ in random.pick(pieces) }.joined()
        }
        let words = texts.map(RemoteShell.quoted).joined(separator: " ")
        let call = shell == "busybox" ? ["busybox", "sh"] : [shell]
        let printed = try output(call + ["-c", "/usr/bin/printf '%s\\0' \(words)"])
        #expect(printed.split(separator: "\0").map(String.init) == texts)
    }
}
