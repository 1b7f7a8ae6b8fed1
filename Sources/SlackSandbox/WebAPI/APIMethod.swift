import JSONTree

/// A call that has passed the checks of token, scope and form.
struct APICall {
    var arguments: APIArguments
    var scopes: [String]

    /// - Throws: `missing_scope`.
    func need(_ scope: String) throws(APIError) {
        guard scopes.contains(scope) else { throw APIError("missing_scope", needed: scope) }
    }
}

/// A method of the Web API.
struct APIMethod {
    enum Token {
        case app
        case bot
        case either
        case none
    }

    /// Calls a minute that Slack allows at the least.
    enum Tier: Int {
        case one = 1
        case two = 20
        case three = 50
        case four = 100
        /// `auth.test` and such: hundreds a minute.
        case special = 600
        /// `chat.postMessage`: one a second and channel.
        case posting = 0
    }

    let tier: Tier
    var token = Token.bot
    var scope: String?
    /// Methods that write take JSON bodies.
    var writes = false
    let run: (inout Workspace, inout APICall) throws(APIError) -> JSONValue

    init(
        _ tier: Tier, token: Token = .bot, scope: String? = nil, writes: Bool = false,
        _ run: @escaping (inout Workspace, inout APICall) throws(APIError) -> JSONValue
    ) {
        self.tier = tier
        self.token = token
        self.scope = scope
        self.writes = writes
        self.run = run
    }

    /// All methods but `apps.connections.open`, which belongs to the sockets.
    static func named(_ name: String) -> APIMethod? {
        chat(name) ?? conversations(name) ?? views(name) ?? files(name) ?? items(name) ?? people(name)
    }

    /// The part of `list` that a `cursor` and `limit` ask for, and the next cursor.
    static func page<Element>(
        _ list: [Element], _ call: APICall, most: Int = 1000, usual: Int = 100
    ) throws(APIError) -> (page: [Element], metadata: JSONValue) {
        let limit = try call.arguments.number("limit") ?? usual
        guard (1...most).contains(limit) else { throw APIError("invalid_limit") }
        var start = 0
        if let cursor = call.arguments.text("cursor") {
            guard cursor.hasPrefix("offset:"), let offset = Int(cursor.dropFirst(7)), offset >= 0 else {
                throw APIError("invalid_cursor")
            }
            start = min(offset, list.count)
        }
        let end = min(start + limit, list.count)
        let next = end < list.count ? "offset:\(end)" : ""
        return (Array(list[start..<end]), ["next_cursor": .string(next)])
    }
}
