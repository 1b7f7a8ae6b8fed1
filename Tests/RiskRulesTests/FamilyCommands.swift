import RiskRules
import RunbookModel

/// Commands of on-call work, family by family, with the colours that are right for them. They were written from the
/// tools' manuals before any rule of their family was looked at, and labelled by hand.
///
/// A line is the colours that are right (`g`, `y`, `r`; two where two people would differ) and the command; lines of
/// `sqlstatements` name the dialect in between.
enum FamilyCommands {
    struct Labelled: Sendable {
        var family: String
        var allowed: Set<Risk>
        var command: String
        var dialect: SQLDialect?

        func risk(by classifier: RiskClassifier) -> Risk {
            dialect.map { classifier.assess(sql: command, dialect: $0).risk }
                ?? classifier.assess(command, language: .shell).risk
        }
    }

    static let families: [(name: String, text: String)] = [
        ("cloud", cloud), ("container", container), ("database", database), ("disk", disk), ("files", files),
        ("http", http), ("iac", iac), ("kubernetes", kubernetes), ("messaging", messaging), ("network", network),
        ("oncall", oncall), ("package", package), ("system", system), ("textfiles", textfiles), ("vcs", vcs),
    ]

    static let all: [Labelled] = families.flatMap { parse($0.text, $0.name) }
    static let statements: [Labelled] = parse(sqlstatements, "sqlstatements")

    private static func parse(_ text: String, _ family: String) -> [Labelled] {
        text.split(separator: "\n").map { line in
            var parts = line.split(separator: " ", maxSplits: 1)
            let colours: [Character: Risk] = ["g": .green, "y": .yellow, "r": .red]
            let allowed = Set(parts[0].compactMap { colours[$0] })
            var dialect: SQLDialect?
            if family == "sqlstatements" {
                parts = parts[1].split(separator: " ", maxSplits: 1)
                dialect = SQLDialect(rawValue: String(parts[0]))
            }
            return Labelled(family: family, allowed: allowed, command: String(parts[1]), dialect: dialect)
        }
    }
}
