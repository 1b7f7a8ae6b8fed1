import ByteText
import RunbookModel

/// A part of a code block.
struct CodeUnit: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case command(CommandLanguage)
        /// What a command printed.
        case output
        /// Something to put in a file, or a sample.
        case content
    }

    var kind: Kind
    var text: String
    /// Lines of the source.
    var lines: ClosedRange<Int>
    /// What the author wrote about it in a comment.
    var comment: String?
}

/// Tells what in a code block is a command.
struct CodeReader: Sendable {
    var shape: CommandShape

    private static let shells: Set<String> = [
        "bash", "sh", "shell", "zsh", "console", "shell-session", "shellsession", "sh-session", "terminal", "ksh",
        "fish", "cmd", "bat", "command", "cli", "bashsession",
    ]
    private static let databases: Set<String> = [
        "sql", "mysql", "psql", "pgsql", "postgres", "postgresql", "plsql", "plpgsql", "tsql", "sqlite", "cql",
    ]
    private static let contents: Set<String> = [
        "yaml", "yml", "json", "json5", "jsonc", "toml", "ini", "xml", "hcl", "tf", "terraform", "properties", "conf",
        "config", "cfg", "nginx", "apache", "diff", "patch", "csv", "html", "css", "javascript", "js", "typescript",
        "ts", "go", "java", "kotlin", "scala", "python", "py", "ruby", "rb", "rust", "c", "cpp", "php", "groovy",
        "dockerfile", "docker", "makefile", "proto", "protobuf", "graphql", "mermaid", "plantuml", "dot", "markdown",
        "md", "rst", "log", "logs", "output", "jsonnet", "env", "dotenv", "erb", "systemd", "regex", "lua", "perl",
    ]

    /// A comment as words; `nil` where it is a command that was commented out.
    private func words(of comments: [String]) -> String? {
        let spoken = comments.filter { comment in
            !comment.isEmpty && shape.judge(comment) < .plausible
                && ShellWords.split(comment[...]).first?.isAssignment != true
        }
        return spoken.isEmpty ? nil : spoken.joined(separator: " ")
    }

    /// Reads a block.
    /// - Parameter lead: the words before the block; what they announce decides where the block itself does not.
    func read(_ block: CodeBlock, lead: CodeLead) -> [CodeUnit] {
        let block = Self.withoutLineNumbers(block)
        guard block.lines.contains(where: { !$0.trimmedSpace.isEmpty }) else { return [] }
        if let first = block.lines.first, first.hasPrefix("#!") { return [whole(block, .content)] }
        if Self.isPrintedTable(block) { return [whole(block, .output)] }
        var prompts = promptLines(block)
        if Self.contents.contains(block.language) {
            // `print(x)# why` is no client of that name.
            prompts = prompts.filter { if case .client = $0.value.kind { false } else { true } }
        }
        if !prompts.isEmpty { return readSession(block, prompts) }
        let language = block.language
        if Self.contents.contains(language), !isMislabelled(block) { return [whole(block, .content)] }
        let text = block.lines.joined(separator: "\n")
        if ["promql", "logql", "influxql", "metricsql"].contains(language) {
            if lead.announcesDefinition { return [whole(block, .content)] }
            return [whole(block, .command(CommandLanguage(rawValue: language == "metricsql" ? "promql" : language)))]
        }
        if Self.databases.contains(language) || (!isShellTagged(block) && isAllSQL(block)) {
            return statements(block)
        }
        if ["powershell", "ps", "ps1", "pwsh", "posh"].contains(language) { return powershell(block) }
        if language == "redis"
            || (lead.speaksOfRedis && block.lines.allSatisfy { $0.isEmpty || QueryLanguages.isRedis($0) })
        {
            return lineByLine(block, .redis)
        }
        if let first = block.lines.first(where: { !$0.trimmedSpace.isEmpty }), QueryLanguages.isHTTPRequest(first) {
            return requests(block)
        }
        if QueryLanguages.isPromQL(text) {
            return [whole(block, lead.announcesDefinition ? .content : .command(.promql))]
        }
        return readShell(block, lead: lead)
    }

    /// The header of a database's table and the rule below it.
    private static func isPrintedTable(_ block: CodeBlock) -> Bool {
        let lines = block.lines.lazy.map(\.trimmedSpace).filter { !$0.isEmpty }.prefix(2)
        guard lines.count == 2, let rule = lines.last else { return false }
        return rule.holds("-+-") && rule.utf8.allSatisfy { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    }

    /// Whether a block is tagged as shell, and its first line may be that.
    private func isShellTagged(_ block: CodeBlock) -> Bool {
        Self.shells.contains(block.language)
            && block.lines.first { !$0.trimmedSpace.isEmpty }.map { shape.judge($0) != .no } ?? true
    }

    /// Wikis copy the numbers of the lines with them.
    private static func withoutLineNumbers(_ block: CodeBlock) -> CodeBlock {
        var block = block
        for (index, line) in block.lines.enumerated() {
            let number = line.prefix { $0.isNumber }
            guard Int(number) == index + 1, line.dropFirst(number.count).hasPrefix("\t") else { return block }
        }
        block.lines = block.lines.map { String($0.drop { $0.isNumber }.dropFirst()) }
        return block
    }

    private func whole(_ block: CodeBlock, _ kind: CodeUnit.Kind) -> CodeUnit {
        var lines = block.lines[...]
        var first = block.firstLine
        while let line = lines.first, line.trimmedSpace.isEmpty {
            lines.removeFirst()
            first += 1
        }
        while let line = lines.last, line.trimmedSpace.isEmpty { lines.removeLast() }
        let text = lines.joined(separator: "\n")
        var unit = CodeUnit(
            kind: kind, text: text, lines: first...max(first, first + lines.count - 1))
        if case .command = kind { unit.text = String(text.trimmedSpace) }
        return unit
    }

    /// Whether a block that is tagged as something else holds nothing but calls of programs that everybody knows.
    private func isMislabelled(_ block: CodeBlock) -> Bool {
        if ["log", "logs", "output"].contains(block.language) { return false }
        let calls = ShellLines.join(block.lines).filter { !$0.isComment }
        return !calls.isEmpty
            && calls.allSatisfy { call in
                let words = ShellWords.split(call.text[...]).drop { $0.text == "sudo" }
                guard let program = words.first?.text, words.count > 1 else { return false }
                return ProgramNames.distinct.contains(program) && !ProgramNames.ambiguous.contains(program)
                    && shape.judge(call.text.parts(between: "\n").first ?? "") == .strong
            }
    }

    // MARK: Shell

    private func readShell(_ block: CodeBlock, lead: CodeLead) -> [CodeUnit] {
        let isTagged = Self.shells.contains(block.language)
        let logical = ShellLines.join(block.lines)
        // `uptime` alone in its block is no word of English.
        let isAlone = logical.count { !$0.isComment } == 1 && !lead.announcesOutput
        let verdicts = logical.map { line -> CommandShape.Verdict? in
            if line.isComment { return nil }
            if isAlone, ProgramNames.bare.contains(line.text) { return .strong }
            return shape.judge(line.text.parts(between: "\n").first ?? "")
        }
        guard verdicts.contains(where: { $0 != nil }) else { return [whole(block, .content)] }
        if !isShell(logical, verdicts.compactMap(\.self), isTagged: isTagged, lead) {
            let looksPrinted = isTagged || lead.announcesOutput || !Self.looksLikeContent(block)
            return [whole(block, looksPrinted ? .output : .content)]
        }
        var units: [CodeUnit] = []
        var comments: [String] = []
        for (index, line) in logical.enumerated() {
            let lines = (block.firstLine + line.lines.lowerBound)...(block.firstLine + line.lines.upperBound)
            guard let verdict = verdicts[index] else {
                comments.append(line.text)
                continue
            }
            let previousIsOutput = units.last?.kind == .output
            // Between two commands nothing was printed: what stands there is one as well.
            let isBetween = units.last.map { $0.kind == .command(.shell) } == true && isStrong(verdicts, after: index)
            let needed: CommandShape.Verdict =
                previousIsOutput ? .strong : isTagged || isBetween ? .weak : .plausible
            if verdict >= needed {
                var unit = CodeUnit(kind: .command(.shell), text: line.text, lines: lines)
                comments += line.trailingComment.map { [$0] } ?? []
                unit.comment = words(of: comments)
                units.append(unit)
            } else if QueryLanguages.isSQL(line.text), [";", "\\G", "\\g"].contains(where: line.text[...].hasSuffix) {
                // What is typed into the client that the line before has opened.
                units.append(
                    CodeUnit(kind: .command(.sql), text: line.text, lines: lines, comment: words(of: comments)))
            } else {
                addOutput(block.lines[line.lines].joined(separator: "\n"), lines, to: &units)
            }
            comments = []
        }
        return units
    }

    private func isStrong(_ verdicts: [CommandShape.Verdict?], after index: Int) -> Bool {
        verdicts[(index + 1)...].first { $0 != nil } == .strong
    }

    /// Whether a block without prompts holds commands. Where it is not tagged as such, its lines must tell.
    private func isShell(
        _ lines: [LogicalLine], _ verdicts: [CommandShape.Verdict], isTagged: Bool, _ lead: CodeLead
    ) -> Bool {
        if lead.announcesSample { return false }
        if let comment = lines.first, comment.isComment, Self.namesFile(comment.text) { return verdicts[0] == .strong }
        if verdicts[0] == .strong { return true }
        if lead.announcesOutput { return false }
        let remarks = lines.prefix { $0.isComment }.map { $0.text.lowercased() }
        let isAnnounced = remarks.contains { ["run ", "execute "].contains(where: $0.holds) && $0.holds("command") }
        let needed: CommandShape.Verdict =
            isTagged ? .weak : lead.announcesCommand || isAnnounced ? .plausible : .strong
        if verdicts[0] >= needed { return true }
        let calls = lines.filter { !$0.isComment }
        let words = ShellWords.split(calls[0].text[...])
        if words.count == 1, calls.count == 1 { return false }
        // "NS=shop", and then what it is for.
        if words.count == 1, words[0].isAssignment, verdicts.contains(.strong) { return true }
        if verdicts.contains(.no) { return false }
        if verdicts.count(where: { $0 == .strong }) * 2 >= verdicts.count { return true }
        return zip(calls, verdicts).allSatisfy { call, verdict in
            let program = ShellWords.split(call.text[...]).first { $0.text != "sudo" }
            return verdict >= .plausible && program.map { ProgramNames.distinct.contains($0.text) } == true
        }
    }

    private func addOutput(_ text: String, _ lines: ClosedRange<Int>, to units: inout [CodeUnit]) {
        if let last = units.indices.last, units[last].kind == .output {
            units[last].text += "\n" + text
            units[last].lines = units[last].lines.lowerBound...lines.upperBound
        } else {
            units.append(CodeUnit(kind: .output, text: text, lines: lines))
        }
    }

    private static func namesFile(_ comment: String) -> Bool {
        let words = comment.lowercased().parts(between: " ")
        return comment.lowercased().hasPrefix("contents of") || (words.count < 3 && words.first?.hasPrefix("/") == true)
            || words.first == "file:"
    }

    /// Whether a block is data in a known form, rather than what a program printed.
    private static func looksLikeContent(_ block: CodeBlock) -> Bool {
        guard let first = block.lines.first(where: { !$0.trimmedSpace.isEmpty })?.trimmedSpace else { return false }
        return first.hasPrefix("{") || first.hasPrefix("[") || first.hasPrefix("<") || first.hasSuffix("{")
            || first.hasSuffix(":") || (first.holds(": ") && !first.holds("  "))
            || first.holds(" = ")
    }

    // MARK: Sessions with prompts

    /// The lines that begin with a prompt, by index.
    private func promptLines(_ block: CodeBlock) -> [Int: Prompt] {
        var prompts: [Int: Prompt] = [:]
        var sure = 0
        for (index, line) in block.lines.enumerated() {
            guard let prompt = Prompt(line), !prompt.rest.isEmpty else { continue }
            switch prompt.kind {
            case .root: break
            case .angle: if shape.judge(prompt.rest) < .strong { continue }
            case .shell:
                if shape.judge(prompt.rest) == .no, block.lines.count > 1, !Self.looksTyped(prompt.rest) { continue }
            default: break
            }
            prompts[index] = prompt
            if prompt.kind != .root { sure += 1 }
        }
        if sure > 0 {
            // Beside a shell's own prompt, `>` asks for the rest of a command.
            let hasShell = prompts.values.contains { $0.kind == .shell }
            return prompts.filter { $0.value.kind != .root && !(hasShell && $0.value.kind == .angle) }
        }
        // `#` is the prompt of root only where nothing but commands follows it.
        let roots = prompts.values.filter { shape.judge($0.rest) == .strong }
        let plain = block.lines.indices.contains { prompts[$0] == nil && shape.judge(block.lines[$0]) >= .plausible }
        let mayBeAll = prompts.values.allSatisfy { shape.judge($0.rest) >= .weak }
        return !roots.isEmpty && roots.count * 2 >= prompts.count && mayBeAll && !plain ? prompts : [:]
    }

    private static func looksTyped(_ text: Substring) -> Bool {
        text.utf8.first.map { $0.isSmall || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/") } ?? false
    }

    private func readSession(_ block: CodeBlock, _ prompts: [Int: Prompt]) -> [CodeUnit] {
        var units: [CodeUnit] = []
        var comments: [String] = []
        var index = 0
        let speaksShell = prompts.values.contains { $0.kind == .shell || $0.kind == .root || $0.kind == .powershell }
        while index < block.lines.count {
            let line = block.lines[index]
            let number = block.firstLine + index
            guard let prompt = prompts[index] else {
                let text = line.trimmedSpace
                if text.hasPrefix("# "), speaksShell,
                    units.isEmpty || index == 0 || block.lines[index - 1].trimmedSpace.isEmpty
                        || prompts[index + 1] != nil && units.last?.kind != .output
                {
                    comments.append(String(text.drop { $0 == "#" }.trimmedSpace))
                } else if !text.isEmpty {
                    addOutput(line, number...number, to: &units)
                }
                index += 1
                continue
            }
            if prompt.kind == .sql, prompt.rest.hasPrefix("[") {
                // "[grant what the application needs]" stands for statements.
                addOutput(line, number...number, to: &units)
                index += 1
                continue
            }
            if prompt.rest.hasPrefix("#") {
                comments.append(String(prompt.rest.drop { $0 == "#" }.trimmedSpace))
                index += 1
                continue
            }
            let end = commandEnd(block, prompts, index)
            var lines = [String(prompt.rest)]
            lines += block.lines[(index + 1)..<max(end, index + 1)].map { Prompt.withoutContinuation($0).text }
            let isShell = prompt.kind != .sql
            let joined = isShell ? ShellLines.join(lines).first { !$0.isComment } : nil
            let text = isShell ? joined?.text ?? String(prompt.rest) : lines.joined(separator: "\n")
            var unit = CodeUnit(
                kind: .command(Self.language(prompt)), text: String(text.trimmedSpace),
                lines: number...(block.firstLine + end - 1))
            comments += joined?.trailingComment.map { [$0] } ?? []
            unit.comment = words(of: comments)
            units.append(unit)
            comments = []
            index = end
        }
        return units
    }

    /// The index after the command that begins at `start`: up to the next prompt at the most.
    private func commandEnd(_ block: CodeBlock, _ prompts: [Int: Prompt], _ start: Int) -> Int {
        guard let prompt = prompts[start] else { return start + 1 }
        var limit = start + 1
        while limit < block.lines.count, prompts[limit] == nil, limit - start < 60 { limit += 1 }
        if prompt.kind == .sql { return statementEnd(block, start, limit) }
        guard prompt.kind == .shell || prompt.kind == .root, limit > start + 1 else { return start + 1 }
        let lines = [String(prompt.rest)] + block.lines[(start + 1)..<limit].map { Prompt.withoutContinuation($0).text }
        guard let first = ShellLines.join(lines).first else { return start + 1 }
        return start + first.lines.upperBound + 1
    }

    /// A statement goes to its terminator; one that has none, as far as the client asked for more.
    private func statementEnd(_ block: CodeBlock, _ start: Int, _ limit: Int) -> Int {
        var end = start
        while end < limit {
            let text = block.lines[end].trimmedSpace
            if [";", "\\G", "\\g", "\\gx"].contains(where: text.hasSuffix) { return end + 1 }
            end += 1
        }
        end = start + 1
        while end < limit, Prompt.withoutContinuation(block.lines[end]).isContinuation { end += 1 }
        return end
    }

    /// What the program behind a prompt speaks.
    static func language(_ prompt: Prompt) -> CommandLanguage {
        switch prompt.kind {
        case .shell, .root, .angle: .shell
        case .powershell: .powershell
        case .sql: .sql
        case .redis: .redis
        case .client(let name): CommandLanguage(rawValue: name)
        }
    }
}
