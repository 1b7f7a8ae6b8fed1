import Metrics

/// What is measured of the outbox.
struct OutboxMetrics: Sendable {
    let sent = Counter(label: "dd0c_outbox_sent_total")
    let failed = Counter(label: "dd0c_outbox_failed_total")
    let dead = Counter(label: "dd0c_outbox_dead_total")
    let passedOver = Counter(label: "dd0c_outbox_passed_over_total")
    private let waitingNow = Gauge(label: "dd0c_outbox_waiting")
    private let passedOverNow = Gauge(label: "dd0c_outbox_passed_over")
    private let deadNow = Gauge(label: "dd0c_outbox_dead")
    private let unreadableNow = Gauge(label: "dd0c_outbox_unreadable")
    private let parkedNow = Gauge(label: "dd0c_inbox_parked")

    func record(_ counts: OutboxCounts) {
        waitingNow.record(counts.waiting)
        passedOverNow.record(counts.passedOver)
        deadNow.record(counts.dead)
        unreadableNow.record(counts.unreadable)
        parkedNow.record(counts.parkedDeliveries)
    }
}
