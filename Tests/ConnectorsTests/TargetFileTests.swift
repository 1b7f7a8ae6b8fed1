import Connectors
import RunbookModel
import Testing

@Suite struct TargetFileTests {
    private static let whole = """
        {
          "default": "bastion-1",
          "targets": {
            "here": {"kind": "local", "directory": "/srv", "pass": ["LANGUAGE"],
                     "read": {"user": "viewer", "read_only_files": false, "writable": ["/var/cache/x"]}},
            "bastion-1": {
              "kind": "ssh", "host": "10.0.0.4", "port": 2222, "jump": "gate@gate.example.com:2022",
              "known_hosts": "/etc/dd0c/known_hosts", "environment": {"REGION": "eu-1"},
              "change": {"user": "deploy", "identity": "/etc/dd0c/deploy"},
              "read": {"user": "viewer", "identity": "/etc/dd0c/viewer", "aws_profile": "ro",
                       "pgoptions": "-c statement_timeout=5s"}
            },
            "web": {"kind": "container", "engine": "podman", "container": "web-1", "change": {"user": "www"}},
            "api": {"kind": "pod", "context": "prod", "namespace": "payments", "selector": "app=api",
                    "container": "app", "read": {"context": "prod-viewer", "kubeconfig": "/etc/dd0c/view.kube"}}
          }
        }
        """

    private func file(_ text: String) -> Result<TargetFile, TargetFileError> {
        Result { () throws(TargetFileError) in try TargetFile(parsing: Array(text.utf8)) }
    }

    private func complaint(about text: String) -> String {
        switch file(text) {
        case .success: "it was taken"
        case .failure(let error): error.description
        }
    }

    @Test func everythingThatIsDescribedIsRead() throws {
        let file = try file(Self.whole).get()
        #expect(file.standard == "bastion-1" && file.targets.count == 4)
        let bastion = try #require(file.targets["bastion-1"])
        #expect(bastion.read?.environment == ["AWS_PROFILE": "ro", "PGOPTIONS": "-c statement_timeout=5s"])
        #expect(bastion.change.identity == "/etc/dd0c/deploy" && bastion.environment == ["REGION": "eu-1"])
        guard case .ssh(let host) = bastion.place else {
            Issue.record("not by ssh")
            return
        }
        #expect(host.port == 2222 && host.jump == "gate@gate.example.com:2022" && host.strictHostKeyChecking == "yes")
        #expect(file.targets["here"]?.read?.readOnlyFiles == false)
        #expect(file.targets["here"]?.read?.writable == ["/var/cache/x"])
    }

    @Test(arguments: [
        ("here", Risk.yellow, "here (this machine as robin)"),
        ("here", .green, "here (this machine as viewer), read-only profile"),
        ("bastion-1", .red, "bastion-1 (ssh deploy@10.0.0.4:2222)"),
        ("bastion-1", .green, "bastion-1 (ssh viewer@10.0.0.4:2222), read-only profile"),
        ("web", .green, "web (podman web-1 as www), the same account as for changes"),
        ("api", .yellow, "api (a pod of payments/app=api in prod)"),
        ("api", .green, "api (a pod of payments/app=api in prod-viewer), read-only profile"),
    ])
    func peopleAreToldWhereAndAsWhom(_ name: String, _ risk: Risk, _ words: String) throws {
        let target = try #require(try file(Self.whole).get().targets[name])
        #expect(target.words(account: "robin").words(for: risk) == words)
    }

    @Test func thisMachineIsNamedAsItIs() {
        let words = Target.thisMachine(directory: nil).words(account: "robin")
        #expect(words == RunPlace(change: "this machine as robin", read: "this machine as robin, read-only files"))
    }

    private static func ssh(_ rest: String) -> String {
        #"{"targets": {"a": {"kind": "ssh", "host": "h", \#(rest)}}}"#
    }

    @Test(arguments: [
        ("[]", "the file must hold an object { }"),
        ("{", "not valid JSON at byte 1"),
        ("{}", "targets: it is missing"),
        (#"{"targets": {"a b": {"kind": "local"}}}"#, "targets.a b: a name of letters"),
        (#"{"targets": {"a": 1}}"#, "targets.a: an object"),
        (#"{"targets": {"a": {}}}"#, "targets.a.kind: it is missing"),
        (#"{"targets": {"a": {"kind": "vm"}}}"#, "targets.a.kind: one of local, ssh, container, pod"),
        (#"{"targets": {"a": {"kind": "ssh"}}}"#, "targets.a.host: it is missing"),
        (#"{"targets": {"a": {"kind": "ssh", "host": "-oProxyCommand=x"}}}"#, "targets.a.host: a host name"),
        (#"{"targets": {"a": {"kind": "pod"}}}"#, "targets.a: either \"pod\" or \"selector\""),
        (#"{"targets": {"a": {"kind": "pod", "pod": "x", "selector": "y"}}}"#, "targets.a: either"),
        (#"{"targets": {"a": {"kind": "container", "container": "--privileged"}}}"#, "targets.a.container: one word"),
        (#"{"targets": {"a": {"kind": "container", "container": "x", "engine": "lxc"}}}"#, "targets.a.engine: one of"),
        (#"{"default": "b", "targets": {}}"#, "default: there is no target named \"b\""),
        (#"{"target": {}, "targets": {}}"#, "target: there is no such key"),
        (ssh(#""port": 0"#), "targets.a.port: a number from 1 to 65535"),
        (ssh(#""port": "22""#), "targets.a.port: a number"),
        (ssh(#""hots": "x""#), "targets.a.hots: there is no such key here"),
        (ssh(#""jump": "a b""#), "targets.a.jump: a host such as"),
        (ssh(#""known_hosts": "k""#), "targets.a.known_hosts: an absolute path"),
        (ssh(#""known_hosts": "/a %h""#), "targets.a.known_hosts: an absolute path"),
        (ssh(#""strict_host_key_checking": "off""#), "targets.a.strict_host_key_checking: one of"),
        (ssh(#""connect_timeout": 1000"#), "targets.a.connect_timeout: a number from 1 to 60"),
        (ssh(#""directory": "srv""#), "targets.a.directory: an absolute path"),
        (ssh(#""pass": "HOME""#), "targets.a.pass: a list"),
        (ssh(#""pass": [1]"#), "targets.a.pass[0]: a text"),
        (ssh(#""pass": ["OK", "LD_PRELOAD"]"#), "targets.a.pass[1]: LD_PRELOAD is set by dd0c/run, or never"),
        (ssh(#""environment": {"PAGER": "x"}"#), "targets.a.environment.PAGER: PAGER is set by dd0c/run"),
        (ssh(#""environment": {"A-B": "x"}"#), "targets.a.environment.A-B: \"A-B\" is no name"),
        (ssh(#""environment": {"A": 1}"#), "targets.a.environment.A: a text"),
        (ssh(#""environment": {"A": "\u0000"}"#), "targets.a.environment.A: it holds a NUL"),
        (ssh(#""read": {"user": "-x"}"#), "targets.a.read.user: one word"),
        (ssh(#""read": {"user": "a b"}"#), "targets.a.read.user: one word"),
        (ssh(#""read": {"writable": ["/x"]}"#), "targets.a.read.writable: there is no such key"),
        (ssh(#""change": []"#), "targets.a.change: an object"),
        (
            ssh(#""read": {"kubeconfig": "/k", "environment": {"KUBECONFIG": "/l"}}"#),
            "targets.a.read.kubeconfig: KUBECONFIG is set in"
        ),
    ])
    func aMistakeIsNamedWithItsKey(_ text: String, _ expected: String) {
        let complaint = complaint(about: text)
        #expect(complaint.hasPrefix(expected), "\(complaint)")
        #expect(!complaint.contains("\n"))
    }

    @Test func thereIsAMost() {
        let many = (0...TargetFile.limit).map { #""t\#($0)": {"kind": "local"}"# }.joined(separator: ",")
        #expect(complaint(about: #"{"targets": {\#(many)}}"#) == "targets: more than 500 of them")
    }
}
