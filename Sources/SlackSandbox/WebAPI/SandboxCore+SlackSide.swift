import HTTPServing
import JSONTree
import Logging

extension SandboxCore {
    /// Answers what comes to Slack's side over HTTP.
    func slackSide(_ request: HTTPRequest) async -> HTTPResponse {
        let started = now
        if let fault = await httpFault() { return fault }
        let path = request.path
        if path.hasPrefix("/api/") {
            let name = String(path.dropFirst(5))
            let (answer, error) = api(name, request)
            let took = Int((now - started).wholeMicroseconds / 1000)
            note("in", "api", name, error ?? "ok", took)
            logger.debug("Web API", metadata: ["method": "\(name)", "status": "\(error ?? "ok")"])
            return answer
        }
        if path.hasPrefix("/upload/v1/") { return upload(request) }
        if path.hasPrefix("/files-pri/") { return download(request) }
        if workspace.responseURLs[path] != nil || path.hasPrefix("/actions/") || path.hasPrefix("/commands/") {
            return respond(request)
        }
        if path.hasPrefix("/link") {
            return HTTPResponse(status: 426, headers: [("Upgrade", "websocket"), ("Connection", "Upgrade")])
        }
        return .text("There is nothing here.\n", status: 404)
    }

    private func httpFault() async -> HTTPResponse? {
        if faults.isActive(.slackDown, now: now) { return .text("Service Unavailable\n", status: 503) }
        if faults.isActive(.apiError, now: now) { return .text("Internal Server Error\n", status: 500) }
        if faults.isActive(.apiRateLimit, now: now) {
            return Self.rateLimited(seconds: configuration.timing.retryAfter)
        }
        guard faults.isActive(.apiSlow, now: now) else { return nil }
        do { try await Task.sleep(for: .seconds(2)) } catch { return .text("stopping\n", status: 503) }
        return nil
    }

    private static func rateLimited(seconds: Int) -> HTTPResponse {
        var response = slackJSON(["ok": false, "error": "ratelimited"], status: 429)
        response.headers.append(("Retry-After", String(seconds)))
        return response
    }

    static func json(_ value: JSONValue, status: Int = 200) -> HTTPResponse {
        HTTPResponse(
            status: status,
            headers: [("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", "no-store")],
            body: .bytes(value.utf8()))
    }

    /// Slack escapes the slashes in its answers; JSON takes a slash only inside strings, where both mean the same.
    private static func slackJSON(_ value: JSONValue, status: Int = 200) -> HTTPResponse {
        var response = json(value, status: status)
        response.body = .bytes(value.utf8().flatMap { $0 == UInt8(ascii: "/") ? [UInt8(ascii: "\\"), $0] : [$0] })
        return response
    }

    // MARK: Web API

    private func api(_ name: String, _ request: HTTPRequest) -> (HTTPResponse, error: String?) {
        do throws(APIError) {
            let isOpen = name == "apps.connections.open"
            let method =
                isOpen
                ? APIMethod(.three, token: .app, writes: true) { _, _ throws(APIError) in ["ok": true] }
                : APIMethod.named(name)
            guard let method else { throw APIError("unknown_method") }
            if isOpen, request.method != "POST" { throw APIError("insecure_request") }
            var call = APICall(
                arguments: try APIArguments(request, acceptsJSON: method.writes), scopes: configuration.manifest.scopes)
            try authenticate(request, call, method)
            if let scope = method.scope { try call.need(scope) }
            if configuration.rateLimits,
                let seconds = limiter.take(name, tier: method.tier, channel: call.arguments.text("channel"), now: now)
            {
                return (Self.rateLimited(seconds: seconds), "ratelimited")
            }
            var answer: JSONValue
            if isOpen {
                answer = try openConnection()
            } else {
                answer = try perform { (workspace) throws(APIError) in try method.run(&workspace, &call) }
            }
            addWarnings(call.arguments.warnings, to: &answer)
            return (withHeaders(answer, method), nil)
        } catch {
            var answer = error.json(provided: configuration.manifest.scopes)
            if error.code == "unknown_method" { answer["req_method"] = .string(name) }
            return (Self.slackJSON(answer), error.code)
        }
    }

    private func withHeaders(_ answer: JSONValue, _ method: APIMethod) -> HTTPResponse {
        var response = Self.slackJSON(answer)
        response.headers.append(("X-OAuth-Scopes", configuration.manifest.scopes.joined(separator: ",")))
        if let scope = method.scope { response.headers.append(("X-Accepted-OAuth-Scopes", scope)) }
        response.headers.append(("X-Slack-Req-Id", hub.ids.hexadecimal(32)))
        return response
    }

    private func addWarnings(_ warnings: [String], to answer: inout JSONValue) {
        guard !warnings.isEmpty else { return }
        answer["warning"] = .string(warnings.joined(separator: ","))
        var metadata = answer["response_metadata"] ?? [:]
        metadata["warnings"] = .array(warnings.map(JSONValue.string))
        answer["response_metadata"] = metadata
    }

    private func authenticate(_ request: HTTPRequest, _ call: APICall, _ method: APIMethod) throws(APIError) {
        if case .none = method.token { return }
        guard let token = bearer(request) ?? call.arguments.token else { throw APIError("not_authed") }
        let isApp = token == configuration.appToken
        guard isApp || token == configuration.botToken else { throw APIError("invalid_auth") }
        switch method.token {
        case .app: if !isApp { throw APIError("not_allowed_token_type") }
        case .bot: if isApp { throw APIError("not_allowed_token_type") }
        case .either, .none: break
        }
    }

    private func bearer(_ request: HTTPRequest) -> String? {
        guard let header = request.header("Authorization"), header.lowercased().hasPrefix("bearer ") else { return nil }
        return String(header.dropFirst(7))
    }

    private func openConnection() throws(APIError) -> JSONValue {
        if faults.isActive(.linkDisabled, now: now) { throw APIError("socket_mode_not_enabled") }
        let base = "wss" + workspace.slackBase.dropFirst(5)
        let isOld = faults.isActive(.ticketReused, now: now)
        let ticket = isOld ? hub.usedTicket ?? hub.ids.uuid() : hub.newTicket(now: now)
        return ["ok": true, "url": .string("\(base)/link/?ticket=\(ticket)&app_id=\(configuration.bot.appID)")]
    }

    // MARK: Addresses that were given out

    private func respond(_ request: HTTPRequest) -> HTTPResponse {
        do throws(APIError) {
            guard request.method == "POST", let payload = parsed(request.body) else {
                throw APIError("invalid_payload")
            }
            try perform { (workspace) throws(APIError) in try workspace.respond(at: request.path, with: payload) }
            note("in", "response_url", "response_url", "ok", nil)
            return Self.slackJSON(["ok": true])
        } catch {
            note("in", "response_url", "response_url", error.code, nil)
            let isGone = ["invalid_url", "expired_url", "used_url"].contains(error.code)
            return Self.slackJSON(error.json(provided: []), status: isGone ? 404 : 400)
        }
    }

    private func parsed(_ body: [UInt8]) -> JSONValue? {
        do { return try JSONValue(parsing: body) } catch { return nil }
    }

    private func upload(_ request: HTTPRequest) -> HTTPResponse {
        var bytes = request.body
        if let type = request.header("Content-Type"), type.lowercased().hasPrefix("multipart/form-data") {
            guard let field = MultipartForm.fields(bytes, contentType: type)?.values.first else {
                return .text("The form cannot be read.\n", status: 400)
            }
            bytes = field
        }
        let refusal = perform { $0.upload(bytes, to: request.path) }
        note("in", "api", "upload", refusal == nil ? "ok" : "refused", nil)
        if let refusal { return .text(refusal + "\n", status: 400) }
        return .text("OK - \(bytes.count)")
    }

    private func download(_ request: HTTPRequest) -> HTTPResponse {
        let parts = request.path.split(separator: "/")
        guard bearer(request) == configuration.botToken, configuration.manifest.scopes.contains("files:read") else {
            // As Slack does it: no error, but a page that asks people to sign in.
            note("in", "api", "download", "not authorized", nil)
            return HTTPResponse(
                status: 200, headers: [("Content-Type", "text/html; charset=utf-8")],
                body: .bytes(
                    Array(
                        "<!DOCTYPE html><html><title>Sign in</title><body>Sign in to the workspace.</body></html>\n"
                            .utf8)))
        }
        let id = parts.dropFirst().first?.split(separator: "-").last.map(String.init) ?? ""
        guard let file = workspace.files[id], let bytes = file.bytes else {
            return .text("There is no such file.\n", status: 404)
        }
        note("in", "api", "download", "ok", nil)
        return HTTPResponse(
            status: 200,
            headers: [
                ("Content-Type", file.mimetype), ("X-Content-Type-Options", "nosniff"),
                ("Content-Disposition", "attachment; filename=\"\(FileType.urlName(file.name))\""),
            ], body: .bytes(bytes))
    }
}
