/// `{a,b}` and `{1..3}` as bash expands them, over the pieces of a word.
enum BraceExpansion {
    private typealias Piece = ScriptAnalyzer.Piece

    /// Words beyond this number are not made.
    static let limit = 64

    private struct Cell {
        var character: Character
        /// Can be a brace or a comma.
        var isPlain: Bool
        /// A piece that is not text.
        var piece: ScriptAnalyzer.Piece?
    }

    /// The words that the pieces make; nil for too many.
    static func expand(_ pieces: [ScriptAnalyzer.Piece]) -> [[ScriptAnalyzer.Piece]]? {
        var cells: [Cell] = []
        for piece in pieces {
            if piece.unknown != nil || piece.list != nil || piece.splits {
                cells.append(Cell(character: " ", isPlain: false, piece: piece))
            } else if piece.text.isEmpty {
                cells.append(Cell(character: " ", isPlain: false, piece: piece))
            } else {
                for character in piece.text {
                    cells.append(Cell(character: character, isPlain: piece.canBrace, piece: nil))
                }
            }
        }
        var budget = 4096
        guard let words = expand(cells[...], depth: 0, budget: &budget) else { return nil }
        return words.map(joined)
    }

    private static func joined(_ cells: [Cell]) -> [ScriptAnalyzer.Piece] {
        var pieces: [ScriptAnalyzer.Piece] = []
        for cell in cells {
            if let piece = cell.piece {
                pieces.append(piece)
            } else if let last = pieces.indices.last, pieces[last].unknown == nil, pieces[last].list == nil,
                !pieces[last].splits, pieces[last].canBrace == cell.isPlain
            {
                pieces[last].text.append(cell.character)
            } else {
                pieces.append(ScriptAnalyzer.Piece(text: String(cell.character), canBrace: cell.isPlain))
            }
        }
        return pieces
    }

    private static func expand(_ cells: ArraySlice<Cell>, depth: Int, budget: inout Int) -> [[Cell]]? {
        budget -= cells.count
        guard budget > 0, depth < 16 else { return nil }
        var index = cells.startIndex
        while index < cells.endIndex {
            if cells[index].isPlain, cells[index].character == "{",
                let group = alternatives(cells, from: index)
            {
                let head = Array(cells[cells.startIndex..<index])
                guard let tails = expand(cells[(group.end + 1)...], depth: depth + 1, budget: &budget) else {
                    return nil
                }
                var words: [[Cell]] = []
                for option in group.options {
                    guard let middles = expand(option[...], depth: depth + 1, budget: &budget) else { return nil }
                    for middle in middles {
                        for tail in tails {
                            words.append(head + middle + tail)
                            guard words.count <= limit else { return nil }
                        }
                    }
                }
                return words
            }
            index += 1
        }
        return [Array(cells)]
    }

    private static func alternatives(
        _ cells: ArraySlice<Cell>, from start: Int
    ) -> (options: [[Cell]], end: Int)? {
        var open = 0
        var options: [[Cell]] = [[]]
        var index = start
        while index < cells.endIndex {
            let cell = cells[index]
            if cell.isPlain, cell.character == "{" {
                open += 1
                if open > 1 { options[options.count - 1].append(cell) }
            } else if cell.isPlain, cell.character == "}" {
                open -= 1
                if open == 0 {
                    if options.count > 1 { return (options, index) }
                    return sequence(options[0]).map { ($0, index) }
                }
                options[options.count - 1].append(cell)
            } else if cell.isPlain, cell.character == ",", open == 1 {
                options.append([])
            } else {
                options[options.count - 1].append(cell)
            }
            index += 1
        }
        return nil
    }

    /// `1..5`, `a..e`; a sequence that is too long stands for its first numbers, since none can change what runs.
    private static func sequence(_ cells: [Cell]) -> [[Cell]]? {
        guard cells.allSatisfy({ $0.piece == nil }) else { return nil }
        let text = String(cells.map(\.character))
        guard let dots = text.firstRange(of: "..") else { return nil }
        let first = String(text[..<dots.lowerBound])
        let rest = String(text[dots.upperBound...])
        let last = rest.firstRange(of: "..").map { String(rest[..<$0.lowerBound]) } ?? rest
        var values: [String] = []
        if let from = Int(first), let to = Int(last) {
            let step = from <= to ? 1 : -1
            values = stride(from: from, through: to, by: step).prefix(8).map(String.init)
        } else if let from = first.unicodeScalars.first, let to = last.unicodeScalars.first, first.count == 1,
            last.count == 1, from.isASCII, to.isASCII
        {
            let range = min(from.value, to.value)...max(from.value, to.value)
            values = range.compactMap { UnicodeScalar($0).map(String.init) }
        } else {
            return nil
        }
        return values.map { $0.map { Cell(character: $0, isPlain: false, piece: nil) } }
    }
}
