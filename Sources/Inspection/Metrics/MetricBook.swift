/// Samples of all families while they are collected, each family by itself.
struct MetricBook {
  private var samples: [Metric: [MetricFamily.Sample]] = [:]

  /// All families in their order.
  var families: [MetricFamily] {
    Metric.allCases.map { metric in
      var family = metric.family
      family.samples = samples[metric] ?? []
      return family
    }
  }

  mutating func add(
    _ metric: Metric, _ labels: KeyValuePairs<String, String>, suffix: String = "", _ value: Double
  ) {
    samples[metric, default: []].append(
      MetricFamily.Sample(labels.map { MetricFamily.Label($0.key, $0.value) }, value, suffix: suffix))
  }

  mutating func add(_ metric: Metric, _ labels: KeyValuePairs<String, String>, _ value: Int) {
    add(metric, labels, Double(value))
  }

  /// Adds a sample without labels.
  mutating func add(_ metric: Metric, _ value: Double) { add(metric, [:], value) }

  /// Adds a sample for each state, of which one holds.
  mutating func add(
    states: [String], of metric: Metric, _ labels: KeyValuePairs<String, String> = [:], now state: String
  ) {
    for each in states {
      let labels = labels.map { MetricFamily.Label($0.key, $0.value) } + [MetricFamily.Label(metric.rawValue, each)]
      samples[metric, default: []].append(MetricFamily.Sample(labels, each == state ? 1 : 0))
    }
  }
}
