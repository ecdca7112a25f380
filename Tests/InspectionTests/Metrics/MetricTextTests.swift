import Inspection
import Testing

@Suite("Metrics as text")
struct MetricTextTests {
  private static let families = [
    MetricFamily(
      "x_jobs", .counter, help: "Jobs with \"quotes\", a \\ and\nan end of line.",
      samples: [.init([.init("who", "a\"b\\c\nd\u{1B}[2J<ñ>")], 3), .init([], 1.5)]),
    MetricFamily("x_wait_seconds", .gauge, unit: "seconds", help: "Waits.", samples: [.init([], .infinity)]),
    MetricFamily("x_build", .info, help: "The build.", samples: [.init([.init("version", "1")], 1)]),
    MetricFamily("x_mode", .stateset, help: "The mode.", samples: [.init([.init("x_mode", "on")], 1)]),
    MetricFamily("x_nothing", .gauge, help: "No samples."),
    MetricFamily(
      "x_size", .histogram, help: "Sizes.",
      samples: [
        .init([.init("le", "1.0")], 2, suffix: "_bucket"), .init([.init("le", "+Inf")], 2, suffix: "_bucket"),
        .init([], 2, suffix: "_count"), .init([], 0.123_456, suffix: "_sum"),
      ]),
  ]

  @Test("OpenMetrics names families without what their type adds, gives units, escapes texts, and ends with EOF")
  func openMetrics() {
    #expect(
      MetricFormat.openmetrics.text(Self.families) == """
        # HELP x_jobs Jobs with \\"quotes\\", a \\\\ and\\nan end of line.
        # TYPE x_jobs counter
        x_jobs_total{who="a\\"b\\\\c\\nd\u{FFFD}[2J<ñ>"} 3
        x_jobs_total 1.5
        # HELP x_wait_seconds Waits.
        # TYPE x_wait_seconds gauge
        # UNIT x_wait_seconds seconds
        x_wait_seconds +Inf
        # HELP x_build The build.
        # TYPE x_build info
        x_build_info{version="1"} 1
        # HELP x_mode The mode.
        # TYPE x_mode stateset
        x_mode{x_mode="on"} 1
        # HELP x_size Sizes.
        # TYPE x_size histogram
        x_size_bucket{le="1.0"} 2
        x_size_bucket{le="+Inf"} 2
        x_size_count 2
        x_size_sum 0.123
        # EOF

        """)
  }

  @Test("the older text of Prometheus has the same samples, and only types that it knows")
  func prometheus() {
    func samples(_ format: MetricFormat) -> [Substring] {
      format.text(Self.families).split(separator: "\n").filter { !$0.hasPrefix("#") }
    }
    let text = MetricFormat.prometheus.text(Self.families)
    #expect(samples(.prometheus) == samples(.openmetrics))
    #expect(
      text.contains(
        "# HELP x_jobs_total Jobs with \"quotes\", a \\\\ and\\nan end of line.\n# TYPE x_jobs_total counter\n"))
    #expect(text.contains("# TYPE x_build_info gauge\n") && text.contains("# TYPE x_mode gauge\n"))
    #expect(!text.contains("# EOF") && !text.contains("# UNIT") && !text.contains("x_nothing"))
  }
}
