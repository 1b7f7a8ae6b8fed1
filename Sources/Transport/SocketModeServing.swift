import JSONTree
import Locking
import Logging
import ServiceLifecycle
import SlackWire
import WebSocket

// The child tasks of `SocketModeService`.
extension SocketModeService {
    /// Asks Slack for an address to connect to; it serves for one connection.
    func openURL(_ driver: SocketModeDriver) async {
        do {
            await driver.handle(.urlOpened(try await api.perform(AppsConnectionsOpen()).url))
        } catch {
            logger.warning("apps.connections.open failed", metadata: ["reason": "\(error)"])
            switch error.action {
            case .fatal: await driver.handle(.urlRefused(code: error.code))
            case .retry(let span): await driver.handle(.urlFailed(retryAfter: span))
            case .never, .first: await driver.handle(.urlDenied(code: error.code))
            }
        }
    }

    /// Closes a socket in a moment in which everything that came on it is acknowledged: behind our close frame nothing
    /// can be.
    func close(_ socket: SocketModeDriver.OpenSocket) async {
        await socket.inProgress.waitUntilIdle(atMost: Self.lastAcks)
        socket.client.close()
    }

    /// How long acknowledgements that are due hold up a close frame.
    private static let lastAcks: Duration = .milliseconds(400)

    /// Lets the driver look at its deadlines at this moment.
    func wake(_ driver: SocketModeDriver, at moment: Duration) async {
        do {
            try await Task.sleep(for: max(Duration.zero, moment - configuration.now()), clock: .continuous)
        } catch {
            return  // The service ends.
        }
        await driver.tick(moment)
    }

    /// On graceful shutdown: no further envelope is taken, those in progress are finished, then the sockets close.
    func stopWhenAsked(_ driver: SocketModeDriver, _ slots: EnvelopeSlots) async {
        do {
            try await gracefulShutdown()
        } catch {
            return  // Cancelled: the sockets are being cut.
        }
        await slots.waitUntilIdle(atMost: configuration.shutdownGrace)
        await driver.handle(.stop)
    }

    /// Reads one socket until it is gone.
    func serve(_ id: SocketID, _ url: String, _ driver: SocketModeDriver, _ slots: EnvelopeSlots) async {
        let client: WebSocketClient
        do {
            client = try WebSocketClient(url, context: context, options: configuration.options)
        } catch {
            logger.warning("no socket could be opened", metadata: ["reason": "\(error)"])
            await driver.ended(id, retryAfter: nil)
            return
        }
        let own = EnvelopeSlots(limit: .max)
        await driver.register(id, SocketModeDriver.OpenSocket(client: client, inProgress: own))
        await withDiscardingTaskGroup { handlers in
            var heardAt = Duration.zero
            while true {
                let events = await client.next()
                if events.isEmpty { break }
                let now = configuration.now()
                if now - heardAt >= configuration.timing.idle / 20 {
                    heardAt = now
                    await driver.handle(.heard(id))
                }
                for event in events {
                    guard let envelope = await take(event, id, driver) else {
                        // Our close frame goes out when we ask for more: acknowledgements on their way come first.
                        if case .closing = event { await own.waitUntilIdle(atMost: Self.lastAcks) }
                        continue
                    }
                    await slots.acquire()
                    await own.acquire()
                    handlers.addImmediateTask {
                        self.acknowledge(envelope, await self.handler(envelope), client)
                        own.release()
                        slots.release()
                    }
                }
            }
            if isStopping.withLock({ $0 }) { handlers.cancelAll() }
        }
    }

    /// - Returns: the envelope to handle, if the event is one.
    private func take(
        _ event: WebSocketClientEvent, _ id: SocketID, _ driver: SocketModeDriver
    ) async -> SocketModeEnvelope? {
        switch event {
        case .opened, .heard: break
        case .binary: logger.debug("a binary message was ignored", metadata: ["socket": "\(id)"])
        case .text(let text): return await take(SocketModeMessage(text), id, driver)
        case .closing(let code, let reason):
            logger.info(
                "the peer closes a socket",
                metadata: ["socket": "\(id)", "code": "\(code.map { "\($0)" } ?? "none")", "reason": "\(reason)"])
            await driver.handle(.closing(id))
        case .ended(let error):
            if let error, error != .aborted {
                logger.warning("a socket is gone", metadata: ["socket": "\(id)", "reason": "\(error)"])
            }
            var retryAfter: Duration?
            if case .handshake(.refused(_, let seconds?)) = error { retryAfter = .seconds(min(max(seconds, 1), 3600)) }
            await driver.ended(id, retryAfter: retryAfter)
        }
        return nil
    }

    private func take(
        _ message: SocketModeMessage, _ id: SocketID, _ driver: SocketModeDriver
    ) async -> SocketModeEnvelope? {
        switch message {
        case .hello(let hello): await driver.handle(.greeted(id, hello))
        case .disconnect(let reason): await driver.handle(.told(id, reason))
        case .ignored(let reason):
            logger.warning("a message was ignored", metadata: ["socket": "\(id)", "reason": "\(reason)"])
        case .envelope(let envelope):
            // Not acknowledged, so that Slack delivers it to whoever comes next.
            return isStopping.withLock { $0 } ? nil : envelope
        }
        return nil
    }

    private func acknowledge(_ envelope: SocketModeEnvelope, _ decision: AckDecision, _ client: WebSocketClient) {
        var payload: JSONValue?
        switch decision {
        case .withhold: return
        case .ack: break
        case .ackWith(let answer):
            if envelope.acceptsResponsePayload {
                payload = answer
            } else {
                logger.error("an envelope takes no answer with its acknowledgement", metadata: ["id": "\(envelope.id)"])
            }
        }
        do {
            let text: String
            do {
                text = try SocketModeAck.text(envelopeID: envelope.id, payload: payload)
            } catch {
                logger.error("an answer was left out", metadata: ["id": "\(envelope.id)", "reason": "\(error)"])
                text = try SocketModeAck.text(envelopeID: envelope.id)
            }
            if !client.send(text) {
                logger.info("an acknowledgement came too late for its socket", metadata: ["id": "\(envelope.id)"])
            }
        } catch {
            logger.error("an envelope cannot be acknowledged", metadata: ["reason": "\(error)"])
        }
    }
}
