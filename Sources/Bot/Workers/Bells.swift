/// The bells that wake the workers. What rings one has made its work durable first.
package struct Bells: Sendable {
    package let inbox = Wakeup()
    package let outbox = Wakeup()
    package let executions = Wakeup()
    package let timers = Wakeup()
    package let preflights = Wakeup()

    package init() {}

    /// Wakes those who find something to do.
    package func ring(for work: DueWork) {
        if work.contains(.inbox) { inbox.ring() }
        if work.contains(.outbox) { outbox.ring() }
        if work.contains(.executions) { executions.ring() }
        if work.contains(.timers) { timers.ring() }
        if work.contains(.preflights) { preflights.ring() }
    }
}
