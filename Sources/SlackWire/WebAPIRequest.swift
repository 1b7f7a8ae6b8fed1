import JSONTree

/// One call of a Web API method as it goes over the wire; `WebAPICall` is what callers make.
package struct WebAPIRequest: Hashable, Sendable {
    /// The method to call.
    package var method: WebAPIMethod
    /// Its arguments without the token, by Slack's names.
    package var arguments: [String: JSONValue]

    /// A call with these arguments.
    package init(_ method: WebAPIMethod, _ arguments: [String: JSONValue] = [:]) {
        self.method = method
        self.arguments = arguments
    }

    /// The channel that the call is about, if it names one.
    package var channel: String? {
        arguments["channel"]?.string ?? arguments["channel_id"]?.string
    }

    /// The value of the `Content-Type` header.
    package var contentType: String {
        switch method.encoding {
        case .json: "application/json; charset=utf-8"
        case .form: "application/x-www-form-urlencoded"
        }
    }

    /// The body in the encoding that the method takes. In a form, lists and objects stand as JSON text and `null` is
    /// left out.
    package var body: [UInt8] {
        switch method.encoding {
        case .json: return JSONValue.object(arguments).utf8()
        case .form:
            let pairs = arguments.filter { !$0.value.isNull }.sorted { $0.key < $1.key }.map { name, value in
                formEncoded(name) + "=" + formEncoded(value.string ?? value.text())
            }
            return Array(pairs.joined(separator: "&").utf8)
        }
    }
}

/// Percent-encodes for a form (WHATWG URL, `application/x-www-form-urlencoded`).
private func formEncoded(_ text: String) -> String {
    var output: [UInt8] = []
    let digits = Array("0123456789ABCDEF".utf8)
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "*"):
            output.append(byte)
        case UInt8(ascii: " "):
            output.append(UInt8(ascii: "+"))
        default:
            output += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
    return String(decoding: output, as: UTF8.self)
}

/// What carries Web API calls to Slack. Cancelling the calling task ends a call with `WebAPIError.cancelled`. Callers use
/// `perform(_:)` with a `WebAPICall`.
package protocol WebAPIPerforming: Sendable {
    /// Makes one call.
    /// - Returns: the whole response object; its `ok` is `true`, or its `error` says that there was nothing to do
    ///   (`already_reacted`).
    /// - Throws: `WebAPIError`, which says what to do next.
    func exchange(_ request: WebAPIRequest) async throws(WebAPIError) -> JSONValue

    /// Posts the raw bytes of a file to an `upload_url` that `files.getUploadURLExternal` gave.
    /// - Throws: `WebAPIError`.
    func upload(_ bytes: [UInt8], to url: String) async throws(WebAPIError)

    /// Fetches a file (`url_private_download`) with the bot's token, which is sent to Slack's own hosts and to the
    /// configured API host only.
    /// - Parameter limit: most bytes to take.
    /// - Throws: `WebAPIError`; code `download_too_large` over the limit, `foreign_host` for any other host.
    func download(_ url: String, limit: Int) async throws(WebAPIError) -> [UInt8]

    /// Posts a message to the `response_url` of an interaction.
    /// - Throws: `WebAPIError`.
    func respond(to responseURL: String, _ message: ResponseMessage) async throws(WebAPIError)
}
