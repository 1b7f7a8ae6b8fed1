/// Which modal was opened for which delivery. Lives in memory: a trigger does not outlive a restart either.
package actor ModalLedger {
    private enum Entry {
        case opening([CheckedContinuation<String?, Never>])
        /// The view's id; `nil` when it could not be opened.
        case settled(String?)
    }

    /// Deliveries that are remembered; the oldest are forgotten first.
    package static let limit = 1000

    private var entries: [String: Entry] = [:]
    private var order: [String] = []
    private var isClosed = false

    package init() {}

    /// Notes that a modal is about to be opened for a delivery.
    package func begin(_ key: String) {
        guard entries[key] == nil else { return }
        entries[key] = isClosed ? .settled(nil) : .opening([])
        order.append(key)
        if order.count > Self.limit { settle(order.removeFirst(), nil, forget: true) }
    }

    /// Notes how that went.
    package func finish(_ key: String, viewID: String?) { settle(key, viewID, forget: false) }

    /// Notes that no modal is opened any more: whoever waits for one need not go on.
    package func close() {
        isClosed = true
        for (key, entry) in entries {
            if case .opening = entry { settle(key, nil, forget: false) }
        }
    }

    /// The id of the modal for a delivery, once it is known; `nil` when none is open for it.
    package func viewID(for key: String) async -> String? {
        switch entries[key] {
        case nil: nil
        case .settled(let viewID): viewID
        case .opening:
            await withCheckedContinuation { continuation in
                guard case .opening(let waiting) = entries[key] else { return continuation.resume(returning: nil) }
                entries[key] = .opening(waiting + [continuation])
            }
        }
    }

    private func settle(_ key: String, _ viewID: String?, forget: Bool) {
        if case .opening(let waiting) = entries[key] {
            for continuation in waiting { continuation.resume(returning: viewID) }
        }
        guard entries[key] != nil else { return }  // Forgotten meanwhile.
        entries[key] = forget ? nil : .settled(viewID)
    }
}
