import GeoTareas
import Pacing
import Records

/// When the tasks are polled, how far a poll has come, and what stands between it and the decisions about its tasks.
struct PollCycle: Sendable {
  /// What is going on; only one of these at a time.
  enum Phase: Sendable, Equatable {
    /// Nothing is to be done before the next poll.
    case idle
    /// The tasks of the last poll were not decided about, because the journal could not be asked.
    case owing
    /// Pages are being read.
    case polling
    /// The journal is being asked about these tasks of the last poll.
    case recalling([TaskID])
  }

  /// What follows where a page could not be had.
  enum Failure: Sendable, Equatable {
    /// It is requested again, soon.
    case again
    /// A single row may be to blame, and is looked for; `isLong` after more than a minute.
    case searches(isLong: Bool)
    /// The poll is over.
    case givenUp
  }

  private(set) var phase = Phase.idle
  /// When the next poll begins.
  private(set) var next: Instant?
  /// When the last poll began, complete or not.
  private(set) var began: Instant?
  /// When the last complete poll began.
  private(set) var last: Instant?
  /// How long the last complete poll took.
  private(set) var took: Duration = .zero
  /// How many tasks the last complete poll saw.
  private(set) var taskCount = 0
  private var poller: Poller
  /// The waits between tries of the same page.
  private var retry = Backoff(first: .seconds(1), most: .seconds(8))
  /// The page that failed is not requested again before this.
  private(set) var resume: Instant?
  /// Which unreadable rows were reported.
  private(set) var toldRows = ToldRows()
  /// True while it is reported that one poll does not hold all tasks.
  private(set) var isPartialTold = false
  /// The tasks as the journal was given them last.
  private var kept: (fingerprint: UInt64, at: Instant)?
  /// The poll whose tasks were last compared with those.
  private var viewed: Instant?

  init(_ plan: PollPlan, mostHeld: Int) { poller = Poller(plan, mostHeld: mostHeld) }

  // MARK: What the polls have shown

  /// The tasks of the last poll, as far as it has come.
  var rows: [TaskID: Poller.Row] { poller.rows }
  var round: PollRound { poller.round }
  var oddRows: OddRows { poller.oddRows }
  /// The tasks that the polls have shown to be listed.
  var listed: ListedTasks { poller.listed }
  /// What is held of the tasks of this poll and of those before it, in bytes.
  var held: (rows: Int, earlier: Int) { (poller.held, poller.known.held) }

  /// The task as it was listed last.
  func listed(_ task: TaskID) -> SeenTask? { poller.listed(task) }

  /// The instances of the tasks that are listed.
  func instances(of tasks: [TaskID]) -> [TaskID: String] {
    var instances: [TaskID: String] = [:]
    for task in tasks { instances[task] = poller.rows[task]?.task.instanceID }
    return instances
  }

  // MARK: Where it stands

  var isPolling: Bool { phase == .polling }

  var isRecalling: Bool {
    if case .recalling = phase { true } else { false }
  }

  /// True while neither a page nor the journal is read.
  var isAtRest: Bool { phase == .idle || phase == .owing }

  /// How often in a row the page that is wanted could not be had.
  var pageFailures: Int { retry.failures }

  /// The page that is wanted; nil when all is read.
  var page: (query: TaskQuery, offset: Int)? { poller.query.map { ($0, poller.offset) } }

  /// True where nothing of the first list was read yet.
  var isAtStart: Bool { poller.offset == 0 }

  // MARK: When to poll

  func isDue(at now: Instant) -> Bool { isAtRest && next.map { $0 <= now } ?? false }

  /// Whether the next page may be requested, as far as earlier failures go.
  func mayAsk(at now: Instant) -> Bool { resume.map { $0 <= now } ?? true }

  /// The next poll begins then.
  mutating func plan(at next: Instant) { self.next = next }

  /// The next poll does not begin before this.
  mutating func postpone(to earliest: Instant) { next = max(next ?? earliest, earliest) }

  /// Brings the next poll forward for something that must not wait long, however seldom polls are.
  mutating func hasten(by wait: Duration, at now: Instant) {
    next = next.map { min($0, max(now, began ?? now) + wait) }
  }

  /// What to request from the next poll on.
  mutating func follow(_ plan: PollPlan) { poller.plan = plan }

  // MARK: Reading

  /// Begins a poll; decisions that are owed follow at its end.
  mutating func begin(every period: Duration, at now: Instant) {
    phase = .polling
    began = now
    poller.begin(at: now)
    retry.succeed()
    resume = nil
    next = now + period
  }

  /// Takes in a page.
  mutating func take(_ page: TaskPage, readAt: Instant) {
    retry.succeed()
    poller.take(page, readAt: readAt)
  }

  /// The page was larger than an answer may be; false where fewer rows do not help.
  mutating func shrink() -> Bool { poller.shrink() }

  /// Takes in that a page could not be had.
  ///
  /// It is requested again by itself, soon; after several failures a row that is to blame is looked for, and at last the
  /// poll is given up.
  ///
  /// - Parameter narrows: Whether a single row may be to blame.
  mutating func fail(narrows: Bool, mostTries: Int, at now: Instant, using random: inout SplitMix64) -> Failure {
    let pause = retry.fail(using: &random)
    if retry.failures < (poller.narrowedAt != nil ? 1 : mostTries) {
      resume = now + pause
      return .again
    }
    if narrows, poller.narrow(at: now) {
      resume = now + .seconds(1)
      return .searches(isLong: poller.narrowedAt.map { now - $0 > .seconds(60) } ?? false)
    }
    phase = .idle
    return .givenUp
  }

  /// The poll is given up, and what it had read counts as a part of the list.
  mutating func breakOff(asksOverdue: Bool) { poller.breakOff(asksOverdue: asksOverdue) }

  /// What was read so far is of no use; the next poll begins at once.
  mutating func abandon(at now: Instant) {
    phase = .idle
    next = now
  }

  /// All is read; true the first time.
  mutating func finish(at now: Instant) -> Bool {
    defer {
      last = began ?? now
      took = now - (last ?? now)
      taskCount = poller.listed.count
    }
    phase = .idle
    return last == nil
  }

  /// The next poll goes on where this one ended.
  mutating func goOn() { poller.goOn() }

  /// Takes over tasks that somebody else has read, as if a poll had shown them.
  mutating func takeOver(_ listing: TaskListing, readAt: Instant, at now: Instant) {
    poller.take(listing, readAt: readAt)
    last = now
  }

  // MARK: Asking the journal

  /// The tasks of the last poll are being decided about.
  mutating func settle() { if phase == .owing { phase = .idle } }

  /// The journal is being asked about tasks; when it answers, all tasks of the poll are decided about.
  mutating func recall(_ tasks: [TaskID]) { phase = .recalling(tasks) }

  /// The journal has answered: which tasks it was asked about; nil where it was not.
  mutating func recalled() -> [TaskID]? {
    guard case .recalling(let tasks) = phase else { return nil }
    phase = .idle
    return tasks
  }

  /// The journal did not get the question, if there was one: it is asked again.
  mutating func loseQuestion() { if isRecalling { phase = .owing } }
}

// MARK: - What is reported and recorded of a poll

extension PollCycle {
  /// What is new in the rows that cannot be read; it counts as reported from now on.
  mutating func oddRowNews() -> [Report.OddRow] { toldRows.news(in: poller.oddRows, of: poller.round) }

  /// The list that takes most polls, where one poll does not hold all tasks and that is news.
  mutating func newStop() -> PollRound.Stop? {
    guard let stop = round.stops.max(by: { $0.polls < $1.polls }) else {
      if !round.isPartial { isPartialTold = false }
      return nil
    }
    if isPartialTold { return nil }
    isPartialTold = true
    return stop
  }

  /// The record of the last complete poll's tasks: when they changed, and now and then to confirm that they did not.
  ///
  /// Commands look at them, and the next run compares with them.
  mutating func newView(at now: ClockReading) -> JournalEntry? {
    guard let last, last != viewed else { return nil }
    viewed = last
    let fingerprint = poller.fingerprint
    let isFresh = kept.map { $0.fingerprint == fingerprint && now.instant < $0.at + .seconds(300) } ?? false
    guard !isFresh else { return nil }
    kept = (fingerprint, now.instant)
    let listed = poller.rows.values.sorted { $0.id < $1.id }
    let rows = listed.map { TaskListing.Row(task: $0.task, overdue: $0.overdue) }
    return .view(TaskListing(at: now.wall, rows: rows))
  }

  /// The journal did not keep them after all.
  mutating func forgetView() { kept = nil }
}
