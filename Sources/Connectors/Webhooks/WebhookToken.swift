import Bot
import FoundationEssentials

/// A shared secret that comes along with a request: `Authorization: Bearer TOKEN`, or, for senders that only know
/// addresses such as `https://user:TOKEN@host/`, as the password of `Authorization: Basic`.
struct WebhookToken: Sendable {
    private let token: String

    init(_ token: String) { self.token = token }

    func check(_ header: (String) -> String?) throws(WebhookRefusal) {
        guard let credentials = header("authorization") else {
            throw .missingCredentials("Send the token of this webhook as `Authorization: Bearer …`.")
        }
        let parts = credentials.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard parts.count == 2, let sent = Self.secret(scheme: parts[0].lowercased(), String(parts[1])) else {
            throw .wrongCredentials("The Authorization header is neither `Bearer …` nor `Basic …`.")
        }
        guard WebhookSignature.areEqual(sent, token) else {
            throw .wrongCredentials("The token is not the one that is set for this webhook.")
        }
    }

    private static func secret(scheme: String, _ credentials: String) -> String? {
        switch scheme {
        case "bearer": return credentials.filter { $0 != " " }
        case "basic":
            guard let data = Data(base64Encoded: credentials) else { return nil }
            let pair = String(decoding: data, as: UTF8.self).split(
                separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            return pair.count == 2 ? String(pair[1]) : nil
        default: return nil
        }
    }
}
