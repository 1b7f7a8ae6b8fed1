import Connectors
import Foundation
import Testing

@testable import dd0c_run

@Suite struct TargetSettingsTests {
    private func line(for content: String?) throws -> String {
        let path = NSTemporaryDirectory() + "targets-\(UUID().uuidString).json"
        if let content { try content.write(toFile: path, atomically: true, encoding: .utf8) }
        defer { if content != nil { unlink(path) } }
        do {
            _ = try TargetSettings.file(path)
            return "it was taken"
        } catch let exit as Exit {
            #expect(exit.code == .configuration)
            return exit.line.replacing(path, with: "FILE")
        }
    }

    @Test func oneLineSaysWhatIsWrong() throws {
        #expect(try line(for: nil) == "DD0C_TARGETS: the file FILE cannot be read.")
        #expect(
            try line(for: #"{"targets": {"a": {"kind": "ssh"}}}"#)
                == "DD0C_TARGETS: in FILE, targets.a.host: it is missing.")
        #expect(try line(for: #"{"targets": {"#).hasPrefix("DD0C_TARGETS: in FILE, not valid JSON at byte"))
        let long = #"{"targets": {}}"# + String(repeating: " ", count: 1 << 20)
        #expect(try line(for: long) == "DD0C_TARGETS: FILE is longer than 1 MiB.")
        #expect(try line(for: #"{"targets": {}}"#) == "it was taken")
        #expect(try TargetSettings.file(nil).targets.isEmpty)
    }
}
