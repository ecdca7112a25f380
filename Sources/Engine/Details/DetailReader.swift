import GeoTareas
import Pacing
import Records
import Rules

/// The details of tasks: those that rules ask about, and those looked at before a write.
struct DetailReader: Sendable {
  private var facts: FactStore
  private var looks: RecentLooks
  private var lookTime: LookTime
  /// Tasks whose details some rule asks for, the most urgent first.
  private(set) var wanted: [TaskID] = []
  /// Tasks whose details some rule asks for and that could not be read; a later poll requests them again.
  private(set) var unread: Set<TaskID> = []
  /// True while no detail is requested, because more tasks are ready than the write limits can let go soon.
  private(set) var hasEnoughReady = false
  /// Whose turn it is, the next page of a poll or a detail, where they draw on one limit.
  private var pageTurns = FairScheduler()
  /// Whose turn it is, a detail that a rule asks for or a look at a task that calls fail for.
  private var troubledTurns = FairScheduler()

  init(_ settings: Settings) {
    facts = FactStore(
      lifetime: settings.factLifetime, staleness: settings.staleness, mostHeld: settings.mostHeld)
    looks = RecentLooks(lifetime: settings.lookLifetime)
    lookTime = LookTime(lifetime: settings.lookLifetime)
  }

  // MARK: What is known

  /// How many details are held for rules, about how many bytes they take, and how many looks are held.
  var held: (facts: Int, bytes: Int, looks: Int) { (facts.count, facts.held, looks.count) }

  /// The details of a task that is listed in `state`; nil when they are not known or are too old.
  mutating func details(of task: TaskID, in state: TaskState, at now: Instant) -> TaskDetails? {
    facts.details(of: task, in: state, at: now)
  }

  /// The same for who does not decide by them.
  func known(of task: TaskID, in state: TaskState, at now: Instant) -> TaskDetails? {
    facts.known(of: task, in: state, at: now)
  }

  /// True while another read would be answered the same from the server's cache.
  func isFresh(_ task: TaskID, at now: Instant) -> Bool { facts.isFresh(task, at: now) }

  /// Keeps what rules ask about a task.
  mutating func keep(_ details: TaskDetails, of task: TaskID, in state: TaskState, readAt: Instant) {
    facts.keep(details, of: task, in: state, readAt: readAt)
  }

  /// Forgets tasks that are not `kept`, and looks that are too old.
  mutating func prune(keeping kept: (TaskID) -> Bool, at now: Instant) {
    facts.prune(keeping: kept)
    looks.prune(at: now)
  }

  // MARK: Looks

  var hasNoLooks: Bool { looks.isEmpty }

  /// So long before its write may go a task is looked at.
  var lead: Duration { lookTime.lead }

  /// The look that serves a candidate.
  func look(at candidate: Candidate, asOf now: Instant) -> RecentLooks.Look? { looks.look(at: candidate, asOf: now) }

  /// Keeps a detail that a write may follow on.
  mutating func keep(_ look: TaskDetail, readAt: Instant) { looks.keep(look, readAt: readAt) }

  /// A look took this long there and back.
  mutating func learn(_ time: Duration) { lookTime.learn(time) }

  /// A write follows on the look at the task.
  mutating func forgetLook(at task: TaskID) { looks.forget(task) }

  // MARK: What rules ask about

  /// Some rule asks about the task; it is read after the others, or first of all.
  mutating func want(_ task: TaskID, first: Bool = false) { wanted.insert(task, at: first ? 0 : wanted.count) }

  /// Some rule asks about the task; a later poll asks again.
  mutating func leaveUnread(_ task: TaskID) { unread.insert(task) }

  /// Takes out the task at a place, to be read.
  mutating func take(at place: Int) -> TaskID { wanted.remove(at: place) }

  /// Some tasks are being read.
  mutating func drop(where isMeant: (TaskID) -> Bool) { wanted.removeAll(where: isMeant) }

  /// All is decided anew.
  mutating func forgetWishes() { (wanted, unread) = ([], []) }

  /// Whether the next task is to wait until some of those that are ready have gone.
  mutating func wait(_ waits: Bool) { hasEnoughReady = waits }

  // MARK: Whose turn it is

  /// Whether a detail goes before the page that waits: every fifth turn.
  mutating func goesBeforePage() -> Bool {
    pageTurns.pick([FairScheduler.Head(rank: 0, deadline: 1), FairScheduler.Head(rank: 1, deadline: 0)]) == 1
  }

  /// Which goes first, of a detail that a rule asks for and a look at a task that calls fail for.
  mutating func pick(_ heads: [FairScheduler.Head]) -> Int? { troubledTurns.pick(heads) }
}
