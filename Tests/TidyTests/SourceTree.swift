import Foundation

/// A text file of the repository.
struct SourceFile {
    /// Path from the root, such as `Sources/Bot/Ambient.swift`.
    var path: String
    var text: String

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    /// The target that it belongs to; `nil` outside `Sources` and `Tests`.
    var target: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && (parts[0] == "Sources" || parts[0] == "Tests") ? String(parts[1]) : nil
    }
    var isTest: Bool { path.hasPrefix("Tests/") }
}

/// The repository that this test was compiled from.
enum SourceTree {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func files(under folders: [String], endings: Set<String>) -> [SourceFile] {
        folders.flatMap { folder -> [SourceFile] in
            let start = root.appending(path: folder)
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: start.path, isDirectory: &isFolder) else { return [] }
            let paths =
                isFolder.boolValue
                ? (FileManager.default.subpaths(atPath: start.path) ?? []).map { "\(folder)/\($0)" } : [folder]
            return paths.sorted().compactMap { path in
                guard endings.contains(String(path.split(separator: ".").last ?? "")),
                    let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8)
                else { return nil }
                return SourceFile(path: path, text: text)
            }
        }
    }

    static var swift: [SourceFile] { files(under: ["Sources", "Tests", "Package.swift"], endings: ["swift"]) }
}
