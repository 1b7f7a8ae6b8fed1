import JSONTree
import SlackWire
import Testing

@Suite struct SocketModeMessages {
    @Test("hello with and without its optional parts")
    func hello() {
        let full = """
            {"type":"hello","connection_info":{"app_id":"A1234"},"num_connections":2,
            "debug_info":{"host":"applink-1","started":"2020-10-11 12:12:12.120","build_number":54,
            "approximate_connection_time":18060}}
            """
        #expect(
            SocketModeMessage(full)
                == .hello(SocketModeHello(appID: "A1234", connections: 2, approximateLife: .seconds(18060))))
        #expect(SocketModeMessage(#"{"type":"hello"}"#) == .hello(SocketModeHello()))
        let odd = #"{"type":"hello","debug_info":{"approximate_connection_time":-5}}"#
        #expect(SocketModeMessage(odd) == .hello(SocketModeHello()))
    }

    @Test(
        "every reason of a disconnect",
        arguments: [
            ("warning", SocketModeDisconnectReason.warning), ("refresh_requested", .refreshRequested),
            ("link_disabled", .linkDisabled), ("too_many_websockets", .tooManyWebSockets), ("new", .other("new")),
        ])
    func disconnect(_ word: String, _ reason: SocketModeDisconnectReason) {
        let text = #"{"type":"disconnect","reason":"\#(word)","debug_info":{"host":"wss-111.slack.com"}}"#
        #expect(SocketModeMessage(text) == .disconnect(reason))
        #expect(SocketModeMessage(#"{"type":"disconnect"}"#) == .disconnect(.other("")))
    }

    @Test("envelopes of every type keep their payload and flags")
    func envelopes() {
        let event = """
            {"type":"events_api","envelope_id":"e1","payload":{"event_id":"Ev1"},"accepts_response_payload":false,
            "retry_attempt":2,"retry_reason":"timeout"}
            """
        #expect(
            SocketModeMessage(event)
                == .envelope(
                    SocketModeEnvelope(
                        id: "e1", kind: .eventsAPI, payload: ["event_id": "Ev1"], retryAttempt: 2,
                        retryReason: "timeout")))
        func kind(_ type: String) -> SocketModeEnvelope.Kind? {
            let text =
                #"{"type":"\#(type)","envelope_id":"e","payload":{},"accepts_response_payload":true,"retry_reason":""}"#
            guard case .envelope(let envelope) = SocketModeMessage(text) else { return nil }
            #expect(envelope.acceptsResponsePayload && envelope.retryReason == nil)
            return envelope.kind
        }
        #expect(kind("interactive") == .interactive)
        #expect(kind("slash_commands") == .slashCommands)
        #expect(kind("brand_new") == .unknown("brand_new"))
    }

    @Test("the id is found behind other mentions of its name, and what is kept of a long text is whole characters")
    func salvagedElsewhere() {
        let filler = String(repeating: "é", count: 40000)
        let text = #"{"a":"\"envelope_id\"","envelope_id",  "envelope_id":"e-7", "text":"\#(filler)"#
        guard case .envelope(let envelope) = SocketModeMessage(text) else {
            Issue.record("not an envelope")
            return
        }
        #expect(envelope.id == "e-7" && envelope.kind == .undecodable)
        let kept = envelope.payload.string ?? ""
        #expect(text.hasPrefix(kept) && kept.utf8.count >= SocketModeEnvelope.keptText - 1)
        #expect(kept.utf8.count <= SocketModeEnvelope.keptText)
    }

    @Test("an envelope that is not JSON is saved by its id, with its text")
    func salvaged() {
        let text = #"{"type":"events_api", "envelope_id" : "57d6a792-4d35", "payload":{"text":"\x"}}"#
        #expect(
            SocketModeMessage(text)
                == .envelope(
                    SocketModeEnvelope(id: "57d6a792-4d35", kind: .undecodable, payload: .string(text))))
        let long = #"{"envelope_id":"e1","x":""# + String(repeating: "é", count: 100_000)
        guard case .envelope(let envelope) = SocketModeMessage(long) else {
            Issue.record("not saved")
            return
        }
        #expect(envelope.payload.string.map { $0.utf8.count <= SocketModeEnvelope.keptText + 3 } == true)
    }

    @Test(
        "what can neither be handled nor acknowledged is ignored with a reason",
        arguments: [
            "", "hi", "[]", "{}", #"{"type":"events_api"}"#, #"{"envelope_id":""}"#, #"{"envelope_id":7}"#,
            #"{"envelope_id":"a b" oops"#, #"{"envelope_id":"" oops"#, #"{"envelope_id" oops"#, #"{"envelope_id":"ab"#,
        ])
    func ignored(_ text: String) {
        guard case .ignored(let reason) = SocketModeMessage(text) else {
            Issue.record("\(SocketModeMessage(text))")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test("random texts never make trouble, and what is salvaged is a plausible id")
    func random() {
        var generator = SplitMix(state: 7)
        let pieces = [
            "{", "}", "\"", ":", ",", "envelope_id", "\"envelope_id\"", "type", "hello", "\\", "\u{0}", "é", "[", "]",
            "1e999",
            "abc-123", " ", "payload", "null",
        ]
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...12, using: &generator)
            let text = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            if case .envelope(let envelope) = SocketModeMessage(text) {
                #expect(!envelope.id.isEmpty && envelope.id.utf8.count <= 128)
            }
        }
    }
}

@Suite struct SocketModeAcks {
    @Test("bare, with an answer, and never at Slack's frame limit")
    func texts() throws {
        #expect(try SocketModeAck.text(envelopeID: "e\"1") == #"{"envelope_id":"e\"1"}"#)
        #expect(
            try SocketModeAck.text(envelopeID: "e1", payload: ["text": "done"])
                == #"{"envelope_id":"e1","payload":{"text":"done"}}"#)
        let overhead = try SocketModeAck.text(envelopeID: "e1", payload: "").utf8.count
        let longest = String(repeating: "x", count: SocketModeAck.frameLimit - overhead - 1)
        #expect(
            try SocketModeAck.text(envelopeID: "e1", payload: .string(longest)).utf8.count
                == SocketModeAck.frameLimit - 1)
        #expect(throws: SocketModeAckError.tooLong(bytes: SocketModeAck.frameLimit)) {
            try SocketModeAck.text(envelopeID: "e1", payload: .string(longest + "x"))
        }
    }
}

/// Sebastiano Vigna's SplitMix64: small, seeded, good enough for tests.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
