import CLinux
import Glibc

/// The hosts that are reached without the proxy: the value of `NO_PROXY`, read as libcurl reads it.
struct ProxyExceptions: Hashable, Sendable {
    private enum Entry: Hashable {
        case everything
        /// A host or domain, without the dot before or behind it.
        case domain(String, port: UInt16?)
        /// An address block; a single address is one of full length.
        case network([UInt8], bits: Int, port: UInt16?)
    }

    private let entries: [Entry]

    /// - Parameter text: hosts, domains, addresses and address blocks (`10.0.0.0/8`), each with a port or without,
    ///   separated by commas or spaces; `*` is every host. What cannot be read matches nothing.
    init(_ text: String) {
        entries = text.lowercased().split { $0 == "," || $0 == " " || $0 == "\t" }.map(Self.entry)
    }

    /// Whether a place is reached directly. `host` is in lower case, an IPv6 address without brackets.
    func contains(_ host: String, port: UInt16) -> Bool {
        let name = host.hasSuffix(".") ? String(host.dropLast()) : host
        let address = addressBytes(name)
        return entries.contains { entry in
            switch entry {
            case .everything: true
            case .domain(let domain, let only):
                (only ?? port) == port && address == nil && (name == domain || name.hasSuffix("." + domain))
            case .network(let network, let bits, let only):
                (only ?? port) == port && address.map { Self.isPrefix(network, bits, of: $0) } == true
            }
        }
    }

    private static func entry(_ text: Substring) -> Entry {
        guard text != "*" else { return .everything }
        var host = text
        var port: UInt16?
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            host = text[text.index(after: text.startIndex)..<end]
            port = UInt16(text[text.index(after: end)...].drop { $0 == ":" })
        } else if let colon = text.firstIndex(of: ":"), text.lastIndex(of: ":") == colon,
            let number = UInt16(text[text.index(after: colon)...])
        {
            (host, port) = (text[..<colon], number)
        }
        let parts = host.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        if let first = parts.first, let network = addressBytes(String(first)) {
            let all = network.count * 8
            guard parts.count == 2 else { return .network(network, bits: all, port: port) }
            if let bits = Int(parts[1]), (0...all).contains(bits) { return .network(network, bits: bits, port: port) }
        }
        if host.hasPrefix("*.") { host = host.dropFirst() }
        let domain = host.drop { $0 == "." }
        return .domain(String(domain.hasSuffix(".") ? domain.dropLast() : domain), port: port)
    }

    private static func isPrefix(_ network: [UInt8], _ bits: Int, of address: [UInt8]) -> Bool {
        guard network.count == address.count else { return false }
        return (0..<bits).allSatisfy { bit in
            let mask: UInt8 = 0x80 >> (bit & 7)
            return network[bit / 8] & mask == address[bit / 8] & mask
        }
    }
}

/// The bytes of an IPv4 or IPv6 address in text form; `nil` for anything else.
private func addressBytes(_ text: String) -> [UInt8]? {
    var four = in_addr()
    if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: four) { Array($0) } }
    var six = in6_addr()
    if inet_pton(AF_INET6, text, &six) == 1 { return withUnsafeBytes(of: six) { Array($0) } }
    return nil
}
