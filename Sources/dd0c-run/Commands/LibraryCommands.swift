import ArgumentParser
import Bot
import FoundationEssentials
import JSONTree
import Matching
import Parsing
import RunbookModel
import Store

/// Where the database is, for the commands beside `serve`.
struct DatabaseOption: ParsableArguments {
    @Option(help: "SQLite file (DD0C_DATABASE; $XDG_STATE_HOME/dd0c-run/dd0c.db)")
    var database: String?

    var path: String {
        let environment = ProcessEnvironment.current
        return database ?? environment["DD0C_DATABASE"] ?? Configuration.defaultDatabase(environment)
    }

    func open(_ access: SQLiteStore.Access) throws -> SQLiteStore {
        do {
            return try SQLiteStore.open(path: path, access: access)
        } catch let error as StoreError {
            throw Exit(code: .noInput, line: error.description)
        }
    }
}

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Read runbooks from files or directories into the library.",
        discussion: "A file whose title is in the library already becomes its next version, unless nothing changed.")

    @OptionGroup var database: DatabaseOption
    @Argument(help: "Files, or directories that are searched for .md, .txt and .rst")
    var paths: [String]

    func run() async throws {
        try await ending {
            let store = try openLibrary()
            var importer = RunbookImporter()
            for path in paths {
                for file in try RunbookFiles.at(path) {
                    let line = try await importer.read(file.text, named: file.path, into: store)
                    StandardStreams.output(line)
                }
            }
            try store.close()
        }
    }
}

extension Import {
    /// The database as its owner, who makes it where there is none; beside a running bot as a guest.
    private func openLibrary() throws -> SQLiteStore {
        do {
            return try SQLiteStore.open(path: database.path)
        } catch let error as StoreError {
            guard error.code == .unavailable else { throw Exit(code: .noInput, line: error.description) }
            return try database.open(.guest)
        }
    }
}

/// Runbooks as files.
enum RunbookFiles {
    static let endings = [".md", ".markdown", ".txt", ".rst"]

    static func at(_ path: String) throws -> [(path: String, text: String)] {
        var isDirectory = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw Exit(code: .noInput, line: "\(path): there is no such file or directory")
        }
        let files: [String]
        if isDirectory {
            files = try FileManager.default.subpathsOfDirectory(atPath: path)
                .filter { name in endings.contains { name.lowercased().hasSuffix($0) } }.sorted()
                .map { "\(path)/\($0)" }
        } else {
            files = [path]
        }
        return try files.compactMap { file in
            guard let data = FileManager.default.contents(atPath: file) else {
                throw Exit(code: .noInput, line: "\(file): cannot be read")
            }
            switch RunbookParser().parse(bytes: [UInt8](data)) {
            case .runbook(_, let text): return (file, text)
            case .notText(let kind):
                StandardStreams.error("dd0c-run: \(file): left out, it is \(kind)")
                return nil
            }
        }
    }
}

/// Puts texts into the library.
struct RunbookImporter {
    private let parser = RunbookParser()
    private let ambient = Ambient.system

    /// What became of a text, in one line.
    mutating func read(_ text: String, named name: String, into store: SQLiteStore) async throws -> String {
        let content = parser.parse(text)
        guard !content.steps.isEmpty else { return "\(name): no step found, left out" }
        let (now, id) = (ambient.now(), RunbookID(ambient.newID()))
        return try await store.write { store in
            let known = try store.runbooks().first { $0.content.title == content.title }
            if known?.content == content { return "\(name): unchanged" }
            let runbook = Runbook(
                id: known?.id ?? id, version: (known?.version ?? 0) + 1, content: content, source: text,
                savedBy: nil, savedAt: now)
            try store.insert(runbook)
            try store.audit(
                AuditEntry(
                    at: now, actor: .system, action: "runbook.imported", runbook: runbook.id,
                    detail: ["title": content.title, "version": "\(runbook.version)"]))
            return "\(name): \(content.title), \(content.steps.count) steps, version \(runbook.version)"
        }
    }
}

struct Match: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match", abstract: "Say which runbook of a directory each alert would get (JSON Lines).")

    @Option(help: "Directory of runbooks")
    var library: String
    @Option(help: "JSON Lines of alerts: id, title, labels, annotations, severity, service")
    var alerts: String

    func run() async throws {
        try await ending {
            let parser = RunbookParser()
            let candidates = try RunbookFiles.at(library).map { file in
                let path =
                    file.path.hasPrefix("\(library)/") ? String(file.path.dropFirst(library.count + 1)) : file.path
                return MatchCandidate(
                    id: RunbookID(path), content: parser.parse(file.text), source: file.text, path: path)
            }
            guard let data = FileManager.default.contents(atPath: alerts) else {
                throw Exit(code: .noInput, line: "\(alerts): cannot be read")
            }
            let matcher = RunbookMatcher(library: candidates, links: [])
            let lines = [UInt8](data).split(separator: UInt8(ascii: "\n"))
            for (number, line) in lines.enumerated() {
                do throws(JSONSyntaxError) {
                    let alert = try JSONValue(parsing: Array(line))
                    StandardStreams.output(Self.answer(matcher, alert, number + 1).text())
                } catch {
                    throw Exit(code: .dataError, line: "\(alerts), line \(number + 1): \(error)")
                }
            }
        }
    }

    private static func answer(_ matcher: RunbookMatcher, _ line: JSONValue, _ number: Int) -> JSONValue {
        func texts(_ name: String) -> [String: String] {
            (line[name]?.object ?? [:]).compactMapValues { $0.string ?? $0.text() }
        }
        let labels = texts("labels")
        let alert = Alert(
            id: AlertID(line["id"]?.string ?? "\(number)"), vendor: "file", fingerprint: "\(number)", status: .firing,
            name: labels["alertname"], title: line["title"]?.string ?? "", severity: line["severity"]?.string,
            service: line["service"]?.string, labels: labels, annotations: texts("annotations"),
            startedAt: Timestamp(milliseconds: 0))
        let ranked = matcher.rank(alert, limit: 5)
        let best = matcher.bestMatch(alert)
        return [
            "id": line["id"] ?? .int(number), "runbook": JSONValue(best?.runbook.rawValue),
            "confidence": .double(best?.confidence ?? ranked.first?.confidence ?? 0),
            "alternatives": .array(
                ranked.filter { $0.runbook != best?.runbook }.prefix(4).map {
                    ["runbook": .string($0.runbook.rawValue), "confidence": .double($0.confidence)]
                }),
            "why": .array((best?.reasons ?? []).map(JSONValue.string)),
        ]
    }
}
