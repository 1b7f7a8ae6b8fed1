import BotTestKit
import Foundation
import JSONTree
import Testing

/// `ddoc-parse` as people and build servers call it.
@Suite struct ParserProgramTests {
    private struct Outcome {
        var code: Int32
        var output: String
        var errors: String
    }

    private static let runbook = """
        # Disk is full

        1. Look at the disk:

           ```sh
           df -h /var
           ```

        2. Check the logs.

        3. Remove the old data:

           ```sh
           rm -rf /var/cache/old
           ```
        """

    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "dd0c-parse-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try write("disk.md", Self.runbook)
    }

    private func write(_ name: String, _ text: String) throws {
        let file = folder.appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    private func run(
        _ arguments: [String], input: String = "", environment: [String: String] = [:]
    ) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(filePath: try Program.path(of: "ddoc-parse"))
        process.arguments = arguments
        process.currentDirectoryURL = folder
        var all = environment
        if let library = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] { all["LD_LIBRARY_PATH"] = library }
        process.environment = all
        // Files, not pipes: nothing waits for anything, however much is written.
        let names = ["in", "out", "err"].map { folder.deletingLastPathComponent().appending(path: "\(UUID()).\($0)") }
        defer { for name in names { try? FileManager.default.removeItem(at: name) } }
        try Data(input.utf8).write(to: names[0])
        for name in names[1...] { try Data().write(to: name) }
        process.standardInput = try FileHandle(forReadingFrom: names[0])
        process.standardOutput = try FileHandle(forWritingTo: names[1])
        process.standardError = try FileHandle(forWritingTo: names[2])
        try process.run()
        process.waitUntilExit()
        return Outcome(
            code: process.terminationReason == .exit ? process.terminationStatus : -1,
            output: try String(contentsOf: names[1], encoding: .utf8),
            errors: try String(contentsOf: names[2], encoding: .utf8))
    }

    private func json(_ text: some StringProtocol) throws -> JSONValue { try JSONValue(parsing: String(text)) }

    @Test func oneFileInEveryForm() throws {
        let text = try run(["disk.md"])
        #expect(text.code == 0 && text.errors.isEmpty)
        #expect(text.output.contains("Disk is full") && text.output.contains("rm -rf /var/cache/old"))
        #expect(!text.output.contains("\u{1B}"))
        let tree = try json(try run(["disk.md", "--format", "json"]).output)
        #expect(tree["format"] == "dd0c.runbook/1" && tree["steps"]?.array?.count == 3)
        #expect(tree["quality"]?["score"]?.int != nil && tree["steps"]?[0]?["origin"]?["rule"]?.string != nil)
        let markdown = try run(["--format", "markdown"], input: Self.runbook)
        #expect(markdown.code == 0)
        #expect(try run(["--format", "markdown", "-"], input: markdown.output).output == markdown.output)
        #expect(try run(["disk.md"]).output == text.output)
    }

    @Test func coloursAndWidth() throws {
        let coloured = try run(["disk.md", "--color", "always"], environment: ["NO_COLOR": "1"])
        #expect(coloured.output.contains("\u{1B}[31m■"))
        #expect(try !run(["disk.md", "--color", "never"]).output.contains("\u{1B}"))
        for width in [40, 80, 120] {
            let lines = try run(["disk.md", "--explain", "--width", "\(width)"]).output.split(separator: "\n")
            #expect(lines.allSatisfy { $0.count <= width }, "\(width)")
        }
        let evil = try run(["-"], input: "# T\u{1B}]0;x\u{7} \u{202E}\n\n1. Run `df -h`\n").output
        #expect(!evil.contains("\u{1B}") && !evil.contains("\u{7}") && !evil.contains("\u{202E}"))
    }

    @Test func explain() throws {
        let output = try run(["disk.md", "--explain", "--width", "200"]).output
        #expect(output.contains("[code.command]") && output.contains("line"))
        #expect(output.contains("red: "))
    }

    @Test func exitStatus() throws {
        try write("poem.txt", "Roses are red, violets are blue.\n")
        try write("cat.png", "")
        try Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]).write(
            to: folder.appending(path: "cat.png"))
        let cases: [(arguments: [String], code: Int32, says: String)] = [
            (["disk.md"], 0, ""), (["poem.txt"], 65, "nothing in it is a step"), (["cat.png"], 65, "not text"),
            (["missing.md"], 66, "No such file"), (["--check", "disk.md"], 1, ""), (["--frobnicate"], 64, "frobnicate"),
            (["--format", "xml", "disk.md"], 64, "xml"), (["--width", "3", "disk.md"], 64, "--width"),
            (["--diff", "disk.md"], 64, "OLD NEW"), (["-", "-"], 64, "once"),
            (["--min-quality", "200"], 64, "0 to 100"),
            (["--format", "markdown", "--check", "disk.md"], 64, "text or json"), (["--help"], 0, ""),
            ([], 65, "nothing in it is a step"),
        ]
        for (arguments, code, says) in cases {
            let outcome = try run(arguments)
            #expect(outcome.code == code, "\(arguments): \(outcome.errors)")
            #expect(says.isEmpty || outcome.errors.contains(says), "\(arguments): \(outcome.errors)")
        }
    }

    @Test func check() throws {
        let found = try run(["--check", "disk.md"])
        #expect(found.code == 1)
        #expect(found.output.contains("disk.md:9: ambiguity: step 2: "))
        #expect(try run(["--fail-on", "no-undo", "disk.md"]).output.contains("disk.md:14: no-undo: step 3: "))
        // What a doubt says already is not said twice.
        #expect(found.output.split(separator: "\n").count { $0.contains("step 3: ") } == 1)
        let red = try run(["--fail-on", "red", "disk.md"])
        #expect(red.code == 1 && red.output.contains(": red: step 3: ") && !red.output.contains("ambiguity"))
        try write("fine.md", "# Load\n\n1. Run `uptime`\n")
        #expect(try run(["--check", "fine.md"]).code == 0)
        #expect(try run(["--fail-on", "yellow", "fine.md"]).code == 0)
        #expect(try run(["--min-quality", "100", "disk.md"]).output.contains("disk.md: quality: "))
        let tree = try json(try run(["--check", "--format", "json", "disk.md"]).output)
        #expect(tree["ok"] == false && tree["file"] == "disk.md")
        #expect(tree["findings"]?.array?.contains { $0["rule"] == "ambiguity" && $0["step"] == 3 } == true)
    }

    @Test func folders() throws {
        try write("docs/a.md", Self.runbook)
        try write("docs/deep/er/b.rst", "Title\n=====\n\n1. Run ``uptime``\n")
        try write("docs/poem.md", "Roses are red.\n")
        try write("docs/code.swift", "let a = 1\n")
        try write("docs/.git/x.md", Self.runbook)
        try FileManager.default.createSymbolicLink(
            at: folder.appending(path: "docs/loop"), withDestinationURL: folder.appending(path: "docs"))
        let outcome = try run(["docs"])
        #expect(outcome.code == 0 && outcome.errors.isEmpty)
        #expect(outcome.output.contains("── docs/a.md ") && outcome.output.contains("── docs/deep/er/b.rst "))
        #expect(outcome.output.contains("3 files: 4 steps") && outcome.output.contains("1 file without steps."))
        #expect(!outcome.output.contains("swift") && !outcome.output.contains(".git"))
        let lines = try run(["docs", "--format", "json"]).output.split(separator: "\n").map { try json($0) }
        #expect(lines.map { $0["file"]?.string } == ["docs/a.md", "docs/deep/er/b.rst", "docs/poem.md", nil])
        #expect(lines.last?["summary"]?["steps"] == 4 && lines[2]["error"]?.string != nil)
        #expect(try run(["docs", "--ext", "rst", "--check"]).code == 0)
        #expect(try run(["docs", "--check"]).code == 1)
        #expect(try run(["docs", "missing"]).code == 66)
        #expect(try run(["docs", "--fail-on", "no-steps"]).output.contains("docs/poem.md: no-steps: "))
        #expect(try run(["docs", "--ext", "foo"]).code == 66)
        #expect(try run(["docs", "--format", "markdown"]).code == 64)
    }

    @Test func difference() throws {
        let new = Self.runbook.replacing("rm -rf /var/cache/old", with: "rm -rf /var/cache/older")
            .replacing("2. Check the logs.", with: "2. Look at the memory:\n\n   ```sh\n   free -m\n   ```")
        try write("new.md", new)
        let outcome = try run(["--diff", "disk.md", "new.md"])
        #expect(outcome.code == 1)
        #expect(outcome.output.contains("- rm -rf /var/cache/old\n") && outcome.output.contains("+ free -m"))
        let tree = try json(try run(["--diff", "disk.md", "new.md", "--format", "json"]).output)
        #expect(tree["format"] == "dd0c.runbook-diff/1" && tree["unchanged"] == 1 && tree["changed"] == 1)
        #expect(try run(["--diff", "disk.md", "disk.md"]).code == 0)
        #expect(try run(["--diff", "disk.md", "missing.md"]).code == 66)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) throws {
        let script = try run(["--generate-completion-script", shell])
        #expect(script.code == 0 && script.output.contains("min-quality"))
    }

    /// Every document of the corpus in one go.
    @Test func corpus() throws {
        guard let folder = Corpus.folder() else { return }
        let outcome = try run([folder + "/runbooks", "--format", "json"])
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.output.split(separator: "\n").count > 50)
    }
}
