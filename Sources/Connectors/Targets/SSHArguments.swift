extension Target.SSHHost {
    /// How OpenSSH is called. Nothing of the account's own configuration counts, and nothing is asked, forwarded or
    /// shared with another connection.
    /// - Parameters:
    ///   - connected: a file that is made as soon as the host let us in.
    ///   - remote: what its shell is given.
    func arguments(_ profile: Target.Profile, connected: String, remote: String) -> [String] {
        var arguments = ["ssh"] + options(profile, checked: knownHosts)
        arguments += ["-o", "PermitLocalCommand=yes", "-o", "LocalCommand=: >\(RemoteShell.quoted(connected))"]
        if let jump { arguments += ["-o", "ProxyCommand=\(proxy(jump, profile))"] }
        if let port { arguments += ["-p", String(port)] }
        if let user = profile.user { arguments += ["-l", user] }
        return arguments + ["--", host, remote]
    }

    private func options(_ profile: Target.Profile, checked knownHosts: String?) -> [String] {
        var settings = [
            "BatchMode=yes", "StrictHostKeyChecking=\(strictHostKeyChecking)", "ConnectTimeout=\(connectTimeout)",
            "ControlMaster=no", "ControlPath=none", "ForwardAgent=no", "ForwardX11=no", "ClearAllForwardings=yes",
            "UpdateHostKeys=no", "ServerAliveInterval=10", "ServerAliveCountMax=3", "LogLevel=ERROR",
        ]
        if let knownHosts {
            settings += ["UserKnownHostsFile=\(knownHosts)", "GlobalKnownHostsFile=/dev/null"]
        }
        if let identity = profile.identity {
            settings += ["IdentitiesOnly=yes", "IdentityAgent=none", "IdentityFile=\(identity)"]
        }
        return ["-F", "none", "-T", "-a", "-x"] + settings.flatMap { ["-o", $0] }
    }

    /// Options of a jump given by `-J` would not be ours: OpenSSH takes them from configuration files only.
    private func proxy(_ jump: String, _ profile: Target.Profile) -> String {
        var parts = jump.split(separator: "@", maxSplits: 1).map(String.init)
        var arguments = ["ssh"] + options(profile, checked: knownHosts)
        let host = parts.removeLast()
        if let user = parts.first ?? profile.user { arguments += ["-l", user] }
        let colon = host.lastIndex(of: ":")
        let port = colon.flatMap { Int(host[host.index(after: $0)...]) }
        // An IPv6 address has several colons, and no port here.
        if let colon, let port, host[..<colon].contains(":") == false {
            arguments += ["-p", String(port)]
            return Self.line(arguments, to: String(host[..<colon]))
        }
        return Self.line(arguments, to: host)
    }

    private static func line(_ arguments: [String], to host: String) -> String {
        // None of these holds a quote or a percent sign: the file was checked.
        (arguments + ["-W", "[%h]:%p", "--", host]).map { "'\($0)'" }.joined(separator: " ")
    }
}
