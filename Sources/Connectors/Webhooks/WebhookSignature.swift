import COpenSSL

/// Secrets compared and signatures computed, without telling by the time it takes how much of them was right.
package enum WebhookSignature {
    /// HMAC-SHA256 (RFC 2104) as lower-case hexadecimal digits.
    package static func hmacSHA256(_ body: [UInt8], key: String) -> String {
        let key = Array(key.utf8)
        var code = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 0
        HMAC(EVP_sha256(), key, Int32(key.count), body, body.count, &code, &length)
        return hexadecimal(code)
    }

    /// SHA-256 as lower-case hexadecimal digits.
    static func digest(_ bytes: [UInt8]) -> String {
        var hash = [UInt8](repeating: 0, count: 32)
        EVP_Digest(bytes, bytes.count, &hash, nil, EVP_sha256(), nil)
        return hexadecimal(hash)
    }

    /// Whether the texts are equal, in a time that depends on their lengths only.
    static func areEqual(_ left: some StringProtocol, _ right: some StringProtocol) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        return left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
    }

    /// Two lower-case digits for each byte.
    static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
