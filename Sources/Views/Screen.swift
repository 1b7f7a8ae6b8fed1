import BlockKit
import CEmbedded
import JSONTree

/// What is to be shown: a template of `blocks/` and the values for it.
package struct Screen: Codable, Hashable, Sendable {
    /// Name of the template, without directory and extension.
    package var template: String
    package var binding: JSONValue

    init(_ template: String, _ binding: JSONValue) {
        self.template = template
        self.binding = binding
    }
}

/// Makes Block Kit of screens.
package struct ScreenRenderer: Sendable {
    package let library: TemplateLibrary

    package init(library: TemplateLibrary) { self.library = library }

    /// With the templates that are part of the program, and others in place of those of the same file name.
    /// - Throws: `TemplateError` for a template that cannot be used or that no screen has the name of.
    package init(overrides: [String: String] = [:]) throws(TemplateError) {
        let known = Self.builtIn
        for path in overrides.keys.sorted() {
            let name = TemplateLibrary.name(ofFile: path)
            guard known[name] != nil else {
                throw TemplateError(file: name, reason: "there is no screen of this name")
            }
        }
        library = try TemplateLibrary(files: overrides, known: known)
    }

    /// Renders a screen and checks it against Slack's limits.
    /// - Returns: an object with `text` and `blocks` for a message; a view for a modal or the home tab.
    /// - Throws: `TemplateError`; `InvalidScreenError` for what Slack would refuse.
    package func render(_ screen: Screen) throws -> JSONValue {
        try library.renderChecked(screen.template, with: screen.binding)
    }

    /// The templates that are part of the program, by name.
    package static var builtIn: [String: String] {
        var files: [String: String] = [:]
        for index in 0..<dd_embedded_count() {
            let file = dd_embedded_at(index)
            let path = String(cString: file.path)
            guard path.hasPrefix("blocks/"), path.hasSuffix(".json"), let bytes = file.bytes else { continue }
            files[TemplateLibrary.name(ofFile: path)] = String(
                decoding: UnsafeBufferPointer(start: bytes, count: file.size), as: UTF8.self)
        }
        return files
    }
}
