import Bot
import Connectors
import JSONTree
import RunbookModel
import Testing

let now = Timestamp(milliseconds: 1_767_603_600_000)

/// Headers by name, in any case.
func headers(_ pairs: [String: String]) -> (String) -> String? {
    let lower = Dictionary(uniqueKeysWithValues: pairs.map { ($0.key.lowercased(), $0.value) })
    return { lower[$0] }
}

extension AlertDecoding {
    func decode(_ json: JSONValue) throws(WebhookRefusal) -> [AlertDelivery] { try decode(body: json.utf8(), at: now) }

    /// The reason why the body is refused; `nil` when it is taken.
    func refusal(_ body: [UInt8]) -> WebhookRefusal? {
        do {
            _ = try decode(body: body, at: now)
            return nil
        } catch {
            return error
        }
    }

    func refusal(_ json: JSONValue) -> WebhookRefusal? { refusal(json.utf8()) }

    /// How the credentials are received; `nil` when they are taken.
    func status(_ body: [UInt8], _ pairs: [String: String]) -> Int? {
        do {
            try authenticate(body: body, header: headers(pairs))
            return nil
        } catch {
            return error.status
        }
    }
}
