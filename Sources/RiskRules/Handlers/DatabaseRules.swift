import ByteText
import RunbookModel
import ShellSyntax

/// How a client of a SQL database takes its statements.
struct SQLClient {
    var dialect: SQLDialect
    /// Options whose value is SQL.
    var statements: Set<String>
    /// Options whose value is a file of SQL.
    var scripts: Set<String> = []
    /// Options that write files.
    var outputs: Set<String> = []
    /// Options that list something and end.
    var lists: Set<String> = []
    var wrapper: WrapperRule
    /// The operand behind this many is SQL, as for `sqlite3 file 'select 1'`.
    var statementOperand: Int?

    static let all: [String: SQLClient] = [
        "psql": SQLClient(
            dialect: .postgresql, statements: ["-c", "--command"], scripts: ["-f", "--file"],
            outputs: ["-o", "--output", "-L", "--log-file"], lists: ["-l", "--list", "-V", "--version", "--help"],
            wrapper: WrapperRule(
                "-h= -p= -U= -d= -w -W -t -A -q -x -X -n -z -0 -1 -a -b -e -E -H -s -S -l -V -F= -R= -P= -T= -v= -c= -f= -o= -L= "
                    + "--host= --port= --username= --dbname= --no-password --password --tuples-only --no-align --quiet --expanded --no-psqlrc --csv "
                    + "--set= --variable= --command= --file= --output= --log-file= --list --version --help --pset= --field-separator= --record-separator= --single-transaction --echo-all --echo-errors --echo-queries --html --no-readline"
            )),
        "mysql": mysql, "mariadb": mysql,
        "sqlite3": SQLClient(
            dialect: .sqlite, statements: ["-cmd"], scripts: ["-init"],
            wrapper: WrapperRule(
                "-header -noheader -csv -column -json -line -list -readonly -batch -bail -cmd= -init= -separator= -nullvalue= -version -markdown -table -box -html -quote"
            ),
            statementOperand: 1),
        "cqlsh": SQLClient(
            dialect: .cql, statements: ["-e", "--execute"], scripts: ["-f", "--file"],
            wrapper: WrapperRule(
                "-e= -f= -u= -p= -k= --execute= --file= --username= --password= --keyspace= --ssl --no-color -C --request-timeout= --connect-timeout= --version --cqlshrc="
            )),
        "clickhouse-client": clickhouse, "clickhouse": clickhouse,
        "sqlcmd": SQLClient(
            dialect: .tsql, statements: ["-Q", "-q"], scripts: ["-i"], outputs: ["-o"],
            wrapper: WrapperRule("-S= -U= -P= -d= -Q= -q= -i= -o= -h= -W -s= -w= -E -C -N -b -l= -t= -y= -Y= -I -x -K=")
        ),
        "cockroach-sql": SQLClient(
            dialect: .postgresql, statements: ["-e", "--execute"], scripts: ["-f", "--file"],
            wrapper: WrapperRule(
                "-e= -f= --execute= --file= --host= --port= --url= --insecure --certs-dir= -u= --user= -d= --database= --format="
            )),
        "influx": SQLClient(
            dialect: .generic, statements: ["-execute", "--execute"],
            wrapper: WrapperRule(
                "-execute= -database= -host= -port= -username= -password= -format= -precision= -ssl -unsafeSsl")),
        "presto": trino, "trino": trino,
    ]

    private static let mysql = SQLClient(
        dialect: .mysql, statements: ["-e", "--execute", "--init-command"], scripts: [], outputs: ["--tee"],
        lists: ["-V", "--version", "--help", "-?"],
        wrapper: WrapperRule(
            "-h= -u= -p? -P= -D= -S= -e= -N -B -s -t -v -E -A -f -n -r -w -H -X -C -q -V --host= --user= --password? --port= --database= --socket= --execute= "
                + "--init-command= --skip-column-names --batch --silent --table --verbose --vertical --connect-timeout= --ssl-mode= --ssl-ca= --ssl? --tee= --defaults-file= --defaults-extra-file= --protocol= --raw --no-auto-rehash --column-names --default-character-set= --login-path= --version --help --force --safe-updates --html --xml --skip-ssl"
        ))
    private static let clickhouse = SQLClient(
        dialect: .clickhouse, statements: ["-q", "--query"], scripts: ["--queries-file"],
        wrapper: WrapperRule(
            "-q= -h= -u= -d= -n -m -t -s -f= --query= --queries-file= --host= --port= --user= --password= --database= --format= --multiquery --multiline --time --secure --max_execution_time= --readonly= -E --vertical"
        ))
    private static let trino = SQLClient(
        dialect: .generic, statements: ["--execute"], scripts: ["-f", "--file"],
        wrapper: WrapperRule("--execute= -f= --file= --server= --catalog= --schema= --user= --output-format= --debug"))
}

extension ToolHandlers {
    static let databases: [String: Handler] = {
        var table: [String: Handler] = [:]
        for (name, client) in SQLClient.all {
            table[name] = { analyzer, call in analyzer.judgeSQLClient(call, client) }
        }
        for name in ["gitlab-psql", "gitlab-geo-psql"] {
            table[name] = { analyzer, call in
                var inner = call
                inner.name = "psql"
                if let client = SQLClient.all["psql"] { analyzer.judgeSQLClient(inner, client) }
            }
        }
        table["redis-cli"] = redis
        table["gitlab-redis-cli"] = redis
        table["valkey-cli"] = redis
        for name in ["mongo", "mongosh"] { table[name] = mongo }
        return table
    }()

    private static let redis: Handler = {
        let rule = WrapperRule(
            "-h= -p= -s= -a= -n= -u= -r= -i= -d= -D= -x -X= -c -e -2 -3 -t= --user= --pass= --askpass --tls --cacert= --cert= --key= --insecure --sni= --raw --no-raw --csv --json --quoted-input --no-auth-warning --verbose --version --help "
                + "--stat --latency --latency-history --latency-dist --bigkeys --memkeys --hotkeys --scan --pattern= --count= --intrinsic-latency= --rdb= --functions-rdb= --pipe --pipe-timeout= --replica --slave --eval= --ldb --cluster= --lru-test= --show-pushes= --memkeys-samples= --cluster-yes"
        )
        return { analyzer, call in
            let parsed = ParsedCall(call.arguments, arities: rule.arities, singleDash: false, stops: true)
            analyzer.reportStrangers(parsed, call)
            if parsed.has("--version", "--help") {
                analyzer.add(.green, "redis.help", "Shows help.", call.range); return
            }
            if parsed.has("--rdb", "--functions-rdb") {
                analyzer.add(.yellow, "redis.rdb", "Writes a copy of the database into a file.", call.range)
            }
            if parsed.has("--eval", "--pipe", "--lru-test", "--ldb") {
                analyzer.add(.red, "redis.script", "Runs commands that are not shown here.", call.range)
            }
            if let count = parsed.value("-r").flatMap(Int.init), !(0...100).contains(count) {
                analyzer.add(
                    Finding(.yellow, "redis.repeat", "It asks again and again.", range: call.range, isHeavy: true))
            }
            if parsed.has("-x", "-X") {
                analyzer.add(.yellow, "redis.input", "Takes a value from its input.", call.range)
            }
            if let action = parsed.value("--cluster") {
                let risk: Risk =
                    ["info", "check"].contains(action)
                    ? .green
                    : [
                        "add-node", "create", "rebalance", "reshard", "fix", "set-timeout", "backup", "import", "call",
                        "help",
                    ].contains(action) ? .yellow : .red
                analyzer.add(risk, "redis.cluster", "Cluster action '\(action)'.", call.range)
                return
            }
            if parsed.has(
                "--bigkeys", "--memkeys", "--hotkeys", "--scan", "--latency", "--stat", "--latency-history",
                "--latency-dist", "--intrinsic-latency", "--replica", "--slave")
            {
                if parsed.has("--latency", "--stat", "--latency-history", "--latency-dist", "--replica", "--slave") {
                    analyzer.add(.endless("redis.follow", call.range))
                }
                analyzer.add(.green, "redis.scan", "Samples keys.", call.range)
                return
            }
            guard !parsed.operands.isEmpty else {
                guard case .text(let text) = call.input else {
                    analyzer.add(
                        call.input == .opaque ? .red : .yellow, "redis.input", "Which commands run is not known.",
                        call.range)
                    return
                }
                analyzer.judgeRedis(text: text, range: call.range)
                return
            }
            analyzer.judgeRedis(parsed.operands, call)
        }
    }()

    private static let mongo: Handler = {
        let rule = WrapperRule(
            "--eval= --host= --port= --username= --password= --authenticationDatabase= -u= -p= --quiet --tls --ssl --sslCAFile= --tlsCAFile= --norc --json? --version --help --authenticationMechanism= --tlsAllowInvalidCertificates --sslAllowInvalidCertificates --nodb --file= -f= --shell"
        )
        return { analyzer, call in
            let parsed = ParsedCall(call.arguments, arities: rule.arities, singleDash: false)
            analyzer.reportStrangers(parsed, call)
            if parsed.has("--version", "--help") {
                analyzer.add(.green, "mongo.help", "Shows help.", call.range); return
            }
            let scripts = parsed.operands.filter { $0.text.hasSuffix(".js") }
            if parsed.has("--file", "-f") || !scripts.isEmpty {
                analyzer.add(.yellow, "mongo.script", "Runs a script that is not shown here.", call.range)
            }
            let programs = parsed.options.filter { $0.name == "--eval" }.compactMap(\.value)
            for program in programs {
                if program.unknown == .output {
                    analyzer.add(.red, "mongo.hidden", "The program can't be known.", call.range)
                }
                analyzer.judgeMongo(program.text, call.range)
            }
            if programs.isEmpty, scripts.isEmpty {
                switch call.input {
                case .text(let text): analyzer.judgeMongo(text, call.range)
                case .opaque: analyzer.add(.red, "mongo.opaque", "Which commands run can't be known.", call.range)
                case .none:
                    analyzer.add(
                        .yellow, "mongo.interactive", "Opens a database shell: what is typed there is not known.",
                        call.range)
                }
            }
        }
    }()
}

extension ScriptAnalyzer {
    mutating func judgeSQLClient(_ call: Call, _ client: SQLClient) {
        let isSingleDash = client.dialect == .sqlite || call.name == "influx"
        var arguments = call.arguments
        if call.name == "clickhouse", arguments.first?.text == "client" { arguments.removeFirst() }
        let parsed = ParsedCall(arguments, arities: client.wrapper.arities, singleDash: isSingleDash)
        reportStrangers(parsed, call)
        if parsed.mayHideOptions {
            addUnknown(
                call.name, "The output of a command stands where \(call.name) takes options.", "$(…)", call.range)
        }
        var statements = parsed.options.filter { client.statements.contains($0.name) }.compactMap(\.value)
        if let position = client.statementOperand { statements += parsed.operands.dropFirst(position) }
        for option in parsed.options {
            if client.scripts.contains(option.name), let file = option.value {
                if file.text == "/dev/null" { continue }
                if Self.inputFiles.contains(file.text) { continue }
                add(
                    file.isKnown ? .yellow : .red, "sql.script", "Runs SQL from a file that is not shown here.",
                    option.range, effect: "Runs the SQL in \(file.display).", target: file.display)
            }
            if client.outputs.contains(option.name), let file = option.value { writeFile(file, option.range) }
        }
        if parsed.has("--defaults-file", "--defaults-extra-file"), client.dialect == .mysql {
            add(.green, "mysql.defaults", "Takes its settings from a file.", call.range)
        }
        if statements.isEmpty {
            if parsed.options.contains(where: { client.lists.contains($0.name) }) {
                add(.green, "sql.list", "Lists databases, or shows help.", call.range)
                return
            }
            let scripts = parsed.options.filter { client.scripts.contains($0.name) }
            if !scripts.isEmpty, !scripts.contains(where: { Self.inputFiles.contains($0.value?.text ?? "") }) { return }
            switch call.input {
            case .text(let text):
                judge(sql: text, client.dialect, client: call.name, range: call.range)
                // psql puts the values of `-v` into the text, whatever they are.
                if parsed.has("-v", "--set", "--variable"),
                    SQLTokenizer(text, dialect: client.dialect).tokens.contains(.placeholder)
                {
                    addUnknown("sql.variable", "A variable of the client becomes part of the SQL.", "-v", call.range)
                }
            case .opaque:
                add(
                    .yellow, "sql.input", "Runs SQL that is not shown here.", call.range,
                    effect: "Runs SQL that is not shown here.", target: parsed.operands.first?.display)
            case .none:
                add(
                    .yellow, "sql.interactive", "Opens a database shell: what is typed there is not known.", call.range,
                    effect: "Opens a database shell.")
            }
            return
        }
        if statements.count > 1 { add(.yellow, "sql.several", "There is more than one statement.", call.range) }
        for statement in statements {
            if statement.unknown == .output || statement.text == String(Argument.unknownPart) {
                add(.red, "sql.hidden", "The SQL can't be known before it runs.", statement.range)
            }
            judge(sql: statement.text, client.dialect, client: call.name, range: statement.range)
        }
    }

    /// Names of the standard input.
    static let inputFiles: Set<String> = ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"]

    /// Judges SQL with the commands that its client understands.
    mutating func judge(sql: String, _ dialect: SQLDialect, client: String, range: Range<Int>?) {
        trace?.append(TracedCall(shape: SQLShape.trace(sql, dialect: dialect)))
        var plain: [Substring] = []
        for line in sql.parts(between: "\n", omittingEmpty: false) {
            let text = String(line.trimmedSpace)
            if client == "psql" || client == "mysql" || client == "mariadb", text.hasPrefix("\\") {
                judgeBackslash(text, client: client, range: range)
            } else if dialect == .sqlite && client == "sqlite3" && text.hasPrefix(".")
                || dialect == .generic && Self.isDotCommand(sql)
            {
                judgeDotCommand(text, range: range)
            } else {
                plain.append(line)
            }
        }
        let rest = plain.joined(separator: "\n")
        if rest.contains(where: { !$0.isWhitespace }) {
            if dialect == .mysql, let word = rest.split(whereSeparator: \.isWhitespace).first?.lowercased() {
                if ["system", "source", "tee", "pager", "edit"].contains(word) {
                    add(
                        word == "system" ? .red : .yellow, "mysql.client",
                        "The client command '\(word)' does more than a read.", range)
                    return
                }
            }
            var classifier = SQLClassifier(dialect: dialect)
            classifier.classify(rest)
            for var finding in classifier.findings {
                finding.range = range
                add(finding)
            }
        }
    }

    private mutating func judgeBackslash(_ text: String, client: String, range: Range<Int>?) {
        let command = text.dropFirst().prefix { $0.isLetter || $0 == "!" || $0 == "?" || $0 == "+" }
        let argument = String(text.dropFirst(command.count + 1).trimmedSpace)
        if command.hasPrefix("!") {
            let payload = String(text.dropFirst(2))
            analyzePayload(payload, of: client, range: range ?? 0..<0)
            add(.yellow, "sql.shell", "Runs a shell command.", range)
            return
        }
        let reads = [
            "d", "l", "conninfo", "timing", "x", "z", "sf", "sv", "echo", "pset", "h", "?", "encoding", "q", "s", "c",
            "connect", "a", "t", "H", "list",
        ]
        let isRead =
            command.hasPrefix("d") && !command.hasPrefix("do") || reads.contains(String(command.filter { $0 != "+" }))
        if isRead, !argument.holds("`"), !argument.holds("|"), !argument.holds("\\"),
            !(command == "s" && !argument.isEmpty)
        {
            let isEnd = command == "q"
            add(.green, "sql.meta", isEnd ? "Ends the session." : "Shows what the server knows.", range)
        } else {
            let runsProgram = argument.lowercased().parts(between: " ").contains("program")
            add(
                runsProgram || argument.holds("|") || argument.holds("`") || command.hasPrefix("gexec")
                    ? .red : .yellow, "sql.meta", "The client command \\\(command) does more than a read.", range)
        }
    }

    /// A command of sqlite3 that stands alone, where the dialect is not known.
    private static func isDotCommand(_ text: String) -> Bool {
        let text = text.trimmedSpace
        return text.hasPrefix(".") && text.dropFirst().first?.isLetter ?? false && !text.holds(";")
            && !text.holds("\n")
    }

    private mutating func judgeDotCommand(_ text: String, range: Range<Int>?) {
        let words = text.parts(between: " ")
        let command = words.first.map(String.init) ?? "."
        let reads: Set<String> = [
            ".tables", ".schema", ".headers", ".header", ".mode", ".databases", ".indexes", ".indices", ".show",
            ".stats", ".width", ".timer", ".quit", ".exit", ".help", ".fullschema", ".dbinfo", ".nullvalue",
            ".separator", ".dump",
        ]
        if reads.contains(command) {
            let shown = [
                ".tables": "Lists the tables.", ".schema": "Shows how the tables are built.",
                ".databases": "Lists the databases.", ".indexes": "Lists the indexes.",
                ".quit": "Ends the session.", ".exit": "Ends the session.", ".dump": "Prints the database as SQL.",
            ]
            add(.green, "sqlite.meta", shown[command] ?? "Shows what is in the database.", range)
        } else if [".shell", ".system"].contains(command) {
            analyzePayload(words.dropFirst().joined(separator: " "), of: "sqlite3", range: range ?? 0..<0)
            add(.yellow, "sqlite.shell", "Runs a shell command.", range)
        } else {
            add(
                command == ".restore" ? .red : .yellow, "sqlite.command",
                "The command \(command) does more than a read.", range)
        }
    }

    // MARK: Redis

    mutating func judgeRedis(text: String, range: Range<Int>) {
        let script = ShellParser.words(ofLinesIn: text)
        for line in script where !line.isEmpty {
            let call = Call(name: "redis", arguments: line, range: range, input: .none)
            judgeRedis(line, call)
        }
    }

    mutating func judgeRedis(_ words: [Argument], _ call: Call) {
        guard let tool = rules.tools["redis-command"] else { return }
        guard words.first?.isKnown ?? false else {
            add(.red, "redis.hidden", "Which command runs can't be known.", call.range)
            return
        }
        var words = words
        for index in words.indices.prefix(2) where words[index].isKnown {
            words[index].text = words[index].text.lowercased()
        }
        let parsed = ParsedCall([Argument(text: "--", range: call.range)] + words, arities: [:], singleDash: false)
        guard let rule = bestRule(of: tool, for: parsed.operands) else {
            judgeByVerb(call, words.map(\.text), rule: "redis.unknown")
            addUnknown(
                "redis.unknown", "No rule explains the command '\(words[0].text.uppercased())'.", words[0].text,
                call.range)
            return
        }
        if let check = rule.check, let run = ToolChecks.all[check] {
            run(&self, call, parsed, Array(parsed.operands.dropFirst(rule.path.count)))
        }
        var named = call
        named.name = "redis-cli"
        judge(named, by: rule, of: tool, parsed)
    }
}
