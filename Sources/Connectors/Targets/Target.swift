import RunbookModel

/// A place where commands can be run, and the accounts that they are run with there.
package struct Target: Hashable, Sendable {
    /// How the place is reached.
    package enum Place: Hashable, Sendable {
        /// The machine that this program runs on.
        case local
        case ssh(SSHHost)
        case container(Container)
        case pod(Pod)
    }

    /// A host that OpenSSH connects to.
    package struct SSHHost: Hashable, Sendable {
        package var host: String
        /// `nil` for 22.
        package var port: Int?
        /// `user@host:port` of a host that is gone through; user and port may be missing.
        package var jump: String?
        /// An absolute path; `nil` for the files of the account and of the machine.
        package var knownHosts: String?
        /// What is done about a host key that is not known; `yes` refuses it. See ssh_config(5).
        package var strictHostKeyChecking = "yes"
        /// Seconds that connecting may take.
        package var connectTimeout = 10
    }

    /// A container that is running under this name.
    package struct Container: Hashable, Sendable {
        /// `docker` or `podman`.
        package var engine: String
        package var name: String
    }

    /// A pod that is running.
    package struct Pod: Hashable, Sendable {
        /// Which pod it is.
        package enum Choice: Hashable, Sendable {
            case name(String)
            /// The first running one with these labels.
            case selector(String)
        }

        /// Context of the kubeconfig; `nil` for its current one.
        package var context: String?
        package var namespace: String?
        package var choice: Choice
        /// `nil` for the default one of the pod.
        package var container: String?
    }

    /// What a command is run as.
    package struct Profile: Hashable, Sendable {
        /// `nil` for the account that is there anyway.
        package var user: String?
        /// A private key for OpenSSH, as an absolute path.
        package var identity: String?
        /// Context of the kubeconfig, for a pod; that of the target where it is `nil`.
        package var context: String?
        /// Variables by name, `KUBECONFIG` and the like included.
        package var environment: [String: String] = [:]
        /// Whether commands that only read get a file system that they can only read; on this machine only.
        package var readOnlyFiles = true
        /// Absolute paths that reading commands may change all the same, such as a cache.
        package var writable: [String] = []
    }

    package var name: String
    package var place: Place
    /// An absolute path there; `nil` for where one is put anyway.
    package var directory: String?
    /// Where programs are looked for there.
    package var path = CommandEnvironment.standardPath
    /// Variables of this program that are passed on when they are set.
    package var passed: [String] = []
    /// Variables with fixed values, by name.
    package var environment: [String: String] = [:]
    /// For commands that change something.
    package var change = Profile()
    /// For commands that only read; `nil` when the target has none, and they run as the others do.
    package var read: Profile?

    /// This machine, as the account that this program runs as.
    package static func thisMachine(directory: String?, passed: [String] = []) -> Target {
        Target(name: "", place: .local, directory: directory, passed: passed)
    }

    /// What a command of this colour is run as.
    func profile(for risk: Risk) -> Profile { risk == .green ? read ?? change : change }

    var isLocal: Bool { place == .local }
}

extension Target {
    /// Where commands go and as whom, for the people who approve them.
    /// - Parameter account: name of the account that this program runs as.
    package func words(account: String) -> RunPlace {
        RunPlace(
            target: name.isEmpty ? nil : name, change: words(for: .yellow, account), read: words(for: .green, account))
    }

    private func words(for risk: Risk, _ account: String) -> String {
        let profile = profile(for: risk)
        let way = way(profile, account)
        let place = name.isEmpty ? way : "\(name) (\(way))"
        guard risk == .green else { return place }
        if read != nil { return "\(place), read-only profile" }
        return isLocal && profile.readOnlyFiles
            ? "\(place), read-only files" : "\(place), the same account as for changes"
    }

    private func way(_ profile: Profile, _ account: String) -> String {
        func user(_ sign: String) -> String { profile.user.map { "\(sign)\($0)" } ?? "" }
        switch place {
        case .local: return "this machine as \(profile.user ?? account)"
        case .ssh(let host):
            let port = host.port.map { ":\($0)" } ?? ""
            return "ssh \(profile.user.map { "\($0)@" } ?? "")\(host.host)\(port)"
        case .container(let container): return "\(container.engine) \(container.name)\(user(" as "))"
        case .pod(let pod):
            let namespace = pod.namespace.map { "\($0)/" } ?? ""
            let context = (profile.context ?? pod.context).map { " in \($0)" } ?? ""
            switch pod.choice {
            case .name(let name): return "pod \(namespace)\(name)\(context)"
            case .selector(let labels): return "a pod of \(namespace)\(labels)\(context)"
            }
        }
    }
}
