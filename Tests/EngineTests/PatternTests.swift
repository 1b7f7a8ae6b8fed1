import Foundation
import RunbookModel
import Testing

@testable import Engine

@Suite struct Patterns {
    private func match(_ pattern: String, _ text: String) throws -> String? {
        try BoundedPattern(pattern).firstMatch(in: text)
    }

    @Test(arguments: [
        ("pod-(\\w+)", "see pod-7f9 and pod-8", "7f9"), ("pod-\\w+", "see pod-7f9", "pod-7f9"),
        ("^id: (.+)$", "a\nid: x y\nb", "x y"), ("[a-f0-9]{4,6}", "zz 12abcdef", "12abcd"),
        ("[^ ]+@[^ ]+", "mail a@b now", "a@b"), ("a|ab", "ab", "a"), ("(?:x|y)+(z)?", "xyxz", "z"),
        ("a.*?b", "aXbXb", "aXb"), ("a.*b", "aXbXb", "aXbXb"), ("\\$\\d+\\.\\d{2}", "is $12.50", "$12.50"),
        ("(a*)*b", "aab", "aa"), ("[]x]+", "a]x", "]x"), ("a{2}", "caaa", "aa"), ("{x}", "{x}", "{x}"),
        ("Größe=(\\d+)", "Größe=7", "7"), ("x?$", "ab", ""),
    ])
    func findsTheFirst(_ pattern: String, _ text: String, _ expected: String) throws {
        #expect(try match(pattern, text) == expected)
    }

    @Test func findsNothingWhereNothingFits() throws {
        #expect(try match("^b", "ab") == nil)
        #expect(try match("a{3}", "aa") == nil)
    }

    /// Against Foundation's, over patterns and texts made of few letters.
    @Test func agreesWithAnother() throws {
        let atoms = ["a", "b", ".", "[ab]", "(?:ab|b)", "a*", "b+?", "a?", "(?:a|b)*", "^", "$", "c{1,2}"]
        let texts = ["", "a", "ab", "ba", "abab", "aabb\nab", "cab", "bbbc", "cc\nac"]
        var compared = 0
        for first in atoms {
            for second in atoms {
                for third in atoms {
                    let pattern = first + second + third
                    let other = try NSRegularExpression(pattern: pattern, options: [.anchorsMatchLines])
                    let own = try BoundedPattern(pattern)
                    for text in texts {
                        let range = NSRange(text.startIndex..., in: text)
                        let expected = other.firstMatch(in: text, range: range).flatMap { Range($0.range, in: text) }
                        #expect(own.firstMatch(in: text) == expected.map { String(text[$0]) }, "\(pattern) in \(text)")
                        compared += 1
                    }
                }
            }
        }
        #expect(compared == 12 * 12 * 12 * 9)
    }

    @Test func noPatternMakesItGoRoundForLong() throws {
        let text = String(repeating: "a", count: 5_000) + "!"
        let began = ContinuousClock.now
        for pattern in ["(a+)+$", "(a|aa)+$", "(a*)*b", "(?:a{1,20}){1,10}b"] { _ = try match(pattern, text) }
        #expect(ContinuousClock.now - began < .seconds(20))
    }

    @Test(arguments: ["", "(", ")", "[", "a**", "*", "(?=a)", "\\q", "\\", "a{200}", "[z-a]", "[\\D]"])
    func saysWhatIsWrong(_ pattern: String) {
        #expect(throws: BoundedPattern.Problem.self) { try BoundedPattern(pattern) }
    }

    @Test func sizesAreBounded() {
        #expect(throws: BoundedPattern.Problem.self) { try BoundedPattern(String(repeating: "a", count: 201)) }
        #expect(throws: BoundedPattern.Problem.self) { try BoundedPattern("(?:(?:a{90}){90}){90}") }
        #expect(throws: BoundedPattern.Problem.self) { try BoundedPattern(String(repeating: "(", count: 30)) }
    }
}

@Suite struct CapturedValues {
    private func read(_ source: ValueCapture.Source, _ text: String, cut: Bool = false) -> ValueCapture.Finding {
        ValueCapture(variable: "x", source: source).read(from: output(text, cut: cut))
    }

    @Test func readsWhatIsThere() {
        #expect(read(.firstLine, "\n  api-7f9 \nother") == .found("api-7f9"))
        #expect(read(.number, "replicas: 3\n") == .found("3"))
        #expect(read(.number, "load 0.5") == .found("0.5"))
        #expect(read(.pattern("leader=(\\S+)"), "x leader=n2 y") == .found("n2"))
    }

    @Test func saysWhyThereIsNone() {
        #expect(read(.firstLine, " \n") == .missing("the output is empty"))
        #expect(read(.number, "1 2") == .missing("there is not exactly one number in the output"))
        #expect(read(.pattern("a("), "a") == .missing("the pattern cannot be used: There is a “(” without its “)”."))
        #expect(read(.pattern("z"), "a") == .missing("nothing in the output fits the pattern"))
    }

    @Test func hostileOutputGivesNoValue() {
        for text in ["-rf /", "key=***", "a\u{202E}b", "a\u{0}b", "a\u{200B}b", String(repeating: "a", count: 1025)] {
            guard case .missing = read(.firstLine, text) else {
                Issue.record("taken: \(text.debugDescription)")
                continue
            }
        }
        // What a shell would take apart is a value like any other: it is put in as one quoted argument.
        #expect(read(.firstLine, "$(rm -rf /); `x`") == .found("$(rm -rf /); `x`"))
    }
}
