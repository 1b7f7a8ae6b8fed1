import Engine
import Matching
import RunbookModel
import Views

extension Handling {
    func handleAlert(_ delivery: AlertDelivery) throws {
        let known = try store.alert(vendor: delivery.alert.vendor, fingerprint: delivery.alert.fingerprint)
        switch delivery.alert.status {
        case .firing: try handleFiring(delivery, known)
        case .resolved: try handleResolved(delivery, known)
        }
    }

    private func handleFiring(_ delivery: AlertDelivery, _ known: Alert?) throws {
        var alert = delivery.alert
        if let known, known.status == .firing {
            // The vendor says again what we know: the card is there already.
            alert.id = known.id
            alert.startedAt = known.startedAt
            try store.save(alert)
            return
        }
        // Webhooks overtake each other: what began before the end that we know of is over.
        if let over = known?.resolvedAt, alert.startedAt <= over { return }
        alert.id = AlertID(ambient.newID())
        try store.save(alert)
        guard let channel = delivery.channel ?? services.settings.incidentChannel else {
            return try audit(
                "alert.unplaced", by: .vendor(alert.vendor), detail: ["alert": alert.id.rawValue, "title": alert.title])
        }
        let runbooks = try store.runbooks()
        let matcher = RunbookMatcher(
            library: try runbooks.map { try candidate($0) }, links: try store.alertLinks())
        guard let match = matcher.bestMatch(alert), let runbook = runbooks.first(where: { $0.id == match.runbook })
        else {
            try audit(
                "alert.unmatched", by: .vendor(alert.vendor),
                detail: ["alert": alert.id.rawValue, "title": alert.title])
            return try enqueue(
                Outgoing(
                    lane: channel.rawValue,
                    message: .post(channel, .notice(.noRunbookMatched(alert: alert.title)), thread: nil)))
        }
        let run = try offer(
            runbook, in: channel, for: alert, match, by: .vendor(alert.vendor),
            heldBack: try obstacle(to: runbook, for: alert, matcher.rank(alert, limit: 2)))
        if run.policy.mode == .autopilot, run.heldBack == nil {
            try apply(.startedByAlert(vendor: alert.vendor), to: run)
        }
    }

    private func candidate(_ runbook: Runbook) throws -> MatchCandidate {
        MatchCandidate(
            id: runbook.id, content: runbook.content, source: runbook.source, path: nil,
            recentSuccesses: try store.runs(ofRunbook: runbook.id, limit: 20).count {
                $0.phase == .finished(.resolved) && $0.counts
            })
    }

    private func handleResolved(_ delivery: AlertDelivery, _ known: Alert?) throws {
        var alert = delivery.alert
        // Webhooks overtake each other: what ended before the alert that we know of began is another one.
        if let known, let over = alert.resolvedAt, over < known.startedAt { return }
        // Resolved before we heard of it: nothing to mend, but it counts.
        alert.id = known?.id ?? AlertID(ambient.newID())
        alert.startedAt = known?.startedAt ?? alert.startedAt
        alert.resolvedAt = alert.resolvedAt ?? now
        try store.save(alert)
        for run in try store.runs(ofAlert: alert.id) {
            if run.isFinished {
                // Its card says that the alert goes on.
                try redrawCard(of: run)
            } else {
                try apply(.resolved(by: .vendor(alert.vendor)), to: run)
            }
        }
    }
}
