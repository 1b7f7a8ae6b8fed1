import JSONTree

/// Finds what Slack turns into links: addresses with a scheme, mail addresses, and everything that looks like the name
/// of a host, file names such as `deploy.sh` among it.
struct LinkScanner {
    let markup: String
    let element: JSONValue
    /// In characters.
    let length: Int

    private static let schemes = ["https://", "http://", "ftp://", "mailto:", "ssh://"]

    /// Endings that Slack takes for a top-level domain, as far as they matter in texts about operations.
    private static let domains: Set<Substring> = [
        "com", "net", "org", "io", "dev", "app", "co", "ai", "me", "sh", "md", "py", "rs", "pl", "so", "in", "us", "uk",
        "de", "eu", "fr", "ch", "at", "nl", "es", "it", "se", "no", "info", "biz", "cloud", "tech", "xyz", "zip", "edu",
        "gov", "tools", "systems", "zone", "services",
    ]

    /// Whether a link or a mention may begin behind this character.
    static func mayBegin(after previous: Character?) -> Bool {
        guard let previous else { return true }
        return previous.isWhitespace || "([{\"'`=,;|<>*_~!&:".contains(previous)
    }

    static func link(at text: Substring) -> LinkScanner? {
        if let scheme = schemes.first(where: { text.prefix($0.count).lowercased() == $0 }) {
            return withScheme(scheme, at: text)
        }
        guard let first = text.first, first.isASCII, first.isLetter || first.isNumber else { return nil }
        return mail(at: text) ?? host(at: text)
    }

    private static func withScheme(_ scheme: String, at text: Substring) -> LinkScanner? {
        let url = trimmed(text.prefix { !$0.isWhitespace && !"<>\"|`'{}".contains($0) })
        guard url.count > scheme.count else { return nil }
        return LinkScanner(
            markup: "<\(InlineText.escaped(url))>", element: ["type": "link", "url": .string(String(url))],
            length: url.count)
    }

    private static func mail(at text: Substring) -> LinkScanner? {
        let local = text.prefix { isHostCharacter($0) || "+_%".contains($0) }
        guard text.dropFirst(local.count).first == "@" else { return nil }
        let domain = hostName(at: text.dropFirst(local.count + 1))
        guard let domain else { return nil }
        let address = "\(local)@\(domain)"
        return LinkScanner(
            markup: "<mailto:\(address)|\(address)>",
            element: ["type": "link", "url": .string("mailto:\(address)"), "text": .string(address)],
            length: address.count)
    }

    private static func host(at text: Substring) -> LinkScanner? {
        guard let name = hostName(at: text) else { return nil }
        var rest = text.dropFirst(name.count)
        if let next = rest.first, isHostCharacter(next) || next == "@" || next == "_" { return nil }
        var shown = String(name)
        if rest.first == ":" {
            let port = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
            if (1...5).contains(port.count) {
                shown += ":" + port
                rest = rest.dropFirst(port.count + 1)
            }
        }
        if rest.first == "/" || rest.first == "?" {
            shown += trimmed(rest.prefix { !$0.isWhitespace && !"<>\"|`'{}".contains($0) })
        }
        return LinkScanner(
            markup: "<http://\(InlineText.escaped(shown))|\(InlineText.escaped(shown))>",
            element: ["type": "link", "url": .string("http://" + shown), "text": .string(shown)], length: shown.count)
    }

    /// Labels and dots that end in a known domain.
    private static func hostName(at text: Substring) -> Substring? {
        var name = text.prefix(while: isHostCharacter)
        while let last = name.last, last == "." || last == "-" { name.removeLast() }
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count > 1, let domain = labels.last, domains.contains(Substring(domain.lowercased())),
            labels.allSatisfy({ !$0.isEmpty && $0.count <= 63 && $0.first != "-" && $0.last != "-" })
        else { return nil }
        return name
    }

    private static func isHostCharacter(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "." || character == "-")
    }

    /// Without the punctuation that ends a sentence.
    private static func trimmed(_ url: Substring) -> Substring {
        var url = url
        while let last = url.last {
            if ".,;:!?*".contains(last) || (last == ")" && !url.contains("(")) { url.removeLast() } else { break }
        }
        return url
    }
}
