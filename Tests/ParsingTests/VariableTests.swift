import Parsing
import RunbookModel
import Testing

@Suite struct VariableTests {
    @Test(arguments: [
        ("kubectl logs <pod>", ["<pod>"]),
        ("kubectl logs <name of the pod> -n {{ namespace }}", ["<name of the pod>", "{{ namespace }}"]),
        ("ssh $HOST_NAME", ["$HOST_NAME"]), ("ssh ${HOST_NAME} -l $USER", ["${HOST_NAME}"]),
        ("aws s3 ls s3://YOUR_BUCKET", ["YOUR_BUCKET"]), ("ping 10.0.0.x", ["10.0.0.x"]),
        ("kubectl drain NODE_NAME", ["NODE_NAME"]), ("kubectl -n [NAMESPACE] get pods", ["[NAMESPACE]"]),
        ("hokusai [staging|production] refresh", ["[staging|production]"]),
        ("curl http://my-cluster/x", ["my-cluster"]),
        ("export TOKEN=xxxxxxxx", ["xxxxxxxx"]), ("export CLUSTER=...", ["..."]),
        ("kubectl logs $POD-NAME -n web", ["$POD-NAME"]),
        ("kubectl -n [namespace] delete pod {pod_name}", ["[namespace]", "{pod_name}"]),
        ("net stop %SERVICE%", ["%SERVICE%"]), ("kubectl scale deploy/api --replicas=N", ["N"]),
        ("ping cache.REPLACE_ME", ["REPLACE_ME"]), ("gcloud compute ssh INSTANCE", ["INSTANCE"]),
        ("kubectl --context CLUSTER get pods", ["CLUSTER"]), ("ssh <<host>>", ["<<host>>"]),
        ("ssh __USER__@web", ["__USER__"]), ("aws s3 ls s3://bucket-name", ["bucket-name"]),
        ("ssh example-host", ["example-host"]),
        // None of these is a placeholder.
        ("sort <in.txt >out.txt", []), ("grep '[a-z]' x", []), ("for p in a b; do echo $p; done", []),
        ("awk '{print $2}' x", []), ("kubectl get pod x -o jsonpath='{.items}'", []), ("echo ${x:-1} {a,b} {1..3}", []),
        ("helm template . | sed 's/<none>/0/'", []), ("sed \"s/XXX/YYY/\" a.txt", []), ("rg \"<b>\" a.html", []),
        ("curl -s h | jq \".items[] | {name}\"", []), ("kubectl get pods | grep '<pending>'", []),
        ("redis-cli CLUSTER INFO", []), ("date +%Y%m%d", []), ("psql -c 'DROP DATABASE x'", []),
        ("aws ec2 describe-instances --filters Name=group-name,Values=a", []),
        ("kubectl get nodes --type CLUSTER", []), ("taskkill /F /PID 12", []),
        ("[ -f /etc/x ] && date -u", []), ("echo $HOME $PATH $1", []), ("docker ps --format '{{.Names}}'", []),
    ])
    func placeholders(command: String, expected: [String]) {
        let content = parse("```bash\n\(command)\n```")
        #expect(content.steps.first?.command == command)
        #expect(content.variables.map(\.placeholder) == expected)
        for variable in content.variables { #expect(command.contains(variable.placeholder)) }
    }

    @Test func oneNameForTheSameThing() {
        let content = parse(
            "```bash\nkubectl get pod <pod-name>\nkubectl logs <podname>\nkubectl exec $POD_NAME -- date -u\n```")
        #expect(Set(content.variables.map(\.name)) == ["pod_name"])
        #expect(content.steps.allSatisfy { $0.variables == ["pod_name"] })
    }

    @Test func assignedValuesAreDefaults() {
        let content = parse("```bash\nexport REGION=eu-west-1\naws --region $REGION ec2 describe-instances\n```")
        #expect(
            content.variables == [
                Variable(
                    name: "region", placeholder: "$REGION", defaultValue: "eu-west-1", kind: .region,
                    alertLabel: "region")
            ])
    }

    /// A letter of an option and the name of a program say nothing about what is wanted.
    @Test(arguments: [
        ("psql -h db-1 -U ...", "value"), ("kubectl exec -it web-xxxxx -- date", "web"),
        ("ping 10.1.2.XXX", "address"), ("tar czf all.tgz ...", "value"), ("kubectl logs pod ...", "pod"),
        ("gcloud compute ssh a --zone ...", "zone"), ("kubectl scale deploy/api --replicas=N", "replicas"),
    ])
    func names(command: String, name: String) {
        #expect(parse("```bash\n\(command)\n```").variables.map(\.name) == [name])
    }

    @Test func otherLanguagesSetTheirOwn() {
        let shell = parse("```powershell\n$job = Get-Service spool; $job.Status\nGet-Process -Name $env:APP\n```")
        #expect(shell.variables == [])
        let sql = parse("```sql\nSELECT [Name] FROM [Orders];\nSELECT pg_cancel_backend(PID);\n```")
        #expect(sql.variables.map(\.placeholder) == ["PID"])
    }

    /// The text tells which of the values is an example.
    @Test(arguments: [
        "Replace `cache-7` with the host that has the alarm.", "Change `cache-7` to your host.",
        "where `cache-7` is the name of the host.", "`cache-7` is the host you found before.",
    ])
    func examples(sentence: String) {
        for text in ["```\nssh cache-7\n```\n\n\(sentence)", "\(sentence)\n\n```\nssh cache-7\n```"] {
            let content = parse("# X\n\n" + text)
            #expect(content.variables.map(\.placeholder) == ["cache-7"])
            #expect(content.variables.first?.kind == .host)
            #expect(content.steps.map(\.command) == ["ssh cache-7"])
            #expect(content.steps[0].variables == content.variables.map(\.name))
            #expect(content.steps[0].notes.contains(sentence))
            #expect(withoutLines(parse(RunbookMarkdown.render(content))) == withoutLines(content))
        }
    }

    /// To replace a thing is work, and what isn't in a command is no value of one.
    @Test(arguments: [
        "1. Replace `proxy.conf` with the new version.\n2. Run `cp proxy.conf /etc/proxy`",
        "1. Replace `disk-2` with your spare disk.\n2. Run `df -h`",
    ])
    func workIsNoExample(text: String) {
        let content = parse("# X\n\n" + text)
        #expect(content.variables == [])
        #expect(content.steps.map(\.kind) == [.manual, .command])
    }

    @Test func namesFromDescriptions() {
        let content = parse("```bash\nNAMESPACE='<value of namespace label from alert>'\n```")
        #expect(content.variables.map(\.name) == ["namespace"])
    }
}
