import GeoTareas
import Journal
import Records
import RuleFiles
import Rules

/// Counters: what happened since the first start.
///
/// What may happen is told as 0 before it happens first, so that a rise from nothing is seen as a rise.
extension MetricBook {
  mutating func add(_ totals: [Total: Double], of tenant: TenantConfiguration, _ question: MetricReport.Question) {
    let name = tenant.name
    for outcome in ["ok", "failed"] {
      add(.polls, ["tenant": name, "outcome": outcome], totals[.polls, ("outcome", outcome)])
    }
    let rules = question.rules?[name]?.rules.map(\.id) ?? []
    let outcomes = Total.Outcome.allCases.map(\.rawValue)
    addByRule(
      .intents, totals, .intents, of: name, known: rules.flatMap { rule in outcomes.map { (rule, $0) } }, question)
    addByRule(.decisions, totals, .decisions, of: name, known: [], question)
    addDelays(totals, of: name)
    for (total, value) in totals.of(.requests) {
      guard let endpoint = total[label: "endpoint"], let code = total[label: "code"] else { continue }
      add(.requests, ["tenant": name, "endpoint": endpoint, "code": code], value)
    }
    for endpoint in Endpoint.allCases.map(\.rawValue) {
      for foreign in ["false", "true"] {
        add(
          .rateLimited, ["tenant": name, "endpoint": endpoint, "foreign": foreign],
          totals[.rateLimited, ("endpoint", endpoint), ("foreign", foreign)])
      }
    }
  }

  /// - Parameter known: Rules and outcomes that are told even where they never came about.
  private mutating func addByRule(
    _ metric: Metric, _ totals: [Total: Double], _ name: Total.Name, of tenant: String, known: [(String, String)],
    _ question: MetricReport.Question
  ) {
    var sums: [[String]: Double] = [:]
    func key(_ rule: String, _ outcome: String) -> [String] {
      question.grain == .rule ? [rule, outcome] : [outcome]
    }
    for (rule, outcome) in known { sums[key(rule, outcome)] = 0 }
    for (total, value) in totals.of(name) {
      guard let rule = total[label: "rule"], let outcome = total[label: "outcome"] else { continue }
      sums[key(rule, outcome), default: 0] += value
    }
    for (key, value) in sums.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      if key.count == 2 {
        add(metric, ["tenant": tenant, "rule": key[0], "outcome": key[1]], value)
      } else {
        add(metric, ["tenant": tenant, "outcome": key[0]], value)
      }
    }
  }

  private mutating func addDelays(_ totals: [Total: Double], of tenant: String) {
    var count = 0.0
    for bound in Total.delayBounds + [.infinity] {
      count += totals[.delays(upTo: bound)] ?? 0
      let shown = bound.isFinite ? String(bound) : "+Inf"
      add(.delay, ["tenant": tenant, "le": shown], suffix: "_bucket", count)
    }
    add(.delay, ["tenant": tenant], suffix: "_count", count)
    add(.delay, ["tenant": tenant], suffix: "_sum", totals[.delaySeconds])
  }
}

extension [Total: Double] {
  /// One of them; 0 where it never happened.
  fileprivate subscript(_ name: Total.Name, _ labels: (String, String)...) -> Double {
    self[Total(name, labels.map { Total.Label($0.0, $0.1) })] ?? 0
  }

  /// All of one name, in an order that does not change.
  fileprivate func of(_ name: Total.Name) -> [(key: Total, value: Double)] {
    filter { $0.key.name == name }.sorted { left, right in
      left.key.labels.map(\.value).lexicographicallyPrecedes(right.key.labels.map(\.value))
    }
  }
}
