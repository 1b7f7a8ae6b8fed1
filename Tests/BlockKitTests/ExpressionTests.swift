import JSONTree
import Testing

@testable import BlockKit

@Suite struct ExpressionTests {
    static let binding: JSONValue = [
        "name": "payments", "count": 5, "share": 0.5, "none": nil, "yes": true,
        "steps": [["n": 1, "title": "Look"], ["n": 2, "title": "Act"]], "user": ["id": "U1"],
    ]

    private func evaluate(_ source: String) throws -> JSONValue {
        try ExpressionParser.parse(source).value(in: TemplateScope(Self.binding))
    }

    @Test(
        arguments: [
            ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("7 / 2", 3.5), ("6 / 2", 3), ("-count", -5), ("count - 1 - 1", 3),
            ("count > 4 && share < 1", true), ("count == 5.0", true), ("name == 'payments'", true),
            ("name != \"x\"", true),
            ("none || yes", true), ("!none", true), ("none && missing", false), ("yes || missing", true),
            ("'pay' in name", true), ("'x' in name", false), ("2 in [1, 2]", true), ("'id' in user", true),
            ("steps[0].title", "Look"), ("steps[-1].n", 2), ("user['id']", "U1"), ("len(steps)", 2), ("len(name)", 8),
            ("steps[1:]", [["n": 2, "title": "Act"]]), ("name[0:3]", "pay"), ("name[5:]", "nts"),
            ("name[:-1]", "payment"),
            ("'a' + 'b'", "ab"), ("str(count) + '!'", "5!"), ("uppercase(name)", "PAYMENTS"),
            ("join(['a', 1], ', ')", "a, 1"), ("{a: 1, 'b': [2]}", ["a": 1, "b": [2]]), ("defined(name)", true),
            ("defined(missing)", false), ("'a' < 'b'", true), ("[] || {} || '' || 0", false), ("null", nil),
            ("count >= 5 && (count <= 5)", true),
        ] as [(String, JSONValue)])
    func value(_ source: String, _ expected: JSONValue) throws {
        #expect(try evaluate(source) == expected)
    }

    @Test(arguments: [
        "missing", "user.name", "count.x", "steps[5]", "name < 3", "name + 1", "1 / 0", "len(5)", "shell('x')",
        "'x' in 5", "steps['n']", "str(steps)",
    ])
    func hasNoValue(_ source: String) throws {
        #expect(throws: ExpressionError.self) { try evaluate(source) }
    }

    @Test(arguments: [
        "", "1 +", "(1", "'x", "a.", "a[", "1 2", "a b", "#", "ü", "a ? b", "f(", "{a}", "a[]", "1..2", "a = b",
        "a & b",
    ])
    func cannotBeRead(_ source: String) {
        #expect(throws: ExpressionError.self) { try ExpressionParser.parse(source) }
    }

    @Test func nestingIsBounded() {
        let deep = String(repeating: "(", count: 500) + "1" + String(repeating: ")", count: 500)
        #expect(throws: ExpressionError.self) { try ExpressionParser.parse(deep) }
        #expect(throws: ExpressionError.self) { try ExpressionParser.parse(String(repeating: "!", count: 5000) + "a") }
        #expect(throws: ExpressionError.self) { try ExpressionParser.parse(String(repeating: "-", count: 5000) + "1") }
    }
}
