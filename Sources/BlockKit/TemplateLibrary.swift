import JSONTree
import Locking

/// The templates of all screens.
///
/// Templates are JSON with a part of the operators of JSON-e: `${…}`, `$eval`, `$if`/`then`/`else`,
/// `$map`/`each(x,i)`, `$let`/`in`, `$merge`, `$flatten`. Rendering works on the tree. A value is data wherever it
/// lands: it is escaped in a `mrkdwn` object, which is made `verbatim`, and cut at a word where Slack has a limit.
/// Markup that is to have effect is written in the template itself.
package struct TemplateLibrary: Sendable {
    /// Templates larger than this, in UTF-8 bytes, are refused.
    package static let fileLimit = 256 << 10

    private let templates: [String: LazyTemplate]

    /// Templates by file name; a directory before the name and `.json` behind it do not count.
    /// - Parameters:
    ///   - files: read and checked at once.
    ///   - known: read when they are rendered for the first time: the program's own, which are known to be right. A
    ///     file of the same name takes the place of one.
    /// - Throws: `TemplateError` for the first file, in order of names, that cannot be used.
    package init(files: [String: String], known: [String: String] = [:]) throws(TemplateError) {
        var templates: [String: LazyTemplate] = [:]
        for (path, text) in known {
            let name = Self.name(ofFile: path)
            templates[name] = LazyTemplate(name: name, text: text)
        }
        for (path, text) in files.sorted(by: { $0.key < $1.key }) {
            let name = Self.name(ofFile: path)
            guard text.utf8.count <= Self.fileLimit else {
                throw TemplateError(file: name, reason: "larger than \(Self.fileLimit) bytes")
            }
            let template = LazyTemplate(name: name, text: text)
            _ = try template.node()
            templates[name] = template
        }
        self.templates = templates
    }

    /// The name that a template is rendered by: `blocks/run_card.json` is `run_card`.
    package static func name(ofFile path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return file.hasSuffix(".json") ? String(file.dropLast(5)) : file
    }

    /// Names of all templates, sorted.
    package var names: [String] { templates.keys.sorted() }

    /// Renders a template.
    /// - Parameter binding: an object; its members are the names that expressions use.
    /// - Throws: `TemplateError` with the place in the template.
    package func render(_ template: String, with binding: JSONValue) throws(TemplateError) -> JSONValue {
        guard let node = try templates[template]?.node() else {
            throw TemplateError(file: template, reason: "there is no such template")
        }
        var rendering = TemplateRendering(file: template)
        return try rendering.render(node, TemplateScope(binding), at: .root) ?? .null
    }

    /// Renders a template and checks the outcome against Slack's limits.
    /// - Returns: an object with `text` and `blocks` for a message, else a view.
    /// - Throws: `TemplateError`; `InvalidScreenError` for what Slack would refuse.
    package func renderChecked(_ template: String, with binding: JSONValue) throws -> JSONValue {
        let screen = try render(template, with: binding)
        let problems = Self.problems(in: screen)
        guard problems.isEmpty else { throw InvalidScreenError(template: template, problems: problems) }
        return screen
    }

    private static func problems(in screen: JSONValue) -> [BlockKitProblem] {
        guard screen["type"] == nil else { return BlockKitValidator.problems(inView: screen) }
        guard let blocks = screen["blocks"]?.array else {
            return [BlockKitProblem(pointer: "/blocks", code: .missingField, message: "missing required field: blocks")]
        }
        var problems = BlockKitValidator.problems(inMessageBlocks: blocks)
        let text = screen["text"]?.string ?? ""
        if text.isEmpty {
            problems.append(
                BlockKitProblem(pointer: "/text", code: .missingField, message: "a fallback text is missing"))
        }
        if text.utf16.count > BlockKitLimits.messageText {
            problems.append(BlockKitProblem(pointer: "/text", code: .tooLong, message: "msg_too_long"))
        }
        let length = BlockKitValidator.textLength(of: blocks)
        if length > BlockKitLimits.messageBlocksTextKept {
            problems.append(
                BlockKitProblem(
                    pointer: "/blocks", code: .tooLong, message: "msg_blocks_too_long: \(length) characters"))
        }
        return problems
    }
}

/// A template that is read once, when it is first asked for.
private final class LazyTemplate: Sendable {
    private let name: String
    private let text: String
    private let known = Lock<TemplateNode?>(nil)

    init(name: String, text: String) {
        self.name = name
        self.text = text
    }

    func node() throws(TemplateError) -> TemplateNode {
        try known.withLock { (known) throws(TemplateError) in
            if let known { return known }
            let node = try read()
            known = node
            return node
        }
    }

    private func read() throws(TemplateError) -> TemplateNode {
        let value: JSONValue
        do throws(JSONSyntaxError) {
            value = try JSONValue(parsing: text)
        } catch {
            let line = text.utf8.prefix(error.offset).count { $0 == UInt8(ascii: "\n") } + 1
            throw TemplateError(file: name, place: "line \(line)", reason: error.description)
        }
        return try TemplateReader(file: name).read(value, at: "")
    }
}
