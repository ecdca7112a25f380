package import Pacing
package import Records

/// Folds reports that repeat: logged once, then each minute with the number of repetitions.
///
/// Only warnings and errors are folded that differ only in what they measure. Reports about an intent or a hold are
/// never folded, because every report about an effect is logged. Nor are reports that answer a person, such as those
/// about a reload. It is a value that takes `now`. Its owner asks ``due(at:)`` when time has passed.
package struct RepeatedReports: Sendable {
  /// The time from one record about repetitions to the next.
  package static let period = Duration.seconds(60)
  /// The most reports that are remembered; the one logged longest ago makes room.
  package static let most = 64

  private struct Kept: Sendable {
    package var report: Report
    package var told: Instant
    package var count = 0

    /// The last of the repeated reports, with their number; nil when there were none.
    package var again: Report? {
      guard count > 0 else { return nil }
      var again = report
      again.message = "repeated \(count == 1 ? "once" : "\(count) times"): \(report.message)"
      again.fields.append(.init("repeated", String(count)))
      return again
    }
  }

  /// In the order in which they were logged, the earliest first.
  private var kept: [Kept] = []

  package init() {}

  /// What to log now that `report` was made.
  package mutating func take(_ report: Report, at now: Instant) -> [Report] {
    // The last record of a run: log what was counted first.
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

  /// Repetitions that have not been logged for a minute.
  ///
  /// Reports that did not repeat are forgotten then.
  package mutating func due(at now: Instant) -> [Report] {
    let over = kept.prefix { $0.told + Self.period <= now }
    kept.removeFirst(over.count)
    kept += over.filter { $0.count > 0 }.map { Kept(report: $0.report, told: now) }
    return over.compactMap(\.again)
  }

  /// Everything that has not been logged yet; afterwards nothing is remembered.
  private mutating func rest() -> [Report] {
    defer { kept = [] }
    return kept.compactMap(\.again)
  }

  /// Repetitions of the trouble that `report` ends; if the trouble begins again, it is news.
  private mutating func ended(by report: Report) -> [Report] {
    guard report.level == .notice else { return [] }
    let over = kept.filter { $0.report.family == report.family && $0.report.tenant == report.tenant }
    kept.removeAll { $0.report.family == report.family && $0.report.tenant == report.tenant }
    return over.compactMap(\.again)
  }
}

extension Report {
  /// Fields that measure something: they differ when the same thing happens again.
  private static let measures: Set = ["failures", "retry_in_ms", "retry_after_ms"]

  /// Every report with one of these fields is logged.
  private static let whole: Set = ["intent", "hold", "daemon", "secret"]

  fileprivate var family: String { String(name.rawValue.prefix { $0 != "." }) }

  fileprivate var tenant: String? { fields.first { $0.key == "tenant" }?.value }

  fileprivate var mayRepeat: Bool {
    [.warning, .err].contains(level) && !Self.whole.contains(family) && !fields.contains { $0.key == "intent" }
  }

  /// The report, cut to what the log shows.
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
