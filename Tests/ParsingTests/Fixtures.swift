import JSONTree
import Parsing
import RunbookModel

/// Shorthand for what most tests look at.
func parse(_ text: String, as format: SourceFormat = .auto) -> RunbookContent {
    RunbookParser().parse(text, as: format)
}

func commands(_ text: String, as format: SourceFormat = .auto) -> [String] {
    parse(text, as: format).steps.compactMap(\.command)
}

/// Kind and title of each step, in order.
func outline(_ content: RunbookContent) -> [String] { content.steps.map { "\($0.kind.rawValue): \($0.title)" } }

/// The content without what depends on where the text stood and how it was written.
func withoutLines(_ content: RunbookContent) -> RunbookContent {
    var content = content
    for index in content.steps.indices {
        content.steps[index].lines = nil
        content.steps[index].origin = nil
    }
    for index in content.ambiguities.indices { content.ambiguities[index].line = nil }
    for index in content.prerequisites.indices { content.prerequisites[index].line = nil }
    return content
}
