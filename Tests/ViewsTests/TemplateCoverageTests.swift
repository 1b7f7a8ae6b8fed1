import BlockKit
import Foundation
import JSONTree
import Testing

@testable import Views

/// The templates and the names in the code say the same.
@Suite struct TemplateCoverageTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "blocks")

    /// All strings that stand under `key` in any template.
    private func strings(under key: String) throws -> Set<String> {
        var found: Set<String> = []
        func collect(_ value: JSONValue) {
            switch value {
            case .array(let elements): elements.forEach(collect)
            case .object(let members):
                if let text = members[key]?.string { found.insert(text) }
                members.values.forEach(collect)
            default: break
            }
        }
        for text in ScreenRenderer.builtIn.values { collect(try JSONValue(parsing: text)) }
        return found
    }

    @Test func actionIDs() throws {
        let fields = Set(FormField.allCases.map(\.rawValue))
        let used = try strings(under: "action_id").filter { !fields.contains($0) && $0 != "${field.id}" }
        #expect(
            Set(used.map { ActionID(wire: $0)?.rawValue ?? "unknown: \($0)" }) == Set(ActionID.allCases.map(\.rawValue))
        )
    }

    @Test func modalIDs() throws {
        let used = try strings(under: "callback_id").subtracting(["home"])
        #expect(used == Set(ModalID.allCases.map(\.rawValue)))
    }

    @Test func formFields() throws {
        let used = try strings(under: "block_id").subtracting(["${field.id}"])
        #expect(used == Set(FormField.allCases.map(\.rawValue)))
    }

    @Test func everyTemplateIsAScreen() {
        #expect(Set(ScreenRenderer.builtIn.keys) == Set(AllScreens.all.map(\.screen.template)))
    }

    /// `scripts/embed` was run after the last change of the folder.
    @Test func theTableHoldsTheFolder() throws {
        var files: [String: String] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: Self.folder.path) {
            files[TemplateLibrary.name(ofFile: name)] = try String(
                contentsOf: Self.folder.appending(path: name), encoding: .utf8)
        }
        #expect(ScreenRenderer.builtIn == files)
    }

    @Test func wordsOnTheButtons() throws {
        var texts: Set<String> = []
        for text in ScreenRenderer.builtIn.values {
            for word in [
                "Start Copilot", "View Steps", "Skip", "Execute", "Edit", "Approve & Execute", "Undo", "Save",
                "Edit Steps", "Link to Alert", "Apply Updates", "Review First", "No",
            ] where text.contains("\"text\": \"\(word)\"") { texts.insert(word) }
        }
        #expect(texts.count == 13)
    }

    /// At the start nobody reads them: each is read when it is needed.
    @Test func everyTemplateOfTheProgramCanBeRead() throws {
        #expect(try TemplateLibrary(files: ScreenRenderer.builtIn).names == ScreenRenderer().library.names)
    }

    @Test func overrides() throws {
        let own = try ScreenRenderer(overrides: ["notice.json": #"{"text": "own", "blocks": [{"type": "divider"}]}"#])
        #expect(try own.render(.notice(.tryAgain))["text"] == "own")
        let error = try #require(throws: TemplateError.self) { try ScreenRenderer(overrides: ["notcie.json": "{}"]) }
        #expect(error.description.contains("notcie.json"))
        #expect(throws: TemplateError.self) { try ScreenRenderer(overrides: ["notice.json": "{"]) }
        let broken = try ScreenRenderer(overrides: ["notice.json": #"{"text": "x", "blocks": [{"type": "ruler"}]}"#])
        #expect(throws: InvalidScreenError.self) { try broken.render(.notice(.tryAgain)) }
    }
}
