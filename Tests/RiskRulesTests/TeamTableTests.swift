import RiskRules
import RunbookModel
import Testing

@Suite("Tables of a team")
struct TeamTableTests {
    static let digest = String(repeating: "ab", count: 32)
    static let table = """
        # Deployments.
        tool shipit
        options --env= -v
        green status,history | --since= | Shows what is deployed of {1}. | args=1
        yellow deploy | --tag= | Deploys {1}. | target={1}; undo=shipit rollback {1}
        red rollback | | Takes {1} back. | target={1}

        tool kubectl
        red rollout restart | --context=(prod*) | Restarts {1} in production. | target={1}
        yellow get | -n=(payments) | Looks at payments.

        tool curl
        yellow * | | Talks to the network.

        script /opt/ops/depth.sh sha256=\(digest)
        green - | --since= | Shows how long the queue is. | args=1
        red purge | | Empties the queue.
        """

    static func classifier(_ digests: [String: String] = ["/opt/ops/depth.sh": digest]) -> RiskClassifier {
        let (rules, errors) = RuleSet.builtIn(with: [TeamTable(file: "our.rules", text: table)], digests: digests)
        #expect(errors.isEmpty, "\(errors)")
        return RiskClassifier(rules: rules)
    }

    @Test("what else lies in the directory is no table")
    func files() {
        let names = ["a.rules", "README.md", "a.rules~", ".a.rules", ".git", "rules", "b.rules"]
        #expect(names.filter(TeamTable.isTable(fileNamed:)) == ["a.rules", "b.rules"])
    }

    @Test(
        "unknown tools get the colours that are listed, and no more",
        arguments: [
            ("shipit status web", Risk.green), ("shipit --env prod status web --since=1h", .green),
            ("sudo shipit history web", .green), ("shipit status web extra", .yellow),
            ("shipit status --force", .yellow),
            ("shipit status $(rm x)", .red), ("shipit status web > out", .yellow), ("shipit status web | sh", .red),
            ("shipit deploy web --tag=1", .yellow), ("shipit rollback web", .red), ("shipit other", .yellow),
            ("shipit delete-everything", .red), ("./shipit status web", .yellow),
            ("PATH=/tmp shipit status web", .yellow),
            ("shipit status ~/.ssh/id_rsa", .yellow),
        ])
    func unknownTools(_ command: String, _ risk: Risk) {
        let assessment = Self.classifier().assess(command, language: .shell)
        #expect(assessment.risk == risk, "\(command): \(assessment.reasons)")
    }

    @Test(
        "built-in colours are raised where the team says so",
        arguments: [
            ("kubectl --context prod-eu rollout restart deploy/web", Risk.red),
            ("kubectl --context=prod rollout restart deploy/web", .red),
            ("kubectl --context $CTX rollout restart deploy/web", .red),
            ("oc --context=prod rollout restart dc/web", .red),
            ("/usr/bin/kubectl --context=prod rollout restart d/w", .red),
            ("kubectl --context=stage rollout restart deploy/web", .yellow), ("kubectl get pods", .green),
            ("kubectl get pods -n payments", .yellow), ("kubectl get pods -npayments", .yellow),
            ("kubectl get pods --dry-run -n shop", .green), ("curl -s http://localhost/x", .yellow),
            ("ssh host 'curl http://x'", .yellow), ("kubectl delete ns x", .red),
        ])
    func raises(_ command: String, _ risk: Risk) {
        let assessment = Self.classifier().assess(command, language: .shell)
        #expect(assessment.risk == risk, "\(command): \(assessment.reasons)")
    }

    @Test(
        "an approved script has its colour as long as it is the approved one",
        arguments: [
            ("/opt/ops/depth.sh", Risk.green), ("/opt/ops/depth.sh --since=1h orders", .green),
            ("bash /opt/ops/depth.sh orders", .green), ("sudo /opt/ops/depth.sh", .green),
            ("/opt/ops/depth.sh purge", .red), ("/opt/ops/depth.sh a b", .yellow), ("/opt/ops/depth.sh --all", .yellow),
            ("ssh host /opt/ops/depth.sh", .yellow), ("docker exec c /opt/ops/depth.sh", .yellow),
            ("kubectl exec p -- /opt/ops/depth.sh", .yellow), ("nsenter -t 1 -m /opt/ops/depth.sh", .yellow),
            ("/opt/ops/../ops/depth.sh", .yellow), ("opt/ops/depth.sh", .yellow),
            ("BASH_ENV=x /opt/ops/depth.sh", .yellow),
        ])
    func scripts(_ command: String, _ risk: Risk) {
        let assessment = Self.classifier().assess(command, language: .shell)
        #expect(assessment.risk == risk, "\(command): \(assessment.reasons)")
    }

    @Test("a script that changed, or can't be read, loses its colour")
    func changedScripts() {
        let changed = Self.classifier(["/opt/ops/depth.sh": String(repeating: "cd", count: 32)])
        let assessment = changed.assess("/opt/ops/depth.sh", language: .shell)
        #expect(assessment.risk == .yellow)
        #expect(assessment.reasons.contains { $0.rule == "script.changed" })
        #expect(Self.classifier([:]).assess("/opt/ops/depth.sh", language: .shell).risk == .yellow)
        #expect(changed.assess("/opt/ops/depth.sh purge", language: .shell).risk == .red)
        #expect(changed.rulesVersion != Self.classifier().rulesVersion)
        #expect(Self.classifier().rulesVersion != RiskClassifier.rulesVersion)
        #expect(
            Self.classifier(["/opt/ops/depth.sh": Self.digest.uppercased()]).assess(
                "/opt/ops/depth.sh", language: .shell
            ).risk == .green)
    }

    @Test(
        "mistakes are told with file, line, and what to do",
        arguments: [
            ("tool kubectl\ngreen delete", 2, "can only raise"), ("tool rm\ngreen - | -f", 2, "can only raise"),
            ("tool if\ngreen -", 2, "can only raise"), ("tool t\ngreen x | *", 2, "can't take any option"),
            ("tool t\ngreen x*", 2, "can't hold the pattern"), ("tool t\ngreen purge", 2, "destroys something"),
            ("tool /opt/x\ngreen -", 1, "is a path"), ("tool a;b\ngreen -", 1, "can't be the name"),
            ("tool t\ngreen a\ntool t\ngreen b", 3, "described twice"),
            ("tool t : kube\ngreen a", 1, "built-in tables"),
            ("tool t\ngreen a | | | handler=jq", 2, "built-in tables"),
            ("tool t\ngreen a | | | run=kubectl-exec", 2, "built-in"),
            ("tool kubectl\noptions --x\nred get", 1, "options of 'kubectl' are built in"),
            ("script opt/x sha256=\(digest)\ngreen -", 1, "not an absolute path"),
            ("script /a/../b sha256=\(digest)\ngreen -", 1, "not an absolute path"),
            ("script /x sha256=12\ngreen -", 1, "not one of SHA-256"), ("script /x\ngreen -", 1, "needs its path"),
            ("script /x sha256=\(digest)\ngreen -\nscript /x sha256=\(digest)\n", 3, "declared twice"),
            ("green x", 1, "before any tool"), ("tool t\nblue x", 2, "is not known here"),
            ("tool t\ngreen x | y", 2, "is not an option"),
            ("tool t\ngreen x | | | args=many", 2, "args needs a number"),
            ("tool t\ngreen x | -a!q", 2, "effect"), ("tool t\ngreen x | | | radius=galaxy", 2, "radius"),
        ])
    func mistakes(_ text: String, _ line: Int, _ words: String) throws {
        let (rules, errors) = RuleSet.builtIn(with: [TeamTable(file: "x.rules", text: text)])
        let error = try #require(errors.first)
        #expect(error.line == line, "\(error)")
        #expect(error.problem.contains(words), "\(error)")
        #expect(error.file == "x.rules")
        #expect(!error.advice.isEmpty)
        #expect(error.description.hasPrefix("x.rules:\(line): "))
        #expect(rules.version == RuleSet.builtIn.version)
    }

    @Test("all mistakes are told, up to a limit, and nothing of a wrong table is taken")
    func limits() {
        let bad = TeamTable(file: "bad.rules", text: String(repeating: "nonsense\n", count: 80))
        let good = TeamTable(file: "good.rules", text: "tool t\ngreen a")
        let (rules, errors) = RuleSet.builtIn(with: [good, bad])
        #expect(errors.count == 50)
        #expect(RiskClassifier(rules: rules).assess("t a", language: .shell).risk == .yellow)
        let long = TeamTable(file: "l", text: String(repeating: "#", count: RuleSet.teamTextLimit + 1))
        #expect(RuleSet.builtIn(with: [long]).errors.first?.problem.contains("KiB") == true)
        let many = (0...RuleSet.teamTableLimit).map { TeamTable(file: "\($0)", text: "tool t\($0)\ngreen a") }
        #expect(RuleSet.builtIn(with: many).errors.count == 1)
    }

    @Test("the safety vectors hold whatever a team adds")
    func vectors() {
        let classifier = Self.classifier()
        for command in SafetyVectorTests.neverGreen {
            #expect(classifier.assess(command, language: .shell).risk > .green, "\(command)")
        }
    }

    @Test("digests are those of FIPS 180-4")
    func digests() {
        #expect(
            SHA256.hexadecimal(of: Array("abc".utf8))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            SHA256.hexadecimal(of: []) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            SHA256.hexadecimal(of: Array(repeating: UInt8(ascii: "a"), count: 1_000_000))
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
        #expect(
            SHA256.hexadecimal(of: Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8))
                == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    }
}
