import GeoTareas
import Pacing
import Records

/// What was reported of decisions and of how things stand, so that each is reported once.
struct Reporter: Sendable {
  /// Rules tried per event only to report that they came too late; this bounds the work to some milliseconds.
  private static let mostTrials = 5_000
  /// A standing without news is written again after this time.
  private static let standingLifetime: Duration = .seconds(60)

  private var said = ReportedDecisions()
  /// How many more rules may be tried for this event only to report that they came too late.
  private(set) var trialsLeft = 0
  private var tally = Tally()
  private(set) var nextSummary: Instant?
  /// True while a change is not yet in the standing that commands read.
  private(set) var isStandingDue = false
  private var kept: (standing: TenantStanding, at: Instant)?
  /// What people know tasks by on which effects are under way: a completed task is not in the list any more.
  private var remembered: [TaskID: Report.TaskFacts] = [:]

  // MARK: Decisions

  /// How many tasks are held.
  var count: Int { max(said.count, remembered.count) }

  /// Notes a decision; true if it has not been reported yet.
  mutating func say(_ decision: ReportedDecisions.Said, about task: TaskID) -> Bool { said.say(decision, about: task) }

  /// Notes a decision about a task in `state` as the journal is to keep it; true if it has not been reported yet.
  mutating func isNews(_ entry: DecisionEntry, in state: TaskState) -> Bool {
    say(
      ReportedDecisions.Said(kind: entry.kind, ruleFingerprint: entry.ruleFingerprint, state: state, note: entry.note),
      about: entry.task)
  }

  /// Notes that a rule came too late for a task; true if that has not been reported yet.
  mutating func say(_ news: ReportedDecisions.Shadowed, about task: TaskID) -> Bool { said.say(news, about: task) }

  /// The task did not fit its rule's effect: it is not looked at again for a time.
  mutating func block(_ task: TaskID, by ruleFingerprint: String, in state: TaskState, first: Duration, at now: Instant)
  {
    said.block(task, by: ruleFingerprint, in: state, first: first, at: now)
  }

  /// Until when a task that did not fit its rule's effect is not looked at again; nil where it may be.
  func blockedUntil(_ task: TaskID, by ruleFingerprint: String, in state: TaskState, at now: Instant) -> Instant? {
    said.blockedUntil(task, by: ruleFingerprint, in: state, at: now)
  }

  /// True if the last report about the task, in its present state, was that it does not fit the rule.
  func wasBlocked(_ task: TaskID, by ruleFingerprint: String, in state: TaskState) -> Bool {
    said.wasBlocked(task, by: ruleFingerprint, in: state)
  }

  /// The tasks about which was last reported that they do not fit a rule's effect.
  var blocked: [TaskID: ReportedDecisions.Said] { said.blocked }

  /// Keeps what people know a task by for as long as an effect on it is under way.
  mutating func remember(_ task: Report.TaskFacts) { remembered[task.id] = task }

  mutating func forget(_ task: TaskID) { remembered[task] = nil }

  func remembered(_ task: TaskID) -> Report.TaskFacts? { remembered[task] }

  mutating func forgetBlocks() { said.forgetBlocks() }

  mutating func prune(keeping kept: (TaskID) -> Bool) { said.prune(keeping: kept) }

  /// Starts a new event.
  mutating func renewTrials() { trialsLeft = Self.mostTrials }

  /// Counts a rule that is tried only to report that it came too late.
  mutating func useTrial() { trialsLeft -= 1 }

  // MARK: Counts

  mutating func count(_ name: Report.Name) { tally.count(name) }

  mutating func countPoll() { tally.countPoll() }

  /// An effect was made, whether the server confirmed it or reading proved it.
  mutating func countEffect() { tally.countEffect() }

  mutating func planSummary(at next: Instant) { nextSummary = next }

  /// What was counted since the last summary, when the next one is due; the one after it follows `period` later.
  mutating func summary(every period: Duration, at now: Instant) -> Tally? {
    guard let nextSummary, nextSummary <= now else { return nil }
    defer { tally = Tally() }
    self.nextSummary = now + period
    return tally
  }

  // MARK: How things stand

  /// Something has changed that commands show.
  mutating func standingChanges() { isStandingDue = true }

  /// Notes how things stand; true if that belongs in the journal, because it is news or the last record has grown old.
  mutating func keep(_ standing: TenantStanding, at now: Instant) -> Bool {
    isStandingDue = false
    if let kept, now < kept.at + Self.standingLifetime, kept.standing.saysTheSame(as: standing) { return false }
    kept = (standing, now)
    return true
  }
}

/// Counts for the summary, since the last one.
struct Tally: Sendable, Equatable {
  private(set) var counts: [Report.Name: Int] = [:]
  private(set) var polls = 0
  /// Effects that were made, whether the server confirmed them or reading proved them.
  private(set) var effects = 0

  mutating func count(_ name: Report.Name) { counts[name, default: 0] += 1 }

  mutating func countPoll() { polls += 1 }

  mutating func countEffect() { effects += 1 }

  subscript(_ name: Report.Name) -> Int { counts[name] ?? 0 }
}
