import ByteText
import RunbookModel
import ShellSyntax

/// Puts values into a command template as data: each value is one quoted argument, whatever is in it. What comes out is
/// parsed again and must be the command of the template, with nothing but the values in the places of the placeholders.
package struct CommandRenderer: Sendable {
    private let classifier: RiskClassifier
    private static let marker = "Dd0cValue"

    /// Makes a renderer that judges its results with `classifier`.
    package init(classifier: RiskClassifier) { self.classifier = classifier }

    /// Renders a template and judges the result. Values for placeholders that the template does not have are ignored.
    /// - Parameter values: the placeholders as they stand in the template (`<pod>`, `{{ns}}`, `$REGION`, `YOUR_TOKEN`),
    ///   and what replaces them.
    /// - Throws: `RenderingError` when a value can't be used or a placeholder has none.
    package func render(
        _ template: String, language: CommandLanguage, values: [String: String]
    ) throws(RenderingError) -> RenderedCommand {
        let occurrences = Self.occurrences(of: Array(values.keys), in: template, isShell: language == .shell)
        for placeholder in Set(occurrences.map(\.placeholder)).sorted() {
            try Self.check(values[placeholder] ?? "", of: placeholder)
        }
        let text: String
        switch language {
        case .shell: text = try renderShell(template, occurrences, values)
        case .sql: text = try renderSQL(template, occurrences, values)
        default: text = try Self.renderPlain(template, occurrences, values)
        }
        return RenderedCommand(text: text, assessment: classifier.assess(text, language: language))
    }

    // MARK: Values

    private static func check(_ value: String, of placeholder: String) throws(RenderingError) {
        func fail(_ problem: RenderingError.Problem) -> RenderingError {
            RenderingError(placeholder: placeholder, problem: problem)
        }
        if value.isEmpty { throw fail(.empty) }
        if value.utf8.count > Limits.valueBytes { throw fail(.tooLong) }
        if value.utf8.first == UInt8(ascii: "-") { throw fail(.leadingDash) }
        if value.utf8.contains(UInt8(ascii: "\n")) || value.utf8.contains(UInt8(ascii: "\r")) { throw fail(.newline) }
        if value.utf8.contains(UInt8(ascii: "\t")) { throw fail(.controlCharacter) }
        if let deceptive = TextSafety.firstDeceptive(in: value) { throw fail(deceptive.problem) }
    }

    // MARK: Places

    struct Occurrence {
        var placeholder: String
        /// As offsets in the UTF-8 of the template.
        var range: Range<Int>
    }

    /// Where placeholders stand, none inside another.
    static func occurrences(of placeholders: [String], in template: String, isShell: Bool) -> [Occurrence] {
        let bytes = Array(template.utf8)
        var found: [Occurrence] = []
        for placeholder in placeholders where !placeholder.isEmpty {
            var forms = [Array(placeholder.utf8)]
            if isShell, placeholder.hasPrefix("$"), !placeholder.hasPrefix("${"), placeholder.count > 1 {
                forms.append(Array("${\(placeholder.dropFirst())}".utf8))
            }
            for form in forms {
                var index = 0
                while index + form.count <= bytes.count {
                    if bytes[index] == form[0], bytes[index..<(index + form.count)].elementsEqual(form),
                        hasBoundaries(bytes, index..<(index + form.count))
                    {
                        found.append(Occurrence(placeholder: placeholder, range: index..<(index + form.count)))
                        index += form.count
                    } else {
                        index += 1
                    }
                }
            }
        }
        found.sort {
            $0.range.lowerBound == $1.range.lowerBound
                ? $0.range.count > $1.range.count : $0.range.lowerBound < $1.range.lowerBound
        }
        var result: [Occurrence] = []
        for occurrence in found where result.last.map({ $0.range.upperBound <= occurrence.range.lowerBound }) ?? true {
            result.append(occurrence)
        }
        return result
    }

    /// A placeholder that begins or ends like a name must not be a part of a longer name.
    private static func hasBoundaries(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        func isName(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        if isName(bytes[range.lowerBound]), range.lowerBound > 0 {
            let before = bytes[range.lowerBound - 1]
            if isName(before) || before == UInt8(ascii: "$") { return false }
        }
        if bytes[range.lowerBound] == UInt8(ascii: "$"), range.lowerBound > 0,
            bytes[range.lowerBound - 1] == UInt8(ascii: "\\")
        {
            return false
        }
        if isName(bytes[range.upperBound - 1]), range.upperBound < bytes.count, isName(bytes[range.upperBound]) {
            return false
        }
        return true
    }

    private static func replacing(
        _ occurrences: [Occurrence], in template: String, by replacement: (Int) -> String
    ) -> String {
        let bytes = Array(template.utf8)
        var result = ""
        var position = 0
        for (index, occurrence) in occurrences.enumerated() {
            result += String(decoding: bytes[position..<occurrence.range.lowerBound], as: UTF8.self)
            result += replacement(index)
            position = occurrence.range.upperBound
        }
        return result + String(decoding: bytes[position...], as: UTF8.self)
    }

    // MARK: Shell

    private func renderShell(
        _ template: String, _ occurrences: [Occurrence], _ values: [String: String]
    ) throws(RenderingError) -> String {
        func marked(_ index: Int) -> String { "\(Self.marker)\(index)Z" }
        let parser = ShellParser()
        let markedTemplate = Self.replacing(occurrences, in: template, by: marked)
        let markedScript = parser.parse(markedTemplate)
        if let missing = markedScript.placeholders.first {
            throw RenderingError(placeholder: missing, problem: .missing)
        }
        guard !occurrences.isEmpty else { return template }
        let shape = CommandShape(of: markedScript, marker: Self.marker)
        var texts: [String] = []
        var inert: Set<Int> = []
        for (index, occurrence) in occurrences.enumerated() {
            let value = values[occurrence.placeholder] ?? ""
            let contexts = shape.contexts[marked(index)] ?? []
            guard contexts.count <= 1 else {
                throw RenderingError(placeholder: occurrence.placeholder, problem: .unquotable)
            }
            let isVariable = occurrence.placeholder.hasPrefix("$")
            guard let context = contexts.first,
                !(isVariable && (context == .singleQuoted || context == .literalDocument))
            else {
                // In a comment, or a `$` that the shell does not expand: it stays as it stands.
                let bytes = Array(template.utf8)[occurrence.range]
                texts.append(String(decoding: bytes, as: UTF8.self))
                inert.insert(index)
                continue
            }
            guard let text = Self.quote(value, in: context) else {
                throw RenderingError(placeholder: occurrence.placeholder, problem: .changesShape)
            }
            texts.append(text)
        }
        let rendered = Self.replacing(occurrences, in: template) { texts[$0] }
        func filled(_ text: String) -> String {
            Self.replacingMarkers(in: text, occurrences) { index in
                inert.contains(index) ? texts[index] : values[occurrences[index].placeholder] ?? ""
            }
        }
        let script = parser.parse(rendered)
        let calls = classifier.trace(markedTemplate)
        let inner = calls.filter(\.isInner).flatMap(\.arguments).joined(separator: "\n")
        let isExpandedWithin = occurrences.indices.contains { index in
            Self.mayBeginHome(values[occurrences[index].placeholder] ?? "") && inner.contains(marked(index))
        }
        let isSame =
            !isExpandedWithin && script.errors.isEmpty == markedScript.errors.isEmpty
            && script.uncertainties.count == markedScript.uncertainties.count
            && CommandShape(of: script).text == filled(shape.text)
            && classifier.trace(rendered) == calls.map { $0.mapArguments(filled) }
        guard isSame else {
            throw RenderingError(placeholder: culprit(occurrences, values), problem: .changesShape)
        }
        return rendered
    }

    /// The placeholder whose value is the least plain: the one to look at first.
    private func culprit(_ occurrences: [Occurrence], _ values: [String: String]) -> String {
        occurrences.map(\.placeholder).first { ShellQuoting.quoted(values[$0] ?? "") != values[$0] }
            ?? occurrences[0].placeholder
    }

    /// The value as it stands in such a place; `nil` when no quoting keeps it from being worked out.
    private static func quote(_ value: String, in context: CommandShape.Context) -> String? {
        switch context {
        case .plain: ShellQuoting.quoted(value)
        case .singleQuoted: ShellQuoting.inSingleQuotes(value)
        case .literalDocument: value
        case .doubleQuoted: ShellQuoting.inDoubleQuotes(value, quoteIsSpecial: true)
        case .expandedDocument: ShellQuoting.inDoubleQuotes(value, quoteIsSpecial: false)
        case .arithmetic: value.utf8.allSatisfy { (0x30...0x39).contains($0) } ? value : nil
        // Without a bracket there is no index to be worked out.
        case .name: ShellQuoting.quoted(value) == value ? value : nil
        }
    }

    /// Whether a shell that reads the value as it is may put a home directory in.
    private static func mayBeginHome(_ value: String) -> Bool {
        var before: UInt8?
        for byte in value.utf8 {
            if byte == UInt8(ascii: "~"), before == nil || before == UInt8(ascii: ":") || before == UInt8(ascii: "=") {
                return true
            }
            before = byte
        }
        return false
    }

    private static func replacingMarkers(
        in text: String, _ occurrences: [Occurrence], by replacement: (Int) -> String
    ) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: marker) {
            result += rest[..<start.lowerBound]
            let digits = rest[start.upperBound...].prefix(while: \.isNumber)
            if let index = Int(digits), index < occurrences.count { result += replacement(index) }
            rest = rest[digits.endIndex...].dropFirst()
        }
        return result + rest
    }

    // MARK: Other languages

    private func renderSQL(
        _ template: String, _ occurrences: [Occurrence], _ values: [String: String]
    ) throws(RenderingError) -> String {
        func marked(_ index: Int) -> String { "\(Self.marker)\(index)Z" }
        let markedTemplate = Self.replacing(occurrences, in: template, by: marked)
        let tokens = SQLTokenizer(markedTemplate, dialect: .generic).tokens
        let rendered = Self.replacing(occurrences, in: template) { index in
            let value = values[occurrences[index].placeholder] ?? ""
            let inText = tokens.contains { token in
                if case .text(let text) = token { text.contains(marked(index)) } else { false }
            }
            return inText ? ShellQuoting.inSQLText(value) : value
        }
        guard occurrences.isEmpty || classifier.traceSQL(rendered) == classifier.traceSQL(markedTemplate) else {
            throw RenderingError(placeholder: culprit(occurrences, values), problem: .changesShape)
        }
        return rendered
    }

    /// A language without a grammar here: only values that can't mean anything in any language.
    private static func renderPlain(
        _ template: String, _ occurrences: [Occurrence], _ values: [String: String]
    ) throws(RenderingError) -> String {
        for occurrence in occurrences {
            let value = values[occurrence.placeholder] ?? ""
            guard value.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_.:/@".contains($0)) }) else {
                throw RenderingError(placeholder: occurrence.placeholder, problem: .changesShape)
            }
        }
        return replacing(occurrences, in: template) { values[occurrences[$0].placeholder] ?? "" }
    }
}

extension RiskClassifier {
    /// Which programs run with which arguments, payloads included: what a command comes to.
    func trace(_ command: String) -> [TracedCall] {
        var analyzer = ScriptAnalyzer(rules: .builtIn, text: command)
        analyzer.trace = []
        analyzer.analyze(command)
        return analyzer.trace ?? []
    }

    /// The shape of SQL: its signs, and one mark for each word, name, number and text.
    func traceSQL(_ text: String) -> [String] {
        SQLShape.trace(text, dialect: .generic)
    }
}

/// The shape of SQL text.
enum SQLShape {
    /// One entry per token; values of all kinds are alike.
    static func trace(_ text: String, dialect: SQLDialect) -> [String] {
        let tokenizer = SQLTokenizer(text, dialect: dialect)
        return tokenizer.tokens.map { token in
            if case .symbol(let byte) = token { "\(byte)" } else { "v" }
        } + (tokenizer.doubts.isEmpty ? [] : ["?"])
    }
}

/// A call as a shell would make it, at any depth.
struct TracedCall: Equatable {
    var program: String
    /// Each with marks for what is not known of it, or becomes several words.
    var arguments: [String]
    /// Another shell makes it, of a text that is an argument to the first.
    var isInner = false

    init(_ words: [Argument], isInner: Bool) {
        self.isInner = isInner
        program = words.first?.text ?? ""
        arguments = words.dropFirst().map { word in
            word.text + (word.unknown == nil ? "" : "\u{1}") + (word.isManifold ? "\u{2}" : "")
                + (word.isGlob ? "\u{3}" : "")
        }
    }

    /// SQL that a client runs: its shape.
    init(shape: [String]) {
        program = "SQL " + shape.joined(separator: " ")
        arguments = []
    }

    func mapArguments(_ change: (String) -> String) -> TracedCall {
        var call = self
        call.arguments = arguments.map(change)
        return call
    }
}
