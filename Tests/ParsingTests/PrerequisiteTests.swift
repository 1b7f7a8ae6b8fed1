import Parsing
import RunbookModel
import Testing

@Suite struct PrerequisiteTests {
    private func written(_ content: RunbookContent) -> [String] {
        content.prerequisites.filter { $0.isDerived != true }.map(\.text)
    }

    private func derived(_ text: String) -> [String] {
        parse(text).prerequisites.filter { $0.isDerived == true }.map(\.text)
    }

    /// A sentence that says who may do it, as whom, from where or with what is no step.
    @Test(arguments: [
        "Only members of mail-admins can do this", "It requires root on the mail host",
        "You should be familiar with Postfix", "You have to have the `swaks` package installed",
        "Permissions needed: mail-admin", "Access required: office VPN", "Tools: swaks, dig", "Assumes a Debian host",
        "Must be run as root", "These steps must be executed from the admin host",
        "You have to be logged in to the registry", "You must be authenticated as a realm admin",
        "Root access is required", "Mail admin rights are needed for this",
    ])
    func sentences(text: String) {
        for document in ["\(text).\n\n## Fix\n\n1. Run `df -h`", "1. \(text).\n2. Run `df -h`\n3. Tell finance"] {
            let content = parse("# X\n\n" + document)
            #expect(written(content) == [text])
            #expect(!content.steps.contains { $0.title == text })
            #expect(content.steps.allSatisfy { $0.expected == nil })
        }
    }

    /// None of these says what must be ready.
    @Test(arguments: [
        "The pods that require access to the API fail.", "Only nodes of that pool are affected.",
        "You should be able to see the list.", "Only users with old clients can see this.",
        "A token is required by the API.", "This needs a minute.", "The access log is required reading.",
        "While logged into the node, verify the mounts.",
    ])
    func others(text: String) {
        #expect(written(parse("# X\n\n\(text)\n\n## Fix\n\n1. Run `df -h`")) == [])
    }

    @Test(arguments: [
        "You will need the following accounts.", "The following is required:", "Before you start any work",
    ])
    func lists(lead: String) {
        let content = parse(
            "# X\n\n\(lead)\n\n- an account of the registry\n- a seat in the office\n\n## Fix\n\nRun `df -h`.")
        #expect(written(content) == ["an account of the registry", "a seat in the office"])
    }

    /// An instruction stays a step, and what it needs is known before one begins.
    @Test(arguments: [
        ("First configure your local environment for the mail cluster.", "configure your local environment"),
        ("Connect to the VPN.", "Connect to the VPN"),
        ("Add the box with the console (while authenticated as a mail admin).", "authenticated as a mail admin"),
        ("Once the customer has agreed, restore the box.", "The customer has agreed"),
    ])
    func saidBesideAnInstruction(text: String, needed: String) {
        let content = parse("# X\n\n1. \(text)\n2. Run `df -h`\n3. Tell finance")
        #expect(content.steps.count == 3)
        #expect(written(content).count == 1 && written(content)[0].contains(needed), "\(written(content))")
    }

    @Test func addressesAreKept() {
        let content = parse(
            "# X\n\n## Preflight\n\n- Install [swaks](https://swaks.example.net)\n\n## Fix\n\n1. Run `df -h`")
        #expect(written(content) == ["Install swaks (https://swaks.example.net)"])
    }

    /// Who a command runs as, what it defines itself and what Windows has anyway are no tools to look for.
    @Test(arguments: [
        ("sudo -u postgres psql -c 'select 1'", ["`psql` with access to the database"]),
        ("tidy_up() {\n  systemctl restart a\n}\ntidy_up now", ["`systemctl` CLI"]),
        (
            "kubectl get pods -n mail\naz vm stop -n box-1 -g g",
            [
                "`kubectl` CLI with access to the cluster (namespace mail)", "`az`, the Azure CLI, logged in",
            ]
        ),
        ("scp -i ~/.ssh/mail.pem a.txt box-1:", ["`scp` CLI", "SSH key `~/.ssh/mail.pem`"]),
    ])
    func tools(command: String, expected: [String]) {
        #expect(derived("# X\n\nRun this:\n\n```bash\n\(command)\n```") == expected)
    }

    /// What the document sets itself is no prerequisite; what it leaves to the reader is.
    @Test(
        arguments: [
            ("export MAIL_HOME=/srv/mail", []), ("export MAIL_TOKEN=...", ["Environment: MAIL_TOKEN set and exported"]),
            ("export BOX=<box>", ["Environment: BOX set and exported"]),
        ] as [(String, [String])])
    func environment(command: String, expected: [String]) {
        #expect(derived("# X\n\nRun this:\n\n```bash\n\(command)\nls /srv/mail\n```") == expected)
    }
}
