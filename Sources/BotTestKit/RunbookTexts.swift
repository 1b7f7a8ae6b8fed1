/// Makes texts like those that people paste, and worse: from the parts that runbooks are made of, and from given texts
/// that are cut, joined and damaged. The same seed makes the same texts.
package struct RunbookTexts: Sendable {
    private var random: SeededRandom
    private let seeds: [[UInt8]]

    /// - Parameter seeds: texts to damage; may be empty.
    package init(seed: UInt64, seeds: [String] = []) {
        random = SeededRandom(seed: seed)
        self.seeds = seeds.map { Array($0.utf8) }
    }

    /// The next text, of at most some 4,000 bytes.
    package mutating func next() -> [UInt8] {
        var bytes: [UInt8]
        if !seeds.isEmpty, random.chance(50) {
            bytes = random.pick(seeds)
            if random.chance(30) { bytes = part(of: bytes) + part(of: random.pick(seeds)) }
        } else {
            bytes = Array(grown().utf8)
        }
        for _ in 0..<random.number(in: 0..<6) { damage(&bytes) }
        return Array(bytes.prefix(4000))
    }

    private static let lines = [
        "# Title", "## Steps", "### 3. Restart it {#three}", "## Rollback", "## Prerequisites", "**Bold heading**",
        "1. Run `kubectl get pods -n <ns>`", "2. If it fails, go to step 1. Otherwise go to step 9", "- Check the logs",
        "   - a nested point", "* [ ] a task", "4a) If most fail, call #ops", "Step 5: wait", "```bash", "```", "~~~~",
        "$ df -h", "user@host:~$ ls", "mysql> select 1;", "PS C:\\> Get-Service", "127.0.0.1:6379> INFO",
        "for x in a b; do",
        "done", "cat <<EOF", "EOF", "| a | b |", "|---|---|", "| Symptom | Action |", "> quoted", "> [!NOTE]",
        ">> deep",
        "<details>", "<summary>If it hangs</summary>", "</details>", "<details>a</details> b", "<summary>c</summary>d",
        "<pre>", "</pre>", "<!-- c -->", "{code:bash}",
        "{code}", "{expand:title=x}", "{expand}", "{panel}", "h2. Heading", ".. code-block:: bash", ".. note:: x",
        "::", "=====", "-----", "[source,bash]", "----", "!!! note", "    indented", "\tkubectl get x", "::: tip",
        ":::",
        "If the count is more than 50, restart it", "Is it up? If so, stop. If not, go on.", "Yes: go to step 2.",
        "No: stop", "Unless it works, escalate", "Repeat step 1 until it says \"ok\"", "Otherwise wait", "",
        "Depending on the state:", "- **red**: restart", "up -> go on", "From: a", "Subject: b", "Ada  9:02 AM",
        "SELECT pg_cancel_backend(:pid);", "rate(http_requests_total{code=~\"5..\"}[5m]) > 1", "GET /_cat/indices",
        "Prerequisites: vpn", "Owner: x | Severity: y", "---", "a: b", "http://x.y/d/z", "[link](#three)", "![i](j)",
        "<html>", "<ol><li>Run <code>df</code></li></ol>", "<table><tr><td>a</td></tr>", "&lt;a&gt; &#x41;",
        "\u{201C}quoted\u{201D} \u{2013} dash", "\u{A0}\u{A0}nbsp", "\u{FEFF}bom", "emoji \u{1F525}", "`", "``", "*",
        "_",
        "[", "](", "!", "\\", "#", "$", "${A}", "{{ b }}", "<c>", "(", ")", "\"", "'", "%", "10.0.0.x", "xxx",
        "<!-- dd0c.runbook/1 -->", "### 1. x", "- If: a", "- Then go to 3: b", "- Undo (derived): c", "- Note: d",
        "{\"version\": 2, \"width\": 80}", "[0.1, \"o\", \"ls\\r\\n\"]", " 12  ls -l", ": 1700000000:0;ls",
    ]

    private mutating func grown() -> String {
        var text = ""
        for _ in 0..<random.number(in: 1..<30) {
            var line = random.pick(Self.lines)
            if random.chance(15) { line += " " + random.pick(Self.lines) }
            if random.chance(10) { line = String(repeating: " ", count: random.number(in: 1..<8)) + line }
            if random.chance(3) { line = String(repeating: line, count: random.number(in: 2..<40)) }
            text += line + (random.chance(4) ? "\r\n" : "\n")
        }
        return text
    }

    private mutating func part(of bytes: [UInt8]) -> [UInt8] {
        guard bytes.count > 2 else { return bytes }
        let start = random.number(in: 0..<bytes.count)
        return Array(bytes[start..<random.number(in: start..<bytes.count + 1)])
    }

    private mutating func damage(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let place = random.number(in: 0..<bytes.count)
        switch random.number(in: 0..<7) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
        case 2: bytes[place] = random.pick(Array("`*_#[]()<>{}|\"'$\\-:.!?\n\t \u{0}".utf8))
        case 3: bytes.removeSubrange(place..<min(bytes.count, place + random.number(in: 1..<60)))
        case 4: bytes.insert(contentsOf: random.pick(Self.lines).utf8, at: place)
        case 5:
            let run = [UInt8](repeating: bytes[place], count: random.number(in: 1..<200))
            bytes.insert(contentsOf: run, at: place)
        default:
            let end = min(bytes.count, place + random.number(in: 1..<80))
            bytes.insert(contentsOf: Array(bytes[place..<end]), at: random.number(in: 0..<bytes.count))
        }
    }
}
