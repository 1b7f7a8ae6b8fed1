import ByteText
import RunbookModel

/// Finds the links to dashboards and graphs in a document.
enum LinkFinder {
    private static let limit = 20

    /// The links, once each, in the order of the document.
    static func dashboards(in blocks: [DocumentBlock]) -> [DocumentLink] {
        var found: [DocumentLink] = []
        func add(_ link: MarkedText.Link) {
            guard found.count < limit, isDashboard(link), !found.contains(where: { $0.target == link.target }) else {
                return
            }
            found.append(DocumentLink(label: link.label, target: link.target))
        }
        visit(blocks) { text, label in
            guard found.count < limit else { return }
            if text.bytes.contains(MarkedText.linkStart) { text.links.forEach(add) }
            bare(text, label).forEach(add)
        }
        return found
    }

    /// Addresses that stand in the text as they are, called by the label before them: "Grafana: https://…".
    private static func bare(_ text: MarkedText, _ label: String?) -> [MarkedText.Link] {
        let bytes = text.bytes
        guard bytes.count < 1 << 16, Substring(String(decoding: bytes, as: UTF8.self)).holds("://") else { return [] }
        var found: [MarkedText.Link] = []
        var start = 0
        var isApart = false
        for place in bytes.indices {
            switch bytes[place] {
            case MarkedText.codeStart, MarkedText.linkStart: isApart = true
            case MarkedText.codeEnd, MarkedText.linkEnd:
                isApart = false
                start = place + 1
            case UInt8(ascii: "h")
            where !isApart && place >= start && bytes[place...].prefix(8).starts(with: "http".utf8):
                var end = place
                while end < bytes.count, bytes[end] > 0x20, !"<>\"|".utf8.contains(bytes[end]) { end += 1 }
                while end > place, ".,;:)!".utf8.contains(bytes[end - 1]) { end -= 1 }
                let target = String(decoding: bytes[place..<end], as: UTF8.self)
                guard target.holds("://") else { continue }
                found.append(
                    MarkedText.Link(label: name(text.display(start..<place)) ?? label ?? target, target: target))
                start = end
            default: break
            }
        }
        return found
    }

    /// The label at the end of the text before an address; `nil` where it is no label.
    private static func name(_ before: String) -> String? {
        let text = before.trimmedSpace
        guard text.hasSuffix(":") else { return nil }
        let last = text.dropLast().parts(between: ".;\n").last?.trimmedSpace ?? ""
        let bare = last.drop { "•-* ".contains($0) }
        return bare.isEmpty || bare.utf8.count > 40 ? nil : String(bare)
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

    /// - Parameter body: gets a text, and what the first cell of its row calls it.
    private static func visit(_ blocks: [DocumentBlock], _ body: (MarkedText, String?) -> Void) {
        for block in blocks {
            switch block {
            case .heading(_, let text), .paragraph(let text): body(text, nil)
            case .list(let list): for item in list.items { visit(item.blocks, body) }
            case .aside(_, let inner): visit(inner, body)
            case .table(let table):
                for row in table.rows {
                    for (column, cell) in row.enumerated() {
                        body(cell, row.count == 2 && column == 1 ? row[0].display : nil)
                    }
                }
            case .code: break
            }
        }
    }
}
