import GeoTareas
import Pacing

/// How far the polls have come in lists that are longer than one poll holds.
///
/// In each list, a poll goes on where the one before ended, and begins again after the list's end. A round is over once
/// every list was read to its end. Only then is it known which tasks are not listed. Usually a round is one poll.
struct PollRound: Sendable, Equatable {
  /// A list that a poll did not read to its end.
  struct Stop: Sendable, Equatable {
    var list: TaskQuery
    /// How many rows the poll read of it.
    var rows: Int
    /// How many rows the list has, by the total that the server states.
    var total: Int?
  }

  /// The most task ids that are remembered from one poll of a round to the next.
  static let mostRemembered = 30_000
  /// How many rows each poll reads again, because the list shrinks while it is read.
  private static let overlap = TaskQuery.pageSize

  private var lists: Set<TaskQuery> = []
  private var ended: Set<TaskQuery> = []
  /// Where the next poll begins in each list, if not at its first row.
  private var places: [TaskQuery: Int] = [:]
  /// When the poll began that showed the first part of the round.
  private(set) var began: Instant?
  private var pollBegan: Instant?
  /// The tasks that the polls of this round have shown, where a round takes several polls.
  private(set) var seen: Set<TaskID> = []
  /// The tasks that the round before has shown; nil before the first one is over.
  private(set) var before: Set<TaskID>?
  /// True where one of the two rounds had more tasks than are remembered.
  private(set) var forgets = false
  private var forgetsSeen = false
  /// Counts the parts of rounds that polls have read; reading a part again does not count.
  private var part = 0
  private var firstPart = 0
  /// The part that the last poll has shown.
  private(set) var shownPart = 0
  /// True when the last part was the first of a round.
  private(set) var isFirstPart = true
  /// True when the last poll that ended was not a whole round.
  private(set) var isPartial = false
  /// True when the last poll that ended was the last of a round.
  private(set) var isOver = false
  /// True when the last poll was given up before it had read its part.
  private(set) var isBroken = false

  /// The lists that the last poll did not read to their ends.
  private(set) var stops: [Stop] = []
  /// Where the poll under way stopped, in each list.
  private var next: [TaskQuery: Int] = [:]
  private var endedNow: Set<TaskQuery> = []
  private var stopsNow: [Stop] = []

  /// Begins a poll.
  ///
  /// After a change of rules the lists may be other ones.
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

  /// Notes that the poll has reached the end of a list.
  mutating func end(_ list: TaskQuery) { endedNow.insert(list) }

  /// Notes that the poll holds no more of a list, and would go on at `place`.
  mutating func stop(_ list: TaskQuery, at place: Int, of total: Int?) {
    let rows = place - self.place(in: list)
    next[list] = place - min(Self.overlap, rows / 10)
    stopsNow.append(Stop(list: list, rows: rows, total: total))
  }

  /// Ends the poll, which has shown these tasks.
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

  /// Gives the poll up, which has shown these tasks; the next one reads the same part again.
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

  /// Lets the next poll go on where the last one ended; without this it reads the same part again.
  mutating func goOn() {
    places = next
    part += 1
    if isOver { startAnew() }
  }

  private mutating func startAnew() {
    (ended, seen, forgetsSeen, firstPart) = ([], [], false, part)
  }

  /// Notes that all tasks were taken over from somebody who had read them.
  mutating func takeOver() {
    (isOver, isPartial, isBroken, before) = (true, false, false, [])
  }
}
