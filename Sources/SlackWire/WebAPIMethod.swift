/// The Web API methods that this program calls (https://docs.slack.dev/reference/methods).
package enum WebAPIMethod: String, CaseIterable, Hashable, Sendable {
    case appsConnectionsOpen = "apps.connections.open"
    case authTest = "auth.test"
    case chatPostEphemeral = "chat.postEphemeral"
    case chatPostMessage = "chat.postMessage"
    case chatUpdate = "chat.update"
    case conversationsHistory = "conversations.history"
    case conversationsJoin = "conversations.join"
    case conversationsOpen = "conversations.open"
    case conversationsReplies = "conversations.replies"
    case filesCompleteUploadExternal = "files.completeUploadExternal"
    case filesGetUploadURLExternal = "files.getUploadURLExternal"
    case userGroupsUsersList = "usergroups.users.list"
    case viewsOpen = "views.open"
    case viewsPublish = "views.publish"
    case viewsPush = "views.push"
    case viewsUpdate = "views.update"
}

/// How a method takes its arguments.
package enum WebAPIEncoding: Hashable, Sendable {
    /// `application/json; charset=utf-8`.
    case json
    /// `application/x-www-form-urlencoded`.
    case form
}

/// Which of the app's tokens a method wants.
package enum WebAPIToken: Hashable, Sendable {
    /// `xapp-…`.
    case app
    /// `xoxb-…`.
    case bot
}

/// How often a method may be called (https://docs.slack.dev/apis/web-api/rate-limits).
package struct WebAPIRate: Hashable, Sendable {
    /// Calls a minute for each method and workspace.
    package let perMinute: Int
    /// Calls that may follow each other at once before the rate is kept.
    package let burst: Int
    /// Whether each channel has a limit of its own: one call a second, with short bursts.
    package let isLimitedPerChannel: Bool
}

extension WebAPIMethod {
    /// JSON wherever Slack reads it; reading methods take forms only.
    package var encoding: WebAPIEncoding {
        switch self {
        case .appsConnectionsOpen, .authTest, .conversationsHistory, .conversationsReplies,
            .filesGetUploadURLExternal, .userGroupsUsersList:
            .form
        case .chatPostEphemeral, .chatPostMessage, .chatUpdate, .conversationsJoin, .conversationsOpen,
            .filesCompleteUploadExternal, .viewsOpen, .viewsPublish, .viewsPush, .viewsUpdate:
            .json
        }
    }

    /// The token that goes into the `Authorization` header.
    package var token: WebAPIToken { self == .appsConnectionsOpen ? .app : .bot }

    /// The published tier: 20, 50 or 100 calls a minute; the special tiers at what Slack promises at least.
    package var rate: WebAPIRate {
        switch self {
        case .userGroupsUsersList:
            WebAPIRate(perMinute: 20, burst: 5, isLimitedPerChannel: false)
        case .appsConnectionsOpen, .chatUpdate, .conversationsHistory, .conversationsJoin, .conversationsOpen,
            .conversationsReplies:
            WebAPIRate(perMinute: 50, burst: 12, isLimitedPerChannel: false)
        case .chatPostEphemeral, .filesCompleteUploadExternal, .filesGetUploadURLExternal, .viewsOpen, .viewsPublish,
            .viewsPush, .viewsUpdate:
            WebAPIRate(perMinute: 100, burst: 25, isLimitedPerChannel: false)
        case .authTest:
            WebAPIRate(perMinute: 200, burst: 50, isLimitedPerChannel: false)
        case .chatPostMessage:
            WebAPIRate(perMinute: 240, burst: 40, isLimitedPerChannel: true)
        }
    }

    /// Whether a second call does no harm when nobody knows what became of the first.
    package var isIdempotent: Bool {
        switch self {
        case .chatPostMessage, .chatPostEphemeral, .viewsOpen, .viewsPush, .filesCompleteUploadExternal: false
        case .appsConnectionsOpen, .authTest, .chatUpdate, .conversationsHistory, .conversationsJoin,
            .conversationsOpen, .conversationsReplies, .filesGetUploadURLExternal, .userGroupsUsersList,
            .viewsPublish, .viewsUpdate:
            true
        }
    }
}
