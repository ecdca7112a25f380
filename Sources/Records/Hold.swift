package import Foundation
package import GeoTareas
package import Pacing

/// An order to begin no effects while it is in force.
package struct Hold: Sendable, Hashable {
  /// The name under which the daemon holds a rule itself, and ends holds whose time is over.
  package static let signature = "capataz"

  /// The number that the journal gives, rising; people release a hold by it.
  package var number: Int64
  /// Nil for all tenants.
  package var tenant: String?
  /// Nil for all rules.
  package var rule: String?
  /// Nil for all tasks.
  package var task: TaskID?
  package var why: String
  /// Who set it.
  package var by: String
  package var since: Date
  /// How long it lasts; nil where only a person ends it.
  package var term: Term?

  package init(
    number: Int64, tenant: String?, rule: String?, task: TaskID? = nil, why: String, by: String, since: Date,
    term: Term? = nil
  ) {
    self.number = number
    self.tenant = tenant
    self.rule = rule
    self.task = task
    self.why = why
    self.by = by
    self.since = since
    self.term = term
  }

  /// True where it is on all rules and all tasks.
  package var isOfAll: Bool { rule == nil && task == nil }

  /// Whether an effect of `rule` on `task` in `tenant` must wait for this hold.
  package func covers(tenant: String, rule: String, task: TaskID) -> Bool {
    (self.tenant ?? tenant) == tenant && (self.rule ?? rule) == rule && (self.task ?? task) == task
  }

  /// What is held: "rule 'inbox' of tenant 'acme'".
  package var scope: String {
    let parts = [
      rule.map { "rule '\($0)'" }, task.map { "task \($0)" },
    ].compactMap(\.self)
    let what = parts.joined(separator: " on ")
    switch tenant {
    case let tenant?: return what.isEmpty ? "tenant '\(tenant)'" : "\(what) of tenant '\(tenant)'"
    case nil: return what.isEmpty ? "everything" : what
    }
  }
}

extension Hold {
  /// A time after which a hold ends by itself.
  ///
  /// On the boot on which it was set, the clock counts that never jumps: then it lasts as long as was said, whatever is done
  /// to the wall clock. After another boot only the wall clock knows; one that was set back holds for longer.
  package struct Term: Sendable, Hashable {
    /// The longest time; a hold for longer is one that a person ends.
    package static let longest = Duration.seconds(366 * 86_400)

    package var begun: ClockReading
    package var length: Duration

    package init(begun: ClockReading, length: Duration) {
      self.begun = begun
      self.length = length
    }

    /// What is left of it; not above zero once it is over.
    package func left(asOf now: ClockReading) -> Duration {
      if begun.boot == now.boot { return length - (now.instant - begun.instant) }
      let age = now.wall.timeIntervalSince(begun.wall)
      return length - .seconds(max(-1e9, min(age, 1e9)))
    }

    /// When it ends by the clock by which it was set.
    package var end: Date { begun.wall.addingTimeInterval(length.inSeconds) }

    /// When it ends by the wall clock as it goes now.
    package func end(asOf now: ClockReading) -> Date {
      let end = now.wall.addingTimeInterval(left(asOf: now).inSeconds)
      // The two clocks are never read in the same moment.
      return abs(end.timeIntervalSince(self.end)) < 2 ? self.end : end
    }
  }

  /// True where its time is over, so that it is in force only until the daemon ends it.
  package func isOver(asOf now: ClockReading) -> Bool { term.map { $0.left(asOf: now) <= .zero } ?? false }
}

/// What others did in the journal since the engine last heard of it.
package struct JournalNews: Sendable, Equatable {
  /// All holds in force for the tenant now, oldest first.
  package var holds: [Hold]
  /// Holds that were set since then and are no longer in force, oldest first.
  ///
  /// They have not been reported.
  package var passed: [Hold]
  /// Parked intents that a person has given a verdict on since then, oldest first.
  package var resolved: [Intent]

  package init(holds: [Hold] = [], passed: [Hold] = [], resolved: [Intent] = []) {
    self.holds = holds
    self.passed = passed
    self.resolved = resolved
  }
}
