import RiskRules
import RunbookModel
import Testing

/// Both sides of the rules that let a command be green although it looks like one that is not.
@Suite("Borders")
struct BorderTests {
    static let neverGreen: [String] = [
        // Names that a cluster printed are trusted; other output is not.
        "for p in $(cat f); do kubectl logs $p; done", "p=$(cat f); kubectl exec $p -- df",
        "for p in $(kubectl get pods -o jsonpath='{.items[*].metadata.labels.x}'); do kubectl logs $p; done",
        "for p in $(kubectl get pods -o jsonpath='--x{.items[*].metadata.name}'); do kubectl logs $p; done",
        "for p in $(kubectl get pods -o name; cat f); do kubectl logs $p; done",
        "for p in $(kubectl get pods -o name | sed s/^/-/); do kubectl logs $p; done",
        "for p in $(kubectl get pods -o name); do p=$(cat f); kubectl logs $p; done",
        "for p in $(kubectl get pods -o name); do kubectl exec $p -- rm x; done",
        "for p in $(kubectl get pods -o name); do $p; done", "kubectl delete pod $(kubectl get pods -o name)",
        "for p in $(/tmp/kubectl get pods -o name); do kubectl logs $p; done",
        // Code inside patterns.
        "perl -ne 'print if /$x[system(\"id\")]/' f", "perl -pe 's/a/id/e' f", "perl -pe 's/a/$x{system(\"id\")}/' f",
        "perl -pe 's/a/@{[system(\"id\")]}/' f", "perl -pe 's/(?{system(\"id\")})//' f", "perl -i -pe 's/a/b/' f",
        // Questions to sockets.
        "echo 'show stat; disable server x/y' | socat stdio /run/h.sock", "echo 'show stat' | socat - EXEC:sh",
        "echo 'show stat' | socat - /tmp/file", "echo 'set server x/y state drain' | socat stdio /run/h.sock",
        "cat cmds | socat stdio /run/h.sock", "echo 'stats reset' | nc localhost 11211",
        // Help of programs that run something first.
        "docker run image --help", "service nginx restart --help", "docker exec c rm --help", "./tool --help",
        "docker compose run web --help",
        // Groups with the names of verbs.
        "doctl monitoring uptime check delete x", "az monitor log-analytics query-pack delete -n x",
        "gcloud logging logs delete x", "oci search service list delete",
        // Programs that settings of a repository name.
        "git diff", "git show", "git log -p", "git blame f", "git stash show -p", "git log -G x",
        "git diff --no-textconv",
        "git diff --no-ext-diff", "git diff --no-ext-diff --no-textconv --ext-diff",
        // Values that a client puts into the SQL.
        "psql -v q='; drop table t' <<< 'select 1 :q'",
        "apt-get -s install x -o APT::Update::Pre-Invoke::=sh", "apt-cache search x -o x=y", "npm ls --node-options=x",
        "yq eval 'env(X)' f", "redis-cli acl list", "redis-cli -r -1 ping", "wget --spider -r http://x",
        "dig -f x +short",
        "nomad alloc fs x secrets/y", "cat /app/secrets/db",
        "sudo -l -i", "sudo -l rm x",
        "export EDITOR=/tmp/x", "export KUBE_EDITOR='vim -c !id'", "KUBE_EDITOR=/tmp/x kubectl get pods",
        "vtysh -c 'show ip route' -c 'conf t'", "ovs-appctl -t x cluster/leave DB", "conntrack -F", "ipvsadm -C",
        "hdparm --security-erase p /dev/sda", "wipefs -a /dev/sdb", "badblocks -w /dev/sdb",
    ]

    static let green: [String] = [
        "for p in $(kubectl get pods -n shop -o name); do kubectl logs -n shop $p --tail=5; done",
        "for p in $(oc get pods -o=jsonpath='{.items[*].metadata.name}'); do oc exec \"$p\" -c x -- df -h; done",
        "POD=$(kubectl get pod -l app=web -o jsonpath='{.items[0].metadata.name}'); kubectl logs $POD --tail=20",
        "P=$(kubectl get pods --no-headers | grep web | head -1 | awk '{print $1}'); kubectl describe pod $P",
        "perl -pe 's/a/b/g' f", "perl -ne 'print if /a{2}$/' f",
        "echo 'show stat' | socat stdio /run/haproxy.sock", "echo 'show info;show stat' | nc -U /run/h.sock",
        "docker container rename --help", "kubectl rollout restart --help", "helm --version", "mysqlcheck --version",
        "git diff --no-ext-diff --no-textconv", "git diff --stat", "git show --name-only HEAD",
        "git log -p --no-textconv",
        "git log --oneline", "export KUBE_EDITOR=\"/usr/bin/nano\"", "vtysh -c 'show ip bgp summary'",
        "ovs-appctl -t /var/run/ovn/ovnsb_db.ctl cluster/status OVN_Southbound", "conntrack -L", "wipefs /dev/sdb",
        "sudo -l", "mongosh --eval 'db.getMongo().getDBNames()'", "lsblk --output NAME,SIZE --json",
        "kubectl get --raw /apis/metrics.k8s.io/v1beta1/nodes",
        "ansible-playbook site.yml --list-tasks", "salt 'web*' state.apply nginx test=True", "oc adm upgrade",
    ]

    @Test("ask first", arguments: neverGreen)
    func asksFirst(_ command: String) {
        #expect(RiskClassifier().assess(command, language: .shell).risk >= .yellow)
    }

    @Test("run by themselves", arguments: green)
    func runsByItself(_ command: String) {
        let assessment = RiskClassifier().assess(command, language: .shell)
        #expect(assessment.risk == .green, "\(assessment.reasons)")
    }
}
