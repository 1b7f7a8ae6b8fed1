import Bot
import Glibc
import RunbookModel
import ShellSyntax

/// Decides where, as whom and with what a command is run: by the target that the request names, and by the colour of the
/// command. What only reads runs with the read-only profile.
///
/// The text of a command is never put into another text: it is one argument of a shell that reads no start-up files,
/// there as here. A command of literal words is run without any shell, on this machine and in containers.
package struct TargetInvocations: InvocationMaking {
    /// The environment of this program.
    package var environment: [String: String]
    package var targets: TargetFile
    /// What runs when no target is named.
    package var thisMachine: Target
    package var directories: PrivateDirectory
    /// Where `ssh`, `docker` and `kubectl` are looked for.
    package var clientPath = CommandEnvironment.standardPath
    package var account: OwnAccount

    package init(
        environment: [String: String], targets: TargetFile, thisMachine: Target,
        directories: PrivateDirectory = .standard, account: OwnAccount = .current
    ) {
        self.environment = environment
        self.targets = targets
        self.thisMachine = thisMachine
        self.directories = directories
        self.account = account
    }

    /// See `InvocationMaking`.
    package func invocation(for request: ExecutionRequest) async throws(InvocationRefusal) -> Invocation {
        try LocalCommandRunner.check(request.command)
        let target = try target(of: request)
        let needsDirectory = !target.isLocal || request.risk == .green
        let plan = InvocationPlan(
            target: target, request: request, environment: environment, clientPath: clientPath,
            directory: needsDirectory ? try directories.make(for: request.place) : "", account: account)
        return target.isLocal ? try plan.local() : try plan.remote()
    }

    /// What OpenSSH's own code says: whether the host let us in is told by the mark that it left.
    package func outcome(of result: AttemptResult, at place: ExecutionPlace) -> AttemptResult {
        let directory = directories.path(of: place)
        guard result == .exited(255), access("\(directory)/\(InvocationPlan.clientMark)", F_OK) == 0 else {
            return result
        }
        if access("\(directory)/\(InvocationPlan.connectedMark)", F_OK) == 0 { return .unknown }
        return .notStarted("The host was not reached, or did not let us in. The output says why.")
    }

    /// Removes the private directory.
    package func forget(_ place: ExecutionPlace) { PrivateDirectory.remove(directories.path(of: place)) }

    /// The target of a name.
    /// - Throws: `InvocationRefusal` when there is none, or it is not what was shown to whoever approved the command.
    private func target(of request: ExecutionRequest) throws(InvocationRefusal) -> Target {
        var target = thisMachine
        if let name = request.target {
            guard let named = targets.targets[name] else {
                throw InvocationRefusal(
                    "There is no target named \(name) any more. Ask the operator, or choose another target for the runbook."
                )
            }
            target = named
        }
        let now = target.words(account: account.name).words(for: request.risk)
        if let shown = request.account, shown != now {
            throw InvocationRefusal("It would not run as it was shown: then it was \(shown), now it is \(now).")
        }
        return target
    }
}

/// What is run for one request.
struct InvocationPlan {
    let target: Target
    let request: ExecutionRequest
    let environment: [String: String]
    let clientPath: String
    /// Of this execution alone, and there; empty when it needs none.
    let directory: String
    let account: OwnAccount

    private var profile: Target.Profile { target.profile(for: request.risk) }

    // MARK: This machine

    func local() throws(InvocationRefusal) -> Invocation {
        var known = environment.filter { CommandEnvironment.alwaysInherited.contains($0.key) }
        known.merge(fixedVariables) { $1 }
        var prefix: [String] = []
        if let user = profile.user, user != account.name {
            prefix = try become(user, &known)
        }
        let reads = request.risk == .green && profile.readOnlyFiles && (prefix.isEmpty || account.isRoot)
        if reads { known["TMPDIR"] = directory }
        var variables = CommandEnvironment(from: known, extraNames: Array(known.keys), path: target.path)
            .variables(for: request.risk)
        let workingDirectory = target.directory ?? environment["HOME"] ?? "/"
        variables["PWD"] = workingDirectory
        if !prefix.isEmpty {
            prefix += ["/usr/bin/env", "-i"] + variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        }
        let writable = [directory, "/dev/null", "/dev/zero", "/dev/full", "/dev/tty"] + profile.writable
        return Invocation(
            arguments: prefix + direct(path: target.path), environment: variables, workingDirectory: workingDirectory,
            readOnlyFileSystem: reads, writablePaths: reads ? writable.filter { access($0, F_OK) == 0 } : [])
    }

    /// The command as arguments: those of a program on this machine, or of bash with the text.
    private func direct(path: String) -> [String] {
        if let arguments = ShellParser().parse(request.command).literalArguments,
            let program = ProgramSearch.find(arguments[0], in: path, from: target.directory ?? "/")
        {
            return [program] + arguments.dropFirst()
        }
        return RemoteShell.localBash + [request.command]
    }

    /// What makes a command run as somebody else. Root needs no leave for it, others that of sudo.
    private func become(_ user: String, _ known: inout [String: String]) throws(InvocationRefusal) -> [String] {
        guard let entry = getpwnam(user)?.pointee else {
            throw InvocationRefusal("There is no account \(user) on this machine, which target \(target.name) runs as.")
        }
        known["HOME"] = String(cString: entry.pw_dir)
        known["USER"] = user
        known["LOGNAME"] = user
        guard account.isRoot else { return ["/usr/bin/sudo", "-n", "-u", user, "--"] }
        guard directory.isEmpty || chown(directory, entry.pw_uid, entry.pw_gid) == 0 else {
            throw InvocationRefusal("\(directory) cannot be given to \(user): \(ErrorText.of(errno)).")
        }
        return ["/usr/bin/setpriv", "--reuid", user, "--regid", String(entry.pw_gid), "--init-groups", "--"]
    }

    // MARK: Elsewhere

    func remote() throws(InvocationRefusal) -> Invocation {
        let pipe = "\(directory)/input"
        let arguments: [String]
        var client = environment
        client["KUBECONFIG"] = profile.environment["KUBECONFIG"] ?? target.environment["KUBECONFIG"]
        switch target.place {
        case .local: preconditionFailure("what is local is run without a client")
        case .ssh(let host):
            let mark = open("\(directory)/\(Self.clientMark)", O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
            guard mark >= 0 else {
                throw InvocationRefusal("Nothing can be written in \(directory): \(ErrorText.of(errno)).")
            }
            close(mark)
            let remote = withBash().map(RemoteShell.quoted).joined(separator: " ")
            arguments = Client.shell(
                Client.plain,
                [pipe]
                    + host.arguments(
                        profile, connected: "\(directory)/\(Self.connectedMark)", remote: "exec \(remote)"))
        case .container(let container):
            let options = profile.user.map { ["--user", $0] } ?? []
            arguments = Client.shell(
                Client.plain, [pipe, container.engine, "exec", "-i"] + options + [container.name] + inside())
        case .pod(let pod): arguments = Client.shell(script(of: pod), [pipe] + self.arguments(of: pod))
        }
        let names = ["KUBECONFIG", "DOCKER_HOST", "DOCKER_CONFIG", "CONTAINER_HOST", "SSH_AUTH_SOCK"]
        let variables = CommandEnvironment(
            from: client, extraNames: names + target.passed, path: clientPath
        ).variables(for: request.risk)
        return Invocation(arguments: arguments, environment: variables, workingDirectory: directory)
    }

    /// Name of the file in the private directory that shows that OpenSSH was called.
    static let clientMark = "ssh"
    /// Name of the one that shows that a host let us in.
    static let connectedMark = "connected"

    /// The text of the command in a shell, under the watch.
    private func withBash() -> [String] {
        RemoteShell.watched(
            RemoteShell.bash + [request.command], by: RemoteShell.bash, in: target.directory, remoteVariables)
    }

    /// The same in a container, where there may be no bash: without it when the command needs none.
    private func inside() -> [String] {
        guard let arguments = ShellParser().parse(request.command).literalArguments else { return withBash() }
        return RemoteShell.watched(arguments, by: ["/bin/sh", "-c"], in: target.directory, remoteVariables)
    }

    private var remoteVariables: [String: String] {
        let known = fixedVariables
        return CommandEnvironment(from: known, extraNames: Array(known.keys), path: target.path)
            .variables(for: request.risk)
    }

    private func script(of pod: Target.Pod) -> String {
        switch pod.choice {
        case .name: Client.plain
        case .selector: Client.selecting
        }
    }

    private func arguments(of pod: Target.Pod) -> [String] {
        var scope: [String] = []
        if let context = profile.context ?? pod.context { scope += ["--context", context] }
        if let namespace = pod.namespace { scope += ["--namespace", namespace] }
        let call = ["kubectl"] + scope + ["exec", "-i", "--pod-running-timeout=10s"]
        let rest = (pod.container.map { ["-c", $0] } ?? []) + ["--"] + inside()
        switch pod.choice {
        case .name(let name): return call + [name] + rest
        case .selector(let labels):
            let find =
                ["kubectl"] + scope + [
                    "get", "pods", "--request-timeout=10s", "--field-selector=status.phase=Running", "-l", labels,
                    "-o", "name",
                ]
            return [String(find.count), String(call.count)] + find + call + rest
        }
    }

    /// What the file sets, for the target as a whole and for the profile, and what it passes on.
    private var fixedVariables: [String: String] {
        environment.filter { target.passed.contains($0.key) }
            .merging(target.environment) { $1 }.merging(profile.environment) { $1 }
    }
}

/// Finds programs as bash does.
enum ProgramSearch {
    /// The absolute path of a program that the kernel can run by itself; `nil` when there is none, or only a script
    /// without an interpreter line, which bash would read itself.
    static func find(_ name: String, in path: String, from directory: String) -> String? {
        let candidates =
            name.contains("/")
            ? [name.hasPrefix("/") ? name : "\(directory)/\(name)"]
            : path.split(separator: ":").filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }
        return candidates.first(where: isExecutableFile).flatMap { isRunnable($0) ? $0 : nil }
    }

    private static func isExecutableFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }

    /// Whether it begins as a program does, or names its interpreter.
    private static func isRunnable(_ path: String) -> Bool {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        var start: [UInt8] = [0, 0, 0, 0]
        let count = read(file, &start, start.count)
        return count == 4 && (start == [0x7F, 0x45, 0x4C, 0x46] || start.starts(with: "#!".utf8))
    }
}
