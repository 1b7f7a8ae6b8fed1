import BlockKit
import BotTestKit
import JSONTree
import Testing

@testable import Views

/// Damaged input is answered, never a crash: seeded, so that a failure can be repeated.
@Suite struct RobustnessTests {
    private func mutated(_ value: JSONValue, _ random: inout SeededRandom) -> JSONValue {
        if Int.random(in: 0..<25, using: &random) == 0 {
            let replacements: [JSONValue] = [
                nil, true, 5, -1.5, "", "x", [], [:], ["type": "mrkdwn"], [[]], .string(Fixtures.hiddenOnly), "${",
                "${a.b}",
                ["$eval": "len(x)"], ["$if": "x"], ["$map": [1], "each(x)": "${x}"],
            ]
            return replacements[Int.random(in: 0..<replacements.count, using: &random)]
        }
        switch value {
        case .array(let elements): return .array(elements.map { mutated($0, &random) })
        case .object(let members):
            var changed: [String: JSONValue] = [:]
            for (name, member) in members.sorted(by: { $0.key < $1.key }) { changed[name] = mutated(member, &random) }
            return .object(changed)
        default: return value
        }
    }

    @Test func damagedScreensAreJudged() throws {
        var random = SeededRandom(seed: 7)
        var found = 0
        for (name, value) in SnapshotTests.rendered where name.hasSuffix(".real") {
            for _ in 0..<10 {
                let damaged = mutated(value, &random)
                let problems =
                    value["type"] == nil
                    ? BlockKitValidator.problems(inMessageBlocks: damaged["blocks"]?.array ?? [])
                    : BlockKitValidator.problems(inView: damaged)
                found += problems.isEmpty ? 0 : 1
                #expect(problems.allSatisfy { $0.pointer.hasPrefix("/") && !$0.message.isEmpty })
            }
        }
        #expect(found > 300)
    }

    @Test func damagedTemplatesAndBindingsAreErrors() throws {
        var random = SeededRandom(seed: 11)
        let screens = AllScreens.all.filter { $0.name.hasSuffix(".real") }
        var rendered = 0
        for (name, screen) in screens {
            let template = try JSONValue(parsing: try #require(ScreenRenderer.builtIn[screen.template]))
            for _ in 0..<3 {
                do {
                    let library = try TemplateLibrary(files: [screen.template: mutated(template, &random).text()])
                    _ = try library.render(screen.template, with: mutated(screen.binding, &random))
                    rendered += 1
                } catch {
                    #expect(error.description.contains(screen.template), "\(name)")
                }
            }
        }
        #expect(rendered > 0)
    }
}
