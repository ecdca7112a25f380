package import Foundation
import GeoTareas
package import Journal
package import Records

/// What was done for a tenant in a span of time, what is open now, and who must act.
///
/// Text, JSON and HTML are made from this one value. Where the configuration keeps names out of the log, it has no label
/// of an entity, no owner, no person, and no words of others that may name one.
package struct ActivityReport: Sendable, Equatable {
  /// A part of the span, and what was done in it.
  package struct Bar: Sendable, Equatable {
    package var span: Range<Date>
    package var tally: Tally
  }

  /// What a rule did, and what of it is open.
  package struct Rule: Sendable, Equatable {
    package var name: RuleName
    package var tally: Tally
    /// How much it was in each part of the span.
    package var bars: [Int]
    package var inDoubt = 0
    package var parked = 0
    /// Nil where it is not known of any effect.
    package var latency: Latency?

    /// False for a rule of which only something else is known, such as a task that waits.
    var didAnything: Bool { tally.total + inDoubt + parked > 0 }
  }

  /// How long it took from the moment a rule first could act to the moment it was done, in seconds.
  package struct Latency: Sendable, Equatable {
    package var count: Int
    package var median: Double
    package var ninety: Double
    package var ninetyNine: Double
    package var longest: Double
    /// The task for which it took longest, and the intent; nil where the task may have been any of several rules'.
    package var slowest: Activity.Slowest?
  }

  /// How things stood when the daemon last wrote that down.
  package struct Standing: Sendable, Equatable {
    package var at: Date
    package var polledAt: Date?
    package var isDry: Bool
    package var tasks: Int
    package var queued: Int
    package var held: Int
    package var capped: Int
    package var blocked: Int
  }

  /// The use of an endpoint.
  package struct Budget: Sendable, Equatable {
    package var reading: BudgetReading
    /// Requests of the last hour.
    package var lastHour: Int
    /// Attempts of the effects that ended in the span; nil where the endpoint has no effects.
    package var attempts: Int?
  }

  package var tenant: String
  package var timezone: String
  /// The span; it ends when the report is made.
  package var span: Range<Date>
  package var unit: BarUnit
  package var bars: [Bar]
  /// Those that did most come first.
  package var rules: [Rule]
  /// Of all rules together.
  package var latency: Latency?
  package var isRunning: Bool
  /// Nil while no daemon has finished a poll.
  package var standing: Standing?
  package var inDoubt: Int
  package var parked: Int
  /// What waits for a person, the most urgent first.
  package var demands: [Demand]
  /// What waits, and goes on by itself.
  package var waits: [Waiting]
  package var budgets: [Budget]
  /// Decisions before this are no longer kept, so that what is counted of them is not all; nil where it is all.
  package var decisionsSince: Date?
  /// The last line of the audit trail, and its hash.
  package var lastLine: Int64
  package var lastHash: String

  /// All of the span.
  package var total: Tally {
    bars.reduce(into: Tally()) { $0 += $1.tally }
  }

  /// How many effects and tasks wait for a person, and what else does.
  package var matters: Int { demands.reduce(0) { $0 + $1.count } }

  /// True where there is more to tell than that all is quiet.
  package var hasNews: Bool { total.total > 0 || !demands.isEmpty || !waits.isEmpty }
}

/// What people call a rule, and who answers for it.
package struct RuleName: Sendable, Equatable {
  package var id: String
  package var title: String?
  package var owner: String?

  package init(id: String, title: String? = nil, owner: String? = nil) {
    self.id = id
    self.title = title
    self.owner = owner
  }
}

/// What people know a task by.
package struct TaskName: Sendable, Equatable {
  package var id: String
  package var label: String?
  package var workflow: String?
  package var step: String?

  package init(id: String, label: String? = nil, workflow: String? = nil, step: String? = nil) {
    self.id = id
    self.label = label
    self.workflow = workflow
    self.step = step
  }
}
