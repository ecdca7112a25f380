import GeoTareas

/// The tasks that are listed, as far as the polls have shown.
///
/// Where one poll does not hold all tasks, earlier polls of the same round count as well. Absence from one of them
/// proves nothing.
struct ListedTasks: Sendable {
  enum Presence: Sendable, Equatable {
    /// The last poll has shown it.
    case now
    /// Another poll of this round, or the round before, has shown it.
    case before
  }

  private let rows: [TaskID: Poller.Row]
  /// Nil where the last poll has shown all.
  private let round: PollRound?

  init(_ rows: [TaskID: Poller.Row], _ round: PollRound) {
    self.rows = rows
    self.round = round.isPartial ? round : nil
  }

  /// Nil for a task that is not known to be listed.
  subscript(task: TaskID) -> Presence? {
    if rows[task] != nil { return .now }
    guard let round else { return nil }
    return round.seen.contains(task) || round.before?.contains(task) ?? false ? .before : nil
  }

  /// Whether the polls prove where a task stands: the last one shows it, or a whole round has not shown it.
  func tell(about task: TaskID) -> Bool {
    guard rows[task] == nil, let round else { return true }
    return round.before != nil && !round.forgets && self[task] == nil
  }

  /// How many tasks are listed.
  var count: Int { round.map { max($0.seen.count, $0.before?.count ?? 0) } ?? rows.count }
}
