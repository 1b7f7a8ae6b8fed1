import RiskRules
import Testing

@Suite("What a command needs")
struct CommandNeedsTests {
    @Test(
        "programs, and variables that it does not set",
        arguments: [
            ("kubectl get pods -n $NS | grep x", ["kubectl", "grep"], ["NS"]),
            ("NS=a; kubectl get pods -n $NS", ["kubectl"], []), ("cd /tmp && ls", ["ls"], []),
            ("for p in $(ls); do rm \"$p\"; done", ["ls", "rm"], []), ("psql -h ${PGHOST:-localhost}", ["psql"], []),
            ("curl \"$URL/${PATH}\" -H \"$HOME\"", ["curl"], ["URL"]), ("read a b; echo $a $b $c", [], ["c"]),
            ("f() { jq .; }; f", ["jq"], []), ("awk '{print $1}' $1", ["awk"], []), ("export A=1; env", ["env"], []),
            ("[ -n \"$A\" ] || exit 1", [], ["A"]), ("cat <<E\n$A ${B}\nE", ["cat"], ["A", "B"]),
            ("$TOOL run", [], ["TOOL"]), ("/opt/x/run.sh", ["/opt/x/run.sh"], []), ("echo $((N + 1))", [], []),
            ("", [], []), ("while read l; do echo $l; done < $F", [], ["F"]), ("echo ${#A[@]} ${!B}", [], ["A", "B"]),
        ] as [(String, [String], [String])])
    func needs(_ text: String, _ programs: [String], _ variables: [String]) {
        let needs = CommandNeeds(of: text)
        #expect(needs.programs == programs && needs.variables == variables, "\(needs)")
    }
}
