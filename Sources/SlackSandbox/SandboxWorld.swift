import JSONTree

/// An alert that the world panel can fire at the app's webhook.
package struct SandboxAlert: Sendable {
    /// How the sender proves itself.
    package enum Authentication: Sendable {
        case none
        /// A header with a fixed value, such as `Authorization: Bearer …`.
        case header(name: String, value: String)
        /// A header that holds `prefix` and the hexadecimal HMAC-SHA-256 of the body.
        case signature(header: String, prefix: String, secret: String)
    }

    package var id: String
    package var title: String
    package var vendor: String
    package var description: String
    /// The path below `SandboxConfiguration.webhookBase`, as in `/webhooks/pagerduty`.
    package var path: String
    package var headers: [(String, String)]
    package var authentication: Authentication
    /// The body. `{{sandbox.id}}` becomes a new id each time, `{{sandbox.now}}` the time in UTC (RFC 3339).
    package var body: String

    package init(
        id: String, title: String, vendor: String, description: String, path: String,
        headers: [(String, String)] = [("Content-Type", "application/json")], authentication: Authentication,
        body: String
    ) {
        self.id = id
        self.title = title
        self.vendor = vendor
        self.description = description
        self.path = path
        self.headers = headers
        self.authentication = authentication
        self.body = body
    }
}

/// What the world panel shows of the world outside Slack, and what it can do to it.
package struct SandboxWorld: Sendable {
    /// A line of the panel.
    package struct Item: Hashable, Sendable {
        /// A button of a line.
        package struct Action: Hashable, Sendable {
            package var id: String
            package var label: String
            /// `primary`, `danger` or none.
            package var style: String?

            package init(id: String, label: String, style: String? = nil) {
                self.id = id
                self.label = label
                self.style = style
            }
        }

        package var id: String
        package var title: String
        package var value: String
        /// `good`, `warning`, `danger` or `neutral`.
        package var level: String
        package var actions: [Action]

        package init(id: String, title: String, value: String, level: String = "neutral", actions: [Action] = []) {
            self.id = id
            self.title = title
            self.value = value
            self.level = level
            self.actions = actions
        }

        var json: JSONValue {
            [
                "id": .string(id), "title": .string(title), "value": .string(value), "level": .string(level),
                "actions": .array(
                    actions.map {
                        ["id": .string($0.id), "label": .string($0.label), "style": JSONValue($0.style)]
                    }),
            ]
        }
    }

    /// Why an action was not done, as a sentence for a person.
    package struct Refusal: Error, CustomStringConvertible {
        package let description: String

        package init(_ description: String) { self.description = description }
    }

    /// The lines as they are now. Asked about once a second while a page is open.
    package var items: @Sendable () async -> [Item]
    /// Does an action of an item; returns a sentence on what was done.
    package var act: @Sendable (_ item: String, _ action: String) async throws -> String

    package init(
        items: @escaping @Sendable () async -> [Item],
        act: @escaping @Sendable (_ item: String, _ action: String) async throws -> String
    ) {
        self.items = items
        self.act = act
    }
}
