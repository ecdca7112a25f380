package import Log
import Records

/// What `status` shows: a block for each tenant, or a line for each where there are many.
///
/// A block has no budgets where they were not read, as they are not for many tenants.
package struct StatusPage: Sendable {
  /// A line, and what it says apart from how long ago things were.
  package struct Line: Sendable, Equatable {
    package var text: String
    /// Where this is the same, nothing has changed but the time.
    package var essence: String

    package init(text: String, essence: String) {
      self.text = text
      self.essence = essence
    }
  }

  /// Tenants are shown one by one up to this many.
  package static let mostBlocks = 3

  package private(set) var lines: [Line] = []

  /// - Parameters:
  ///   - statuses: All tenants that are asked about.
  ///   - onlyProblems: Whether to leave out those that are well.
  package init(_ statuses: [TenantStatus], onlyProblems: Bool = false, style: TextStyle = .plain) {
    let shown = onlyProblems ? statuses.filter { $0.health != .ok } : statuses
    if shown.count > Self.mostBlocks {
      let timeless = StatusOverview(shown.map(\.timeless)).lines().map(Self.essence)
      lines = zip(StatusOverview(shown).lines(style: style), timeless).map { Line(text: $0, essence: $1) }
    } else {
      for (place, status) in shown.enumerated() {
        if place > 0 { add("") }
        let timeless = status.timeless.lines().map { "\(status.tenant) \(Self.essence($0))" }
        lines += zip(status.lines(style: style), timeless).map { Line(text: $0, essence: $1) }
      }
    }
    guard shown.count > Self.mostBlocks || onlyProblems else { return }
    if !shown.isEmpty { add("") }
    add(Self.sum(statuses))
  }

  private mutating func add(_ text: String) { lines.append(Line(text: text, essence: text)) }

  /// The line without its alignment.
  private static func essence(_ line: String) -> String { line.split(separator: " ").joined(separator: " ") }

  private static func sum(_ statuses: [TenantStatus]) -> String {
    func count(_ health: TenantHealth) -> Int { statuses.count { $0.health == health } }
    let running = statuses.contains(where: \.isRunning) ? "the daemon is running" : "no daemon is running"
    return "\(statuses.count.counted("tenant")): \(count(.ok)) ok, \(count(.degraded)) degraded, "
      + "\(count(.person)) in need of a person; \(running)"
  }
}
