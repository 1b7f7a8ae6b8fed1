import BlockKit
import Foundation
import JSONTree
import Testing

@testable import Views

/// Every screen as it leaves the process, over real, empty and hostile content. `DD0C_RECORD=1` writes them anew.
@Suite struct SnapshotTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Snapshots")
    static let isRecording = ProcessInfo.processInfo.environment["DD0C_RECORD"] == "1"
    /// All screens as they leave the process, made once; `null` for one that cannot, which is an issue of its own.
    static let rendered: [(name: String, value: JSONValue)] = {
        do {
            let renderer = try ScreenRenderer()
            return AllScreens.all.map { name, screen in
                do {
                    return (name, try renderer.render(screen))
                } catch {
                    Issue.record("\(name): \(error)")
                    return (name, .null)
                }
            }
        } catch {
            Issue.record("\(error)")
            return []
        }
    }()

    @Test func everyScreenIsAsRecorded() throws {
        if Self.isRecording {
            try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
        }
        #expect(Self.rendered.allSatisfy { !$0.value.isNull })
        for (name, value) in Self.rendered where !name.hasPrefix("refusal") && !name.hasPrefix("notice") {
            try compare(name, value)
        }
        // Sentences stand together, so that they can be read as a text.
        for kind in ["refusal", "notice"] {
            let screens = Self.rendered.filter { $0.name.hasPrefix(kind) }
            try compare(kind + "s", .array(screens.map { $0.value["text"] ?? .null }))
        }
    }

    private func compare(_ name: String, _ value: JSONValue) throws {
        let file = Self.folder.appending(path: name + ".json")
        let text = value.text(pretty: true) + "\n"
        if Self.isRecording {
            try Data(text.utf8).write(to: file)
        } else {
            let recorded = String(decoding: try Data(contentsOf: file), as: UTF8.self)
            #expect(text == recorded, "\(name) has changed; look at it, then record it with DD0C_RECORD=1")
        }
    }

    @Test func noSnapshotIsLeftOver() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        let names = AllScreens.all.map(\.name).filter { !$0.hasPrefix("refusal") && !$0.hasPrefix("notice") }
        #expect(Set(files) == Set((names + ["refusals", "notices"]).map { $0 + ".json" }))
    }

    /// Where a value with mentions and markup lands, it stays text.
    @Test func hostileTextStaysText() {
        for (name, value) in Self.rendered {
            walk(value) { object in
                if object["type"] == "mrkdwn" {
                    #expect(object["verbatim"] == true)
                    #expect(object["text"]?.string?.contains("<!") == false, "\(name)")
                    #expect(object["text"]?.string?.contains("\u{202E}") == false, "\(name)")
                }
                #expect(object["type"] != "broadcast", "\(name)")
            }
            if let text = value["text"]?.string {
                #expect(!text.contains("<!") && !text.contains("<@"), "\(name): \(text.prefix(200))")
            }
        }
    }

    @Test func noMoreThanTwoRowsOfButtons() {
        for (name, value) in Self.rendered where !name.hasPrefix("home") {
            let blocks = value["blocks"]?.array ?? []
            #expect(blocks.count { $0["type"] == "actions" } <= 2, "\(name)")
            let styled = blocks.flatMap { $0["elements"]?.array ?? [] }.count { $0["style"] == "primary" }
            #expect(styled <= 1, "\(name) has more than one next action")
        }
    }

    /// Nothing takes the place of what says which step it is.
    @Test func eachStepSaysWhichItIs() {
        let steps = Self.rendered.filter { $0.0.hasPrefix("step-") }
        #expect(steps.count > 20)
        for (name, value) in steps {
            let text = value["blocks"]?.array?.first { $0["type"] == "rich_text" }?.text() ?? ""
            #expect(
                text.contains("Step ") || text.contains("➕ ") || text.contains("Undo of "),
                "\(name): \(text.prefix(200))")
        }
    }

    /// Slack refuses to replace rich text by blocks without any, so a message that is edited has some in every state.
    @Test func editedMessagesAlwaysHaveRichText() {
        for (name, value) in Self.rendered
        where ["card-", "step-", "draft-", "summary"].contains(where: { name.hasPrefix($0) }) {
            let blocks = value["blocks"]?.array ?? []
            #expect(blocks.contains { $0["type"] == "rich_text" }, "\(name)")
        }
    }

    private func walk(_ value: JSONValue, _ visit: ([String: JSONValue]) -> Void) {
        switch value {
        case .array(let elements): elements.forEach { walk($0, visit) }
        case .object(let members):
            visit(members)
            members.values.forEach { walk($0, visit) }
        default: break
        }
    }
}
