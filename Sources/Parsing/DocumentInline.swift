import ByteText
import RunbookModel

/// Commands that stand inside sentences.
extension DocumentWalk {
    /// "Update it with `terraform init`", and then a block with that call in full: the words only announced it.
    mutating func takeBackAnnounced(_ units: [CodeUnit]) {
        while let last = findings.steps.last, last.rule == "inline.command", last.section == sectionTitle,
            let command = last.command,
            units.contains(where: { $0.text == command || $0.text.hasPrefix(command + " ") })
        {
            findings.steps.removeLast()
            pendingNotes = last.notes + pendingNotes
        }
    }

    /// A command in the words before a block is a step of its own, before those of the block.
    mutating func commandInLead(_ lead: Sentence, _ units: [CodeUnit]) {
        guard case .action(let action) = ClauseReader.read(lead), role == .procedure else { return }
        let found = inline.find(in: lead, clause: .action(action), isItem: false).filter { command in
            command.text.utf8.contains(0x20) && shape.judge(command.text) == .strong
                && !units.contains { $0.text.holds(command.text) }
        }
        for command in found where !isFull {
            addCommand(command, of: lead, title: action.text)
        }
    }

    /// - Parameter title: what the sentence says around the command.
    mutating func addCommand(_ command: InlineCommand, of sentence: Sentence, title: String?) {
        let unit = CodeUnit(
            kind: .command(command.language), text: command.text, lines: sentence.line...sentence.text.lastLine)
        addCommand(unit, title: inlineTitle(title, command), rule: "inline.command")
    }

    /// Makes steps of the commands in a sentence; `false` where it has none.
    mutating func inlineStep(_ sentence: Sentence, _ clause: Clause, _ item: inout Item?) -> Bool {
        let isItem = item.map { findings.steps.count == $0.firstStep } ?? false
        let found = inline.find(in: sentence, clause: clause, isItem: isItem)
        guard !found.isEmpty, !isFull else { return false }
        var title: String?
        var decision: Int?
        switch clause {
        case .action(let action): title = action.text
        case .otherwise(let action):
            decision = guardOtherwise(sentence, action)
            title = action?.text
        case .condition(let conditional):
            guard found.contains(where: { conditional.thenTokens.contains($0.tokens.lowerBound) }) else { return false }
            decision = guardCommands(conditional, sentence)
            title = conditional.action?.text ?? ClauseReader.capitalized(conditional.then)
        default: title = sentence.display
        }
        let first = findings.steps.count
        for (index, command) in found.enumerated() {
            addCommand(command, of: sentence, title: index == 0 ? item?.title ?? title : nil)
        }
        if let decision, decision < findings.steps.count {
            findings.steps[decision].thenTarget = .index(first)
            findings.steps[decision].elseTarget = .index(findings.steps.count)
        }
        if let last = findings.steps.indices.last, first <= last,
            findings.steps[first].title != ClauseReader.trimmed(sentence.display)
        {
            findings.steps[first].notes.append(sentence.display)
        }
        addLinks(sentence)
        return true
    }

    /// The sentence as a title, where it says more than to run the command.
    private func inlineTitle(_ text: String?, _ command: InlineCommand) -> String? {
        guard let title = text else { return nil }
        guard let place = title.firstPlace(of: command.source) else { return commandTitle(title) }
        let before = commandTitle(String(title[..<place.lowerBound].trimmedSpace))
        let after = title[place.upperBound...].trimmedSpace
        for opener in ["to ", "and "] where after.hasPrefix(opener) {
            let rest = String(after.dropFirst(opener.count))
            if before == nil || opener == "to " { return ClauseReader.capitalized(ClauseReader.trimmed(rest)) }
        }
        guard var before, before.utf8.count > 3 else { return nil }
        while let last = before.last, "( :,-–`".contains(last) { before.removeLast() }
        return before.isEmpty ? nil : before
    }
}

extension String {
    /// Where a command stands in a sentence, with the ticks around it.
    fileprivate func firstPlace(of command: String) -> Range<Index>? {
        guard let bare = firstByte(of: command) else { return nil }
        let tick = UInt8(ascii: "`")
        var start = utf8.index(startIndex, offsetBy: bare)
        var end = utf8.index(start, offsetBy: command.utf8.count)
        if start > startIndex, end < endIndex, utf8[utf8.index(before: start)] == tick, utf8[end] == tick {
            start = utf8.index(before: start)
            end = utf8.index(after: end)
        }
        return start..<end
    }
}
