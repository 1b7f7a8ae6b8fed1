import RunbookModel

/// Lines, paragraphs and colours.
extension TextReport {
    func style(_ code: String, _ text: String) -> String { colours ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }

    func mark(_ risk: Risk) -> String {
        switch risk {
        case .green: style("32", "●")
        case .yellow: style("33", "▲")
        case .red: style("31", "■")
        }
    }

    mutating func line(_ text: String) { output += text + "\n" }

    mutating func heading(_ text: String) {
        line("")
        line(style("1", text))
    }

    /// A value with its name; nothing without a value.
    mutating func field(_ name: String, _ value: String?) {
        if let value { paragraph("\(name): \(Columns.harmless(value))", indent: 0, hanging: 2) }
    }

    /// - Parameter faint: stands behind the text.
    mutating func bullet(_ mark: String, _ text: String, faint: String = "") {
        let behind = faint.isEmpty ? "" : "  " + style("2", Columns.harmless(faint))
        paragraph(Columns.harmless(text) + behind, indent: 4, lead: "  \(mark) ")
    }

    /// Text over as many lines as it needs.
    /// - Parameters:
    ///   - indent: columns before each line.
    ///   - hanging: further columns before all lines but the first.
    ///   - limit: lines at the most; what is cut ends in an ellipsis.
    ///   - code: of the style of the text.
    ///   - lead: stands before the first line in the place of its indentation.
    mutating func paragraph(
        _ text: String, indent: Int, hanging: Int = 0, limit: Int = .max, code: String? = nil, lead: String? = nil
    ) {
        let words = text.split { $0 == " " || $0 == "\n" || $0 == "\t" }
        var lines: [String] = []
        var current = ""
        var length = lead.map { Columns.width(of: $0[...]) } ?? indent
        for word in words {
            let columns = Columns.width(of: word)
            if !current.isEmpty, length + 1 + columns > width {
                lines.append(current)
                current = ""
                length = indent + hanging
            }
            if !current.isEmpty {
                current += " "
                length += 1
            }
            current += word
            length += columns
        }
        if !current.isEmpty { lines.append(current) }
        if lines.count > limit { lines[limit - 1] += " …" }
        for (index, text) in lines.prefix(limit).enumerated() {
            let margin = index == 0 ? lead ?? String(repeating: " ", count: indent) : ""
            let deeper = index == 0 ? "" : String(repeating: " ", count: indent + hanging)
            line(margin + deeper + (code.map { style($0, text) } ?? text))
        }
    }
}
