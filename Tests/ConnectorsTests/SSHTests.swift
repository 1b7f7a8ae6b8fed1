import Bot
import Connectors
import Foundation
import RunbookModel
import Testing

/// An OpenSSH server of a test's own, on a free port of this machine, for the account that the tests run as.
final class SSHServer: Sendable {
    static var isThere: Bool {
        ["/usr/sbin/sshd", "/usr/bin/ssh", "/usr/bin/ssh-keygen"].allSatisfy(
            FileManager.default.isExecutableFile(atPath:))
    }

    let folder: String
    let port: Int
    private let pid: Int32

    init() throws {
        folder = NSTemporaryDirectory() + "dd0c-sshd-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        chmod(folder, 0o700)
        for key in ["host", "deploy", "viewer", "stranger"] {
            #expect(system("ssh-keygen -q -t ed25519 -N '' -f \(folder)/\(key)") == 0)
        }
        var port = 0
        var pid: Int32 = 0
        for _ in 0..<5 where pid == 0 {
            port = try Self.freePort()
            pid = try Self.start(folder, port)
        }
        try #require(pid != 0, "sshd did not start")
        (self.port, self.pid) = (port, pid)
        let key = try String(contentsOfFile: "\(folder)/host.pub", encoding: .utf8)
        try write("[127.0.0.1]:\(port) \(key)", to: "\(folder)/known_hosts")
    }

    private static func freePort() throws -> Int {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                _ = bind(listener, generic, length)
                _ = getsockname(listener, generic, &length)
            }
            return Int(UInt16(bigEndian: pointer.pointee.sin_port))
        }
    }

    /// The number of its process; 0 when it could not listen.
    private static func start(_ folder: String, _ port: Int) throws -> Int32 {
        let read = "restrict,command=\"PROFILE=viewer exec /bin/sh -c \\\"$SSH_ORIGINAL_COMMAND\\\"\" "
        let keys = try ["deploy", "viewer"].map { key in
            (key == "viewer" ? read : "restrict,port-forwarding ")
                + (try String(contentsOfFile: "\(folder)/\(key).pub", encoding: .utf8))
        }
        try write(keys.joined(), to: "\(folder)/authorized_keys")
        try write(
            """
            ListenAddress 127.0.0.1:\(port)
            HostKey \(folder)/host
            PidFile \(folder)/pid
            AuthorizedKeysFile \(folder)/authorized_keys
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            PermitRootLogin yes
            """, to: "\(folder)/config")
        // Needed where the service itself was never started.
        mkdir("/run/sshd", 0o755)
        guard system("/usr/sbin/sshd -f \(folder)/config -E \(folder)/log") == 0 else { return 0 }
        for _ in 0..<500 {
            if let text = contents("\(folder)/pid"), let pid = Int32(text.filter(\.isNumber)) { return pid }
            usleep(10_000)
        }
        return 0
    }

    deinit {
        kill(pid, SIGTERM)
        _ = system("rm -rf \(folder)")
    }

    /// A targets file with this server, and what tests change about it.
    func targets(_ extra: String = "", user: String = OwnAccount.current.name, key: String = "deploy") -> String {
        """
        {"targets": {"box": {"kind": "ssh", "host": "127.0.0.1", "port": \(port), "connect_timeout": 5,
          "known_hosts": "\(folder)/known_hosts"\(extra),
          "change": {"user": "\(user)", "identity": "\(folder)/\(key)"},
          "read": {"user": "\(user)", "identity": "\(folder)/viewer"}}}}
        """
    }
}

@Suite(.serialized, .enabled(if: SSHServer.isThere, "OpenSSH is not installed"), .timeLimit(.minutes(2)))
struct SSHTests {
    private func run(
        _ command: String, _ file: String, _ risk: Risk = .yellow, limit: Duration = .seconds(20)
    ) async throws -> ExecutionReport {
        let target = try TargetBench(file, environment: ["HOME": "/nonexistent"], standIns: false)
        return await target.run(command, on: "box", risk, limit: limit)
    }

    @Test func aCommandRunsThereAsItStands() async throws {
        let server = try SSHServer()
        let file = server.targets(#", "directory": "/etc", "environment": {"REGION": "a 'b' \\ $c"}"#)
        let report = try await run(
            #"pwd; printf '<%s>' "$REGION" "it's" "a\\b" $'x\ty' "$0" "$PAGER"; echo; (exit 3); echo $? >&2; exit 7"#,
            file)
        #expect(report.output.text == "/etc\n<a 'b' \\ $c><it's><a\\b><x\ty><bash><cat>\n3\n")
        #expect(report.result == .exited(7))
        let lines = try await run("cat <<E | wc -l\na\nb\nE\nread x || echo no input", file)
        #expect(lines.output.text == "2\nno input\n")
        let own = try await run("env | cut -d= -f1 | sort | tr '\\n' ' '", file).output.text
        #expect(own.contains("HOME") && own.contains("GIT_CONFIG_COUNT") && !own.contains("SSH_CONNECTION"))
    }

    @Test func readingHasAnAccountOfItsOwn() async throws {
        let server = try SSHServer()
        let file = server.targets()
        #expect(
            try await run("cat /proc/$PPID/environ | tr '\\0' '\\n' | grep -x PROFILE=viewer", file, .green).output.text
                == "PROFILE=viewer\n")
        #expect(try await run("echo $PGOPTIONS", file, .green).output.text == "-c default_transaction_read_only=on\n")
        #expect(try await run("cat /proc/$PPID/environ | tr '\\0' '\\n' | grep -c PROFILE", file).output.text == "0\n")
    }

    @Test func aStrangersHostIsRefused() async throws {
        let server = try SSHServer()
        try write("", to: "\(server.folder)/known_hosts")
        let report = try await run("touch \(server.folder)/ran", server.targets())
        #expect(report.output.text.contains("Host key verification failed"))
        guard case .notStarted = report.result else {
            Issue.record("\(report.result)")
            return
        }
        #expect(access("\(server.folder)/ran", F_OK) != 0)
        let trusting = server.targets(#", "strict_host_key_checking": "accept-new""#)
        #expect(try await run("echo in", trusting).output.text == "in\n")
    }

    @Test func aKeyThatIsNotLetInAsksNothing() async throws {
        let server = try SSHServer()
        let report = try await run("true", server.targets(key: "stranger"))
        #expect(report.output.text.contains("Permission denied"))
    }

    @Test func itGoesThroughAnotherHost() async throws {
        let server = try SSHServer()
        let user = OwnAccount.current.name
        let file = server.targets(#", "jump": "\#(user)@127.0.0.1:\#(server.port)""#)
        #expect(try await run("echo through", file).output.text == "through\n")
    }

    @Test func stoppingReachesTheOtherSide() async throws {
        let server = try SSHServer()
        let mark = "\(server.folder)/children"
        let file = server.targets()
        let report = try await withThrowingTaskGroup(of: ExecutionReport?.self) { group in
            group.addTask {
                try await run(
                    "echo $$ > \(mark); sleep 400 & echo $! >> \(mark); trap '' TERM; sleep 401; sleep 402", file)
            }
            while (contents(mark) ?? "").split(separator: "\n").count < 2 {
                try await Task.sleep(for: .milliseconds(10))
            }
            group.cancelAll()
            return try await group.next() ?? nil
        }
        #expect(report?.result == .killed)
        let children = (contents(mark) ?? "").split(separator: "\n").compactMap { Int32($0) }
        #expect(children.count == 2)
        for _ in 0..<500 where children.contains(where: isRunning) { try await Task.sleep(for: .milliseconds(10)) }
        #expect(!children.contains(where: isRunning))
    }

    @Test func nobodyClaimsToKnowHowItEndedWithoutAConnection() async throws {
        let server = try SSHServer()
        // Ends the connection from the other side, with the command still at work.
        let report = try await run("kill -KILL $(ps -o ppid= -p $PPID); sleep 403", server.targets())
        #expect(report.result == .unknown, "\(report)")
    }

    @Test func nothingIsLeftBehindThere() async throws {
        let server = try SSHServer()
        let report = try await run("sleep 402 & echo $!", server.targets())
        let child = Int32(report.output.text.filter(\.isNumber)) ?? 0
        #expect(child > 0)
        for _ in 0..<200 where isRunning(child) { try await Task.sleep(for: .milliseconds(10)) }
        #expect(!isRunning(child) && report.result == .exited(0))
    }

    @Test func anEndWith255IsNotTakenForOpenSSHsOwn() async throws {
        let server = try SSHServer()
        let report = try await run("exit 255", server.targets())
        #expect(report.result == .exited(254) && report.output.text.contains("exit code 255"))
    }
}
