import Foundation
import Testing

/// Runbooks in many hands' styles, with what a careful reader found in each: `NAME` and `NAME.steps`, where a line is
/// `command: …` word for word, `manual: …`, `decision: …` or `prereq: …` in words that must be found again.
enum RunbookFiles {
    struct File: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        /// Kind and words, in order.
        var expected: [(kind: String, text: String)]
        var testDescription: String { name }

        func texts(_ kind: String) -> [String] { expected.filter { $0.kind == kind }.map(\.text) }
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Runbooks")

    static let all: [File] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { !$0.hasSuffix(".steps") }.sorted().compactMap { name in
            guard let text = try? String(contentsOf: folder.appending(path: name), encoding: .utf8),
                let steps = try? String(contentsOf: folder.appending(path: name + ".steps"), encoding: .utf8)
            else { return nil }
            let expected = steps.split(separator: "\n").compactMap { line in
                line.firstRange(of: ": ").map {
                    (kind: String(line[..<$0.lowerBound]), text: String(line[$0.upperBound...]))
                }
            }
            return File(name: name, text: text, expected: expected)
        }
    }()
}
