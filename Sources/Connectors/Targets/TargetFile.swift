import JSONTree

/// What is wrong with a targets file, in one line that names the key.
package struct TargetFileError: Error, Hashable, CustomStringConvertible {
    package var description: String

    init(_ key: String, _ problem: String) { description = key.isEmpty ? problem : "\(key): \(problem)" }
}

/// The targets that an operator has named; docs/targets.md describes the format.
package struct TargetFile: Hashable, Sendable {
    /// By name.
    package var targets: [String: Target]
    /// The target of runbooks that name none; `nil` for this machine.
    package var standard: String?

    /// No named targets: everything runs on this machine.
    package static let none = TargetFile(targets: [:], standard: nil)

    /// Names and most targets that a file may hold.
    package static let limit = 500

    private init(targets: [String: Target], standard: String?) {
        self.targets = targets
        self.standard = standard
    }

    /// Reads a file.
    /// - Throws: `TargetFileError` for the first thing that is wrong.
    package init(parsing bytes: [UInt8]) throws(TargetFileError) {
        let tree: JSONValue
        do {
            tree = try JSONValue(parsing: bytes)
        } catch {
            throw TargetFileError("", "\(error)")
        }
        var file = try TargetFields(tree, "")
        var entries = try TargetFields(file.required("targets"), "targets")
        let standard = try file.text("default", .name)
        try file.end()
        let names = entries.names.sorted()
        guard names.count <= Self.limit else { throw TargetFileError("targets", "more than \(Self.limit) of them") }
        var targets: [String: Target] = [:]
        for name in names {
            try TargetFields.check(name, .name, "targets.\(name)")
            var fields = try TargetFields(entries.required(name), "targets.\(name)")
            targets[name] = try Target(name: name, &fields)
            try fields.end()
        }
        if let standard, targets[standard] == nil {
            throw TargetFileError("default", "there is no target named \"\(standard)\"")
        }
        self.init(targets: targets, standard: standard)
    }
}

extension Target {
    fileprivate init(name: String, _ fields: inout TargetFields) throws(TargetFileError) {
        let kind = try fields.choice("kind", ["local", "ssh", "container", "pod"])
        switch kind {
        case "ssh": self.init(name: name, place: .ssh(try SSHHost(&fields)))
        case "container": self.init(name: name, place: .container(try Container(&fields)))
        case "pod": self.init(name: name, place: .pod(try Pod(&fields)))
        default: self.init(name: name, place: .local)
        }
        directory = try fields.text("directory", .path)
        if let path = try fields.text("path", .line) { self.path = path }
        passed = try fields.list("pass", .variable)
        environment = try fields.variables("environment")
        if let tree = fields.take("change") {
            change = try Profile(tree, "\(fields.key).change", kind: kind, reads: false)
        }
        if let tree = fields.take("read") { read = try Profile(tree, "\(fields.key).read", kind: kind, reads: true) }
    }
}

extension Target.SSHHost {
    fileprivate init(_ fields: inout TargetFields) throws(TargetFileError) {
        self.init(host: try fields.requiredText("host", .host))
        port = try fields.number("port", 1...65535)
        jump = try fields.text("jump", .jump)
        knownHosts = try fields.text("known_hosts", .plainPath)
        if fields.has("strict_host_key_checking") {
            strictHostKeyChecking = try fields.choice("strict_host_key_checking", ["yes", "accept-new", "no"])
        }
        connectTimeout = try fields.number("connect_timeout", 1...60) ?? connectTimeout
    }
}

extension Target.Container {
    fileprivate init(_ fields: inout TargetFields) throws(TargetFileError) {
        let engine = fields.has("engine") ? try fields.choice("engine", ["docker", "podman"]) : "docker"
        self.init(engine: engine, name: try fields.requiredText("container", .word))
    }
}

extension Target.Pod {
    fileprivate init(_ fields: inout TargetFields) throws(TargetFileError) {
        let context = try fields.text("context", .word)
        let namespace = try fields.text("namespace", .word)
        let name = try fields.text("pod", .word)
        let selector = try fields.text("selector", .selector)
        let choice: Choice
        switch (name, selector) {
        case (let name?, nil): choice = .name(name)
        case (nil, let selector?): choice = .selector(selector)
        default: throw TargetFileError(fields.key, "either \"pod\" or \"selector\" is wanted, and not both")
        }
        self.init(
            context: context, namespace: namespace, choice: choice, container: try fields.text("container", .word))
    }
}

extension Target.Profile {
    /// Keys that stand for a variable, and what their values are.
    private static let named: [(key: String, variable: String, form: TargetFields.Form)] = [
        ("kubeconfig", "KUBECONFIG", .path), ("pgoptions", "PGOPTIONS", .line), ("aws_profile", "AWS_PROFILE", .word),
        ("google_credentials", "GOOGLE_APPLICATION_CREDENTIALS", .path), ("gcloud_config", "CLOUDSDK_CONFIG", .path),
        ("azure_config", "AZURE_CONFIG_DIR", .path),
    ]

    fileprivate init(_ tree: JSONValue, _ key: String, kind: String, reads: Bool) throws(TargetFileError) {
        var fields = try TargetFields(tree, key)
        self.init()
        user = kind == "pod" ? nil : try fields.text("user", .word)
        if kind == "ssh" { identity = try fields.text("identity", .plainPath) }
        if kind == "pod" { context = try fields.text("context", .word) }
        environment = try fields.variables("environment")
        for (name, variable, form) in Self.named {
            guard let value = try fields.text(name, form) else { continue }
            guard environment.updateValue(value, forKey: variable) == nil else {
                throw TargetFileError("\(key).\(name)", "\(variable) is set in \"environment\" as well")
            }
        }
        if kind == "local", reads {
            readOnlyFiles = try fields.flag("read_only_files") ?? true
            writable = try fields.list("writable", .path)
        }
        try fields.end()
    }
}
