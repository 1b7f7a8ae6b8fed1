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
        // None of these is a placeholder.
        ("sort <in.txt >out.txt", []), ("grep '[a-z]' x", []), ("for p in a b; do echo $p; done", []),
        ("awk '{print $2}' x", []), ("kubectl get pod x -o jsonpath='{.items}'", []), ("echo ${x:-1} {a,b} {1..3}", []),
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

    @Test func namesFromDescriptions() {
        let content = parse("```bash\nNAMESPACE='<value of namespace label from alert>'\n```")
        #expect(content.variables.map(\.name) == ["namespace"])
    }
}
