import Bot
import RunbookModel
import Store
import Testing

@Suite struct ExecutionTests {
    private static func request(_ step: Int, attempt: Int = 1) -> ExecutionRequest {
        ExecutionRequest(
            place: ExecutionPlace(run: "run-1", step: step, attempt: attempt), command: "echo \(step) \0 \"x\"",
            risk: .yellow, timeLimit: .milliseconds(1500))
    }

    private static let process = ProcessIdentity(pid: 42, startTicks: .max, bootID: "b")

    @Test func anAttemptIsUnique() async throws {
        try await withStore { store in
            try await store.insertRun()
            try await store.write { try $0.insertExecution(Self.request(1), at: at(1)) }
            let error = try await storeError {
                try await store.write { transaction in
                    try transaction.insertExecution(Self.request(2), at: at(2))
                    try transaction.insertExecution(Self.request(1), at: at(2))
                }
            }
            #expect(error?.code == .conflict)
            // The whole transaction went, not only the second half.
            #expect(try await store.read { try $0.waitingExecutions(limit: 9) } == [Self.request(1)])
        }
    }

    @Test func anAttemptIsBegunOnce() async throws {
        try await withStore { store in
            try await store.insertRun()
            try await store.write { transaction in
                for step in 1...3 { try transaction.insertExecution(Self.request(step), at: at(Int64(step))) }
                #expect(try transaction.waitingExecutions(limit: 2) == [Self.request(1), Self.request(2)])
            }
            let place = Self.request(1).place
            #expect(try await store.write { try $0.beginExecution(place, at: at(5)) })
            #expect(try await store.write { try $0.beginExecution(place, at: at(6)) } == false)
            #expect(try await store.write { try $0.cancelExecution(place, at: at(6)) } == false)
            try await store.write { transaction in
                let open = try transaction.openExecutions()
                #expect(open.map(\.place) == [place] && open[0].process == nil)
                try transaction.noteProcess(Self.process, of: place)
                #expect(try transaction.openExecutions()[0].process == Self.process)
                try transaction.endExecution(place, at: at(7))
                #expect(try transaction.openExecutions().isEmpty)
                #expect(try transaction.waitingExecutions(limit: 9).map(\.place.step) == [2, 3])
            }
        }
    }

    @Test func aCancelledAttemptIsNeverBegun() async throws {
        try await withStore { store in
            try await store.insertRun()
            let place = Self.request(1).place
            try await store.write { (transaction) throws in
                #expect(try transaction.cancelExecution(place, at: at(0)) == false)
                try transaction.insertExecution(Self.request(1), at: at(1))
                #expect(try transaction.cancelExecution(place, at: at(2)))
                #expect(try transaction.cancelExecution(place, at: at(2)) == false)
                #expect(try transaction.beginExecution(place, at: at(3)) == false)
                #expect(try transaction.waitingExecutions(limit: 9).isEmpty)
            }
            let error = try await storeError {
                try await store.write { try $0.insertExecution(Self.request(1), at: at(4)) }
            }
            #expect(error?.code == .conflict)
        }
    }

    @Test func ofManyBeginningsOneIsTrue() async throws {
        try await withStore { store in
            try await store.insertRun()
            try await store.write { try $0.insertExecution(Self.request(1), at: at(1)) }
            let begun = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<20 {
                    group.addTask { try await store.write { try $0.beginExecution(Self.request(1).place, at: at(2)) } }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(begun == 1)
        }
    }
}
