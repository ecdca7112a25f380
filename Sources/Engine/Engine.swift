package import Pacing
import Records
package import Rules

/// The state machine of one tenant: events in, effects out.
///
/// It decides which list calls, which detail, which write; what to journal before it; what an outcome proves; and when
/// to be woken. It does no I/O, has no clock and no randomness but a seeded generator: the same events at the same times
/// give the same effects.
///
/// Each part keeps a state of its own; the engine keeps the order of importance among them.
package struct Engine: Sendable {
  /// How many tasks are worked on at the same time.
  static let maxParallel = 8

  package let settings: Settings
  var active: ActiveRules
  var random: SplitMix64
  // The calls we make, and what we know of the server by them.
  var outbox = Outbox()
  var flights = Flights()
  var budget: Budget
  var server: ServerHealth
  // From the list of tasks to effects.
  var polling: PollCycle
  var reader: DetailReader
  var queue = CandidateQueue()
  var book: IntentBook
  var verification = Verification()
  // What holds effects back.
  var holds = Holds()
  var limits = RuleLimits()
  var pools = PoolAssignments()
  var touches = HumanTouches()
  // What people are told.
  var reporter = Reporter()
  var counts = RunningCounts()
  var ages = QueueAges()
  var reminder = ParkedReminder()
  // What is learned for people, and no decision rests on.
  var forms = FormBook()
  var shapes = ShapeWatch()
  var lifecycle = Lifecycle()

  package init(settings: Settings, rules: RuleSet) {
    self.settings = settings
    active = ActiveRules(rules, zone: settings.zone)
    random = SplitMix64(seed: settings.seed)
    budget = Budget(settings)
    server = ServerHealth(settings)
    polling = PollCycle(PollPlan(settings, for: rules), mostHeld: settings.mostHeld)
    book = IntentBook(settleTime: settings.settleTime)
    reader = DetailReader(settings)
  }

  /// Takes in an event and returns what to do, in order.
  ///
  /// After ``Effect/finished(_:)`` every event is ignored, except a failed commit. That commit may have kept the effect
  /// from being carried out, and then the effect comes again.
  package mutating func handle(_ event: Event, at now: ClockReading) -> [Effect] {
    reporter.renewTrials()
    if let ending = lifecycle.ending {
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
    if lifecycle.hasStarted { proceed(at: now) }
    return outbox.handOut()
  }

  /// The rules in force.
  package var rules: RuleSet { active.rules }

  /// The candidates of the last poll, the most urgent first.
  package var candidates: [Candidate] { Array(queue.inOrder) }
}
