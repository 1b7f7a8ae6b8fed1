import RunbookModel

/// The environment that commands run with: a fixed path, what the operator lets through by name, and settings that keep
/// reading programs from running others.
package struct CommandEnvironment: Sendable {
    /// Where programs are looked for, unless another path is given.
    package static let standardPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    /// Variables that are passed on when they are set.
    package static let alwaysInherited = ["HOME", "USER", "LOGNAME", "TZ", "TMPDIR", "XDG_RUNTIME_DIR"]
    /// Variables that change what runs or how; the operator cannot let them through.
    private static let neverInherited = [
        "BASH_ENV", "ENV", "SHELLOPTS", "BASHOPTS", "PS4", "PROMPT_COMMAND", "IFS", "CDPATH", "GLOBIGNORE",
        "RIPGREP_CONFIG_PATH", "KUBECTL_EXTERNAL_DIFF", "GIT_EXTERNAL_DIFF", "GIT_SSH", "GIT_SSH_COMMAND",
        "GIT_PROXY_COMMAND", "LESSOPEN", "LESSCLOSE", "EDITOR", "VISUAL",
    ]

    private let inherited: [String: String]
    private let path: String

    /// - Parameters:
    ///   - environment: the environment of this program.
    ///   - extraNames: variables that the operator lets through, such as `KUBECONFIG`.
    ///   - path: where programs are looked for.
    package init(
        from environment: [String: String], extraNames: [String] = [], path: String = CommandEnvironment.standardPath
    ) {
        let names = Self.alwaysInherited + extraNames.filter { !Self.isBarred($0) }
        inherited = environment.filter { names.contains($0.key) }
        self.path = path
    }

    private static func isBarred(_ name: String) -> Bool {
        neverInherited.contains(name) || name.hasPrefix("LD_") || name.hasPrefix("BASH_FUNC_")
            || name.hasPrefix("GIT_CONFIG") || name.hasPrefix("DYLD_")
    }

    /// Whether a variable has a value of ours in every command, or is never passed on.
    static func isReserved(_ name: String) -> Bool { isBarred(name) || name == "PATH" || neutral[name] != nil }

    /// The variables for a command of this colour. For green ones the database sessions of PostgreSQL are read only.
    package func variables(for risk: Risk) -> [String: String] {
        var variables = inherited
        variables.merge(Self.neutral) { _, fixed in fixed }
        for (index, setting) in Self.gitSettings.enumerated() {
            variables["GIT_CONFIG_KEY_\(index)"] = setting.key
            variables["GIT_CONFIG_VALUE_\(index)"] = setting.value
        }
        variables["GIT_CONFIG_COUNT"] = String(Self.gitSettings.count)
        variables["PATH"] = path
        if risk == .green {
            let options = variables["PGOPTIONS"].map { $0 + " " } ?? ""
            variables["PGOPTIONS"] = options + "-c default_transaction_read_only=on"
        }
        return variables
    }

    /// No pager, no editor, no start-up file, no prompt, no colour.
    private static let neutral = [
        "SHELL": "/bin/bash", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TERM": "dumb", "NO_COLOR": "1", "COLUMNS": "160",
        "PAGER": "cat", "MANPAGER": "cat", "GIT_PAGER": "cat", "SYSTEMD_PAGER": "", "AWS_PAGER": "",
        "PSQL_PAGER": "cat",
        "LESSOPEN": "", "LESSCLOSE": "", "LESSSECURE": "1", "EDITOR": "/bin/false", "VISUAL": "/bin/false",
        "PSQLRC": "/dev/null", "MYSQL_HISTFILE": "/dev/null", "PSQL_HISTORY": "/dev/null", "HISTFILE": "/dev/null",
        "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_EDITOR": "/bin/false", "GIT_ASKPASS": "/bin/false",
        "SSH_ASKPASS": "/bin/false", "DEBIAN_FRONTEND": "noninteractive",
    ]

    /// Settings of git that would run a program; these win over those of the repository.
    private static let gitSettings: [(key: String, value: String)] = [
        ("core.fsmonitor", "false"), ("core.pager", "cat"), ("core.hooksPath", "/dev/null"), ("core.sshCommand", "ssh"),
        ("core.askPass", "/bin/false"), ("credential.helper", ""), ("gpg.program", "/bin/false"),
        ("log.showSignature", "false"), ("protocol.ext.allow", "never"),
    ]
}
