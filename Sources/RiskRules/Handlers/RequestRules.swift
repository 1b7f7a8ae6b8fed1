import ByteText
import RunbookModel

/// Requests to Elasticsearch and OpenSearch, as they are typed into the console of Kibana: `GET _cat/health?v`.
struct ConsoleRequest {
    var method: String
    /// Path and query, as they stand.
    var address: String
    var body = ""
    var range: Range<Int>

    private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]

    /// The requests of a text, and whether every line of it belongs to one.
    static func read(_ text: String) -> (requests: [ConsoleRequest], isComplete: Bool) {
        var requests: [ConsoleRequest] = []
        var isComplete = true
        var start = 0
        for line in text.parts(between: "\n", omittingEmpty: false) {
            let range = start..<start + line.utf8.count
            start = range.upperBound + 1
            let words = line.parts(between: " ")
            guard let first = words.first, !first.hasPrefix("#"), !first.hasPrefix("//") else { continue }
            if methods.contains(first.uppercased()) {
                requests.append(
                    ConsoleRequest(
                        method: first.uppercased(), address: words.count > 1 ? String(words[1]) : "", range: range))
                if words.count != 2 { isComplete = false }
            } else if requests.isEmpty {
                isComplete = false
            } else {
                requests[requests.count - 1].body += line + "\n"
            }
        }
        return (requests, isComplete && !requests.isEmpty)
    }

    private var path: Substring { address.prefix { $0 != "?" } }

    private var segments: [Substring] { path.parts(between: "/") }

    /// Closes an index, deletes by a query, or gives up data when the shards are allocated.
    var destroys: Bool {
        let words = ["_close", "_delete_by_query", "_restore", "_shutdown"]
        return segments.contains { words.contains($0.lowercased()) }
            || HTTPRequest(method: method, url: "/" + path).destroys
            || ["accept_data_loss", "allocate_empty_primary", "allocate_stale_primary"].contains(where: body.holds)
    }

    private static let parameters: Set<String> = [
        "v", "h", "s", "help", "format", "bytes", "time", "pretty", "human", "local", "master_timeout", "timeout",
        "level", "active_only", "wait_for_status", "wait_for_nodes", "wait_for_active_shards",
        "wait_for_no_relocating_shards", "wait_for_no_initializing_shards", "index", "ignore_unavailable",
        "allow_no_indices", "expand_wildcards", "flat_settings", "include_defaults", "q", "df", "analyzer",
        "default_operator", "size", "from", "sort", "_source", "_source_includes", "_source_excludes",
        "track_total_hits", "terminate_after", "preference", "routing", "filter_path", "error_trace", "detailed",
        "health", "pri", "full_id", "nodes", "actions", "include_unloaded_segments", "metric", "groups", "types",
        "fields", "ts", "threads", "interval", "ignore_idle_threads",
    ]

    private var hasKnownQuery: Bool {
        guard let sign = address.firstIndex(of: "?") else { return true }
        return address[address.index(after: sign)...].parts(between: "&").allSatisfy { part in
            Self.parameters.contains(String(part.prefix { $0 != "=" }))
        }
    }

    /// Whether it is one of the requests that only read. A body is only a query when it goes to a search.
    var reads: Bool {
        let plain = path.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.*,/".contains($0)) }
        guard method == "GET" || method == "HEAD", plain, !path.holds(".."), hasKnownQuery, !destroys else {
            return false
        }
        let segments = segments.map { $0.lowercased() }
        let named = segments.first.map { !$0.hasPrefix("_") || $0 == "_all" } ?? false
        let words = named ? Array(segments.dropFirst()) : segments
        let hasBody = body.contains { !$0.isWhitespace }
        switch words.first {
        case "_search", "_count": return words.count == 1 && (!hasBody || isPlainObject)
        case "_mapping", "_mappings", "_settings", "_recovery", "_stats", "_segments", "_alias", "_aliases",
            "_shard_stores":
            return !hasBody
        case "_cat", "_nodes", "_tasks": return !named && !hasBody
        case "_cluster":
            if words.dropFirst() == ["allocation", "explain"] { return !named && (!hasBody || isPlainObject) }
            return !named && !hasBody && words.count > 1
                && ["health", "stats", "pending_tasks"].contains(words[1])
        default: return false
        }
    }

    /// Whether the body asks for something, without a program of its own.
    private var isPlainObject: Bool { body.trimmedSpace.hasPrefix("{") && !body.holds("script") }

    /// Whether the index is one that holds accounts, or is named for its secrets.
    var discloses: Bool {
        let text = path.lowercased()
        return [".security", "secret", "passw", "credential", "token", "apikey", "api-key"].contains(where: text.holds)
    }
}

extension ScriptAnalyzer {
    /// Judges requests that stand by themselves, without a program that sends them.
    mutating func judgeRequests(_ text: String) {
        let (requests, isComplete) = ConsoleRequest.read(text)
        if !isComplete {
            addUnknown(
                "http.unknown", "There are no rules for all of this request.", String(text.prefix(80)),
                0..<text.utf8.count)
            judgeUnreadable(text)
        }
        for request in requests.prefix(100) { judge(request) }
        if requests.count > 100 { add(.yellow, "http.many", "There are too many requests to look at.") }
    }

    private mutating func judge(_ request: ConsoleRequest) {
        let place = String(request.address.prefix(80))
        if request.method == "DELETE" || request.destroys {
            add(
                .red, "http.delete", "\(request.method) \(place) destroys something, or takes it out of service.",
                request.range, effect: "Sends \(request.method) to \(place), which destroys something there.",
                target: place)
        } else if request.reads {
            add(.green, "http.read", "It only reads.", request.range, effect: "Asks for \(place).")
            if request.discloses {
                add(
                    Finding(
                        .yellow, "http.secret", "The answer may hold secrets.", range: request.range, discloses: true))
            }
        } else if request.method == "GET" || request.method == "HEAD" {
            addUnknown("http.unknown", "What is at \(place) is not known.", place, request.range)
        } else {
            add(
                .yellow, "http.write", "Sends \(request.method) to \(place).", request.range,
                effect: "Sends \(request.method) to \(place), which changes something there.", target: place)
        }
    }
}
