import Bot
import RunbookModel
import Store
import Testing

@Suite struct RunbookTests {
    @Test func draftsAreSavedOverAndOver() async throws {
        try await withStore { store in
            var draft = Draft(
                id: "d1", content: runbook().content, source: "s", author: "U1", channel: channel, createdAt: at(0))
            try await store.write { [draft] in try $0.save(draft) }
            draft.savedAs = "rb-1"
            try await store.write { [draft] in try $0.save(draft) }
            let stored = try await store.read { (try $0.draft("d1"), try $0.draft("d2")) }
            #expect(stored.0 == draft && stored.1 == nil)
        }
    }

    @Test func draftsOfAPerson() async throws {
        @Sendable func draft(_ id: DraftID, _ author: UserID, _ seconds: Int64) -> Draft {
            Draft(
                id: id, content: runbook().content, source: "s", author: author, channel: channel,
                createdAt: at(seconds))
        }
        try await withStore { store in
            try await store.write { transaction in
                for draft in [draft("d2", "U1", 2), draft("d1", "U1", 1), draft("d3", "U2", 3)] {
                    try transaction.save(draft)
                }
                try transaction.setPostedMessage("draft:d1", PostedMessage(channel: channel, timestamp: "1.1"))
            }
            #expect(try await store.read { try $0.drafts(of: "U1") }.map(\.id) == ["d1", "d2"])
            try await store.write { transaction in
                try transaction.deleteDraft("d1")
                try transaction.deletePostedMessage("draft:d1")
            }
            #expect(try await store.read { try $0.drafts(of: "U1") }.map(\.id) == ["d2"])
            #expect(try await store.read { try $0.draft("d1") } == nil)
            #expect(try await store.read { try $0.postedMessage("draft:d1") } == nil)
        }
    }

    @Test func deletedRunbooksComeBack() async throws {
        try await withStore { store in
            try await store.write { transaction in
                for (id, deleted) in [("rb-1", 10), ("rb-2", 30), ("rb-3", 20)] as [(RunbookID, Int64)] {
                    try transaction.insert(runbook(id))
                    try transaction.insert(AlertLink(runbook: id, pattern: "Slow*"))
                    try transaction.deleteRunbook(id, at: at(deleted))
                }
            }
            let deleted = try await store.read { try $0.deletedRunbooks(since: at(20)) }
            #expect(deleted.map(\.runbook.id) == ["rb-2", "rb-3"] && deleted.map(\.deletedAt) == [at(30), at(20)])
            try await store.write { try $0.restoreRunbook("rb-2") }
            try await store.read { (transaction) throws in
                #expect(try transaction.runbooks().map(\.id) == ["rb-2"])
                #expect(try transaction.alertLinks().map(\.runbook) == ["rb-2"])
                #expect(try transaction.deletedRunbooks(since: at(0)).map(\.runbook.id) == ["rb-3", "rb-1"])
            }
        }
    }

    @Test func versionsFollowOneAnother() async throws {
        try await withStore { store in
            try await store.write { transaction in
                try transaction.insert(runbook(version: 1))
                try transaction.insert(runbook(version: 2, title: "Slower pool"))
            }
            for version in [1, 2, 4] {
                let error = try await storeError { try await store.write { try $0.insert(runbook(version: version)) } }
                #expect(error?.code == .conflict)
            }
            let error = try await storeError { try await store.write { try $0.insert(runbook("rb-2", version: 2)) } }
            #expect(error?.code == .conflict)
            try await store.read { (transaction) throws in
                #expect(try transaction.runbook("rb-1") == runbook(version: 2, title: "Slower pool"))
                #expect(try transaction.runbook("rb-1", version: 1) == runbook())
                #expect(try transaction.runbook("rb-1", version: 3) == nil)
                #expect(try transaction.runbook("rb-2") == nil)
            }
        }
    }

    @Test func theLibraryHoldsTheNewestOfEachByTitle() async throws {
        try await withStore { store in
            try await store.write { transaction in
                try transaction.insert(runbook("rb-1", title: "b"))
                try transaction.insert(runbook("rb-2", title: "C"))
                try transaction.insert(runbook("rb-3", title: "a"))
                try transaction.insert(runbook("rb-1", version: 2, title: "D"))
                #expect(try transaction.runbooks().map(\.content.title) == ["a", "C", "D"])
                try transaction.deleteRunbook("rb-2", at: at(1))
                #expect(try transaction.runbooks().map(\.id) == ["rb-3", "rb-1"])
                // What ran by it can still be looked at, and saving it again brings it back.
                #expect(try transaction.runbook("rb-2") != nil)
                try transaction.insert(runbook("rb-2", version: 2, title: "e"))
                #expect(try transaction.runbooks().map(\.id) == ["rb-3", "rb-1", "rb-2"])
            }
        }
    }

    @Test func linksAreKeptOnce() async throws {
        let general = AlertLink(runbook: "rb-1", pattern: "Slow*")
        let narrow = AlertLink(runbook: "rb-1", pattern: "Slow*", service: "payments")
        try await withStore { store in
            try await store.write { transaction in
                try transaction.insert(runbook())
                for link in [general, narrow, general, narrow] { try transaction.insert(link) }
                #expect(try transaction.alertLinks() == [general, narrow])
                try transaction.deleteRunbook("rb-1", at: at(1))
                #expect(try transaction.alertLinks().isEmpty)
                try transaction.insert(runbook(version: 2))
                try transaction.deleteAlertLinks(of: "rb-1")
                #expect(try transaction.alertLinks().isEmpty)
            }
            let error = try await storeError {
                try await store.write { try $0.insert(AlertLink(runbook: "nobody", pattern: "x")) }
            }
            #expect(error?.code == .conflict)
        }
    }

    @Test func aVersionThatWasRolledBackDoesNotComeBack() async throws {
        try await withStore { store in
            await #expect(throws: Failure.self) {
                try await store.write { transaction in
                    try transaction.insert(runbook(title: "Never saved"))
                    _ = try transaction.runbook("rb-1")
                    throw Failure(what: "on purpose")
                }
            }
            #expect(try await store.read { try $0.runbook("rb-1") } == nil)
            try await store.write { try $0.insert(runbook(title: "Saved")) }
            #expect(try await store.read { try $0.runbook("rb-1") } == runbook(title: "Saved"))
            #expect(try await store.read { try $0.runbooks() } == [runbook(title: "Saved")])
        }
    }
}
