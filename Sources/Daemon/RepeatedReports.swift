package import Engine
package import Pacing

/// Folds what is said again and again: told once, then each minute how often it came again.
///
/// Only warnings and errors that are the same but for what they measure. None about an intent or a hold: every word
/// about an effect is told; and none that answers a person, as about a reload. A value that takes `now`; whoever holds it
/// asks ``due(at:)`` when time has passed.
package struct RepeatedReports: Sendable {
  /// From one word about a repeated report to the next.
  package static let period = Duration.seconds(60)
  /// The most reports that are kept in mind; the one told longest ago makes room.
  package static let most = 64

  private struct Kept: Sendable {
    var report: Report
    var told: Instant
    var count = 0

    /// The last of the repeated reports, with their number; nil when there were none.
    var again: Report? {
      guard count > 0 else { return nil }
      var again = report
      again.message = "repeated \(count == 1 ? "once" : "\(count) times"): \(report.message)"
      again.fields.append(.init("repeated", String(count)))
      return again
    }
  }

  /// By the time at which they were told, the earliest first.
  private var kept: [Kept] = []

  package init() {}

  /// What is to be told now that `report` was made.
  package mutating func take(_ report: Report, at now: Instant) -> [Report] {
    // The last word of a life: what was counted comes before it.
    if report.name == .daemonStop { return rest() + [report] }
    let due = due(at: now) + ended(by: report)
    guard report.mayRepeat else { return due + [report] }
    let report = report.cut
    if let place = kept.firstIndex(where: { $0.report.isSame(as: report) }) {
      kept[place].report = report
      kept[place].count += 1
      return due
    }
    let ousted = kept.count < Self.most ? [] : [kept.removeFirst()]
    kept.append(Kept(report: report, told: now))
    return due + ousted.compactMap(\.again) + [report]
  }

  /// What was repeated and has not been told for a minute; what was not repeated is forgotten then.
  package mutating func due(at now: Instant) -> [Report] {
    let over = kept.prefix { $0.told + Self.period <= now }
    kept.removeFirst(over.count)
    kept += over.filter { $0.count > 0 }.map { Kept(report: $0.report, told: now) }
    return over.compactMap(\.again)
  }

  /// All that has not been told yet; nothing is in mind any more.
  private mutating func rest() -> [Report] {
    defer { kept = [] }
    return kept.compactMap(\.again)
  }

  /// What was repeated of the trouble that the report ends: should that begin anew, it is news.
  private mutating func ended(by report: Report) -> [Report] {
    guard report.level == .notice else { return [] }
    let over = kept.filter { $0.report.family == report.family && $0.report.tenant == report.tenant }
    kept.removeAll { $0.report.family == report.family && $0.report.tenant == report.tenant }
    return over.compactMap(\.again)
  }
}

extension Report {
  /// Fields that measure: they differ where the same thing happens again.
  private static let measures: Set = ["failures", "retry_in_ms", "retry_after_ms"]

  /// Of these, everything is told.
  private static let whole: Set = ["intent", "hold", "daemon", "secret"]

  fileprivate var family: String { String(name.rawValue.prefix { $0 != "." }) }

  fileprivate var tenant: String? { fields.first { $0.key == "tenant" }?.value }

  fileprivate var mayRepeat: Bool {
    [.warning, .err].contains(level) && !Self.whole.contains(family) && !fields.contains { $0.key == "intent" }
  }

  /// The report with no more of it than the log shows.
  fileprivate var cut: Report {
    let caps = LogText.caps(of: name.rawValue)
    let fields = fields.map { Field($0.key, LogText.safe($0.value, cap: caps.value)) }
    return Report(name, level, LogText.safe(message, cap: caps.message), fields)
  }

  fileprivate func isSame(as other: Report) -> Bool {
    name == other.name && level == other.level && message == other.message
      && fields.filter { !Self.measures.contains($0.key) } == other.fields.filter { !Self.measures.contains($0.key) }
  }
}
