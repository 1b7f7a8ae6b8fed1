import ByteText
import RunbookModel

/// What the options of a call change about the colour of its rule.
struct OptionFindings {
    private(set) var isDryRun = false
    private(set) var isHeavy: Bool
    private(set) var isEndless: Bool
    private(set) var discloses: Bool
    private(set) var isBounded = false
    private(set) var executes = false
    private(set) var raised: [(risk: Risk, option: String, range: Range<Int>)] = []
    /// Options that the rule does not know, or not with this value.
    private(set) var unexplained: [(option: String, range: Range<Int>)]

    init(_ parsed: ParsedCall, _ rule: SubcommandRule, _ tool: ToolTable) {
        isHeavy = rule.isHeavy
        isEndless = rule.isEndless
        discloses = rule.discloses
        unexplained = parsed.strangers.filter { !["--help", "--version"].contains($0.text) }.map {
            ($0.display, $0.range)
        }
        for option in parsed.options {
            if let known = rule.options[option.name] ?? tool.options[option.name] {
                apply(known, option)
            } else {
                unexplained.append((option.name, option.range))
            }
        }
        if rule.takesAnyOption {
            // "Any option" means any that shows something; a name that speaks of more is not meant.
            unexplained = unexplained.filter { rule.path.isEmpty && Self.mayDoMore($0.option) }
        }
    }

    private mutating func apply(_ known: OptionRule, _ option: ParsedCall.Option) {
        let holds = known.values.isEmpty || option.value.map { Self.isOne(of: known.values, $0) } ?? false
        switch known.effect {
        case .raises(let risk): if holds { raised.append((risk, option.name, option.range)) }
        case .executes:
            executes = true
            raised.append((.red, option.name, option.range))
        case .dryRun:
            // The last one wins; `--dry-run=none` and a value that can't be known are none.
            isDryRun =
                known.values.isEmpty
                ? option.value.map { $0.text != "false" && $0.text != "none" && $0.unknown == nil } ?? true
                : option.value.map { known.values.contains($0.text) } ?? false
        case .discloses: if holds { discloses = true }
        case .isHeavy: if holds { isHeavy = true }
        case .isEndless: if holds { isEndless = true }
        case .bounds: isBounded = true
        case nil: if !holds { unexplained.append((option.name, option.range)) }
        }
    }

    private static let doing = [
        "--out", "--log-file", "--log-out", "--log-to", "--logfile", "--dump", "--write", "--exec", "--command",
        "--result", "--save", "--export", "--xml",
        "--jsonfile",
        "--csvfile", "--htmlfile", "--eval", "--script", "--plugin", "--load", "--delete", "--remove", "--purge",
        "--force", "--kill", "--set", "--config", "--edit", "--install", "--update",
    ]

    private static func mayDoMore(_ option: String) -> Bool {
        doing.contains { option.hasPrefix($0) } && !option.hasPrefix("--output=")
            && !option.hasPrefix("--output-delimiter")
    }

    private static func isOne(of values: [String], _ value: Argument) -> Bool {
        value.unknown != nil
            || values.contains { $0 == value.text || ($0.hasSuffix("*") && value.text.hasPrefix($0.dropLast())) }
    }
}
