import Bot
import Locking
import RunbookModel

/// Looks at nothing: finds what a test says, everything else as there.
final class FakePreflight: PreflightChecking {
    private let state = Lock((requests: [PreflightRequest](), missing: Set<String>()))

    var requests: [PreflightRequest] { state.withLock { $0.requests } }

    func lack(_ names: Set<String>) { state.withLock { $0.missing = names } }

    func check(_ request: PreflightRequest) async -> [PreflightReport.Finding] {
        let missing = state.withLock { state in
            state.requests.append(request)
            return state.missing
        }
        func finding(_ kind: PreflightReport.Finding.Kind) -> (String) -> PreflightReport.Finding {
            { .init(kind: kind, name: $0, outcome: missing.contains($0) ? .missing : .found) }
        }
        return request.programs.map(finding(.program)) + request.variables.map(finding(.variable))
            + request.endpoints.map { finding(.endpoint)("\($0.host):\($0.port)") }
    }
}
