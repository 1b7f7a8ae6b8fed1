import JSONTree
import Testing

@testable import SlackSandbox

@Suite(.timeLimit(.minutes(2))) struct MessageTests {
    private func post(_ bench: TestBench, _ more: [String: String] = [:]) async throws -> String {
        let arguments = ["channel": TestBench.incidents, "text": "hello"].merging(more) { $1 }
        let answer = try await bench.call("chat.postMessage", arguments)
        return try #require(answer["ts"]?.string)
    }

    @Test func postUpdateDelete() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            let ts = try await post(bench, ["blocks": "[{\"type\":\"divider\"}]"])
            let posted = try await socket.take()["payload"]?["event"]
            // The app hears itself.
            #expect(posted?["bot_id"] == "B0DD0CRUN")
            #expect(posted?["blocks"]?[0]?["block_id"]?.string?.isEmpty == false)
            let kept = try await bench.call(
                "chat.update", ["channel": TestBench.incidents, "ts": ts, "text": "changed"])
            #expect(kept["text"] == "changed")
            #expect(kept["message"]?["blocks"]?[0]?["type"] == "divider")
            let changed = try await socket.take()["payload"]?["event"]
            #expect(changed?["subtype"] == "message_changed")
            #expect(changed?["message"]?["edited"]?["user"] == "U0DD0CRUN")
            #expect(changed?["previous_message"]?["text"] == "hello")
            let bare = try await bench.call(
                "chat.update", ["channel": TestBench.incidents, "ts": ts, "text": "bare", "blocks": "[]"])
            #expect(bare["message"]?["blocks"] == nil)
            let link = try await bench.call("chat.getPermalink", ["channel": TestBench.incidents, "message_ts": ts])
            #expect(link["permalink"]?.string?.hasSuffix("/archives/C0INCIDENT/p\(ts.filter { $0 != "." })") == true)
            #expect(try await bench.call("chat.delete", ["channel": TestBench.incidents, "ts": ts])["ok"] == true)
            let history = try await bench.call("conversations.history", ["channel": TestBench.incidents])
            #expect(history["messages"] == [])
        }
    }

    @Test func othersMessagesAreTheirs() async throws {
        try await withSandbox { bench in
            let typed = try await bench.say("mine", in: TestBench.incidents)
            let ts = try #require(typed["ts"]?.string)
            let update = try await bench.call("chat.update", ["channel": TestBench.incidents, "ts": ts, "text": "x"])
            #expect(update["error"] == "cant_update_message")
            let delete = try await bench.call("chat.delete", ["channel": TestBench.incidents, "ts": ts])
            #expect(delete["error"] == "cant_delete_message")
            let own = try await post(bench)
            let refused = await bench.sandbox.act(
                "delete",
                ["user": .string(TestBench.robin), "channel": .string(TestBench.incidents), "ts": .string(own)])
            #expect(refused["ok"] == false)
        }
    }

    @Test func threads() async throws {
        try await withSandbox { bench in
            let root = try await post(bench)
            let reply = try await post(bench, ["thread_ts": root, "text": "one"])
            try await bench.act(
                "message",
                [
                    "user": .string(TestBench.sam), "channel": .string(TestBench.incidents), "text": "two",
                    "thread_ts": .string(root),
                ])
            let nested = try await bench.call(
                "chat.postMessage", ["channel": TestBench.incidents, "text": "x", "thread_ts": reply])
            #expect(nested["error"] == "cannot_reply_to_message")
            let history = try await bench.call("conversations.history", ["channel": TestBench.incidents])
            #expect(history["messages"]?.array?.count == 1)
            #expect(history["messages"]?[0]?["reply_count"] == 2)
            #expect(history["messages"]?[0]?["reply_users"] == ["U0DD0CRUN", .string(TestBench.sam)])
            let replies = try await bench.call("conversations.replies", ["channel": TestBench.incidents, "ts": root])
            #expect(replies["messages"]?.array?.map { $0["text"] } == ["hello", "one", "two"])
            #expect(replies["messages"]?[1]?["parent_user_id"] == "U0DD0CRUN")
            _ = try await bench.call("chat.delete", ["channel": TestBench.incidents, "ts": root])
            let stone = try await bench.call("conversations.replies", ["channel": TestBench.incidents, "ts": root])
            #expect(stone["messages"]?[0]?["subtype"] == "tombstone")
            let gone = try await bench.call("chat.update", ["channel": TestBench.incidents, "ts": root, "text": "x"])
            #expect(gone["error"] == "message_not_found")
        }
    }

    @Test func metadataIsFoundAgain() async throws {
        try await withSandbox { bench in
            _ = try await post(bench, ["metadata": "{\"event_type\":\"row\",\"event_payload\":{\"key\":\"k1\"}}"])
            let plain = try await bench.call("conversations.history", ["channel": TestBench.incidents])
            #expect(plain["messages"]?[0]?["metadata"] == nil)
            let all = try await bench.call(
                "conversations.history", ["channel": TestBench.incidents, "include_all_metadata": "true"])
            #expect(all["messages"]?[0]?["metadata"]?["event_payload"]?["key"] == "k1")
        }
    }

    @Test func historyIsPaged() async throws {
        try await withSandbox({ $0.rateLimits = false }) { bench in
            var stamps: [String] = []
            for _ in 0..<5 { stamps.append(try await post(bench)) }
            let first = try await bench.call("conversations.history", ["channel": TestBench.incidents, "limit": "2"])
            #expect(first["has_more"] == true)
            #expect(first["messages"]?.array?.compactMap { $0["ts"]?.string } == [stamps[4], stamps[3]])
            let cursor = try #require(first["response_metadata"]?["next_cursor"]?.string)
            let second = try await bench.call(
                "conversations.history", ["channel": TestBench.incidents, "limit": "2", "cursor": cursor])
            #expect(second["messages"]?[0]?["ts"] == .string(stamps[2]))
            let since = try await bench.call(
                "conversations.history", ["channel": TestBench.incidents, "oldest": stamps[3]])
            #expect(since["messages"]?.array?.count == 1)
            let inclusive = try await bench.call(
                "conversations.history", ["channel": TestBench.incidents, "oldest": stamps[3], "inclusive": "true"])
            #expect(inclusive["messages"]?.array?.count == 2)
        }
    }

    @Test func ephemeralsAreForOnePerson() async throws {
        try await withSandbox { bench in
            let answer = try await bench.call(
                "chat.postEphemeral", ["channel": TestBench.incidents, "user": TestBench.sam, "text": "psst"])
            let ts = try #require(answer["message_ts"]?.string)
            let sams = await bench.sandbox.read("history", ["channel": TestBench.incidents, "user": TestBench.sam])
            #expect(sams["messages"]?[0]?["ephemeral"] == true)
            let robins = await bench.sandbox.read("history", ["channel": TestBench.incidents, "user": TestBench.robin])
            #expect(robins["messages"] == [])
            let update = try await bench.call("chat.update", ["channel": TestBench.incidents, "ts": ts, "text": "x"])
            #expect(update["error"] == "message_not_found")
        }
    }

    @Test func reactionsAndPins() async throws {
        try await withSandbox { bench in
            let ts = try await post(bench)
            let item = ["channel": TestBench.incidents, "timestamp": ts, "name": "eyes"]
            #expect(try await bench.call("reactions.add", item)["ok"] == true)
            #expect(try await bench.call("reactions.add", item)["error"] == "already_reacted")
            #expect(try await bench.call("reactions.remove", item)["ok"] == true)
            #expect(try await bench.call("reactions.remove", item)["error"] == "no_reaction")
            #expect(try await bench.call("pins.add", item)["ok"] == true)
            #expect(try await bench.call("pins.add", item)["error"] == "already_pinned")
            #expect(try await bench.call("pins.remove", item)["ok"] == true)
            #expect(try await bench.call("pins.remove", item)["error"] == "no_pin")
        }
    }

    @Test func joiningAndOpening() async throws {
        try await withSandbox { bench in
            let joined = try await bench.call("conversations.join", ["channel": TestBench.general])
            #expect(joined["channel"]?["is_member"] == true)
            let again = try await bench.call("conversations.join", ["channel": TestBench.general])
            #expect(again["warning"] == "already_in_channel")
            #expect(try await bench.call("chat.postMessage", ["channel": "#general", "text": "x"])["ok"] == true)
            let opened = try await bench.call("conversations.open", ["users": TestBench.robin])
            #expect(opened["channel"]?["id"] == .string(TestBench.robinsDM))
            let direct = try await bench.call("chat.postMessage", ["channel": TestBench.sam, "text": "x"])
            #expect(direct["channel"] == "D000000002")
            let members = try await bench.call("conversations.members", ["channel": TestBench.general])
            #expect(members["members"]?.array?.contains("U0DD0CRUN") == true)
        }
    }

    @Test func channelsForgetTheOldest() {
        var channel = Channel(id: "C", name: "c", kind: .channel, created: 0, members: [])
        for number in 0..<3000 {
            channel.append(Message(timestamp: String(1_000_000 + number) + ".000000", userID: "U", text: ""))
        }
        #expect(channel.messages.count <= Channel.messageLimit + 200)
        #expect(channel.messages.last?.timestamp == "1002999.000000")
        for number in 0..<300 {
            var message = Message(timestamp: "\(number)", userID: "U", text: "")
            message.ephemeralUser = "U"
            channel.append(message)
        }
        #expect(channel.ephemerals.count == Channel.ephemeralLimit)
    }
}
