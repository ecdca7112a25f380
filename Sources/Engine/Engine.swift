import Foundation
import GeoTareas
package import Pacing
import Records
package import Rules

/// The state machine of one tenant: events in, effects out.
///
/// It decides which list calls, which detail, which write; what to journal before it; what an outcome proves; and when
/// to be woken. It does no I/O, has no clock and no randomness but a seeded generator: the same events at the same times
/// give the same effects.
package struct Engine: Sendable {
  /// How many tasks are worked on at the same time.
  static let maxParallel = 8

  package let settings: Settings
  var active: ActiveRules
  var random: SplitMix64
  var budget: Budget
  var server: ServerHealth
  var polling: PollCycle
  var book: IntentBook
  var queue = CandidateQueue()
  /// Whose turn it is: urgent candidates or others.
  var turns = FairScheduler()
  /// What candidates that may go were waiting for after the last event.
  var waited: [(endpoint: Endpoint, urgency: Urgency, look: Urgency)] = []
  var reporter = Reporter()
  var facts: FactStore
  var looks: RecentLooks
  var lookTime: LookTime
  /// Tasks whose details some rule asks for, the most urgent first.
  var curious: [TaskID] = []
  /// True while no detail is requested, because more tasks are ready than the write limits can let go soon.
  var hasEnoughReady = false
  /// Whose turn it is, the next page of a poll or a detail, where they draw on one limit.
  var readTurns = FairScheduler()
  /// Whose turn it is, a detail that a rule asks for or a look at a task that calls fail for.
  var troubledTurns = FairScheduler()
  /// Tasks whose details some rule asks for and that could not be read; a later poll requests them again.
  var unread: Set<TaskID> = []
  var quotas = RuleQuotas()
  var pools = PoolAssignments()
  var touches = HumanTouches()
  var holds = Holds()
  var reminder = ParkedReminder()
  /// Effects begun since the last poll, by rule.
  var cycleUse: [String: Int] = [:]
  /// How many tasks there are in each workflow and step.
  var scopes: [Scope: Int] = [:]
  /// The limits that were reported as reached and leave no room yet.
  var toldCaps: Set<Cap> = []
  var flights = Flights()
  var verification = Verification()
  var outbox = Outbox()
  var life = Lifecycle()

  package init(settings: Settings, rules: RuleSet) {
    self.settings = settings
    active = ActiveRules(rules, zone: settings.zone)
    random = SplitMix64(seed: settings.seed)
    budget = Budget(settings)
    server = ServerHealth(settings)
    polling = PollCycle(PollPlan(settings, for: rules), mostHeld: settings.mostHeld)
    book = IntentBook(settleTime: settings.settleTime)
    looks = RecentLooks(lifetime: settings.lookLifetime)
    lookTime = LookTime(lifetime: settings.lookLifetime)
    facts = FactStore(
      lifetime: settings.factLifetime, staleness: settings.staleness, mostHeld: settings.mostHeld)
  }

  /// Takes in an event and returns what to do, in order.
  ///
  /// After ``Effect/finished(_:)`` every event is ignored, except a failed commit. That commit may have kept the effect
  /// from being carried out, and then the effect comes again.
  package mutating func handle(_ event: Event, at now: ClockReading) -> [Effect] {
    reporter.renewTrials()
    if let ending = life.ending {
      if case .commitFailed(let records, let unsent, _, let why) = event {
        switch why {
        case .unwritable(let why): reportFull(why)
        case .rejected: takeBack(records, unsent, why, at: now)
        case .held, .overspent: break
        }
        outbox.add(.finished(ending))
      }
      return outbox.handOut()
    }
    switch event {
    case .start(let recovery): start(recovery, at: now)
    case .tick: break
    case .answered(let id, let answer): take(answer, to: id, at: now)
    case .recalled(let known): learn(known, at: now)
    case .commitFailed(let records, let unsent, let unsaid, let why):
      outbox.tellLater(unsaid)
      takeBack(records, unsent, why, at: now)
    case .news(let news): take(news, at: now)
    case .reload(let rules): reload(rules, at: now)
    case .stop: stop()
    }
    if life.hasStarted { proceed(at: now) }
    return outbox.handOut()
  }

  /// The rules in force.
  package var rules: RuleSet { active.rules }

  /// The candidates of the last poll, the most urgent first.
  package var candidates: [Candidate] { Array(queue.inOrder) }
}
