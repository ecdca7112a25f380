import GeoTareas
import Pacing

/// Reads all tasks a tenant's rules may concern: several queries, each page by page, before anything is decided.
///
/// The list has no stated order and shrinks while it is read: a task may stand on two pages (it is taken once) or be
/// skipped (the next poll finds it). Absence from one poll is never a fact. Of lists that are longer than one poll holds
/// each poll reads a part (``PollRound``).
struct Poller: Sendable, Equatable {
  /// A task as the poll saw it; shared, because it goes through many hands.
  final class Row: Sendable, Equatable {
    let seen: SeenTask
    let overdue: Bool
    /// When the request was sent that brought it.
    let readAt: Instant

    var id: TaskID { seen.id }
    var task: WorkflowTask { seen.task }
    /// Nil when any part of it is missing or unreadable.
    var state: TaskState? { seen.state }

    init(_ seen: SeenTask, overdue: Bool, readAt: Instant) {
      self.seen = seen
      self.overdue = overdue
      self.readAt = readAt
    }

    static func == (left: Row, right: Row) -> Bool {
      left === right || (left.overdue == right.overdue && left.readAt == right.readAt && left.task == right.task)
    }
  }

  /// No more pages of one list than this are read by one poll.
  static let maxPages = 100
  /// No more than this is held of the tasks of one poll, in bytes, but for one page of each list.
  let mostHeld: Int

  /// What is asked for; a change counts from the next poll on.
  var plan: PollPlan
  /// Whether the tasks of each entity type are asked for by themselves, because that takes fewer calls.
  private(set) var asksByType = false
  /// How many calls the last poll took that asked for all types at once.
  private var callsForAll = 0
  /// So many calls for all were not enough to make asking by type worth it.
  private var notWorthUpTo = 0
  private var calls = 0
  /// False once the server's overdue list was seen to hold completed tasks: then each status is asked for by itself.
  private(set) var asksOverdueOfAll = true
  private(set) var rows: [TaskID: Row] = [:]
  private(set) var round = PollRound()
  /// What the poll before this one saw: most tasks look the same again.
  private(set) var known: SeenTasks
  /// The rows that are left alone, because something of them cannot be read.
  private(set) var oddRows = OddRows()
  /// What is held of the tasks in `rows`, in bytes.
  private(set) var held = 0
  private var queries: [TaskQuery] = []
  /// How many lists the poll reads.
  private var lists = 0
  private var cursor = PageCursor()
  private var pages = 0
  /// Of the page before, where no task could be read on it.
  private var lastMark: UInt64?

  init(_ plan: PollPlan, mostHeld: Int) {
    self.plan = plan
    self.mostHeld = mostHeld
    known = SeenTasks(mostHeld: mostHeld)
  }

  /// The query whose next page is wanted; nil when all is read.
  var query: TaskQuery? {
    var query = queries.first
    query?.limit = cursor.limit
    return query
  }

  /// What the polls have shown to be listed.
  var listed: ListedTasks { ListedTasks(rows, round) }

  /// Where the next page begins in its list.
  var offset: Int { cursor.offset }

  /// Since when it is looked for the row because of which pages are answered badly; nil where it is not.
  var narrowedAt: Instant? { cursor.narrowedAt }

  /// Differs where the rows do.
  var fingerprint: UInt64 {
    rows.values.reduce(0) { sum, row in
      var mixer = SplitMix64(seed: row.seen.number << 1 | (row.overdue ? 1 : 0))
      return sum &+ mixer.next()
    }
  }

  /// Starts anew, in each list where the last poll is to be followed up.
  mutating func begin(at now: Instant) {
    known.remember(rows.values.lazy.map(\.seen))
    rows = [:]
    oddRows = OddRows()
    held = 0
    cursor = PageCursor()
    calls = 0
    if plan.entityTypes.isEmpty { asksByType = false }
    queries = plan.queries(byType: asksByType, overdueOfAll: asksOverdueOfAll)
    lists = queries.count
    round.begin(queries, at: now)
    beginList()
  }

  /// The task as it was listed last: by this poll, or by the one before, where this has not come to it yet.
  func listed(_ task: TaskID) -> SeenTask? { rows[task]?.seen ?? known[task] }

  /// Behind a poll: the next one goes on where it ended.
  mutating func goOn() { round.goOn() }

  private mutating func beginList() {
    cursor.begin(at: queries.first.map { round.place(in: $0) } ?? 0)
    pages = 0
    lastMark = nil
  }

  /// All is read: whether to ask by type next time.
  private mutating func weigh() {
    // Parts of lists say nothing about how many calls whole ones take.
    if round.isPartial { return }
    if asksByType {
      guard calls > callsForAll else { return }
      asksByType = false
      notWorthUpTo = callsForAll * 2
    } else {
      callsForAll = calls
      let least = plan.queries(byType: true, overdueOfAll: asksOverdueOfAll).count
      asksByType = !plan.entityTypes.isEmpty && calls > max(least, notWorthUpTo)
    }
  }

  /// The poll is given up: what it has read counts as a part of the list, and nothing is absent that was there before.
  ///
  /// - Parameter asksOverdue: Whether it matters which tasks are overdue: then only those count of which it is known.
  mutating func breakOff(asksOverdue: Bool) {
    if asksOverdue, queries.contains(where: \.overdueOnly) { rows = rows.filter(\.value.overdue) }
    round.breakOff(showing: rows.keys, after: known.tasks)
    queries = []
  }

  /// Takes over tasks that were read before, as if they had just been.
  mutating func take(_ listing: TaskListing, readAt: Instant) {
    for row in listing.rows {
      rows[row.task.id] = Row(known.seen(row.task), overdue: row.overdue, readAt: readAt)
    }
    round.takeOver()
  }

  /// The page was larger than an answer may be; false where ``PageCursor/shrink()`` gives up.
  mutating func shrink() -> Bool { goesOn(cursor.shrink()) }

  /// The page was answered badly again and again; false where ``PageCursor/narrow(at:)`` gives up.
  mutating func narrow(at now: Instant) -> Bool { goesOn(cursor.narrow(at: now)) }

  private mutating func goesOn(_ retry: PageCursor.Retry) -> Bool {
    if case .leavingOut(let fault) = retry, let query { oddRows.note(fault, of: query) }
    return retry != .givenUp
  }

  /// Takes in a page and moves on to the next page or the next list.
  mutating func take(_ page: TaskPage, readAt: Instant) {
    guard let query else { return }
    calls += 1
    // What does not fit is read by the next poll.
    guard pages == 0 || held + page.size <= mostHeld / lists * (lists - queries.count + 1) else {
      return stopList(of: page.total)
    }
    held += page.size
    var fresh = 0
    for task in page.tasks {
      let earlier = rows[task.id]
      let overdue = query.overdueOnly || earlier?.overdue == true
      if earlier == nil || earlier?.overdue != overdue { fresh += 1 }
      rows[task.id] = Row(known.seen(task), overdue: overdue, readAt: readAt)
      if query.overdueOnly, query.status == nil, task.status.value == TaskStatus.completed { asksOverdueOfAll = false }
    }
    for var fault in page.faults {
      fault.place += offset
      oddRows.note(fault, of: query)
    }
    pages += 1
    let goesElsewhere = cursor.advance(by: page.rowCount)
    // The total is a hint: a full page may be followed by another whatever it says, a short one if it says so or there is
    // none, as servers give fewer rows than they are asked for. An empty page ends it. A further page without any news
    // means that the offset is ignored.
    let saysMore = page.total.map { offset < $0 } ?? true
    let isRepeat = pages > 1 && fresh == 0 && (!page.tasks.isEmpty || page.mark == lastMark)
    let hasMore = page.rowCount > 0 && !isRepeat && (page.rowCount >= query.limit || saysMore)
    lastMark = page.mark
    if goesElsewhere { return }
    if !hasMore {
      if let list = queries.first { round.end(list) }
      nextList()
    } else if pages >= Self.maxPages {
      stopList(of: page.total)
    }
  }

  /// The poll holds no more of the list.
  private mutating func stopList(of total: Int?) {
    if let list = queries.first { round.stop(list, at: offset, of: total) }
    nextList()
  }

  private mutating func nextList() {
    queries.removeFirst()
    beginList()
    guard queries.isEmpty else { return }
    round.finish(showing: rows.keys)
    weigh()
    known.forget()
  }
}
