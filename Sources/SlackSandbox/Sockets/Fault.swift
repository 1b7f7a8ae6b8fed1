import JSONTree

/// A way in which Slack or the network can misbehave on demand.
package enum Fault: String, CaseIterable, Sendable {
    case slackDown = "slack_down"
    case apiError = "api_500"
    case apiReset = "api_reset"
    case apiStall = "api_stall"
    case apiSlow = "api_slow"
    case apiRateLimit = "api_429"
    case apiLateReset = "api_late_reset"
    case openConflict = "open_409"
    case openRateLimit = "open_429"
    case ticketReused = "ticket_reused"
    case socketReset = "socket_reset"
    case halfOpen = "half_open"
    case socketStall = "socket_stall"
    case pongsDropped = "pongs_dropped"
    case acksLost = "acks_lost"
    case refresh
    case refreshAbrupt = "refresh_abrupt"
    case refreshLate = "refresh_late"
    case linkDisabled = "link_disabled"
    case duplicateEnvelopes = "duplicate_envelopes"
    case malformedEnvelopes = "malformed_envelopes"
    case oddRecords = "odd_records"
    case tcpKeptOpen = "tcp_kept_open"

    /// Whether the fault happens once and is over.
    var isMomentary: Bool {
        switch self {
        case .socketReset, .halfOpen, .refresh, .refreshAbrupt, .refreshLate: true
        default: false
        }
    }

    /// When the fault ends by itself, if nothing else is asked for.
    var duration: Duration {
        switch self {
        case .apiRateLimit, .openConflict, .openRateLimit, .ticketReused: .seconds(20)
        case .apiError, .apiReset, .apiStall, .apiLateReset, .acksLost: .seconds(30)
        default: isMomentary ? .zero : .seconds(60)
        }
    }

    /// The longest that can be asked for.
    static let durationLimit = Duration.seconds(600)

    /// Title and description for the page.
    var words: (title: String, description: String) {
        switch self {
        case .slackDown: ("Slack is down", "The Web API answers 503, sockets are closed, no new tickets.")
        case .apiError: ("API errors", "Every Web API call is answered with HTTP 500.")
        case .apiReset: ("API resets", "Web API calls end in a reset of the connection; nothing is done.")
        case .apiStall: ("API stalls", "Web API calls are never answered.")
        case .apiSlow: ("API is slow", "Every Web API answer takes two seconds.")
        case .apiRateLimit: ("Rate limited", "Every Web API call is refused with 429, Retry-After: 2.")
        case .apiLateReset: ("API resets after the work", "Calls do their work, then the connection is reset.")
        case .openConflict: ("Handshake: 409", "WebSocket handshakes are answered with 409.")
        case .openRateLimit: ("Handshake: 429", "WebSocket handshakes are answered with 429, Retry-After: 2.")
        case .ticketReused: ("Used tickets", "New addresses for sockets hold a ticket that was used before: 401.")
        case .halfOpen: ("Half-open sockets", "All sockets are forgotten, once; the app's ends stay open.")
        case .socketReset: ("Reset sockets", "All sockets are reset, once.")
        case .socketStall: ("Sockets stall", "Sockets stay open, but nothing is read or written.")
        case .pongsDropped: ("No pongs", "The app's pings are not answered, and no pings are sent.")
        case .acksLost: ("Acks get lost", "Acks are thrown away, so everything is delivered again.")
        case .refresh: ("Refresh", "A warning now, the close in ten seconds.")
        case .refreshAbrupt: ("Refresh without warning", "refresh_requested, and the close at once.")
        case .refreshLate: ("Late refresh", "A warning now, but the close only after a minute.")
        case .linkDisabled: ("Socket Mode off", "link_disabled, and no new tickets.")
        case .duplicateEnvelopes: ("Duplicates", "Every envelope is sent twice.")
        case .malformedEnvelopes: ("Malformed envelopes", "Rubbish of five kinds comes before each envelope.")
        case .oddRecords: ("Odd TLS records", "Envelopes of 300 KB, cut into TLS records of odd sizes.")
        case .tcpKeptOpen: ("TCP stays open", "After a close handshake the TCP connection is left open.")
        }
    }
}

/// Which faults are on, and until when.
struct FaultBoard {
    private var ends: [Fault: SandboxTime] = [:]

    mutating func set(_ fault: Fault, active: Bool, duration: Duration?, now: SandboxTime) {
        guard active, !fault.isMomentary else {
            ends[fault] = nil
            return
        }
        ends[fault] = now + min(max(duration ?? fault.duration, .zero), Fault.durationLimit)
    }

    func isActive(_ fault: Fault, now: SandboxTime) -> Bool { ends[fault].map { now < $0 } ?? false }

    /// Forgets the faults whose time is over, and names them.
    mutating func takeEnded(now: SandboxTime) -> [Fault] {
        let ended = ends.filter { $0.value <= now }.map(\.key)
        for fault in ended { ends[fault] = nil }
        return ended
    }

    func json(_ fault: Fault, now: SandboxTime) -> JSONValue {
        let left = ends[fault].map { max(0, ($0 - now).secondsRoundedUp) } ?? 0
        let words = fault.words
        return [
            "id": .string(fault.rawValue), "title": .string(words.title), "description": .string(words.description),
            "active": .bool(left > 0), "seconds_left": .int(left), "momentary": .bool(fault.isMomentary),
        ]
    }
}
