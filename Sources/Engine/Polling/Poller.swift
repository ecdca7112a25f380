import GeoTareas
import Pacing
import Records

/// Reads all tasks that a tenant's rules may concern: several lists, page by page, before anything is decided.
///
/// A list has no stated order and shrinks while it is read. A task may appear on two pages (it is taken once) or be
/// skipped (the next poll finds it), so absence from one poll proves nothing. Of lists that are longer than one poll
/// holds, each poll reads a part (``PollRound``).
struct Poller: Sendable, Equatable {
  /// A task as the poll saw it.
  ///
  /// It is shared, because many parts hold it.
  final class Row: Sendable, Equatable {
    let seen: SeenTask
    let overdue: Bool
    /// When the request was sent that returned it.
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

  /// The most pages of one list that a poll reads.
  static let maxPages = 100
  /// The most bytes of tasks that a poll holds, apart from one page of each list.
  let mostHeld: Int

  /// What to request; a change counts from the next poll on.
  var plan: PollPlan
  /// Whether the tasks of each entity type are requested separately, because that takes fewer calls.
  private(set) var asksByType = false
  /// How many calls the last poll took that requested all types together.
  private var callsForAll = 0
  /// Up to this many calls for all types together, asking by type was not worth it.
  private var notWorthUpTo = 0
  private var calls = 0
  /// False once the server's overdue list was seen to hold completed tasks.
  ///
  /// Then each status is requested separately.
  private(set) var asksOverdueOfAll = true
  private(set) var rows: [TaskID: Row] = [:]
  private(set) var round = PollRound()
  /// What the poll before this one saw.
  ///
  /// Most tasks look the same again.
  private(set) var known: SeenTasks
  /// The rows that are left alone, because something in them cannot be read.
  private(set) var oddRows = OddRows()
  /// How many bytes the tasks in ``rows`` take.
  private(set) var held = 0
  private var queries: [TaskQuery] = []
  /// How many lists the poll reads.
  private var lists = 0
  private var cursor = PageCursor()
  private var pages = 0
  /// The fingerprint of the page before, where no task on it could be read.
  private var lastMark: UInt64?

  init(_ plan: PollPlan, mostHeld: Int) {
    self.plan = plan
    self.mostHeld = mostHeld
    known = SeenTasks(mostHeld: mostHeld)
  }

  /// The list whose next page is wanted; nil when all are read.
  var query: TaskQuery? {
    var query = queries.first
    query?.limit = cursor.limit
    return query
  }

  /// The tasks that the polls have shown to be listed.
  var listed: ListedTasks { ListedTasks(rows, round) }

  /// Where the next page begins in its list.
  var offset: Int { cursor.offset }

  /// Since when it searches for the row that makes pages fail; nil while it does not.
  var narrowedAt: Instant? { cursor.narrowedAt }

  /// A number that differs where the rows do.
  var fingerprint: UInt64 {
    rows.values.reduce(0) { sum, row in
      var mixer = SplitMix64(seed: row.seen.number << 1 | (row.overdue ? 1 : 0))
      return sum &+ mixer.next()
    }
  }

  /// Begins a poll, in each list where the last one is to be continued.
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

  /// The task as it was listed last: by this poll, or by the one before if this one has not come to it yet.
  func listed(_ task: TaskID) -> SeenTask? { rows[task]?.seen ?? known[task] }

  /// After a poll: lets the next one go on where this one ended.
  mutating func goOn() { round.goOn() }

  private mutating func beginList() {
    cursor.begin(at: queries.first.map { round.place(in: $0) } ?? 0)
    pages = 0
    lastMark = nil
  }

  /// After a whole poll: decides whether to ask by type next time.
  private mutating func weigh() {
    // Parts of lists do not show how many calls whole lists take.
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

  /// Gives the poll up: what it has read counts as a part of the list, and no task counts as absent.
  ///
  /// - Parameter asksOverdue: Whether it matters which tasks are overdue. If so, only tasks count for which that is
  ///   known.
  mutating func breakOff(asksOverdue: Bool) {
    if asksOverdue, queries.contains(where: \.overdueOnly) { rows = rows.filter(\.value.overdue) }
    round.breakOff(showing: rows.keys, after: known.tasks)
    queries = []
  }

  /// Takes over tasks that were read before, as if they had been read just now.
  mutating func take(_ listing: TaskListing, readAt: Instant) {
    for row in listing.rows {
      rows[row.task.id] = Row(known.seen(row.task), overdue: row.overdue, readAt: readAt)
    }
    round.takeOver()
  }

  /// Asks for less after a page that was larger than an answer may be; false where ``PageCursor/shrink()`` gives up.
  mutating func shrink() -> Bool { goesOn(cursor.shrink()) }

  /// Searches for a bad row after a page failed again and again; false where ``PageCursor/narrow(at:)`` gives up.
  mutating func narrow(at now: Instant) -> Bool { goesOn(cursor.narrow(at: now)) }

  private mutating func goesOn(_ retry: PageCursor.Retry) -> Bool {
    if case .leavingOut(let fault) = retry, let query { oddRows.note(fault, of: query) }
    return retry != .givenUp
  }

  /// Takes in a page and moves on to the next page or the next list.
  mutating func take(_ page: TaskPage, readAt: Instant) {
    guard let query else { return }
    calls += 1
    // The next poll reads what does not fit.
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
    // The total is only a hint. A full page may be followed by another whatever the total says. A short page may be
    // followed by another if the total says so or is missing, because servers may return fewer rows than requested. An
    // empty page ends the list. A further page without anything new means that the server ignores the offset.
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

  /// Stops reading the list, because the poll holds no more.
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
