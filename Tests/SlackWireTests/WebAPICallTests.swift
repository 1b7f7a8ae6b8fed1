import JSONTree
import SlackWire
import Testing

/// Answers every call with the same object and keeps what was sent.
private struct Canned: WebAPIPerforming {
    var answer: JSONValue

    func exchange(_ request: WebAPIRequest) async throws(WebAPIError) -> JSONValue { answer }
    func upload(_ bytes: [UInt8], to url: String) async throws(WebAPIError) {}
    func download(_ url: String, limit: Int) async throws(WebAPIError) -> [UInt8] { [] }
    func respond(to responseURL: String, _ message: ResponseMessage) async throws(WebAPIError) {}
}

@Suite struct WebAPICalls {
    private static let content = MessageContent(text: "t", blocks: [["type": "divider"]])

    private func body(_ call: some WebAPICall) -> String {
        String(decoding: WebAPIRequest(call).body, as: UTF8.self)
    }

    @Test("each call is written as its method takes it")
    func bodies() {
        let message = #""blocks":[{"type":"divider"}],"channel":"C1""#
        #expect(
            body(
                ChatPostMessage(
                    channel: "C1", content: Self.content, thread: "1.2",
                    metadata: MessageMetadata(eventType: "e", key: "k")))
                == "{\(message)"
                + #","metadata":{"event_payload":{"key":"k"},"event_type":"e"},"text":"t","thread_ts":"1.2","#
                + #""unfurl_links":false,"unfurl_media":false}"#)
        #expect(
            body(ChatPostMessage(channel: "C1", content: Self.content))
                == "{\(message)" + #","text":"t","unfurl_links":false,"unfurl_media":false}"#)
        #expect(
            body(ChatUpdate(channel: "C1", timestamp: "1.2", content: Self.content))
                == "{\(message)" + #","text":"t","ts":"1.2"}"#)
        #expect(
            body(ChatPostEphemeral(channel: "C1", user: "U1", content: Self.content))
                == "{\(message)" + #","text":"t","user":"U1"}"#)
        #expect(body(ConversationsOpen(user: "U1")) == #"{"users":"U1"}"#)
        #expect(body(ConversationsJoin(channel: "C1")) == #"{"channel":"C1"}"#)
        #expect(
            body(ConversationsHistory(channel: "C1", oldest: "5.0", limit: 9, cursor: "a="))
                == "channel=C1&cursor=a%3D&include_all_metadata=true&limit=9&oldest=5.0")
        #expect(
            body(ConversationsReplies(channel: "C1", thread: "1.2", oldest: "5.0", limit: 9))
                == "channel=C1&include_all_metadata=true&limit=9&oldest=5.0&ts=1.2")
        #expect(body(FilesGetUploadURLExternal(name: "a b", length: 3)) == "filename=a+b&length=3")
        #expect(
            body(FilesCompleteUploadExternal(file: "F1", title: "a", channel: "C1", thread: "1.2"))
                == #"{"channel_id":"C1","files":[{"id":"F1","title":"a"}],"thread_ts":"1.2"}"#)
        let view: JSONValue = ["type": "modal"]
        let open = #"{"trigger_id":"T","view":{"type":"modal"}}"#
        #expect(body(ViewsOpen(trigger: "T", view: view)) == open)
        #expect(body(ViewsPush(trigger: "T", view: view)) == open)
        #expect(body(ViewsUpdate(id: "V1", view: view)) == #"{"view":{"type":"modal"},"view_id":"V1"}"#)
        #expect(body(ViewsPublish(user: "U1", view: view)) == #"{"user_id":"U1","view":{"type":"modal"}}"#)
        #expect(body(UserGroupsUsersList(group: "S1")) == "usergroup=S1")
        #expect(body(AuthTest()).isEmpty && body(AppsConnectionsOpen()).isEmpty)
        let response = ResponseMessage(Self.content).body.text()
        #expect(
            response
                == #"{"blocks":[{"type":"divider"}],"replace_original":false,"response_type":"ephemeral","text":"t"}"#)
    }

    @Test("answers are read; fields that nobody asked for are left alone")
    func replies() async throws {
        let slack = Canned(answer: [
            "ok": true, "ts": "1.2", "channel": "C1", "user_id": "U1", "team": "T", "url": "wss://x", "novel": [1],
            "view": ["id": "V1", "novel": 1], "upload_url": "https://u", "file_id": "F1", "users": ["U1", 2, "U3"],
        ])
        #expect(try await slack.perform(ChatPostMessage(channel: "C1", content: Self.content)).timestamp == "1.2")
        #expect(try await slack.perform(AuthTest()).user == "U1")
        #expect(try await slack.perform(AppsConnectionsOpen()).url == "wss://x")
        #expect(try await slack.perform(ViewsOpen(trigger: "T", view: [:])).id == "V1")
        #expect(try await slack.perform(FilesGetUploadURLExternal(name: "a", length: 1)).file == "F1")
        #expect(try await slack.perform(UserGroupsUsersList(group: "S1")).users == ["U1", "U3"])
        try await slack.perform(ConversationsJoin(channel: "C1"))
    }

    @Test("an answer without what is needed may have been carried out, and says which field is missing")
    func incomplete() async throws {
        for answer: JSONValue in [["ok": true], ["ok": true, "ts": 5], ["ok": true, "ts": ""], []] {
            await #expect(
                throws: WebAPIError(
                    .retry(after: .seconds(5)), code: "unreadable_response",
                    messages: ["chat.postMessage answered without 'ts'"], mayHaveHappened: true)
            ) {
                try await Canned(answer: answer).perform(ChatPostMessage(channel: "C1", content: Self.content))
            }
        }
        let view = Canned(answer: ["ok": true, "view": [:]])
        await #expect {
            try await view.perform(ViewsOpen(trigger: "T", view: [:]))
        } throws: {
            ($0 as? WebAPIError)?.messages == ["views.open answered without 'view.id'"]
        }
    }

    @Test("a page of messages: keys, files, and where the next page begins")
    func pages() async throws {
        let slack = Canned(answer: [
            "ok": true,
            "messages": [
                ["ts": "1.1", "metadata": ["event_type": "e", "event_payload": ["key": "k", "more": 1]]],
                ["ts": "1.2", "files": [["name": "a.txt", "size": 3], ["mode": "tombstone"]]], ["subtype": "odd"],
                ["ts": "1.3", "metadata": ["event_type": "e"]],
            ], "response_metadata": ["next_cursor": "abc"],
        ])
        let page = try await slack.perform(ConversationsHistory(channel: "C1", oldest: "0", limit: 9))
        #expect(page.messages.map(\.timestamp) == ["1.1", "1.2", "1.3"])
        #expect(page.messages[0].metadata == MessageMetadata(eventType: "e", key: "k"))
        #expect(page.messages[1].files.map(\.name) == ["a.txt"] && page.messages[1].files[0].size == 3)
        #expect(page.messages[2].metadata == nil)
        #expect(page.nextCursor == "abc")
        let last = try await Canned(answer: ["ok": true, "response_metadata": ["next_cursor": ""]])
            .perform(ConversationsReplies(channel: "C1", thread: "1.1", oldest: "0", limit: 9))
        #expect(last.messages.isEmpty && last.nextCursor == nil)
    }
}
