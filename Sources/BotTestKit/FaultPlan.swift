import Locking

/// The failure that a test asked for.
package struct InjectedFault: Error, Hashable, CustomStringConvertible {
    /// Which call failed, from 1.
    package let call: Int
    /// Name of the operation that was called.
    package let operation: String

    /// The fault that a test expects.
    package init(call: Int, operation: String) {
        self.call = call
        self.operation = operation
    }

    /// Names the call, so that a failing sweep says where.
    package var description: String { "injected fault at call \(call), \(operation)" }
}

/// Makes the n-th call of a port fail. A test wraps each port so that every operation asks `check` before or after
/// its work, and loops n from 1 to `calls` of the undisturbed run.
package final class FaultPlan: Sendable {
    /// Whether the fault comes before the work is done, or after, when the work is done and the answer is lost.
    package enum Moment: String, Sendable, CaseIterable {
        case before
        case after
    }

    private struct State {
        var calls = 0
        var fired: InjectedFault?
    }

    private let failing: Int?
    private let moment: Moment
    private let state = Lock(State())

    /// Fails the call number `failing`, counted from 1; `nil` only counts.
    package init(failAtCall failing: Int? = nil, _ moment: Moment = .before) {
        self.failing = failing
        self.moment = moment
    }

    /// Calls so far.
    package var calls: Int { state.withLock { $0.calls } }

    /// The fault that was injected, once it was.
    package var fired: InjectedFault? { state.withLock { $0.fired } }

    /// Does `work` as one numbered call. Throws `InjectedFault` before or after it when it is this one's turn.
    package func call<Result>(_ operation: String, _ work: () async throws -> Result) async throws -> Result {
        let fault = count(operation)
        if let fault, moment == .before { throw fault }
        let result = try await work()
        if let fault { throw fault }
        return result
    }

    /// The same for work that does not suspend.
    package func callNow<Result>(_ operation: String, _ work: () throws -> Result) throws -> Result {
        let fault = count(operation)
        if let fault, moment == .before { throw fault }
        let result = try work()
        if let fault { throw fault }
        return result
    }

    private func count(_ operation: String) -> InjectedFault? {
        state.withLock { state in
            state.calls += 1
            guard state.calls == failing else { return nil }
            let fault = InjectedFault(call: state.calls, operation: operation)
            state.fired = fault
            return fault
        }
    }
}
