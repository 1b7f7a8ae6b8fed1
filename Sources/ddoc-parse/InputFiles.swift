import Glibc

/// The files that the arguments name.
struct InputFiles {
    /// Files that are read in one go; the rest is left out, and that is said.
    static let fileLimit = 10_000
    /// Folders within folders that are looked into.
    static let depthLimit = 32
    /// Extensions of files that runbooks are written in.
    static let defaultExtensions = [
        "md", "markdown", "mdx", "rst", "adoc", "asciidoc", "txt", "text", "html", "htm", "cast",
    ]

    private(set) var files: [String] = []
    /// Whether there may be several: a folder or more than one path was given.
    private(set) var isMany = false
    /// What could not be looked into, as sentences.
    private(set) var problems: [String] = []
    private let extensions: Set<String>

    /// The files of the arguments: those that were named, and those in named folders, sorted.
    static func find(_ paths: [String], extensions: Set<String>) -> InputFiles {
        var inputs = InputFiles(extensions: extensions)
        inputs.isMany = paths.count > 1
        for path in paths {
            if path != "-", isFolder(path, followsLinks: true) {
                inputs.isMany = true
                let before = inputs.files.count
                inputs.look(into: path, depth: 0)
                if inputs.files.count == before, inputs.problems.isEmpty {
                    inputs.problems.append(
                        "\(path): no file in it ends in \(extensions.sorted().map { "." + $0 }.joined(separator: ", ")). "
                            + "Name other extensions with --ext.")
                }
            } else {
                inputs.add(path)
            }
        }
        return inputs
    }

    private init(extensions: Set<String>) { self.extensions = extensions }

    private mutating func add(_ path: String) {
        if files.count < Self.fileLimit {
            files.append(path)
        } else if problems.last?.hasPrefix("More than") != true {
            problems.append("More than \(Self.fileLimit) files: the rest was not read, from \(path) on.")
        }
    }

    private mutating func look(into folder: String, depth: Int) {
        guard files.count <= Self.fileLimit else { return }
        guard depth < Self.depthLimit else {
            return problems.append(
                "\(folder): too deep; at most \(Self.depthLimit) folders within each other are read.")
        }
        let names: [String]
        switch Console.names(in: folder) {
        case .success(let all): names = all
        case .failure(let problem): return problems.append("\(folder): \(problem.text)")
        }
        for name in names where name != "node_modules" {
            let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
            if Self.isFolder(path, followsLinks: false) {
                look(into: path, depth: depth + 1)
            } else if let dot = name.lastIndex(of: "."),
                extensions.contains(name[name.index(after: dot)...].lowercased()), Self.isFile(path)
            {
                add(path)
            }
        }
    }

    private static func isFolder(_ path: String, followsLinks: Bool) -> Bool {
        kind(of: path, followsLinks: followsLinks) == S_IFDIR
    }

    /// Whether it is a file or a link to one: not a pipe, which would never end.
    private static func isFile(_ path: String) -> Bool { kind(of: path, followsLinks: true) == S_IFREG }

    private static func kind(of path: String, followsLinks: Bool) -> mode_t? {
        var status = stat()
        let result = followsLinks ? stat(path, &status) : lstat(path, &status)
        return result == 0 ? status.st_mode & S_IFMT : nil
    }
}
