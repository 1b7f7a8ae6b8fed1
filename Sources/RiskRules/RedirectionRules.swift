import RunbookModel
import ShellSyntax

extension ScriptAnalyzer {
    /// Judges a redirection.
    /// - Returns: the standard input that it gives, if it does.
    mutating func analyze(_ redirection: Redirection) -> StandardInput? {
        switch redirection.operation {
        case .hereDocument, .hereDocumentStripped:
            let text = resolveText(redirection.body, range: redirection.range)
            return redirection.isStandardInput ? text.map(StandardInput.text) ?? .opaque : nil
        case .hereString:
            let text = resolveText([.doubleQuoted(redirection.target.parts)], range: redirection.range)
            return redirection.isStandardInput ? text.map(StandardInput.text) ?? .opaque : nil
        case .read:
            if redirection.isStandardInput, let text = analyzeInput(redirection.target) { return text }
            let target = resolve(redirection.target)
            let call = Call(name: "<", arguments: [], range: redirection.range, input: .none)
            checkDisclosure(target, call)
            return redirection.isStandardInput ? .opaque : nil
        case .duplicateInput, .duplicateOutput:
            let target = resolve(redirection.target)
            if let first = target.first, target.count == 1, first.isKnown,
                first.text == "-" || first.text.allSatisfy({ $0.isNumber || $0 == "-" })
            {
                // What another descriptor stands for is not followed.
                let isOwn = first.text == "-" || first.text == "0"
                let isInput = redirection.operation == .duplicateInput || redirection.descriptor == 0
                return isInput && redirection.isStandardInput && !isOwn ? .opaque : nil
            }
            if redirection.operation == .duplicateInput, redirection.isStandardInput { return .opaque }
            if redirection.operation == .duplicateOutput { write(to: target, redirection) }
            return nil
        case .write, .append, .clobber, .readWrite, .writeBoth, .appendBoth:
            write(to: resolve(redirection.target), redirection)
            let isRead = redirection.operation == .readWrite && redirection.isStandardInput
            return isRead ? .opaque : nil
        }
    }

    /// `< <(echo x)`: what one pipeline prints is the input, where that stands in the text.
    private mutating func analyzeInput(_ target: ShellWord) -> StandardInput? {
        guard target.parts.count == 1, case .process(let list, isInput: true) = target.parts[0],
            list.items.count == 1, !list.items[0].inBackground, list.items[0].pipelines.count == 1
        else { return nil }
        asides += 1
        let text = analyze(list.items[0].pipelines[0], input: .none)
        asides -= 1
        return text.map(StandardInput.text) ?? .opaque
    }

    private mutating func write(to target: [Argument], _ redirection: Redirection) {
        guard target.count == 1, let file = target.first else {
            addUnknown(
                "file.write", "It writes to a file whose name is not clear.", text(of: redirection.target),
                redirection.range)
            return
        }
        writeFile(
            file, appends: redirection.operation == .append || redirection.operation == .appendBoth, redirection.range)
    }

    /// Judges the writing of a file.
    mutating func writeFile(_ file: Argument, appends: Bool = false, _ range: Range<Int>) {
        if file.isKnown, PathRules.isHarmlessOutput(file.text) { return }
        let name = file.display
        if PathRules.isCritical(file.text) {
            add(
                .red, "file.critical", "Overwriting '\(name)' can take down the host or lose data.", range,
                effect: "Writes to \(name), which the system or a database lives on.", target: name)
            return
        }
        let verb = appends ? "Appends to" : "Writes"
        add(
            .yellow, "file.write", "\(verb) the file '\(name)'.", range, effect: "\(verb) the file \(name).",
            target: name)
    }

    /// Text whose parts are all known; nil else. What runs in it is judged.
    mutating func resolveText(_ parts: [WordPart], range: Range<Int>) -> String? {
        let word = ShellWord(parts: [.doubleQuoted(parts)], range: range)
        let fields = resolve(word)
        guard fields.count == 1, fields[0].unknown == nil else { return nil }
        return fields[0].text
    }
}

extension Redirection {
    /// Whether what it reads comes in as the standard input.
    fileprivate var isStandardInput: Bool { variable == nil && (descriptor ?? 0) == 0 }
}
