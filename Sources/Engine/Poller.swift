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

  /// A row that could not be had by itself.
  private struct Suspect: Sendable, Equatable {
    var offset: Int
    /// Where to go on behind the row that was had after it; nil while none was.
    var resume: Int?
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
  private(set) var offset = 0
  private var pages = 0
  /// How many rows the next page is asked for: fewer after one that was too large.
  private var limit = TaskQuery.pageSize
  /// True when the row before the next page was too large by itself.
  private var hasSkipped = false
  /// True since a page of the list was answered badly again and again: it is looked for the row that is to blame.
  private(set) var isNarrowed = false
  private var suspect: Suspect?
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
    query?.limit = limit
    return query
  }

  /// What the polls have shown to be listed.
  var listed: ListedTasks { ListedTasks(rows, round) }

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
    limit = TaskQuery.pageSize
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
    offset = queries.first.map { round.place(in: $0) } ?? 0
    pages = 0
    hasSkipped = false
    isNarrowed = false
    suspect = nil
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

  /// The page was larger than an answer may be: half as many rows are asked for, and one that is too large by itself is
  /// left out.
  ///
  /// False when the next one is too large as well: it is not a row then, but the server that minds no limit.
  mutating func shrink() -> Bool {
    if limit > 1 {
      limit /= 2
      return true
    }
    guard !hasSkipped else { return false }
    hasSkipped = true
    if let query { oddRows.note(RowFault(at: offset, .size), of: query) }
    offset += 1
    return true
  }

  /// The page was answered badly again and again: one of its rows may be to blame.
  ///
  /// A single row shows whether others are to be had; then half as many are asked for each time. A row that cannot be had by
  /// itself, though the one behind it can, is asked for once more and then left out.
  ///
  /// False when the next one cannot be had either: it is not a row then, but the server.
  mutating func narrow() -> Bool {
    guard isNarrowed else {
      isNarrowed = true
      limit = 1
      return true
    }
    if let row = suspect, let resume = row.resume {
      if let query { oddRows.note(RowFault(at: row.offset, .answer), of: query) }
      (offset, suspect) = (resume, nil)
      return true
    }
    if limit > 1 {
      limit /= 2
      return true
    }
    guard suspect == nil else { return false }
    suspect = Suspect(offset: offset)
    offset += 1
    return true
  }

  /// Where a page was given after a row that could not be had: whether that row is asked for next, or what is behind both.
  private mutating func followUp() -> Bool {
    guard let row = suspect else { return false }
    if let resume = row.resume {
      (offset, suspect) = (resume, nil)
    } else {
      suspect = Suspect(offset: row.offset, resume: offset)
      (offset, limit) = (row.offset, 1)
    }
    return true
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
    offset += page.rowCount
    // The total is a hint: a full page may be followed by another whatever it says, a short one if it says so or there is
    // none, as servers give fewer rows than they are asked for. An empty page ends it. A further page without any news
    // means that the offset is ignored.
    let saysMore = page.total.map { offset < $0 } ?? true
    let isRepeat = pages > 1 && fresh == 0 && (!page.tasks.isEmpty || page.mark == lastMark)
    let hasMore = page.rowCount > 0 && !isRepeat && (page.rowCount >= query.limit || saysMore)
    lastMark = page.mark
    // Most rows are good ones: after one that was, all are asked for again.
    limit = isNarrowed && limit == 1 ? TaskQuery.pageSize : min(limit * 2, TaskQuery.pageSize)
    hasSkipped = false
    if followUp() { return }
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
