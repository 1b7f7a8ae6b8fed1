import JSONTree

/// What a sandbox is made of and how it behaves. Everything has a default but the directory for the certificate.
package struct SandboxConfiguration: Sendable {
    /// Port of the page and its API on 127.0.0.1; 0 takes any free one.
    package var pagePort = 0
    /// Port of Slack's side (TLS) on 127.0.0.1; 0 takes any free one.
    package var slackPort = 0
    /// Where `sandbox-ca.pem` is written, for `SSL_CERT_FILE`. The directory must exist.
    package var certificateDirectory: String
    /// The app-level token that `apps.connections.open` wants.
    package var appToken = "xapp-1-A0DD0CRUN-0000000000000-sandbox"
    /// The bot token that all other methods want.
    package var botToken = "xoxb-0000000000000-0000000000000-sandbox"
    /// The app that is installed in the workspace.
    package var manifest: AppManifest
    package var team = SandboxTeam(id: "T0DD0CDEMO", name: "dd0c demo", domain: "dd0c-demo")
    package var bot = SandboxBot(userID: "U0DD0CRUN", botID: "B0DD0CRUN", appID: "A0DD0CRUN")
    /// The people; the first one is who the page is at the start.
    package var users = SandboxUser.demo
    package var usergroups = SandboxUsergroup.demo
    package var channels = SandboxChannel.demo
    /// A directory whose files take the place of the built-in page.
    package var pageDirectory: String?
    /// The alerts that the world panel offers.
    package var alerts: [SandboxAlert] = []
    /// Where alerts are posted, as in `http://127.0.0.1:8080`; an alert's path is appended.
    package var webhookBase: String?
    /// What the world panel shows and does besides.
    package var world: SandboxWorld?
    /// Whether the page says that this is the demo.
    package var isDemo = false
    package var timing = SandboxTiming()
    /// Whether Slack's rate limits hold.
    package var rateLimits = true
    /// Ids follow from it.
    package var seed: UInt64
    /// The clock: message timestamps, deadlines and expiries follow it.
    package var now: @Sendable () -> SandboxTime

    /// Makes the default workspace around an app.
    /// - Parameters:
    ///   - certificateDirectory: Where `sandbox-ca.pem` is written.
    ///   - manifest: The app's manifest.
    ///   - seed: Makes the ids; the same seed gives the same ones.
    ///   - now: The clock.
    package init(
        certificateDirectory: String, manifest: AppManifest, seed: UInt64,
        now: @escaping @Sendable () -> SandboxTime = SandboxTime.system
    ) {
        self.certificateDirectory = certificateDirectory
        self.manifest = manifest
        self.seed = seed
        self.now = now
    }
}

/// How long things live in the sandbox. The defaults are Slack's.
package struct SandboxTiming: Sendable {
    /// After it, an envelope counts as not acked.
    package var ackDeadline = Duration.seconds(3)
    /// The waits before an event is delivered again; as many as there are.
    package var redelivery: [Duration] = [.zero, .seconds(60), .seconds(300)]
    /// How long a trigger id works.
    package var triggerLife = Duration.seconds(3)
    /// How long the ticket of `apps.connections.open` works.
    package var ticketLife = Duration.seconds(30)
    /// How long a connection lives; announced as `approximate_connection_time`.
    package var connectionLife = Duration.seconds(3600)
    /// How long before a connection's end its `disconnect` comes.
    package var warning = Duration.seconds(10)
    /// Between two pings to the app.
    package var pingInterval = Duration.seconds(10)
    /// A connection on which nothing came for so long is reset.
    package var silenceLimit = Duration.seconds(60)
    /// How long TCP stays open after a close handshake.
    package var lingerAfterClose = Duration.seconds(5)

    /// Between the warning and the close of a late refresh.
    package var lateClose = Duration.seconds(60)
    /// What `Retry-After` says in the refusals that faults make, in seconds.
    package var retryAfter = 2

    /// Slack's times.
    package init() {}
}

/// The workspace's name.
package struct SandboxTeam: Sendable {
    package var id: String
    package var name: String
    package var domain: String

    package init(id: String, name: String, domain: String) {
        self.id = id
        self.name = name
        self.domain = domain
    }
}

/// The ids that the app has in the workspace.
package struct SandboxBot: Sendable {
    package var userID: String
    package var botID: String
    package var appID: String

    package init(userID: String, botID: String, appID: String) {
        self.userID = userID
        self.botID = botID
        self.appID = appID
    }
}

/// A person in the workspace.
package struct SandboxUser: Sendable {
    package var id: String
    /// The handle, in lower case.
    package var name: String
    package var realName: String
    package var title: String
    /// Six hexadecimal digits.
    package var color: String

    package init(id: String, name: String, realName: String, title: String, color: String) {
        self.id = id
        self.name = name
        self.realName = realName
        self.title = title
        self.color = color
    }

    static let demo = [
        SandboxUser(id: "U0ROBIN001", name: "robin", realName: "Robin", title: "On-call engineer", color: "2f6fde"),
        SandboxUser(id: "U0SAM00002", name: "sam", realName: "Sam", title: "Second engineer", color: "b3541e"),
        SandboxUser(id: "U0ALEX0003", name: "alex", realName: "Alex", title: "Engineering manager", color: "4b8f29"),
    ]
}

/// A group of people that can be mentioned.
package struct SandboxUsergroup: Sendable {
    package var id: String
    package var handle: String
    package var name: String
    package var users: [String]

    package init(id: String, handle: String, name: String, users: [String]) {
        self.id = id
        self.handle = handle
        self.name = name
        self.users = users
    }

    static let demo = [
        SandboxUsergroup(id: "S0ONCALL01", handle: "oncall", name: "On call", users: ["U0ROBIN001", "U0SAM00002"])
    ]
}

/// A channel that exists from the start. All people are in it.
package struct SandboxChannel: Sendable {
    package var id: String
    package var name: String
    package var topic: String
    package var isPrivate: Bool
    package var isArchived: Bool
    package var hasBot: Bool

    package init(
        id: String, name: String, topic: String, isPrivate: Bool = false, isArchived: Bool = false, hasBot: Bool = true
    ) {
        self.id = id
        self.name = name
        self.topic = topic
        self.isPrivate = isPrivate
        self.isArchived = isArchived
        self.hasBot = hasBot
    }

    static let demo = [
        SandboxChannel(id: "C0INCIDENT", name: "incidents", topic: "Alerts and what is done about them"),
        SandboxChannel(id: "C0GENERAL1", name: "general", topic: "Everybody", hasBot: false),
        SandboxChannel(id: "C0OPSDIGES", name: "ops-digest", topic: "The weekly health digest"),
    ]
}
