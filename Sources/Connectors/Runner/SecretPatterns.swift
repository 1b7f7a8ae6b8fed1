/// What a secret looks like from outside, without knowing it.
enum SecretPatterns {
    /// A kind of token that tells by its beginning what it is.
    private struct TokenKind {
        var prefix: [UInt8]
        /// Characters after the prefix, at the least.
        var rest: Int
        /// Whether it also counts in the middle of a word.
        var anywhere = false
        /// Whether it has parts with a dot between them.
        var hasDot = false

        init(_ prefix: String, _ rest: Int, anywhere: Bool = false, hasDot: Bool = false) {
            self.prefix = Array(prefix.utf8)
            self.rest = rest
            self.anywhere = anywhere
            self.hasDot = hasDot
        }
    }

    private static let tokenKinds: [UInt8: [TokenKind]] = Dictionary(
        grouping: ["xoxa-", "xoxb-", "xoxp-", "xoxr-", "xoxs-", "xoxc-", "xoxd-", "xoxe-", "xoxe.", "xapp-"].map {
            TokenKind($0, 6, anywhere: true)
        } + [
            TokenKind("ghp_", 16), TokenKind("gho_", 16), TokenKind("ghu_", 16), TokenKind("ghs_", 16),
            TokenKind("ghr_", 16), TokenKind("github_pat_", 16), TokenKind("glpat-", 12), TokenKind("sk-", 20),
            TokenKind("sk_live_", 10), TokenKind("sk_test_", 10), TokenKind("rk_live_", 10), TokenKind("AIza", 30),
            TokenKind("hvs.", 16), TokenKind("hvb.", 16), TokenKind("npm_", 30), TokenKind("pypi-", 20),
            TokenKind("SG.", 20, hasDot: true), TokenKind("dop_v1_", 20), TokenKind("ya29.", 20),
            TokenKind("dckr_pat_", 16), TokenKind("hf_", 30), TokenKind("shpat_", 16), TokenKind("AKIA", 16),
            TokenKind("ASIA", 16), TokenKind("AGE-SECRET-KEY-1", 20), TokenKind("eyJ", 16, hasDot: true),
        ], by: { $0.prefix[0] })

    /// What a scan has to do at a byte, by the byte: most need nothing.
    struct ByteClass: OptionSet {
        let rawValue: UInt8

        /// Belongs to words, such as names and tokens.
        static let word = ByteClass(rawValue: 1)
        /// May begin a token that tells what it is.
        static let token = ByteClass(rawValue: 2)
    }

    static let byteClasses: [ByteClass] = (0...255).map { byte in
        let byte = UInt8(byte)
        var byteClass: ByteClass = isUnreserved(byte) ? .word : []
        if tokenKinds[byte] != nil { byteClass.insert(.token) }
        return byteClass
    }

    /// How names of secrets end, in lower case without separators.
    private static let secretNames = [
        "password", "passwd", "passphrase", "pwd", "secret", "token", "apikey", "accesskey", "secretkey", "privatekey",
        "signingkey", "encryptionkey", "authkey", "credential", "credentials",
    ].map { Array($0.utf8) }

    /// Values that tell nothing.
    private static let harmlessValues: Set<String> = [
        "null", "none", "nil", "true", "false", "<none>", "<unset>", "<nil>", "***", "[redacted]", "<redacted>",
    ]

    /// Where secrets stand in the text; the ranges may overlap.
    static func ranges(in text: [UInt8]) -> [Range<Int>] {
        var scan = SecretScan(text: text)
        scan.run()
        return scan.found
    }

    /// Whether a variable, field or option of this name holds a secret.
    static func namesSecret(_ name: [UInt8]) -> Bool {
        var plain = name.filter { isLetterOrDigit($0) }.map { lowercased($0) }
        while let last = plain.last, (0x30...0x39).contains(last) { plain.removeLast() }
        // The working directory.
        if plain == Array("pwd".utf8) || plain == Array("oldpwd".utf8) { return name.first == UInt8(ascii: "-") }
        if plain == Array("pass".utf8) { return true }
        if name.suffix(5).elementsEqual("_PASS".utf8) || name.suffix(5).elementsEqual("_pass".utf8) { return true }
        return secretNames.contains { plain.count >= $0.count && plain.suffix($0.count).elementsEqual($0) }
    }

    static func isHarmless(_ value: ArraySlice<UInt8>) -> Bool {
        guard value.contains(where: isLetterOrDigit) else { return true }
        return value.count <= 10 && harmlessValues.contains(String(decoding: value.map(lowercased), as: UTF8.self))
    }

    /// The password in a URL such as `postgres://user:password@host/db`.
    static func urlPassword(in text: [UInt8]) -> ArraySlice<UInt8>? {
        var start = 0
        while let colon = text[start...].firstIndex(of: UInt8(ascii: ":")) {
            if let range = urlPassword(in: text, at: colon) { return text[range] }
            start = colon + 1
        }
        return nil
    }

    /// The same for the URL whose `://` begins at `colon`; a user part without a password counts when it is long
    /// enough to be a token.
    static func urlPassword(in text: [UInt8], at colon: Int) -> Range<Int>? {
        let start = colon + 3
        guard start < text.count, text[colon..<start].elementsEqual("://".utf8) else { return nil }
        let authority = text[start...].prefix { !" \t\n\"'`<>/?#\\".utf8.contains($0) }
        guard let at = authority.lastIndex(of: UInt8(ascii: "@")) else { return nil }
        if let separator = text[start..<at].firstIndex(of: UInt8(ascii: ":")) {
            return separator + 1 < at ? separator + 1..<at : nil
        }
        return at - start >= 16 ? start..<at : nil
    }

    /// The end of the token that begins at `position`; `nil` when none does.
    static func tokenEnd(in text: [UInt8], at position: Int) -> Int? {
        guard let kinds = tokenKinds[text[position]] else { return nil }
        // The second character rules out nearly all.
        guard position + 1 < text.count, kinds.contains(where: { $0.prefix[1] == text[position + 1] }) else {
            return nil
        }
        let isBoundary = position == 0 || !isLetterOrDigit(text[position - 1])
        let rest = text[position...]
        for kind in kinds where (isBoundary || kind.anywhere) && rest.starts(with: kind.prefix) {
            var body = rest.dropFirst(kind.prefix.count).prefix(while: isTokenCharacter)
            // The end of a sentence.
            while body.last == UInt8(ascii: ".") { body.removeLast() }
            if body.count >= kind.rest && (!kind.hasDot || body.contains(UInt8(ascii: "."))) { return body.endIndex }
        }
        return nil
    }

    static func isTokenCharacter(_ byte: UInt8) -> Bool {
        isUnreserved(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "=")
    }

    /// RFC 3986, section 2.3.
    static func isUnreserved(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: "~")
    }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    static func lowercased(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte + 0x20 : byte }
}
