import JSONTree

/// The stream of events to pages: numbered, the last ones kept for pages that come back.
struct EventFeed {
    /// Events kept for pages that lost their connection.
    static let keptLimit = 1000
    /// Events that a page may be behind before it is cut off, to come back and read the state anew.
    static let backlogLimit = 2000
    static let subscriberLimit = 64

    private struct Entry {
        let number: Int
        let event: JSONValue
        let user: String?
    }

    private struct Subscriber {
        let user: String?
        let continuation: AsyncStream<[UInt8]>.Continuation
    }

    private var kept: [Entry] = []
    private var next = 1
    private var subscribers: [Int: Subscriber] = [:]
    private var nextSubscriber = 1

    var hasSubscribers: Bool { !subscribers.isEmpty }

    mutating func publish(_ event: JSONValue, user: String?) {
        let entry = Entry(number: next, event: event, user: user)
        next += 1
        kept.append(entry)
        if kept.count > Self.keptLimit + 100 { kept.removeFirst(100) }
        for (id, subscriber) in subscribers where Self.concerns(entry, subscriber.user) {
            send(Self.bytes(entry), to: id)
        }
    }

    /// A new page.
    /// - Parameters:
    ///   - user: whose events it wants; `nil` for everybody's.
    ///   - last: the number of the last event that it has seen.
    ///   - gone: called when it goes away.
    /// - Returns: `nil` when there are too many pages.
    mutating func subscribe(
        user: String?, after last: Int?, gone: @escaping @Sendable (Int) -> Void
    ) -> AsyncStream<[UInt8]>? {
        guard subscribers.count < Self.subscriberLimit else { return nil }
        let (stream, continuation) = AsyncStream.makeStream(
            of: [UInt8].self, bufferingPolicy: .bufferingOldest(Self.backlogLimit))
        let id = nextSubscriber
        nextSubscriber += 1
        continuation.onTermination = { _ in gone(id) }
        subscribers[id] = Subscriber(user: user, continuation: continuation)
        send(Array("retry: 1000\n\n".utf8), to: id)
        guard let last else { return stream }
        if last >= next || (last + 1 < (kept.first?.number ?? next)) {
            send(Array("data: {\"type\":\"reload\"}\n\n".utf8), to: id)
        } else {
            for entry in kept where entry.number > last && Self.concerns(entry, user) {
                send(Self.bytes(entry), to: id)
            }
        }
        return stream
    }

    mutating func unsubscribe(_ id: Int) { subscribers[id] = nil }

    /// Keeps idle connections from being taken for dead ones.
    mutating func heartbeat() {
        for id in subscribers.keys { send(Array(": \n\n".utf8), to: id) }
    }

    /// Ends all streams.
    mutating func finish() {
        for subscriber in subscribers.values { subscriber.continuation.finish() }
        subscribers = [:]
    }

    private mutating func send(_ bytes: [UInt8], to id: Int) {
        guard let subscriber = subscribers[id] else { return }
        if case .dropped = subscriber.continuation.yield(bytes) {
            subscribers[id] = nil
            subscriber.continuation.finish()
        }
    }

    private static func concerns(_ entry: Entry, _ user: String?) -> Bool {
        user == nil || entry.user == nil || entry.user == user
    }

    private static func bytes(_ entry: Entry) -> [UInt8] {
        Array("id: \(entry.number)\ndata: ".utf8) + entry.event.utf8() + [0x0A, 0x0A]
    }
}
