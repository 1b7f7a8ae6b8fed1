/// Keeps account of calls, so that Slack's rate limits are obeyed before Slack has to enforce them.
///
/// Each method has its published rate, each channel one message a second with short bursts, and a 429 pauses the method
/// it was for and no other. A moment is a span since an arbitrary fixed point of a monotonic clock.
package struct RateLedger: Sendable {
    /// Messages that may follow each other at once in one channel.
    package static let channelBurst = 4
    /// Channels that are remembered; those that are quiet longest are forgotten first.
    package static let channelLimit = 1024

    private var methods: [WebAPIMethod: Duration] = [:]
    private var channels: [String: Duration] = [:]
    private var pausedUntil: [WebAPIMethod: Duration] = [:]

    /// An empty account: everything is allowed at once.
    package init() {}

    /// How long a call must wait from `now` on; zero when it may go at once.
    package func delay(for method: WebAPIMethod, channel: String?, at now: Duration) -> Duration {
        let rate = method.rate
        var moment = max(now, pausedUntil[method] ?? now)
        if let booked = methods[method] {
            moment = max(moment, booked - rate.slack)
        }
        if rate.isLimitedPerChannel, let channel, let booked = channels[channel] {
            moment = max(moment, booked - .seconds(Self.channelBurst - 1))
        }
        return moment - now
    }

    /// Books a call that is about to be made, at the earliest moment that is allowed.
    /// - Returns: how long it must wait from `now` on.
    package mutating func book(_ method: WebAPIMethod, channel: String?, at now: Duration) -> Duration {
        let wait = delay(for: method, channel: channel, at: now)
        let moment = now + wait
        let rate = method.rate
        methods[method] = max(methods[method] ?? moment, moment) + rate.interval
        if rate.isLimitedPerChannel, let channel {
            channels[channel] = max(channels[channel] ?? moment, moment) + .seconds(1)
            forgetQuietChannels(at: now)
        }
        return wait
    }

    /// Slack answered 429: the method rests for this span.
    package mutating func pause(_ method: WebAPIMethod, for span: Duration, at now: Duration) {
        pausedUntil[method] = max(pausedUntil[method] ?? now, now + span)
    }

    /// How long the method still rests after a 429; zero when it does not.
    package func pauseLeft(of method: WebAPIMethod, at now: Duration) -> Duration {
        max(.zero, (pausedUntil[method] ?? now) - now)
    }

    private mutating func forgetQuietChannels(at now: Duration) {
        guard channels.count > Self.channelLimit else { return }
        channels = channels.filter { $0.value > now }
        guard channels.count > Self.channelLimit else { return }
        // A quarter at a time, so that the sorting pays.
        let kept = channels.sorted { $0.value > $1.value }.prefix(Self.channelLimit * 3 / 4)
        channels = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }
}

extension WebAPIRate {
    /// The span between two calls at the steady rate.
    package var interval: Duration { .milliseconds(60_000 / perMinute) }

    /// By how much the bookings may run ahead of the clock.
    fileprivate var slack: Duration { .milliseconds(60_000 / perMinute * (burst - 1)) }
}
