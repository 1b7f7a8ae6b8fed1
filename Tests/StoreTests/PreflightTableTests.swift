import Bot
import RunbookModel
import Store
import Testing

@Suite struct PreflightTableTests {
    private func request(_ run: RunID, _ programs: [String] = ["psql"]) -> PreflightRequest {
        PreflightRequest(run: run, target: nil, programs: programs, variables: [], endpoints: [], needsCluster: false)
    }

    @Test func askingAgainReplacesWhatWaits() async throws {
        try await withStore { store in
            try await store.write { store in
                try store.requestPreflight(request("r1"), at: at(0))
                try store.requestPreflight(request("r2"), at: at(1))
                try store.requestPreflight(request("r1", ["kubectl"]), at: at(2))
            }
            let waiting = try await store.read { try $0.waitingPreflights(limit: 9) }
            #expect(waiting.map(\.run) == ["r2", "r1"] && waiting.map(\.number) == [1, 2])
            #expect(waiting.last?.programs == ["kubectl"])
            #expect(try await store.read { try $0.preflightNumber(of: "r1") } == 2)
            #expect(try await store.read { try $0.preflightNumber(of: "r3") } == nil)
            #expect(try await store.read { try $0.waitingPreflights(limit: 1) }.count == 1)
        }
    }

    @Test func onlyTheLastOneEndsIt() async throws {
        try await withStore { store in
            try await store.write { store in
                try store.requestPreflight(request("r1"), at: at(0))
                try store.requestPreflight(request("r1"), at: at(1))
                try store.endPreflight(of: "r1", number: 1, at: at(2))
            }
            #expect(try await store.read { try $0.waitingPreflights(limit: 9) }.map(\.number) == [2])
            try await store.write { try $0.endPreflight(of: "r1", number: 2, at: at(3)) }
            #expect(try await store.read { try $0.waitingPreflights(limit: 9) }.isEmpty)
            // The numbers go on.
            try await store.write { try $0.requestPreflight(request("r1"), at: at(4)) }
            #expect(try await store.read { try $0.waitingPreflights(limit: 9) }.map(\.number) == [3])
        }
    }
}
