import Bot
import Connectors
import FoundationEssentials
import Glibc
import Logging
import RiskRules
import RunbookModel
import Transport

/// What `serve` runs with, checked: a value that can't be used ends the program with one clear line.
struct Configuration: Sendable {
    var appToken: String
    var botToken: String
    var apiURL: String
    var certificates: String?
    var proxy: String?
    var noProxy: String?
    var database: String
    var listen: (host: String, port: Int)?
    var bot: BotSettings
    var timezone: String
    var blocks: String?
    var rules: RuleSet?
    var webhooks: WebhookSecrets
    var pagerDutyRoutingKey: String?
    var pagerDutyEventsURL: String
    var commandEnvironment: [String]
    var commandDirectory: String
    var targets: TargetFile
    /// Bytes of output that are kept on disk of each command.
    var outputBytes: Int
    var logLevel: Logger.Level
    var environment: [String: String]

    /// - Throws: `Exit` with code 78 and the name of the variable.
    init(_ options: ServeOptions, environment: [String: String]) throws {
        func value(_ flag: String?, _ name: String) -> String? {
            let value = flag ?? environment[name]
            return value?.isEmpty == true ? nil : value
        }
        self.environment = environment
        appToken = try Self.token(value(options.appToken, "SLACK_APP_TOKEN"), "SLACK_APP_TOKEN", prefix: "xapp-")
        botToken = try Self.token(value(options.botToken, "SLACK_BOT_TOKEN"), "SLACK_BOT_TOKEN", prefix: "xoxb-")
        apiURL = value(options.apiURL, "SLACK_API_URL") ?? "https://slack.com/api/"
        certificates = value(options.certificates, "SSL_CERT_FILE")
        if let certificates, access(certificates, R_OK) != 0 {
            throw Self.unusable("SSL_CERT_FILE", "the file \(certificates) cannot be read")
        }
        proxy = value(options.proxy, "HTTPS_PROXY") ?? environment["https_proxy"]
        noProxy = value(options.noProxy, "NO_PROXY") ?? environment["no_proxy"]
        database = value(options.database, "DD0C_DATABASE") ?? Self.defaultDatabase(environment)
        listen = try value(options.listen, "DD0C_LISTEN").map(Self.address)
        timezone = value(options.timezone, "DD0C_TIMEZONE") ?? "UTC"
        blocks = value(options.blocks, "DD0C_BLOCKS")
        rules = try RiskTableFolder.rules(in: value(options.riskTables, "DD0C_RISK_TABLES"))
        webhooks = WebhookSecrets(environment: [:])
        webhooks.pagerDuty = value(options.pagerdutySecret, "DD0C_PAGERDUTY_SECRET")
        pagerDutyRoutingKey = value(options.pagerdutyRoutingKey, "DD0C_PAGERDUTY_ROUTING_KEY")
        pagerDutyEventsURL =
            value(options.pagerdutyEventsURL, "DD0C_PAGERDUTY_EVENTS_URL") ?? PagerDutyClient.address
        webhooks.webhookToken = value(options.webhookToken, "DD0C_WEBHOOK_TOKEN")
        webhooks.opsGenie = value(options.opsgenieToken, "DD0C_OPSGENIE_TOKEN")
        webhooks.datadog = value(options.datadogToken, "DD0C_DATADOG_TOKEN")
        webhooks.sns = value(options.snsToken, "DD0C_SNS_TOKEN")
        webhooks.sentry = value(options.sentrySecret, "DD0C_SENTRY_SECRET")
        commandEnvironment = Self.list(value(options.commandEnvironment, "DD0C_COMMAND_ENVIRONMENT"))
        commandDirectory =
            value(options.commandDirectory, "DD0C_COMMAND_DIRECTORY") ?? environment["HOME"] ?? "/"
        targets = try TargetSettings.file(value(options.targets, "DD0C_TARGETS"))
        outputBytes = try Self.megabytes(value(options.outputMegabytes, "DD0C_OUTPUT_MEGABYTES"))
        let level = value(options.logLevel, "DD0C_LOG_LEVEL") ?? "info"
        guard let logLevel = Logger.Level(rawValue: level) else {
            throw Self.unusable("DD0C_LOG_LEVEL", "'\(level)' is none of debug, info, warning, error")
        }
        self.logLevel = logLevel
        let schedule = value(options.digestSchedule, "DD0C_DIGEST_SCHEDULE") ?? "Mon 09:00"
        guard let weekly = WeeklySchedule(schedule) else {
            throw Self.unusable("DD0C_DIGEST_SCHEDULE", "'\(schedule)' is not like 'Mon 09:00'")
        }
        let approvers = Self.list(value(options.approvers, "DD0C_APPROVERS"))
        for approver in approvers where !["U", "W", "S"].contains(approver.prefix(1)) {
            throw Self.unusable(
                "DD0C_APPROVERS", "'\(approver)' is no id of a user (U…, W…) or of a user group (S…)")
        }
        bot = BotSettings(
            incidentChannel: try value(options.incidentChannel, "DD0C_INCIDENT_CHANNEL")
                .map { try Self.channel($0, "DD0C_INCIDENT_CHANNEL") },
            digestChannel: try value(options.digestChannel, "DD0C_DIGEST_CHANNEL")
                .map { try Self.channel($0, "DD0C_DIGEST_CHANNEL") },
            digestSchedule: weekly, approvers: Set(approvers.filter { !$0.hasPrefix("S") }.map { UserID($0) }),
            approverGroups: Set(approvers.filter { $0.hasPrefix("S") }), pages: pagerDutyRoutingKey != nil)
        bot.places = invocations.places
    }

    /// Values that must never be printed.
    var secrets: [String?] {
        [
            appToken, botToken, webhooks.webhookToken, webhooks.opsGenie, webhooks.datadog, webhooks.sns,
            webhooks.sentry, pagerDutyRoutingKey, proxy.flatMap(Self.password),
        ] + Self.list(webhooks.pagerDuty)
    }

    static func unusable(_ name: String, _ reason: String) -> Exit {
        Exit(code: .configuration, line: "\(name): \(reason).")
    }

    private static func token(_ value: String?, _ name: String, prefix: String) throws -> String {
        guard let value else {
            throw unusable(name, "it is not set. Slack shows the token in your app's settings; see docs/slack-setup.md")
        }
        guard value.hasPrefix(prefix) else { throw unusable(name, "a token that begins with \(prefix) is wanted") }
        return value
    }

    private static func channel(_ value: String, _ name: String) throws -> ChannelID {
        guard let first = value.first, "CGD".contains(first),
            value.dropFirst().allSatisfy({ $0.isASCII && !$0.isLowercase })
        else {
            throw unusable(
                name, "'\(value)' is no id of a channel. Slack shows the id (C…) at the end of the channel's details")
        }
        return ChannelID(value)
    }

    private static func megabytes(_ value: String?) throws -> Int {
        guard let value else { return 16 << 20 }
        guard let number = Int(value), (1...1024).contains(number) else {
            throw unusable("DD0C_OUTPUT_MEGABYTES", "'\(value)' is no number from 1 to 1024")
        }
        return number << 20
    }

    /// Where keepers leave what they know of their commands: beside the database, and no other bot's.
    var spool: String { database + "-spool" }

    private static func address(_ value: String) throws -> (host: String, port: Int) {
        guard let colon = value.lastIndex(of: ":"), let port = Int(value[value.index(after: colon)...]),
            (0...65535).contains(port)
        else { throw unusable("DD0C_LISTEN", "'\(value)' is not like 127.0.0.1:8080") }
        let host = value[..<colon].filter { $0 != "[" && $0 != "]" }
        return (host.isEmpty ? "0.0.0.0" : host, port)
    }

    /// The parts of a value with commas or spaces between.
    private static func list(_ value: String?) -> [String] {
        (value ?? "").split { $0 == "," || $0.isWhitespace }.map(String.init)
    }

    private static func password(_ proxy: String) -> String? {
        guard let at = proxy.lastIndex(of: "@") else { return nil }
        return proxy[..<at].split(separator: ":").last.map(String.init)
    }

    static func defaultDatabase(_ environment: [String: String]) -> String {
        let home = environment["HOME"] ?? "/var/lib"
        return (environment["XDG_STATE_HOME"] ?? "\(home)/.local/state") + "/dd0c-run/dd0c.db"
    }
}
