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
    let since = max(now.wall.addingTimeInterval(-Self.hour), breakerReset[rule] ?? .distantPast)
    let parked = book.unresolved { $0.state == .parked && $0.rule == rule && $0.changedAt > since }.count
    // A wider hold may be released by somebody who does not look at this rule.
    guard parked >= Self.breakerLimit, !holds.contains(where: { $0.rule == rule }) else { return nil }
    let open = book.unresolved { $0.state != .parked && $0.rule == rule && $0.attempts > 0 }.count
    let ended = quotas.begun(by: rule, within: Self.hour, at: now.wall) - open
    guard parked * Self.breakerShare >= ended else { return nil }
    // Wait until the journal says that the hold is in force, or a person has released it.
    breakerReset[rule] = now.wall
    return .hold(
      rule: rule, why: "\(parked) of its \(max(ended, parked)) effects within an hour were parked", at: now.wall)
  }

  /// Reports parked intents again, each once a day.
  mutating func remindOfParked(at now: ClockReading) {
    guard nextReminder.map({ $0 <= now.wall }) ?? true else { return }
    let parked = book.unresolved { $0.state == .parked }
    var next = now.wall.addingTimeInterval(Self.day)
    var told: [String: Int] = [:]
    for intent in parked {
      let age = Int(max(0, now.wall.timeIntervalSince(intent.changedAt)) / Self.day)
      // What an earlier run left was reported by it. This run goes on from there.
      let before = reminded?[intent.id] ?? (reminded == nil ? age : 0)
      told[intent.id] = max(age, before)
      next = min(next, intent.changedAt.addingTimeInterval(Double(age + 1) * Self.day))
      guard age > before else { continue }
      report(
        .intentParked, .err,
        "still \(intent.write.inWordsDone(.parked)), for \(age) day\(age == 1 ? "" : "s"): \(intent.note); "
          + intent.verbs, intent.fields)
    }
    reminded = told
    nextReminder = max(next, now.wall.addingTimeInterval(1))
  }
}

extension Intent {
  /// What a person can decide about a parked intent.
  var verbs: String { "decide with 'capataz resolve \(id)' and one of --done, --not-done, --drop" }
}
