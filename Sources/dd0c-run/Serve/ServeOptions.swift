import ArgumentParser
import FoundationEssentials

/// The settings of `serve`. Each is a flag and an environment variable; the flag counts more.
struct ServeOptions: ParsableArguments {
    @Option(help: "App-level token, xapp-… (SLACK_APP_TOKEN)")
    var appToken: String?
    @Option(help: "Bot token, xoxb-… (SLACK_BOT_TOKEN)")
    var botToken: String?
    @Option(help: "Base of the Web API (SLACK_API_URL; https://slack.com/api/)")
    var apiURL: String?
    @Option(help: "PEM file of certificates that are trusted beside the system's (SSL_CERT_FILE)")
    var certificates: String?
    @Option(help: "CONNECT proxy for all traffic to Slack (HTTPS_PROXY)")
    var proxy: String?
    @Option(help: "Hosts that are reached without the proxy (NO_PROXY)")
    var noProxy: String?
    @Option(help: "SQLite file (DD0C_DATABASE; $XDG_STATE_HOME/dd0c-run/dd0c.db)")
    var database: String?
    @Option(help: "HOST:PORT for webhooks, health and metrics (DD0C_LISTEN; off)")
    var listen: String?
    @Option(help: "Channel id for alerts that name none (DD0C_INCIDENT_CHANNEL)")
    var incidentChannel: String?
    @Option(help: "Channel id for the weekly digest (DD0C_DIGEST_CHANNEL)")
    var digestChannel: String?
    @Option(help: "When the digest is posted (DD0C_DIGEST_SCHEDULE; Mon 09:00)")
    var digestSchedule: String?
    @Option(help: "Time zone of the schedule (DD0C_TIMEZONE; UTC)")
    var timezone: String?
    @Option(help: "Ids of users and user groups that may confirm red steps, by commas (DD0C_APPROVERS; anyone)")
    var approvers: String?
    @Option(help: "Directory of templates that replace built-in ones (DD0C_BLOCKS)")
    var blocks: String?
    @Option(help: "Directory of rule tables that raise colours or explain your own tools (DD0C_RISK_TABLES)")
    var riskTables: String?
    @Option(help: "Secret of PagerDuty's webhook (DD0C_PAGERDUTY_SECRET)")
    var pagerdutySecret: String?
    @Option(help: "Events API v2 key: PagerDuty is told when somebody is called (DD0C_PAGERDUTY_ROUTING_KEY; off)")
    var pagerdutyRoutingKey: String?
    @Option(help: "Where such events go (DD0C_PAGERDUTY_EVENTS_URL; https://events.pagerduty.com/v2/enqueue)")
    var pagerdutyEventsURL: String?
    @Option(help: "Bearer token of the Alertmanager, Grafana and generic webhooks (DD0C_WEBHOOK_TOKEN)")
    var webhookToken: String?
    @Option(help: "Token of OpsGenie's webhook (DD0C_OPSGENIE_TOKEN)")
    var opsgenieToken: String?
    @Option(help: "Token of Datadog's webhook (DD0C_DATADOG_TOKEN)")
    var datadogToken: String?
    @Option(help: "Token of Amazon SNS's subscription (DD0C_SNS_TOKEN)")
    var snsToken: String?
    @Option(help: "Client secret of Sentry's integration (DD0C_SENTRY_SECRET)")
    var sentrySecret: String?
    @Option(help: "Variables that commands may see, by commas, such as KUBECONFIG (DD0C_COMMAND_ENVIRONMENT)")
    var commandEnvironment: String?
    @Option(help: "Directory that commands run in (DD0C_COMMAND_DIRECTORY; $HOME)")
    var commandDirectory: String?
    @Option(help: "JSON file of hosts, containers and pods that commands can run on (DD0C_TARGETS)")
    var targets: String?
    @Option(help: "Megabytes of output that are kept of each command, for the file (DD0C_OUTPUT_MEGABYTES; 16)")
    var outputMegabytes: String?
    @Option(help: "Lowest level that is logged: debug, info, warning, error (DD0C_LOG_LEVEL; info)")
    var logLevel: String?
}
