import ByteText
import RunbookModel

/// Finds the links to dashboards and graphs in a document.
enum LinkFinder {
    private static let limit = 20

    /// The links, once each, in the order of the document.
    static func dashboards(in blocks: [DocumentBlock]) -> [DocumentLink] {
        var found: [DocumentLink] = []
        visit(blocks) { text in
            guard text.bytes.contains(MarkedText.linkStart), found.count < limit else { return }
            for link in text.links where isDashboard(link) && !found.contains(where: { $0.target == link.target }) {
                guard found.count < limit else { return }
                found.append(DocumentLink(label: link.label, target: link.target))
            }
        }
        return found
    }

    private static func isDashboard(_ link: MarkedText.Link) -> Bool {
        guard link.target.hasPrefix("http"), link.target.utf8.count < 2000 else { return false }
        let target = link.target.lowercased()
        let label = link.label.lowercased()
        // A picture or a page about dashboards is none.
        if [".png", ".jpg", ".md", ".html"].contains(where: target.hasSuffix) { return false }
        return ["grafana", "/dashboard", "kibana", "/d/", "datadoghq", "/explore?", "/graph?", "newrelic.com"].contains(
            where: target.holds) || ["dashboard", "grafana", "kibana"].contains(where: label.holds)
    }

    private static func visit(_ blocks: [DocumentBlock], _ body: (MarkedText) -> Void) {
        for block in blocks {
            switch block {
            case .heading(_, let text), .paragraph(let text): body(text)
            case .list(let list): for item in list.items { visit(item.blocks, body) }
            case .aside(_, let inner): visit(inner, body)
            case .table(let table): for row in table.rows { row.forEach(body) }
            case .code: break
            }
        }
    }
}
