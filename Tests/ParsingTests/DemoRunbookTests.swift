import Foundation
import Parsing
import RunbookModel
import Testing

/// The runbooks that come with the program, read as their author numbered them: a number that differs from the text is
/// what a tired person trips over.
@Suite struct DemoRunbookTests {
    private func runbook(_ name: String) throws -> (text: String, content: RunbookContent) {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "runbooks/demo/\(name).md"), encoding: .utf8)
        return (text, RunbookParser().parse(text))
    }

    @Test(arguments: ["checkout-connection-pool", "disk-almost-full", "pods-crash-looping", "database-failover"])
    func theNumbersAreTheAuthors(_ name: String) throws {
        let (text, content) = try runbook(name)
        let items = text.split(separator: "\n").compactMap { line in
            line.prefixMatch(of: /(\d+)\. (.*)/).map { (number: Int($0.output.1), text: $0.output.2) }
        }
        #expect(content.steps.map(\.number) == items.compactMap(\.number))
        for (step, item) in zip(content.steps, items) where step.kind != .decision {
            #expect(item.text.hasPrefix(step.title.prefix(20)), "\(step.title) is not \(item.text)")
        }
    }

    @Test func whatToLookForBelongsToItsStep() throws {
        let steps = try runbook("checkout-connection-pool").content.steps
        #expect(steps[0].command == "tail -n 15 <log_file>")
        #expect(steps[0].expected?.contains("timeout") == true)
    }

    @Test func aLabelledWayBackIsTheUndoOfItsStep() throws {
        let steps = try runbook("checkout-connection-pool").content.steps
        #expect(steps[6].rollback?.command == "curl -sS -X POST http://<instance>/pool/rollback")
        #expect(steps[6].rollback?.source == .document)
        #expect(steps.compactMap(\.command).allSatisfy { !$0.contains("rollback") })
    }

    @Test func theDecisionIsResolvedAndCanBeEvaluated() throws {
        let branch = try #require(try runbook("checkout-connection-pool").content.steps[5].branch)
        #expect(branch.thenStep == 7)
        #expect(branch.elseStep == 10)
        #expect(branch.test == .number(.greater, 5))
        let disk = try #require(try runbook("disk-almost-full").content.steps[3].branch)
        #expect(disk.thenStep == 5)
        #expect(disk.elseStep == 6)
    }

    @Test func aToolThatTheAuthorNamesIsNotListedAgain() throws {
        let prerequisites = try runbook("checkout-connection-pool").content.prerequisites.map(\.text)
        #expect(prerequisites.count { $0.contains("curl") } == 1)
    }

    @Test func whatItIsAboutIsFoundAndIsNoProse() throws {
        let content = try runbook("checkout-connection-pool").content
        #expect(content.services == ["checkout"])
        #expect(content.alerts == ["CheckoutLatencyHigh"])
        #expect(content.summary.hasPrefix("Orders wait"))
    }

    @Test func anIntroductionIsNoStep() throws {
        let (_, content) = try runbook("disk-almost-full")
        #expect(content.summary.contains("make room"))
        #expect(content.steps[0].command == "df -h")
    }
}
