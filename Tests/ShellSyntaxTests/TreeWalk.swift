import ShellSyntax

/// Visits every node of a tree that has a range, with the range of the node around it.
struct TreeWalk {
    var visit: (_ range: Range<Int>, _ parent: Range<Int>, _ kind: String) -> Void
    var visitWord: (ShellWord) -> Void = { _ in }

    func walk(_ list: CommandList, in parent: Range<Int>) {
        if !list.items.isEmpty { visit(list.range, parent, "list") }
        for item in list.items {
            visit(item.range, parent, "item")
            for pipeline in item.pipelines {
                visit(pipeline.range, item.range, "pipeline")
                for stage in pipeline.stages { walk(stage, in: pipeline.range) }
            }
        }
    }

    private func walk(_ command: Command, in parent: Range<Int>) {
        visit(command.range, parent, "command")
        for redirection in command.redirections {
            visit(redirection.range, command.range, "redirection")
            walk(redirection.target, in: redirection.range)
        }
        switch command.kind {
        case .simple(let simple):
            for assignment in simple.assignments {
                visit(assignment.range, command.range, "assignment")
                walk(assignment.index ?? [], in: assignment.range)
                walk(assignment.value, in: assignment.range)
            }
            for word in simple.words { walk(word, in: command.range) }
        case .subshell(let list), .group(let list): walk(list, in: command.range)
        case .conditional(let branches, let otherwise):
            for branch in branches {
                walk(branch.condition, in: command.range)
                walk(branch.body, in: command.range)
            }
            if let otherwise { walk(otherwise, in: command.range) }
        case .loop(let condition, let body):
            walk(condition, in: command.range)
            walk(body, in: command.range)
        case .forEach(_, let words, let body):
            for word in words ?? [] { walk(word, in: command.range) }
            walk(body, in: command.range)
        case .arithmeticFor(let parts, let body):
            walk(parts, in: command.range)
            walk(body, in: command.range)
        case .caseOf(let subject, let arms):
            walk(subject, in: command.range)
            for arm in arms {
                for pattern in arm.patterns { walk(pattern, in: command.range) }
                walk(arm.body, in: command.range)
            }
        case .function(_, let body): walk(body, in: command.range)
        case .test(let words): for word in words { walk(word, in: command.range) }
        case .arithmetic(let parts): walk(parts, in: command.range)
        case .coprocess(let inner): walk(inner, in: command.range)
        }
    }

    private func walk(_ word: ShellWord, in parent: Range<Int>) {
        visit(word.range, parent, "word")
        visitWord(word)
        walk(word.parts, in: word.range)
    }

    private func walk(_ parts: [WordPart], in parent: Range<Int>) {
        for part in parts {
            switch part {
            case .literal, .quoted, .placeholder: break
            case .doubleQuoted(let inner), .arithmetic(let inner): walk(inner, in: parent)
            case .parameter(let parameter):
                walk(parameter.argument, in: parent)
                walk(parameter.index ?? [], in: parent)
            case .command(let list), .process(let list, _): walk(list, in: parent)
            case .array(let words): for word in words { walk(word, in: parent) }
            }
        }
    }
}
