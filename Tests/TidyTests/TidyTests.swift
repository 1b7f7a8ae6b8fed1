import Foundation
import Testing

@Suite struct TidyTests {
    @Test(arguments: Rules.all.map(\.name))
    func everyFileFollows(_ name: String) throws {
        let rule = try #require(Rules.all.first { $0.name == name })
        let files = SourceTree.swift
        #expect(files.count > 50)
        let findings = files.flatMap(rule.check)
        #expect(findings.isEmpty, "\(findings.map(\.description).joined(separator: "\n"))")
    }

    @Test func everyMarkdownFileHasOneTitle() {
        for file in SourceTree.files(under: ["README.md", "docs", "runbooks"], endings: ["md"]) {
            #expect(Markdown.titles(of: file.text) == 1, "\(file.path)")
        }
    }

    @Test func everyFolderIsATarget() throws {
        let manifest = try String(contentsOf: SourceTree.root.appending(path: "Package.swift"), encoding: .utf8)
        for folder in ["Sources", "Tests"] {
            let path = SourceTree.root.appending(path: folder).path
            for name in try FileManager.default.contentsOfDirectory(atPath: path) {
                #expect(manifest.contains("\"\(name)\""), "\(folder)/\(name) is no target of Package.swift")
            }
        }
    }

    @Test func everyTargetHasItsImports() throws {
        let path = SourceTree.root.appending(path: "Sources").path
        // C targets import nothing; the composition root imports all.
        for name in try FileManager.default.contentsOfDirectory(atPath: path)
        where name != "dd0c-run" && !(name.hasPrefix("C") && name.dropFirst().first?.isUppercase == true) {
            #expect(Imports.allowed[name] != nil, "Imports.swift does not know the target \(name)")
        }
    }

    @Test func theEmbeddedFilesAreTheFolders() throws {
        let table = try String(
            contentsOf: SourceTree.root.appending(path: "Sources/CEmbedded/embedded.c"), encoding: .utf8)
        let listed = table.split(separator: "\n").filter { $0.hasPrefix("    {\"") }
            .map { $0.split(separator: "\"")[1] }
        var there: [String] = []
        for folder in ["blocks", "page", "runbooks", "manifest"] {
            let path = SourceTree.root.appending(path: folder).path
            for name in FileManager.default.subpaths(atPath: path) ?? [] {
                var isFolder: ObjCBool = false
                _ = FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder)
                if !isFolder.boolValue { there.append("\(folder)/\(name)") }
            }
        }
        #expect(listed.map(String.init).sorted() == there.sorted(), "run scripts/embed")
    }
}

enum Markdown {
    /// The number of first-level headings outside fences.
    static func titles(of text: String) -> Int {
        var isInFence = false
        return text.split(separator: "\n").count { line in
            if line.drop(while: { $0 == " " }).hasPrefix("```") { isInFence.toggle() }
            return !isInFence && line.hasPrefix("# ")
        }
    }
}
