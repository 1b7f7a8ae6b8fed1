import JSONTree
import Locking
import SlackWire
import Testing
import WebSocket

@testable import Transport

/// Events to PagerDuty, at a server on this machine.
@Suite struct PagerDutyClientTests {
    private static let event: [String: JSONValue] = ["event_action": "trigger", "dedup_key": "dd0c-run:r1"]

    private func send(to server: TestServer) async throws -> WebAPIError? {
        let client = try PagerDutyClient(
            routingKey: "R0SECRET", address: "https://localhost:\(server.port)/v2/enqueue",
            extraAuthorities: TestCertificate.authorityFile)
        do throws(WebAPIError) {
            try await client.send(Self.event)
            return nil
        } catch { return error }
    }

    @Test func theKeyGoesAlongInTheBody() async throws {
        let bodies = Lock<[[UInt8]]>([])
        let lines = Lock<[String]>([])
        let server = try TestServer { peer in
            while let (head, body) = peer.request() {
                bodies.withLock { $0.append(body) }
                lines.withLock { $0.append(head.startLine) }
                peer.respond(#"{"status":"success","dedup_key":"dd0c-run:r1"}"#, status: "202 Accepted")
            }
        }
        let failure = try await send(to: server)
        #expect(failure == nil)
        let sent = try JSONValue(parsing: try #require(bodies.withLock { $0.first }))
        #expect(sent["routing_key"] == "R0SECRET" && sent["dedup_key"] == "dd0c-run:r1")
        #expect(lines.withLock { $0 } == ["POST /v2/enqueue HTTP/1.1"])
    }

    @Test(arguments: [("429 Too Many Requests", true), ("503 Service Unavailable", true), ("400 Bad Request", false)])
    func whatToDoAboutARefusal(_ status: String, _ isTriedAgain: Bool) async throws {
        let server = try TestServer { peer in
            while peer.request() != nil {
                peer.respond(
                    #"{"status":"invalid event","message":"Event object is invalid","errors":["Length of 'key'"]}"#,
                    status: status)
            }
        }
        let error = try #require(try await send(to: server))
        if case .retry = error.action {
            #expect(isTriedAgain)
        } else {
            #expect(!isTriedAgain)
            #expect(error.messages.contains("Length of 'key'"))
        }
        #expect(!error.description.contains("R0SECRET"))
    }

    @Test func aServerThatIsNotThere() async throws {
        let client = try PagerDutyClient(
            routingKey: "R0SECRET", address: "http://127.0.0.1:1/v2/enqueue", extraAuthorities: nil)
        let error = await #expect(throws: WebAPIError.self) { try await client.send(Self.event) }
        guard case .retry? = error?.action else {
            Issue.record("it is not tried again: \(String(describing: error))")
            return
        }
        #expect(throws: TransportError.self) {
            try PagerDutyClient(routingKey: "x", address: "http://events.pagerduty.example/v2/enqueue")
        }
    }
}
