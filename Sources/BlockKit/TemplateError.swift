/// Why a template cannot be read or rendered: the file, the place in it, and what to change.
package struct TemplateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Name of the template, without directory and extension.
    package var file: String
    /// JSON pointer into the file; empty for the whole file.
    package var place: String
    /// What is wrong there.
    package var reason: String

    package init(file: String, place: String = "", reason: String) {
        self.file = file
        self.place = place
        self.reason = reason
    }

    package var description: String {
        "template \(file).json\(place.isEmpty ? "" : " at \(place)"): \(reason)"
    }
}

/// A rendered screen that breaks Slack's rules and therefore is not sent.
package struct InvalidScreenError: Error, Hashable, Sendable, CustomStringConvertible {
    package var template: String
    package var problems: [BlockKitProblem]

    package init(template: String, problems: [BlockKitProblem]) {
        self.template = template
        self.problems = problems
    }

    package var description: String {
        let lines = problems.prefix(5).map(\.description).joined(separator: "; ")
        let rest = problems.count > 5 ? " and \(problems.count - 5) more" : ""
        return "template \(template).json gives a screen that Slack refuses: \(lines)\(rest)"
    }
}
