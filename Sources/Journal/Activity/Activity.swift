package import Foundation
package import GeoTareas
package import Records

/// What became of effects in a span of time, and what was decided, counted by rule and by parts of the span.
package struct Activity: Sendable, Equatable {
  /// What was done by one rule.
  package struct Rule: Sendable, Equatable {
    package var tally = Tally()
    /// How much it was in each part of the span, of all kinds together.
    package var bars: [Int]
    /// How long it took from the first decision to act until the effect was done, where that decision is still kept.
    package var latency = Spread()
    package var slowest: Slowest?

    package init(bars: Int) { self.bars = [Int](repeating: 0, count: bars) }
  }

  /// The effect that took longest.
  package struct Slowest: Sendable, Equatable {
    package var intent: String
    package var task: TaskID
    package var seconds: Double
  }

  package var rules: [String: Rule] = [:]
  /// Of all rules, in each part of the span.
  package var bars: [Tally]
  /// Attempts of the effects that ended in the span.
  package var attempts: [Endpoint: Int] = [:]
  /// Requests of the last hour.
  package var requests: [Endpoint: Int] = [:]
  /// Decisions before this are not kept any more; nil where all are kept that there ever were.
  package var decisionsSince: Date?
  /// The last line of the audit trail; 0 where there is none.
  package var lastLine: Int64 = 0
  package var lastHash = ""

  /// An activity in which nothing has happened yet.
  package init(bars: Int) { self.bars = [Tally](repeating: Tally(), count: bars) }

  mutating func count(_ kind: Tally.Kind, of rule: String, in bar: Int) {
    rules[rule, default: Rule(bars: bars.count)].tally[kind] += 1
    rules[rule]?.bars[bar] += 1
    bars[bar][kind] += 1
  }
}

/// Tasks of the last poll about which a rule's last word is the same, and nothing has been done since.
package struct OpenTasks: Sendable, Equatable {
  package var rule: String
  /// ``DecisionEntry/Kind/act`` for what waits for its turn, ``DecisionEntry/Kind/blocked`` for what does not fit,
  /// ``DecisionEntry/Kind/capped`` for what a limit of the rule kept back.
  package var kind: DecisionEntry.Kind
  package var count: Int
  /// Since when the one that was decided first is so.
  package var since: Date
  /// That one.
  package var task: TaskID
  /// Why it is so, where the kind does not say it.
  package var note: String
}
