import Bot
import Connectors
import Foundation
import Glibc
import RunbookModel
import Testing

/// Targets, with stand-ins for the clients that print what they were given.
struct TargetBench {
    let bench: Bench
    let invocations: TargetInvocations

    init(
        _ file: String, environment: [String: String] = [:], account: OwnAccount = .current, standIns: Bool = true
    ) throws {
        let setup = Bench()
        var invocations = TargetInvocations(
            environment: environment, targets: try TargetFile(parsing: Array(file.utf8)),
            thisMachine: .thisMachine(directory: setup.directory, passed: ["KUBECONFIG"]),
            directories: PrivateDirectory(root: "\(setup.directory)/private"), account: account)
        for client in ["docker", "podman", "kubectl", "ssh"] {
            try write(
                """
                #!/bin/bash
                case " $* " in *" get pods "*) echo "get $*" >&2; echo pod/api-7; exit ;; esac
                printf '<%s>' "${0##*/}" "$@"
                echo
                [ -z "$KUBECONFIG" ] || echo "KUBECONFIG=$KUBECONFIG"
                """, to: "\(setup.directory)/\(client)")
        }
        if standIns { invocations.clientPath = "\(setup.directory):\(CommandEnvironment.standardPath)" }
        self.invocations = invocations
        bench = setup
    }

    func invocation(
        _ command: String, on target: String?, _ risk: Risk = .yellow, account: String? = nil
    ) async throws -> Invocation {
        try await invocations.invocation(
            for: ExecutionRequest(
                place: ExecutionPlace(run: "run-1", step: 1, attempt: 1), command: command, risk: risk,
                timeLimit: .seconds(20), target: target, account: account))
    }

    /// Runs the command as the bot does.
    func run(
        _ command: String, on target: String?, _ risk: Risk = .yellow, limit: Duration = .seconds(20)
    ) async -> ExecutionReport {
        let runner = Bench { $0.invocations = invocations }
        let place = runner.place()
        let report = await runner.begin(
            ExecutionRequest(place: place, command: command, risk: risk, timeLimit: limit, target: target))
        await runner.runner.forget(place)
        return report ?? Bench.lost
    }

    /// What the command prints when it is run.
    func output(_ command: String, on target: String?, _ risk: Risk = .yellow) async -> String {
        await run(command, on: target, risk).output.text
    }
}

func write(_ text: String, to path: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o700)
    try #require(file >= 0, "\(path): \(errno)")
    defer { close(file) }
    let bytes = Array(text.utf8)
    #expect(Glibc.write(file, bytes, bytes.count) == bytes.count)
}

@Suite(.timeLimit(.minutes(1))) struct TargetInvocationTests {
    private static let file = """
        {"targets": {
          "web": {"kind": "container", "container": "web-1", "directory": "/app", "environment": {"MODE": "x y"},
                  "change": {"user": "www"}, "read": {"user": "nobody"}},
          "api": {"kind": "pod", "context": "prod", "namespace": "payments", "pod": "api-0", "container": "app",
                  "change": {"kubeconfig": "/k/edit"}, "read": {"kubeconfig": "/k/view", "context": "viewer"}},
          "any": {"kind": "pod", "selector": "app=api"},
          "here": {"kind": "local", "pass": ["REGION"], "environment": {"PGOPTIONS": "-c a=b"},
                   "read": {"aws_profile": "ro"}}
        }}
        """

    @Test func aContainerGetsTheCommandUnderTheWatch() async throws {
        let bench = try TargetBench(Self.file)
        let simple = await bench.output("ls -l '/a b'", on: "web")
        #expect(simple.hasPrefix("<docker><exec><-i><--user><www><web-1></bin/sh><-c><[ -z \"$1\" ]"), "\(simple)")
        #expect(simple.contains("<dd0c-run></app>") && simple.contains("<MODE=x y>"))
        #expect(simple.hasSuffix("<ls><-l></a b>\n"))
        let piped = await bench.output("ls | wc -l", on: "web", .green)
        #expect(piped.hasPrefix("<docker><exec><-i><--user><nobody><web-1><bash><--noprofile>"))
        #expect(piped.contains("<PGOPTIONS=-c default_transaction_read_only=on>"))
        #expect(piped.hasSuffix("<bash><--noprofile><--norc><-c><ls | wc -l>\n"))
    }

    @Test func aPodIsReachedWithTheProfilesOwnAccess() async throws {
        let bench = try TargetBench(Self.file, environment: ["KUBECONFIG": "/k/own", "SECRET": "s"])
        let change = await bench.output("id", on: "api")
        #expect(
            change.hasPrefix(
                "<kubectl><--context><prod><--namespace><payments><exec><-i><--pod-running-timeout=10s><api-0><-c><app>"
                    + "<--></bin/sh>"))
        #expect(change.contains("<id>\n") && change.hasSuffix("KUBECONFIG=/k/edit\n") && !change.contains("SECRET"))
        let read = await bench.output("id", on: "api", .green)
        #expect(read.hasPrefix("<kubectl><--context><viewer>") && read.hasSuffix("KUBECONFIG=/k/view\n"))
    }

    @Test func aPodIsChosenByItsLabels() async throws {
        let output = try await TargetBench(Self.file).output("id", on: "any")
        #expect(
            output.hasPrefix(
                "get get pods --request-timeout=10s --field-selector=status.phase=Running -l app=api -o name\n"
                    + "<kubectl><exec><-i><--pod-running-timeout=10s><pod/api-7><--></bin/sh>"), "\(output)")
    }

    @Test func aTargetOnThisMachineHasItsOwnVariables() async throws {
        let bench = try TargetBench(Self.file, environment: ["REGION": "eu", "OTHER": "x", "HOME": "/h"])
        let change = try await bench.invocation("env", on: "here")
        #expect(change.environment["REGION"] == "eu" && change.environment["OTHER"] == nil)
        #expect(change.environment["PGOPTIONS"] == "-c a=b" && change.environment["AWS_PROFILE"] == nil)
        #expect(!change.readOnlyFileSystem && change.writablePaths.isEmpty && change.workingDirectory == "/h")
        let read = try await bench.invocation("env", on: "here", .green)
        #expect(read.environment["PGOPTIONS"] == "-c a=b -c default_transaction_read_only=on")
        #expect(read.environment["AWS_PROFILE"] == "ro" && read.readOnlyFileSystem)
        #expect(read.writablePaths.first == read.environment["TMPDIR"] && read.writablePaths.contains("/dev/null"))
    }

    @Test func thisMachineIsHeldToReading() async throws {
        let bench = try TargetBench(#"{"targets": {}}"#, environment: ["KUBECONFIG": "/k"])
        let read = try await bench.invocation("ls | wc -l", on: nil, .green)
        #expect(read.readOnlyFileSystem && read.environment["KUBECONFIG"] == "/k")
        #expect(read.arguments == ["/bin/bash", "--noprofile", "--norc", "-c", "ls | wc -l"])
        #expect(try await bench.invocation("ls -l", on: nil).arguments == ["/usr/bin/ls", "-l"])
        #expect(try await bench.invocation("echo a", on: nil).arguments.first == "/bin/bash")
        #expect(try await bench.invocation("no-such-program", on: nil).arguments.first == "/bin/bash")
    }

    @Test func anotherAccountIsTaken() async throws {
        let file = #"{"targets": {"a": {"kind": "local", "change": {"user": "nobody"}, "read": {"user": "ghost"}}}}"#
        let root = try TargetBench(file, account: OwnAccount(name: "root", isRoot: true))
        let change = try await root.invocation("id", on: "a")
        #expect(change.arguments.prefix(5) == ["/usr/bin/setpriv", "--reuid", "nobody", "--regid", "65534"])
        #expect(change.arguments.contains("USER=nobody") && change.arguments.last == "/usr/bin/id")
        let other = try TargetBench(file, account: OwnAccount(name: "robin", isRoot: false))
        #expect(
            try await other.invocation("id", on: "a").arguments.prefix(4) == ["/usr/bin/sudo", "-n", "-u", "nobody"])
        await #expect(throws: InvocationRefusal("There is no account ghost on this machine, which target a runs as.")) {
            _ = try await other.invocation("id", on: "a", .green)
        }
    }

    @Test(.enabled(if: geteuid() == 0)) func anotherAccountReallyRunsIt() async throws {
        let file = #"{"targets": {"a": {"kind": "local", "directory": "/", "change": {"user": "nobody"}}}}"#
        #expect(
            try await TargetBench(file).output("id -un; echo $HOME $USER", on: "a") == "nobody\n/nonexistent nobody\n")
    }

    @Test func whatIsNotThereIsRefused() async throws {
        let bench = try TargetBench(Self.file)
        let report = await bench.run("id", on: "gone", .green)
        #expect(
            report.result
                == .notStarted(
                    "There is no target named gone any more. Ask the operator, or choose another target for the runbook."
                ))
    }

    @Test func whatWasShownMustStillHold() async throws {
        let bench = try TargetBench(Self.file)
        _ = try await bench.invocation(
            "id", on: "web", .green, account: "web (docker web-1 as nobody), read-only profile")
        await #expect(throws: InvocationRefusal.self) {
            _ = try await bench.invocation("id", on: "web", account: "web (docker web-1 as root)")
        }
    }

    @Test func whatNoProgramCanBeGivenIsRefused() async throws {
        let bench = try TargetBench(Self.file)
        for command in ["echo \0", String(repeating: "x", count: 200_000)] {
            for target in [nil, "web"] {
                await #expect(throws: InvocationRefusal.self) { _ = try await bench.invocation(command, on: target) }
            }
        }
    }

    @Test func thePrivateDirectoryIsOurs() async throws {
        let bench = try TargetBench(Self.file)
        let first = try await bench.invocation("id", on: nil, .green).writablePaths[0]
        try write("x", to: "\(first)/left")
        // Asked for again, it is empty.
        let again = try await bench.invocation("id", on: nil, .green).writablePaths[0]
        #expect(again == first && names(in: again).isEmpty)
        chmod("\(bench.bench.directory)/private", 0o777)
        await #expect(throws: InvocationRefusal.self) { _ = try await bench.invocation("id", on: nil, .green) }
        chmod("\(bench.bench.directory)/private", 0o700)
    }

    @Test func oldDirectoriesGo() async throws {
        let bench = try TargetBench(Self.file)
        let path = try await bench.invocation("id", on: nil, .green).writablePaths[0]
        let old = "\(bench.bench.directory)/private/old"
        mkdir(old, 0o700)
        mkdir("\(old)/deep", 0o700)
        symlink("/etc/hostname", "\(old)/deep/link")
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: old)
        _ = try await bench.invocation("id", on: nil, .green)
        #expect(access(old, F_OK) != 0 && access(path, F_OK) == 0 && access("/etc/hostname", F_OK) == 0)
    }
}
