import CoreMetrics
import Locking
import Metrics

/// Keeps what is counted and measured, for `/metrics` in the text format of Prometheus.
final class PrometheusRegistry: MetricsFactory {
    /// Series that are kept; what comes beyond is not counted.
    static let seriesLimit = 1000

    private struct State: Sendable {
        var counters: [String: Series] = [:]
        var gauges: [String: Gauge] = [:]
        var timers: [String: Summary] = [:]
        var count: Int { counters.count + gauges.count + timers.count }
    }

    private let state = Lock(State())

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        let name = Self.series(label, dimensions)
        return state.withLock { state in
            if let known = state.counters[name] { return known }
            let made = Series()
            if state.count < Self.seriesLimit { state.counters[name] = made }
            return made
        }
    }

    func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        let name = Self.series(label, dimensions)
        return state.withLock { state in
            if let known = state.gauges[name] { return known }
            let made = Gauge()
            if state.count < Self.seriesLimit { state.gauges[name] = made }
            return made
        }
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        let name = Self.series(label, dimensions)
        return state.withLock { state in
            if let known = state.timers[name] { return known }
            let made = Summary()
            if state.count < Self.seriesLimit { state.timers[name] = made }
            return made
        }
    }

    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}

    /// Everything in the text format, sorted by name.
    func text() -> String {
        let state = state.withLock { $0 }
        var lines: [String] = []
        for (name, series) in state.counters { lines.append("\(name) \(series.value)") }
        for (name, gauge) in state.gauges { lines.append("\(name) \(gauge.value)") }
        for (name, summary) in state.timers {
            let (count, sum) = summary.value
            lines.append("\(name)_count \(count)")
            lines.append("\(name)_seconds_sum \(Double(sum) / 1e9)")
        }
        return lines.sorted().joined(separator: "\n") + "\n"
    }

    private static func series(_ label: String, _ dimensions: [(String, String)]) -> String {
        guard !dimensions.isEmpty else { return label }
        let pairs = dimensions.map { name, value in
            "\(name)=\"\(value.filter { $0 != "\"" && $0 != "\\" && !$0.isNewline })\""
        }
        return "\(label){\(pairs.joined(separator: ","))}"
    }
}

extension PrometheusRegistry {
    final class Series: CounterHandler {
        private let total = Lock<Int64>(0)
        var value: Int64 { total.withLock { $0 } }
        func increment(by amount: Int64) { total.withLock { $0 &+= amount } }
        func reset() { total.withLock { $0 = 0 } }
    }

    final class Gauge: RecorderHandler {
        private let last = Lock<Double>(0)
        var value: Double { last.withLock { $0 } }
        func record(_ value: Int64) { last.withLock { $0 = Double(value) } }
        func record(_ value: Double) { last.withLock { $0 = value } }
    }

    final class Summary: TimerHandler {
        private let sum = Lock<(count: Int64, nanoseconds: Int64)>((0, 0))
        var value: (count: Int64, nanoseconds: Int64) { sum.withLock { $0 } }
        func recordNanoseconds(_ duration: Int64) {
            sum.withLock { sum in
                sum.count &+= 1
                sum.nanoseconds &+= duration
            }
        }
    }
}
