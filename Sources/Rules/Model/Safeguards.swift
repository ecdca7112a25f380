package import CalendarTime
package import Foundation

/// The safeguards around a rule's action.
package struct Safeguards: Sendable, Equatable {
  /// How many effects a rule may make.
  package struct Limit: Sendable, Equatable {
    package var perCycle: Int?
    package var perHour: Int?
    package var perDay: Int?
    /// The share of the tasks seen in the rule's scope in a cycle, as a fraction of 1; one task is always allowed.
    package var share: Decimal?
    package var sumPerDay: SumLimit?

    package init(
      perCycle: Int? = nil, perHour: Int? = nil, perDay: Int? = nil, share: Decimal? = nil, sumPerDay: SumLimit? = nil
    ) {
      self.perCycle = perCycle
      self.perHour = perHour
      self.perDay = perDay
      self.share = share
      self.sumPerDay = sumPerDay
    }
  }

  /// The most that the values of one captured field may add up to in a day.
  package struct SumLimit: Sendable, Equatable {
    package var field: String
    package var atMost: Decimal

    package init(of field: String, atMost: Decimal) {
      self.field = field
      self.atMost = atMost
    }
  }

  package var limit: Limit?
  /// How long after an effect of this rule on a task no other effect of it may follow on that task.
  package var cooldown: Span?
  /// The most effects that all rules together may have on one task.
  package var maxHops: Int?
  /// How long a task is left alone after a person changed it.
  package var afterHumanTouch: Span?
  /// Effects are made only while this calendar is open.
  package var runWithin: WorkCalendar?
  /// In stage canary, the fraction of instances that the rule acts on.
  package var canaryShare: Decimal?
  /// The calendar that measures working time in `cooldown` and `afterHumanTouch`.
  package var calendar: WorkCalendar?

  package init() {}
}
