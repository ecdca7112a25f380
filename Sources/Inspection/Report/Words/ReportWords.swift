import GeoTareas
import Journal

/// Every text of the report; a language that lacks one does not build.
struct ReportWords: Sendable {
  typealias Counted = @Sendable (_ count: Int, _ number: String) -> String

  /// The three letters of each month.
  var months: [String]
  var title: String
  /// The name of a tenant in front of its own.
  var tenant: String
  var tenants: String
  var period: @Sendable (_ from: String, _ to: String) -> String
  var zone: @Sendable (String) -> String

  // The first sentence about a tenant.
  var tasksDone: Counted
  var nothingDone: String
  var personsNeeded: Counted

  // Who must act.
  var act: String
  var nobody: String
  var since: String
  var owner: String
  var noOwner: String
  var rule: String
  var task: String
  var why: String
  var toType: String
  var nextTry: String
  var demand: @Sendable (DemandKind, Counting) -> String
  var meaning: @Sendable (Demand.Command.Meaning) -> String
  /// What to check besides, where the server is to blame.
  var advice: @Sendable (Standstill) -> String
  var obstacle: @Sendable (Standstill) -> String

  // What waits.
  var waits: String
  var nothingWaits: String
  var waiting: @Sendable (WaitingKind, Counting) -> String
  var holdOnAll: String
  var by: String
  var queue: @Sendable (_ queued: String, _ held: String, _ capped: String) -> String
  var emptyQueue: String
  var neverPolled: String
  var asOf: @Sendable (String) -> String
  var dryRun: String

  // Over time.
  var overTime: String
  var per: @Sendable (BarUnit) -> String
  var when: String
  var nothingHappened: String
  var emptyBars: String
  var most: @Sendable (String) -> String
  var asTable: String

  // By rule.
  var byRule: String
  /// As a heading.
  var kind: @Sendable (Tally.Kind) -> String
  /// With a number in front.
  var counted: @Sendable (Tally.Kind, Counting) -> String
  var meaningOf: @Sendable (Tally.Kind) -> String
  var inDoubt: String
  var parked: String
  var inDoubtMeans: String
  var parkedMeans: String
  var person: String
  var course: String
  var otherRules: Counted

  // How long it took.
  var latency: String
  var latencyMeans: String
  var tasks: String
  var median: String
  var ninety: String
  var ninetyNine: String
  var slowest: String
  var allRules: String

  // Requests.
  var budget: String
  var call: String
  var used: String
  var byOthers: String
  var lastHour: String
  var attempts: String
  var waitingCalls: String
  var nextFree: String
  var now: String
  var onAnswer: String
  var endpoint: @Sendable (Endpoint) -> String
  var gauge: @Sendable (_ used: String, _ limit: String) -> String

  // The end.
  var glossary: String
  var made: @Sendable (_ program: String, _ moment: String) -> String
  var trail: @Sendable (_ line: String, _ hash: String) -> String
  var decisionsSince: @Sendable (String) -> String
  var scrollable: @Sendable (String) -> String
}

/// A number, as it is counted and as it is written.
struct Counting: Sendable {
  var count: Int
  var number: String

  /// One word for one, another for more.
  func of(_ one: String, _ more: String) -> String { "\(number) \(count == 1 ? one : more)" }
}

extension ReportWords {
  /// How many wait at the daemon.
  func queue(_ standing: ActivityReport.Standing, _ language: ReportLanguage) -> String {
    guard standing.queued > 0 else { return emptyQueue }
    return queue(
      language.number(standing.queued), language.number(standing.held), language.number(standing.capped))
  }
}
