import Connectors
import Glibc
import RunbookModel
import Testing

@Suite(.timeLimit(.minutes(1))) struct TargetSurveyTests {
    private func findings(
        _ file: String, account: OwnAccount = .current, clients: [String: String] = [:]
    ) async throws -> [TargetSurvey.Finding] {
        let bench = try TargetBench(file, account: account, standIns: false)
        var invocations = bench.invocations
        // No client is found but those that are put there.
        let folder = "\(bench.bench.directory)/clients"
        mkdir(folder, 0o700)
        for (name, text) in clients { try write(text, to: "\(folder)/\(name)") }
        invocations.clientPath = "\(folder):/usr/bin:/bin"
        let runner = Bench { [invocations] in $0.invocations = invocations }
        return await TargetSurvey(invocations, runner: runner.runner).findings(as: "survey")
    }

    @Test func whatIsEnforcedHereIsTold() async throws {
        let nobody = try await findings(#"{"targets": {}}"#, account: OwnAccount(name: "robin", isRoot: false))
        #expect(nobody[0].level == .good && nobody[0].text.hasPrefix("commands run as robin."))
        let root = try await findings(#"{"targets": {}}"#, account: OwnAccount(name: "root", isRoot: true))
        #expect(root[0].level == .advice && root[0].text.contains("Start the bot as an account of its own"))
        switch await ReadOnlyFiles.probe() {
        case .enforced(let version):
            #expect(root[1].level == .good && root[1].text.contains("Landlock, version \(version)"))
        case .unavailable: #expect(root[1].level == .advice && root[1].text.contains("no Landlock"))
        case .failed: #expect(root[1].level == .fault)
        }
        #expect(nobody.count == 2)
    }

    @Test func eachTargetIsAskedWhoACommandRunsAs() async throws {
        let inside = "#!/bin/bash\nwhile [ \"$1\" != /bin/sh ]; do shift; done\nexec \"$@\"\n"
        let found = try await findings(
            """
            {"targets": {
              "here": {"kind": "local", "read": {"aws_profile": "ro"}},
              "web": {"kind": "container", "container": "web-1"}
            }}
            """, clients: ["docker": inside])
        let texts = found.map(\.text)
        let name = OwnAccount.current.name
        #expect(texts.contains { $0.hasPrefix("docker is /") })
        #expect(texts.contains("target here (this machine as \(name)), for changes: it runs as \(name)"))
        #expect(
            texts.contains("target here (this machine as \(name)), read-only profile, for reading: it runs as \(name)"))
        let web = found.filter { $0.text.hasPrefix("target web (docker web-1)") }
        #expect(web.count == 2 && web.allSatisfy { $0.level == (name == "root" ? .advice : .good) }, "\(web)")
        let advice = found.first { $0.text.hasPrefix("target web reads as the account that changes") }
        #expect(advice?.level == .advice && advice?.text.contains("\"read\" profile") == true)
        #expect(!found.contains { $0.level == .fault })
    }

    @Test func whatIsMissingIsAFault() async throws {
        let found = try await findings(
            """
            {"targets": {
              "api": {"kind": "pod", "pod": "api-0", "read": {}},
              "web": {"kind": "container", "engine": "podman", "container": "web-1", "read": {}}
            }}
            """, clients: ["kubectl": "#!/bin/bash\necho 'error: You must be logged in to the server' >&2\nexit 1\n"])
        let faults = found.filter { $0.level == .fault }.map(\.text)
        #expect(faults.contains("podman is not installed here, and a target needs it"))
        #expect(
            faults.contains(
                "target api (pod api-0), for changes: it does not answer. error: You must be logged in to the server"))
        #expect(faults.count == 5, "\(faults)")
        #expect(faults.allSatisfy { !$0.contains("\n") })
    }
}
