/// The SQL dialects that the tokeniser tells apart.
package enum SQLDialect: String, Sendable, CaseIterable {
    case postgresql
    case mysql
    case sqlite
    case tsql
    case cql
    case clickhouse
    /// Not known: quoted and commented as any of them might.
    case generic

    /// `'it\'s'`.
    var hasBackslashEscapes: Bool { self == .mysql || self == .clickhouse }
    /// `` `name` ``.
    var hasBacktickNames: Bool { self != .postgresql && self != .cql }
    /// `[name]`.
    var hasBracketNames: Bool { self == .tsql || self == .sqlite }
    /// `$$ … $$`.
    var hasDollarQuotes: Bool { self == .postgresql || self == .cql || self == .generic }
    /// `# …`.
    var hasHashComments: Bool { self == .mysql || self == .clickhouse }
    /// `/* /* */ */`.
    var nestsComments: Bool { self == .postgresql || self == .tsql || self == .clickhouse }
    /// `/*! … */` runs.
    var runsBangComments: Bool { self == .mysql || self == .generic }
}
