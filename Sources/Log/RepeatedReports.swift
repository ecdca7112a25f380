package import Pacing
import Records

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
    package var entry: LogEntry
    package var told: Instant
    package var count = 0

    /// The last of the repeated reports, with their number; nil when there were none.
    package var again: LogEntry? {
      guard count > 0 else { return nil }
      var again = entry
      again.message = "repeated \(count == 1 ? "once" : "\(count) times"): \(entry.message)"
      again.fields.append(.init("repeated", String(count)))
      return again
    }
  }

  /// In the order in which they were logged, the earliest first.
  private var kept: [Kept] = []

  package init() {}

  /// What to log now that `entry` was made.
  package mutating func take(_ entry: LogEntry, at now: Instant) -> [LogEntry] {
    // The last record of a run: log what was counted first.
    if entry.name == .daemonStop { return rest() + [entry] }
    let due = due(at: now) + ended(by: entry)
    guard entry.mayRepeat else { return due + [entry] }
    let entry = entry.cut
    if let place = kept.firstIndex(where: { $0.entry.isSame(as: entry) }) {
      kept[place].entry = entry
      kept[place].count += 1
      return due
    }
    let ousted = kept.count < Self.most ? [] : [kept.removeFirst()]
    kept.append(Kept(entry: entry, told: now))
    return due + ousted.compactMap(\.again) + [entry]
  }

  /// Repetitions that have not been logged for a minute.
  ///
  /// Reports that did not repeat are forgotten then.
  package mutating func due(at now: Instant) -> [LogEntry] {
    let over = kept.prefix { $0.told + Self.period <= now }
    kept.removeFirst(over.count)
    kept += over.filter { $0.count > 0 }.map { Kept(entry: $0.entry, told: now) }
    return over.compactMap(\.again)
  }

  /// Everything that has not been logged yet; afterwards nothing is remembered.
  private mutating func rest() -> [LogEntry] {
    defer { kept = [] }
    return kept.compactMap(\.again)
  }

  /// Repetitions of the trouble that `entry` ends; if the trouble begins again, it is news.
  private mutating func ended(by entry: LogEntry) -> [LogEntry] {
    guard entry.level == .notice else { return [] }
    let over = kept.filter { $0.entry.family == entry.family && $0.entry.tenant == entry.tenant }
    kept.removeAll { $0.entry.family == entry.family && $0.entry.tenant == entry.tenant }
    return over.compactMap(\.again)
  }
}

extension LogEntry {
  /// Fields that measure something: they differ when the same thing happens again.
  private static let measures: Set = ["failures", "retry_in_ms", "retry_after_ms"]

  /// Every entry with one of these fields is logged.
  private static let whole: Set = ["intent", "hold", "daemon", "secret"]

  fileprivate var family: String { String(name.rawValue.prefix { $0 != "." }) }

  fileprivate var tenant: String? { fields.first { $0.key == "tenant" }?.value }

  fileprivate var mayRepeat: Bool {
    [.warning, .err].contains(level) && !Self.whole.contains(family) && !fields.contains { $0.key == "intent" }
  }

  /// The entry, cut to what the log shows.
  fileprivate var cut: LogEntry {
    let caps = LogText.caps(of: name.rawValue)
    let fields = fields.map { Field($0.key, LogText.safe($0.value, cap: caps.value)) }
    return LogEntry(name, level, LogText.safe(message, cap: caps.message), fields)
  }

  fileprivate func isSame(as other: LogEntry) -> Bool {
    name == other.name && level == other.level && message == other.message
      && fields.filter { !Self.measures.contains($0.key) } == other.fields.filter { !Self.measures.contains($0.key) }
  }
}
