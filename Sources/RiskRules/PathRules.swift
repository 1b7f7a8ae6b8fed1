import ByteText
import RunbookModel

/// What the path of a file says about reading or overwriting it.
enum PathRules {
    /// Written without any effect that lasts.
    static func isHarmlessOutput(_ path: String) -> Bool {
        switch path {
        case "/dev/null", "/dev/stdout", "/dev/stderr", "/dev/tty", "-", "/dev/fd/1", "/dev/fd/2": true
        default: false
        }
    }

    private static let criticalFiles: Set<String> = [
        "/etc/passwd", "/etc/shadow", "/etc/group", "/etc/gshadow", "/etc/fstab", "/etc/sudoers", "/etc/crypttab",
        "/proc/sysrq-trigger", "/etc/mtab", "/etc/hosts.deny", "/etc/ld.so.preload", "/etc/ld.so.conf", "/etc/inittab",
    ]
    private static let criticalPrefixes = [
        "/boot/", "/dev/sd", "/dev/nvme", "/dev/vd", "/dev/xvd", "/dev/hd", "/dev/mapper/", "/dev/md", "/dev/dm-",
        "/dev/disk/", "/dev/mem", "/dev/kmem", "/dev/mmcblk", "/dev/vg", "/var/lib/mysql", "/var/lib/postgres",
        "/var/lib/pgsql", "/var/lib/mongo", "/var/lib/redis", "/var/lib/etcd", "/var/lib/cassandra", "/var/lib/kafka",
        "/var/lib/elasticsearch", "/var/lib/rabbitmq", "/etc/pam.d", "/etc/sudoers.d/", "/sys/firmware", "/lib/",
        "/usr/", "/bin/", "/sbin/", "/lib64/", "/var/lib/docker", "/var/lib/kubelet", "/sys/block/", "/etc/ssl/private",
        "/proc/sys/kernel/panic", "/proc/sysrq",
    ]

    /// Overwriting it takes the host or a database down.
    static func isCritical(_ path: String) -> Bool {
        let path = normalized(path)
        return criticalFiles.contains(path) || criticalPrefixes.contains { path.hasPrefix($0) }
            || path.hasSuffix("/authorized_keys") || path.hasSuffix(".ibd") || path.hasSuffix("/ibdata1")
    }

    /// A folder whose loss or change of owner stops the host.
    static func isSystemFolder(_ path: String) -> Bool {
        var path = normalized(path)
        while path.count > 1, let last = path.last, last == "/" || last == "*" { path.removeLast() }
        return [
            "/", "", "/etc", "/usr", "/bin", "/sbin", "/lib", "/lib64", "/var", "/boot", "/home", "/root", "/opt",
            "/srv", "/dev", "/proc", "/sys", "~", "$HOME", ".", "/var/lib",
        ].contains(path)
    }

    /// Reading it discloses secrets.
    static func disclosesSecrets(_ path: String) -> Bool {
        let path = normalized(path).lowercased()
        let name = path.parts(between: "/").last.map(String.init) ?? path
        if path.hasPrefix("/proc/"), name == "environ" || name == "mem" || name == "kcore" || path.holds("/environ") {
            return true
        }
        if path.hasPrefix("/dev/mem") || path.hasPrefix("/proc/kcore") { return true }
        if path.holds("/serviceaccount") || path.holds("/run/secrets") || path.holds("/etc/ssl/private") {
            return true
        }
        if path.holds(".ssh/id_") || path.holds(".gnupg") || path.holds(".aws/") || path.holds(".azure/") {
            return true
        }
        if path.holds(".kube") || path.holds("kubeconfig") || path.holds("/etc/kubernetes/pki") { return true }
        if path.holds("/etc/kubernetes/") && name.hasSuffix(".conf") { return true }
        if path.parts(between: "/").dropLast().contains(where: { $0 == "secrets" || $0 == ".secrets" }) {
            return true
        }
        if path.holds(".docker/config") || path.holds("gcloud/") { return true }
        if path.holds("/etc/rancher") { return true }
        if name == ".env" || name.hasPrefix(".env.") || name.hasSuffix(".env") { return true }
        if name.hasSuffix(".key") || name.hasSuffix(".p12") || name.hasSuffix(".pfx") || name.hasSuffix(".jks")
            || name.hasSuffix(".keystore") || name.hasSuffix(".ppk") || name.hasSuffix(".kdbx")
        {
            return true
        }
        if name.hasSuffix(".pem"), name.holds("key") { return true }
        if secretNames.contains(name) || name.hasPrefix("shadow") || name.hasPrefix("gshadow") { return true }
        if name.hasPrefix("id_rsa") || name.hasPrefix("id_ed25519") || name.hasPrefix("id_ecdsa")
            || name.hasPrefix("id_dsa")
        {
            return true
        }
        if name.hasPrefix("ssh_host_"), !name.hasSuffix(".pub") { return true }
        if name.hasSuffix("_history") { return true }
        return name.parts(between: "._-").contains { secretWords.contains(String($0)) }
    }

    private static let secretWords: Set<String> = [
        "secret", "secrets", "password", "passwords", "passwd.txt", "credential", "credentials", "token", "tokens",
        "apikey", "apikeys", "passphrase", "privkey", "htpasswd",
    ]
    private static let secretNames: Set<String> = [
        ".pgpass", ".my.cnf", ".netrc", "_netrc", ".git-credentials", ".vault-token", ".htpasswd", ".s3cfg", ".boto",
        "master.key", "credentials.json", ".npmrc", ".pypirc", ".dockercfg", "krb5.keytab", "admin.conf", "shadow-",
        "environ", "opasswd", ".rediscli_history", "auth.json", "wp-config.php", "database.yml",
    ]

    private static let knownSecrets = [
        "/etc/shadow", "/etc/gshadow", "/etc/shadow-", "/proc/1/environ", "/proc/self/environ", "/root/.ssh/id_rsa",
        "/root/.ssh/id_ed25519", "~/.ssh/id_rsa", "/root/.kube/config", "~/.kube/config", "/etc/kubernetes/admin.conf",
        "/root/.aws/credentials", "~/.aws/credentials", "/root/.bash_history", ".env", "/etc/ssh/ssh_host_rsa_key",
        "/var/run/secrets/kubernetes.io/serviceaccount/token", "/run/secrets/kubernetes.io/serviceaccount/token",
        "/home/u/.ssh/id_rsa", "/home/u/.aws/credentials", "/home/u/.kube/config", "/etc/ssl/private/key.pem",
        "id_rsa", "shadow",
    ]

    /// Whether a pattern of the shell could be filled in with a file that holds secrets. `*` alone stands for whatever
    /// is in the current folder and does not count; unknown parts of a path count as `*`.
    static func patternMayDisclose(_ pattern: String) -> Bool {
        let wanted = Array(normalized(pattern).utf8)
        guard wanted.contains(where: { $0 != UInt8(ascii: "*") && $0 != UInt8(ascii: "?") }) else { return false }
        return knownSecrets.contains { GlobPattern.matches(wanted, Array($0.utf8)) }
    }

    /// Reading it never ends, or needs care.
    static func isEndless(_ path: String) -> Bool {
        let path = normalized(path)
        return ["/dev/zero", "/dev/random", "/dev/urandom", "/dev/full", "/dev/tty", "/dev/kmsg"].contains(path)
            || path.hasPrefix("/dev/sd") || path.hasPrefix("/dev/nvme") || path.hasPrefix("/dev/vd")
            || path.hasPrefix("/dev/input") || path.hasPrefix("/dev/tcp") || path.hasPrefix("/dev/udp")
            || path.hasPrefix("/dev/mapper") || path == "/proc/kmsg" || path.hasSuffix("/trace_pipe")
    }

    /// `//etc/./x/../passwd` as `/etc/passwd`.
    static func normalized(_ path: String) -> String {
        guard path.holds("//") || path.holds("/.") else { return path }
        var parts: [Substring] = []
        for part in path.parts(between: "/") {
            if part == "." { continue }
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else if part != ".." || !path.hasPrefix("/") {
                parts.append(part)
            }
        }
        return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }
}

extension ScriptAnalyzer {
    /// Whether reading these files discloses a secret or never ends.
    /// - Parameter areFiles: whether they are known to be files; else a plain name such as `token-service` is only a name.
    mutating func checkDisclosure(_ operands: [Argument], _ call: Call, areFiles: Bool = true) {
        for operand in operands where operand.text.utf8.count > 3 {
            let path = operand.text
            if !areFiles, !path.utf8.contains(UInt8(ascii: "/")), path.utf8.first != UInt8(ascii: ".") { continue }
            if PathRules.disclosesSecrets(path) {
                add(
                    Finding(
                        .yellow, "file.secret", "'\(operand.display)' may hold secrets, which would be shown.",
                        range: operand.range, discloses: true))
            } else if path.hasPrefix("/"), PathRules.isEndless(path) {
                add(
                    Finding(
                        .yellow, "file.endless", "Reading '\(operand.display)' may never end.", range: operand.range,
                        isHeavy: true))
            } else if operand.isGlob, PathRules.patternMayDisclose(path) {
                add(
                    Finding(
                        .yellow, "file.pattern", "The pattern '\(operand.display)' includes files that hold secrets.",
                        range: operand.range, discloses: true))
            }
        }
    }
}
