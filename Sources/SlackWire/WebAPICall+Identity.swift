import JSONTree

/// `apps.connections.open`: an address for one socket.
package struct AppsConnectionsOpen: WebAPICall {
    package static let method = WebAPIMethod.appsConnectionsOpen

    /// The address, good for one connection; it holds a ticket and is secret.
    package struct Reply: WebAPIReply {
        package let url: String

        package init(_ fields: WebAPIReplyFields) throws(WebAPIError) { url = try fields.text("url") }
    }

    package init() {}

    package var arguments: [String: JSONValue] { [:] }
}

/// `auth.test`: who the bot's token belongs to.
package struct AuthTest: WebAPICall {
    package static let method = WebAPIMethod.authTest

    /// The bot and its workspace.
    package struct Reply: WebAPIReply {
        /// The bot's user.
        package let user: String
        /// Name of the workspace; may be empty.
        package let team: String

        package init(_ fields: WebAPIReplyFields) throws(WebAPIError) {
            user = try fields.text("user_id")
            team = fields["team"]?.string ?? ""
        }
    }

    package init() {}

    package var arguments: [String: JSONValue] { [:] }
}

/// `usergroups.users.list`: the members of a user group.
package struct UserGroupsUsersList: WebAPICall {
    package static let method = WebAPIMethod.userGroupsUsersList

    /// The members.
    package struct Reply: WebAPIReply {
        package let users: [String]

        package init(_ fields: WebAPIReplyFields) { users = (fields["users"]?.array ?? []).compactMap(\.string) }
    }

    package var group: String

    package init(group: String) { self.group = group }

    package var arguments: [String: JSONValue] { ["usergroup": .string(group)] }
}
