package import Log
import Records

/// Many tenants, a line for each: the worst first, else in their order.
package struct StatusOverview: Sendable {
  private let statuses: [TenantStatus]

  package init(_ statuses: [TenantStatus]) {
    self.statuses =
      TenantHealth.allCases.reversed().flatMap { health in
        statuses.map { ($0, $0.health) }.filter { $0.1 == health }.map(\.0)
      }
  }

  private static let heading = [
    "TENANT", "HEALTH", "POLLED", "QUEUE", "DOUBT", "PARKED", "REFUSED", "HELD", "WHAT IS WRONG",
  ]

  /// A line of headings, and one for each tenant.
  package func lines(style: TextStyle = .plain) -> [String] {
    let rows = statuses.map { cells($0, style) }
    let widths = Self.heading.indices.map { column in
      (rows + [Self.heading]).map { TextStyle.width(of: $0[column]) }.max() ?? 0
    }
    return [line(Self.heading.map { style.bold($0) }, widths)] + rows.map { line($0, widths) }
  }

  private func cells(_ status: TenantStatus, _ style: TextStyle) -> [String] {
    let (problems, health) = (status.problems, status.health)
    func count(_ number: Int?, _ paint: (String) -> String) -> String {
      number.map { $0 == 0 ? "0" : paint(String($0)) } ?? "-"
    }
    var wrong = problems.first.map { LogText.safe($0.brief) } ?? ""
    if problems.count > 1 { wrong += " +\(problems.count - 1)" }
    let paint: (String) -> String =
      switch health {
      case .ok: { $0 }
      case .degraded: style.doubtful
      case .person: style.bad
      }
    let standing = status.standing
    return [
      status.tenant, paint(health.name), standing?.polledAt.map { status.age($0) } ?? "never",
      count(standing?.queued) { $0 }, count(status.inDoubt.count, style.doubtful),
      count(status.parked.count, style.bad), count(status.refused.count, style.bad),
      count(standing?.held, style.doubtful), paint(wrong),
    ]
  }

  /// Words stand left, numbers right.
  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = ""
    for (column, cell) in cells.enumerated() {
      let padding = String(repeating: " ", count: widths[column] - TextStyle.width(of: cell))
      let isNumber = (3...7).contains(column)
      if column > 0 { line += isNumber ? " " : "  " }
      line += isNumber ? padding + cell : (column == cells.count - 1 ? cell : cell + padding)
    }
    return String(line.reversed().drop { $0 == " " }.reversed())
  }
}
