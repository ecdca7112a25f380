import Foundation
import GeoTareas
import Records
import Rules

/// Counts what rules did lately, for the quotas that they set themselves.
///
/// An hour and a day are the last 60 minutes and the last 24 hours, so that midnight does not let twice as much
/// through.
struct RuleQuotas: Sendable, Equatable {
  /// How much of a rule's quota is left now.
  struct Left: Sendable, Equatable {
    var count: Int
    /// The tightest limit, in words for people.
    var limit: String
  }

  private static let hour: TimeInterval = 3_600
  private static let day: TimeInterval = 86_400
  /// By rule.
  private var effects: [String: [BegunEffect]] = [:]

  /// How many effects are held.
  var count: Int { effects.values.reduce(0) { $0 + $1.count } }

  /// Counts an effect of a rule once, at its last attempt, however many attempts it takes.
  mutating func note(_ intent: Intent) {
    // An intent that is tried again may belong to another rule now.
    if intent.attempts != 1 { forget(intent.id) }
    note(BegunEffect(intent))
  }

  /// Counts an effect of an earlier run.
  mutating func note(_ effect: BegunEffect) { effects[effect.rule, default: []].append(effect) }

  /// Forgets an effect that was not begun after all.
  mutating func forget(_ intent: String) {
    for rule in effects.keys { effects[rule]?.removeAll { $0.intent == intent } }
  }

  /// Forgets effects that no limit counts any more.
  ///
  /// If the clock was set back, effects count longer, never shorter.
  mutating func prune(at now: Date) {
    let since = now.addingTimeInterval(-Self.day)
    for (rule, known) in effects where known.contains(where: { $0.at <= since }) {
      let left = known.filter { $0.at > since }
      effects[rule] = left.isEmpty ? nil : left
    }
  }

  /// How many more effects `rule` may make now; nil when nothing limits their number.
  ///
  /// - Parameters:
  ///   - begun: How many effects of the rule were begun since the last poll.
  ///   - scope: How many tasks of the rule's workflow and step that poll saw.
  ///   - intent: An effect that is to be tried again. It is not counted against itself.
  func left(of rule: Rule, begun: Int, scope: Int, besides intent: String? = nil, at now: Date) -> Left? {
    guard let limit = rule.safeguards.limit else { return nil }
    var all: [Left] = []
    if let most = limit.perCycle { all.append(Left(count: most - begun, limit: "\(most) per cycle")) }
    if let most = limit.perHour {
      all.append(
        Left(
          count: most - self.begun(by: rule.id, within: Self.hour, besides: intent, at: now), limit: "\(most) per hour")
      )
    }
    if let most = limit.perDay {
      all.append(
        Left(
          count: most - self.begun(by: rule.id, within: Self.day, besides: intent, at: now), limit: "\(most) per day"))
    }
    if let share = limit.share {
      let most = max(1, Int(truncating: NSDecimalNumber(decimal: share * Decimal(scope))))
      all.append(Left(count: most - begun, limit: "\(share * 100) % of \(scope) tasks"))
    }
    return all.min { $0.count < $1.count }
  }

  /// What is left of a rule's daily sum; nil when it sets none.
  func sumLeft(of rule: Rule, besides intent: String? = nil, at now: Date) -> Decimal? {
    guard let sum = rule.safeguards.limit?.sumPerDay else { return nil }
    let since = now.addingTimeInterval(-Self.day)
    var left = sum.atMost
    for effect in effects[rule.id] ?? [] where effect.at > since && effect.intent != intent {
      left -= effect.amounts[sum.field] ?? 0
    }
    return left
  }

  /// How many effects a rule began within `span` before now; each counts once, at its last attempt.
  ///
  /// - Parameter intent: An effect that does not count.
  func begun(by rule: String, within span: TimeInterval, besides intent: String? = nil, at now: Date) -> Int {
    let since = now.addingTimeInterval(-span)
    return effects[rule]?.count { $0.at > since && $0.intent != intent } ?? 0
  }
}
