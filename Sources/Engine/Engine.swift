import Foundation
import GeoTareas
package import Pacing
package import Rules

/// The state machine of one tenant: events in, effects out.
///
/// It decides which list calls, which detail, which write; what to journal before it; what an outcome proves; and when
/// to be woken. It does no I/O, has no clock and no randomness but a seeded generator: the same events at the same times
/// give the same effects.
package struct Engine: Sendable {
  /// A call under way, and what its answer is for.
  struct Flight: Sendable, Equatable {
    enum Purpose: Sendable, Equatable {
      case login, page
      /// The look at a task before a write.
      case look(Candidate)
      case write(Intent)
      /// A read of a task in doubt.
      case verify(TaskID)
      /// A read of what some rule asks about a task.
      case fact(TaskID)
    }

    var purpose: Purpose
    var endpoint: Endpoint
    var generation: Int
    var sent: Instant
  }

  /// Tasks worked on at the same time.
  static let maxParallel = 8

  /// Some milliseconds' worth.
  private static let mostShadowTrials = 5_000

  package let settings: Settings
  package internal(set) var rules: RuleSet
  /// The listed tasks as the rules see them.
  var taskKeys: TaskKeyCache
  var timer: DecisionTimer
  /// The place of each rule, by id.
  var places: [String: Int]
  /// What of tasks and effects some rule counts.
  var needs: RuleNeeds
  var random: SplitMix64
  var budget: Budget
  var session: LoginSession
  /// Since when the server refuses our credentials.
  var refusedSince: Date?
  var poller: Poller
  var outage: Outage
  /// The same for reads of single tasks: several different ones, in a row, could not be read.
  var lookOutage: Outage
  /// Tasks that calls fail for.
  var troubles = TaskTroubles()
  /// What the server forbids our user.
  var permissions = Permissions()
  var gate = WriteGate()
  var book: IntentBook
  var queue = CandidateQueue()
  /// Whose turn it is among urgent candidates and others.
  var turns = FairScheduler()
  /// What candidates that may go wait for, as of the last event.
  var waited: [(endpoint: Endpoint, urgency: Urgency, look: Urgency)] = []
  var said = ReportedDecisions()
  /// How many more rules may be tried for this event only to tell that they came too late.
  var shadowTrials = 0
  var facts: FactStore
  var looks: RecentLooks
  var lookTime: LookTime
  /// Tasks whose details some rule asks about, the most urgent first.
  var curious: [TaskID] = []
  /// True while no detail is asked for, because more tasks are ready already than the limits of writes let go soon.
  var hasEnoughReady = false
  /// Whose turn it is among the pages of a poll and the details that rules ask for, where they draw on one limit.
  var readTurns = FairScheduler()
  /// Whose turn it is among the details that rules ask for and looks at tasks that calls fail for.
  var troubledTurns = FairScheduler()
  /// Tasks whose details some rule asks about and that could not be read; a later poll asks again.
  var unread: Set<TaskID> = []
  var quotas = RuleQuotas()
  var pools = PoolAssignments()
  var touches = HumanTouches()
  /// The holds in force, as far as the journal has told.
  var holds: [Hold] = []
  var button = ButtonWatch()
  /// From when on parked intents of a rule count towards holding it.
  var breakerReset: [String: Date] = [:]
  /// For how many days each parked intent was told of; nil before the first look at them.
  var reminded: [String: Int]?
  var nextReminder: Date?
  /// Effects begun since the last poll, by rule.
  var cycleUse: [String: Int] = [:]
  /// Tasks seen in each workflow and step.
  var scopes: [Scope: Int] = [:]
  /// The limits that were told to have been reached and leave no room yet.
  var toldCaps: Set<Cap> = []
  var tally = Tally()
  var flights: [CallID: Flight] = [:]
  /// The tasks being looked at or written to.
  var busy: Set<TaskID> = []
  var doubts: [TaskID: Doubt] = [:]
  /// Records whose commit failed; they go with the next one.
  var unsaved: [JournalEntry] = []
  /// What was to be told behind them; it is told behind the commit that works.
  var untold: [Report] = []
  var nextRequest: CallID = 1
  var nextIntent = 1
  var hasStarted = false
  var isPolling = false
  /// The waits between tries of the same page.
  var pageRetry = Backoff(first: .seconds(1), most: .seconds(8))
  /// The page that failed is not asked for before this.
  var pageResume: Instant?
  /// The tasks of the last poll that the journal is being asked about; nil when it is not.
  var recalling: [TaskID]?
  /// True when the tasks of the last poll were not decided about, because the journal could not be asked.
  var owesDecision = false
  /// Nothing is sent before this.
  var firstMove = Instant(nanoseconds: 0)
  var nextPoll: Instant?
  var pollBegan: Instant?
  /// When the last complete poll began.
  var lastPoll: Instant?
  /// How long the last complete poll took.
  var pollTook: Duration = .zero
  /// How many tasks the last complete poll saw.
  var taskCount = 0
  var lastEffect: Instant?
  /// False once it was told that the server's certificate is not accepted, until an answer comes.
  var tellsTLS = true
  /// Which unreadable rows were told.
  var toldRows = ToldRows()
  /// True while one poll does not hold all tasks, which was told.
  var toldPartial = false
  /// When it was last told of each endpoint that the server's refusals keep it back for long.
  var toldRests: [Endpoint: Instant] = [:]
  var keptView: (fingerprint: UInt64, at: Instant)?
  /// The poll whose tasks were last compared with those that were kept.
  var viewedPoll: Instant?
  /// A poll has ended, well or not, and how things stand since then has not been looked at.
  var isStandingDue = false
  var keptStanding: (standing: TenantStanding, at: Instant)?
  var nextSummary: Instant?
  var startedAt: Instant?
  /// The same by the wall clock.
  var beganOn = Date.distantPast
  /// When the journal is told next which touches nobody asks for any more.
  var nextForgetting = Date.distantPast
  var isStopping = false
  var ending: Ending?
  /// Nothing is begun before this: the journal could not be written.
  var quietUntil: Instant?
  var effects: [Effect] = []

  package init(settings: Settings, rules: RuleSet) {
    self.settings = settings
    self.rules = rules
    taskKeys = TaskKeyCache(rules, zone: settings.zone)
    timer = DecisionTimer(rules)
    places = Self.places(of: rules)
    needs = RuleNeeds(rules)
    random = SplitMix64(seed: settings.seed)
    budget = Budget(settings)
    session = LoginSession(logsIn: settings.logsIn)
    poller = Poller(PollPlan(settings, for: rules), mostHeld: settings.mostHeld)
    outage = Outage(first: settings.outageWait)
    lookOutage = Outage(first: settings.outageWait)
    book = IntentBook(settleTime: settings.settleTime)
    looks = RecentLooks(lifetime: settings.lookLifetime)
    lookTime = LookTime(lifetime: settings.lookLifetime)
    facts = FactStore(
      lifetime: settings.factLifetime, staleness: settings.staleness, mostHeld: settings.mostHeld)
  }

  /// Takes in an event and returns what is to be done, in order.
  ///
  /// After ``Effect/finished(_:)`` every event is ignored, but for a failed commit, which may have kept it from
  /// being carried out: then it comes again.
  package mutating func handle(_ event: Event, at now: ClockReading) -> [Effect] {
    // Not kept until the next event: what is to be journalled of a poll is large.
    defer { effects = [] }
    shadowTrials = Self.mostShadowTrials
    if let ending {
      if case .commitFailed(let records, let unsent, _, let why) = event {
        switch why {
        case .unwritable(let why): reportFull(why)
        case .rejected: takeBack(records, unsent, why, at: now)
        case .held, .overspent: break
        }
        effects.append(.finished(ending))
      }
      return effects
    }
    switch event {
    case .start(let recovery): start(recovery, at: now)
    case .tick: break
    case .answered(let id, let answer): take(answer, to: id, at: now)
    case .recalled(let known): learn(known, at: now)
    case .commitFailed(let records, let unsent, let unsaid, let why):
      tellLater(unsaid)
      takeBack(records, unsent, why, at: now)
    case .news(let news): take(news, at: now)
    case .reload(let rules): reload(rules, at: now)
    case .stop: stop()
    }
    if hasStarted { proceed(at: now) }
    return effects
  }

  static func places(of rules: RuleSet) -> [String: Int] {
    Dictionary(rules.rules.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The rule with this id; nil when the rules no longer hold it.
  func rule(_ id: String) -> Rule? { places[id].map { rules.rules[$0] } }

  /// The candidates of the last poll in the order of their turn.
  package var candidates: [Candidate] { Array(queue.inOrder) }
}
