/// Slack's rate limits: a bucket of calls per method, and for posting one per channel.
struct RateLimiter {
    private struct Bucket {
        var tokens: Double
        var at: SandboxTime
    }

    /// Messages in a row before one a second holds.
    static let postingBurst = 5.0
    /// More buckets than this are not kept; those that are full again can be forgotten.
    private static let bucketLimit = 2000

    private var buckets: [String: Bucket] = [:]

    /// Takes a call.
    /// - Returns: the whole seconds to wait when there are too many, else `nil`.
    mutating func take(_ name: String, tier: APIMethod.Tier, channel: String?, now: SandboxTime) -> Int? {
        if tier == .posting {
            return take("\(name) \(channel ?? "")", capacity: Self.postingBurst, perSecond: 1, now: now)
        }
        let perMinute = Double(tier.rawValue)
        return take(name, capacity: perMinute, perSecond: perMinute / 60, now: now)
    }

    private mutating func take(_ key: String, capacity: Double, perSecond: Double, now: SandboxTime) -> Int? {
        if buckets.count >= Self.bucketLimit, buckets[key] == nil {
            buckets = buckets.filter { now - $0.value.at < .seconds(60) }
        }
        var bucket = buckets[key] ?? Bucket(tokens: capacity, at: now)
        let passed = Double(max(0, (now - bucket.at).wholeMicroseconds)) / 1_000_000
        bucket.tokens = min(capacity, bucket.tokens + passed * perSecond)
        bucket.at = now
        defer { buckets[key] = bucket }
        guard bucket.tokens >= 1 else {
            return max(1, Int(((1 - bucket.tokens) / perSecond).rounded(.up)))
        }
        bucket.tokens -= 1
        return nil
    }
}
