import HTTPServing
import JSONTree

extension SandboxCore {
    /// Answers what comes to the page's side.
    func page(_ request: HTTPRequest, feedGone: @escaping @Sendable (Int) -> Void) async -> HTTPResponse {
        guard isLoopback(request.header("Host")) else {
            return refused("This page is only for this machine: use http://127.0.0.1.", status: 403)
        }
        guard request.path.hasPrefix("/sandbox/") else {
            guard request.method == "GET" || request.method == "HEAD" else {
                return refused("There is nothing to send to.", status: 404)
            }
            return pageFiles.response(to: request.path)
        }
        let name = String(request.path.dropFirst("/sandbox/".count))
        switch request.method {
        case "GET" where name == "events": return events(request, gone: feedGone)
        case "GET" where name == "file": return file(request)
        case "GET": return answer(await read(name, request.query))
        case "POST":
            guard hasOwnOrigin(request) else { return refused("Requests from other pages are refused.", status: 403) }
            guard (request.header("Content-Type") ?? "").lowercased().hasPrefix("application/json") else {
                return refused("Send JSON, with Content-Type: application/json.", status: 400)
            }
            guard let body = Self.parsed(request.body) else { return refused("The body is not JSON.", status: 400) }
            return answer(await act(name, body))
        default: return refused("Use GET or POST.", status: 404)
        }
    }

    private static func parsed(_ bytes: [UInt8]) -> JSONValue? {
        do { return try JSONValue(parsing: bytes) } catch { return nil }
    }

    /// DNS rebinding would come with another name.
    private func isLoopback(_ host: String?) -> Bool {
        guard let host else { return false }
        let name =
            host.hasPrefix("[") ? String(host.prefix { $0 != "]" }.dropFirst()) : String(host.prefix { $0 != ":" })
        return ["127.0.0.1", "localhost", "::1"].contains(name.lowercased())
    }

    private func hasOwnOrigin(_ request: HTTPRequest) -> Bool {
        guard let origin = request.header("Origin") else { return true }
        return origin == "http://" + (request.header("Host") ?? "")
    }

    private func answer(_ value: JSONValue) -> HTTPResponse {
        let isRefused = value["ok"]?.bool == false
        return Self.json(value, status: isRefused ? (value["code"] == "not_found" ? 404 : 400) : 200)
    }

    private func refused(_ sentence: String, status: Int) -> HTTPResponse {
        Self.json(["ok": false, "error": .string(sentence)], status: status)
    }

    private func events(_ request: HTTPRequest, gone: @escaping @Sendable (Int) -> Void) -> HTTPResponse {
        let last = (request.header("Last-Event-ID") ?? request.query["last_event_id"]).flatMap { Int($0) }
        guard let stream = feed.subscribe(user: request.query["user"], after: last, gone: gone) else {
            return refused("Too many pages are open.", status: 403)
        }
        return HTTPResponse(
            status: 200,
            headers: [("Content-Type", "text/event-stream; charset=utf-8"), ("Cache-Control", "no-store")],
            body: .stream(stream))
    }

    private func file(_ request: HTTPRequest) -> HTTPResponse {
        guard let file = workspace.files[request.query["id"] ?? ""], let bytes = file.bytes else {
            return refused("There is no such file.", status: 404)
        }
        let isImage = ["image/png", "image/jpeg", "image/gif"].contains(file.mimetype)
        let placement = isImage ? "inline" : "attachment"
        return HTTPResponse(
            status: 200,
            headers: [
                ("Content-Type", isImage ? file.mimetype : "application/octet-stream"),
                ("X-Content-Type-Options", "nosniff"), ("Content-Security-Policy", "default-src 'none'; sandbox"),
                ("Content-Disposition", "\(placement); filename=\"\(FileType.urlName(file.name))\""),
            ], body: .bytes(bytes))
    }
}
