import Logging
import RunbookModel

extension Storing {
    /// Takes out of the way what cannot be read back: one bad row must not hold up all that come after it. Says each in
    /// the log, for the operator.
    /// - Returns: whether anything was put aside; `false` also when the store cannot do it.
    func putAsideUnreadable(at now: Timestamp, logger: Logger) async -> Bool {
        do {
            let parked = try await write { try $0.parkUnreadableRows(at: now) }
            for name in parked {
                logger.critical("it is put aside, for it cannot be read back", metadata: ["row": "\(name)"])
            }
            return !parked.isEmpty
        } catch {
            logger.critical("what cannot be read cannot be put aside", metadata: ["error": "\(error)"])
            return false
        }
    }
}
