import CCurl
import COpenSSL

/// One transfer of libcurl. Made by the caller, then owned by the thread of `HTTPClient`.
final class HTTPTransfer: @unchecked Sendable {
    // Unchecked: after it was queued only the client's thread touches it.
    let id: UInt64
    let call: HTTPCall
    private(set) var handle: UnsafeMutableRawPointer?
    private let continuation: CheckedContinuation<Result<HTTPAnswer, HTTPFailure>, Never>
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var proxyHeaderList: UnsafeMutablePointer<curl_slist>?
    private var body: [UInt8] = []
    private var retryAfter: String?
    private var headerBytes = 0
    private var isTooLong = false
    private var attempts = 0
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    init(id: UInt64, call: HTTPCall, continuation: CheckedContinuation<Result<HTTPAnswer, HTTPFailure>, Never>) {
        self.id = id
        self.call = call
        self.continuation = continuation
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        if let handle { curl_easy_cleanup(handle) }
        curl_slist_free_all(headerList)
        curl_slist_free_all(proxyHeaderList)
        errorText.deallocate()
    }

    /// Makes the handle ready to be added.
    /// - Returns: the handle, or `nil` when libcurl has no memory for it.
    func prepare(_ settings: HTTPClientSettings) -> UnsafeMutableRawPointer? {
        guard let handle = curl_easy_init() else { return nil }
        self.handle = handle
        set(handle, settings)
        let own = Unmanaged.passUnretained(self).toOpaque()
        dd_easy_set_ptr(handle, CURLOPT_PRIVATE, own)
        dd_easy_set_ptr(handle, CURLOPT_WRITEDATA, own)
        dd_easy_set_ptr(handle, CURLOPT_HEADERDATA, own)
        dd_easy_set_ptr(handle, CURLOPT_PREREQDATA, own)
        dd_easy_set_ptr(handle, CURLOPT_ERRORBUFFER, errorText)
        dd_easy_set_prereq(handle) { own, _, _, _, _ in
            HTTPTransfer.at(own)?.mayBeginAttempt() == true
                ? Int32(CURL_PREREQFUNC_OK) : Int32(CURL_PREREQFUNC_ABORT)
        }
        dd_easy_set_write(handle, CURLOPT_WRITEFUNCTION) { data, size, count, own in
            HTTPTransfer.at(own)?.takeBody(data, size * count) ?? 0
        }
        dd_easy_set_write(handle, CURLOPT_HEADERFUNCTION) { data, size, count, own in
            HTTPTransfer.at(own)?.takeHeader(data, size * count) ?? 0
        }
        return handle
    }

    /// The transfer of a pointer that `prepare` has set.
    static func at(_ pointer: UnsafeMutableRawPointer?) -> HTTPTransfer? {
        pointer.map { Unmanaged<HTTPTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Gives the caller what libcurl made of the transfer.
    func finish(_ code: CURLcode) {
        guard code == CURLE_OK, let handle else {
            continuation.resume(returning: .failure(failure(code)))
            return
        }
        var status = 0
        dd_easy_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        continuation.resume(returning: .success(HTTPAnswer(status: status, retryAfter: retryAfter, body: body)))
    }

    /// Gives the caller a failure that is not libcurl's.
    func fail(_ kind: HTTPFailure.Kind, _ reason: String) {
        continuation.resume(returning: .failure(HTTPFailure(kind: kind, reason: reason, wasSent: wasSent)))
    }

    private var wasSent: Bool {
        guard let handle else { return false }
        guard attempts < 2 else { return true }
        var size = 0
        dd_easy_get_long(handle, CURLINFO_REQUEST_SIZE, &size)
        return size > 0
    }

    private func failure(_ code: CURLcode) -> HTTPFailure {
        guard code != CURLE_ABORTED_BY_CALLBACK else {
            return HTTPFailure(kind: .connection, reason: "the connection broke before the answer", wasSent: true)
        }
        let text = String(cString: errorText)
        let kind: HTTPFailure.Kind =
            switch code {
            case CURLE_OPERATION_TIMEDOUT: .timeout
            case CURLE_WRITE_ERROR where isTooLong: .bodyTooLong
            case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR: .certificate
            default: .connection
            }
        return HTTPFailure(
            kind: kind, reason: text.isEmpty ? String(cString: curl_easy_strerror(code)) : text, wasSent: wasSent)
    }
}

// MARK: - What libcurl is told

extension HTTPTransfer {
    private func set(_ handle: UnsafeMutableRawPointer, _ settings: HTTPClientSettings) {
        let url = call.url
        let host = url.host.contains(":") ? "[\(url.host)]" : url.host
        dd_easy_set_str(handle, CURLOPT_URL, "\(url.scheme)://\(host):\(url.port)\(url.target)")
        dd_easy_set_long(handle, CURLOPT_NOSIGNAL, 1)
        dd_easy_set_str(handle, CURLOPT_PROTOCOLS_STR, url.isEncrypted ? "https" : "http")
        dd_easy_set_long(handle, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        dd_easy_set_long(handle, CURLOPT_PIPEWAIT, 1)
        dd_easy_set_long(handle, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        dd_easy_set_str(handle, CURLOPT_ACCEPT_ENCODING, "")
        dd_easy_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, settings.connectTimeout.milliseconds)
        dd_easy_set_long(handle, CURLOPT_TIMEOUT_MS, call.timeout.milliseconds)
        setProxy(handle, settings.proxy.proxy(for: url))
        // No authorities of libcurl's own, which it would read from a bundle for every new connection.
        dd_easy_set_ptr(handle, CURLOPT_CAINFO, nil)
        dd_easy_set_ptr(handle, CURLOPT_CAPATH, nil)
        dd_easy_set_ptr(handle, CURLOPT_SSL_CTX_DATA, Unmanaged.passUnretained(settings.authorities).toOpaque())
        dd_easy_set_sslctx(handle) { _, context, authorities in
            guard let context, let authorities else { return CURLE_SSL_CACERT_BADFILE }
            Unmanaged<TrustedAuthorities>.fromOpaque(authorities).takeUnretainedValue()
                .decide(for: OpaquePointer(context))
            return CURLE_OK
        }
        for line in call.headers + ["User-Agent: dd0c-run", "Expect:"] {
            headerList = curl_slist_append(headerList, line)
        }
        dd_easy_set_slist(handle, CURLOPT_HTTPHEADER, headerList)
        if let body = call.body {
            dd_easy_set_long(handle, CURLOPT_POST, 1)
            dd_easy_set_off(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
            _ = body.withUnsafeBytes { bytes in
                dd_easy_set_ptr(handle, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress))
            }
            if body.isEmpty { dd_easy_set_str(handle, CURLOPT_COPYPOSTFIELDS, "") }
        }
    }

    /// An empty proxy keeps libcurl from reading the environment itself.
    private func setProxy(_ handle: UnsafeMutableRawPointer, _ proxy: ProxySettings.Proxy?) {
        dd_easy_set_str(handle, CURLOPT_NOPROXY, "")
        guard let proxy else {
            dd_easy_set_str(handle, CURLOPT_PROXY, "")
            return
        }
        let host = proxy.host.contains(":") ? "[\(proxy.host)]" : proxy.host
        dd_easy_set_str(handle, CURLOPT_PROXY, "http://\(host):\(proxy.port)")
        dd_easy_set_long(handle, CURLOPT_HTTPPROXYTUNNEL, 1)
        dd_easy_set_long(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        if let authorization = proxy.authorization {
            proxyHeaderList = curl_slist_append(proxyHeaderList, "Proxy-Authorization: \(authorization)")
            dd_easy_set_slist(handle, CURLOPT_PROXYHEADER, proxyHeaderList)
        }
        dd_easy_set_long(handle, CURLOPT_HEADEROPT, Int(CURLHEADER_SEPARATE))
    }

    /// Called before each time that the request is sent: libcurl repeats one that got no answer on a reused connection.
    private func mayBeginAttempt() -> Bool {
        attempts += 1
        return attempts == 1 || call.isRepeatable
    }

    private func takeBody(_ data: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        guard body.count + count <= call.bodyLimit else {
            isTooLong = true
            return 0
        }
        if let data { body.append(contentsOf: UnsafeRawBufferPointer(start: data, count: count)) }
        return count
    }

    private func takeHeader(_ data: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        headerBytes += count
        guard let data, headerBytes <= HTTPCall.headerLimit else {
            isTooLong = true
            return 0
        }
        let line = String(decoding: UnsafeRawBufferPointer(start: data, count: count), as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            // Another answer begins: that before was a proxy's or a 1xx.
            retryAfter = nil
        } else if let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == "retry-after" {
            retryAfter = line[line.index(after: colon)...].filter { !$0.isWhitespace && !$0.isNewline }
        }
        return count
    }
}

extension Duration {
    /// Whole milliseconds, rounded up, at least one.
    fileprivate var milliseconds: Int {
        let (seconds, attoseconds) = components
        return max(1, Int(clamping: seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
    }
}
