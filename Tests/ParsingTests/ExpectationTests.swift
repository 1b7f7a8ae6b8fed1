import RunbookModel
import Testing

@testable import Parsing

/// What should come out, as a check, and only where it says so plainly.
@Suite struct ExpectationTests {
    private func check(_ command: String, _ expected: String) -> StepCheck? {
        ExpectationReader.check(
            Step(number: 1, kind: .command, title: "Look", command: command, expected: expected))
    }

    @Test(arguments: [
        ("ls | wc -l", "Should be 3.", Condition.number(.equal, 3)),
        ("ls | wc -l", "This should return exactly 0", .number(.equal, 0)),
        ("grep -c error app.log", "The count must be less than 5.", .number(.less, 5)),
        (
            "kubectl get deploy api -o jsonpath='{.status.readyReplicas}'", "Replicas should be at least `3`.",
            .number(.greaterOrEqual, 3)
        ),
        ("curl -s -o /dev/null -w '%{http_code}' http://x/health", "It should return 200.", .number(.equal, 200)),
    ])
    func plain(_ command: String, _ expected: String, _ condition: Condition) {
        #expect(check(command, expected) == StepCheck(condition: condition))
    }

    @Test(arguments: [
        ("ls | wc -l", "Should not be 3."), ("ls | wc -l", "Should be 3 or 4"), ("ls | wc -l", "About 3"),
        ("ls | wc -l", "Should be 3 on each node."), ("ls | wc -l", "Should be 3ms"),
        ("ls | wc -l", "Should be between 3"), ("kubectl get pods", "Should be 3."),
        ("systemctl is-active api", "Should be active."), ("curl -s http://x/health", "Should return 200."),
        ("curl -s -o /dev/null -w '%{http_code}' http://x", "Should return 2."),
        ("ls | wc -l", "If it is there, it should be 3."), ("ls | wc -l", "3"),
    ])
    func aPersonMustLook(_ command: String, _ expected: String) { #expect(check(command, expected) == nil) }
}
