import Bot
import Connectors
import Foundation
import RiskRules
import RunbookModel

/// The world that a run changes: a folder of files, in which each step that changes something leaves a line.
final class World: Sendable {
    let folder: String
    let slack = Channel()
    let run: RunID = "run-1"

    init() throws {
        folder = NSTemporaryDirectory() + "dd0c-survival-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/world", withIntermediateDirectories: true)
        try "7\n".write(toFile: folder + "/world/level", atomically: true, encoding: .utf8)
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: folder)
        } catch {
            print("\(folder) could not be removed: \(error)")
        }
    }

    var database: String { folder + "/dd0c.db" }

    func runner() -> LocalCommandRunner {
        var settings = LocalCommandRunner.Settings(
            invocations: TargetInvocations(
                environment: [:], targets: .none, thisMachine: .thisMachine(directory: folder + "/world", passed: []),
                directories: PrivateDirectory(root: folder + "/private")),
            mask: OutputMask(secrets: []), spool: folder + "/spool", keeper: Self.keeper)
        settings.progressInterval = .milliseconds(20)
        return LocalCommandRunner(settings)
    }

    /// The program that was built beside these tests.
    private static let keeper: String = {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
        let folder = bundle.flatMap { path in path.lastIndex(of: "/").map { String(path[..<$0]) } }
        return folder.map { "\($0)/\(KeeperProgram.name)" } ?? KeeperProgram.path()
    }()

    // MARK: The runbook

    /// Steps that leave a line, by number, with the colour that they must have.
    static let changing: [Int: Risk] = [2: .yellow, 4: .red, 6: .yellow, 7: .yellow]

    var runbook: Runbook {
        let classifier = RiskClassifier()
        func command(_ number: Int, _ text: String) -> Step {
            let assessment = classifier.assess(text, language: .shell)
            return Step(
                number: number, kind: .command, title: "Step \(number)", command: text, risk: assessment.risk,
                reasons: assessment.reasons)
        }
        let world = folder + "/world"
        return Runbook(
            id: "rb-1", version: 1,
            content: RunbookContent(
                title: "Walk through everything",
                steps: [
                    command(1, "cat \(world)/level"),
                    command(2, "echo 2 >> \(world)/count-2"),
                    command(3, "cat \(world)/level"),
                    command(4, "rm -rf \(world)/doomed; echo 4 >> \(world)/count-4"),
                    Step(
                        number: 5, kind: .decision, title: "Is it more than 5?",
                        branch: Branch(condition: "it is more than 5", then: "go on", thenStep: 6)),
                    command(6, "echo 6 >> \(world)/count-6; sleep 0.03; echo done"),
                    command(7, "echo 7 >> \(world)/count-7"),
                ]), source: "", savedBy: "U1", savedAt: Timestamp(milliseconds: 0))
    }

    /// How often the step has had its effect: counted in the world, not in any record of ours.
    func effects(of step: Int) -> Int {
        let bytes = FileManager.default.contents(atPath: "\(folder)/world/count-\(step)") ?? Data()
        return bytes.count { $0 == UInt8(ascii: "\n") }
    }
}
