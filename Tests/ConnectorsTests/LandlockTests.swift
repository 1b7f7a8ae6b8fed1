import Bot
import CLinux
import Connectors
import Glibc
import RunbookModel
import Testing

/// A command held to reading, without the runner: its thread is restricted, and what the thread starts is, too.
private final class RestrictedCommand: @unchecked Sendable {
    let script: String
    let writable: [String]
    private(set) var restriction: Int32 = -1
    private(set) var status: Int32 = -1
    private(set) var output = ""

    /// Used by its own thread until `run` returns.
    init(_ script: String, writable: [String]) {
        self.script = script
        self.writable = writable
    }

    func run() {
        var thread = pthread_t()
        let pointer = Unmanaged.passUnretained(self).toOpaque()
        pthread_create(
            &thread, nil,
            { pointer in
                pointer.map { Unmanaged<RestrictedCommand>.fromOpaque($0).takeUnretainedValue().work() }
                return nil
            }, pointer)
        pthread_join(thread, nil)
    }

    private func pointers(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] { texts.map { strdup($0) } + [nil] }

    private func work() {
        var paths: [UnsafePointer<CChar>?] = writable.map { UnsafePointer(strdup($0)) }
        defer { paths.forEach { free(UnsafeMutablePointer(mutating: $0)) } }
        restriction = dd_landlock_read_only(&paths, Int32(paths.count))
        var ends: [Int32] = [-1, -1]
        guard dd_pipe_cloexec(&ends) == 0 else { return }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
        var arguments = pointers(["/bin/bash", "-c", script])
        var variables = pointers(["PATH=/usr/sbin:/usr/bin:/bin", "LC_ALL=C.UTF-8"])
        var pid: pid_t = 0
        let code = posix_spawn(&pid, "/bin/bash", &actions, nil, &arguments, &variables)
        (arguments + variables).forEach { free($0) }
        posix_spawn_file_actions_destroy(&actions)
        close(ends[1])
        guard code == 0 else { return }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while case let count = read(ends[0], &chunk, chunk.count), count > 0 { bytes += chunk[..<count] }
        close(ends[0])
        waitpid(pid, &status, 0)
        output = String(decoding: bytes, as: UTF8.self)
    }
}

private var isEnforced: Bool { dd_landlock_version() > 0 }

@Suite(.enabled(if: isEnforced, "this kernel has no Landlock"), .timeLimit(.minutes(1))) struct LandlockTests {
    /// A directory with a file that says "old", and one that may be written. They go with the bench.
    private func setUp() throws -> (bench: Bench, file: String, free: String) {
        let bench = Bench()
        let free = "\(bench.directory)/free"
        mkdir(free, 0o700)
        try write("old\n", to: "\(bench.directory)/file")
        return (bench, "\(bench.directory)/file", free)
    }

    private func run(_ script: String, free: String) -> (output: String, succeeded: Bool) {
        let command = RestrictedCommand(script, writable: [free, "/dev/null"])
        command.run()
        #expect(command.restriction == 0)
        return (command.output, command.status == 0)
    }

    @Test(arguments: [
        "echo a | sort -o FILE", "echo new > FILE", "echo new >> FILE", ": > DIR/made", "rm FILE", "mv FILE DIR/other",
        "ln FILE DIR/other", "ln -s x DIR/other", "mkdir DIR/made", "mkfifo DIR/made",
        "python3 -c 'open(\"FILE\", \"w\")'", "truncate -s 0 FILE",
        "sed -i s/o/x/ FILE", "tee FILE < /dev/null", "cp /etc/hostname FILE", "chmod 777 FILE",
        "touch -d 1990-01-01 FILE",
        "chown 1 FILE", "dd if=/dev/zero of=FILE count=1", "cp FILE FREE/f; mv FREE/f FILE", "mv FILE FREE/f",
        "bash -c 'exec 3<>FILE'", "perl -e 'unlink q(FILE) or die'", "find DIR -name file -delete; test ! -e FILE",
        "git init -q DIR/repository", "kill -0 PARENT", "mount -t tmpfs x DIR", "hostname $(hostname)x",
        "date -s 1990-01-01", "setfattr -n user.a -v b FILE || false",
    ])
    func nothingIsChanged(_ command: String) throws {
        let (bench, file, free) = try setUp()
        defer { withExtendedLifetime(bench) {} }
        let before = names(in: bench.directory).sorted()
        var status = stat()
        stat(file, &status)
        let script = command.replacing("FILE", with: file).replacing("DIR", with: bench.directory)
            .replacing("FREE", with: free).replacing("PARENT", with: String(getpid()))
        #expect(!run(script, free: free).succeeded)
        var after = stat()
        #expect(stat(file, &after) == 0 && contents(file) == "old\n" && names(in: bench.directory).sorted() == before)
        #expect(after.st_mode == status.st_mode && after.st_uid == status.st_uid)
        #expect(after.st_mtim.tv_sec == status.st_mtim.tv_sec)
    }

    @Test func nobodyListens() throws {
        try #require(dd_landlock_version() >= 4)
        let (bench, _, free) = try setUp()
        defer { withExtendedLifetime(bench) {} }
        let program =
            "use IO::Socket::INET; IO::Socket::INET->new(Listen=>1,LocalAddr=>'127.0.0.1') or die $!; print 'listens'"
        #expect(!run("perl -e \"\(program)\"", free: free).output.contains("listens"))
    }

    @Test(arguments: [
        "ps aux | grep -c . && ps -ef | head -3", "df -h /", "grep old FILE", "cat FILE && wc -l < FILE",
        "uptime; free -m",
        "sort FILE | uniq -c", "find DIR -name file | grep file", "cat <<END\nhere\nEND",
        "cat <<< \"$(seq 1 30000)\" | tail -1", "diff FILE <(cat FILE)", "awk '{print $1}' FILE", "ls -la DIR",
        "cd FREE && echo a > f && sort -o g f && rm f g", "echo a > /dev/null 2>&1", "sleep 5 & kill $!; wait; true",
        "timeout 2 cat FILE", "env | grep -c PATH", "perl -ne 'print' FILE",
        "seq 300000 | sort -S 100K -T FREE | tail -1",
        "openssl version", "echo err > /dev/stderr",
    ])
    func readingGoesOn(_ command: String) throws {
        let (bench, file, free) = try setUp()
        defer { withExtendedLifetime(bench) {} }
        let script = command.replacing("FILE", with: file).replacing("DIR", with: bench.directory)
            .replacing("FREE", with: free)
        let result = run(script, free: free)
        #expect(result.succeeded, "\(result.output)")
    }

    @Test(arguments: ["git", "journalctl", "ip", "ss", "psql", "dpkg", "apt-cache"])
    func programsOfTheMachineStillRead(_ program: String) throws {
        guard access("/usr/bin/\(program)", X_OK) == 0 || access("/usr/sbin/\(program)", X_OK) == 0 else {
            print("notice: no \(program) on this machine; not tried")
            return
        }
        let (bench, _, free) = try setUp()
        defer { withExtendedLifetime(bench) {} }
        let repository = "\(bench.directory)/repository"
        let commands = [
            "git": "git -C \(repository) log --oneline", "journalctl": "journalctl -n 1 --no-pager",
            "ip": "ip -brief address", "ss": "ss -ltn", "psql": "psql --version", "dpkg": "dpkg -l bash",
            "apt-cache": "TMPDIR=\(free) apt-cache policy bash",
        ]
        if program == "git" {
            let make = """
                git init -q \(repository) && cd \(repository) && git -c user.name=a -c user.email=a@b \
                commit -q --allow-empty -m first
                """
            #expect(system(make) == 0)
        }
        let result = run(commands[program] ?? "false", free: free)
        #expect(result.succeeded, "\(result.output)")
        #expect(system("rm -rf \(repository)") == 0)
    }

    @Test func theProbeSaysSo() async {
        #expect(await ReadOnlyFiles.probe() == .enforced(version: Int(dd_landlock_version())))
        // The probe's thread is gone, and nothing of it is left on others.
        let bench = Bench()
        #expect(await bench.run("echo a > f; cat f").output.text == "a\n")
    }

    /// By the runner, as the bot does it.
    @Test func greenCommandsCannotWrite() async throws {
        let bench = try TargetBench(#"{"targets": {}}"#)
        let (file, other) = ("\(bench.bench.directory)/file", "\(bench.bench.directory)/other")
        try write("b\na\n", to: file)
        let sorted = await bench.run("sort -o \(file) \(file)", on: nil, .green)
        #expect(sorted.result == .exited(2) && sorted.output.text.contains("Permission denied"), "\(sorted)")
        let piped = await bench.run("cat \(file) | tee \(other)", on: nil, .green)
        #expect(contents(file) == "b\na\n" && contents(other) == nil && piped.output.text.contains("b\na\n"))
        let own = await bench.run("sort \(file) > $TMPDIR/f && cat $TMPDIR/f", on: nil, .green)
        #expect(own.output.text == "a\nb\n")
        #expect(await bench.run("sort -o \(file) \(file)", on: nil, .yellow).result == .exited(0))
        #expect(contents(file) == "a\nb\n")
        #expect(names(in: "\(bench.bench.directory)/private").isEmpty)
    }
}
