/// How fine metrics are.
package enum MetricGrain: String, Sendable, CaseIterable {
  /// Effects and decisions of each rule apart.
  case rule
  /// Those of all rules of a tenant together.
  case tenant

  /// More tenants than this are told without their rules, unless that is asked for: each rule has about twenty series.
  package static let mostTenantsByRule = 200

  /// What suits so many tenants.
  package init(tenants: Int) { self = tenants > Self.mostTenantsByRule ? .tenant : .rule }
}
