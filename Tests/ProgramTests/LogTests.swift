import CoreMetrics
import Logging
import Testing

@testable import dd0c_run

@Suite struct LogTests {
    @Test func secretsPrintAsStars() {
        let redaction = Redaction(secrets: ["s3cret-value", nil, "ab"])
        #expect(redaction.apply("token=s3cret-value;") == "token=***;")
        #expect(redaction.apply("ab is too short to be one") == "ab is too short to be one")
        #expect(redaction.apply("xoxb-12-34-abc and xapp-1-A-b!") == "*** and ***!")
        #expect(redaction.apply("wss://x/link/?ticket=12-ab&app_id=1") == "wss://x/link/?***&app_id=1")
    }

    @Test func metricsInTheTextFormat() {
        let registry = PrometheusRegistry()
        registry.makeCounter(label: "b_total", dimensions: [("route", "x\"y")]).increment(by: 2)
        registry.makeCounter(label: "b_total", dimensions: [("route", "x\"y")]).increment(by: 3)
        registry.makeRecorder(label: "a", dimensions: [], aggregate: false).record(1.5)
        registry.makeTimer(label: "t", dimensions: []).recordNanoseconds(2_000_000_000)
        #expect(registry.text() == "a 1.5\nb_total{route=\"xy\"} 5\nt_count 1\nt_seconds_sum 2.0\n")
    }

    @Test func seriesAreLimited() {
        let registry = PrometheusRegistry()
        for number in 0..<PrometheusRegistry.seriesLimit + 50 {
            registry.makeCounter(label: "c\(number)", dimensions: []).increment(by: 1)
        }
        #expect(registry.text().split(separator: "\n").count == PrometheusRegistry.seriesLimit)
    }
}
