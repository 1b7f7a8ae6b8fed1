import RunbookModel

/// The rules of one program.
struct ToolTable {
    var names: [String]
    /// Where it stands in its text, from 1.
    var line = 0
    /// The script that the rules hold for; nil for a program that is found by its name.
    var script: DeclaredScript?
    /// Code that looks into the arguments instead of, or before, the rules.
    var handler: String?
    /// Some option of the program has effects, so a word that can't be known might be one.
    var isGuarded = false
    /// Long options start with one dash, as with `find` and `terraform`.
    var hasSingleDashOptions = false
    /// Operands name Kubernetes resources: `pod/x`, `pods`, `svc,secret`.
    var namesResources = false
    /// Operands are looked at, not read: no secret is disclosed by naming its file.
    var readsNamesOnly = false
    /// Operands are files whose content is shown.
    var readsFiles = false
    /// Options end with the first operand.
    var stopsAtOperand = false
    /// Options of all subcommands.
    var options: [String: OptionRule] = [:]
    var rules: [SubcommandRule] = []
    /// Arity of every option of any subcommand, for finding the operands.
    var arities: [String: OptionRule.Arity] = [:]
    /// Rules by their first word, longest first; under `nil` those that start with a pattern or have no word.
    var index: [String?: [Int]] = [:]
}

/// A script that a team looked at and approved.
struct DeclaredScript: Equatable {
    var path: String
    /// SHA-256 of what was approved, in hexadecimal.
    var digest: String
}

/// An option and what it changes about the colour.
struct OptionRule: Equatable {
    enum Arity: Equatable {
        case none
        /// The rest of the word, or the next word.
        case value
        /// Only the rest of the word.
        case optionalValue
    }

    enum Effect: Equatable {
        /// Asks for at least this colour.
        case raises(Risk)
        /// Runs a program of the caller's choice, dry run or not.
        case executes
        /// Nothing is done, only shown.
        case dryRun
        case discloses
        /// Puts load on the system that it reads.
        case isHeavy
        /// Reads until it is stopped.
        case isEndless
        /// Puts a bound to a read that is heavy or without end.
        case bounds
    }

    var arity: Arity
    /// The effect holds for these values only; with no effect, only these values are known.
    var values: [String] = []
    var effect: Effect?
}

/// What one subcommand does.
struct SubcommandRule {
    var risk: Risk
    /// Words that select it: exact, `prefix-*`, or `*` for any.
    var path: [String]
    var options: [String: OptionRule] = [:]
    /// All options are harmless.
    var takesAnyOption = false
    /// Most operands that it is known to take behind `path`.
    var operandLimit: Int?
    /// What it does, in words; `{args}`, `{1}` and `{-n}` stand for operands and values of options.
    var effect: String?
    var target: String?
    var undo: String?
    var capture: String?
    var discloses = false
    /// Heavy unless an option bounds it.
    var isHeavy = false
    /// Goes on until it is stopped, unless an option bounds it.
    var isEndless = false
    /// Code that judges in place of this rule; it gets the words behind `path`.
    var handler: String?
    /// Code that looks further than the rule can, and only ever raises.
    var check: String?
    var name: String
    /// How far it reaches, where its operands don't tell.
    var radius: BlastRadius?
    /// Where it stands in its text, from 1.
    var line = 0
}

/// Why a rule table could not be read.
package struct RuleTableError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Line of the table, from 1.
    package let line: Int
    /// What is wrong with it.
    package let reason: String

    package var description: String { "line \(line): \(reason)" }
}
