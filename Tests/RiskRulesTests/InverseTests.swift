import RiskRules
import RunbookModel
import Testing

/// What takes a change back, and where there is nothing that certainly does.
@Suite("Inverses")
struct InverseTests {
    let classifier = RiskClassifier()

    static let pairs: [(String, String)] = [
        ("service nginx stop", "service nginx start"), ("sudo service nginx start", "sudo service nginx stop"),
        ("podman stop web", "podman start web"), ("oc cordon n1", "oc uncordon n1"),
        ("docker -H tcp://x stop web", "docker -H tcp://x start web"),
        ("docker compose -p x stop a b", "docker compose -p x start a b"),
        ("sudo -u bob supervisorctl stop web", "sudo -u bob supervisorctl start web"),
        ("sudo --preserve-env=A systemctl stop x", "sudo --preserve-env=A systemctl start x"),
        ("systemctl enable --now x", "systemctl disable x --now"),
        ("systemctl -M c1 stop x", "systemctl start x -M c1"), ("pm2 stop web", "pm2 start web"),
        ("usermod -L bob", "usermod -U bob"), ("mv a.conf a.conf.bak", "mv a.conf.bak a.conf"),
        ("kubectl drain n1 n2", "kubectl uncordon n1 n2"),
        ("kubectl taint nodes n1 k=v:NoSchedule", "kubectl taint nodes n1 k=v:NoSchedule-"),
        ("flux suspend kustomization app -n x", "flux resume kustomization app -n x"),
        ("consul maint -enable -service=a -reason x", "consul maint -disable -service=a"),
        ("nomad node eligibility -disable abc", "nomad node eligibility -enable abc"),
        ("ceph osd set noout", "ceph osd unset noout"),
        ("gh workflow disable d.yml -R a/b", "gh workflow enable d.yml -R a/b"),
        (
            "ldcli flags toggle-off --project p --flag f --environment e",
            "ldcli flags toggle-on --project p --flag f --environment e"
        ),
        (
            "aws ec2 stop-instances --instance-ids i-1 i-2 --region r",
            "aws ec2 start-instances --instance-ids i-1 i-2 --region r"
        ),
        ("gcloud compute instances stop vm1 --zone z", "gcloud compute instances start vm1 --zone z"),
        ("az vm stop -g rg -n vm", "az vm start -g rg -n vm"),
        ("iptables -I INPUT -s 1.2.3.4 -j DROP", "iptables -D INPUT -s 1.2.3.4 -j DROP"),
        ("mysql -h db -e 'STOP REPLICA'", "mysql -h db -e 'START REPLICA'"),
    ]

    @Test("the opposite of what was done", arguments: pairs)
    func opposite(_ command: String, _ undo: String) {
        let inverse = classifier.assess(command, language: .shell).inverse
        #expect(inverse?.command == undo)
        #expect(inverse?.capture == nil)
    }

    static let captured: [(String, String, String)] = [
        (
            "redis-cli -h r CONFIG SET maxmemory 2gb", "redis-cli -h r CONFIG SET maxmemory {{previous}}",
            "redis-cli -h r CONFIG GET maxmemory | tail -n 1"
        ),
        (
            "sudo sysctl -w net.core.somaxconn=1024", "sudo sysctl -w net.core.somaxconn={{previous}}",
            "sudo sysctl -n net.core.somaxconn"
        ),
        (
            "mysql -e 'SET GLOBAL max_connections = 500'", "mysql -e 'SET GLOBAL max_connections = {{previous}}'",
            "mysql -N -B -e 'SELECT @@GLOBAL.max_connections'"
        ),
        (
            "kubectl set image deploy/web web=app:2 -n shop", "kubectl set image deploy/web web={{previous}} -n shop",
            "kubectl get deploy/web -n shop -o 'jsonpath={.spec.template.spec.containers[?(@.name==\"web\")].image}'"
        ),
        (
            "kubectl label node n1 pool=a", "kubectl label node n1 --overwrite {{previous}}",
            "kubectl get node n1 --no-headers -o custom-columns=V:.metadata.labels.pool"
                + " | sed -e 's|^|pool=|' -e 's|^pool=<none>$|pool-|'"
        ),
        (
            "helm upgrade api ./api -n shop", "helm rollback api {{previous}} -n shop",
            "helm history api -n shop --max 1 | awk '$7 == \"deployed\" {print $1}'"
        ),
        (
            "aws ecs update-service --cluster c --service s --desired-count 4",
            "aws ecs update-service --service s --desired-count {{previous}} --cluster c",
            "aws ecs describe-services --services s --cluster c --query 'services[0].desiredCount' --output text"
        ),
        (
            "kubectl scale deploy/x --replicas=3 --cluster c",
            "kubectl scale deploy/x --cluster c --replicas={{previous}}",
            "kubectl get deploy/x --cluster c -o jsonpath='{.spec.replicas}'"
        ),
        ("setenforce 0", "setenforce {{previous}}", "getenforce"),
        ("systemctl set-default rescue.target", "systemctl set-default {{previous}}", "systemctl get-default"),
    ]

    @Test("the old value, which is read first by something that may run by itself", arguments: captured)
    func capture(_ command: String, _ undo: String, _ capture: String) throws {
        let inverse = classifier.assess(command, language: .shell).inverse
        #expect(inverse?.command == undo)
        #expect(inverse?.capture == capture)
        #expect(classifier.assess(capture, language: .shell).runsAlone)
        let renderer = CommandRenderer(classifier: classifier)
        let rendered = try renderer.render(undo, language: .shell, values: ["{{previous}}": "a1"])
        #expect(rendered.assessment.risk >= .yellow)
    }

    @Test(
        "none where it would not certainly bring back what was",
        arguments: [
            // Elsewhere, as somebody else, or with settings that only stand in front.
            "KUBECONFIG=/x kubectl cordon n1", "export KUBECONFIG=/x; kubectl cordon n1",
            "cd /x; docker compose stop web", "env -C /x mv a.log b.log", "runuser -u bob -- pm2 stop web",
            "ssh h service nginx stop", "ip netns exec blue sysctl -w net.core.somaxconn=1",
            // More, or other things, than the words name.
            "supervisorctl stop all", "pm2 stop all", "docker compose stop", "systemctl mask --now x",
            "kubectl rollout restart deploy -l app=x", "kubectl label pods --all a=b", "mkdir -p /a/b",
            "mv core.1 /tmp", "pcs node attribute n1 x=y", "apt-mark manual x",
            // The old value can't be read, or is lost.
            "kubectl taint nodes n1 k=v:NoSchedule --overwrite", "kubectl taint nodes n1 k:NoSchedule-",
            "kubectl set image deploy/web a=b:1 c=d:1", "helm upgrade a ./a --history-max 1",
            "redis-cli config set requirepass x", "sysctl -w vm.drop_caches=3", "sysctl -w net.ipv4.ip_forward=1",
            "mysql -e 'SET GLOBAL read_only = ON'", "psql -c \"ALTER SYSTEM SET work_mem = '64MB'\"", "ufw deny 22",
            "iptables -A INPUT -s 1.2.3.4 -j DROP", "iptables -I INPUT 3 -s 1.2.3.4 -j DROP", "az vm start -g a -n b",
            "aws ecs update-service --cluster c --service s --desired-count 4 --force-new-deployment",
            // Once too often, or not alone.
            "for i in 1 2 3 4 5 6; do helm upgrade a b; done", "sysctl -w net.core.somaxconn=1024 > /tmp/x",
            "helm upgrade a ./a --dry-run", "service nginx stop --frobnicate",
        ])
    func none(_ command: String) {
        #expect(classifier.assess(command, language: .shell).inverse == nil)
    }
}
