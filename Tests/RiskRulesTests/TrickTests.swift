import RiskRules
import RunbookModel
import Testing

@Suite("Tricks")
struct TrickTests {
    static let neverGreen: [String] = [
        "tree -o f", "iconv -o f g", "dmidecode --dump-bin f", "sensors -s", "zless '+!id' f", "pg_dump -f x info",
        "w --exec x",
        "ceph orch host drain x", "ceph osd crush rule rm x", "ceph daemon osd.1 config set a b",
        "ceph orch upgrade start",
        "gcloud compute instances --async delete list",
        #"x='a[$(rm x)]'; echo $((x))"#,
        #"x='a[$(rm x)]'; (( x++ ))"#,
        #"x='a[$(rm x)]'; let x"#,
        #"x='a[$(rm x)]'; [[ $x -eq 1 ]]"#,
        #"x=$(cat f); echo $((x))"#,
        #"x=$(cat f); [[ "$x" -gt 1 ]]"#,
        #"read x; (( x > 1 ))"#,
        #"if x; then rm() { echo; }; fi; rm -rf /"#,
        #"(rm() { :; }); rm -rf /"#,
        #"rm() { :; }; command rm -rf /"#,
        #"rm() { :; }; sudo rm -rf /"#,
        #"rm() { :; }; bash -c 'rm -rf /'"#,
        #"(x=ls); $x rm -rf /"#,
        #"false && x=ls; $x rm -rf /"#,
        #"if c; then x=ls; fi; $x rm -rf /"#,
        #"x=ls | true; $x rm -rf /"#,
        #"x=ls & $x rm -rf /"#,
        #"x=ls; bash -c '$x rm -rf /'"#,
        #"x=ls; ssh h '$x rm -rf /'"#,
        #"x=ls; unset x; $x rm -rf /"#,
        #"x=ls; (unset x; $x rm -rf /)"#,
        #"f() { local x=ls; }; f; $x rm -rf /"#,
        #"x=ls f; $x rm -rf /"#,
        #"for x in ls; do :; done; $x rm -rf /"#,
        #"x=$Y; $x rm"#,
        #"export x=ls; bash -c '$x rm -rf /'"#,
        #"foo() { "$@"; }; foo rm -l"#,
        #"NS=prod; kubectl delete ns $NS"#,
        #"awk '{getline l < "/etc/shadow"; print l}' f"#,
        #"redis-cli config get '*'"#,
        #"xargs -0 -L1 -a /proc/1/environ"#,
        #"git show HEAD:.env"#,
        #"ls() { rm x; }; ls"#,
        #"eval 'x=rm'; $x f"#,
        #"trap 'x=rm' DEBUG; $x f"#,
        #"eval 'ls() { rm x; }'; ls"#,
        #"f() { g; }; g() { rm x; }; f"#,
        #"f() { f2; }; f2() { f; }; f"#,
        #"alias ls=rm; \ls x"#,
        #"a=(rm -rf); "${a[@]}" x"#,
        #"a=(ls); a+=(rm); "${a[@]}""#,
        #"a=(ls); a[0]=rm; "${a[@]}" x"#,
        #"ip netns exec x rm -rf /"#,
        #"git ls-remote ext::sh"#,
        #"cat /etc/sh*dow"#,
        #"cat /etc/sha??w"#,
        #"sed 'r /etc/shadow' f"#,
        #"vault token lookup"#,
        #"perl -ne 'print if /x/' 'id|'"#,
        #"cat "$DIR/shadow""#,
        #"head /proc/$PID/environ"#,
        #"env -S 'rm x'"#,
        #"curl -s http://x -w '%output{f}'"#,
        #"helm upgrade x y --dry-run --post-renderer sh"#,
        #"ssh h < f"#,
        #"ls | xargs sort"#,
        #"git tag v1"#,
        #"aws ec2 $X"#,
    ]

    static let green: [String] = [
        #"foo() { ls; }; foo"#,
        #"foo() { "$@"; }; foo ls -l"#,
        #"i=0; while [ $i -lt 5 ]; do i=$((i+1)); done"#,
        #"for i in 1 2 3; do echo $((i * 2)); done"#,
        #"for ((i = 0; i < 3; i++)); do echo $i; done"#,
        #"{ x=ls; }; $x"#,
        #"NS=prod; kubectl get pods -n $NS"#,
        #"unset -f ls; ls"#,
        #"alias ls='echo'; ls"#,
        #"until [ -f x ]; do sleep 1; done"#,
        #"a=(ls -l); "${a[@]}""#,
    ]

    @Test("ways to make a destructive command look harmless", arguments: neverGreen)
    func asksFirst(_ command: String) {
        #expect(RiskClassifier().assess(command, language: .shell).risk >= .yellow)
    }

    @Test("what only looks like one", arguments: green)
    func runsByItself(_ command: String) {
        let assessment = RiskClassifier().assess(command, language: .shell)
        #expect(assessment.risk == .green, "\(assessment.reasons)")
    }
}
