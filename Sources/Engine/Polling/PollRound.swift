import GeoTareas
import Pacing

/// How far the polls have come in lists that are longer than one poll holds.
///
/// Each poll goes on in each list where the one before ended, and begins anew behind a list's end. A round is over once
/// every list was read to its end: only then is it known which tasks are not listed. Mostly a round is one poll.
struct PollRound: Sendable, Equatable {
  /// A list that a poll did not read to its end.
  struct Stop: Sendable, Equatable {
    var list: TaskQuery
    /// How many rows the poll read of it.
    var rows: Int
    /// How many there are, by the server's word.
    var total: Int?
  }

  /// The ids of more tasks than these are not remembered from one poll of a round to the next.
  static let mostRemembered = 30_000
  /// The list shrinks while it is read: a poll reads some rows again that the one before it read last.
  private static let overlap = TaskQuery.pageSize

  private var lists: Set<TaskQuery> = []
  private var ended: Set<TaskQuery> = []
  /// Where a poll begins in each list, where that is not its first row.
  private var places: [TaskQuery: Int] = [:]
  /// When the poll began that has shown the first part of the round.
  private(set) var began: Instant?
  private var pollBegan: Instant?
  /// The tasks that the polls of the round have shown, where it takes several.
  private(set) var seen: Set<TaskID> = []
  /// The same of the round before; nil before the first one is over.
  private(set) var before: Set<TaskID>?
  /// True where one of the two rounds had more tasks than are remembered.
  private(set) var forgets = false
  private var forgetsSeen = false
  /// Counts the parts of rounds that polls have read, the same one again as one.
  private var part = 0
  private var firstPart = 0
  /// The part that the last poll has shown.
  private(set) var shownPart = 0
  /// It was the first of a round.
  private(set) var isFirstPart = true
  /// The last poll that ended was not all of a round.
  private(set) var isPartial = false
  /// The last poll that ended was the last of a round.
  private(set) var isOver = false
  /// The last poll was given up before it had read its part.
  private(set) var isBroken = false

  /// The lists that the last poll did not read to their ends.
  private(set) var stops: [Stop] = []
  /// What the poll under way has found.
  private var next: [TaskQuery: Int] = [:]
  private var endedNow: Set<TaskQuery> = []
  private var stopsNow: [Stop] = []

  /// A poll begins; the lists are other ones where rules have changed.
  mutating func begin(_ lists: [TaskQuery], at now: Instant) {
    if self.lists != Set(lists) {
      self.lists = Set(lists)
      places = places.filter { self.lists.contains($0.key) }
      startAnew()
    }
    pollBegan = now
    (next, endedNow, stopsNow) = ([:], [], [])
  }

  /// Where the poll begins in a list.
  func place(in list: TaskQuery) -> Int { places[list] ?? 0 }

  /// The poll has come to the end of a list.
  mutating func end(_ list: TaskQuery) { endedNow.insert(list) }

  /// The poll holds no more of a list, of which it would go on at `place`.
  mutating func stop(_ list: TaskQuery, at place: Int, of total: Int?) {
    let rows = place - self.place(in: list)
    next[list] = place - min(Self.overlap, rows / 10)
    stopsNow.append(Stop(list: list, rows: rows, total: total))
  }

  /// The poll has ended, and has shown these tasks.
  mutating func finish(showing tasks: some Collection<TaskID>) {
    isBroken = false
    stops = stopsNow
    (shownPart, isFirstPart) = (part, part == firstPart)
    if isFirstPart { began = pollBegan }
    ended.formUnion(endedNow)
    isOver = ended.isSuperset(of: lists)
    isPartial = !places.isEmpty || !next.isEmpty
    if isPartial { remember(tasks) }
    forgets = forgetsSeen || forgets && !isOver
    if isOver { before = seen }
  }

  /// The poll was given up, and has shown these tasks; the next one reads the same part again.
  ///
  /// - Parameter earlier: What the polls since the last whole round, and that round, have shown.
  mutating func breakOff(showing tasks: some Collection<TaskID>, after earlier: some Collection<TaskID>) {
    (shownPart, isFirstPart) = (part, part == firstPart)
    (isBroken, isPartial, isOver) = (true, true, false)
    remember(tasks)
    guard var all = before else { return }
    for task in earlier where !all.contains(task) {
      guard all.count < Self.mostRemembered else {
        forgets = true
        break
      }
      all.insert(task)
    }
    before = all
  }

  private mutating func remember(_ tasks: some Collection<TaskID>) {
    for task in tasks {
      guard seen.count < Self.mostRemembered else {
        forgetsSeen = true
        return
      }
      seen.insert(task)
    }
  }

  /// The next poll goes on where the last one ended; without this it reads the same again.
  mutating func goOn() {
    places = next
    part += 1
    if isOver { startAnew() }
  }

  private mutating func startAnew() {
    (ended, seen, forgetsSeen, firstPart) = ([], [], false, part)
  }

  /// All tasks were taken over from somebody who had read them.
  mutating func takeOver() {
    (isOver, isPartial, isBroken, before) = (true, false, false, [])
  }
}
