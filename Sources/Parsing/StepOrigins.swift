import RunbookModel

/// The rules that make steps, in words for people.
enum StepOrigins {
    private static let words: [String: String] = [
        "aside.action": "an instruction in a note beside the text",
        "code.command": "a command in a code block",
        "condition": "a sentence that says when to do something",
        "condition.action": "what a condition leads to",
        "condition.otherwise": "what to do when a condition before does not hold",
        "heading.action": "a heading that asks for something and has no text of its own",
        "heading.question": "a heading that is a question or a condition",
        "heading.rollback": "a section about taking changes back",
        "inline.command": "a command inside a sentence that asks to run it",
        "label.condition": "a label in front of what it leads to",
        "line.command": "a line that is nothing but a command",
        "list.item": "an item of a list of instructions",
        "list.lead": "an instruction that a list of details follows",
        "prose.action": "a sentence that asks for something",
        "prose.repeat": "a sentence that says how often to do something again",
        "question.answer": "a question in the text with what its answer leads to",
        "table.cause": "a row of a table of causes and actions",
        "table.command": "a command in a table",
    ]

    static func origin(_ rule: String) -> StepOrigin { StepOrigin(rule: rule, text: words[rule] ?? rule) }
}
