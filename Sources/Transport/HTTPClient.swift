import CCurl
import Locking

/// What all transfers of a client share.
struct HTTPClientSettings: Sendable {
    var proxy: ProxySettings
    var authorities: TrustedAuthorities
    var connectTimeout: Duration = .seconds(10)
}

/// HTTP over libcurl's multi interface: one thread owns all handles and keeps connections for reuse.
final class HTTPClient: Sendable {
    /// Transfers that may be queued or running.
    static let waitingLimit = 512

    private let core: HTTPClientCore

    init(_ settings: HTTPClientSettings) throws(TransportError) {
        guard curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK, let multi = curl_multi_init() else {
            throw .systemCall("libcurl could not be started")
        }
        dd_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, 8)
        dd_multi_set_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, 32)
        // By default as many idle connections are kept as four times the transfers that run: a lull between two bursts
        // would close some, and each new one reads all certificates of the system.
        dd_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 32)
        let core = HTTPClientCore(multi: multi, settings: settings)
        self.core = core
        do {
            try startThread(named: "http") { core.run() }
        } catch {
            curl_multi_cleanup(multi)
            throw error
        }
    }

    /// Running transfers are ended as if their tasks had been cancelled.
    deinit { core.stop() }

    /// Makes a request and waits for its answer. Cancelling the task ends the transfer.
    /// - Throws: `HTTPFailure`.
    func send(_ call: HTTPCall) async throws(HTTPFailure) -> HTTPAnswer {
        let core = core
        let id = core.begin()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                core.queue(HTTPTransfer(id: id, call: call, continuation: continuation))
            }
        } onCancel: {
            core.cancel(id)
        }
        core.forget(id)
        return try result.get()
    }
}

/// The part of `HTTPClient` that its thread keeps alive.
private final class HTTPClientCore: @unchecked Sendable {
    // Unchecked: `multi` and `running` belong to the thread; others only call curl_multi_wakeup, under the lock, which
    // libcurl allows until the handle is cleaned up.
    private enum Phase {
        case announced
        case cancelledEarly
        case queued
    }

    private struct State {
        var lastID: UInt64 = 0
        var phases: [UInt64: Phase] = [:]
        /// Of these, those that were queued.
        var waiting = 0
        var queue: [HTTPTransfer] = []
        var cancelled: [UInt64] = []
        var isStopped = false
        var isOver = false
    }

    private let multi: UnsafeMutableRawPointer
    private let settings: HTTPClientSettings
    private let state = Lock(State())
    private var running: [UInt64: HTTPTransfer] = [:]

    init(multi: UnsafeMutableRawPointer, settings: HTTPClientSettings) {
        self.multi = multi
        self.settings = settings
    }

    /// A number for a transfer, by which it can be cancelled before it is queued.
    func begin() -> UInt64 {
        state.withLock { state in
            state.lastID += 1
            state.phases[state.lastID] = .announced
            return state.lastID
        }
    }

    func forget(_ id: UInt64) {
        state.withLock { state in
            if state.phases.removeValue(forKey: id) == .queued { state.waiting -= 1 }
        }
    }

    func queue(_ transfer: HTTPTransfer) {
        let refusal = state.withLock { state -> (HTTPFailure.Kind, String)? in
            if state.phases[transfer.id] == .cancelledEarly { return (.cancelled, "cancelled before it began") }
            if state.isStopped { return (.cancelled, "the HTTP client was stopped") }
            guard state.waiting < HTTPClient.waitingLimit else {
                return (.overloaded, "\(HTTPClient.waitingLimit) HTTP requests are waiting already")
            }
            state.waiting += 1
            state.phases[transfer.id] = .queued
            state.queue.append(transfer)
            curl_multi_wakeup(multi)
            return nil
        }
        if let (kind, reason) = refusal { transfer.fail(kind, reason) }
    }

    func cancel(_ id: UInt64) {
        state.withLock { state in
            switch state.phases[id] {
            case .announced: state.phases[id] = .cancelledEarly
            case .queued:
                state.cancelled.append(id)
                if !state.isOver { curl_multi_wakeup(multi) }
            case .cancelledEarly, nil: break
            }
        }
    }

    func stop() {
        state.withLock { state in
            state.isStopped = true
            if !state.isOver { curl_multi_wakeup(multi) }
        }
    }

    // MARK: On the thread

    func run() {
        while takeOrders() {
            var active: Int32 = 0
            curl_multi_perform(multi, &active)
            while finishOne() {}
            curl_multi_poll(multi, nil, 0, 60000, nil)
        }
        for transfer in running.values {
            if let handle = transfer.handle { curl_multi_remove_handle(multi, handle) }
            transfer.fail(.cancelled, "the HTTP client was stopped")
        }
        running = [:]
        curl_multi_cleanup(multi)
    }

    /// - Returns: `false` once the client was stopped.
    private func takeOrders() -> Bool {
        let (queue, cancelled, isStopped) = state.withLock { state in
            let orders = (state.queue, state.cancelled, state.isStopped)
            state.queue = []
            state.cancelled = []
            state.isOver = state.isStopped
            return orders
        }
        for transfer in queue { add(transfer) }
        for id in cancelled {
            guard let transfer = running.removeValue(forKey: id) else { continue }
            if let handle = transfer.handle { curl_multi_remove_handle(multi, handle) }
            transfer.fail(.cancelled, "cancelled")
        }
        return !isStopped
    }

    private func add(_ transfer: HTTPTransfer) {
        guard let handle = transfer.prepare(settings), curl_multi_add_handle(multi, handle) == CURLM_OK else {
            transfer.fail(.overloaded, "libcurl took no further transfer")
            return
        }
        running[transfer.id] = transfer
    }

    private func finishOne() -> Bool {
        var left: Int32 = 0
        guard let message = curl_multi_info_read(multi, &left) else { return false }
        guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else { return true }
        // The message is gone once its handle is removed.
        let code = dd_msg_result(message)
        var pointer: UnsafeMutableRawPointer?
        dd_easy_get_ptr(handle, CURLINFO_PRIVATE, &pointer)
        curl_multi_remove_handle(multi, handle)
        if let transfer = HTTPTransfer.at(pointer) {
            running[transfer.id] = nil
            transfer.finish(code)
        }
        return true
    }
}
