import Foundation
import GeoTareas
import Pacing
import Records
import Rules

/// Giving up: intents that need a person are reported until somebody has decided.
extension Engine {
  /// For a rule without `max_hops`: how many effects one task may have had within a day before another one is parked.
  static let dailyHops = 3
  /// This many intents of a rule parked within an hour hold the rule, if they are a good part of all that ended.
  static let breakerLimit = 5
  /// That part is a quarter.
  ///
  /// Single tasks that go wrong among many that do not are no fault of the rule.
  private static let breakerShare = 4

  private static let hour: TimeInterval = 3_600
  private static let day: TimeInterval = 86_400

  /// Whether a task was handed back and forth so often that a person must decide about one more effect.
  func isTossed(_ task: TaskID, _ rule: Rule, at now: ClockReading) -> Bool {
    rule.safeguards.maxHops == nil
      && book.hops(of: task, since: now.wall.addingTimeInterval(-Self.day)) >= Self.dailyHops
  }

  /// The record that holds a rule after too many of its intents were parked lately; a person releases it.
  mutating func breaker(of rule: String, at now: ClockReading) -> JournalEntry? {
    let since = max(now.wall.addingTimeInterval(-Self.hour), holds.countsParked(of: rule))
    let parked = book.unresolved { $0.state == .parked && $0.rule == rule && $0.changedAt > since }.count
    guard parked >= Self.breakerLimit, !holds.isHeldAlone(rule) else { return nil }
    let open = book.unresolved { $0.state != .parked && $0.rule == rule && $0.attempts > 0 }.count
    let ended = limits.begun(by: rule, within: Self.hour, at: now.wall) - open
    guard parked * Self.breakerShare >= ended else { return nil }
    // Wait until the journal says that the hold is in force, or a person has released it.
    holds.forgiveParked(of: rule, at: now.wall)
    return .hold(
      rule: rule, why: "\(parked) of its \(max(ended, parked)) effects within an hour were parked", at: now.wall)
  }

  /// Reports parked intents again, each once a day.
  mutating func remindOfParked(at now: ClockReading) {
    guard reminder.isDue(at: now.wall) else { return }
    for (intent, days) in reminder.remind(of: book.unresolved { $0.state == .parked }, at: now.wall) {
      report(.intentParked(facts(of: intent), why: intent.note, days: days))
    }
  }
}
