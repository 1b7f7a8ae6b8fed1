import Connectors
import Testing

@Suite struct OutputMaskTests {
    private let mask = OutputMask(secrets: ["s3cr3t-value", "line one\nline two", "short", "p@ss word!"])

    @Test(arguments: [
        ("token xoxb-123456-abcDEF done", "token *** done"),
        ("xapp-1-A02-3-abcdef", "***"),
        ("key AKIAIOSFODNN7EXAMPLE.", "key ***."),
        ("AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG", "AWS_SECRET_ACCESS_KEY=***"),
        ("Authorization: Bearer abc.def-ghi", "Authorization: ***"),
        ("curl -H 'Authorization: Basic dXNlcjpwYXNz' http://x", "curl -H 'Authorization: ***' http://x"),
        ("sent bearer abcdefgh12345678", "sent bearer ***"),
        ("jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc_DEF-1", "jwt ***"),
        ("password=hunter2 user=bob", "password=*** user=bob"),
        ("PGPASSWORD='a b\\'c' psql", "PGPASSWORD='***' psql"),
        (#"{"db_password": "a\"b", "port": 1}"#, #"{"db_password": "***", "port": 1}"#),
        ("  clientSecret:   abc123", "  clientSecret:   ***"),
        ("mysql --password hunter2 -u x", "mysql --password *** -u x"),
        ("mysql --password=hunter2", "mysql --password=***"),
        ("postgres://bob:hunter2@db:5432/x?a=b", "postgres://bob:***@db:5432/x?a=b"),
        ("https://abcdef0123456789abcdef@host/", "https://***@host/"),
        ("redis://:p%40ss@h", "redis://:***@h"),
        ("GET /x?api_key=abc&limit=5", "GET /x?api_key=***&limit=5"),
        ("ghp_abcdefghijklmnop1234 x", "*** x"),
        ("a s3cr3t-value b", "a *** b"),
        ("line two", "***"),
        ("p%40ss%20word%21", "***"),
        ("czNjcjN0LXZhbHVl", "***"),
        ("ends in s3cr3t-v", "ends in ***"),
    ])
    func secretsAreMasked(_ text: String, _ masked: String) {
        #expect(mask.mask(text) == masked)
    }

    @Test(arguments: [
        "short", "the password is wrong", "password: ", "password=null", "PWD=/home/x", "tokens: 5 left",
        "http://host:8080/a@b", "git@github.com:a/b.git", "user@example.com", "kubectl get secrets", "eyJ is a prefix",
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", "skip-this-please-now-or-later",
        "commit 3f786850e387550fdab836ed7e6dc881de23001b", "secretName: my-tls", "token = ]",
    ])
    func otherTextIsLeftAlone(_ text: String) {
        #expect(mask.mask(text) == text)
    }

    @Test func privateKeysGoWhole() {
        let key = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabcd\n-----END RSA PRIVATE KEY-----"
        #expect(mask.mask("a\n\(key)\nb") == "a\n***\nb")
        #expect(mask.mask("a\n-----BEGIN PRIVATE KEY-----\nMIIE\nno end") == "a\n***")
        #expect(mask.mask("MIIE\nabcd\n-----END PRIVATE KEY-----\nb") == "***\nb")
    }

    @Test func variablesThatNameASecretAreFound() {
        let found = OutputMask.secrets(in: [
            "SLACK_BOT_TOKEN": "aaaaaaaa", "DB_PASS": "bbbbbbbb", "PWD": "/home/x", "HOME": "/root",
            "DATABASE_URL": "postgres://u:cccccccc@h/d", "AWS_ACCESS_KEY_ID": "AKIA",
            "DD0C_PAGERDUTY_SECRET": "dddddddd",
        ])
        #expect(Set(found) == ["aaaaaaaa", "bbbbbbbb", "cccccccc", "dddddddd"])
    }

    @Test(arguments: [
        ("\u{1B}[1;31mred\u{1B}[0m", "red"), ("a\u{1B}]0;title\u{07}b\u{1B}]8;;http://x\u{1B}\\c", "abc"),
        ("a\u{1B}(Bb\u{1B}7c\u{9B}2Jd", "abcd"), ("a\r\nb\rc", "a\nb\nc"), ("N\u{8}NA\u{8}A", "NA"),
        ("tab\tkept\n", "tab\tkept\n"), ("\u{202E}evil\u{2066}x\u{200B}y\u{FEFF}", "evilxy"),
        ("a\0b\u{7F}c\u{85}d", "abcd"),
        ("open \u{1B}]0;never closed\nnext", "open \nnext"),
        ("caf\u{E9} \u{1F600} \u{2713}", "caf\u{E9} \u{1F600} \u{2713}"),
        ("\u{8}\u{8}a\n\u{8}b", "a\nb"), ("a\u{1B}Pq#0\u{1B}\\b", "ab"), ("\u{1B}", ""), ("x\u{2028}y", "x\ny"),
    ])
    func whatMovesOrHidesIsRemoved(_ text: String, _ clean: String) {
        #expect(OutputText.sanitize(text) == clean)
    }
}
