/// An input of the benchmark, of about so many bytes.
struct BenchInput: Sendable {
    let name: String
    let make: @Sendable (Int) -> String

    private static func repeated(_ name: String, _ unit: String) -> BenchInput {
        BenchInput(name: name) { bytes in String(repeating: unit, count: max(1, bytes / unit.utf8.count)) }
    }

    /// A runbook as people write them; repeated, it is a long one.
    static let runbook = """
        # Checkout answers slowly

        ## Prerequisites

        - `kubectl` with access to prod-eu
        - the role `checkout-ops`

        ## Steps

        1. Look at the pods. They should all be Running.

           ```bash
           # list the pods
           kubectl -n checkout get pods -l app=checkout
           ```

        2. Count the errors of the last five minutes:

           ```bash
           kubectl -n checkout logs deploy/checkout --since=5m | grep -c "timeout"
           ```

        3. If there are more than 50, go to step 4. Otherwise go to step 6.
        4. Restart it with `kubectl -n checkout rollout restart deploy/checkout` and wait until the pods are ready.
        5. If it doesn't recover, page the database team in #db-oncall.
        6. Check the [dashboard](https://grafana.example.net/d/checkout) for ten minutes.

        | Symptom | Action |
        |---|---|
        | many 502 | Roll back with `kubectl -n checkout rollout undo deploy/checkout` |
        | disk is full | Remove old files below `/var/tmp` |

        > **Note:** the pool holds *twenty* connections, and **never** more.

        ```
        NAME          READY   STATUS
        checkout-1    1/1     Running
        ```

        When the queue is longer than 1000, add workers by hand; unless it is a Sunday, tell support first.


        """

    static let typical = repeated("runbooks", runbook)

    /// What makes careless parsers slow.
    static let worst: [BenchInput] = [
        repeated("table rows", "| a | b | c |\n").after("| a | b | c |\n|---|---|---|\n"),
        repeated("rows without bars", "a | b\n").after("a | b\n---|---\n"),
        BenchInput(name: "nested lists") { bytes in
            var text = ""
            var depth = 0
            while text.utf8.count < bytes {
                text += String(repeating: " ", count: depth * 2) + "- a\n"
                depth = (depth + 1) % 100
            }
            return text
        },
        repeated("nested quotes", String(repeating: "> ", count: 50) + "a\n"),
        repeated("one line of quotes", "> "), repeated("one word", "a"), repeated("one line of words", "run it "),
        repeated("one sentence a line", "If it fails, restart it.\n"),
        repeated("one paragraph", "Check the logs for errors, and if it fails go to step 4. "),
        repeated("fences", "```\nls -l\n```\n"), repeated("open fences", "```bash\n"),
        repeated("tildes", "~~~~\n"), repeated("headings", "# Restart it\n"),
        repeated("questions", "## Is it up?\n"), repeated("links", "[a](b) "), repeated("open brackets", "["),
        repeated("open links", "[a]("), repeated("images", "![a"), repeated("stars", "*a "),
        repeated("underscores", "_a_b "), repeated("double stars", "**a **b\n"), repeated("backticks", "`a ``b "),
        repeated("code spans", "`ls -l` "), repeated("numbered items", "1. Run `df -h`\n"),
        repeated("hand numbers", "1a) Restart it\n"), repeated("bare commands", "kubectl get pods -n a\n"),
        repeated("prompts", "$ ls -l\nout\n"), repeated("here-documents", "```bash\ncat <<EOF\na\n```\n"),
        repeated("quotes in code", "echo \"a'b\n").after("```bash\n"),
        repeated("loops", "for x in a; do\n").after("```bash\n"),
        repeated("SQL", "SELECT 1 FROM t WHERE a = 'b\n").after("```sql\n"),
        repeated("PowerShell", "Get-Item { |\n").after("```powershell\n"),
        repeated("placeholders", "<a> {{ b }} $C ${D} "),
        repeated("entities", "&amp;&#x41;&lt;"), repeated("open tags", "<a href=\""), repeated("comments", "<!-- a\n"),
        repeated("details", "<details>\n<summary>a is b\n"), repeated("preformatted", "<pre>\n"),
        repeated("macros", "{code:bash}\n"), repeated("panels", "{panel:title=a}\n"),
        repeated("expands", "{expand}\na\n"), repeated("page", "<ol><li>Run <code>df</code>").after("<html>"),
        repeated("page tables", "<tr><td>a").after("<html><table>"), repeated("directives", ".. note:: a\n"),
        repeated("asides", "!!! note\n    a\n"), repeated("colons", "::: note\na\n"),
        repeated("definitions", "[a]: b\n"),
        repeated("references", "[a][b] "), repeated("autolinks", "<http://a.b> "),
        repeated("front matter", "---\na: b\n"),
        repeated("chat", "Ada  9:02 AM\nrun `df -h`\n"), repeated("history", " 12  ls -l\n"),
        repeated("NULs", "\u{0}"), repeated("carriage returns", "a\r\n"), repeated("no-break spaces", "\u{A0}"),
        repeated("emoji", "\u{1F525}"), repeated("backslashes", "\\"), repeated("bars", "|"), repeated("hashes", "#"),
        repeated("dashes", "-\n"), repeated("colons only", ":"), repeated("parentheses", "("),
        repeated("canonical form", "### 1. a\n\n- If: a\n- Note: b\n").after("<!-- dd0c.runbook/1 -->\n# t\n"),
    ]

    private func after(_ head: String) -> BenchInput { BenchInput(name: name) { head + make($0) } }
}
