/// The bells that wake the workers. What rings one has made its work durable first.
package struct Bells: Sendable {
    package let inbox = Wakeup()
    package let outbox = Wakeup()
    package let executions = Wakeup()
    package let timers = Wakeup()
    package let preflights = Wakeup()

    package init() {}
}
