import Bot
import Connectors
import Glibc
import RunbookModel
import Testing

@Suite(.timeLimit(.minutes(1))) struct ShellPreflightTests {
    private typealias Finding = PreflightReport.Finding

    private func request(
        on target: String? = nil, programs: [String] = [], variables: [String] = [],
        endpoints: [PreflightRequest.Endpoint] = [], cluster: Bool = false
    ) -> PreflightRequest {
        PreflightRequest(
            run: "run-1", number: 1, target: target, programs: programs, variables: variables, endpoints: endpoints,
            needsCluster: cluster)
    }

    private func checker(
        _ file: String = #"{"targets": {}}"#, environment: [String: String] = [:], client: String? = nil
    ) throws -> (ShellPreflight, TargetBench) {
        let bench = try TargetBench(file, environment: environment)
        var invocations = bench.invocations
        invocations.thisMachine.path = "\(bench.bench.directory):\(CommandEnvironment.standardPath)"
        if let client { try write(client, to: "\(bench.bench.directory)/kubectl") }
        return (ShellPreflight(runner: Bench { [invocations] in $0.invocations = invocations }.runner), bench)
    }

    @Test func whatIsThereIsTold() async throws {
        // The bench is kept until the end: its directory goes with it.
        let (checker, bench) = try checker(environment: ["KUBECONFIG": "/k"])
        defer { withExtendedLifetime(bench) {} }
        let findings = await checker.check(
            request(
                programs: ["ls", "no-such-program", "/bin/bash", "it's; touch x"],
                variables: ["KUBECONFIG", "NOT_SET", "HOME; id"]))
        #expect(
            findings == [
                Finding(kind: .program, name: "ls", outcome: .found),
                Finding(kind: .program, name: "no-such-program", outcome: .missing),
                Finding(kind: .program, name: "/bin/bash", outcome: .found),
                Finding(kind: .program, name: "it's; touch x", outcome: .missing),
                Finding(kind: .variable, name: "KUBECONFIG", outcome: .found),
                Finding(kind: .variable, name: "NOT_SET", outcome: .missing),
            ])
    }

    @Test func portsAreTried() async throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                _ = bind(listener, generic, length)
                _ = listen(listener, 1)
                _ = getsockname(listener, generic, &length)
            }
        }
        let port = Int(UInt16(bigEndian: address.sin_port))
        let (checker, bench) = try checker()
        defer { withExtendedLifetime(bench) {} }
        let findings = await checker.check(
            request(endpoints: [.init(host: "127.0.0.1", port: port), .init(host: "127.0.0.1", port: 1)]))
        #expect(findings.map(\.outcome) == [.found, .missing])
    }

    @Test func theClusterIsAsked() async throws {
        let (answering, first) = try checker(client: "#!/bin/bash\n[ \"$1\" = version ]\n")
        #expect(
            await answering.check(request(programs: ["kubectl"], cluster: true)).map(\.outcome) == [.found, .found])
        let (deaf, second) = try checker(client: "#!/bin/bash\nexit 1\n")
        defer { withExtendedLifetime((first, second)) {} }
        #expect(await deaf.check(request(cluster: true)).map(\.outcome) == [.missing])
    }

    @Test func whatTakesTooLongIsNotWaitedFor() async throws {
        let began = ContinuousClock.now
        let (checker, bench) = try checker(client: "#!/bin/bash\nsleep 60\n")
        defer { withExtendedLifetime(bench) {} }
        let findings = await checker.check(request(programs: ["ls"], cluster: true))
        #expect(findings.map(\.outcome) == [.found, .missing] && .now - began < .seconds(40))
    }

    @Test func aTargetThatDoesNotAnswerIsNamed() async throws {
        let file = """
            {"targets": {"box": {"kind": "ssh", "host": "127.0.0.1", "port": 1, "connect_timeout": 2}}}
            """
        let bench = try TargetBench(file, standIns: false)
        let checker = ShellPreflight(
            runner: Bench { [invocations = bench.invocations] in $0.invocations = invocations }.runner)
        let findings = await checker.check(request(on: "box", programs: ["ls"]))
        #expect(findings.count == 1 && findings[0].kind == .target && findings[0].name == "box")
        #expect(findings[0].note?.contains("Connection refused") == true, "\(findings)")
        let gone = await checker.check(request(on: "gone", programs: ["ls"]))
        #expect(gone.first?.note?.hasPrefix("There is no target named gone") == true)
    }
}
